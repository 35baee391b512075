"""CSV and TSV files as text tables."""

import csv
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from connectors.readers.data_rows import check_size, sheet_text, text_table
from connectors.readers.encodings import chunks, encoding_of, transcode
from connectors.readers.limits import Limits
from connectors.readers.text_table import Head, TextTable
from connectors.sheets.header import SEARCHED_ROWS, Header, find_header, no_header
from connectors.sheets.header_groups import Top
from connectors.sheets.lines_without_data import is_line_without_data
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

SEPARATORS = {".csv": ",\t;", ".tsv": "\t,;"}  # in the order of trying
# polars splits only at single bytes: full-width commas are replaced by this substitute in a copy of the file.
_WIDE_COMMA, _SUBSTITUTE = "，", "\x1f"
_SURPLUS_COLUMNS = 3  # read after the header's last column, to detect rows with too many cells
_FEWEST_NAMES = 2  # of columns in any header
_LONG_CELL, _MANY_LINES = 1000, 3  # more characters and line breaks than any real cell has
_HEAD_BYTES = 1 << 18  # more than thirty lines ever have
_RESEND = "请重新导出并等传输完成后报送。"


@dataclass(frozen=True)
class _TextFile:
    """A UTF-8 file that has been scanned once.

    Attributes:
        path: path of the file.
        lines: number of lines.
        end_of_line: the byte that ends them.
        last_line: the text after the last line end; b"" in a complete file.
    """

    path: Path
    lines: int
    end_of_line: str
    last_line: bytes


def read_delimited(path: Path, suffix: str, contract: Contract, limits: Limits) -> TextTable:
    """Read the CSV or TSV file at `path`; `suffix` determines which separator is tried first.

    Raises:
        UnreadableFileError: if it is damaged, does not fit its contract, or exceeds `limits`.
    """
    encoding = encoding_of(path)
    with TemporaryDirectory(dir=path.parent) as scratch:
        utf8 = path if encoding == "utf-8" else transcode(path, encoding, Path(scratch, "utf8"))
        text = _scan(utf8, limits)
        if detected := _sniff(text, SEPARATORS[suffix], contract, limits):
            return _table(text, *detected, contract, limits)
        split = transcode(utf8, "utf-8", Path(scratch, "split"), (_WIDE_COMMA, _SUBSTITUTE))
        text = _scan(split, limits)
        if detected := _sniff(text, _SUBSTITUTE, contract, limits):
            return _table(text, *detected, contract, limits)
        # Raises if an open quote hid the header.
        _parse(text, SEPARATORS[suffix][0], limits.columns, SEARCHED_ROWS)
    raise no_header(contract)


def delimited_heads(path: Path) -> list[Head]:
    """The first lines of the text file at `path`, as each separator splits them.

    Raises:
        UnreadableFileError: if its encoding is unknown.
    """
    encoding = encoding_of(path)
    with path.open("rb") as file:
        text = file.read(_HEAD_BYTES).decode(encoding, errors="ignore")
    lines = text.removeprefix("\ufeff").splitlines()[:SEARCHED_ROWS]
    return [[*csv.reader(lines, delimiter=separator)] for separator in (*SEPARATORS[".csv"], _WIDE_COMMA)]


def _scan(path: Path, limits: Limits) -> _TextFile:
    """Count the lines of the file at `path` and refuse long lines and NULs, with bounded memory."""
    end = b"\r" if _is_ended_by_carriage_return(path) else b"\n"
    lines, last_line = 0, b""
    for chunk in chunks(path):
        block = last_line + chunk
        edges = np.flatnonzero(np.frombuffer(block, np.uint8) == end[0])
        lengths = np.diff(edges, prepend=-1, append=len(block))
        if lengths.max() > limits.line_bytes:
            line = lines + int(lengths.argmax()) + 1
            raise UnreadableFileError(f"第 {line} 行过长，文件可能已损坏，{_RESEND}", "long_line")
        if (nul := block.find(b"\0")) >= 0:
            line = lines + block.count(end, 0, nul) + 1
            raise UnreadableFileError(f"第 {line} 行含有非文字内容，文件可能已损坏，{_RESEND}", "binary")
        lines += len(edges)
        last_line = block[edges[-1] + 1 :] if len(edges) else block
    return _TextFile(path, lines + bool(last_line), end.decode(), last_line)


def _is_ended_by_carriage_return(path: Path) -> bool:
    head = next(chunks(path), b"")
    return head.count(b"\r") - head.count(b"\r\n") > head.count(b"\n")


def _sniff(text: _TextFile, separators: str, contract: Contract, limits: Limits) -> tuple[str, Header] | None:
    """The separator with which a row names most columns of the contract, and that row."""
    headers: dict[str, Header] = {}
    for separator in separators:
        try:
            top = _parse(text, separator, limits.columns + 1, SEARCHED_ROWS)
        except UnreadableFileError:  # with a wrong separator, quotes may be unbalanced
            continue
        nulls = top.null_count().row(0)
        width = max((place for place, empty in enumerate(nulls, 1) if empty < top.height), default=0)
        if width < _FEWEST_NAMES:
            continue
        if header := find_header(Top(top[:, :width].rows()), contract):
            headers[separator] = header
    return max(headers.items(), key=lambda item: item[1].matched, default=None)


def _parse(text: _TextFile, separator: str, columns: int, rows: int | None = None) -> pl.DataFrame:
    """The first `rows` rows as Strings; short rows are padded, cells beyond `columns` are dropped.

    Raises:
        UnreadableFileError: if a quote is not closed. polars' own message would quote cells.
    """
    try:
        return pl.read_csv(
            text.path,
            has_header=False,
            infer_schema=False,
            separator=separator,
            eol_char=text.end_of_line,
            schema={f"c{place}": pl.String for place in range(columns)},
            truncate_ragged_lines=True,
            missing_columns="insert",
            n_rows=rows,
            glob=False,
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        raise _open_quote(_odd_line(text.path)) from None


def _open_quote(line: int | None) -> UnreadableFileError:
    where = f"（第 {line} 行附近）" if line else ""
    return UnreadableFileError(f"引号未配对{where}，请改正双引号，或另存为 .xlsx 后报送。", "open_quote")


def _odd_line(path: Path) -> int | None:
    with path.open("rb") as file:
        return next((number for number, line in enumerate(file, 1) if line.count(b'"') % 2), None)


def _table(text: _TextFile, separator: str, header: Header, contract: Contract, limits: Limits) -> TextTable:
    check_size(text.lines - header.last_row - 1, header.width, limits)
    cells = _parse(text, separator, header.width + _SURPLUS_COLUMNS)
    cells = cells.drop(name for name in cells.columns[header.width :] if not cells[name].count())
    _check_last_line(text, separator, header, cells)
    if cells.height < text.lines:
        _check_swallowed(cells, separator, header)
    if separator == _SUBSTITUTE:
        cells = cells.select(pl.all().str.replace_all(_SUBSTITUTE, _WIDE_COMMA, literal=True))
    return text_table([sheet_text(cells[header.last_row + 1 :], header, contract)])


def _check_last_line(text: _TextFile, separator: str, header: Header, cells: pl.DataFrame) -> None:
    """Refuse a file whose last line has no line end and too few cells: it was cut off, rows may be lost.

    A line that closes the form, `填表人：`, or a total is whole with fewer cells.
    """
    if is_line_without_data(text.last_line.decode(errors="replace").split(separator)):
        return
    has_few_cells = text.last_line.count(separator.encode()) < header.width - 1
    if text.last_line.strip() and has_few_cells and cells.item(-1, header.width - 1) is None:
        raise UnreadableFileError(f"文件不完整：第 {text.lines} 行只有一半，{_RESEND}", "cut_off")


def _check_swallowed(cells: pl.DataFrame, separator: str, header: Header) -> None:
    """Refuse a file in which an opening quote closed rows later has turned these rows into one cell."""
    breaks, separators = pl.all().str.count_matches("\n"), pl.all().str.count_matches(separator, literal=True)
    is_long = (breaks >= _MANY_LINES) & (pl.all().str.len_chars() > _LONG_CELL)
    swallowed = cells.select(
        pl.any_horizontal(is_long | ((breaks > 0) & (separators >= header.width - 1))).arg_true()
    )
    if not swallowed.is_empty():
        raise _open_quote(swallowed.item(0, 0) + 1)
