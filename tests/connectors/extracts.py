"""One small extract, written in every format that departments send."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
import xlwt

from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from connectors.readers.text_table import TextTable
from data_contracts.contract import load_contracts

CONTRACT = load_contracts()["health_insurance"]
Rows = Sequence[Sequence[Any]]

HEADER = ["结算单号", "姓名", "证件号码", "地址", "结算日期", "医疗总费用（元）", "个人自付"]
NAMES = ["settlement_no", "name", "id_number", "address", "settled_on", "total", "self_paid"]
ROWS = [
    ["S1", "王小明", "350181199001011238", "仙龙镇，一组", "2021-05-03", "1,234.50", "100"],
    ["S2", "买买提·吐尔逊", "35018119900202123x", '"东"屋, 2号', "2021/5/4", "８０", "0"],
    ["S3", "𠮷田䶮", None, "上村\n三组", "20210505", "￥20", "-3.5"],
    ["S4", "一一", "350181********1234", None, "2021年5月6日", "7元", None],
]
EXPECTED = [dict(zip(NAMES, row, strict=True)) for row in ROWS]


def csv_text(rows: Rows, separator: str = ",", end_of_line: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end_of_line).writerows(rows)
    return text.getvalue()


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8", **how: str) -> Path:
    path.write_bytes(csv_text(rows, **how).encode(encoding))
    return path


def write_xlsx(path: Path, sheets: dict[str, Rows] | Rows) -> Path:
    sheets = sheets if isinstance(sheets, dict) else {"Sheet1": sheets}
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def write_xls(path: Path, rows: Rows, finish: Callable[[Any], object] = id) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(place, column, cell)
    finish(sheet)
    book.save(str(path))
    return path


def write_parquet(path: Path, rows: Rows) -> Path:
    pl.DataFrame([*rows[1:]], schema=[*rows[0]], orient="row").write_parquet(path)
    return path


FORMATS: dict[str, tuple[str, Callable[[Path, Rows], Path]]] = {
    "utf-8": (".csv", write_csv),
    "utf-8 with mark": (".csv", lambda path, rows: write_csv(path, rows, "utf-8-sig")),
    "utf-16": (".csv", lambda path, rows: write_csv(path, rows, "utf-16")),
    "utf-16-le without mark": (".csv", lambda path, rows: write_csv(path, rows, "utf-16-le")),
    "utf-16-be without mark": (".csv", lambda path, rows: write_csv(path, rows, "utf-16-be")),
    "gb18030": (".csv", lambda path, rows: write_csv(path, rows, "gb18030")),
    "semicolons": (".csv", lambda path, rows: write_csv(path, rows, separator=";")),
    "full-width commas": (".csv", lambda path, rows: write_csv(path, rows, separator="，")),
    "old Mac line ends": (".csv", lambda path, rows: write_csv(path, rows, end_of_line="\r")),
    "unix line ends": (".csv", lambda path, rows: write_csv(path, rows, end_of_line="\n")),
    "tabs in gb18030": (".tsv", lambda path, rows: write_csv(path, rows, "gb18030", separator="\t")),
    "commas named tsv": (".tsv", write_csv),
    "xlsx": (".xlsx", write_xlsx),
    "xls": (".xls", write_xls),
    "parquet": (".parquet", write_parquet),
}


def read(path: Path, limits: Limits | None = None) -> TextTable:
    return read_table(path, path.name, CONTRACT, limits or Limits())


def rows_of(table: TextTable) -> list[dict[str, Any]]:
    return table.frame.drop("row_number", "sheet_row", "overflow").to_dicts()
