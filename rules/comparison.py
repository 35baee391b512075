"""Two packs on the same month: which households they treat differently, and by which rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from rules.compiler import Compiler
from rules.declarations.conditions import to_sql
from rules.declarations.model import Operand, Pack
from rules.declarations.operands import bounds_of
from rules.verdicts import Verdicts
from sql import literal, statement


@dataclass(frozen=True)
class Side:
    """A pack as applied.

    Attributes:
        pack: the pack.
        parameters: its resolved parameters.
        operands: the operands of its conditions.
    """

    pack: Pack
    parameters: Mapping[str, Decimal]
    operands: Mapping[str, Operand]


def compare(con: duckdb.DuckDBPyConnection, period: str, a: Side, b: Side) -> None:
    """Make the temp table `compared_households`: every household of the period, judged by `a` and by `b`.

    Columns: `household_id, township, village, members`, and for each side `outcome_a` (a level; `none` if no
        rule fires; `unknown` if no rule fires and one cannot be decided), `class_a` (NULL if not listed),
        `rules_a` and `undecided_a`, names of rules in the pack's order. Of the published tables it only reads
        `household_months`.
    """
    for name, side in (("a", a), ("b", b)):
        filled = statement("simulate/judged_side").format(
            operand_rows=Compiler(side.pack, side.parameters, side.operands).operand_rows(),
            side=name,
            **_slots(side),
        )
        con.execute(filled, {"period": period})
    con.execute(statement("simulate/compared_households"))


def _slots(side: Side) -> dict[str, str]:
    bounds = bounds_of(side.operands)
    verdicts = Verdicts(side.pack, side.parameters, bounds)
    conditions = {
        name: to_sql(rule.condition, side.parameters, bounds) for name, rule in side.pack.rules.items()
    }
    return {
        "outcome": f"[{', '.join(map(literal, verdicts.outcomes))}][{verdicts.outcome()} + 1]",
        "fired": ", ".join(f"CASE WHEN {sql} THEN {literal(n)} END" for n, sql in conditions.items()),
        "undecided": ", ".join(
            f"CASE WHEN ({sql}) IS NULL THEN {literal(n)} END" for n, sql in conditions.items()
        ),
        "target_class": _target_class(side.pack),
    }


def _target_class(pack: Pack) -> str:
    """SQL for the target class: of the first entry that fits the household's type and the rules that fire."""
    entries = []
    for entry in pack.classify:
        types = None if entry.household_types is None else ", ".join(map(literal, entry.household_types))
        rules = None if entry.rules is None else ", ".join(map(literal, entry.rules))
        fits = [
            *([] if types is None else [f"household_type IN ({types})"]),
            *([] if rules is None else [f"list_has_any(rules, [{rules}])"]),
        ]
        entries.append(f"WHEN {' AND '.join(fits) or 'true'} THEN {literal(entry.target_class)}")
    return f"CASE {' '.join(entries)} END"
