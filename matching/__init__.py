"""Link persons in department rows to members of registered households."""

import os

# Readings are looked up character by character; loading phrases would cost every run a quarter of a second.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
