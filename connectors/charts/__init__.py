"""Charts as self-contained HTML pages."""
