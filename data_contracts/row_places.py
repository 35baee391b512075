"""How a row of a sent file is named: by sheet and row as a spreadsheet shows them, beside its data row."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import polars as pl  # which a command that only names rows does not need

LISTED_ROWS = 20  # in a sentence


class RowPlace(NamedTuple):
    """Where a data row stands.

    Attributes:
        row_number: among the file's data rows, from 1.
        sheet: the worksheet's name; None where the file has only one table.
        sheet_row: as a spreadsheet shows it; None for files accepted before version 0.16.
    """

    row_number: int
    sheet: str | None = None
    sheet_row: int | None = None


def runs(rows: "pl.DataFrame") -> "pl.DataFrame":
    """Where rows stand, in few rows: `first_row, sheet, sheet_row` of each run without a gap in one sheet.

    Args:
        rows: `row_number, sheet, sheet_row`, by row number.
    """
    import polars as pl

    shift = pl.col("sheet_row") - pl.col("row_number")
    begins = shift.ne_missing(shift.shift()) | pl.col("sheet").ne_missing(pl.col("sheet").shift())
    return rows.filter(begins).select(pl.col("row_number").alias("first_row"), "sheet", "sheet_row")


def joined(parts: "Iterable[pl.DataFrame]") -> "pl.DataFrame":
    """The runs of all rows of a file from those of its parts: a run may go on from one into the next."""
    import polars as pl

    begun = pl.concat(parts).rename({"first_row": "row_number"})
    return runs(begun)


def at(numbers: "pl.Series", runs: "pl.DataFrame") -> list[RowPlace]:
    """The places of rows, in the order of their numbers.

    Args:
        numbers: row numbers, ascending.
        runs: of the file, as returned by `runs`.
    """
    import polars as pl

    asked = pl.DataFrame({"row_number": numbers.cast(pl.Int32)})
    begun = asked.join_asof(runs, left_on="row_number", right_on="first_row")
    row = pl.col("sheet_row") + pl.col("row_number") - pl.col("first_row")
    return [RowPlace(*values) for values in begun.select("row_number", "sheet", row).rows()]


def first_listed(numbers: "pl.Series", runs: "pl.DataFrame") -> str:
    """The first rows of many in words, arguments as of `at`: `第 5、7 行（数据第 2、4 行）等 30 行`."""
    more = f"等 {len(numbers)} 行" if len(numbers) > LISTED_ROWS else ""
    return listed(at(numbers.head(LISTED_ROWS), runs)) + more


def place_of(row: Mapping[str, Any]) -> RowPlace:
    """The place in a row of a query that has `row_number, sheet, sheet_row`."""
    return RowPlace(row["row_number"], row["sheet"], row["sheet_row"])


def rows_of_files(rows: Iterable[Mapping[str, Any]]) -> str:
    """`受灾情况_2021-06.xlsx 工作表“白沙乡”第 16 行（数据第 26 行）；…`.

    Args:
        rows: `file_name, row_number, sheet, sheet_row`, by file.
    """
    by_file = groupby(rows, lambda row: row["file_name"])
    return "；".join(f"{name} {listed(map(place_of, group))}" for name, group in by_file)


def listed(places: Iterable[RowPlace]) -> str:
    """Rows of one file, by sheet: `工作表“白沙乡”第 12、18 行（数据第 22、28 行）；工作表…`."""
    return "；".join(_of_sheet(sheet, [*rows]) for sheet, rows in groupby(places, lambda place: place.sheet))


def _of_sheet(sheet: str | None, places: list[RowPlace]) -> str:
    data_rows = f"数据第 {_numbers(place.row_number for place in places)} 行"
    if all(place.sheet_row in {None, place.row_number} for place in places):  # no sheet that anybody sees
        return data_rows
    rows = f"第 {_numbers(place.sheet_row for place in places)} 行（{data_rows}）"
    return f"工作表“{sheet}”{rows}" if sheet else rows


def _numbers(numbers: Iterable[int | None]) -> str:
    return "、".join(map(str, numbers))
