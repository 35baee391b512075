"""What if a parameter had another value: every household judged under each of them, in one pass a period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb

from rules.compiler import Compiler
from rules.declarations.model import Operand, Pack
from rules.declarations.pack import parameters as pack_parameters
from rules.verdicts import Verdicts
from sql import literal, quoted, statement

Resolved = Mapping[str, Decimal]


def resolve(
    pack: Pack, period: str, settings: Mapping[str, Any], name: str, value: Decimal
) -> dict[str, Decimal]:
    """The pack's parameters in `period`, all that follow from it included, if `name` were `value`.

    Any parameter may be tried, the county's to set or not; its floor and ceiling hold.

    Raises:
        SettingsError: if the value, or a setting of the county beside it, is beyond its floor or ceiling.
    """
    free = replace(pack.parameters[name], county_may_set=True)
    tried = replace(pack, parameters={**pack.parameters, name: free})
    return pack_parameters(tried, period, {**settings, name: value})


def sweep(
    con: duckdb.DuckDBPyConnection,
    period: str,
    pack: Pack,
    operands: Mapping[str, Operand],
    places: Sequence[Resolved],
) -> None:
    """Add this period's rows to the temp table `sweep_outcomes` (`sql/simulate/sweep_tables.sql`).

    A household is on the list where a rule fires; alerts that are kept from the month before are not counted.

    Args:
        con: holds `household_months`; it may be read-only.
        period: identification month.
        pack: the pack that speaks.
        operands: that its conditions are made of.
        places: its parameters as they are, then under each value.
    """
    constant = {name: value for name, value in places[0].items() if len({p[name] for p in places}) == 1}
    once = Verdicts(pack, constant)
    _judge_once(con, period, once, Compiler(pack, places[0], operands))
    outcomes = (Verdicts(pack, parameters).outcome(once.judged_once()) for parameters in places)
    words = f"[{', '.join(map(literal, once.outcomes))}]"
    filled = statement("simulate/outcomes").format(outcomes=",\n".join(outcomes), words=words)
    con.execute(filled, {"period": period})


def _judge_once(con: duckdb.DuckDBPyConnection, period: str, once: Verdicts, compiler: Compiler) -> None:
    """Temp table `sweep_households`: what no value changes, and the operands of what is still open."""
    columns = [
        *(f"{sql} AS {quoted(column)}" for column, sql in once.judged_once().items()),
        *map(quoted, once.open_operands(compiler.operands)),
    ]
    filled = statement("simulate/households").format(
        columns=", ".join(columns), operand_rows=compiler.operand_rows()
    )
    con.execute(filled, {"period": period})
