"""Blank workbooks: what a department fills in comes back through the reader, and the example never counts."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from connectors.readers.typed_rows import TypedRows, type_rows
from connectors.workbooks.templates import write_template
from data_contracts.contract import Column, Contract, load_contracts

CONTRACTS = load_contracts()
EVERY = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda contract: contract.source)
VALUES: dict[str, Any] = {
    "text": "文字", "code": "035018100000000001", "id_number": "11010519491231002X",
    "date": "2021-05-03", "month": "2021-05", "money": 12.5,
}  # fmt: skip


def template(contract: Contract, folder: Path) -> Path:
    path = write_template(contract, "2021-06", folder)
    assert path is not None
    return path


def sheet(path: Path) -> Worksheet:
    (page,) = load_workbook(path).worksheets
    return page


def header_row(page: Worksheet, contract: Contract) -> int:
    titles = {column.title for column in contract.columns}
    rows = [{str(cell).rstrip("*") for cell in row if cell} for row in page.iter_rows(values_only=True)]
    return rows.index(titles) + 1


def value(column: Column) -> Any:
    return column.categories[0] if column.categories else VALUES[column.type]


def read(path: Path, contract: Contract) -> TypedRows:
    return type_rows(read_table(path, path.name, contract, Limits()), contract, "2021-06")


@EVERY
def test_a_filled_in_template_is_read_without_its_example(contract: Contract, tmp_path: Path) -> None:
    path = template(contract, tmp_path)
    book = load_workbook(path)
    page = book.worksheets[0]
    for place, column in enumerate(contract.columns, 1):
        page.cell(header_row(page, contract) + 2, place, value(column))
    book.save(path)
    rows = read(path, contract)
    assert (rows.rows_read, rows.rows_rejected) == (1, 0)
    assert rows.accepted.select(*contract.by_name).null_count().row(0) == (0,) * len(contract.columns)
    assert ("example_row", 1) in {(notice.code, notice.occurrences) for notice in rows.notices}


@EVERY
def test_a_template_left_blank_has_no_rows(contract: Contract, tmp_path: Path) -> None:
    rows = read(template(contract, tmp_path), contract)
    assert rows.rows_read == 0


@EVERY
def test_required_columns_are_marked_and_numbers_are_text(contract: Contract, tmp_path: Path) -> None:
    page = sheet(template(contract, tmp_path))
    header = header_row(page, contract)
    titles = [page.cell(header, place).value for place in range(1, len(contract.columns) + 1)]
    assert titles == [f"{c.title}*" if c.required else c.title for c in contract.columns]
    formats = {c.type: cell.number_format for c, cell in zip(contract.columns, page[header + 1], strict=True)}
    assert {kind for kind, number_format in formats.items() if number_format != "@"} <= {"money"}
    assert all(page.cell(header, place).comment for place in range(1, len(titles) + 1))


@EVERY
def test_categories_are_drop_downs_and_the_example_shows_every_cell_that_must_be_filled(
    contract: Contract, tmp_path: Path
) -> None:
    page = sheet(template(contract, tmp_path))
    lists = {rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"}
    assert lists >= {f'"{",".join(c.categories)}"' for c in contract.columns if c.categories}
    example = [cell.value for cell in page[header_row(page, contract) + 1]]
    assert str(example[0]).startswith("示例")
    assert all(cell or not c.not_blank for cell, c in zip(example, contract.columns, strict=True))


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    path = template(CONTRACTS["incomes"], tmp_path)
    assert path.name == "家庭收入_2021-06.xlsx"
    path.write_bytes(b"mine")
    assert write_template(CONTRACTS["incomes"], "2021-06", tmp_path) is None
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("mark", ["示例", "（示例）", "样例：", "例：", "填表示例 "])
def test_other_marks_of_an_example(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "应急.csv"
    row = "某,11010519491231002X,台风,2021-05-03,80"
    lines = ["姓名,证件号码,灾种,受灾日期,损失金额", f"{mark}{row}", row, f"例建国,{row[2:]}", ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read(path, CONTRACTS["emergency"]).rows_read == 2
