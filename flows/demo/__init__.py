"""The demonstration county: invented people, and what departments write of them."""
