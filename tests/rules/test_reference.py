"""The engine's single pass over all households gives each the result that the interface demands."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.rules.reference import INCOME_LINE, RED_LINE, Judgement, judge
from tests.rules.warehouse import USUAL, derived, make_warehouse, rows, run_month

pytestmark = pytest.mark.slow

# no shrinking: it would take minutes, and the assertion already names the household that differs
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
CENT = Decimal("0.01")
MONTHS = ("2021-06", "2021-07", "2021-08")
TYPES = ("一般农户", "未脱贫户", "脱贫户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户")

amounts = st.integers(0, 60).map(lambda n: Decimal(n * 500))
incomes = st.none() | amounts | st.decimals(-9_000, 90_000, places=2) | st.just(Decimal(0))
nudges = st.sampled_from((-CENT, Decimal(0), CENT))
rarely = st.sampled_from((False, False, False, False, True, None))
mostly = st.sampled_from((True, True, True, False))
LINES = sorted({*INCOME_LINE.values(), RED_LINE})


@st.composite
def months(draw: st.DrawFn) -> dict[str, Any]:
    """A household's month; half of them are on a line or a cent beside it."""
    figures = {
        "members": draw(st.integers(0, 6)),
        "household_type": draw(st.sampled_from(TYPES)),
        "income_12m": draw(incomes),
        "income_prev_12m": draw(incomes),
        "illness_expense_12m": draw(amounts),
        "education_expense_12m": draw(amounts),
        "disaster_loss_12m": draw(st.just(Decimal(0)) | amounts),
        "illness_complete": draw(mostly),
        "education_complete": draw(mostly),
        "disaster_complete": draw(mostly),
        "rigid_expense_prev_12m": draw(st.none() | amounts),
        "guarantee_education": draw(st.sampled_from((False, True, None))),
        "guarantee_housing": draw(st.sampled_from((False, False, True, None))),
        "guarantee_medical": draw(rarely),
        "guarantee_water": draw(rarely),
        "registered": draw(st.booleans()),
        "has_labour": draw(st.sampled_from((True, True, False, None))),
        "employment_unstable": draw(st.sampled_from((True, True, False, None))),
        "line": draw(st.sampled_from(LINES)),
    }
    figures |= draw(st.sampled_from(EDGES))(figures, draw(nudges))
    return {name: value for name, value in figures.items() if name != "line"}


def at_income_line(figures: dict[str, Any], nudge: Decimal) -> dict[str, Any]:
    return {"income_12m": figures["line"] * figures["members"] + nudge}


def at_drop(figures: dict[str, Any], nudge: Decimal) -> dict[str, Any]:
    before = figures["income_prev_12m"]
    return {} if before is None else {"income_12m": (before * 7 / 10).quantize(CENT) + nudge}


def at_net_line(figures: dict[str, Any], nudge: Decimal) -> dict[str, Any]:
    rigid = sum(
        figures[name] for name in ("illness_expense_12m", "education_expense_12m", "disaster_loss_12m")
    )
    return {"income_12m": figures["line"] * figures["members"] + rigid + nudge}


def at_twice(figures: dict[str, Any], nudge: Decimal) -> dict[str, Any]:
    rigid = figures["education_expense_12m"] + figures["disaster_loss_12m"]
    return {"rigid_expense_prev_12m": rigid, "illness_expense_12m": rigid + abs(nudge)}


def as_drawn(figures: dict[str, Any], nudge: Decimal) -> dict[str, Any]:
    return {}


EDGES = (at_income_line, at_drop, at_net_line, at_twice, as_drawn, as_drawn, as_drawn, as_drawn)

# few examples of many households: a pass costs the same for one household as for a thousand
histories = st.lists(st.tuples(*(st.none() | months() for _ in MONTHS)), min_size=12, max_size=24)


@pytest.mark.parametrize("pack", INCOME_LINE)
@settings(max_examples=5, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(households=histories)
def test_engine_agrees_with_reference(pack: str, households: list[tuple[dict[str, Any] | None, ...]]) -> None:
    con = make_warehouse()
    before: dict[str, Judgement | None] = {}
    there: set[str] = set()
    for position, period in enumerate(MONTHS):
        # one household that never alerts is always there, so that every month has been published
        roster = {f"h{n}": history[position] for n, history in enumerate(households)} | {"usual": {}}
        run_month(con, period, pack, {h: m for h, m in roster.items() if m is not None})
        full = {h: None if m is None else derived({**USUAL, **m}) for h, m in roster.items()}
        before = {h: judge(period, month, pack, before.get(h), h in there) for h, month in full.items()}
        there = {h for h, month in full.items() if month is not None}
        assert outcomes(con, period) == {h: j.outcomes for h, j in before.items() if j and j.outcomes}
        assert alerts(con, period) == {h: alert_of(j) for h, j in before.items() if j and j.level}


def alert_of(judgement: Judgement) -> tuple[str | None, ...]:
    j = judgement
    return (j.level, j.target_class, j.causes, j.state, j.first_period)


def outcomes(con: Any, period: str) -> dict[str, dict[str, str]]:
    by_household: dict[str, dict[str, str]] = {}
    for row in rows(con, f"SELECT * FROM rule_results WHERE period = '{period}'"):
        by_household.setdefault(row["household_id"], {})[row["rule"]] = row["outcome"]
    return by_household


def alerts(con: Any, period: str) -> dict[str, tuple[str | None, ...]]:
    return {
        row["household_id"]: (
            row["level"],
            row["target_class"],
            row["causes"],
            row["state"],
            row["first_period"],
        )
        for row in rows(con, f"SELECT * FROM alerts WHERE period = '{period}'")
    }
