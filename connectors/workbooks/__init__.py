"""Workbooks and receipts for office staff, written from declared layouts."""
