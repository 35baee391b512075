"""FEBRL 4: records that nobody here made, linked by the engine and a model of their own."""
