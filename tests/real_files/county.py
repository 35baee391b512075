"""The casebook's county: every case's household in one roster, all files in one inbox."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.flows.small_county import PREVIOUS, WINDOW, drop, household, make_workspace, member
from tests.real_files.casebook import Case

_ARRIVED_S = 7200  # the first file arrived so long ago


def make_county(root: Path, cases: list[Case]) -> Path:
    """A workspace with the roster and the incomes of every case that does not send them itself."""
    make_workspace(root)
    known = [case for case in cases if case.roster]
    paid = [case for case in known if case.incomes]
    drop(root, "households", "2021-06/名册.csv", [_household(case) for case in known])
    drop(root, "members", "2021-06/成员.csv", [row for case in known for row in _members(case)])
    drop(root, "incomes", "2021-06/收入.csv", [row for case in paid for row in _incomes(case)])
    return root


def _household(case: Case) -> dict[str, Any]:
    head = case.people[0]
    return household(case.household, head_name=head["name"], head_id_number=head["number"])


def _members(case: Case) -> Iterator[dict[str, Any]]:
    for n, person in enumerate(case.people):
        relation = "户主" if n == 0 else "其他"
        yield member(case.household, person["member"], person["name"], person["number"], relation=relation)


def _incomes(case: Case) -> Iterator[dict[str, Any]]:
    yield from ({"household_id": case.household, "month": month, "wage": 2000} for month in PREVIOUS + WINDOW)


def deliver(root: Path, cases: list[Case], delivery: int) -> None:
    """Drop the files of one round, one second after another."""
    files = [(case, file) for case in cases for file in case.files if file.get("round", 1) == delivery]
    for place, (case, file) in enumerate(files):
        path = root / "inbox" / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if "sheets" in file:
            _write_workbook(path, case, file)
        else:
            path.write_bytes(case.filled(file["text"]).encode(file.get("encoding", "utf-8")))
        arrived = time.time() - _ARRIVED_S + place
        os.utime(path, (arrived, arrived))


def _write_workbook(path: Path, case: Case, file: dict[str, Any]) -> None:
    options = {"date_1904": file.get("date_1904", False), "default_date_format": "yyyy/m/d"}
    with xlsxwriter.Workbook(path, options) as book:
        book.add_worksheet("_").hide() if all(s.get("hidden") for s in file["sheets"]) else None
        for described in file["sheets"]:
            _write_sheet(book, case, described)


def _write_sheet(book: Any, case: Case, described: dict[str, Any]) -> None:
    sheet = book.add_worksheet(described["name"])
    for area in described.get("merged", []):
        sheet.merge_range(area, "")
    for row, cells in enumerate(described["rows"]):
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, case.filled(cell) if isinstance(cell, str) else cell)
    if described.get("hidden"):
        sheet.hide()
    else:
        sheet.activate()
        sheet.set_first_sheet()


def _write_cell(sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, dict):
        sheet.write_formula(row, column, cell["formula"], None, cell["value"])
    elif cell is not None:
        sheet.write(row, column, cell)


def receipt_text(root: Path, path: str, file_id: int) -> str:
    """All cells of the receipt of a file, joined by line ends."""
    (receipt,) = (root / "receipts").rglob(f"{Path(path).name}.{file_id}.回执.xlsx")
    with CalamineWorkbook.from_path(receipt) as book:
        rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
        return "\n".join(str(cell) for row in rows for cell in row if cell != "")
