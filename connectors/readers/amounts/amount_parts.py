"""Amounts in several columns: the sub-columns of a merged header add up, `县内务工` and `县外务工` to wages.

Where a further sub-column is their sum (`小计`), it must agree with the parts; alone, it is the amount.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

_YUAN = pl.Decimal(14, 2)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """A column of an amount: its yuan, its text, yuan per unit, and whether it is the sum of the others."""

    value: pl.Expr
    text: pl.Expr
    scale: Decimal
    is_sum: bool


@dataclass(frozen=True)
class Amount:
    """An amount made from its parts.

    Attributes:
        value: yuan; NULL where nothing is written, or a part cannot be read.
        text: what is written first.
        differs: whether the parts do not add up to the sum that is written.
    """

    value: pl.Expr
    text: pl.Expr
    differs: pl.Expr


def amount_of(parts: Sequence[Part]) -> Amount:
    """The amount of several columns, at least one of which is not the sum of the others."""
    unreadable = pl.any_horizontal(part.text.is_not_null() & part.value.is_null() for part in parts)
    addends = [part.value for part in parts if not part.is_sum]
    written = pl.any_horizontal(value.is_not_null() for value in addends)
    added = pl.sum_horizontal(value.fill_null(0) for value in addends).cast(_YUAN, strict=False)
    total = pl.coalesce([part.value for part in parts if part.is_sum] or [pl.lit(None, _YUAN)])
    # Rounded parts may differ from their rounded sum by half a last digit each.
    tolerance = max(part.scale for part in parts) * _CENT * len(addends)
    amount = pl.when(written).then(added).otherwise(total)
    return Amount(
        pl.when(~unreadable).then(amount),
        pl.coalesce(part.text for part in parts),
        written & ((total - added).abs() > pl.lit(tolerance)),
    )
