"""What comes back of the lists: rows known by their codes, cells judged, each refusal with its place."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from connectors.returned.folder import ReturnedFile
from connectors.returned.taking import County, derive, take
from sql import rows, statement
from tests.connectors.returned_county import (
    AREA,
    VISIT,
    Family,
    came_back,
    families,
    hand_out,
    make_county,
    opened,
    write_list,
)

COUNTY = County(AREA, today=date(2021, 7, 1))


def taken(
    con: duckdb.DuckDBPyConnection, files: Sequence[ReturnedFile], county: County = COUNTY
) -> dict[str, Any]:
    """`returned_files` of the last file after taking them."""
    take(con, files, county)
    con.execute(statement("returned/forbidden_rows"))
    derive(con)
    return rows(con, "FROM returned_files WHERE name = $name", {"name": files[-1].name})[0]


def counts(file: dict[str, Any]) -> tuple[int, int, int, int]:
    return file["rows_read"], file["rows_taken"], file["rows_unanswered"], file["rows_refused"]


def entries(con: duckdb.DuckDBPyConnection, household_id: str) -> dict[str, str]:
    query = "SELECT field, value FROM returned.entries JOIN returned.rows USING (file_id, sheet, row_number) WHERE household_id = ?"
    return dict(con.execute(query, [household_id]).fetchall())


def problems(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, str | None, str]]:
    query = "SELECT sheet, row_number, column_name, reason FROM returned_problems ORDER BY ALL"
    return con.execute(query).fetchall()


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = make_county()
    hand_out(con, families(5))
    return con


@pytest.fixture
def path(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    return write_list(con, tmp_path / "清单.xlsx", families(5))


def filled(path: Path, *changes: tuple[Family, dict[str, Any]]) -> Path:
    book, page = opened(path)
    for family, entry in changes:
        page.fill(family.household_id, entry)
    book.save(path)
    return path


def test_a_filled_row_is_taken_and_the_others_are_unanswered(
    con: duckdb.DuckDBPyConnection, path: Path
) -> None:
    one, two, *_ = families(5)
    filled(
        path,
        (one, VISIT),
        (two, {**VISIT, "是否属实": "不 属实", "核查日期": "2021年6月9日", "备注": "有工资"}),
    )
    file = taken(con, [came_back(path)])
    assert counts(file) == (5, 2, 3, 0)
    assert (file["status"], file["period"], file["township"]) == ("accepted", "2021-06", "仙龙镇")
    assert entries(con, one.household_id) == {
        "verified_on": "2021-06-15", "verdict": "confirmed", "cause": "因病", "proposal": "monitor", "verified_by": "李村长",
    }  # fmt: skip
    assert (
        entries(con, two.household_id).items()
        >= {"verified_on": "2021-06-09", "verdict": "refuted", "remark": "有工资"}.items()
    )
