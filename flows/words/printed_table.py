"""A table as lines of text."""

from collections.abc import Collection, Iterable
from io import StringIO
from typing import Any

from rich.console import Console
from rich.table import Table

WIDTH = 1000  # characters: a table is never wrapped, whatever the window; a pager scrolls


def printed(
    headings: list[str], rows: Iterable[Iterable[Any]], words: Collection[str] = (), indent: int = 2
) -> list[str]:
    """Lines of a table; whole numbers get thousands commas.

    Args:
        headings: of the columns.
        rows: cells, text or whole numbers.
        words: headings of text columns, which are aligned left; all others are aligned right.
        indent: spaces before each line.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, justify="left" if heading in words else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else cell for cell in row))
    console = Console(file=StringIO(), width=WIDTH, markup=False, color_system=None)
    with console.capture() as captured:
        console.print(table)
    return [" " * indent + line.rstrip() for line in captured.get().splitlines()]
