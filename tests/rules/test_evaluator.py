"""The engine's single pass gives every household, under every pack, the result of the slow evaluator."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from rules import engine
from rules.declarations.model import Operand, Pack
from rules.declarations.operands import load_operands
from rules.declarations.pack import parameters
from tests.rules import evaluator
from tests.rules.warehouse import PACKS, PLACE, make_warehouse, rows

pytestmark = pytest.mark.slow

# no shrinking: it would take minutes, and the assertion already names the household that differs
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
CENT = Decimal("0.01")
BEYOND = Decimal(10) ** 11
PERIOD = "2021-06"
TYPES = ("一般农户", "未脱贫户", "脱贫户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
OPERANDS = load_operands()
COMPLETE = sorted({operand.complete for operand in OPERANDS.values() if operand.complete})
CHANGE = re.compile(r"(.+?)(?:(增加|减少)(?:至少)?([0-9.]+)(?:元|人|次)|(得到解决))")

drawn = {
    "money": st.none()
    | st.integers(0, 60).map(lambda n: Decimal(n * 500))
    | st.decimals(-9_000, 90_000, places=2),
    "count": st.integers(0, 6),
    "flag": st.sampled_from((False, False, True, None)),
}


@st.composite
def months(draw: st.DrawFn, pack: Pack, lines: Mapping[str, Decimal]) -> dict[str, Any]:
    """A household's figures, each drawn alone; in most, one of them is on a line or a cent beside it."""
    month: dict[str, Any] = {name: draw(drawn[operand.kind]) for name, operand in OPERANDS.items()}
    every = list(evaluator.comparisons(pack))
    for _ in range(draw(st.integers(0, 2))):
        comparison = every[draw(st.integers(0, len(every) - 1))]
        month |= on_the_line(comparison, month, lines, draw(st.sampled_from((-CENT, Decimal(0), CENT))))
    complete = {name: draw(st.sampled_from((True, True, False))) for name in COMPLETE}
    return month | complete | {"household_type": draw(st.sampled_from(TYPES))}


def on_the_line(
    comparison: exp.Expression, month: Mapping[str, Any], lines: Mapping[str, Decimal], nudge: Decimal
) -> dict[str, Any]:
    """One amount of the comparison, chosen so that both sides are equal if that is possible."""
    used = {column.name for column in comparison.find_all(exp.Column)}
    amounts = sorted(name for name in used if name in OPERANDS and OPERANDS[name].kind == "money")
    for name in amounts:
        apart = [gap(comparison, month | {name: Decimal(n)}, lines) for n in (0, 1)]
        if None not in apart and apart[0] != apart[1]:
            even = apart[0] / (apart[0] - apart[1])  # type: ignore[operator]
            return {name: even.quantize(CENT) + nudge} if abs(even) < BEYOND else {}
    return {}


def gap(comparison: exp.Expression, month: Mapping[str, Any], lines: Mapping[str, Decimal]) -> Decimal | None:
    figures = evaluator.known(month, OPERANDS, lines)
    with localcontext(prec=40):
        known = evaluator.at_bounds(figures)
        left, right = (evaluator.value(side, known) for side in (comparison.left, comparison.right))
        return None if None in (left, right) else left - right


def judged(
    pack: Pack, lines: Mapping[str, Decimal], county: Sequence[Mapping[str, Any]]
) -> duckdb.DuckDBPyConnection:
    """A warehouse in which the engine has judged a county; no sources stand behind its figures."""
    con = make_warehouse()
    columns = {name for (name, *_) in con.execute("DESCRIBE household_months").fetchall()}
    for number, month in enumerate(county):
        row = {"period": PERIOD, "household_id": f"h{number}", **PLACE}
        row |= {name: figure for name, figure in month.items() if name in columns}
        names, places = ", ".join(row), ", ".join("?" * len(row))
        con.execute(f"INSERT INTO household_months ({names}) VALUES ({places})", list(row.values()))
    engine.apply(con, PERIOD, pack, lines)
    return con


def as_stored(month: Mapping[str, Any], con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Figures as stored: those without a column in the months are unknown."""
    columns = {name for (name, *_) in con.execute("DESCRIBE household_months").fetchall()}
    return {name: figure if name in columns else None for name, figure in month.items()}


@pytest.mark.parametrize("key", PACKS)
@settings(max_examples=8, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(data=st.data())
def test_every_pack_means_what_its_conditions_say(key: str, data: st.DataObject) -> None:
    pack = PACKS[key]
    lines = parameters(pack, PERIOD, {})
    # few examples of many households: a pass costs the same for one household as for a thousand
    county = data.draw(st.lists(months(pack, lines), min_size=30, max_size=60))
    con = judged(pack, lines, county)
    known = {
        f"h{n}": evaluator.known(as_stored(month, con), OPERANDS, lines) for n, month in enumerate(county)
    }
    outcomes: dict[str, dict[str, str]] = {household: {} for household in known}
    for row in rows(con, "FROM rule_results"):
        outcomes[row["household_id"]][row["rule"]] = row["outcome"]
    assert outcomes == {household: evaluator.outcomes(pack, figures) for household, figures in known.items()}
    alerts = {row["household_id"]: row for row in rows(con, "FROM alerts")}
    levels = {household: evaluator.level(pack, figures) for household, figures in known.items()}
    assert {h: alert["level"] for h, alert in alerts.items()} == {h: at for h, at in levels.items() if at}
    for household, alert in alerts.items():
        margin = evaluator.margin(pack, known[household], OPERANDS)
        assert alert["margin"] == (None if margin is None else margin.quantize(Decimal("0.0001")))
        assert_avoided(pack, known[household], alert["smallest_change"])


def assert_avoided(pack: Pack, figures: Mapping[str, Any], change: str) -> None:
    """After the change only rules to be settled fire; for a single figure, one step less is not enough."""
    figures = evaluator.at_bounds(figures)  # as if nothing more came
    changed, near = dict(figures), dict(figures)
    to_settle = {name for name, rule in pack.rules.items() if f"{rule.label}须核实解决" in change.split("；")}
    moves = [single for single in change.split("；") if not single.endswith("须核实解决")]
    for single in moves:
        name, by, step = moved(single)
        changed[name] = by if isinstance(by, bool) else figures[name] + by
        near[name] = figures[name] if isinstance(by, bool) else changed[name] - step
    assert fired(pack, changed) == to_settle
    if len(moves) == 1:
        assert fired(pack, near) > to_settle


def fired(pack: Pack, figures: Mapping[str, Any]) -> set[str]:
    return {name for name, outcome in evaluator.outcomes(pack, figures).items() if outcome == "fires"}


def moved(change: str) -> tuple[str, Decimal | bool, Decimal]:
    """Operand, by how much, and its smallest step in that direction."""
    label, verb, amount, settled = CHANGE.fullmatch(change).groups()  # type: ignore[union-attr]
    name, operand = next((n, o) for n, o in OPERANDS.items() if o.label == label)
    if settled:
        return name, False, Decimal(0)
    sign = 1 if verb == "增加" else -1
    return name, sign * Decimal(amount), sign * step_of(operand)


def step_of(operand: Operand) -> Decimal:
    return CENT if operand.kind == "money" else Decimal(1)
