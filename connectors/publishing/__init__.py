"""After publishing: lists, archive, receipts, and a clean inbox."""
