"""Dates with a time zone, in English, with Chinese numerals, and other rarer forms that have one meaning.

A time with a zone is converted to the office's: `2020-05-31T16:00:00.000Z` is 1 June.
"""

import polars as pl

from connectors.readers.cells.dates import iso_day, serial_day, usual_month
from connectors.readers.cells.marks import unquoted

_OFFICE_MINUTES = 8 * 60  # Asia/Shanghai is ahead of UTC
_DAY_MINUTES = 24 * 60
_FARTHEST_ZONE_HOURS = 14
_EPOCH_MS = r"^(?:/date\()?(\d{13})(?:\+0800)?(?:\)/)?$"
_EPOCHS = (pl.date(2001, 9, 9), pl.date(2049, 12, 31))  # the first has thirteen digits

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"({'|'.join(_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ENGLISH_DAYS = (
    (rf"^{_WEEKDAY}{_NAME}\s+(\d{{1,2}})\s+([\d:.]+)\s+([a-z]{{3}}\S*)\s+(\d{{4}})$", "$5-$1-$2 $3 $4"),
    (rf"^{_WEEKDAY}{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b(.*)$", "$3-$1-$2$4"),
    (rf"^{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_NAME}[\s,-]+(\d{{4}})\b(.*)$", "$3-$2-$1$4"),
    (rf"^(\d{{4}})[\s-]+{_NAME}[\s-]+(\d{{1,2}})\b(.*)$", "$1-$2-$3$4"),
)
_MONTH_NUMBERS = {f"-{name}-": f"-{number}-" for number, name in enumerate(_MONTHS, 1)}

_CHINESE_DATE = r"^[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月"
_TENS = (
    (r"十([一二三四五六七八九])", "1$1"),
    (r"([二三])1([一二三四五六七八九])", "$1$2"),
    (r"([二三])十", "${1}0"),
    (r"十", "10"),
)
_NUMERALS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))

_WEEKDAY_IN_CHINESE = r"\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?\s*"
_HALF_OF_THE_DAY = r"\s*(?:上午|下午|中午|晚上|凌晨|早上|\b[ap]\.?m\.?)\s*"
_SAME = {
    "—": "-", "–": "-", "‐": "-", "‑": "-", "−": "-", "\\": "/", "_": "/", "、": "/", ",": "/", "。": ".",
    "号": " ", "日": " ", "时": ":", "点": ":", "分": ":", "秒": "",
}  # fmt: skip
_PARTS = (
    r"^((?:19|20)\d\d)\s*[-/.年\s]\s*(\d{1,2})\s*[-/.月\s]\s*(\d{1,2})\.?"
    r"(?:[t\s]+([01]?\d|2[0-4]):([0-5]?\d)?(?::([0-5]?\d)(?:\.\d+)?)?:?\s*"
    r"(z|utc|gmt|cst)?\s*([+-])?(\d{1,2})?:?(\d{2})?(?:\s*[(].*[)])?)?\s*$"
)
_COMPACT = r"^((?:19|20)\d\d)(\d\d)(\d\d)t?(\d\d)(\d\d)(\d\d)(?:\.?\d{3})?(z|[+-]\d{4})?$"

_YEAR_LAST = (
    (rf"^{_NAME}[\s,-]+((?:19|20)\d\d)$", "$2-$1-1"),
    (r"^(0?[1-9]|1[0-2])\s*[-/月]\s*((?:19|20)\d\d)年?$", "$2-$1-1"),
)


def program_day(text: pl.Expr) -> pl.Expr:
    """A date in one of the rarer forms, in the office's time if it has a time zone."""
    folded = _folded(text)
    return pl.coalesce(_zoned_day(_spelled(folded)), serial_day(folded), _epoch_day(folded))


def program_month(text: pl.Expr) -> pl.Expr:
    """The first day of a month in one of the rarer forms; of a date, its month."""
    folded = _folded(text)
    spelled = folded
    for pattern, replacement in _YEAR_LAST:
        spelled = spelled.str.replace(pattern, replacement)
    chinese = folded.str.replace(r"^(\d{4})年(\d{1,2})月份?$", "$1-$2-1")
    month = pl.coalesce(iso_day(spelled.str.replace_many(_MONTH_NUMBERS)), iso_day(chinese))
    return pl.coalesce(month, usual_month(folded), program_day(text)).dt.truncate("1mo")


def _folded(text: pl.Expr) -> pl.Expr:
    """NFKC, lower case, without quotes and weekdays, numerals as digits."""
    folded = unquoted(text.str.normalize("NFKC")).str.to_lowercase().str.replace(_WEEKDAY_IN_CHINESE, " ")
    digits = folded
    for pattern, replacement in _TENS:
        digits = digits.str.replace_all(pattern, replacement)
    return (
        pl.when(folded.str.contains(_CHINESE_DATE)).then(digits.str.replace_many(_NUMERALS)).otherwise(folded)
    )


def _spelled(folded: pl.Expr) -> pl.Expr:
    """Year, month, day and time in this order, with digits and single separators."""
    ordered = folded.str.replace(_COMPACT, "$1-$2-$3 $4:$5:$6$7")
    for pattern, replacement in _ENGLISH_DAYS:
        ordered = ordered.str.replace(pattern, replacement)
    timed = ordered.str.replace_many(_MONTH_NUMBERS).str.replace(_HALF_OF_THE_DAY, " ")
    return timed.str.replace_many(_SAME)


def _zoned_day(spelled: pl.Expr) -> pl.Expr:
    parts = spelled.str.extract_groups(_PARTS)
    part = [parts.struct.field(str(place)) for place in range(1, 11)]
    day = iso_day(pl.concat_str(part[:3], separator="-"))
    hour, minute, zone_hour, zone_minute = (_number(part[place]) for place in (3, 4, 8, 9))
    name, sign = part[6], part[7]
    # `10:00-11:00` is a span of time and no zone.
    explicit = part[5].is_not_null() | name.is_not_null() | spelled.str.contains(r"\dt\d")
    has_offset = part[8].is_not_null()
    understood = (has_offset == sign.is_not_null()) & (~has_offset | explicit)
    offset = (zone_hour * 60 + zone_minute) * pl.when(sign == "-").then(-1).otherwise(1)
    ahead = pl.when(has_offset).then(offset).when(name == "cst").then(_OFFICE_MINUTES).otherwise(0)
    days = (hour * 60 + minute + _OFFICE_MINUTES - ahead).floordiv(_DAY_MINUTES)
    is_zoned = has_offset | name.is_not_null()
    local = pl.when(is_zoned).then(day + pl.duration(days=days)).otherwise(day)
    return pl.when(understood & (zone_hour <= _FARTHEST_ZONE_HOURS)).then(local)


def _number(digits: pl.Expr) -> pl.Expr:
    return digits.cast(pl.Int64, strict=False).fill_null(0)


def _epoch_day(folded: pl.Expr) -> pl.Expr:
    """The day of a time in milliseconds since 1970, as web systems export it."""
    milliseconds = folded.str.extract(_EPOCH_MS).cast(pl.Int64, strict=False)
    day = (milliseconds.cast(pl.Datetime("ms")) + pl.duration(minutes=_OFFICE_MINUTES)).dt.date()
    return pl.when(day.is_between(*_EPOCHS)).then(day)
