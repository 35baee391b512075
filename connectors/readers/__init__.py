"""From departments' files to typed rows; independent of the database."""
