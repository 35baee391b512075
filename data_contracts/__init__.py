"""The contract of each source, and the checks derived from it."""
