"""The declarations of linking: the models of sources, and the vocabulary."""
