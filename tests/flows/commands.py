"""The real command, as an analyst types it; and the same command inside the test's process."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from flows.cli import app
from flows.commands.exit_codes import ExitCode

COMMAND = Path(sys.executable).with_name("fangfanpin")


def own_prefect() -> dict[str, str]:
    """The environment without Prefect settings: the command starts its own server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


def fangfanpin(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    line = [COMMAND, *map(str, words)]
    return subprocess.run(line, env=own_prefect(), capture_output=True, text=True, timeout=300, check=False)


def invoke(county: Path, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command about a county."""
    result = CliRunner().invoke(app, [*words, "-w", str(county)])
    return result.exit_code, result.stdout, result.stderr


def printed(county: Path, *words: str) -> str:
    """What a command that succeeds prints."""
    code, out, err = invoke(county, *words)
    assert code == ExitCode.OK, err
    return out


def as_json(county: Path, *words: str) -> dict[str, Any]:
    """What it answers with `--json`."""
    answer: dict[str, Any] = json.loads(printed(county, *words, "--json"))
    return answer
