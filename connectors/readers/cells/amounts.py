"""Amounts as people and spreadsheets write them, in yuan; NULL if unreadable.

Without floats. Spreadsheets write small and large numbers in scientific notation.
"""

from decimal import Decimal

import polars as pl

from connectors.readers.cells.marks import bare_value

YUAN = Decimal(1)

_PLAIN = r"^(-?\d{1,12}(?:\.\d{1,18})?)$"
_NUMBER = (
    r"[+-]?(?:(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d*)?|\.\d+)"  # not 1,5: it may mean 1.5
    r"(?:e[+-]?\d{1,2})?"
)
_UNITS = {
    "元": 1, "百元": 100, "千": 1_000, "千元": 1_000, "万": 10_000, "万元": 10_000, "十万元": 100_000,
    "百万": 1_000_000, "百万元": 1_000_000, "千万元": 10_000_000, "亿": 100_000_000, "亿元": 100_000_000,
}  # fmt: skip
_AMOUNT = rf"^({_NUMBER})[(\[]?({'|'.join(_UNITS)})?[整正钱]?[)\]]?$"
_CURRENCY = r"^([+-]?)¥([+-]?)"
_SAME = {
    "−": "-", "人民币": "", "rmb": "", "cny": "", "圆": "元", "圓": "元", "块": "元", "萬": "万", "億": "亿",
    "仟": "千", "佰": "百", "拾": "十",
}  # fmt: skip
_NOT_OF_NUMBERS = (
    r"[²³¹¼-¾\u2070-\u209f\u2150-\u218f\u2460-\u24ff\u3200-\u33ff]"  # NFKC turns 8000² into 80002
)
_UNSEEN = r"[\s\u200b-\u200f\u2060\ufeff]"


def plain_amount(text: pl.Expr, scale: Decimal = YUAN) -> pl.Expr:
    """A number of digits with at most a decimal point, nearly all amounts, as `amount` reads it."""
    return _scaled(text.str.extract(_PLAIN), scale)


def amount(text: pl.Expr, scale: Decimal = YUAN) -> pl.Expr:
    """An amount times `scale` as yuan, Decimal(14,2), rounded half away from zero; NULL from 10**12 on.

    A unit in the cell counts instead of `scale`: `8000元` is 8,000 yuan in a column of ten thousands, too.
    """
    groups = _bare(text).str.extract_groups(_AMOUNT)
    number, unit = groups.struct.field("1"), groups.struct.field("2").fill_null("")
    number = number.str.replace_all(",", "", literal=True)
    own = [pl.when(unit == name).then(_yuan(number, Decimal(times))) for name, times in _UNITS.items()]
    return pl.coalesce(pl.when(unit == "").then(_yuan(number, scale)), *own)


def _bare(text: pl.Expr) -> pl.Expr:
    """An amount without white space, currency and quotes, with its unit in one spelling."""
    written = pl.when(~text.str.contains(_NOT_OF_NUMBERS)).then(text)
    folded = bare_value(written.str.normalize("NFKC")).str.to_lowercase().str.replace_all(_UNSEEN, "")
    return folded.str.replace_many(_SAME).str.replace(_CURRENCY, "$1$2")


def _yuan(number: pl.Expr, scale: Decimal) -> pl.Expr:
    """Up to 12 digits before the point and 18 after it are read, enough for the largest scale.

    Further decimals are cut before the cast: rounding half up to two does not need them.
    """
    return _scaled(number.str.replace(r"(\.\d{18})\d+", "$1"), scale)


def _scaled(number: pl.Expr, scale: Decimal) -> pl.Expr:
    yuan = number.cast(pl.Decimal(30, 18), strict=False) * scale
    return yuan.round(2, mode="half_away_from_zero").cast(pl.Decimal(14, 2), strict=False)
