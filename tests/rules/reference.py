"""The interface's rules once more, one household at a time and without SQL, to hold the engine against.

It knows the numbers of interface.md by heart and reads no pack: an error in a pack shows as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.rules.warehouse import money

INCOME_LINE = {"national-2020": Decimal(6000), "fujian-2021": Decimal(7152)}
SHOCKS = ("income_drop", "expense_over_income", "expense_spike")
MONITORED = {"脱贫不稳定户": "unstable", "边缘易致贫户": "marginal", "突发严重困难户": "sudden_severe"}
GRAVITY = ("yellow", "orange", "red")

Truth = bool | None


@dataclass(frozen=True)
class Judgement:
    """What the reference says of one household in one month."""

    outcomes: dict[str, str]
    level: str | None = None
    target_class: str | None = None
    causes: str | None = None
    state: str | None = None
    first_period: str | None = None


def both(*parts: Truth) -> Truth:
    if any(part is False for part in parts):
        return False
    return None if None in parts else True


def either(*parts: Truth) -> Truth:
    if any(part is True for part in parts):
        return True
    return None if None in parts else False


def known(*values: Any) -> bool:
    return None not in values


def low_income(month: Mapping[str, Any], line: Decimal) -> Truth:
    income, members = month["income_12m"], month["members"]
    if income is None or members == 0:
        return None
    return bool(income < line * members)


def income_drop(month: Mapping[str, Any]) -> Truth:
    income, before = month["income_12m"], month["income_prev_12m"]
    fallen = income <= before * 7 / 10 if known(income, before) else None
    return both(fallen, before > 0 if known(before) else None)


def expense_over_income(month: Mapping[str, Any]) -> Truth:
    rigid, before = month["rigid_expense_12m"], month["income_prev_12m"]
    return both(rigid > before if known(before) else None, rigid > 0)


def expense_spike(month: Mapping[str, Any]) -> Truth:
    rigid, before = month["rigid_expense_12m"], month["rigid_expense_prev_12m"]
    return both(rigid >= 2 * before if known(before) else None, rigid >= 5000)


def verdicts(month: Mapping[str, Any], pack: str) -> dict[str, Truth]:
    found = {
        "low_income": low_income(month, INCOME_LINE[pack]),
        "income_drop": income_drop(month),
        "expense_over_income": expense_over_income(month),
        "expense_spike": expense_spike(month),
    }
    if pack == "fujian-2021":
        found["guarantee"] = either(month["guarantee_education"], month["guarantee_housing"])
    return found


def level(month: Mapping[str, Any], fired: Iterable[str], line: Decimal) -> str | None:
    fired = set(fired)
    if not fired:
        return None
    if fired & set(SHOCKS) and month["income_12m"] is not None and month["members"] > 0:
        net = month["income_12m"] - month["rigid_expense_12m"]
        if net < line * month["members"]:
            return "red"
    return "orange"


def target_class(month: Mapping[str, Any], fired: Iterable[str], pack: str) -> str:
    kind = month["household_type"]
    if kind in MONITORED:
        return MONITORED[kind]
    if pack == "fujian-2021" and set(fired) & set(SHOCKS):
        return "sudden_severe"
    return "unstable" if kind in {"脱贫户", "未脱贫户"} else "marginal"


def causes(month: Mapping[str, Any], fired: Iterable[str], line: Decimal) -> str:
    fired = set(fired)
    weights: dict[str, Decimal] = {}
    if "low_income" in fired:
        weights["income"] = line * month["members"] - month["income_12m"]
    if "income_drop" in fired:
        drop = month["income_prev_12m"] - month["income_12m"]
        weights["income"] = max(weights.get("income", drop), drop)
    if fired & {"expense_over_income", "expense_spike"}:
        weights |= {
            "illness": month["illness_expense_12m"],
            "education": month["education_expense_12m"],
            "disaster": month["disaster_loss_12m"],
        }
    if "guarantee" in fired:
        flags = ("guarantee_education", "guarantee_housing")
        weights |= {name: Decimal(1) for name in flags if month[name]}
    return ",".join(sorted((c for c, w in weights.items() if w > 0), key=lambda c: (-weights[c], c)))


def judge(
    period: str, month: Mapping[str, Any] | None, pack: str, before: Judgement | None, was_there: bool
) -> Judgement | None:
    """One household's month (None: not in the roster), after what was said of it the month before."""
    alerted = before if before and before.level and before.state != "cleared" else None
    if month is None:
        return Judgement({}, **_kept(alerted, "lost_data")) if alerted and was_there else None
    exact = {name: money(value) if _is_money(name, value) else value for name, value in month.items()}
    truths = verdicts(exact, pack)
    outcomes = {r: "fires" if truth else "unknown" for r, truth in truths.items() if truth is not False}
    fired = [rule for rule, truth in truths.items() if truth]
    if fired:
        now = level(exact, fired, INCOME_LINE[pack])
        return Judgement(
            outcomes,
            now,
            target_class(exact, fired, pack),
            causes(exact, fired, INCOME_LINE[pack]),
            _state(now, alerted),
            alerted.first_period if alerted else period,
        )
    if alerted is None:
        return Judgement(outcomes)
    return Judgement(outcomes, **_kept(alerted, "lost_data" if outcomes else "cleared"))


def _is_money(name: str, value: Any) -> bool:
    return value is not None and name.endswith(("_12m", "_per_capita"))


def _state(now: str | None, alerted: Judgement | None) -> str:
    if alerted is None or now is None or alerted.level is None:
        return "new"
    return "worse" if GRAVITY.index(now) > GRAVITY.index(alerted.level) else "continuing"


def _kept(alerted: Judgement, state: str) -> dict[str, str | None]:
    return {
        "level": alerted.level,
        "target_class": alerted.target_class,
        "causes": alerted.causes,
        "state": state,
        "first_period": alerted.first_period,
    }
