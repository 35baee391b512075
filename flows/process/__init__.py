"""The process that a command runs in: its signals, its encoding, and Prefect inside it."""
