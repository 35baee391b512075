"""The real command, as an analyst types it."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("fangfanpin")


def own_prefect() -> dict[str, str]:
    """The environment without Prefect settings: the command starts its own server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


def fangfanpin(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    line = [COMMAND, *map(str, words)]
    return subprocess.run(line, env=own_prefect(), capture_output=True, text=True, timeout=300, check=False)
