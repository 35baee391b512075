import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from connectors.readers.limits import Limits
from data_contracts.errors import UnreadableFileError
from tests.connectors.extracts import EXPECTED, HEADER, ROWS, read, rows_of, write_xls, write_xlsx

CELLS: list[tuple[Any, str | None]] = [
    (1234.5, "1234.5"),
    (80, "80"),
    (0.1 + 0.2, "0.3"),
    (44319, "44319"),
    (110105491231002, "110105491231002"),  # fifteen digits are kept
    (350181199001011238, "3.50181199001011E+17"),
    (350181196002085652, "3.50181196002085E+17"),  # truncated, not rounded: the digits are the number's own
    (350181196002085000, "3.50181196002085E+17"),
    (True, "TRUE"),
    (dt.date(2021, 5, 3), "2021-05-03"),
    (dt.datetime(2021, 5, 3, 8, 30), "2021-05-03 08:30:00"),
    ("  文本 ", "  文本 "),
    (None, None),
]


@pytest.mark.parametrize(("suffix", "write"), [(".xlsx", write_xlsx), (".xls", write_xls)])
def test_cells_become_text(tmp_path: Path, suffix: str, write) -> None:
    if suffix == ".xls":  # dates there are formatted numbers, and this writer sets no formats
        cells = [(cell, text) for cell, text in CELLS if not isinstance(cell, dt.date)]
    else:
        cells = CELLS
    rows = [[f"S{place}", "王", cell, "", "", "", ""] for place, (cell, _) in enumerate(cells)]
    table = read(write(tmp_path / f"a{suffix}", [HEADER, *rows]))
    assert table.frame["id_number"].to_list() == [text for _, text in cells]
    (notice,) = table.notices
    assert (notice.code, notice.column_name, notice.occurrences) == ("lost_digits", "id_number", 3)
    assert "证件号码" in notice.message
    assert "3501" not in notice.message


def test_long_amounts_give_no_notice(tmp_path: Path) -> None:
    rows = [HEADER, ["S1", "王", "3", "", "2021-05-03", 1e15, 80]]
    assert read(write_xlsx(tmp_path / "a.xlsx", rows)).notices == []


def test_first_sheet_with_a_header_is_read(tmp_path: Path) -> None:
    sheets = {
        "说明": [["填表说明"], ["姓名", "必填"]],
        "空": [],
        "数据": [[], ["标题"], HEADER, *ROWS],
        "旧": [HEADER],
    }
    table = read(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert rows_of(table) == EXPECTED
    assert table.header_row == 3


def test_merged_titles_and_cells_away_from_the_corner(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet("封面").write("A1", "医保结算")
        sheet = book.add_worksheet("数据")
        sheet.merge_range(0, 2, 0, 20, "医保结算明细表")
        for place, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(place + 1, 2, row)
    assert rows_of(read(tmp_path / "a.xlsx")) == EXPECTED


def test_failed_formulas_are_not_blank(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        for name in ("封面", "数据"):
            sheet = book.add_worksheet(name)
        for place, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(place + 2, 1, row)
        sheet.write_formula(4, 6, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 7, "=NA()", None, "#N/A")
    table = read(tmp_path / "a.xlsx")
    assert table.frame["total"].to_list() == ["1,234.50", "#N/A", "￥20", "7元"]
    assert table.frame["self_paid"].to_list() == ["100", "0", "#N/A", None]


def test_formulas_that_nobody_calculated_are_not_blank(tmp_path: Path) -> None:
    """Programs that are not spreadsheets write formulas without results."""
    with xlsxwriter.Workbook(str(tmp_path / "calculated.xlsx")) as book:
        sheet = book.add_worksheet("数据")
        for place, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(place, 0, row)
        sheet.write_formula(2, 5, "=100*2", None, 424242)
        sheet.write_formula(3, 6, '=IF(1,"","x")', None, "blank")  # a spreadsheet declares the result as text
    with (
        zipfile.ZipFile(tmp_path / "calculated.xlsx") as kept,
        zipfile.ZipFile(tmp_path / "a.xlsx", "w") as bare,
    ):
        for name in kept.namelist():
            bare.writestr(
                name,
                kept.read(name).replace(b"<v>424242</v>", b"<v></v>").replace(b"<v>blank</v>", b"<v></v>"),
            )
    table = read(tmp_path / "a.xlsx")
    assert table.frame["total"].to_list() == ["1,234.50", "#N/A", "￥20", "7元"]
    assert table.frame["self_paid"].to_list() == ["100", "0", None, None]


def test_failed_formulas_of_an_xls_are_refused(tmp_path: Path) -> None:
    write_xls(tmp_path / "a.xls", [HEADER, *ROWS], lambda sheet: sheet.row(9).set_cell_error(6, "#DIV/0!"))
    assert refusal(tmp_path / "a.xls").code == "formula_error"


def refusal(path: Path, limits: Limits | None = None) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as error:
        read(path, limits)
    return error.value


def test_without_header(tmp_path: Path) -> None:
    assert refusal(write_xlsx(tmp_path / "a.xlsx", [["说明"], ["无"]])).code == "no_header"


@pytest.mark.parametrize("limits", [Limits(unpacked_bytes=1000)])
def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, limits: Limits) -> None:
    assert refusal(write_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS]), limits).code == "unpacked_too_large"


def test_a_workbook_packed_a_thousandfold_is_refused(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS])
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/image1.png", bytes(101 << 20))
    assert refusal(tmp_path / "a.xlsx").code == "unpacked_too_large"
