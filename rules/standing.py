"""One household's figures under every rule: each operand with its line, whether the rule fires or not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb

from rules.compiler import Compiler
from rules.declarations.conditions import names
from rules.declarations.model import Operand, Pack
from sql import quoted, statement


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
    shown = [(name, item.operand) for name, rule in pack.rules.items() for item in rule.evidence]
    figures = con.execute(_query(pack, parameters, operands), keys).fetchall()
    return [
        {
            "rule": rule,
            "operand": operand,
            "label": operands[operand].label,
            "unit": operands[operand].unit,
            "value": value,
            "line": line,
            "margin": None if value is None or line is None else value - line,
            "decides": operand in names(pack.rules[rule].condition),
            "fires": fires,
        }
        for lists in figures
        for (rule, operand), value, line, fires in zip(shown, *lists, strict=True)
    ]


def _query(pack: Pack, parameters: Mapping[str, Decimal], operands: Mapping[str, Operand]) -> str:
    compiler = Compiler(pack, parameters, operands)
    shown = [(rule, item) for rule in pack.rules.values() for item in rule.evidence]
    return statement("explain/comparison").format(
        operand_rows=compiler.operand_rows(),
        operand_values=", ".join(_wide(quoted(item.operand)) for _, item in shown),
        lines=", ".join(_wide(compiler.sql(item.line) if item.line else "NULL") for _, item in shown),
        fires=", ".join(compiler.sql(rule.condition) for rule, _ in shown),
    )


def _wide(number: str) -> str:
    return f"CAST({number} AS DECIMAL(18, 4))"
