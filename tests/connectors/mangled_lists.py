"""Lists as clerks send them back: filled in, sorted, cut, moved, copied and misspelt, in any combination."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from connectors.returned.forms import title_key
from tests.connectors.returned_county import CAME_BACK, ISSUED_ON, Family

HOUSEHOLD, CODE = "户编号", "回收码"
ONE_DAY = timedelta(days=1)
FORMS = {"核查清单": "visit", "监测对象": "monitoring", "帮扶措施": "measures", "风险消除候选": "elimination"}


@dataclass
class Row:
    """A row of a form.

    Attributes:
        cells: by position.
        whose: token of the family and form whose answer stands here; empty: no answer.
        expected: entries that must be taken; None: whether they are is left open, but for no other family.
        wrong: whether it must be refused.
    """

    cells: list[Any]
    whose: str = ""
    expected: dict[str, str] | None = field(default_factory=dict)
    wrong: bool = False


@dataclass
class Page:
    """A sheet that a clerk works on."""

    name: str
    above: list[list[Any]]
    titles: list[Any]
    rows: list[Row]
    hidden_columns: set[str] = field(default_factory=set)
    hidden_rows: bool = False
    below: list[list[Any]] = field(default_factory=list)
    torn: bool = False  # numbers and answers were parted: without the codes nothing would show it

    @cached_property
    def form(self) -> str:
        """Its form, by the name that it had when it went out; empty for other sheets."""
        return FORMS.get(self.name, "")

    def place(self, title: str) -> int | None:
        """Position of the first column with a title."""
        keys = [title_key(str(text or "")) for text in self.titles]
        return keys.index(title) if title in keys else None

    def put(self, row: Row, title: str, value: Any) -> None:
        """Write into a cell, if the column is there."""
        if (place := self.place(title)) is not None:
            row.cells[place] = value

    def get(self, row: Row, title: str) -> Any:
        """What stands in a cell."""
        place = self.place(title)
        return None if place is None else row.cells[place]


def pages_of(path: Path) -> list[Page]:
    """The sheets of a list as it went out."""
    return [_page(sheet) for sheet in load_workbook(path) if sheet.sheet_state == "visible"]


def _page(sheet: Worksheet) -> Page:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    header = next(
        (n for n, row in enumerate(rows) if HOUSEHOLD in [title_key(str(cell or "")) for cell in row]),
        len(rows) - 1,
    )
    return Page(sheet.title, rows[:header], rows[header], [Row(row) for row in rows[header + 1 :]])


# How a clerk fills in a row.


def fill(page: Page, row: Row, family: Family, draw: Random) -> None:
    """Fill in a row of a form; what it says of whom stands in the row."""
    token = f"{page.form}-{family.household_id}"
    day = ISSUED_ON + timedelta(days=draw.randrange((CAME_BACK.date() - ISSUED_ON).days + 1))
    cells, entries = _ANSWERS[page.form](draw, day)
    text, name = _TOKENS[page.form]
    for title, value in {**cells, text: token}.items():
        page.put(row, title, value)
    row.whose, row.expected = token, {**entries, name: token}


_TOKENS = {
    "visit": ("核查人", "verified_by"),
    "monitoring": ("备注", "remark"),
    "measures": ("责任人", "responsible"),
    "elimination": ("复核人", "reviewed_by"),
}


def written_day(day: date, draw: Random) -> Any:
    """A day as people and spreadsheets write it."""
    forms = [
        day,
        datetime(day.year, day.month, day.day),
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.month}月{day.day}日",
        (day - date(1899, 12, 30)).days,
        f" {day.year}．{day.month:02}．{day.day:02} ",
    ]
    return draw.choice(forms)


def _visit(draw: Random, day: date) -> tuple[dict[str, Any], dict[str, str]]:
    word, verdict = draw.choice(
        [
            ("属实", "confirmed"),
            ("部分属实", "partly"),
            (" 不 属 实", "refuted"),
            ("无法核实", "unverifiable"),
            ("是", "confirmed"),
        ]
    )
    proposal, proposed = draw.choice(
        [("纳入监测", "monitor"), ("无需帮扶。", "none"), ("持续观察", "observe")]
    )
    cells = {"核查日期": written_day(day, draw), "是否属实": word, "实际原因": "因病", "建议措施": proposal}
    return cells, {"verified_on": f"{day}", "verdict": verdict, "cause": "因病", "proposal": proposed}


def _monitoring(draw: Random, day: date) -> tuple[dict[str, Any], dict[str, str]]:
    cells = {"民主评议日期": written_day(day, draw), "走访日期": written_day(day, draw), "走访情况": "正常"}
    return cells, {"assembly_on": f"{day}", "visited_on": f"{day}", "visit_result": "normal"}


def _measures(draw: Random, day: date) -> tuple[dict[str, Any], dict[str, str]]:
    amount, kept = draw.choice([(1200, "1200.00"), ("1,200.5元", "1200.50"), ("８００", "800.00")])
    cells = {"落实情况": "已落实", "落实日期": written_day(day, draw), "金额": amount}
    return cells, {"status": "done", "done_on": f"{day}", "amount": kept}


def _elimination(draw: Random, day: date) -> tuple[dict[str, Any], dict[str, str]]:
    cells = {"复核日期": written_day(day, draw), "复核意见": "继续监测"}
    return cells, {"reviewed_on": f"{day}", "reviewed": "keep"}


_ANSWERS: dict[str, Callable[[Random, date], tuple[dict[str, Any], dict[str, str]]]] = {
    "visit": _visit, "monitoring": _monitoring, "measures": _measures, "elimination": _elimination,
}  # fmt: skip
_DATES = {"visit": "核查日期", "monitoring": "走访日期", "measures": "落实日期", "elimination": "复核日期"}
_CHOICES = {"visit": "是否属实", "monitoring": "走访情况", "measures": "落实情况", "elimination": "复核意见"}


# What a clerk does to a sheet. Each changes what is expected of its rows accordingly.


def sort_rows(page: Page, draw: Random) -> None:
    draw.shuffle(page.rows)


def filter_rows(page: Page, draw: Random) -> None:
    page.hidden_rows = True


def delete_rows(page: Page, draw: Random) -> None:
    page.rows = [row for row in page.rows if draw.random() < 0.7] or page.rows[:1]


def copy_row(page: Page, draw: Random) -> None:
    page.rows.insert(draw.randrange(len(page.rows)), deepcopy(draw.choice(page.rows)))


def add_blank_rows(page: Page, draw: Random) -> None:
    for _ in range(3):
        page.rows.insert(draw.randrange(len(page.rows)), Row([None] * len(page.titles)))


def close_with_a_line(page: Page, draw: Random) -> None:
    page.below.append(["填表人：张三　　审核人：李四", None])


def move_columns(page: Page, draw: Random) -> None:
    order = draw.sample(range(len(page.titles)), len(page.titles))
    page.titles = [page.titles[n] for n in order]
    for row in page.rows:
        row.cells = [row.cells[n] for n in order]


def add_columns(page: Page, draw: Random) -> None:
    at = draw.randrange(len(page.titles) + 1)
    page.titles.insert(at, "本村说明")
    for row in page.rows:
        row.cells.insert(at, "有")


def hide_columns(page: Page, draw: Random) -> None:
    page.hidden_columns |= set(draw.sample([str(title) for title in page.titles if title], 3))


def rewrite_titles(page: Page, draw: Random) -> None:
    page.titles = [f" {title}\n（必填）" if draw.random() < 0.3 and title else title for title in page.titles]


def delete_other_columns(page: Page, draw: Random) -> None:
    _delete(
        page,
        [n for n, title in enumerate(page.titles) if title in {"行政村", "政策依据", "序号", "联系电话"}],
    )


def delete_codes(page: Page, draw: Random) -> None:
    if not page.torn and (place := page.place(CODE)) is not None:
        _delete(page, [place])


def _delete(page: Page, places: Sequence[int]) -> None:
    page.titles = [title for n, title in enumerate(page.titles) if n not in places]
    for row in page.rows:
        row.cells = [cell for n, cell in enumerate(row.cells) if n not in places]


def push_down(page: Page, draw: Random) -> None:
    page.above[1:1] = [[None]] * draw.randrange(1, 40)


def rename(page: Page, draw: Random) -> None:
    assert page.form  # which is told by the name that it had
    page.name = draw.choice(["Sheet1", "表一 (2)", "六月已填", "核查清单(最终版)"]) + str(
        draw.randrange(1000)
    )


BENIGN = [
    sort_rows,
    filter_rows,
    delete_rows,
    copy_row,
    add_blank_rows,
    close_with_a_line,
    move_columns,
    add_columns,
    hide_columns,
    rewrite_titles,
    delete_other_columns,
    delete_codes,
    push_down,
    rename,
]


def wrong_word(page: Page, draw: Random) -> None:
    _spoil(page, draw, _CHOICES, "差不多")


def wrong_day(page: Page, draw: Random) -> None:
    days = [
        "某日",
        "2021-02-30",
        ISSUED_ON - ONE_DAY,
        CAME_BACK.date() + ONE_DAY,
        "13.45",
    ]
    _spoil(page, draw, _DATES, draw.choice(days))


def without_day(page: Page, draw: Random) -> None:
    _spoil(page, draw, _DATES, None)


def _spoil(page: Page, draw: Random, titles: dict[str, str], value: Any) -> None:
    answered = [row for row in page.rows if row.whose]
    for row in draw.sample(answered, min(2, len(answered))):
        if page.place(titles[page.form]) is not None:
            page.put(row, titles[page.form], value)
            row.wrong = True


def copied_code(page: Page, draw: Random) -> None:
    """A row is copied with its hidden code, and another family's number is typed over it."""
    if len(page.rows) < 2 or page.place(CODE) is None:
        return
    row, other = draw.sample(page.rows, 2)
    numbers = page.get(row, HOUSEHOLD), page.get(other, HOUSEHOLD)
    if None not in numbers and numbers[0] != numbers[1] and row.whose and not row.wrong:
        added = deepcopy(row)
        page.put(added, HOUSEHOLD, numbers[1])
        added.wrong = page.torn = True
        page.rows.append(added)


def half_sort(page: Page, draw: Random) -> None:
    """Only neighbouring columns are sorted, which parts the codes from the numbers."""
    code, number = page.place(CODE), page.place(HOUSEHOLD)
    if code is None or number is None:
        return
    first = draw.randrange(len(page.titles))
    last = draw.randrange(first, len(page.titles))
    if (first <= code <= last) == (first <= number <= last):
        return
    page.torn = True
    parts = [row.cells[first : last + 1] for row in page.rows]
    draw.shuffle(parts)
    for row, part in zip(page.rows, parts, strict=True):
        row.cells[first : last + 1] = part
        row.expected, row.wrong = None, False
    _find_tokens(page)


def _find_tokens(page: Page) -> None:
    place = page.place(_TOKENS[page.form][0])
    for row in page.rows:
        row.whose = str(row.cells[place] or "") if place is not None else ""


HARMFUL = [wrong_word, wrong_day, without_day, copied_code, half_sort]


@dataclass
class Sent:
    """A workbook as it comes back, and what must become of it.

    Attributes:
        path: of the file.
        rows: sheet, row as a spreadsheet shows it, and what is expected of it.
    """

    path: Path
    rows: list[tuple[str, int, Row]]


def mangled(pages: Sequence[Page], families: Sequence[Family], path: Path, draw: Random) -> Sent:
    """A copy of a list, half filled in and mangled in several ways, written to `path`."""
    pages = deepcopy([*pages])
    for page in pages:
        if page.form:
            for row, family in zip(page.rows, families, strict=True):
                if draw.random() < 0.5:
                    fill(page, row, family, draw)
            for change in draw.sample(HARMFUL, draw.randrange(3)) + draw.sample(BENIGN, draw.randrange(7)):
                change(page, draw)
    draw.shuffle(pages)
    return Sent(path, [*_written(pages, path)])


def _written(pages: Sequence[Page], path: Path) -> Iterator[tuple[str, int, Row]]:
    book = Workbook()
    del book["Sheet"]
    for page in pages:
        sheet = book.create_sheet(page.name)
        lines = [*page.above, page.titles, *(row.cells for row in page.rows), *page.below]
        for number, line in enumerate(lines, 1):
            for place, value in enumerate(line, 1):
                if value is not None:
                    sheet.cell(number, place).value = value
        first = len(page.above) + 2
        if page.form:
            yield from ((page.name, first + n, row) for n, row in enumerate(page.rows))
        _hide(sheet, page, first)
    book.save(path)


def _hide(sheet: Worksheet, page: Page, first: int) -> None:
    for place, title in enumerate(page.titles, 1):
        if str(title) in page.hidden_columns:
            sheet.column_dimensions[sheet.cell(1, place).column_letter].hidden = True
    if page.hidden_rows:
        for number in range(first, first + len(page.rows), 2):
            sheet.row_dimensions[number].hidden = True
