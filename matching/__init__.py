"""Link persons in department rows to members of registered households."""

import os

# Readings are asked for character by character; phrases would cost a quarter of a second of every run.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
