"""What a command works out, as plain data."""
