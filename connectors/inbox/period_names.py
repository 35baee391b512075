"""The period of a file, from the names of its folders and its own name."""

import re
import unicodedata
from pathlib import PurePosixPath

from data_contracts.errors import UnreadableFileError

_YEAR, _MONTH, _DAY = r"(?<!\d)((?:19|20)\d\d)", r"(0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])(?!\d)"
_HAN_MONTH = rf"{_YEAR}\s*年\s*(0?[1-9]|1[0-2])\s*月"
_HAN_DAY = r"\s*(?:0?[1-9]|[12]\d|3[01])\s*[日号]"
# A time directly after a date, 20210603_201205, would otherwise be read as December 2012.
_STAMP = re.compile(r"(?<!\d)\d{8}[-_ T]?\d{6}(?!\d)")
_PLAIN_MONTH = re.compile(
    rf"{_YEAR}-{_MONTH}(?!\d|-{_DAY})|{_YEAR}{_MONTH}(?!\d)|{_HAN_MONTH}(?!{_HAN_DAY})",
)
_FULL_DATE = re.compile(rf"{_YEAR}-{_MONTH}-{_DAY}|{_HAN_MONTH}{_HAN_DAY}")
_WAYS = "2021-06、202106 或 2021年6月"


def months_in(text: str) -> frozenset[str]:
    """The months that `text` names, as `'2021-06'`.

    `2021-06`, `202106` (not within a longer number) and `2021年6月` are months, also in full-width digits.
    The month of a full date counts only if there is no plain month; a date of eight digits never counts.
    """
    text = _STAMP.sub(" ", unicodedata.normalize("NFKC", text))
    return _months(_PLAIN_MONTH, text) or _months(_FULL_DATE, text)


def _months(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    dates = ([group for group in match.groups() if group] for match in pattern.finditer(text))
    return frozenset(f"{year}-{int(month):02}" for year, month in dates)


def period_of(path: PurePosixPath) -> str:
    """The period of the file at `path`: from the nearest folder that names one, else from the file name.

    Args:
        path: below the source's folder.

    Raises:
        UnreadableFileError: if there is no period, there are several, or folder and file name disagree.
    """
    folder = next((months for part in path.parent.parts[::-1] if (months := months_in(part))), frozenset())
    own = months_in(path.stem)
    named = folder or own
    if not named:
        raise UnreadableFileError(f"文件夹和文件名都没有写明月份，请在文件名中写上如 {_WAYS}。", "no_period")
    if len(named) > 1:
        raise UnreadableFileError(
            f"文件夹或文件名写了不止一个月份，请只写识别月份，如 {_WAYS}。", "many_periods"
        )
    if own and not named <= own:
        raise UnreadableFileError(
            "文件夹和文件名写的月份不一致，请改成同一个月份后重新报送。", "period_conflict"
        )
    return min(named)
