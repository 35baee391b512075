"""A document's procedure: its declaration, the stages it leads through, and its tables for statements."""
