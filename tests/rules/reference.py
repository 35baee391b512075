"""The interface's rules written independently, one household at a time and without SQL, to test the engine.

It has the numbers of interface.md and reads no pack, so that an error in a pack shows as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.rules.warehouse import money

INCOME_LINE = {
    "national-2020": Decimal(6000),
    "guangdong-2020": Decimal(10000),
    "xianlong-2020": Decimal(6000),
    "city-2020": Decimal(6000),
    "fujian-2021": Decimal(7152),
}
RED_LINE = Decimal(4800)  # Xianlong's
SHOCKS = ("income_drop", "expense_over_income", "expense_spike")
GUARANTEES = ("guarantee_education", "guarantee_medical", "guarantee_housing", "guarantee_water")
WARNING_LINES = {  # pack: rule: figure, least value that fires
    "city-2020": {
        "illness_expense": ("illness_expense_12m", 10000),
        "education_expense": ("education_expense_12m", 8000),
        "disaster_loss": ("disaster_loss_12m", 5000),
    },
    "fujian-2021": {
        "accident_expense": ("accident_expense_12m", 5000),
        "employment_loss": ("employment_losses", 1),
        "business_loss": ("business_loss_12m", 5000),
        "survey_warning": ("survey_warning", True),
        "declaration": ("declarations", 1),
        "visit_risk": ("visit_risk", True),
    },
}
COMPLETE = {
    "illness_expense_12m": "illness_complete",
    "education_expense_12m": "education_complete",
    "disaster_loss_12m": "disaster_complete",
}
CAUSES = {  # of warning lines, by rule
    "illness_expense": "illness",
    "education_expense": "education",
    "disaster_loss": "disaster",
    "accident_expense": "accident",
    "employment_loss": "employment",
    "business_loss": "business",
}
GROUPS = {  # of the city: cause, flag
    "disability_unsupported": "focus_disability_unsupported",
    "child_in_difficulty": "focus_orphan",
    "mental_disorder": "focus_severe_mental_disorder",
}
MONITORED = {"脱贫不稳定户": "unstable", "边缘易致贫户": "marginal", "突发严重困难户": "sudden_severe"}
GRAVITY = ("yellow", "orange", "red")

Truth = bool | None


@dataclass(frozen=True)
class Judgement:
    """The reference's result for one household in one month."""

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


def low_income_labour(month: Mapping[str, Any], line: Decimal) -> Truth:
    flags = (month["registered"], month["has_labour"], month["employment_unstable"])
    return both(*flags, low_income(month, line))


def income_drop(month: Mapping[str, Any]) -> Truth:
    income, before = month["income_12m"], month["income_prev_12m"]
    fallen = income <= before * 7 / 10 if known(income, before) else None
    return both(fallen, before > 0 if known(before) else None)


def expense_over_income(month: Mapping[str, Any]) -> Truth:
    rigid, before, whole = month["rigid_expense_12m"], month["income_prev_12m"], month["rigid_complete"]
    return both(
        grown(rigid > before, whole) if known(rigid, before) else None,
        grown(rigid > 0, whole) if known(rigid) else None,
    )


def expense_spike(month: Mapping[str, Any]) -> Truth:
    rigid, before, whole = (
        month["rigid_expense_12m"],
        month["rigid_expense_prev_12m"],
        month["rigid_complete"],
    )
    return both(
        grown(rigid >= 2 * before, whole) if known(rigid, before) else None,
        grown(rigid >= 5000, whole) if known(rigid) else None,
    )


def grown(now: bool, whole: bool) -> Truth:
    """Whether an amount is beyond a line that it can only come nearer to while data are missing."""
    return bool(now) if now or whole else None


def guarantee(month: Mapping[str, Any]) -> Truth:
    housing = month["guarantee_housing"]
    seen = {**month, "guarantee_housing": housing if housing or month["disaster_complete"] else None}
    return either(*(seen[name] for name in GUARANTEES))


def net_below(month: Mapping[str, Any], line: Decimal) -> Truth:
    income, rigid, members = month["income_12m"], month["rigid_expense_12m"], month["members"]
    if not known(income, rigid) or members == 0:
        return None
    return grown(income - rigid < line * members, month["rigid_complete"])


def red_alert(month: Mapping[str, Any]) -> Truth:
    shock = either(income_drop(month), expense_over_income(month), expense_spike(month))
    return either(both(shock, net_below(month, RED_LINE)), guarantee(month))


def warning_line(month: Mapping[str, Any], figure: str, least: int) -> Truth:
    whole = month.get(COMPLETE.get(figure, ""), True)
    return None if month[figure] is None else grown(month[figure] >= least, whole)


def verdicts(month: Mapping[str, Any], pack: str) -> dict[str, Truth]:
    poor, line = (low_income_labour if pack == "guangdong-2020" else low_income), INCOME_LINE[pack]
    result = {
        poor.__name__: poor(month, line),
        "income_drop": income_drop(month),
        "expense_over_income": expense_over_income(month),
        "expense_spike": expense_spike(month),
    }
    if pack in ("xianlong-2020", "fujian-2021"):
        result["guarantee"] = guarantee(month)
    if pack == "xianlong-2020":
        result["red_alert"] = red_alert(month)
    of_pack = WARNING_LINES.get(pack, {})
    return result | {rule: warning_line(month, *figure) for rule, figure in of_pack.items()}


def level(month: Mapping[str, Any], fired: Iterable[str], pack: str) -> str | None:
    fired = set(fired)
    if not fired:
        return None
    if fired <= WARNING_LINES.get(pack, {}).keys():
        return "yellow"
    return "red" if red(month, pack) else "orange"


def red(month: Mapping[str, Any], pack: str) -> Truth:
    truths = verdicts(month, pack)
    if pack == "xianlong-2020":
        return truths["red_alert"]
    return both(either(*(truths[shock] for shock in SHOCKS)), net_below(month, INCOME_LINE[pack]))


def orange(month: Mapping[str, Any], pack: str) -> Truth:
    """Any rule but those that give yellow."""
    yellow = WARNING_LINES.get(pack, {})
    return either(*(truth for rule, truth in verdicts(month, pack).items() if rule not in yellow))


def is_undecided_above(month: Mapping[str, Any], now: str | None, pack: str) -> bool:
    """Whether a level graver than the present one may be reached."""
    return red(month, pack) is None or (now == "yellow" and orange(month, pack) is None)


def target_class(month: Mapping[str, Any], fired: Iterable[str], pack: str) -> str:
    kind, shock = month["household_type"], bool(set(fired) & set(SHOCKS))
    lifted = kind in {"脱贫户", "未脱贫户"}
    if pack == "guangdong-2020":
        if kind == "未脱贫户":
            return "not_lifted"
        return "unstable" if kind in {"脱贫户", "脱贫不稳定户"} else "marginal"
    if pack == "city-2020" and kind not in {"脱贫不稳定户", "边缘易致贫户"}:
        return "lifted" if lifted else "double_surge" if shock else "marginal"
    if kind in MONITORED:
        return MONITORED[kind]
    if pack == "fujian-2021" and shock:
        return "sudden_severe"
    return "unstable" if lifted else "marginal"


def causes(month: Mapping[str, Any], fired: Iterable[str], pack: str) -> str:
    fired = set(fired)
    weights: dict[str, Decimal] = {}
    if fired & {"low_income", "low_income_labour"}:
        weights["income"] = INCOME_LINE[pack] * month["members"] - month["income_12m"]
    if "income_drop" in fired:
        drop = month["income_prev_12m"] - month["income_12m"]
        weights["income"] = max(weights.get("income", drop), drop)
    if fired & {"expense_over_income", "expense_spike"}:
        weights |= {
            "illness": month["illness_expense_12m"],
            "education": month["education_expense_12m"],
            "disaster": month["disaster_loss_12m"],
        }
    if fired & {"guarantee", "red_alert"}:
        weights |= {name: Decimal(1) for name in GUARANTEES if month[name]}
    warned = {rule: figure for rule, (figure, _) in WARNING_LINES.get(pack, {}).items() if rule in fired}
    weights |= {CAUSES[rule]: month[figure] for rule, figure in warned.items() if rule in CAUSES}
    if pack == "city-2020" and fired - WARNING_LINES[pack].keys():
        weights |= {cause: Decimal(1) for cause, flag in GROUPS.items() if month.get(flag)}
    return ",".join(sorted((c for c, w in weights.items() if w > 0), key=lambda c: (-weights[c], c)))


def judge(
    period: str, month: Mapping[str, Any] | None, pack: str, before: Judgement | None, was_there: bool
) -> Judgement | None:
    """The result of one household's month (None: not in the roster), given that of the previous month."""
    alerted = before if before and before.level and before.state != "cleared" else None
    if month is None:
        return Judgement({}, **_kept(alerted, "lost_data")) if alerted and was_there else None
    exact = {name: money(value) if _is_money(name, value) else value for name, value in month.items()}
    truths = verdicts(exact, pack)
    outcomes = {r: "fires" if truth else "unknown" for r, truth in truths.items() if truth is not False}
    fired = [rule for rule, truth in truths.items() if truth]
    if fired:
        now = level(exact, fired, pack)
        state = _state(now, alerted, is_undecided_above(exact, now, pack))
        return Judgement(
            outcomes,
            alerted.level if alerted and state == "lost_data" else now,
            target_class(exact, fired, pack),
            causes(exact, fired, pack),
            state,
            alerted.first_period if alerted else period,
        )
    if alerted is None:
        return Judgement(outcomes)
    return Judgement(outcomes, **_kept(alerted, "lost_data" if outcomes else "cleared"))


def _is_money(name: str, value: Any) -> bool:
    return value is not None and name.endswith(("_12m", "_per_capita"))


def _state(now: str | None, alerted: Judgement | None, undecided_above: bool) -> str:
    if alerted is None or now is None or alerted.level is None:
        return "new"
    if GRAVITY.index(now) > GRAVITY.index(alerted.level):
        return "worse"
    return "lost_data" if now != alerted.level and undecided_above else "continuing"


def _kept(alerted: Judgement, state: str) -> dict[str, str | None]:
    return {
        "level": alerted.level,
        "target_class": alerted.target_class,
        "causes": alerted.causes,
        "state": state,
        "first_period": alerted.first_period,
    }
