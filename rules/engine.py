"""One period's alerts from its household months: which rules fire, at which level, with which evidence."""

from collections.abc import Mapping
from decimal import Decimal

import duckdb

from rules.compiler import Compiler
from rules.declarations.citations import cites_of_rules
from rules.declarations.model import Pack
from rules.declarations.operands import operands_of
from rules.declarations.pack import own_lines
from sql import insert, statement

_OF_HOUSEHOLDS = ("rule_results", "alerts", "alert_evidence")


def apply(
    con: duckdb.DuckDBPyConnection,
    period: str,
    pack: Pack,
    parameters: Mapping[str, Decimal],
    at_work: str = "true",
) -> dict[str, int]:
    """Rewrite this period's rows of `rule_results`, `alerts`, `alert_evidence` and `rules_in_force`.

    Args:
        con: holds `household_months` of the period, the tables of earlier periods, and the temp table
            `month_facts` (household_id, measure, in_window, amount, source, file_id, row_number, stage,
            probability).
        period: identification month, `'2021-06'`.
        pack: the pack in force.
        parameters: its resolved parameters (`rules.declarations.pack.parameters`).
        at_work: SQL of whether a household is worked out; all else of the period stays as it is.

    Returns:
        Counts by name: rules that fire or are unknown, alerts by level (without cleared ones) and by state.
    """
    compiler = Compiler(pack, parameters, operands_of(pack))
    for table in _OF_HOUSEHOLDS:
        con.execute(f"DELETE FROM {table} WHERE period = $period AND {at_work}", {"period": period})
    _declare(con, period, pack, parameters)
    _judge(con, period, compiler, at_work)
    _raise_alerts(con, period, compiler)
    _trace(con, period, compiler)
    return dict(con.execute(statement("rules/counts"), {"period": period}).fetchall())


def previous_period(con: duckdb.DuckDBPyConnection, period: str) -> str | None:
    """The newest period before `period` that has household months; None if there is none."""
    row = con.execute(
        "SELECT max(period) FROM household_months WHERE period < $period", {"period": period}
    ).fetchone()
    return row[0] if row else None


def _declare(
    con: duckdb.DuckDBPyConnection, period: str, pack: Pack, parameters: Mapping[str, Decimal]
) -> None:
    """Write the pack's declarations as rows, so that static statements can join them."""
    cites = cites_of_rules(pack, period, parameters)
    con.execute("DELETE FROM rules_in_force WHERE period = $period", {"period": period})
    con.execute(statement("rules/pack_terms"))
    in_force = [
        (period, pack.key, ordinal, name, rule.label, "；".join(cites[name]), rule.basis, rule.checks)
        for ordinal, (name, rule) in enumerate(pack.rules.items(), 1)
    ]
    classes = [(n, c.target_class, c.household_types, c.rules) for n, c in enumerate(pack.classify, 1)]
    measures = [
        (n, m.says, m.unit, m.causes, m.rules, m.target_classes, m.labour)
        for n, m in enumerate(pack.measures, 1)
    ]
    places = [(name, cite) for name, of_rule in cites.items() for cite in of_rule]
    sources = [(n, b.measure, b.window, b.prev_basis) for n, o in operands_of(pack).items() for b in o.behind]
    insert(con, "rules_in_force", in_force)
    insert(con, "classification", classes)
    insert(con, "pack_measures", measures)
    insert(con, "rule_cites", [(rule, place, cite) for place, (rule, cite) in enumerate(places)])
    insert(con, "operand_sources", sources)


def _judge(con: duckdb.DuckDBPyConnection, period: str, compiler: Compiler, at_work: str) -> None:
    before = statement("at_work/alerts_before").format(at_work=at_work)
    con.execute(before, {"previous": previous_period(con, period)})
    con.execute(compiler.judged_households(at_work), {"period": period})
    _build(con, "rule_outcomes", compiler.rule_outcomes())
    con.execute(statement("rules/rule_results"), {"period": period, "pack": compiler.pack.key})


def _raise_alerts(con: duckdb.DuckDBPyConnection, period: str, compiler: Compiler) -> None:
    con.execute(compiler.raised_households())
    con.execute(statement("ledger/types_by_ledger"), {"period": period})
    con.execute(statement("rules/alert_kinds"))
    raised = {
        "period": period,
        "pack": compiler.pack.key,
        "pack_version": compiler.pack.pack_version,
        "county_lines": _county_lines(compiler, period),
    }
    con.execute(statement("rules/raised_alerts"), raised)
    con.execute(statement("rules/fallen_alerts"), raised | {"previous": previous_period(con, period)})


def _county_lines(compiler: Compiler, period: str) -> str:
    own = own_lines(compiler.pack, period, compiler.parameters)
    return ";".join(f"{name}={value.normalize():f}" for name, value in own.items())


def _trace(con: duckdb.DuckDBPyConnection, period: str, compiler: Compiler) -> None:
    con.execute(compiler.alerted_households(), {"period": period})
    _build(con, "operand_values", compiler.operand_values())
    con.execute(statement("rules/alert_evidence"), {"period": period})
    con.execute(statement("rules/untraced_alerts"), {"period": period})
    con.execute(statement("rules/roster_evidence"), {"period": period})
    con.execute(
        statement("rules/kept_evidence"), {"period": period, "previous": previous_period(con, period)}
    )


def _build(con: duckdb.DuckDBPyConnection, relation: str, select: str) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {select}")
