"""FEBRL 4: records from outside the project, linked by its engine with a separate model."""
