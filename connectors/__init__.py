"""Input and output: drop folders, readers, the warehouse file, receipts, workbooks."""
