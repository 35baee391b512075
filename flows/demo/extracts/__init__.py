"""What each department sends, and in which files."""
