"""When departments report, and which days are working days in China."""
