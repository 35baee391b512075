"""The database: its working copy and publishing, accepted rows by source, links of rows, facts of months."""
