"""What happens to rows when they are sent: late, sent again, cancelled, repeated, spoiled."""

from collections.abc import Iterable, Iterator

import polars as pl

from data_contracts.contract import Contract
from flows.demo.extracts.rendering import amount_column
from flows.demo.people.draws import Rng, day_number, first_day, stream
from flows.demo.writing.dirt import Dirt

_KEPT = 0.05  # share of a month's rows that may be sent again or cancelled next month


def submitted(
    fresh: Iterable[tuple[int, pl.DataFrame]], contract: Contract, dirt: Dirt, seed: int
) -> Iterator[pl.DataFrame]:
    """Turns the facts of each month into the rows sent in that month.

    Args:
        fresh: month number and its rows as written, with `fact` numbers, month after month.
        contract: of their source.
        dirt: rates of errors.
        seed: of the county.

    Yields:
        The rows of each month, with `rejected`: the code of a row that must be rejected, else NULL. The last
        month's late rows never arrive.
    """
    late, known = pl.DataFrame(), pl.DataFrame()
    for month, happened in fresh:
        rng = stream(seed, contract.source, "submitted", month)
        rows = happened.with_columns(rejected=pl.lit(None, pl.String))
        waits = pl.Series(rng.random(rows.height) < dirt.late, dtype=pl.Boolean)
        sent = rows.filter(~waits)
        parts = [late, sent, *_second_thoughts(rng, known, contract, month, dirt)]
        parts += [_sample(rng, sent, dirt.repeated), spoiled(rng, sent, contract, dirt.spoiled)]
        late, known = rows.filter(waits), _sample(rng, sent, _KEPT)
        yield pl.concat([part for part in parts if part.height] or [rows], how="diagonal")


def _sample(rng: Rng, rows: pl.DataFrame, share: float) -> pl.DataFrame:
    return rows[rng.permutation(rows.height)[: round(share * rows.height)]]


def _second_thoughts(
    rng: Rng, known: pl.DataFrame, contract: Contract, month: int, dirt: Dirt
) -> list[pl.DataFrame]:
    """Rows of the previous month, sent again with other amounts, and cancellations of others."""
    if known.is_empty():
        return []
    again = round(dirt.resent / _KEPT * known.height)
    ends = again + round(dirt.reversed / _KEPT * known.height)
    money = [
        column.name for column in contract.columns if column.type == "money" and column.name in known.columns
    ]
    factor = pl.lit(pl.Series(rng.uniform(0.7, 1.4, again)))
    changed = known.head(again).with_columns(
        (pl.col(name) * factor).round(2).cast(known.schema[name]) for name in money
    )
    if contract.reversal is None:
        return [changed]
    return [changed, _cancelling(known[again:ends], contract.reversal, contract.key[0], money, month)]


def _cancelling(rows: pl.DataFrame, reversal: str, key: str, money: list[str], month: int) -> pl.DataFrame:
    """Reversals of rows; the last one reverses a settlement that was never sent."""
    number = pl.int_range(pl.len())
    never_sent = pl.col(key).str.replace("^YB", "YB9")
    return rows.with_columns(
        pl.when(number == pl.len() - 1).then(never_sent).otherwise(pl.col(key)).alias(reversal),
        ("C" + pl.col(key)).alias(key),
        *(-pl.col(name) for name in money),
        settled_on=pl.lit(day_number(first_day(month))).cast(pl.Int32).cast(pl.Date)
        + pl.duration(days=number % 28),
        fact=-pl.col("fact"),
    )


def spoils(contract: Contract) -> list[str]:
    """The errors that rows of a source can be given, each by the code of its rejection."""
    dated = contract.by_name.get(contract.dated_by or "")
    of_facts = (
        ["unreadable_amount", f"unreadable_{dated.type}", "negative_amount", "after_period"] if dated else []
    )
    if amount_column(contract) is None:
        of_facts = [code for code in of_facts if not code.endswith("_amount")]
    return ["blank", *of_facts, *(["unknown_reference"] if "household_id" in contract.references else [])]


def spoiled(rng: Rng, rows: pl.DataFrame, contract: Contract, share: float) -> pl.DataFrame:
    """Copies of some rows, each to be spoiled when it is rendered; they carry no fact.

    A key of its own distinguishes a spoiled copy from the original row.
    """
    copies = _sample(rng, rows, share)
    codes = spoils(contract)
    drawn = pl.Series([codes[i] for i in rng.integers(0, len(codes), copies.height)], dtype=pl.String)
    own_key = [("E" + pl.col(contract.key[0])).alias(contract.key[0])] if contract.reversal else []
    return copies.with_columns(*own_key, rejected=drawn, fact=pl.lit(None, pl.Int64))
