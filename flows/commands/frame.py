"""What every command shares: its options, how it prints, and how it ends."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from connectors.disk_space import DiskFullError, is_full
from data_contracts.errors import FangfanpinError
from flows.commands.exit_codes import exit_code
from flows.process.unexpected import DISK_FULL, without_values

messages = Console(stderr=True, highlight=False)


class _Notices(logging.Handler):
    """Shows what the connectors found out of order on this machine and have put right."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show the notice, as a line of its own."""
        messages.print(f"注意：{record.getMessage()}", style="yellow", markup=False, soft_wrap=True)


logging.raiseExceptions = False  # a log that cannot be written is no news for the screen
_notices = logging.getLogger("connectors")
_notices.addHandler(_Notices())
_notices.propagate = False

WorkspaceOption = Annotated[Path, typer.Option("--workspace", "-w", help="工作区文件夹")]
PeriodOption = Annotated[str | None, typer.Option("--period", "-p", help="识别月份，如 2021-06")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
HERE = Path()


@contextmanager
def errors_in_chinese() -> Iterator[None]:
    """Turn an error into a Chinese line and an exit code, without a stack trace or any value of a row."""
    try:
        with without_values(), _disk_faults():
            yield
    except FangfanpinError as error:
        messages.print(f"错误：{error.message}", style="red", markup=False)
        _forget_frames(error)
        raise typer.Exit(exit_code(error)) from None


def _forget_frames(error: FangfanpinError) -> None:
    """Drop the stack frames: Prefect keeps the error until the process ends, and all they hold with it."""
    error.__traceback__ = error.__context__ = error.__cause__ = None


@contextmanager
def _disk_faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise DiskFullError(DISK_FULL) from None
        hint = "请检查文件夹权限和磁盘空间。"
        raise FangfanpinError(f"无法读写文件（{error.strerror}）。{hint}") from None


def print_json(document: Any) -> None:
    """Write `document` to stdout; values that JSON has no type for become text."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n")


def print_lines(lines: list[str]) -> None:
    """Write lines to stdout."""
    sys.stdout.write("\n".join(lines) + "\n")
