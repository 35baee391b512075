"""A pack's time limits and scale as rows, for lists and summaries."""

from collections.abc import Mapping
from decimal import Decimal

import duckdb

from rules.declarations.citations import cites
from rules.declarations.model import Pack
from sql import insert


def declare(
    con: duckdb.DuckDBPyConnection, period: str, pack: Pack, parameters: Mapping[str, Decimal]
) -> None:
    """Rewrite this period's rows of `duties_in_force` and `scale_in_force`."""
    for table in ("duties_in_force", "scale_in_force"):
        con.execute(f"DELETE FROM {table} WHERE period = $period", {"period": period})
    duties = [
        (
            period,
            pack.key,
            ordinal,
            duty.label,
            duty.within_working_days,
            duty.within_months,
            duty.every,
            "；".join(cites(pack, period, parameters, duty.articles)),
        )
        for ordinal, duty in enumerate(pack.calendar, 1)
    ]
    insert(con, "duties_in_force", duties)
    if (scale := pack.scale) is not None:
        shares = [scale.usual, scale.most]
        cited = "；".join(cites(pack, period, parameters, scale.articles, shares))
        insert(con, "scale_in_force", [(period, pack.key, *(parameters[s] for s in shares), cited)])
