"""The database: its working copy and its publishing, rows in it by source, links of rows, facts of months."""
