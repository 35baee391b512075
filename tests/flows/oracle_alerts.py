"""Rules, levels and states computed independently, from interface.md alone, without reading a pack."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.flows.oracle import ZERO, Month, Truth, either

BASIC = ("low_income", "income_drop", "expense_over_income", "expense_spike")
RULES = {"national-2020": BASIC, "fujian-2021": (*BASIC, "guarantee")}
SHOCKS = {"income_drop", "expense_over_income", "expense_spike"}
LEVELS = ("yellow", "orange", "red")


@dataclass(frozen=True)
class Alert:
    """The alert of one household in one period."""

    level: str
    rules: tuple[str, ...]
    state: str
    first_period: str


def both(*parts: Truth) -> Truth:
    return False if False in parts else None if None in parts else True


def reached(at_the_bound: bool, complete: bool) -> Truth:
    """Whether an amount that can only grow until it is complete has reached a line."""
    return True if at_the_bound else False if complete else None


def outcomes(month: Month, pack: str, line: Decimal) -> dict[str, Truth]:
    """Every rule in force: True fires, None unknown."""
    income, before = month.income_12m, month.income_prev_12m
    rigid, rigid_before, whole = (
        month.rigid_expense_12m,
        month.rigid_expense_prev_12m,
        month.rigid_complete,
    )
    housing = month.guarantee_housing if month.guarantee_housing or month.disaster_complete else None
    decided: dict[str, Truth] = {
        "low_income": None if income is None or not month.members else income < line * month.members,
        "income_drop": both(
            None if income is None or before is None else income <= Decimal("0.7") * before,
            None if before is None else before > 0,
        ),
        "expense_over_income": both(
            None if before is None else reached(rigid > before, whole), reached(rigid > 0, whole)
        ),
        "expense_spike": both(
            None if rigid_before is None else reached(rigid >= 2 * rigid_before, whole),
            reached(rigid >= 5000, whole),
        ),
        "guarantee": either(month.guarantee_education, housing),
    }
    return {rule: decided[rule] for rule in RULES[pack]}


def is_red(month: Month, decided: Mapping[str, Truth], line: Decimal) -> Truth:
    """A shock, and net income below the line; it can only fall until the expenses are complete."""
    poor: Truth = None
    if month.net_income_per_capita is not None:
        below = (month.income_12m or ZERO) - month.rigid_expense_12m < line * month.members
        poor = reached(below, month.rigid_complete)
    return both(either(*(outcome for rule, outcome in decided.items() if rule in SHOCKS)), poor)


def alert(
    period: str, month: Month, decided: Mapping[str, Truth], line: Decimal, before: Alert | None
) -> Alert | None:
    """The alert of a household of the snapshot, given its alert of the previous period."""
    before = None if before is None or before.state == "cleared" else before
    fired = tuple(rule for rule, outcome in decided.items() if outcome)
    if fired:
        red = is_red(month, decided, line)
        now = "red" if red else "orange"
        if before is None:
            return Alert(now, fired, "new", period)
        if before.level == "red" and red is None:
            return Alert("red", fired, "lost_data", before.first_period)
        worse = LEVELS.index(now) > LEVELS.index(before.level)
        return Alert(now, fired, "worse" if worse else "continuing", before.first_period)
    if before is None:
        return None
    state = "lost_data" if None in decided.values() else "cleared"
    return Alert(before.level, before.rules, state, before.first_period)


def alerts_of(
    period: str,
    months: Mapping[str, Month],
    decided: Mapping[str, Mapping[str, Truth]],
    line: Decimal,
    *,
    before: Mapping[str, Alert],
    there_before: Container[str],
) -> dict[str, Alert]:
    """All alerts of a period, given those of the previous one.

    Args:
        period: identification month.
        months: figures of the snapshot's households.
        decided: outcomes of their rules.
        line: the income line in yuan a year and person.
        before: alerts of the previous period.
        there_before: households of the previous snapshot; one that is gone now has lost its data, once.
    """
    now = {h: alert(period, month, decided[h], line, before.get(h)) for h, month in months.items()}
    gone = {
        household: replace(old, state="lost_data")
        for household, old in before.items()
        if household not in months and household in there_before and old.state != "cleared"
    }
    return {household: current for household, current in now.items() if current} | gone
