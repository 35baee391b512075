"""Which row names the sub-columns of the groups above it: known by its place, whatever its words are.

序号 | 户主姓名 | 房屋受损情况 |          | 损失合计
     |          | 倒塌（间）   | 损失金额 |
"""

import re
from collections.abc import Iterable

from connectors.sheets.header_groups import Span, Top, own_texts

_SEARCHED_ROWS = 10  # below the names, for a number
_NUMBER = re.compile(r"\s*[-+¥￥]?\d[\d,，]*(?:[.．]\d*)?\s*")


def names_sub_columns(top: Top, upper: int, lower: int) -> bool:
    """Whether row `lower` names the columns below groups that stand in row `upper`, directly above it.

    A group is a cell merged over several columns; in a file without merged cells, one with blank cells to its
    right, if the rows below hold numbers. Columns outside of groups have their name in one of the two rows;
    where most columns are in merged groups, some may be alone below theirs.
    """
    if lower >= len(top.rows):
        return False
    above = _with_merged_from_above(top, upper)
    names = {p: text for p, text in own_texts(top.rows[lower]).items() if text != above.get(p)}
    wide = [span for span in top.merged if span[0][0] <= upper == span[1][0] and span[0][1] < span[1][1]]
    groups = [range(a[1], b[1] + 1) for a, b in wide if a[1] in above] or _groups_by_blanks(above, names)
    covered = {place for group in groups for place in group}
    single = names.keys() - covered if wide else set[int]()
    return (
        any(len(names.keys() & group) > 1 for group in groups)
        and (above.keys().isdisjoint(names.keys() - covered) or _is_mostly_in(covered, names))
        and (bool(wide) or names.keys() <= covered)
        and bool(above.keys() - covered or single)
        and not any(_NUMBER.fullmatch(text) for text in names.values())
        and any(len(text) > 1 for text in names.values())
        and (bool(wide) or _have_numbers(top, lower, names))
    )


def _is_mostly_in(covered: set[int], names: dict[int, str]) -> bool:
    return len(names.keys() & covered) * 2 > len(names)


def _with_merged_from_above(top: Top, row: int) -> dict[int, str]:
    """The texts of a row, and those of cells that are merged down to it from above."""
    deep: list[Span] = [span for span in top.merged if span[0][0] < row <= span[1][0]]
    merged = {
        first[1]: text.strip() for first, _ in deep if (text := top.rows[first[0]][first[1]]) and text.strip()
    }
    return merged | own_texts(top.rows[row])


def _groups_by_blanks(above: dict[int, str], names: dict[int, str]) -> list[range]:
    """Cells above names, with blank cells to their right above further names."""
    groups: list[range] = []
    for place in sorted(names):
        if place in above:
            groups.append(range(place, place + 1))
        elif groups and groups[-1].stop == place:
            groups[-1] = range(groups[-1].start, place + 1)
    return [group for group in groups if len(group) > 1]


def _have_numbers(top: Top, row: int, places: Iterable[int]) -> bool:
    below = top.rows[row + 1 : row + 1 + _SEARCHED_ROWS]
    return any(
        _NUMBER.fullmatch(cells[place] or "") for cells in below for place in places if place < len(cells)
    )
