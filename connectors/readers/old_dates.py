"""Rows dated before both windows of a period, which count for nothing: perhaps their dates are wrong."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from connectors.readers.text_table import Notice
from data_contracts.contract import Contract


def before_the_windows(accepted: pl.DataFrame, contract: Contract, period: str) -> Iterator[Notice]:
    """A notice on rows that are too old to count in the windows of `period`, unless all of them are."""
    if contract.dated_by is None:
        return
    column = contract.by_name[contract.dated_by]
    first = date(int(period[:4]) - 2, int(period[5:]), 1)
    dated = accepted[column.name]
    old = dated.filter(dated < first)
    if 0 < len(old) < len(dated):
        first_old, last_old = old.sort().gather([0, -1]).dt.strftime("%Y-%m")
        yield Notice(
            "before_the_windows",
            column.name,
            len(old),
            f"{column.title}早于 {first:%Y-%m} 的有 {len(old)} 行，占 {len(old) / len(dated):.0%}，"
            f"在 {first_old} 至 {last_old}；已存档，不计入本期和上期的十二个月。若日期有误，请更正后重报",
        )
