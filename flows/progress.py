"""A bar of the month's steps where somebody watches a terminal; elsewhere the plain lines stay."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)


class _StepBar(logging.Handler):
    """Moves the bar on each line that announces a step: number, number of steps, label."""

    def __init__(self, bar: Progress) -> None:
        super().__init__()
        self._bar = bar
        self._task = bar.add_task("启动", total=None)

    def emit(self, record: logging.LogRecord) -> None:
        """Show that the step of `record` has begun."""
        if isinstance(record.args, tuple) and len(record.args) == 3:
            number, steps, label = record.args
            self._bar.update(
                self._task, completed=int(str(number)) - 1, total=int(str(steps)), description=str(label)
            )


@contextmanager
def shown(steps: logging.Logger | logging.LoggerAdapter[logging.Logger]) -> Iterator[None]:
    """Show the steps that `steps` announces as a bar on a terminal, in place of its lines."""
    logger = steps.logger if isinstance(steps, logging.LoggerAdapter) else steps
    if not sys.stderr.isatty():
        yield
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    lines = logger.handlers
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        logger.handlers = [_StepBar(bar)]
        try:
            yield
        finally:
            logger.handlers = lines
