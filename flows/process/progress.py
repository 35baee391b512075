"""A bar of the month's steps where somebody watches a terminal; elsewhere the plain lines stay."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

Logger = logging.Logger | logging.LoggerAdapter[logging.Logger]


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
def shown() -> Iterator[Callable[[Logger], None]]:
    """Show a bar on a terminal from now on; elsewhere nothing.

    Yields:
        What takes a logger that announces steps: on a terminal they move the bar, in place of its lines.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar, ExitStack() as kept:
        steps = _StepBar(bar)

        def follow(announcing: Logger) -> None:
            logger = announcing.logger if isinstance(announcing, logging.LoggerAdapter) else announcing
            kept.callback(setattr, logger, "handlers", logger.handlers)
            logger.handlers = [steps]

        yield follow
