"""Reviewing links by workbook: what waits, what was answered, and a sample of what was linked."""
