"""What the receipt says of amounts in several columns, and of totals beside the amounts of a row."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from data_contracts.contract import Column, Contract
from data_contracts.row_places import first_listed

Remark = tuple[str, str, int, str]
"""A notice's code, column, number of rows and Chinese sentence."""

TOTAL_DIFFERS, ADDED_UP, BEFORE_COSTS = "total_differs:", "added_up:", "before_costs:"
"""Beginnings of the names of what a typed amount of several columns has beside it; its own name follows."""

_CENT = pl.lit(Decimal("0.01"))


def remarks_on_totals(rows: pl.DataFrame, contract: Contract, runs: pl.DataFrame) -> Iterator[Remark]:
    """What to say of accepted rows: totals that their parts do not add up to, and blank ones.

    Args:
        rows: typed rows as from `typed_sheet`; a control that is blank in all of them may be missing.
        contract: of the source.
        runs: where rows stand, as returned by `row_places.runs`.
    """
    for column in contract.columns:
        for code, words in (
            (TOTAL_DIFFERS, "合计与各分项之和不符，按合计计入"),
            (ADDED_UP, "没有填合计，已按各分项之和计入"),
        ):
            if code + column.name in rows.columns:
                yield from _remark(
                    rows.filter(pl.col(code + column.name)),
                    code[:-1],
                    column.name,
                    f"{column.title}：{words}",
                    runs,
                )
    for column in contract.controls:
        if column.total and column.name in rows.columns:
            yield from _held_against(rows, column, contract, runs)


def _held_against(
    rows: pl.DataFrame, column: Column, contract: Contract, runs: pl.DataFrame
) -> Iterator[Remark]:
    """Rows whose total is not the sum of their amounts, to the cent."""
    assert column.total is not None
    sums = [_sum(rows, column.total.of, "")]
    if column.total.before_costs:
        sums.append(_sum(rows, column.total.of, BEFORE_COSTS))
    total = pl.col(column.name)
    differing = rows.filter(pl.all_horizontal((total - added).abs() > _CENT for added in sums))
    titles = "、".join(contract.by_name[name].title for name in column.total.of)
    words = f"表中的{column.title}与{titles}之和不符，按各项收入计入，请核对有没有漏填或填错列的收入"
    yield from _remark(differing, "row_total", column.name, words, runs)


def _sum(rows: pl.DataFrame, names: tuple[str, ...], instead: str) -> pl.Expr:
    """The sum of amounts; where `instead` is not '', of what they are before costs, as far as it is known."""
    other = {name: instead + name for name in names if instead and instead + name in rows.columns}
    return pl.sum_horizontal(pl.coalesce(other.get(name, name), name).fill_null(0) for name in names)


def _remark(rows: pl.DataFrame, code: str, name: str, words: str, runs: pl.DataFrame) -> Iterator[Remark]:
    if rows.height:
        numbers = rows["row_number"]
        yield code, name, rows.height, f"{words}（{rows.height} 行）：{first_listed(numbers, runs)}"
