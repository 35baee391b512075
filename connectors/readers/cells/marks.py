"""What is in a cell and no part of its value: white space, the marks of spreadsheets, words for "nothing".

The other expressions take text without outer white space, NULL for blank, as `trimmed` returns it.
"""

from collections.abc import Sequence

import polars as pl

# Unicode white space incl. full-width and no-break spaces, zero-width characters, control characters.
_OUTER = "".join(
    map(chr, [*range(0x21), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029])
) + ("\u202f\u205f\u2060\u3000\ufeff")
_OF_WEB_PAGES = r"^(?:&nbsp;|&#160;|<br ?/?>|\s)+|(?:&nbsp;|&#160;|<br ?/?>|\s)+$"
# `="S1"`, `=T("S1")`, which web exports write so that a spreadsheet keeps the text; quotes around a cell.
_QUOTED = r"""^=?\s*(?:[Tt]\()?(?:"+([^"]+)"+|“([^”]+)”|'+([^']+)'+|‘([^’]+)’)\)?$"""

_NOTHING = (
    r"[-–—―－_/／\\＼]+|无|無|暂无|不详|不明|未知|未填|未填写|未登记|无记录|不适用|空白"
    r"|null|none|[(]null[)]|n/a|\\n"
)
_NO_TEXT = rf"(?i)^(?:{_NOTHING})$"
_NO_VALUE = (  # Na and Nan are also names
    rf"(?i)^(?:{_NOTHING}|空|[(（](?:空|无)[)）]|没有|待定|待补|na|nan|nil|nat|<na>)$"
)

_DOUBTFUL_START = r"""^[="'“‘&<(\-–—―－_/／\\＼无無暂不未空nN]"""


def trimmed(text: pl.Expr) -> pl.Expr:
    """Text without outer white space and zero-width characters; NULL if nothing is left."""
    stripped = text.str.strip_chars(_OUTER)
    return pl.when(stripped != "").then(stripped)


def unquoted(text: pl.Expr) -> pl.Expr:
    """Text without the quotes that spreadsheets and web systems put around a cell, `="S1"`."""
    bare = text.str.replace_all(_OF_WEB_PAGES, "").str.replace(_QUOTED, "$1$2$3$4")
    return trimmed(bare)


def bare_value(text: pl.Expr) -> pl.Expr:
    """The text of a date or amount without quotes and the apostrophe that makes it text in a spreadsheet."""
    return unquoted(text).str.strip_chars_start("'’‘`´")


def is_no_value(text: pl.Expr) -> pl.Expr:
    """Whether a number, date or code is written as nothing: `/`, `-`, `无`, `NULL`."""
    return unquoted(text).str.contains(_NO_VALUE).fill_null(value=True)


def plain_text(text: pl.Expr) -> pl.Expr:
    """A text that begins with neither a quote nor a sign or word for nothing, as `text_value` returns it."""
    return pl.when(~text.str.contains(_DOUBTFUL_START)).then(text)


def text_value(text: pl.Expr, kept: Sequence[str] = ()) -> pl.Expr:
    """A name, address or other text without quotes; NULL if it says nothing, except values in `kept`."""
    bare = unquoted(text)
    return pl.when(~bare.str.contains(_NO_TEXT) | bare.is_in(kept)).then(bare)
