"""Splink's own virtual environment, created on first use and again when its requirements change."""

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".bench-splink"
REQUIREMENTS = Path(__file__).with_name("requirements-splink.txt")


def splink_python() -> str:
    """The interpreter of an environment with the required packages."""
    python, installed = FOLDER / "bin" / "python", FOLDER / "installed.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        print(f"making {FOLDER.name} for Splink", file=sys.stderr)
        venv.create(FOLDER, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True)
        installed.write_text(wanted, encoding="utf-8")
    return str(python)
