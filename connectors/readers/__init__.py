"""From a file of the outside to typed rows; nothing here knows the database."""
