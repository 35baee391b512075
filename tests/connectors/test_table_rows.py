"""Tables written column by column hold and look what XlsxWriter writes cell by cell."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from python_calamine import CalamineWorkbook

from connectors.workbooks.layout import Column, Layout, Sheet
from connectors.workbooks.table_rows import shown
from connectors.workbooks.text_height import printed_lines, printed_lines_each, row_height
from connectors.workbooks.workbook import Book, write_book

PAGE = "表"
TEXTS = Column("text", "文字", 12)
NASTY = [
    "=1+1",
    "350181196001011234",
    "<r>a</r>",
    "<r>",
    "</c></row>&amp;\"'",
    "_x000D_ _x005F_",
    "a\x00\x01\x1f\x7f\ufffe\uffff",
    "  blanks\t",
    "two\nlines\r\n",
    "\n",
    "",
    "😀𠮷" * 20_000,
    "长" * 40_000,
]


def written(path: Path, rows: pl.DataFrame, *columns: Column) -> Path:
    sheet = Sheet(PAGE, "", columns)
    layout = Layout("题", "", "", (sheet,), {})
    write_book(Book(path, layout, {PAGE: shown(sheet, rows)}, {}, date(2021, 6, 1)))
    return path


def cell_by_cell(path: Path, texts: Sequence[str | None]) -> Path:
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        page = book.add_worksheet(PAGE)
        page.write_string(0, 0, TEXTS.title)
        pen = book.add_format({"border": 1})
        for row, text in enumerate(texts, start=1):
            if text is None:
                page.write_blank(row, 0, None, pen)
            else:  # a blank guards against the library's own rich text
                page.write_string(row, 0, f" {text}" if text.startswith("<r>") else text, pen)
    return path


def values(path: Path) -> list[list[str]]:
    """What two readers see, blank cells as empty texts."""
    seen = [row[0] or "" for row in load_workbook(path)[PAGE].iter_rows(values_only=True)]
    other = [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_name(PAGE).to_python()]
    return [seen, other]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
@example(NASTY)
def test_any_text_is_held_as_cell_by_cell(texts: list[str | None]) -> None:
    with TemporaryDirectory() as folder:
        rows = pl.DataFrame({"text": texts}, schema={"text": pl.String})
        ours = written(Path(folder, "ours.xlsx"), rows, TEXTS)
        assert values(ours) == values(cell_by_cell(Path(folder, "theirs.xlsx"), texts))


def test_every_row_is_as_tall_as_its_text(tmp_path: Path) -> None:
    texts = ["短", "长" * 30, "a\nb\nc", None]
    page = load_workbook(written(tmp_path / "b.xlsx", pl.DataFrame({"text": texts}), TEXTS))[PAGE]
    needed = [row_height(printed_lines(text or "", 12, 11), 11) for text in texts]
    heights = [page.row_dimensions[row].height for row in range(2, 6)]
    assert heights == [int(max(height, 20) * 4 / 3 + 0.5) * 0.75 for height in needed]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text(st.one_of(st.sampled_from("a1 长，（“…—·\n\r𠮷é"), st.characters(exclude_categories=["Cs"]))),
        min_size=1,
    ),
    st.sampled_from([2, 5.5, 12]),
    st.sampled_from([8, 11]),
)
@example(NASTY, 12, 11)
def test_the_lines_of_a_column_are_those_of_its_texts(texts: list[str], width: float, size: int) -> None:
    column = pl.DataFrame({"texts": texts}, schema={"texts": pl.String})
    (counted,) = printed_lines_each(column, [width], size)
    assert counted.to_list() == [printed_lines(text, width, size) for text in texts]


def test_each_kind_of_cell_has_its_format(tmp_path: Path) -> None:
    columns = (
        Column("level", "等级", 5, words={"red": "红"}, colours={"红": "#FF9C9C"}, bold=True),
        Column("amount", "金额", 12, kind="money"),
        Column("share", "比例", 12, kind="measure"),
        Column("remark", "备注", 12, fill_in="text"),
    )
    rows = pl.DataFrame(
        {"level": ["red", "orange", None], "amount": [12, None, -3], "share": [0.1 + 0.2, 2.0, None]}
    )
    page = load_workbook(written(tmp_path / "b.xlsx", rows, *columns))[PAGE]
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] == [
        ["红", 12, 0.3, None],
        ["orange", None, 2, None],
        [None, -3, None, None],
    ]
    assert [page.cell(row, 1).fill.fgColor.rgb for row in (2, 3, 4)] == ["FFFF9C9C", "00000000", "00000000"]
    assert [cell.number_format for cell in page[3]] == ["@", "#,##0.00", "General", "@"]
    assert [cell.protection.locked for cell in page[4]] == [True, True, True, False]
    assert {cell.border.left.style for row in page.iter_rows(min_row=2) for cell in row} == {"thin"}


def test_marked_texts_are_red_where_they_differ(tmp_path: Path) -> None:
    column = Column("name", "姓名", 12, marks="places")
    rows = pl.DataFrame(
        {"name": ["王小明", "王小明", "王", None], "places": [[[1, 2]], None, [[0, 1]], [[0, 1]]]}
    )
    page = load_workbook(written(tmp_path / "b.xlsx", rows, column), rich_text=True)[PAGE]
    rich, plain, whole, blank = (page.cell(row, 1) for row in range(2, 6))
    assert isinstance(rich.value, CellRichText)
    assert [(str(part), isinstance(part, TextBlock) and bool(part.font.b)) for part in rich.value] == [
        ("王", False),
        ("小", True),
        ("明", False),
    ]
    assert (plain.value, whole.value, blank.value) == ("王小明", "王", None)
    assert [bool(cell.font.b) for cell in (rich, plain, whole, blank)] == [False, False, True, False]
    filled = [cell.fill.fgColor.rgb == "FFFFF2CC" for cell in (rich, plain, whole, blank)]
    assert filled == [True, False, True, False]
