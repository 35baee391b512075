"""Rows that say more than their own columns: refunds, and heads of households in rosters of persons."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

if TYPE_CHECKING:
    from data_contracts.contract import Contract


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Refunds:
    """Which rows cancel another one whose number they do not name.

    Attributes:
        mark: the control column that marks them.
        word: what it holds in their rows, and perhaps in the rows that they cancel.
        opposite: amounts that are opposite in the two rows.
    """

    mark: str
    word: str
    opposite: Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Heads:
    """Which rows of persons are of heads of households, and what they say of the household.

    Attributes:
        column: the column that says so.
        words: what it holds in the row of a head, in Han or else in digits alone, the surest word first.
        gives: column of the household -> column of the head's row that it can be taken from; the first names
            the head.
    """

    column: str
    words: Annotated[tuple[str, ...], Field(min_length=1)]
    gives: Annotated[dict[str, str], Field(min_length=1)]


def contradictions_of_controls(contract: "Contract") -> Iterator[str]:
    """Contradictions between a source's controls and its contract, in Chinese."""
    names = {column.name for column in contract.controls}
    if twice := sorted(names & contract.by_name.keys()):
        yield f"controls 与 columns 中都有：{'、'.join(twice)}"
    refunds = contract.refunds
    if refunds is None:
        return
    if not (contract.person and contract.reversal):
        yield "refunds 只能写在有 reversal 的人员类来源"
    if refunds.mark not in names or contract.readable[refunds.mark].type != "text":
        yield "refunds 的 mark 必须是 controls 中的文字（text）列"
    if any(
        name not in contract.by_name or contract.by_name[name].type != "money" for name in refunds.opposite
    ):
        yield "refunds 的 opposite 只能写金额（money）列"
