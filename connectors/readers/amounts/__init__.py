"""Amounts that more than one cell decides: parts and their sum, refunds and what they cancel."""
