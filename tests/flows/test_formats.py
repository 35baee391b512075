"""The same rows in every format, encoding and layout that departments send, through the real command."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.connectors.extracts import (
    FORMATS,
    HEADER,
    NAMES,
    ROWS,
    Rows,
    csv_text,
    write_csv,
    write_parquet,
    write_xls,
    write_xlsx,
)
from tests.flows.commands import fangfanpin
from tests.flows.small_county import WANG, drop_rosters, make_workspace
from tests.flows.workspaces import contents, files, leftovers, query, receipts

pytestmark = pytest.mark.slow

BLANK: list[Any] = [None] * len(HEADER)
TITLES = [["仙龙镇2021年5月医保结算明细", *BLANK[1:]], ["填报单位：", "单位：元", *BLANK[2:]]]
ALIASES = ["结算单据号", "患者姓名", "身份证号", "住址", "结算时间", "总费用", "自付金额"]
UNITS = [" 结算单号 ", "姓名*", "证件号码（18位）", "地址", "结算日期", "医疗总费用(元)", "个人自付（元）"]
MINE = [["S5", WANG[0], WANG[1], "道桥村", "2021-05-07", "9", "8"], ["S6", *BLANK[1:]]]
SENT: Rows = [*ROWS, *MINE]


def under(header: list[str], *, above: Rows = (), rows: Rows = SENT) -> Rows:
    return [*above, header, *rows]


def with_unknown_columns(rows: Rows) -> Rows:
    return [[row[0], f"备注{place}" if place else "备注", *row[1:], "经办"] for place, row in enumerate(rows)]


def write_big_end_first(path: Path, rows: Rows) -> Path:
    path.write_bytes(b"\xfe\xff" + csv_text(rows).encode("utf-16-be"))
    return path


def write_second_sheet(path: Path, rows: Rows) -> Path:
    return write_xlsx(path, {"说明": [["请如实填写"]], "数据": rows})


def write_tabs(path: Path, rows: Rows) -> Path:
    return write_csv(path, rows, separator="\t")


SPARSE: Rows = [BLANK, SENT[0], BLANK, BLANK, *SENT[1:], BLANK]
LAYOUTS: dict[str, tuple[str, Callable[[Path, Rows], Path], Rows]] = {
    **{f"as {form}": (*FORMATS[form], under(HEADER)) for form in FORMATS if form != "commas named tsv"},
    "utf-16 big end first": (".csv", write_big_end_first, under(HEADER)),
    "titles above, xlsx": (".xlsx", write_xlsx, under(UNITS, above=[*TITLES, BLANK])),
    "titles above, xls": (".xls", write_xls, under(UNITS, above=TITLES)),
    "titles above, csv": (".csv", write_csv, under(UNITS, above=TITLES)),
    "english": (".csv", write_csv, under(NAMES)),
    "english parquet": (".parquet", write_parquet, under(NAMES)),
    "aliases": (".tsv", write_tabs, under(ALIASES)),
    "blank rows": (".xlsx", write_xlsx, under(HEADER, rows=SPARSE)),
    "blank rows, csv": (".csv", write_csv, under(HEADER, rows=SPARSE)),
    "unknown columns": (".csv", write_csv, with_unknown_columns(under(HEADER))),
    "another order": (".xls", write_xls, [row[::-1] for row in under(HEADER)]),
    "second sheet": (".xlsx", write_second_sheet, under(HEADER)),
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("formats") / "county")
    drop_rosters(root)
    folder = root / "inbox" / "health_insurance" / "2021-06"
    folder.mkdir()
    for name, (suffix, write, rows) in LAYOUTS.items():
        settle(write(folder / f"{name}{suffix}", rows))
    numbers = [[row[0], row[1], int(WANG[1][:17]) * 10 if row[2] else None, *row[3:]] for row in SENT]
    settle(write_xlsx(folder / "number cells.xlsx", under(HEADER, rows=numbers)))
    run = fangfanpin("run", "-w", root, "--period", "2021-06", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["did_something"]
    return root


def settle(path: Path) -> None:
    os.utime(path, (time.time() - 3600,) * 2)


def accepted(root: Path, name: str) -> list[tuple[Any, ...]]:
    return query(
        root,
        f"SELECT row_number, {', '.join(f'a.{name}' for name in NAMES)} "
        f"FROM accepted.health_insurance AS a JOIN files USING (file_id) "
        f"WHERE files.name = '2021-06/{name}' ORDER BY row_number",
    )


def test_every_format_gives_the_same_rows(county: Path) -> None:
    expected = accepted(county, "as utf-8.csv")
    assert [row[1] for row in expected] == ["S1", "S2", "S5"]
    for name, (suffix, *_) in LAYOUTS.items():
        assert accepted(county, name + suffix) == expected, name


def test_every_format_returns_the_same_rows(county: Path) -> None:
    fault = "row_number || column_name || code"
    faults = f"SELECT file_id, string_agg({fault}, ' ' ORDER BY {fault}) FROM rejected_rows GROUP BY file_id"
    by_file = dict(query(county, faults))
    assert len(by_file) == len(LAYOUTS) + 1
    assert len(set(by_file.values())) == 1


def test_conservation_holds_for_every_file(county: Path) -> None:
    statuses = files(county, "status", "rows_read", "rows_accepted", "rows_rejected")
    bills = {name: counts for name, counts in statuses.items() if name.startswith("health_insurance/")}
    assert len(bills) == len(LAYOUTS) + 1
    assert {tuple(counts) for counts in bills.values()} == {("accepted", 6, 3, 3)}
    assert query(county, "SELECT count(*) FROM files WHERE rows_accepted <> "
                 "(SELECT count(*) FROM accepted.health_insurance AS a WHERE a.file_id = files.file_id) "
                 "AND source = 'health_insurance'") == [(0,)]  # fmt: skip


def test_every_accepted_person_row_has_one_link(county: Path) -> None:
    rows = query(county, "SELECT file_id, row_number FROM accepted.health_insurance ORDER BY ALL")
    assert query(county, "SELECT file_id, row_number FROM links ORDER BY ALL") == rows
    mine = "SELECT DISTINCT links.status, household_id, member_id FROM links JOIN files USING (file_id)"
    linked = query(county, f"{mine} WHERE row_number = 5 AND files.name NOT LIKE '%number cells%'")
    assert linked == [("linked", "H1", "M1")]


def test_number_cells_are_reported_and_identify_nobody(county: Path) -> None:
    notices = query(county, "SELECT code, column_name FROM file_notices JOIN files USING (file_id) "
                    "WHERE name = '2021-06/number cells.xlsx' AND column_name = 'id_number'")  # fmt: skip
    assert notices == [("lost_digits", "id_number")]
    stages = query(county, "SELECT DISTINCT stage FROM links JOIN files USING (file_id) "
                   "WHERE name = '2021-06/number cells.xlsx'")  # fmt: skip
    assert ("id_exact",) not in stages


def test_unknown_columns_are_reported(county: Path) -> None:
    ((message,),) = query(county, "SELECT message FROM file_notices WHERE code = 'unknown_columns'")
    assert message.endswith("备注、经办")


def test_every_file_has_its_receipt_and_the_inbox_is_empty(county: Path) -> None:
    assert len(receipts(county)) == len(files(county)) == len(contents(county, "archive"))
    assert contents(county, "inbox") == {}
    assert leftovers(county) == []


def test_the_second_run_does_nothing_and_says_so(county: Path) -> None:
    before = (county / "warehouse.duckdb").stat().st_mtime_ns
    run = fangfanpin("run", "-w", county, "--period", "2021-06")
    assert "没有新内容" in run.stdout
    assert (county / "warehouse.duckdb").stat().st_mtime_ns == before
