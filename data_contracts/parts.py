"""Headers that name parts of an amount, and totals that several amounts add up to."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from data_contracts.units import header_key

if TYPE_CHECKING:
    from data_contracts.contract import Column, Contract

Pattern = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Parts:
    """Which headers are parts of a money column's amount. Patterns match a whole folded header.

    Attributes:
        add: patterns of headers whose amounts add up.
        subtract: patterns of headers whose amounts are subtracted: costs. Where there are any, neither side
            alone says anything of the amount.
        never: pattern of what no part has in it anywhere: other times, other offices.
        formula: how the amount is made of them, in Chinese words, where something is subtracted.
    """

    add: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    subtract: tuple[Pattern, ...] = ()
    never: str | None = None
    formula: str = ""

    def sign(self, header: str) -> int:
        """1 if a header text names a part that adds up, -1 one to subtract, else 0."""
        return _sign(self, header_key(header))


@lru_cache(maxsize=1 << 12)
def _sign(parts: Parts, key: str) -> int:
    if parts.never and re.search(parts.never, key):
        return 0
    if any(re.fullmatch(pattern, key) for pattern in parts.subtract):
        return -1
    return int(any(re.fullmatch(pattern, key) for pattern in parts.add))


def declared_part(contract: "Contract", header: str) -> "tuple[Column, int] | None":
    """The amount that a header text is a declared part of, and the part's sign; None if there is none."""
    signs = ((column, column.parts.sign(header)) for column in contract.columns if column.parts)
    return next((pair for pair in signs if pair[1]), None)


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Total:
    """That a control column is the sum of amounts of its row.

    Attributes:
        of: the money columns that it is the sum of.
        before_costs: whether what is subtracted within an amount may not be subtracted in it.
    """

    of: Annotated[tuple[str, ...], Field(min_length=2)]
    before_costs: bool = False


def contradictions_of_parts(contract: "Contract") -> Iterator[str]:
    """Contradictions between parts, totals and a source's columns, in Chinese."""
    for column in contract.readable.values():
        if column.parts and column.type != "money":
            yield f"列 {column.name}：parts 只能写在金额（money）列"
        patterns = (
            (*column.parts.add, *column.parts.subtract, column.parts.never or "") if column.parts else ()
        )
        if any(not _compiles(pattern) for pattern in patterns):
            yield f"列 {column.name}：parts 中有写错的正则表达式"
        if column.total and column not in contract.controls:
            yield f"列 {column.name}：total 只能写在 controls 中"
        of = column.total.of if column.total else ()
        if any(name not in contract.by_name or contract.by_name[name].type != "money" for name in of):
            yield f"列 {column.name}：total 的 of 只能写金额（money）列"


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
