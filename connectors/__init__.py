"""What touches the outside: drop folders, readers, the warehouse file, receipts, workbooks."""
