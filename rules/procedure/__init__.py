"""The stages that a declared procedure leads through, and its tables for statements."""
