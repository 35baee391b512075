"""Small workbooks as offices fill them, read and typed."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from connectors.readers.text_table import TextTable
from connectors.readers.typed_rows import TypedRows, type_rows
from data_contracts.contract import load_contracts
from data_contracts.errors import UnreadableFileError
from tests.connectors.extracts import Rows

CONTRACTS = load_contracts()
LOSS = ["姓名", "证件号码", "灾种", "受灾日期", "损失金额"]
BILL = ["结算单号", "姓名", "证件号码", "结算日期", "医疗总费用", "个人自付"]
N = "350181199001011238"


def read(path: Path, source: str = "emergency") -> TextTable:
    return read_table(path, path.name, CONTRACTS[source], Limits())


def typed(path: Path, source: str = "emergency") -> TypedRows:
    return type_rows(read(path, source), CONTRACTS[source], "2021-06")


def refusal(path: Path, source: str = "emergency") -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as error:
        typed(path, source)
    return error.value


def loss(name: str, amount: Any = 8000) -> list[Any]:
    return [name, N, "台风", "2021-05-10", amount]


def book(
    path: Path, sheets: dict[str, Rows], hidden: str = "", merged: dict[str, list[str]] | None = None
) -> Path:
    """A workbook; `merged` names the merged ranges of each sheet."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for area in (merged or {}).get(name, []):
                sheet.merge_range(area, "")
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(place, column, cell)
            if name == hidden:
                sheet.hide()
            else:
                sheet.activate()
    return path


def notices(rows: TypedRows) -> dict[str, str]:
    return {notice.code: notice.message for notice in rows.notices}


def amounts(rows: TypedRows, column: str = "loss") -> list[Any]:
    return [None if value is None else int(value) for value in rows.accepted[column]]
