"""The columns in which the steps of the pack's procedure are reported, where a layout asks for them."""

from collections.abc import Iterator
from dataclasses import replace

import duckdb

from connectors.workbooks.layout import Column, Layout, Sheet
from sql import rows, statement

_WIDTH = 8.5  # of a date; the sheet of a long procedure has nine
_DECISION = Column(
    "",
    "",
    _WIDTH,
    fill_in="choice",
    choices=("同意", "不同意"),
    codes={"同意": "agree", "不同意": "disagree"},
)


def with_steps(con: duckdb.DuckDBPyConnection, layout: Layout) -> Layout:
    """`layout` with the columns of the procedure in force in place of each `steps_of`.

    Args:
        con: warehouse with `built.procedure_steps`, which is only read if the layout asks for steps.
        layout: as declared.
    """
    if not any(column.steps_of for sheet in layout.sheets for column in sheet.columns):
        return layout
    steps = rows(con, statement("matters/steps"))
    return replace(layout, sheets=tuple(_sheet(sheet, steps) for sheet in layout.sheets))


def _sheet(sheet: Sheet, steps: list[dict[str, str]]) -> Sheet:
    columns = [
        own for column in sheet.columns for own in (_of(column, steps) if column.steps_of else [column])
    ]
    return replace(sheet, columns=tuple(columns))


def _of(place: Column, steps: list[dict[str, str]]) -> Iterator[Column]:
    for step in steps:
        if step["who"] in place.steps_of:
            yield from _columns(step)


def _columns(step: dict[str, str]) -> Iterator[Column]:
    """`<key>_on`, or `<key>_starts_on` and `<key>_ends_on`; before them `<key>_result` where it decides."""
    key, title = step["key"], step["title"]
    if result := step["result_title"]:
        yield replace(_DECISION, name=f"{key}_result", title=result)
    if step["ends_title"]:
        yield Column(f"{key}_starts_on", title, _WIDTH, fill_in="date")
        yield Column(f"{key}_ends_on", step["ends_title"], _WIDTH, fill_in="date")
    else:
        yield Column(f"{key}_on", title, _WIDTH, fill_in="date")
