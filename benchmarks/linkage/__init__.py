"""This project's linker beside its peers, on the same county files: `make bench-linkage`."""
