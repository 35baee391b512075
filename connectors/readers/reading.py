"""Reads a department's file of any format as text under the contract's column names."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from connectors.readers.delimited import delimited_heads, read_delimited
from connectors.readers.limits import Limits
from connectors.readers.reader_process import READERS, ReaderProcess
from connectors.readers.text_table import Head, TextTable
from connectors.sheets.header_questions import about_rows
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

T = TypeVar("T")

_HEAD_BYTES = 4096
_TEXT, _XLSX, _OLE, _HTML = (
    "文本（如 CSV）",
    "新版 Excel 工作簿或压缩包",
    "旧版 Excel 工作簿或加密文件",
    "网页",
)
_SIGNATURES = {
    b"PK\x03\x04": _XLSX,
    b"PK\x05\x06": _XLSX,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _OLE,
    b"PAR1": "Parquet",
    b"%PDF": "PDF",
    b"\x1f\x8b": "压缩包",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
}
_HTML_STARTS = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<?xml", b"<style", b"<script")
_EXPECTED = {".csv": _TEXT, ".tsv": _TEXT, ".xlsx": _XLSX, ".xls": _OLE, ".parquet": "Parquet"}
_ADVICE = {
    _TEXT: "请把扩展名改为 .csv，或用 Excel 打开后另存为 .xlsx",
    _XLSX: "请把扩展名改为 .xlsx；若是压缩包，请解压",
    _OLE: "请去掉密码，用 Excel 打开后另存为 .xlsx",
    _HTML: "请用 Excel 打开后另存为 .xlsx",
}
_READER = ReaderProcess()


def read_table(path: Path, name: str, contract: Contract, limits: Limits) -> TextTable:
    """Read one file.

    Args:
        path: path of the file; text in another encoding than UTF-8 is temporarily copied beside it.
        name: the sender's file name; its extension determines the format.
        contract: the source's contract.
        limits: upper bounds for one file.

    Raises:
        UnreadableFileError: with a Chinese message on the fault and how the sender can correct it.
    """
    suffix = Path(name).suffix.lower()
    _check_size(path, limits)
    _check_kind(path, suffix)
    try:
        if suffix in READERS:
            return _READER.read(path, suffix, contract, limits)
        return read_delimited(path, suffix, contract, limits)
    except UnreadableFileError as error:
        if error.code != "no_header":
            raise
        rows = (row for head in read_heads(path, name, limits) for row in head)
        raise UnreadableFileError(error.message + about_rows(rows, contract), error.code) from error


def start_reader() -> None:
    """Start the process that reads workbooks, which takes a second, before it is needed."""
    _READER.start()


def read_heads(path: Path, name: str, limits: Limits) -> list[Head]:
    """The first rows of every sheet of a file; of a text file, as each separator splits them.

    The arguments are those of `read_table`.

    Raises:
        UnreadableFileError: if the file cannot be read, whatever it holds.
    """
    suffix = Path(name).suffix.lower()
    _check_size(path, limits)
    _check_kind(path, suffix)
    return _READER.read_heads(path, suffix, limits) if suffix in READERS else delimited_heads(path)


def read_workbook_with(read: Callable[[Path, Limits], T], path: Path, limits: Limits) -> T:
    """What `read` makes of a workbook, whatever its extension says of its format.

    Args:
        read: a function of a module, or a `partial` of one; it runs in the reader process.
        path: path of a private copy.
        limits: upper bounds for one file.

    Raises:
        UnreadableFileError: if it cannot be read, with a Chinese message on what to do.
    """
    _check_size(path, limits)
    kind = _kind(path)
    if kind not in {_XLSX, _OLE}:
        advice = _ADVICE[_HTML] if kind in {_HTML, _TEXT} else "请用 Excel 填写原来的清单"
        raise UnreadableFileError(
            f"内容是{kind}，不是 Excel 工作簿，{advice}后重新发回。", "not_what_it_says"
        )
    return _READER.read_with(read, path, ".xlsx" if kind == _XLSX else ".xls", limits)


def _check_size(path: Path, limits: Limits) -> None:
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise UnreadableFileError("文件是空的，请重新导出并等传输完成后报送。", "empty")
    if size_bytes > limits.file_bytes:
        raise UnreadableFileError(
            f"文件超过 {limits.file_bytes >> 20} MB，请按乡镇或月份拆成几个文件报送。", "too_large"
        )


def _check_kind(path: Path, suffix: str) -> None:
    """Refuse a file whose content does not match its extension."""
    expected, actual = _EXPECTED.get(suffix), _kind(path)
    if expected is None:
        raise UnreadableFileError("不支持这种文件，请另存为 .xlsx 或 .csv 后报送。", "extension")
    if actual != expected:
        advice = _ADVICE.get(actual, "请从原系统导出为 .xlsx 或 .csv")
        raise UnreadableFileError(
            f"扩展名是 {suffix}，内容却是{actual}，{advice}后重新报送。", "not_what_it_says"
        )


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    signed = next((kind for signature, kind in _SIGNATURES.items() if head.startswith(signature)), None)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return signed or (_HTML if text.startswith(_HTML_STARTS) else _TEXT)
