"""Cells as people, spreadsheets and web systems write them: from text to typed values."""
