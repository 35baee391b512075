"""The inbox: which files have arrived, whether they are complete, and a private copy of each."""
