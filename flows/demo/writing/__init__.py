"""How departments write a person: damage, mixes of it, strangers."""
