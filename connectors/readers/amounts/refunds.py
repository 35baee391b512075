"""Refunds that a mark names, without the number of the bill that they cancel: the bill is looked up.

The national medical-insurance export marks both rows (`退费结算标志` 1) and has no `冲正单号`.
"""

from functools import reduce
from operator import and_, or_

import polars as pl

from data_contracts.contract import Contract
from data_contracts.keys import PERSON_KEY
from data_contracts.row_places import first_listed, runs
from data_contracts.special_rows import Refunds

CANCELS = "cancels"
"""Column of rows that were matched with the bill that they cancel."""

Remark = tuple[str, str, int, str]
"""A notice's code, column, number of rows and Chinese sentence."""

_PAIR = ("row_number", "bill_row", "bill")


def with_cancelled_bills(
    rows: pl.DataFrame, contract: Contract, sound: pl.Expr
) -> tuple[pl.DataFrame, list[Remark]]:
    """Fill in which bill each marked refund cancels, where exactly one row of the file can be it.

    A marked row of negative amounts and one of positive amounts belong together if they are of the same
    person and their amounts are opposite; of several such bills, the only marked one. A bill that another row
    cancels already is no such bill. Where two refunds fit one bill, neither is matched. A refund that has the
    number of its bill loses it: it is no second version of the bill.

    Args:
        rows: typed rows as from `typed_sheet`.
        contract: of the source.
        sound: which rows have no fault but negative amounts.

    Returns:
        The rows with a further column `cancels`, and what to say of refunds.
    """
    refunds, reversal = contract.refunds, contract.reversal
    if refunds is None or reversal is None or not rows.select(_is_marked(refunds).any()).item():
        return rows.with_columns(pl.lit(value=False).alias(CANCELS)), []
    own = contract.key[0]
    whole = rows.filter(sound)
    pairs = _pairs(whole, refunds, own, reversal)
    filled = rows.join(pairs, on="row_number", how="left", maintain_order="left").with_columns(
        pl.col("bill_row").is_not_null().alias(CANCELS)
    )
    same_number = (pl.col("bill") == pl.col(own)).fill_null(value=False)
    filled = filled.with_columns(
        *(pl.coalesce(name, "bill").alias(name) for name in (reversal, f"text:{reversal}")),
        *(pl.when(~same_number).then(name).alias(name) for name in (own, f"text:{own}")),
    ).drop("bill", "bill_row")
    return filled, [*_remarks(whole, pairs, contract, runs(rows.select("row_number", "sheet", "sheet_row")))]


def _pairs(whole: pl.DataFrame, refunds: Refunds, own: str, reversal: str) -> pl.DataFrame:
    """`row_number` of each refund, `bill_row` and number `bill` of what it cancels."""
    key = [*PERSON_KEY, *refunds.opposite]
    unmatched = whole.filter(pl.col(reversal).is_null() & _is_somebody())
    negative = unmatched.filter(_all_signed(refunds, -1) & _is_marked(refunds))
    refund = negative.with_columns(-pl.col(name) for name in refunds.opposite).select("row_number", *key)
    single = refund.filter(pl.len().over(key) == 1)
    bills = _uncancelled(unmatched, whole, own, reversal).filter(_all_signed(refunds, 1))
    marked = _is_marked(refunds)
    chosen = bills.filter(
        (pl.len().over(key) == 1) | (marked & (marked.cast(pl.Int32).sum().over(key) == 1))
    ).select(pl.col("row_number").alias("bill_row"), pl.col(own).alias("bill"), *key)
    return single.join(chosen, on=key, nulls_equal=True).select(_PAIR)


def _uncancelled(rows: pl.DataFrame, whole: pl.DataFrame, own: str, reversal: str) -> pl.DataFrame:
    cancelled = whole.select(pl.col(reversal).alias(own)).drop_nulls()
    return rows.join(cancelled, on=own, how="anti", maintain_order="left")


def _is_somebody() -> pl.Expr:
    return pl.col("name").is_not_null() | pl.col("id_number").is_not_null()


def _is_marked(refunds: Refunds) -> pl.Expr:
    return (pl.col(refunds.mark) == refunds.word).fill_null(value=False)


def _all_signed(refunds: Refunds, sign: int) -> pl.Expr:
    """Whether no amount has the other sign, and one has this."""
    amounts = [pl.col(name) * sign for name in refunds.opposite]
    return reduce(and_, (amount >= 0 for amount in amounts)) & reduce(or_, (amount > 0 for amount in amounts))


def _remarks(
    whole: pl.DataFrame, pairs: pl.DataFrame, contract: Contract, places: pl.DataFrame
) -> list[Remark]:
    refunds, reversal = contract.refunds, contract.reversal
    assert refunds is not None and reversal is not None
    title = contract.readable[refunds.mark].title
    remarks: list[Remark] = []
    if pairs.height:
        message = (
            f"{pairs.height} 行标为退费（{title}），已与本文件中同一人、金额相反的那一行冲销，两行合计为零："
            f"{first_listed(pairs['row_number'].sort(), places)}"
        )
        remarks.append(("refunds", refunds.mark, pairs.height, message))
    bills = _uncancelled(whole, whole, contract.key[0], reversal).filter(
        _is_marked(refunds) & _all_signed(refunds, 1)
    )
    left = bills.join(pairs, left_on="row_number", right_on="bill_row", how="anti")["row_number"]
    if len(left):
        message = (
            f"{len(left)} 行标为退费（{title}）而金额为正，本文件中没有冲销它的行，仍然计入："
            f"{first_listed(left, places)}。如已退费，请补报退费的一行并填冲正单号"
        )
        remarks.append(("marked_bills", refunds.mark, len(left), message))
    return remarks
