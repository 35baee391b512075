"""Finds the header of a sheet, whatever is above it, and what each of its columns is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from connectors.sheets.header_groups import (
    Named,
    Top,
    is_filled,
    named_by,
    paths,
    with_parts_of_groups,
)
from connectors.sheets.sub_names import names_sub_columns
from connectors.sheets.text_parts import whole_of
from data_contracts.contract import Column, Contract
from data_contracts.errors import UnreadableFileError
from data_contracts.keys import PERSON_COLUMNS
from data_contracts.units import bracketed_scale, header_key

SEARCHED_ROWS = 30  # a header is only searched in these first rows
_DEEPEST = 3  # rows of a header: two levels of groups, and names
_NO_WORDS = re.compile(r"[\d\s.,:/%+*Xx-]*|.*\d{6}.*|.")  # numbers, dates, codes, `/`: cells of data
_VALUE = re.compile(r"\s*[-+¥￥]?\d[\d\s.,，:/-]*|.*\d{6}.*", re.DOTALL)  # an amount, a date, a number
_LABEL = re.compile(r"[:：]|^\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?$")
_UNIT_WORD = re.compile(
    r"人|户|岁|个|次|年|月|日|天|年月|年月日|文本|文本格式|数字|日期|金额|必填项?|选填项?|非必填|是/否|男/女|\d+位|y{4}.*|[-/—]"
)
_RUNNING = ("甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ORDINAL_KEYS = frozenset(
    {"序号", "序", "序列", "序列号", "顺序号", "排序", "行号", "行次", "项次", "次序", "no", "no.", "nº", "#"}
)


@dataclass(frozen=True)
class Header:
    """A header and the contract's columns that it names.

    Attributes:
        first_row: index of its first row among the searched rows, from 0.
        row: index of the row with the names.
        last_row: index of its last row, which may state units or number the columns.
        cells: position -> header text as sent, groups first, without blank ones.
        named: position -> what it names, without unknown ones.
        title: the texts above it, from top to bottom: the cells of each row, joined.
        units: the units that a row below the names states.
    """

    first_row: int
    row: int
    last_row: int
    cells: dict[int, str]
    named: dict[int, Named]
    title: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> dict[int, Column]:
        """Position -> the contract's column, without unknown ones."""
        return {position: named.column for position, named in self.named.items()}

    @property
    def matched(self) -> int:
        """Number of the contract's columns that it names."""
        return len({column.name for column in self.columns.values()})

    @property
    def parts(self) -> int:
        """Number of columns that are parts of an amount."""
        return sum(named.is_part for named in self.named.values())

    @property
    def width(self) -> int:
        """Number of columns up to the last header text."""
        return max(self.cells, default=-1) + 1

    @cached_property
    def ordinals(self) -> set[int]:
        """Positions of running numbers."""
        return {
            place
            for place, text in self.cells.items()
            if place not in self.named and header_key(text) in _ORDINAL_KEYS
        }


def find_header(top: Top, contract: Contract) -> Header | None:
    """The first header that names the most columns of `contract`; None if no row is a likely one.

    A likely header names at least two columns, and at least half of the required ones. One that names all
    required columns is preferred.
    """
    lowest = (n for n in range(min(len(top.rows), SEARCHED_ROWS)) if not _has_sub_names(top, n))
    headers = (_deepest(top, row, contract) for row in lowest)
    likely = [header for header in headers if _is_likely(header, contract)]
    best = max(likely, key=lambda h: (not missing(h, contract), h.matched, h.parts), default=None)
    return best and replace(_with_rows_below(best, top), title=_title(best, top))


def _title(header: Header, top: Top) -> tuple[str, ...]:
    rows = ([cell.strip() for cell in row if cell and cell.strip()] for row in top.rows[: header.first_row])
    return tuple(" ".join(row) for row in rows if row)


def _deepest(top: Top, bottom: int, contract: Contract) -> Header:
    """The header whose names stand in row `bottom`, with the groups above them."""
    header = _header(top, bottom, bottom, contract)
    for first in range(bottom - 1, max(bottom - _DEEPEST, -1), -1):
        wider = _header(top, first, bottom, contract)
        if not _is_extended(top, header, wider, contract):
            break
        header = wider
    return header


def _header(top: Top, first: int, bottom: int, contract: Contract) -> Header:
    found = paths(top, first, bottom)
    named = {position: named for position, path in found.items() if (named := named_by(path, contract))}
    texts = {place: "".join(path) for place, path in found.items()}
    return Header(first, bottom, bottom, texts, with_parts_of_groups(named, found))


def _is_extended(top: Top, header: Header, wider: Header, contract: Contract) -> bool:
    """Whether the row above a header is its row of groups, by whose help other columns are named."""
    above, names = top.rows[wider.first_row], top.rows[header.row]
    texts = [text for text in names if text and text.strip()]
    groups = {place: text for place, text in enumerate(above) if text and text.strip()}
    if not texts or not groups or _is_unit_row(names) or _is_numbering(names):
        return False
    if names_sub_columns(top, wider.first_row, wider.first_row + 1):
        return True
    if any(_is_data(text, contract) for text in texts) or any(map(_LABEL.search, groups.values())):
        return False
    if any(map(_VALUE.fullmatch, groups.values())):  # a row of data, above a header that is repeated
        return False
    first_name = next(place for place, text in enumerate(names) if is_filled(text))
    if len(groups) == 1 and min(groups) <= first_name:  # a title
        return False
    return wider.named != header.named and not _covers_data(groups, wider, names, contract)


def _has_sub_names(top: Top, row: int) -> bool:
    """Whether the row below one names columns below its groups, so that a header cannot end with it."""
    below = top.rows[row + 1] if row + 1 < len(top.rows) else []
    is_name = not (_is_unit_row(below) or _is_numbering(below))
    return is_name and names_sub_columns(top, row, row + 1)


def _is_data(text: str, contract: Contract) -> bool:
    """Whether a cell is a number, a date or a single character that names nothing, as `村` does."""
    return bool(_NO_WORDS.fullmatch(text.strip())) and whole_of(contract, text) is None


def _covers_data(
    groups: dict[int, str], wider: Header, names: Sequence[str | None], contract: Contract
) -> bool:
    """Whether text stands below a column's name and is no name itself: the row is one of data."""
    for place, group in groups.items():
        column = contract.column_for(group)
        is_named = column is not None and column.type != "money" and place < len(names)
        if is_named and is_filled(names[place]) and place not in wider.named:
            return True
    return False


def _with_rows_below(header: Header, top: Top) -> Header:
    """The header with the units that a row below it states, and without that row or one of column numbers."""
    for row, cells in enumerate(top.rows[header.row + 1 : header.row + 3], header.row + 1):
        if _is_unit_row(cells) or _has_units_of_amounts(cells, header):
            units = {
                place: text.strip("()（）[]【】 ")
                for place, text in enumerate(cells)
                if text and text.strip()
            }
            texts = {
                place: f"{text}（{units[place]}）" if place in units and _is_amount(header, place) else text
                for place, text in header.cells.items()
            }
            header = replace(header, cells=texts, last_row=row, units=frozenset(units.values()))
        elif _is_numbering(cells):
            header = replace(header, last_row=row)
        else:
            break
    return header


def _is_amount(header: Header, place: int) -> bool:
    return place in header.columns and header.columns[place].type == "money"


def _is_unit_row(cells: Sequence[str | None]) -> bool:
    """Whether a row states units, one of money at least, and nothing else: `（万元）`, `元`."""
    texts = [text.strip() for text in cells if text and text.strip()]
    money = [text for text in texts if _is_money_unit(text)]
    return bool(money) and all(text in money or _UNIT_WORD.fullmatch(text.strip("()（） ")) for text in texts)


def _has_units_of_amounts(cells: Sequence[str | None], header: Header) -> bool:
    """Whether a row without any digit has a unit of money below a column of amounts: `年月日, 万元, 亩`."""
    texts = {place: text.strip() for place, text in enumerate(cells) if text and text.strip()}
    if any(character.isdigit() for text in texts.values() for character in text):
        return False
    return any(_is_amount(header, place) and _is_money_unit(text) for place, text in texts.items())


def _is_money_unit(text: str) -> bool:
    inner = text.strip("()（）[]【】 ")
    is_short = len(inner) <= 12 and not any(character.isdigit() for character in inner)
    try:
        return is_short and header_key(f"（{inner}）") == "" and bracketed_scale(f"（{inner}）") is not None
    except UnreadableFileError:  # a unit of money that is not understood; the column's own check says so
        return True


def _is_numbering(cells: Sequence[str | None]) -> bool:
    """Whether a row numbers the columns: `1, 2, 3` or `甲, 乙, 1, 2`."""
    texts = [text.strip() for text in cells if text and text.strip()]
    if texts and texts[0] in {"栏次", "列次", "栏目", "序号"}:
        texts = texts[1:]
    for letters in _RUNNING:
        count = next(
            (n for n, text in enumerate(texts) if n >= len(letters) or text != letters[n]), len(texts)
        )
        rest = texts[count:]
        if len(texts) >= 3 and rest == [str(n) for n in range(1, len(rest) + 1)]:
            return True
    return False


def _is_likely(header: Header, contract: Contract) -> bool:
    required = {column.name for column in contract.columns if column.required}
    in_header = {column.name for column in contract.columns if column.in_header}
    present = {column.name for column in header.columns.values()}
    return header.matched >= 2 and any(
        len(present & wanted) * 2 >= len(wanted) for wanted in (required, in_header)
    )


def missing(header: Header, contract: Contract) -> list[str]:
    """Titles of the required columns that it lacks; where none of a source's amounts is there, these too."""
    present = {column.name for column in header.columns.values()}
    absent = [column.title for column in contract.columns if column.in_header and column.name not in present]
    amounts = _amounts(contract)
    if amounts and present.isdisjoint(amounts):
        titles = [contract.by_name[name].title for name in amounts]
        absent.append(f"金额列（{'、'.join(titles)}，至少一列）" if len(titles) > 1 else titles[0])
    if contract.person and not absent and present <= {*PERSON_COLUMNS}:
        titles = [column.title for column in contract.columns if column.name not in PERSON_COLUMNS]
        absent.append(f"{contract.title}的列（{'、'.join(titles)}，至少一列）")
    return [*dict.fromkeys(absent)]


def _amounts(contract: Contract) -> list[str]:
    """The amounts without which a source's rows would count as nothing: all its feeds add one of them up."""
    if not all(feed.amount and not feed.detail for feed in contract.feeds):
        return []
    return [name for feed in contract.feeds for name in feed.amount if not name.startswith("-")]


def no_header(contract: Contract) -> UnreadableFileError:
    """The error for a file without a header."""
    required = "、".join(column.title for column in contract.columns if column.required)
    return UnreadableFileError(
        f"前 {SEARCHED_ROWS} 行内找不到表头。请确认报送的是“{contract.title}”，表头应有：{required}。",
        "no_header",
    )
