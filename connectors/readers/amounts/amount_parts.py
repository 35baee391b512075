"""Amounts in several columns: parts add up, `县内务工` and `县外务工` to wages; costs are subtracted.

Where a further sub-column is their sum (`小计`), it must agree with the parts; alone, it is the amount.
A total in a column of its own counts where it is written, whatever the parts add up to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl

_YUAN = pl.Decimal(14, 2)
_CENT = Decimal("0.01")

Role = Literal["add", "subtract", "sum", "total"]
"""What a column is of an amount: a part, a sum that must agree with the parts, a total that counts itself."""


@dataclass(frozen=True)
class Part:
    """A column of an amount: its yuan, its text, yuan per unit, and what it is of the amount."""

    value: pl.Expr
    text: pl.Expr
    scale: Decimal
    role: Role


@dataclass(frozen=True)
class Amount:
    """An amount made from its parts.

    Attributes:
        value: yuan; NULL where nothing is written, or a cell that counts cannot be read.
        text: what is written first.
        differs: whether the parts do not add up to the sum that is written.
        total_differs: whether they do not add up to the total, which counts.
        is_added_up: whether the parts count since the sum or total beside them is blank.
        is_negative: whether a part that counts is negative, where parts are subtracted or replace a total.
        before_costs: yuan before what is subtracted.
    """

    value: pl.Expr
    text: pl.Expr
    differs: pl.Expr
    total_differs: pl.Expr
    is_added_up: pl.Expr
    is_negative: pl.Expr
    before_costs: pl.Expr


def amount_of(parts: Sequence[Part]) -> Amount:
    """The amount of several columns, at least one of which is a part to add."""
    addends = [part for part in parts if part.role in {"add", "subtract"}]
    income = _sum([part.value for part in addends if part.role == "add"])
    costs = _sum([part.value for part in addends if part.role == "subtract"])
    added = (income - costs).cast(_YUAN, strict=False)
    written = pl.any_horizontal(part.value.is_not_null() for part in addends)
    total, total_text = _first(parts, "total")
    other, other_text = _first(parts, "sum")
    unreadable = pl.any_horizontal(part.text.is_not_null() & part.value.is_null() for part in parts)
    amount = pl.when(~unreadable).then(pl.when(written).then(added).otherwise(other))
    # Rounded parts may differ from their rounded sum by half a last digit each.
    tolerance = pl.lit(max(part.scale for part in parts) * _CENT * len(addends))
    differs = [written & ((value - added).abs() > tolerance) for value in (other, total)]
    counts = total_text.is_null()
    has_sum = any(part.role in {"sum", "total"} for part in parts)
    bounded = any(part.role in {"subtract", "total"} for part in parts)
    negative = pl.any_horizontal(part.value < 0 for part in addends)
    return Amount(
        pl.when(total_text.is_not_null()).then(total).otherwise(amount),
        pl.coalesce(total_text, *(part.text for part in parts)),
        differs[0],
        differs[1] & ~unreadable,
        pl.lit(has_sum) & counts & other_text.is_null() & written,
        pl.lit(bounded) & counts & negative,
        income,
    )


def _sum(values: Sequence[pl.Expr]) -> pl.Expr:
    if not values:
        return pl.lit(0, _YUAN)
    return pl.sum_horizontal(value.fill_null(0) for value in values)


def _first(parts: Sequence[Part], role: Role) -> tuple[pl.Expr, pl.Expr]:
    """Value and text of the column of that role; NULL without one."""
    of_role = [part for part in parts if part.role == role]
    values = [part.value for part in of_role] or [pl.lit(None, _YUAN)]
    return pl.coalesce(values), pl.coalesce([part.text for part in of_role] or [pl.lit(None, pl.String)])
