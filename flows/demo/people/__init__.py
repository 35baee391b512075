"""Who lives in the county: places, households, names, numbers, money."""
