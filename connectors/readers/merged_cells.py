"""Merged cells hold their value in every row: a person's name over two bills, a household over its members.

An amount merged over several rows is one amount: it counts once, in the first row, where all rows are of one
household or person; otherwise nobody knows whose it is, and typing rejects these rows.
"""

from collections.abc import Iterable, Iterator, Sequence

from connectors.readers.cell_text import Cell
from connectors.readers.text_table import SheetRemark
from connectors.sheets.header import Header
from connectors.sheets.header_groups import Span
from data_contracts.contract import Column, Contract

_HOUSEHOLD = "household_id"
_PERSON = {"name", "id_number"}
_UNCLEAR = "（合并单元格）"  # no amount

Rows = list[list[Cell]]


def fill_merged(
    rows: Rows, merged: Iterable[Span], header: Header, contract: Contract, rows_above: int
) -> tuple[SheetRemark, ...]:
    """Write the value of merged cells below the header into all their rows; say which amounts were merged.

    Rows that have nothing but merged cells of rows above belong to these and stay blank.

    Args:
        rows: the cells of the sheet, which are changed.
        merged: its merged ranges.
        header: its header.
        contract: the source's contract.
        rows_above: rows of the sheet above `rows`.
    """
    spans = [span for span in merged if span[0][0] > header.last_row]
    if not spans:
        return ()
    further = {row for first, last in spans for row in range(first[0] + 1, last[0] + 1)}
    further = {row for row in further if _has_own_cells(rows[row], header)}
    places = {place for place, column in header.columns.items() if _repeats(column, contract)}
    for span in spans:
        _repeat(rows, span, further, places)
    once: set[int] = set()
    unclear: set[int] = set()
    for place, covered in _amounts(spans, further, header):
        if len({_identity(rows[row], header) for row in covered}) == 1:
            _write(rows, covered[1:], place, 0)
            once.update(covered[1:])
        else:
            _write(rows, covered, place, _UNCLEAR)
            unclear.update(covered)
    return (
        _remark("金额合并在几行上，只在第一行计一次，以下各行按零计", once, rows_above),
        _remark("金额合并在不同的人或户的几行上，不知属于谁，这些行退回", unclear, rows_above),
    )


def _has_own_cells(cells: Sequence[Cell], header: Header) -> bool:
    """Whether a row has any cell that is not merged, besides zeros and its number in the list."""
    return any(cell not in ("", 0) for place, cell in enumerate(cells) if place not in header.ordinals)


def _repeats(column: Column, contract: Contract) -> bool:
    """Whether a merged cell of the column holds in all its rows: no amount, no number of one row alone."""
    return column.type != "money" and column.name not in contract.own_numbers


def _repeat(rows: Rows, span: Span, further: set[int], places: set[int]) -> None:
    """Write a merged cell's value into all its cells in these columns."""
    (top, left), (bottom, right) = span
    value = rows[top][left]
    for row in range(top, bottom + 1):
        for place in range(left, right + 1):
            if place in places and (row == top or row in further):
                rows[row][place] = value


def _amounts(spans: list[Span], further: set[int], header: Header) -> Iterator[tuple[int, list[int]]]:
    """Position and rows of each amount that is merged over several rows of data."""
    for (top, left), (bottom, _) in spans:
        covered = [row for row in range(top, bottom + 1) if row == top or row in further]
        column = header.columns.get(left)
        if column and column.type == "money" and len(covered) > 1:
            yield left, covered


def _identity(cells: Sequence[Cell], header: Header) -> tuple[Cell, ...]:
    """What a row is about: its household, or its person."""
    by_household = any(column.name == _HOUSEHOLD for column in header.columns.values())
    names = {_HOUSEHOLD} if by_household else _PERSON
    return tuple(cells[place] for place, column in header.columns.items() if column.name in names)


def _write(rows: Rows, covered: Iterable[int], place: int, value: Cell) -> None:
    for row in covered:
        rows[row][place] = value


def _remark(words: str, rows: set[int], rows_above: int) -> SheetRemark:
    return SheetRemark("merged_amounts", words, tuple(row + rows_above + 1 for row in sorted(rows)))
