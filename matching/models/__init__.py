"""The declared files of linking: models of sources, and the vocabulary."""
