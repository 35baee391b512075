"""From the published database to people: lists, archive, receipts, a clean inbox."""
