"""Rows and members brought to one form before they are compared."""
