"""The declarations of packs and operands, and the checks that refuse invalid ones."""
