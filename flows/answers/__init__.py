"""The results of commands as plain data."""
