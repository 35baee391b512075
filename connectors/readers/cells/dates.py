"""Dates and months as people, spreadsheets and programs write them, in the office's time; NULL if unreadable.

Only forms that have one meaning are read: `03/05/2021` may be March or May. Each form is tried on the cells
that the forms before it have not read.
"""

import polars as pl

_YEAR = r"(19\d\d|20\d\d|2100)"
_CALENDAR = (pl.date(1900, 1, 2), pl.date(2100, 12, 31))  # 1900-01-01 is written by programs for "no date"
_ISO_DAY = rf"^({_YEAR}-\d{{1,2}}-\d{{1,2}})$"
_TIME = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?"  # hhmmss directly after yyyymmdd, as in billing systems
_DAY = (
    rf"^{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})(?:\s*日(?:[T\s]*{_TIME})?|[T\s]\s*{_TIME})?$"
)
_COMPACT_DAY = rf"^{_YEAR}(\d{{2}})(\d{{2}})(?:[T\s]\s*{_TIME}|{_CLOCK}|\.0+)?$"
# A number cell turns 2021.10 into 2021.1, which may therefore be January or October: unreadable.
_MONTH = rf"^{_YEAR}\s*(?:[-/年]\s*(\d{{1,2}})|\.\s*(\d{{2}}|[2-9]))\s*(?:月份?)?$"
_COMPACT_MONTH = rf"^{_YEAR}(\d{{2}})(?:月份?|\.0+)?$"

_SERIAL = r"^(\d{5})(?:\.\d+)?$"
_SERIAL_OF_1970 = 25569  # 1970-01-01, from which polars counts days
_SERIALS = (36526, 54788)  # 2000 to 2049; outside, five digits are more likely a mistyped month
_SERIALS_OF_BIRTH = (10000, 54788)  # 1927 to 2049
_LIKE_A_MONTH = (
    r"^(?:19|20)\d\d[1-9](?:\.0+)?$"  # 20215 is 1955-05-06 for a spreadsheet, May 2021 for a clerk
)
_NO_DATE = (
    r"^(?:长期|永久|长期有效|永久有效|终身|终生|无期限|无限期|不限|至今|未停发?|未停保|在保|在领|9999年?|(?:(?:9999|3000|2[1-9]99|0000|0001)\D?\d\d\D?(?:\d\d)?|1899\D?12\D?3[01]"
    r"|1900\D?0?1\D?0[01]|1900\D1\D[01])\D?(?:[T\s]+[\d:.]+Z?)?|2958465(?:\.\d+)?|0(?:\.0+)?|0?0:00(?::00)?)$"
)


def iso_day(text: pl.Expr) -> pl.Expr:
    """`2021-05-03` and `2021-5-3`, as programs write nearly all dates."""
    return _in_calendar(text.str.to_date("%Y-%m-%d", strict=False))


def usual_day(text: pl.Expr) -> pl.Expr:
    """Year, month, day in any usual form, with or without a time of the day; days of 1900 to 2100."""
    spelled = text.str.normalize("NFKC").str.replace(_DAY, "$1-$2-$3").str.replace(_COMPACT_DAY, "$1-$2-$3")
    return iso_day(spelled.str.extract(_ISO_DAY))


def serial_day(text: pl.Expr) -> pl.Expr:
    """A spreadsheet's serial number (1900 system) of 2000 to 2049; never one that may be a mistyped month."""
    return _serial(text, _SERIALS)


def serial_day_of_birth(text: pl.Expr) -> pl.Expr:
    """A spreadsheet's serial number (1900 system) of 1927 to 2049; never one that may be a mistyped month."""
    return _serial(text, _SERIALS_OF_BIRTH)


def iso_month(text: pl.Expr) -> pl.Expr:
    """`2021-05`, and the month of `2021-05-31`."""
    return pl.coalesce(iso_day(text + "-01"), iso_day(text)).dt.truncate("1mo")


def usual_month(text: pl.Expr) -> pl.Expr:
    """Year and month in any usual form, as the month's first day; of a date, its month."""
    spelled = text.str.normalize("NFKC").str.replace(_MONTH, "$1-$2$3-1")
    month = iso_day(spelled.str.replace(_COMPACT_MONTH, "$1-$2-1").str.extract(_ISO_DAY))
    return pl.coalesce(month, usual_day(text), serial_day(text)).dt.truncate("1mo")


def is_no_date(text: pl.Expr) -> pl.Expr:
    """Whether a date is written that means none: `9999-12-31`, `长期`, `1900-01-00`."""
    return text.str.normalize("NFKC").str.contains(_NO_DATE)


def _in_calendar(day: pl.Expr) -> pl.Expr:
    return pl.when(day.is_between(*_CALENDAR)).then(day)


def _serial(text: pl.Expr, bounds: tuple[int, int]) -> pl.Expr:
    number = text.str.normalize("NFKC").str.extract(_SERIAL).cast(pl.Int32, strict=False)
    plausible = number.is_between(*bounds) & ~text.str.contains(_LIKE_A_MONTH)
    return pl.when(plausible).then((number - _SERIAL_OF_1970).cast(pl.Date))
