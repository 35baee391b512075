"""Marks that repeat the cell above: `同上`, `〃`.

In an amount they repeat nothing: the same amount twice may be meant, or one amount for both. Typing rejects
the row, because such an amount cannot be read.
"""

from collections.abc import Container, Iterable

import polars as pl

_MARK = (
    r"^[\s(（\[【—－―─\"“'‘-]*(?:同\s*上|仝\s*上|上\s*同|如\s*上|同\s*前|同\s*上\s*(?:户|行|一行|栏|一栏|格|条|人)|仝|々|↑|[〃〞〟″‶ˮ״＂\"“”]{1,2}|''|′′|‘‘|’’)"
    r"[\s)）\]】。．.，,、；;—－―─\"”'’-]*$"
)
_LONGEST_MARK = 24  # bytes; longer cells are not looked at


def repeated(rows: pl.DataFrame, columns: Iterable[str], own: Container[str]) -> pl.DataFrame:
    """The rows with the cell above in place of ditto marks; a mark below nothing becomes NULL.

    Args:
        rows: rows of data in the order of the sheet.
        columns: String columns in which there may be marks.
        own: those of them whose values each belong to one row, in which a mark becomes NULL.
    """
    marked = [name for name in columns if _has_marks(rows[name])]
    return rows.with_columns(_unmarked(name) if name in own else _filled(name) for name in marked)


def _has_marks(column: pl.Series) -> bool:
    likely = column.filter(column.str.contains(r"[同仝上々↑〃〞〟″‶ˮ״＂\"“”'′‘’]"))
    return bool(likely.filter(likely.str.len_bytes() <= _LONGEST_MARK).str.contains(_MARK).any())


def _filled(name: str) -> pl.Expr:
    """The column with the last cell above that is no mark in place of marks; blanks repeat as blanks."""
    return _unmarked(name).forward_fill().replace("", None)


def _unmarked(name: str) -> pl.Expr:
    text = pl.col(name).fill_null("")
    return pl.when(~text.str.contains(_MARK)).then(text).alias(name)
