"""Which columns make up an amount: one, several parts, parts beside their total, income less costs.

Columns of the frame: the amount's name and `<name>+2`, `<name>+3` ... add up, `<name>-2` ... are subtracted.
`<name>=` is a sum with which they must agree; `<name>:` is a total that counts where it is written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from connectors.sheets.header import Header
from connectors.sheets.header_questions import duplicate_message, part_message, quoted
from data_contracts.contract import Column
from data_contracts.units import header_key

_TOTAL = re.compile(r"合计|总计|共计|总额|总和|总损失|小计|^总")


@dataclass(frozen=True)
class Chosen:
    """What becomes of the headers of one column.

    Attributes:
        positions: column of the frame -> position.
        code: of the remark or fault; '' if there is none.
        message: Chinese, what the receipt says.
        is_fault: whether the file cannot be read with this header.
    """

    positions: dict[str, int] = field(default_factory=dict)
    code: str = ""
    message: str = ""
    is_fault: bool = False


def contract_name(column: str) -> str:
    """The contract's column that a column of the frame belongs to."""
    return re.split(r"[=:+~-]", column, maxsplit=1)[0]


def declared_parts(places: Iterable[int], header: Header) -> list[int]:
    """Those of the positions that the contract declares to be parts of an amount.

    Where a group has its sum, the columns below it are left out.
    """
    parts = [place for place in places if header.named[place].sign]
    sums = {header.named[place].sign for place in parts if header.named[place].is_subtotal}
    return [p for p in parts if header.named[p].sign not in sums or header.named[p].is_subtotal]


def total_of(places: Sequence[int], header: Header) -> int | None:
    """The one position whose header says that it is the total of the others; None if there is not one."""
    totals = [place for place in places if _TOTAL.search(header_key(header.named[place].text))]
    return totals[0] if len(totals) == 1 < len(places) else None


def with_total(column: Column, total: int, plus: Sequence[int], minus: Sequence[int] = ()) -> Chosen:
    """An amount that has its total in a column of its own, beside columns of parts."""
    return Chosen({**_parts(column.name, plus, minus), f"{column.name}:": total})


def several(column: Column, places: Sequence[int], header: Header) -> Chosen:
    """Headers that name an amount equally well: one is the total of the others, or it is a fault."""
    if (total := total_of(places, header)) is not None:
        return with_total(column, total, [place for place in places if place != total])
    message = duplicate_message(column, [header.cells[place] for place in places])
    return Chosen({column.name: places[0]}, "duplicate_column", message, is_fault=True)


def made_of_parts(column: Column, places: Sequence[int], header: Header) -> Chosen:
    """An amount without a column of its own name, of columns that the contract declares to be its parts."""
    assert column.parts is not None
    plus, minus = sides(places, header)
    if not column.parts.subtract and len(plus) > 1:
        return _added_up(column, plus, header)
    if is_difference(column, places, header):
        texts = ["、".join(quoted(header.cells[p] for p in side)) for side in (plus, minus)]
        message = f"没有“{column.title}”一列，已按{texts[0]}减{texts[1]}计算"
        return Chosen(_parts(column.name, plus, minus), "difference", message)
    texts = [header.cells[place] for place in places]
    message = part_message(column, texts, is_cost=not plus)
    return Chosen({column.name: places[0]}, "doubtful_amount", message, is_fault=True)


def sides(places: Iterable[int], header: Header) -> tuple[list[int], list[int]]:
    """The parts that add up, and those that are subtracted."""
    parts = declared_parts(places, header)
    return (
        [place for place in parts if header.named[place].sign > 0],
        [place for place in parts if header.named[place].sign < 0],
    )


def is_difference(column: Column, places: Iterable[int], header: Header) -> bool:
    """Whether an amount can be made of income and costs: a column of each, or the sub-columns of a group."""
    plus, minus = sides(places, header)
    has_subtraction = column.parts is not None and bool(column.parts.subtract)
    return (
        has_subtraction and all(map(len, (plus, minus))) and all(_are_one(s, header) for s in (plus, minus))
    )


def _are_one(places: Sequence[int], header: Header) -> bool:
    """Whether it is one column, or the sub-columns of a group: no second name for the same thing."""
    signs = [header.columns[place].parts for place in places]
    whole = [p for p, parts in zip(places, signs, strict=True) if parts and parts.sign(header.named[p].text)]
    return len(places) == 1 or not whole


def _added_up(column: Column, places: Sequence[int], header: Header) -> Chosen:
    texts = "、".join(quoted(header.cells[place] for place in places))
    message = f"没有全部“{column.title}”一列，已把{texts}各列相加；如还有别的部分，请补上合计一列后重报"
    return Chosen(_parts(column.name, places, []), "added_columns", message)


def _parts(name: str, plus: Sequence[int], minus: Sequence[int]) -> dict[str, int]:
    added = {name if n == 1 else f"{name}+{n}": place for n, place in enumerate(plus, 1)}
    return added | {f"{name}-{n}": place for n, place in enumerate(minus, len(plus) + 1)}
