"""Finds the header row of a sheet, whatever is above it, and its columns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from data_contracts.contract import Column, Contract
from data_contracts.errors import UnreadableFileError
from data_contracts.units import header_key

SEARCHED_ROWS = 30  # a header is only searched in these first rows
_SHOWN_CHARACTERS = 50  # of an unknown header, in a receipt

Row = Sequence[str | None]


@dataclass(frozen=True)
class Header:
    """A row of header texts and the contract's columns that they name.

    Attributes:
        row: index among the searched rows, from 0.
        cells: position -> header text as sent, without blank ones.
        columns: position -> the contract's column, without unknown ones.
    """

    row: int
    cells: dict[int, str]
    columns: dict[int, Column]

    @property
    def matched(self) -> int:
        """Number of the contract's columns that it names."""
        return len({column.name for column in self.columns.values()})

    @property
    def width(self) -> int:
        """Number of columns up to the last header text."""
        return max(self.cells, default=-1) + 1


@dataclass(frozen=True)
class Layout:
    """The positions of the contract's columns in a sheet.

    Attributes:
        positions: canonical name -> position.
        headers: canonical name -> header text as sent.
        unknown: header texts that name no column, or a column that has a better header.
    """

    positions: dict[str, int]
    headers: dict[str, str]
    unknown: list[str]


def find_header(rows: Sequence[Row], contract: Contract) -> Header | None:
    """The first row that names the most columns of `contract`; None if no row is a likely header.

    A likely header names at least two columns, and at least half of the required ones.
    """
    headers = (_header(index, row, contract) for index, row in enumerate(rows[:SEARCHED_ROWS]))
    likely = [header for header in headers if _is_likely(header, contract)]
    return max(likely, key=lambda header: header.matched, default=None)


def _header(index: int, row: Row, contract: Contract) -> Header:
    cells = {position: text for position, text in enumerate(row) if text and text.strip()}
    named = ((position, contract.column_for(text)) for position, text in cells.items())
    return Header(index, cells, {position: column for position, column in named if column})


def _is_likely(header: Header, contract: Contract) -> bool:
    required = {column.name for column in contract.columns if column.required}
    present = {column.name for column in header.columns.values()} & required
    return header.matched >= 2 and len(present) * 2 >= len(required)


def no_header(contract: Contract) -> UnreadableFileError:
    """The error for a file without a header."""
    required = "、".join(column.title for column in contract.columns if column.required)
    return UnreadableFileError(
        f"前 {SEARCHED_ROWS} 行内找不到表头。请确认报送的是“{contract.title}”，表头应有：{required}。",
        "no_header",
    )


def layout(header: Header, contract: Contract) -> Layout:
    """The position of each of the contract's columns.

    Raises:
        UnreadableFileError: if a required column is missing or duplicated.
    """
    candidates: dict[str, list[int]] = defaultdict(list)
    for position, column in header.columns.items():
        candidates[column.name].append(position)
    positions = {name: _the_one(places, header) for name, places in candidates.items()}
    if missing := [
        column.title for column in contract.columns if column.required and column.name not in positions
    ]:
        raise UnreadableFileError(f"缺少必需的列：{'、'.join(missing)}。请补上后重新报送。", "missing_column")
    taken = set(positions.values())
    unknown = [text.strip()[:_SHOWN_CHARACTERS] for place, text in header.cells.items() if place not in taken]
    return Layout(positions, {name: header.cells[place] for name, place in positions.items()}, unknown)


def _the_one(positions: list[int], header: Header) -> int:
    """The position of a column: the only one, or the only one under its own name rather than an alias."""
    best = positions if len(positions) == 1 else [place for place in positions if _is_own_name(place, header)]
    if len(best) == 1:
        return best[0]
    title = header.columns[positions[0]].title
    raise UnreadableFileError(f"列名重复：有不止一列是“{title}”，请只保留一列。", "duplicate_column")


def _is_own_name(position: int, header: Header) -> bool:
    column = header.columns[position]
    return header_key(header.cells[position]) in {header_key(column.name), header_key(column.title)}
