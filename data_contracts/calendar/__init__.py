"""Which days are working days in China."""
