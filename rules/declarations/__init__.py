"""What a pack and its operands declare, and what makes a declaration refused."""
