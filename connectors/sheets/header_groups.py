"""Headers of several rows: what names a column whose name stands below a merged group, or below nothing.

`工资性收入` above `县内务工` and `县外务工`: both are parts of the one amount.
`户主` above `姓名`: the name of the head.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from data_contracts.contract import Column, Contract
from data_contracts.keys import PERSON_COLUMNS
from data_contracts.units import header_key

Row = Sequence[str | None]
Span = tuple[tuple[int, int], tuple[int, int]]
Path = tuple[str, ...]

# What stands below one of these is another person's, unless the contract names it together with the group.
_OTHER_PERSONS = re.compile(
    r"((?:学生|儿童|患者)?(?:监护人|家长|父亲|母亲|父母|户主|配偶|联系人|经办人|责任人|帮扶人|帮扶责任人|代领人|代办人|领款人|收款人|持卡人))"
    r"(?:[(].*[)])?(?:基本)?(?:信息|情况|资料|身份)?"
)
_OF_PERSONS = frozenset({*PERSON_COLUMNS, "head_name", "head_id_number", "phone"})
# Below the name of an amount, these are no parts of it.
_NO_AMOUNT = re.compile(
    r"人数|人次|户数|次数|月数|天数|数量|面积|时间|日期|月份|地点|地址|单位|单价|标准|比例|占比|%|备注|说明"
    r"|姓名|名称|项目|类型|类别|方式|电话|依据|编号|序号|是否|原因|情况"
)
_SUBTOTAL = re.compile(r"小计|合计|总计|共计|计|金额|总额|总额?金额|(?:合计|小计)金额")


@dataclass(frozen=True)
class Top:
    """The first rows of a sheet.

    Attributes:
        rows: their cells as text.
        merged: first and last cell, as row and column from 0, of each merged range.
    """

    rows: Sequence[Row]
    merged: Sequence[Span] = ()


@dataclass(frozen=True)
class Named:
    """What a header's path names.

    Attributes:
        column: the contract's column.
        text: the part of the path that names it.
        is_part: whether the path is a part of the column's amount.
        is_subtotal: whether it is the sum of the other parts.
    """

    column: Column
    text: str
    is_part: bool = False
    is_subtotal: bool = False


def is_filled(text: str | None) -> bool:
    """Whether a header cell has text."""
    return bool(text and text.strip())


def paths(top: Top, first: int, last: int) -> dict[int, Path]:
    """Position -> texts from the top group down to the name, of the header in rows `first` to `last`."""
    levels = [own_texts(top.rows[row]) for row in range(first, last + 1)]
    for level in range(len(levels) - 1):
        levels[level] |= _covered(top, first + level, levels[level + 1 :])
    positions = sorted({position for level in levels for position in level})
    return {
        place: _without_repeats([level[place] for level in levels if place in level]) for place in positions
    }


def own_texts(row: Row) -> dict[int, str]:
    """Position -> text of a row's cells, without blank ones."""
    return {position: text.strip() for position, text in enumerate(row) if text and text.strip()}


def _covered(top: Top, row: int, lower: list[dict[int, str]]) -> dict[int, str]:
    """Positions right of a group's own cell that it covers: by merged cells, else blank ones above names."""
    own = own_texts(top.rows[row])
    wide = [span for span in top.merged if span[0][0] <= row <= span[1][0] and span[0][1] < span[1][1]]
    if wide:
        return {
            place: top.rows[first[0]][first[1]] or ""
            for first, last in wide
            for place in range(first[1], last[1] + 1)
            if is_filled(top.rows[first[0]][first[1]])
        }
    below = {place for level in lower for place in level}
    covered: dict[int, str] = {}
    for place in sorted(below - own.keys()):
        group = covered.get(place - 1) or own.get(place - 1)
        if group and place - 1 in below:
            covered[place] = group
    return covered


def _without_repeats(texts: list[str]) -> Path:
    """The texts without those that repeat the one above, as in cells merged over several rows."""
    return tuple(text for above, text in pairwise([None, *texts]) if text is not None and text != above)


def named_by(path: Path, contract: Contract) -> Named | None:
    """The column that a path names: with its groups, alone, or as a part of the amount that a group names."""
    keys = [header_key(text) for text in path]
    groups, name = keys[:-1], keys[-1]
    amount = _amount_of(groups, contract)
    is_subtotal = bool(_SUBTOTAL.fullmatch(name))
    is_within = path[-1].startswith("其中")  # counted in another part already
    other = next((match[1] for group in groups if (match := _OTHER_PERSONS.fullmatch(group))), None)
    for text in _names(groups, name, other):
        column = contract.column_for(text)
        if column and not (text == name and other and _is_of_person(column, name, other)):
            is_part = column is amount
            return None if is_part and is_within else Named(column, text, is_part, is_part and is_subtotal)
    if amount is None or is_within or _NO_AMOUNT.search(name):
        return None
    return Named(amount, name, is_part=True, is_subtotal=is_subtotal)


def _names(groups: list[str], name: str, other: str | None) -> list[str]:
    """What may name a column: with all its groups, with the lower ones, with the other person, alone."""
    keys = [*groups, name]
    joined = ["".join(keys[start:]) for start in range(len(groups))]
    return [*joined, *([other + name] if other else []), name]


def _is_of_person(column: Column, name: str, other: str) -> bool:
    """Whether a name below another person's group means that person, and does not say whose it is itself."""
    return column.name in _OF_PERSONS and not name.startswith(other)


def with_parts_of_groups(named: dict[int, Named], found: dict[int, Path]) -> dict[int, Named]:
    """What a header names, where each of several groups has its part of an amount that stands beside them.

    `房屋 损失金额`, `农作物 损失金额`, `直接经济损失合计`: two parts and their sum, which must agree.
    """
    alone: dict[str, list[int]] = {}
    grouped: dict[str, list[int]] = {}
    for place, name in named.items():
        if name.column.type == "money" and not name.is_part:
            is_grouped = len(found[place]) > 1 and name.text == header_key(found[place][-1])
            (grouped if is_grouped else alone).setdefault(name.column.name, []).append(place)
    sums = [name for name, places in alone.items() if len(places) == 1]
    parts = [places for name in sums if len(places := grouped.get(name, [])) > 1]
    apart = (p for p in parts if len({found[place][:-1] for place in p}) == len(p))
    return named | {place: replace(named[place], is_part=True) for places in apart for place in places}


def _amount_of(groups: list[str], contract: Contract) -> Column | None:
    """The money column that groups name; the lowest one that names any."""
    for end in range(len(groups), 0, -1):
        for start in range(end):
            column = contract.column_for("".join(groups[start:end]))
            if column and column.type == "money":
                return column
    return None
