"""Comparisons of names, numbers and places: pure functions on polars columns."""
