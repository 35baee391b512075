"""This project's linker compared with others on the same county files: `make bench-linkage`."""
