"""A warehouse with the months of a few households and the source rows that their figures are made of."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from rules import engine
from rules.declarations.operands import load_operands
from rules.declarations.pack import Pack, load_packs, parameters
from sql import statement
from sql.migrate import migrate

USUAL: dict[str, Any] = {
    "members": 3,
    "household_type": "一般农户",
    "income_12m": 60000,
    "income_prev_12m": 60000,
    "income_prev_basis": "months",
    "illness_expense_12m": 0,
    "education_expense_12m": 0,
    "disaster_loss_12m": 0,
    "illness_complete": True,
    "education_complete": True,
    "disaster_complete": True,
    "rigid_expense_prev_12m": 3000,
    "guarantee_education": False,
    "guarantee_medical": False,
    "guarantee_housing": False,
    "guarantee_water": False,
    "registered": False,
    "has_labour": True,
    "employment_unstable": False,
    "accident_expense_12m": 0,
    "business_loss_12m": 0,
    "employment_losses": 0,
    "declarations": 0,
    "visit_risk": False,
    "survey_warning": False,
}
"""A household that no rule of any pack reaches."""

INDICATORS = {name for name, operand in load_operands().items() if operand.indicator}
PACKS = load_packs()
PLACE = {"township": "东乡镇", "village": "上村"}

_EXPENSES = {
    "illness_expense_12m": ("illness_expense", "health_insurance"),
    "education_expense_12m": ("education_expense", "education"),
    "disaster_loss_12m": ("disaster_loss", "emergency"),
}
_COMPLETE = ("illness_complete", "education_complete", "disaster_complete")
_FILES = {
    name: n
    for n, name in enumerate(("households", "incomes", "health_insurance", "education", "emergency"), 1)
}

Households = Mapping[str, Mapping[str, Any]]


def make_warehouse() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    con.execute(
        "CREATE TEMP TABLE month_facts (household_id VARCHAR, measure VARCHAR, in_window VARCHAR,"
        " amount DECIMAL(14, 2), source VARCHAR, file_id INTEGER, row_number INTEGER, stage VARCHAR,"
        " probability DOUBLE)"
    )
    con.execute(statement("months/fact_details"))
    return con


def run_month(
    con: duckdb.DuckDBPyConnection,
    period: str,
    pack: str,
    households: Households,
    settings: Mapping[str, Any] | None = None,
) -> dict[str, int]:
    """Apply the pack of that name to a month; `households` as for `run_pack`."""
    return run_pack(con, period, PACKS[pack], households, settings)


def run_pack(
    con: duckdb.DuckDBPyConnection,
    period: str,
    pack: Pack,
    households: Households,
    settings: Mapping[str, Any] | None = None,
) -> dict[str, int]:
    """Apply `pack` to a month whose roster is `households`: by household, what differs from `USUAL`."""
    for table in ("household_months", "household_indicators", "indicator_months"):
        con.execute(f"DELETE FROM {table} WHERE period = $period", {"period": period})
    con.execute("DELETE FROM month_facts")
    covered = [{"period": period, "indicator": name, "covered": True} for name in INDICATORS]
    _insert(con, "indicator_months", covered)
    for row_number, (household, figures) in enumerate(sorted(households.items()), 1):
        month = derived({**USUAL, **figures})
        _insert_month(con, {"period": period, "household_id": household}, month)
        _insert(con, "month_facts", _facts(household, row_number, month))
    return engine.apply(con, period, pack, parameters(pack, period, settings or {}))


def _insert_month(con: duckdb.DuckDBPyConnection, key: Mapping[str, str], month: Mapping[str, Any]) -> None:
    columns = {name: value for name, value in month.items() if name not in INDICATORS}
    _insert(con, "household_months", [{**key, **PLACE, **columns}])
    indicators = [{**key, "indicator": name, "value": month[name]} for name in INDICATORS & month.keys()]
    if indicators:
        _insert(con, "household_indicators", indicators)


def derived(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that follow from others, as `household_months` rounds them."""
    expenses = [figures[name] for name in _EXPENSES]
    rigid = None if None in expenses else sum(map(money, expenses), Decimal(0))
    income, members = figures["income_12m"], figures["members"]
    known = income is not None and members > 0
    return {
        **figures,
        "rigid_expense_12m": rigid,
        "rigid_complete": all(figures[name] for name in _COMPLETE),
        "income_per_capita": money(money(income) / members) if known else None,
        "net_income_per_capita": money((money(income) - rigid) / members)
        if known and rigid is not None
        else None,
    }


def money(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = con.execute(query)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _facts(household: str, row_number: int, month: Mapping[str, Any]) -> list[dict[str, Any]]:
    def fact(measure: str, in_window: str, source: str, amount: Any) -> dict[str, Any]:
        row = {"household_id": household, "measure": measure, "in_window": in_window, "amount": amount}
        return {**row, "source": source, "file_id": _FILES[source], "row_number": row_number}

    facts = [fact("household", "12m", "households", None)]
    if month["income_12m"] is not None:
        facts.append(fact("income", "12m", "incomes", month["income_12m"]))
    if month["income_prev_12m"] is not None:
        facts.append(fact("income", "prev_12m", "incomes", month["income_prev_12m"]))
        facts.append(fact("last_year_income", "prev_12m", "households", month["income_prev_12m"]))
    facts += [fact(m, "12m", source, month[name]) for name, (m, source) in _EXPENSES.items() if month[name]]
    flags = (("guarantee_education", "education"), ("guarantee_housing", "emergency"))
    return facts + [fact(name, "12m", source, None) for name, source in flags if month[name]]


def _insert(con: duckdb.DuckDBPyConnection, table: str, records: Sequence[Mapping[str, Any]]) -> None:
    columns = list(records[0])
    con.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})",
        [list(record.values()) for record in records],
    )
