"""A sweep gives every value the engine's result with that line."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from data_contracts.errors import SettingsError
from rules import engine
from rules.declarations.operands import load_operands
from rules.declarations.pack import parameters
from rules.sweep import resolve, sweep
from sql import statement
from tests.rules.drawn_households import drawn_households
from tests.rules.warehouse import PACKS, make_warehouse, rows, run_month

pytestmark = pytest.mark.slow

PERIOD = "2021-06"
LINES = {
    "fujian-2021": {
        "subsistence_standard": ["7152", "8000", "10000"],
        "income_line": ["7152", "7153", "9000", "20000"],
        "income_drop_ratio": ["0.01", "0.3", "0.5", "1"],
        "expense_income_multiple": ["0", "0.5", "2"],
        "expense_spike_multiple": ["1", "2", "4.5"],
        "expense_spike_floor": ["0", "5000", "30000"],
    },
    "national-2020": {"income_line": ["6000", "7000.5", "15000"], "income_drop_ratio": ["0.2", "0.9"]},
}
CASES = [(pack, name) for pack, names in LINES.items() for name in names]


def swept(
    con: duckdb.DuckDBPyConnection, pack: str, name: str, values: list[str], county: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Households by place, outcome before and outcome under the value."""
    chosen = PACKS[pack]
    con.execute(statement("simulate/sweep_tables"))
    tried = [resolve(chosen, PERIOD, county, name, Decimal(value)) for value in values]
    sweep(con, PERIOD, chosen, load_operands(), [parameters(chosen, PERIOD, county), *tried])
    return rows(
        con,
        "SELECT place, present_outcome, outcome, sum(households)::INTEGER AS households FROM sweep_outcomes "
        "GROUP BY ALL ORDER BY ALL",
    )


def by_engine(con: duckdb.DuckDBPyConnection, pack: str, county: Mapping[str, Any]) -> dict[str, str]:
    """Level, or `unknown`, of every household that the engine does not decide against."""
    chosen = PACKS[pack]
    engine.apply(con, PERIOD, chosen, parameters(chosen, PERIOD, county))
    undecided = "SELECT household_id, 'unknown' AS level FROM rule_results WHERE outcome = 'unknown'"
    listed = "SELECT household_id, level FROM alerts"
    return {row["household_id"]: row["level"] for query in (undecided, listed) for row in rows(con, query)}


@pytest.mark.parametrize(("pack", "name"), CASES)
def test_a_swept_value_is_the_engine_with_that_line(pack: str, name: str) -> None:
    con = make_warehouse()
    run_month(con, PERIOD, pack, drawn_households())
    counted = {
        tuple(row.values())[:3]: row["households"] for row in swept(con, pack, name, LINES[pack][name], {})
    }
    before = by_engine(con, pack, {})
    expected: Counter[tuple[int, str, str]] = Counter()
    for place, line in enumerate([None, *LINES[pack][name]], 1):
        after = by_engine(con, pack, {name: line} if line else {})
        expected.update(
            (place, before.get(one, "none"), after.get(one, "none")) for one in before.keys() | after.keys()
        )
    assert counted == expected
    assert any(was != now for _, was, now in counted), "a sweep that moves nobody proves nothing"


def test_what_follows_from_a_swept_parameter_moves_with_it() -> None:
    poor = {"income_12m": 3 * 7500, "income_prev_12m": 3 * 7500}
    con = make_warehouse()
    run_month(con, PERIOD, "fujian-2021", {"h": poor})
    assert swept(con, "fujian-2021", "subsistence_standard", ["7500", "7501"], {}) == [
        {"place": 3, "present_outcome": "none", "outcome": "orange", "households": 1}
    ]


def test_parameters_that_the_county_may_not_set_can_be_swept_within_their_bounds() -> None:
    pack = PACKS["national-2020"]
    assert resolve(pack, PERIOD, {}, "poverty_standard", Decimal(5000))["income_line"] == 7500
    with pytest.raises(SettingsError, match="不能低于 6000"):
        resolve(pack, PERIOD, {}, "income_line", Decimal(5999))
    with pytest.raises(SettingsError, match="不能高于 1"):
        resolve(pack, PERIOD, {}, "income_drop_ratio", Decimal("1.01"))
