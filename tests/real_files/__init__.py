"""Files that offices really send, each with its right value: one county, one real command, many cases."""
