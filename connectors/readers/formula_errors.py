"""Cells of a workbook whose formula failed (`#N/A`, `#DIV/0!`) or was never calculated.

The reader library returns them as blanks, and a blank amount counts as zero. In an `.xlsx` they are located
in the sheet's XML and marked as errors, so that typing rejects the row; an `.xls` with a failed formula is
refused. Programs other than spreadsheets write formulas without results: these were never calculated.
"""

import re
import zipfile
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from xml.etree import ElementTree

from connectors.readers.cell_text import Cell
from data_contracts.errors import UnreadableFileError

# The two records of an .xls that can have an error, BoolErr and Formula in [MS-XLS], and the 7 error codes.
_CODE = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
_RECORD = re.compile(
    rb"\x05\x02\x08\x00.{6}%b\x01|\x06\x00.{8}\x02.%b.{3}\xff\xff" % (_CODE, _CODE), re.DOTALL
)
_REFUSAL = "工作簿里有出错的公式（如 #N/A），请改正，或另存为 .xlsx 后报送。"
_CHUNK_BYTES = 1 << 20
_SHOWN = "#N/A"
_FAILED = rb"""<(?:\w+:)?c\s[^<>]*\bt=["']e["'][^<>]*>"""
_FORMULA = rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_NO_VALUE = rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?"
# The result of a formula of type text may be empty.
_UNCALCULATED = rb"""<(?:\w+:)?c\s(?![^<>]*\bt=["']str["'])[^<>]*>\s*%b\s*%b\s*</(?:\w+:)?c>""" % (
    _FORMULA,
    _NO_VALUE,
)
_MARKS = (b't="e"', b"t='e'", b"<f", b":f")  # rows without any of them need no search
_CELL = re.compile(_FAILED + b"|" + _UNCALCULATED)
_HIDDEN = b" hidden="
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^<>]*\bhidden=["'](?:1|true)["'][^<>]*>""")
_ROW_END = b"row>"
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")


def mark_formula_errors(path: Path, sheet: str, rows: list[list[Cell]], top: int, left: int) -> int:
    """Write `#N/A` into the cells of `rows` whose formula failed or was never calculated.

    Args:
        path: the workbook.
        sheet: name of the sheet.
        rows: the sheet's cells as read.
        top: rows of the sheet above `rows`.
        left: columns of the sheet left of `rows`.

    Returns:
        How many rows of the sheet are hidden, by a filter or by hand; 0 for an `.xls`, which is not searched.

    Raises:
        UnreadableFileError: if there is one in an `.xls`, or one without a cell reference.
    """
    if not zipfile.is_zipfile(path):
        _refuse_failed_records(path)
        return 0
    hidden = 0
    with zipfile.ZipFile(path) as parts:
        for xml in _whole_rows(parts, _part_of(parts, sheet)):
            hidden += len(_HIDDEN_ROW.findall(xml)) if _HIDDEN in xml else 0
            for row, column in _failed_cells(xml):
                if 0 <= row - top < len(rows) and 0 <= column - left < len(rows[row - top]):
                    rows[row - top][column - left] = _SHOWN
    return hidden


def _refuse_failed_records(path: Path) -> None:
    if _RECORD.search(path.read_bytes()):
        raise UnreadableFileError(_REFUSAL, "formula_error")


def _part_of(parts: zipfile.ZipFile, sheet: str) -> str:
    """Name of the part with `sheet`: the workbook refers to a relation, and the relation to the part."""
    workbook = ElementTree.fromstring(parts.read("xl/workbook.xml"))  # noqa: S314 - bounded process
    relations = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - bounded process
    element = next(each for each in workbook.iterfind(".//{*}sheet") if each.get("name") == sheet)
    relation = next(value for name, value in element.items() if name.endswith("}id"))
    target = next(each.attrib["Target"] for each in relations if each.get("Id") == relation)
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _failed_cells(xml: bytes) -> Iterator[tuple[int, int]]:
    """Row and column, from 0, of every such cell."""
    if any(mark in xml for mark in _MARKS):
        yield from (_place(cell.group()) for cell in _CELL.finditer(xml))


def _whole_rows(parts: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    rest = b""
    with parts.open(part) as file:
        while chunk := file.read(_CHUNK_BYTES):
            whole, end, rest = (rest + chunk).rpartition(_ROW_END)
            yield whole + end


def _place(cell: bytes) -> tuple[int, int]:
    place = _PLACE.search(cell)
    if place is None:
        raise UnreadableFileError(_REFUSAL, "formula_error")
    letters, row = place.groups()
    return int(row) - 1, reduce(lambda column, letter: column * 26 + letter - 64, letters, 0) - 1
