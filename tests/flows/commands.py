"""The real command, as an analyst types it."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("fangfanpin")


def fangfanpin(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command; Prefect brings its own server, whatever this machine has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(
        [COMMAND, *map(str, words)],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
