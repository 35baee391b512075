"""A county that has handed out its lists: families, sheets and codes as the program writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import md5
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from connectors.inbox.claims import Claim
from connectors.inbox.drop_folder import Arrival
from connectors.returned.folder import ReturnedFile
from connectors.returned.forms import title_key
from connectors.workbooks.layout import Layout, Sheet, load_layout
from connectors.workbooks.list_queries import period_title
from connectors.workbooks.step_columns import with_steps
from connectors.workbooks.table_rows import shown
from connectors.workbooks.workbook import Book, write_book
from sql.migrate import migrate

AREA, TOWNSHIP, PERIOD = "350181", "仙龙镇", "2021-06"
ISSUED_ON = date(2021, 6, 7)
CAME_BACK = datetime(2021, 6, 25, 9, 30)
ITEMS = {
    "visit": "v",
    "monitoring": "m",
    "measures": "h:medical",
    "elimination": "e",
    "county": "c",
    "insurer": "i",
}
NAMES = ("王小明", "买买提·吐尔逊", "欧阳淑芬", "李伟", "𠮷田秀英", "陈桂兰", "王小明")
STEPS = [
    (1, "undertaking", "承诺授权", "village", "承诺授权日期", None, None),
    (2, "assembly", "民主评议", "village", "民主评议日期", None, None),
    (3, "notice", "公示", "village", "公示开始日期", "公示结束日期", None),
    (4, "confirm", "县级确认", "county", "确认日期", None, "确认结果"),
]


@dataclass(frozen=True)
class Family:
    """A family on a list."""

    household_id: str
    head_name: str
    township: str = TOWNSHIP


def families(count: int, first: int = 0, township: str = TOWNSHIP) -> list[Family]:
    """Families with numbers from `first` on; names repeat, as they do in villages."""
    numbers = range(first, first + count)
    return [Family(f"350181{number:06d}", NAMES[number % len(NAMES)], township) for number in numbers]


def make_county() -> duckdb.DuckDBPyConnection:
    """An empty warehouse whose pack has four steps."""
    con = duckdb.connect()
    migrate(con)
    columns = "ordinal, key, label, who, title, ends_title, result_title"
    con.executemany(f"INSERT INTO built.procedure_steps ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", STEPS)
    con.execute(
        "CREATE TEMP TABLE forbidden_rows "
        "(file_id VARCHAR, sheet VARCHAR, row_number INTEGER, column_name VARCHAR, reason VARCHAR)"
    )
    return con


def hand_out(
    con: duckdb.DuckDBPyConnection,
    listed: Sequence[Family],
    period: str = PERIOD,
    *,
    forms: Sequence[str] = ("visit",),
    issued_on: date = ISSUED_ON,
    why: str = "new",
    episode: str | None = None,
) -> None:
    """Issue the lists of a period."""
    issued = [(f, form, episode or period) for f in listed for form in forms]
    con.executemany(
        "INSERT INTO returned.issued VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (period, f.household_id, ITEMS[form], form, f.township, e, issued_on, f.head_name)
            for f, form, e in issued
        ],
    )
    if "visit" in forms:
        con.executemany(
            "INSERT INTO lists_issued VALUES (?, ?, ?, 1, ?, 'visit', ?, ?, false, false)",
            [(period, f.household_id, f.township, issued_on, episode or period, why) for f in listed],
        )
    if "measures" in forms:
        con.executemany(
            "INSERT INTO measures VALUES (?, ?, '落实医疗救助', '医保局', 'proposed', NULL, NULL, 'medical')",
            [(f.household_id, episode or period) for f in listed],
        )


def row_code(household_id: str, form: str = "visit", period: str = PERIOD, area: str = AREA) -> str:
    """回收码."""
    item = ITEMS[form]
    check = md5(f"{area}|{period}|{household_id}|{item}".encode()).hexdigest()[:8]
    return f"{period}|{household_id}|{item}|{check}"


def write_list(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    listed: Sequence[Family],
    period: str = PERIOD,
    *,
    forms: Sequence[str] = ("visit",),
    area: str = AREA,
    name: str = "township_list",
) -> Path:
    """The workbook of these families as the program writes it, with the sheets of `forms`."""
    layout = with_steps(con, load_layout(name))
    tables = {
        sheet.name: _table(sheet, listed if sheet.form in forms else [], period, area)
        for sheet in layout.sheets
    }
    facts = _Facts(period_title=period_title(period), township=TOWNSHIP, period=period)
    write_book(Book(path, layout, tables, facts, date.fromisoformat(f"{period}-01")))
    return path


class _Facts(dict[str, Any]):
    def __missing__(self, _: str) -> str:
        return "1"


def _table(sheet: Sheet, listed: Sequence[Family], period: str, area: str) -> pl.DataFrame:
    rows = [_row(sheet, number, family, period, area) for number, family in enumerate(listed, 1)]
    return shown(sheet, pl.DataFrame(rows, infer_schema_length=None))


def _row(sheet: Sheet, number: int, family: Family, period: str, area: str) -> dict[str, Any]:
    own = {
        "ordinal": number, "household_id": family.household_id, "head_name": family.head_name,
        "measure": "落实医疗救助", "village": f"第{number % 3 + 1}村",
    }  # fmt: skip
    if sheet.form:
        own["row_key"] = row_code(family.household_id, sheet.form, period, area)
    filler = {
        c.name: f"{c.title}{number}" if c.kind == "text" else number for c in sheet.columns if not c.fill_in
    }
    return {**filler, **own, sheet.group_column: False}


def sheet_named(layout: Layout, form: str) -> str:
    """Name of the sheet with a form."""
    return next(sheet.name for sheet in layout.sheets if sheet.form == form)


@dataclass(frozen=True)
class Page:
    """A sheet open for filling in, as a clerk sees it: cells by title and household."""

    sheet: Worksheet

    @property
    def header(self) -> int:
        """Row of the header."""
        return next(
            c.row for row in self.sheet.iter_rows() for c in row if title_key(str(c.value or "")) == "户编号"
        )

    def column(self, title: str) -> int:
        """Column with a title."""
        return next(
            c.column for c in self.sheet[self.header] if title_key(str(c.value or "")) == title_key(title)
        )

    def row(self, household_id: str) -> int:
        """First row of a household."""
        place = self.column("户编号")
        rows = range(self.header + 1, self.sheet.max_row + 1)
        return next(row for row in rows if self.sheet.cell(row, place).value == household_id)

    def fill(self, household_id: str, entries: Mapping[str, Any]) -> int:
        """Fill in cells of a household's row; return its number."""
        row = self.row(household_id)
        for title, value in entries.items():
            self.sheet.cell(row, self.column(title)).value = value
        return row


VISIT = {
    "核查日期": date(2021, 6, 15),
    "是否属实": "属实",
    "实际原因": "因病",
    "建议措施": "纳入监测",
    "核查人": "李村长",
}


def opened(path: Path, name: str = "核查清单") -> tuple[Workbook, Page]:
    """A workbook and one of its sheets."""
    book = load_workbook(path)
    return book, Page(book[name])


def came_back(path: Path, name: str | None = None, at: datetime = CAME_BACK) -> ReturnedFile:
    """The file at `path` as taken from `returned/`."""
    from hashlib import sha256

    digest = sha256(path.read_bytes()).hexdigest()
    ns = int((at - timedelta(hours=8) - datetime(1970, 1, 1)).total_seconds()) * 1_000_000_000
    arrival = Arrival("returned", name or path.name, path, None, None, path.stat().st_size, ns, 0)
    return ReturnedFile(Claim(arrival, path, digest))
