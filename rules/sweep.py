"""Simulates other values of a parameter: every household judged under each value, in one pass per period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb

from rules.compiler import Compiler
from rules.declarations.model import Operand, Pack
from rules.declarations.operands import bounds_of
from rules.declarations.pack import parameters as pack_parameters
from rules.verdicts import Verdicts
from sql import literal, quoted, statement

Resolved = Mapping[str, Decimal]


def resolve(
    pack: Pack, period: str, settings: Mapping[str, Any], name: str, value: Decimal
) -> dict[str, Decimal]:
    """The pack's parameters in `period` if `name` were `value`, including those derived from it.

    Any parameter may be tried, even one that the county may not set; its floor and ceiling apply.

    Raises:
        SettingsError: if the value, or one of the county's settings, is beyond its floor or ceiling.
    """
    free = replace(pack.parameters[name], county_may_set=True)
    tried = replace(pack, parameters={**pack.parameters, name: free})
    return pack_parameters(tried, period, {**settings, name: value})


def sweep(
    con: duckdb.DuckDBPyConnection,
    period: str,
    pack: Pack,
    operands: Mapping[str, Operand],
    variants: Sequence[Resolved],
) -> None:
    """Add this period's rows to the temp table `sweep_outcomes` (`sql/simulate/sweep_tables.sql`).

    A household is listed if a rule fires; alerts kept from the previous month are not counted.

    Args:
        con: holds `household_months`; it may be read-only.
        period: identification month.
        pack: the pack in force.
        operands: the operands of its conditions.
        variants: the pack's current parameters, then those for each value.
    """
    constant = {name: value for name, value in variants[0].items() if len({p[name] for p in variants}) == 1}
    bounds = bounds_of(operands)
    once = Verdicts(pack, constant, bounds)
    _judge_once(con, period, once, Compiler(pack, variants[0], operands))
    outcomes = (Verdicts(pack, parameters, bounds).outcome(once.judged_once()) for parameters in variants)
    words = f"[{', '.join(map(literal, once.outcomes))}]"
    filled = statement("simulate/outcomes").format(outcomes=",\n".join(outcomes), words=words)
    con.execute(filled, {"period": period})


def _judge_once(con: duckdb.DuckDBPyConnection, period: str, once: Verdicts, compiler: Compiler) -> None:
    """Make the temp table `sweep_households`: conditions that no value changes, operands of the others."""
    columns = [
        *(f"{sql} AS {quoted(column)}" for column, sql in once.judged_once().items()),
        *map(quoted, once.open_columns(compiler.operands)),
    ]
    filled = statement("simulate/households").format(
        columns=", ".join(columns), operand_rows=compiler.operand_rows()
    )
    con.execute(filled, {"period": period})
