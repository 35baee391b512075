"""Dates as forms have them: `short_dates.yaml` says which are known, and by what."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from connectors.readers.cells.short_dates import LIKELY, short_date, short_month
from connectors.readers.typed_rows import TypedRows
from connectors.sheets.stated_years import stated_time
from tests.connectors.extracts import write_csv
from tests.connectors.sheets import LOSS, book, loss, notices, typed

GROUPS = yaml.safe_load(Path(__file__).with_name("short_dates.yaml").read_text(encoding="utf-8"))
CASES = [(group["around"], cell, wanted) for group in GROUPS for cell, wanted in group["cells"].items()]


@pytest.mark.parametrize(("around", "cell", "wanted"), CASES)
def test_cells(around: list[str], cell: str, wanted: Any) -> None:
    short = short_date(cell, stated_time(around, "2021-06"))
    if wanted == "none":
        assert short is None
        return
    assert short is not None
    assert (short.day or short.code) == wanted
    assert pl.Series([cell]).str.contains(LIKELY).item()


@pytest.mark.parametrize("cell", ["2021-05-21", "20210521", "2021-05-21 10:20:30", "2021年5月21日", "44337"])
def test_whole_dates_are_not_looked_at(cell: str) -> None:
    assert not pl.Series([cell]).str.contains(LIKELY).item()


def test_a_month_without_its_year() -> None:
    stated = stated_time(["2021年5月低保发放名单"], "2021-06")
    assert [short_month(cell, stated) for cell in ("13月", "5", "2021年5月")] == [None] * 3
    month = short_month("5月份", stated)
    assert month is not None
    assert month.day == date(2021, 5, 1)


def days(read: TypedRows) -> list[date]:
    return read.accepted["occurred_on"].to_list()


def rows(title: str, *cells: object) -> list[list[object]]:
    return [[title], LOSS, *([*loss("甲", 5 + n)[:3], cell, 5 + n] for n, cell in enumerate(cells))]


def test_the_receipt_says_how_dates_were_completed(tmp_path: Path) -> None:
    sheet = rows("2021年5月台风灾害登记表", "5.21", "21日", "5.21-22", "2021-05-21")
    read = typed(write_csv(tmp_path / "应急.csv", sheet))
    assert days(read) == [date(2021, 5, 21)] * 4
    said = notices(read)
    assert said["dates_completed"] == (
        "受灾日期没有写年份，按标题、工作表名或文件名中的2021年5月补全（3 行）"
    )
    assert said["first_of_days"] == "受灾日期写了几天，按第一天计（1 行）"


def test_a_number_that_may_have_lost_its_zero_is_refused_and_text_is_not(tmp_path: Path) -> None:
    sheet = rows("2021年5月台风灾害登记表", 5.2, "5.2", 5.21, "5.20")
    read = typed(book(tmp_path / "应急.xlsx", {"白沙乡": sheet}))
    assert days(read) == [date(2021, 5, 2), date(2021, 5, 21), date(2021, 5, 20)]
    ((number, code, reason),) = read.rejected.select("row_number", "code", "reason").rows()
    assert (number, code) == (1, "date_lost_zero")
    assert "末尾的 0 可能丢了" in reason


def test_a_date_that_stays_unknown_is_refused_with_the_reason(tmp_path: Path) -> None:
    sheet = rows("受灾登记表", "5.21", "21日", "不详日", "2021-05-21")
    read = typed(write_csv(tmp_path / "应急.csv", sheet))
    assert days(read) == [date(2021, 5, 21)]
    assert read.rejected["code"].to_list() == ["date_no_year", "date_no_month", "unreadable_date"]
    assert read.rejected["reason"][0].startswith("受灾日期没有写年份，标题、工作表名和文件名中也没有写明")


def test_a_completed_date_after_the_period_is_refused(tmp_path: Path) -> None:
    read = typed(write_csv(tmp_path / "应急.csv", rows("2021年度受灾登记表", "7.21", "5.21")))
    assert days(read) == [date(2021, 5, 21)]
    assert read.rejected["code"].to_list() == ["after_period"]


def test_each_sheet_has_its_own_month(tmp_path: Path) -> None:
    sheets = {"4月": rows("2021年台风登记表", "21日"), "5月": rows("2021年台风登记表", "21日")}
    read = typed(book(tmp_path / "应急.xlsx", sheets))
    assert days(read) == [date(2021, 4, 21), date(2021, 5, 21)]
