"""One household's figures under every rule: each operand with its line, whether the rule fires or not."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import duckdb

from rules.compiler import Compiler
from rules.declarations.conditions import names, to_sql
from rules.declarations.model import Operand, Pack
from rules.declarations.operands import bounds_of
from sql import literal, quoted, rows, statement


def standing(
    con: duckdb.DuckDBPyConnection,
    keys: Mapping[str, str],
    pack: Pack,
    parameters: Mapping[str, Decimal],
    operands: Mapping[str, Operand],
) -> list[dict[str, Any]]:
    """Every operand that a rule shows, in the pack's order.

    Args:
        con: holds `household_months`; it may be read-only.
        keys: `period` and `household_id`.
        pack: the pack in force.
        parameters: its resolved parameters.
        operands: the operands of its conditions.

    Returns:
        Rows of `rule, operand, label, unit, value` (NULL: unknown), `line` and `margin` (value minus line;
        both NULL if there is no line), `decides` (whether the condition uses the operand) and `fires` (of the
        rule; NULL: unknown).
    """
    operand_rows = Compiler(pack, parameters, operands).operand_rows()
    con.execute(statement("explain/operand_row").format(operand_rows=operand_rows), keys)
    selects = "\nUNION ALL\n".join(
        statement("explain/comparison").format(**slots) for slots in _slots(pack, parameters, operands)
    )
    compared = rows(con, f"SELECT * FROM ({selects}) ORDER BY ordinal")
    return [{name: value for name, value in row.items() if name != "ordinal"} for row in compared]


def _slots(
    pack: Pack, parameters: Mapping[str, Decimal], operands: Mapping[str, Operand]
) -> Iterator[dict[str, str]]:
    shown = [(name, rule, item) for name, rule in pack.rules.items() for item in rule.evidence]
    for ordinal, (name, rule, item) in enumerate(shown):
        operand = operands[item.operand]
        yield {
            "ordinal": str(ordinal),
            "rule": literal(name),
            "operand": literal(item.operand),
            "label": literal(operand.label),
            "unit": literal(operand.unit),
            "value": quoted(item.operand),
            "line": to_sql(item.line, parameters) if item.line else "NULL",
            "decides": str(item.operand in names(rule.condition)),
            "condition": to_sql(rule.condition, parameters, bounds_of(operands)),
        }
