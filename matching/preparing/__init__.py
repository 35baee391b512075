"""Rows and members are normalised before they are compared."""
