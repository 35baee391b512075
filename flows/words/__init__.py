"""The results of commands as Chinese text; knows no database."""
