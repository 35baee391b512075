"""What the pages for the analyst and the desk upstairs are answered from."""
