"""Monitored households whose risk seems over, as candidates for the review of elimination (G7, F9)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import duckdb

from rules.compiler import Compiler
from rules.declarations.citations import cites
from rules.declarations.conditions import names
from rules.declarations.follow_up import Elimination
from rules.declarations.model import Pack
from rules.declarations.operands import operands_of
from sql import count, insert, statement

_MONITORED = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")  # 户类型 confirmed by the county


def review(
    con: duckdb.DuckDBPyConnection, period: str, pack: Pack, parameters: Mapping[str, Decimal]
) -> dict[str, int]:
    """Rewrite this period's rows of `elimination_candidates`; none in months that the pack does not name.

    A candidate is a monitored household with labour capacity whose risk the county has not eliminated, for
    which the pack's condition is true (not unknown), and which had no open alert and no undecided rule in the
    number of published periods that the pack requires.

    Args:
        con: after `rules.engine.apply` of the period: `household_months`, `alerts`, and the period's roster.
        period: identification month, `'2021-06'`.
        pack: the pack in force.
        parameters: its resolved parameters (`rules.declarations.pack.parameters`).

    Returns:
        The number of candidates.
    """
    con.execute("DELETE FROM elimination_candidates WHERE period = $period", {"period": period})
    elimination = pack.elimination
    if elimination is None or int(period[5:]) not in elimination.months:
        return {}
    _judge(con, period, pack, elimination, parameters)
    con.execute(
        statement("elimination/elimination_candidates"),
        {
            "period": period,
            "quiet_months": elimination.quiet_months,
            "pack": pack.key,
            "pack_version": pack.pack_version,
            "cites": "；".join(
                cites(pack, period, parameters, elimination.articles, names(elimination.condition))
            ),
        },
    )
    query = "SELECT count(*) FROM elimination_candidates WHERE period = $period"
    return {"elimination_candidates": count(con, query, {"period": period})}


def _judge(
    con: duckdb.DuckDBPyConnection,
    period: str,
    pack: Pack,
    elimination: Elimination,
    parameters: Mapping[str, Decimal],
) -> None:
    declare_monitored_types(con, pack)
    compiler = Compiler(pack, parameters, operands_of(pack))
    outcomes = statement("rules/elimination_outcomes").format(
        operand_rows=compiler.operand_rows(),
        says=compiler.sentence(elimination.says),
        condition=compiler.sql(elimination.condition),
    )
    con.execute(outcomes, {"period": period})


def declare_monitored_types(con: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """Make the temp table `monitored_types`: the types of monitored households and their classes."""
    con.execute(statement("elimination/monitored_types"))
    insert(con, "monitored_types", list(_classes(pack)))


def _classes(pack: Pack) -> Iterator[tuple[str, str]]:
    """Each monitored type and its target class: of the first entry that fits a household without an alert."""
    for kind in _MONITORED:
        fitting = (
            entry.target_class
            for entry in pack.classify
            if entry.rules is None and (entry.household_types is None or kind in entry.household_types)
        )
        yield kind, next(fitting)
