"""Taking back an accepted file or a published month, and undoing that."""
