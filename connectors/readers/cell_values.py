"""Dates, months and amounts as people and spreadsheets write them: from text to types, NULL if unreadable.

Every expression takes text without outer white space, NULL for blank, as returned by `trimmed`.
"""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

# Unicode white space incl. full-width and no-break spaces, zero-width characters, control characters.
_OUTER = "".join(
    map(chr, [*range(0x21), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029])
) + ("\u202f\u205f\u2060\u3000\ufeff")
# Patterns apply after NFKC. Each expression is one chain: polars would compute a repeated part twice.
_YEAR = r"(19\d\d|20\d\d|2100)"
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
_CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d[0-5]\d"  # hhmmss directly after yyyymmdd, as in billing systems
_DAY = (
    rf"^{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})(?:\s*日(?:[T\s]*{_TIME})?|[T\s]\s*{_TIME})?$"
)
_COMPACT_DAY = rf"^{_YEAR}(\d{{2}})(\d{{2}})(?:[T\s]\s*{_TIME}|{_CLOCK})?$"
_ISO_DAY = rf"^({_YEAR}-\d{{1,2}}-\d{{1,2}})$"
_SERIAL_DAY = r"^([1-6]\d{4})(?:\.\d+)?$"  # 1927 to 2091
_SERIAL_OF_1970 = 25569  # 1970-01-01, from which polars counts days
# A number cell turns 2021.10 into 2021.1, which may therefore be January or October: unreadable.
_MONTH = rf"^{_YEAR}\s*(?:[-/年]\s*(\d{{1,2}})|\.\s*(\d{{2}}|[2-9]))\s*(?:月份?)?$"
_COMPACT_MONTH = rf"^{_YEAR}(\d{{2}})$"

_CURRENCY = r"^([+-]?)¥([+-]?)"
_AMOUNT = (
    r"^([+-]?(?:(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d*)?|\.\d+)"  # not 1,5: it may mean 1.5
    r"(?:e[+-]?\d{1,2})?)元?$"
)
_YUAN = Decimal(1)
_LOST_DIGITS = r"^['’]?\d(?:\.\d+)?[eE]\+\d{1,2}$"


def trimmed(text: pl.Expr) -> pl.Expr:
    """Text without outer white space and zero-width characters; NULL if nothing is left."""
    stripped = text.str.strip_chars(_OUTER)
    return pl.when(stripped != "").then(stripped)


def in_words(text: pl.Expr, meanings: Mapping[str, str]) -> pl.Expr:
    """The value that a word means, compared without white space, width and case; any other text unchanged.

    Args:
        text: the words.
        meanings: word, as folded by `data_contracts.units.folded_word`, -> value.
    """
    folded = text.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s", "")
    return folded.replace_strict([*meanings], [*meanings.values()], default=text, return_dtype=pl.String)


def code(text: pl.Expr) -> pl.Expr:
    """An identifier: full-width characters normalised, a spreadsheet's leading text mark (') removed."""
    return trimmed(text.str.normalize("NFKC").str.strip_chars_start("'’‘"))


def place(text: pl.Expr) -> pl.Expr:
    """A place's name: `海口 镇` and `海口　镇` are `海口镇`; width does not count either."""
    name = text.str.normalize("NFKC").str.replace_all(r"[\s\p{Cf}\p{Cc}]", "")
    return pl.when(name != "").then(name)


def lost_digits(text: pl.Expr) -> pl.Expr:
    """Whether an identifier is like `3.50181E+17`: a number cell has lost some of its digits."""
    return text.str.normalize("NFKC").str.contains(_LOST_DIGITS)


def day(text: pl.Expr) -> pl.Expr:
    """A date: year, month, day in any usual form, with or without time; or a spreadsheet's serial number.

    Calendar days of 1900 to 2100; serial numbers of the 1900 system, 1927 to 2091.
    """
    spelled = text.str.normalize("NFKC").str.replace(_DAY, "$1-$2-$3").str.replace(_COMPACT_DAY, "$1-$2-$3")
    return pl.coalesce(_iso_day(spelled), _serial_day(text))


def month(text: pl.Expr) -> pl.Expr:
    """A month as its first day; of a date, its month."""
    spelled = (
        text.str.normalize("NFKC").str.replace(_MONTH, "$1-$2$3-1").str.replace(_COMPACT_MONTH, "$1-$2-1")
    )
    return pl.coalesce(_iso_day(spelled), day(text)).dt.truncate("1mo")


def _iso_day(text: pl.Expr) -> pl.Expr:
    return text.str.extract(_ISO_DAY).str.to_date("%Y-%m-%d", strict=False)


def _serial_day(text: pl.Expr) -> pl.Expr:
    return (text.str.extract(_SERIAL_DAY).cast(pl.Int32, strict=False) - _SERIAL_OF_1970).cast(pl.Date)


def money(text: pl.Expr, scale: Decimal = _YUAN) -> pl.Expr:
    """An amount times `scale` as yuan, Decimal(14,2), rounded half away from zero; NULL from 10**12 on.

    Without floats. Spreadsheets write small and large numbers in scientific notation.
    """
    yuan = _exact_number(text) * scale
    return yuan.round(2, mode="half_away_from_zero").cast(pl.Decimal(14, 2), strict=False)


def _exact_number(text: pl.Expr) -> pl.Expr:
    """A decimal with up to 12 digits before the point and 18 after it, enough for the largest scale.

    Further decimals are cut before the cast: rounding half up to two does not need them.
    """
    folded = (
        text.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"[\s\u200b-\u200f\u2060\ufeff]", "")
    )
    bare = folded.str.replace("−", "-", literal=True).str.replace(_CURRENCY, "$1$2").str.extract(_AMOUNT)
    number = bare.str.replace_all(",", "", literal=True).str.replace(r"(\.\d{18})\d+", "$1")
    return number.cast(pl.Decimal(30, 18), strict=False)
