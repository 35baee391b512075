"""Where a data row stands: the sheet and the row number that Excel shows on its left."""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.readers.typed_rows import TypedRows
from connectors.warehouse.file_records import places_of, record_row_places
from data_contracts.row_places import RowPlace, listed, rows_of_files, runs
from sql.migrate import migrate
from tests.connectors.sheets import LOSS, N, book, loss, typed


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    return con


def places(
    con: duckdb.DuckDBPyConnection, rows: TypedRows, file_id: int
) -> list[tuple[str | None, int | None]]:
    """Sheet and row of each data row, as kept in the warehouse."""
    record_row_places(con, file_id, rows.places)
    numbers = range(1, rows.rows_read + 1)
    return [(place.sheet, place.sheet_row) for place in places_of(con, file_id, numbers)]


def test_titles_blank_rows_and_subtotals_between_the_rows_of_two_sheets(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    sheets = {
        "白沙乡": [
            ["白沙乡受灾情况统计表"],
            ["单位：元"],
            LOSS,
            loss("甲"),
            [],
            loss("乙"),
            ["小计", "", "", "", 16000],
            loss("丙", "不清楚"),  # rejected; it is a data row nevertheless
            loss("丁"),
        ],
        "青石镇": [LOSS, loss("戊"), ["合计", "", "", "", 8000]],
    }
    rows = typed(book(tmp_path / "a.xlsx", sheets))
    expected = [("白沙乡", 4), ("白沙乡", 6), ("白沙乡", 8), ("白沙乡", 9), ("青石镇", 2)]
    assert places(con, rows, 1) == expected
    assert rows.places.height == 4  # 8 and 9 are one run


def test_a_file_of_one_table_names_no_sheet(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = typed(book(tmp_path / "a.xlsx", {"Sheet1": [LOSS, loss("甲"), loss("乙")]}))
    assert places(con, rows, 2) == [(None, 2), (None, 3)]
    assert rows.places.height == 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_file_counts_as_excel_does_when_it_opens_it(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, end: str
) -> None:
    """A blank line is a row of its own; a line break inside a quoted cell makes none."""
    lines = [
        "台风受灾情况,,,,",
        "",
        ",".join(LOSS),
        f"甲,{N},台风,2021-05-10,100",
        "",
        f'"乙{end}（户主）",{N},台风,2021-05-11,100',
        f"丙,{N},台风,2021-05-12,100",
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(end.join([*lines, ""]).encode("gb18030"))
    assert places(con, typed(path), 3 if end == "\n" else 4) == [(None, 4), (None, 6), (None, 7)]


def test_a_row_in_words() -> None:
    def words(*place: Any) -> str:
        names = ("file_name", "row_number", "sheet", "sheet_row")
        return rows_of_files([dict(zip(names, place, strict=True))])

    assert words("受灾_2021-06.xlsx", 26, "白沙乡", 16) == (
        "受灾_2021-06.xlsx 工作表“白沙乡”第 16 行（数据第 26 行）"
    )
    assert words("医保.csv", 752, None, 755) == "医保.csv 第 755 行（数据第 752 行）"
    assert words("医保.csv", 752, None, None) == "医保.csv 数据第 752 行"  # accepted by an older program


def test_rows_are_listed_by_sheet() -> None:
    named = [RowPlace(3, "白沙乡", 5), RowPlace(4, "白沙乡", 6), RowPlace(9, "青石镇", 2)]
    assert listed(named) == "工作表“白沙乡”第 5、6 行（数据第 3、4 行）；工作表“青石镇”第 2 行（数据第 9 行）"
    assert listed([RowPlace(3), RowPlace(9)]) == "数据第 3、9 行"


_GAPS = st.tuples(st.booleans(), st.integers(1, 3), st.integers(1, 2))


@given(gaps=st.lists(_GAPS, max_size=30))
@settings(max_examples=50, deadline=None)
def test_every_row_is_found_again_from_the_runs(
    con: duckdb.DuckDBPyConnection, gaps: list[tuple[bool, int, int]]
) -> None:
    """Whatever rows are blank, sheets begin, and data rows a file of two sources leaves out."""
    rows, sheet, number, sheet_row = [], 0, 0, 0
    for new_sheet, step, data_step in gaps:
        sheet += new_sheet
        sheet_row = step if new_sheet else sheet_row + max(step, data_step)
        number += data_step
        rows.append((number, f"表{sheet}", sheet_row))
    frame = pl.DataFrame(
        rows, {"row_number": pl.Int32, "sheet": pl.String, "sheet_row": pl.Int32}, orient="row"
    )
    con.execute("DELETE FROM received.row_places")
    record_row_places(con, 1, runs(frame))
    assert [tuple(place) for place in places_of(con, 1, frame["row_number"].to_list())] == rows
