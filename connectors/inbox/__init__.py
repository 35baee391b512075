"""What departments drop: which files there are, whether they stand still, a private copy of each."""
