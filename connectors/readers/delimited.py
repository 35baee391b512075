"""CSV and TSV files as text tables."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from connectors.readers.data_rows import check_size, text_table
from connectors.readers.encodings import chunks, encoding_of, transcode
from connectors.readers.header import SEARCHED_ROWS, Header, find_header, no_header
from connectors.readers.limits import Limits
from connectors.readers.text_table import TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

SEPARATORS = {".csv": ",\t;", ".tsv": "\t,;"}  # in the order of trying
# polars splits at single bytes only: a file split at full-width commas is copied with a stand-in for them.
_WIDE_COMMA, _STAND_IN = "，", "\x1f"
_SURPLUS_COLUMNS = 3  # read beyond the header's last, to notice rows with too many cells
_LONG_CELL, _MANY_LINES = 1000, 3  # characters and line ends of a cell that no form field holds
_RESEND = "请重新导出并等传输完成后报送。"


@dataclass(frozen=True)
class _TextFile:
    """A UTF-8 file that was looked through once.

    Attributes:
        path: where it lies.
        lines: number of its lines.
        end_of_line: the byte that ends them.
        last_line: what stands behind the last of those bytes; b"" in a file that was finished.
    """

    path: Path
    lines: int
    end_of_line: str
    last_line: bytes


def read_delimited(path: Path, suffix: str, contract: Contract, limits: Limits) -> TextTable:
    """Read the CSV or TSV file at `path`; `suffix` says which separator to try first.

    Raises:
        UnreadableFileError: if it is damaged, unlike its contract, or beyond `limits`.
    """
    encoding = encoding_of(path)
    with TemporaryDirectory(dir=path.parent) as scratch:
        utf8 = path if encoding == "utf-8" else transcode(path, encoding, Path(scratch, "utf8"))
        text = _look_through(utf8, limits)
        if found := _sniff(text, SEPARATORS[suffix], contract, limits):
            return _table(text, *found, contract, limits)
        split = transcode(utf8, "utf-8", Path(scratch, "split"), (_WIDE_COMMA, _STAND_IN))
        text = _look_through(split, limits)
        if found := _sniff(text, _STAND_IN, contract, limits):
            return _table(text, *found, contract, limits)
        _parse(
            text, SEPARATORS[suffix][0], limits.columns, SEARCHED_ROWS
        )  # raises where quotes hid the header
    raise no_header(contract)


def _look_through(path: Path, limits: Limits) -> _TextFile:
    """Line ends, longest line and NULs of the file at `path`, with bounded memory."""
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
    """The separator under which a row names most columns of the contract, and that row."""
    found: dict[str, Header] = {}
    for separator in separators:
        try:
            top = _parse(text, separator, limits.columns + 1, SEARCHED_ROWS)
        except UnreadableFileError:  # quotes only make sense with the right separator
            continue
        if header := find_header(top.rows(), contract):
            found[separator] = header
    return max(found.items(), key=lambda item: item[1].matched, default=None)


def _parse(text: _TextFile, separator: str, columns: int, rows: int | None = None) -> pl.DataFrame:
    """The first `rows` rows as Strings; short ones are filled up, cells beyond `columns` are cut off.

    Raises:
        UnreadableFileError: if a quote is not closed. polars' own words would show cells.
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
    check_size(text.lines - header.row - 1, header.width, limits)
    cells = _parse(text, separator, header.width + _SURPLUS_COLUMNS)
    _check_last_line(text, separator, header, cells)
    if cells.height < text.lines:
        _check_swallowed(cells, separator, header)
    if separator == _STAND_IN:
        cells = cells.select(pl.all().str.replace_all(_STAND_IN, _WIDE_COMMA, literal=True))
    return text_table(cells[header.row + 1 :], header, contract)


def _check_last_line(text: _TextFile, separator: str, header: Header, cells: pl.DataFrame) -> None:
    """A last line without its end and without all its cells was cut off, and rows after it may be lost."""
    has_few_cells = text.last_line.count(separator.encode()) < header.width - 1
    if text.last_line.strip() and has_few_cells and cells.item(-1, header.width - 1) is None:
        raise UnreadableFileError(f"文件不完整：第 {text.lines} 行只有一半，{_RESEND}", "cut_off")


def _check_swallowed(cells: pl.DataFrame, separator: str, header: Header) -> None:
    """An opening quote that is closed rows later makes one cell of the rows between them."""
    breaks, separators = pl.all().str.count_matches("\n"), pl.all().str.count_matches(separator, literal=True)
    is_long = (breaks >= _MANY_LINES) & (pl.all().str.len_chars() > _LONG_CELL)
    swallowed = cells.select(
        pl.any_horizontal(is_long | ((breaks > 0) & (separators >= header.width - 1))).arg_true()
    )
    if not swallowed.is_empty():
        raise _open_quote(swallowed.item(0, 0) + 1)
