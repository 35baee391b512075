"""What makes two facts the same, or probably the same."""
