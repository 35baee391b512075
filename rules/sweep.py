"""What if a parameter had another value: every household judged under each of them, in one pass a period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb

from rules.compiler import Compiler
from rules.model import Pack
from rules.operands import load_operands
from rules.pack import parameters as pack_parameters
from rules.sentences import literal
from rules.verdicts import Verdicts
from sql import quoted, statement

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
    con: duckdb.DuckDBPyConnection, period: str, pack: Pack, present: Resolved, swept: Sequence[Resolved]
) -> None:
    """Add this period's rows to the temp table `sweep_outcomes`: place 0 for `present`, then one of `swept` each.

    A household is on the list where a rule fires; alerts that are kept from the month before are not counted.

    Args:
        con: holds `household_months`; it may be read-only.
        period: identification month.
        pack: the pack that speaks.
        present: its parameters as they are.
        swept: its parameters under each value.
    """
    places = [present, *swept]
    moved = [name for name in pack.parameters if len({place[name] for place in places}) > 1]
    verdicts = Verdicts(pack, {name: value for name, value in present.items() if name not in moved})
    _judge_once(con, period, verdicts, present)
    con.execute(
        statement("simulate/outcomes").format(
            swept_columns=", ".join(["place", *map(quoted, moved)]),
            swept=", ".join(_row(number, [place[name] for name in moved]) for number, place in enumerate(places)),
            outcome=verdicts.outcome(verdicts.judged_once()),
            names=f"[{', '.join(map(literal, verdicts.outcomes))}]",
        ),
        {"period": period},
    )


def _judge_once(con: duckdb.DuckDBPyConnection, period: str, verdicts: Verdicts, present: Resolved) -> None:
    operands = load_operands()
    columns = [
        f"{Verdicts(verdicts.pack, present).outcome()} AS present_outcome",
        *(f"{sql} AS {quoted(column)}" for column, sql in verdicts.judged_once().items()),
        *map(quoted, verdicts.swept_operands(operands)),
    ]
    filled = statement("simulate/households").format(
        columns=", ".join(columns), operand_rows=Compiler(verdicts.pack, present, operands).operand_rows()
    )
    con.execute(filled, {"period": period})


def _row(place: int, values: Sequence[Decimal]) -> str:
    return f"({', '.join([str(place), *(format(value, 'f') for value in values)])})"
