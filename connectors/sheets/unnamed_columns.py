"""Cells of data without a name above them: none is dropped in silence."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from connectors.sheets.header import Header
from connectors.sheets.lines_without_data import is_blank
from data_contracts.errors import UnreadableFileError

# A column with more numbers than this share of the rows lost its name; fewer are cells in the wrong place.
_COLUMN_SHARE = 0.1
_ORDINAL = r"^[\s(（]*(?:[\d.．,、\-]+|[一二三四五六七八九十百]+)[\s)）.、]*$"
# An amount has at most ten digits before the point: longer numbers are telephones and ID numbers.
_AMOUNT = r"^\s*[-+¥￥]?\d[\d,，]{0,12}(?:[.．]\d*)?\s*(?:[百千万亿]?元?|e[-+]?\d+)\s*$"


@dataclass(frozen=True)
class Unnamed:
    """Columns without a name.

    Attributes:
        overflow: which rows have a cell in the wrong place: any beyond the header, or a number in a column
            that has no name.
        unknown: Chinese names of columns that hold text only, which is not taken.
    """

    overflow: pl.Expr
    unknown: list[str]


def unnamed_columns(
    rows: pl.DataFrame, header: Header, columns_left: int = 0, place_of_header: str = "表头"
) -> Unnamed:
    """The columns without a name among a sheet's rows of data.

    Args:
        rows: the rows, String columns in the order of the sheet after `sheet_row`.
        header: the header above them.
        columns_left: columns of the sheet left of the first.
        place_of_header: sheet and row of the header, in words.

    Raises:
        UnreadableFileError: if such a column holds numbers, which may be amounts.
    """
    columns = [name for name in rows.columns if name != "sheet_row"]
    inner = {place: columns[place] for place in range(header.width) if place not in header.cells}
    filled = {place: name for place, name in inner.items() if not rows.select(is_blank(name).all()).item()}
    numbers = {place: rows[name].str.contains(_AMOUNT).sum() for place, name in filled.items()}
    if lost := [place for place, count in numbers.items() if count > _COLUMN_SHARE * rows.height]:
        of_lost = "、".join(column_letters(place + columns_left) for place in lost)
        raise UnreadableFileError(
            f"{place_of_header}在第 {of_lost} 列没有列名，这{'几' if len(lost) > 1 else ''}列却有数字，"
            "可能是漏了列名的金额，请在表头这一行补上列名后重新报送。",
            "unnamed_column",
        )
    misplaced = [pl.col(filled[place]).str.contains(_AMOUNT) for place, count in numbers.items() if count]
    surplus = [~is_blank(name) for name in columns[header.width :]]
    overflow = reduce(
        or_, (expr.fill_null(value=False) for expr in [*misplaced, *surplus]), pl.lit(value=False)
    )
    unknown = [
        f"{place_of_header}第 {column_letters(place + columns_left)} 列（没有列名）" for place in filled
    ]
    return Unnamed(overflow, unknown)


def without_running_numbers(body: pl.DataFrame, header: Header) -> pl.DataFrame:
    """A sheet's cells with NULL for the rows' numbers: in columns `序号`, and before the first known one."""
    before = set(range(min(header.named, default=0))) - header.ordinals
    places = [*header.ordinals, *(place for place in before if _is_running(body.to_series(place)))]
    columns = [pl.col(body.columns[place]) for place in places]
    return body.with_columns(pl.when(~column.str.contains(_ORDINAL)).then(column) for column in columns)


def _is_running(column: pl.Series) -> bool:
    """Whether the numbers in a column number the rows: 1, 2, 3 without a gap; there may be words between."""
    numbers = column.str.extract(r"^\s*(\d{1,8})(?:\.0+)?\s*$").cast(pl.Int64, strict=False).drop_nulls()
    first, last = numbers.min(), numbers.max()
    if not (isinstance(first, int) and isinstance(last, int)) or first not in {0, 1}:
        return False
    return numbers.n_unique() == numbers.len() == last - first + 1


def column_letters(place: int) -> str:
    """The letters that a spreadsheet shows for a column, from 0: `A`, `Z`, `AA`."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
