"""Workbooks and receipts for office staff, drawn from declared layouts."""
