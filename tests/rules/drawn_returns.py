"""A county's returned rows drawn at random: plausible walks with slips, copies, gaps and contradictions."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import duckdb

from rules.declarations.model import Pack
from rules.declarations.procedure import ProcedureStep
from tests.rules.returned import Returned, add_alert, add_month, issue, make_warehouse

HOUSEHOLDS = 20
LISTS = {"2021-06": date(2021, 6, 18), "2021-07": date(2021, 7, 16), "2022-03": date(2022, 3, 18)}
MEASURES = "发展产业（农业部门）；落实保障（民政部门）"

_VERDICTS = ["confirmed"] * 6 + ["partly"] * 2 + ["refuted", "unverifiable", "withdrawn"]
_PROPOSALS = ["monitor"] * 6 + ["observe", "temporary_assistance", ""]


def county(random: Random) -> duckdb.DuckDBPyConnection:
    """Months, alerts and lists of a few households; nothing has come back."""
    con = make_warehouse()
    for household in map(str, range(HOUSEHOLDS)):
        kind = random.choice(["一般农户"] * 4 + ["脱贫户", "边缘易致贫户"])
        labour = random.choice([True] * 5 + [False, None])
        for period, first_period in (("2021-06", "2021-06"), ("2021-07", "2021-06"), ("2022-03", "2022-03")):
            add_month(con, period, household, household_type=kind, has_labour=labour)
            if period == "2021-06" or random.random() < 0.5:
                columns = {"first_period": first_period, "measures": MEASURES}
                add_alert(con, period, household, **columns)
                issue(con, period, household, LISTS[period], episode=first_period)
    return con


def rows(random: Random, pack: Pack) -> list[Returned]:
    """What comes back of these lists."""
    told = [
        row for household in map(str, range(HOUSEHOLDS)) for row in _of_household(random, pack, household)
    ]
    return [
        Returned(form, period, household, cells, f"book {random.randrange(12)}", number, item=item)
        for number, (form, period, household, cells, item) in enumerate(told, 1)
    ]


Told = tuple[str, str, str, dict[str, str], str]


def _of_household(random: Random, pack: Pack, household: str) -> Iterator[Told]:
    procedure = pack.procedure
    assert procedure is not None
    for period, issued in LISTS.items():
        for _ in range(random.choice([0, 1, 1, 2, 3])):
            form = "insurer" if random.random() < 0.1 else "visit"
            yield form, period, household, _visit(random, issued), ""
    day = date(2021, 6, 24)
    for branch in (procedure.entry, procedure.measures, procedure.elimination):
        if branch is procedure.elimination:
            day = date(2021, 10, 8)
            for _ in range(random.choice([0, 1, 1, 2])):
                review = {"reviewed_on": _near(random, day), "reviewed": _review(random)}
                yield "elimination", "2021-07", household, review, "e"
        for step in branch:
            for _ in range(random.choice([0, 1, 1, 1, 1, 1, 2])):
                yield from ((*row, "") for row in _step(random, step, household, day))
            day += timedelta(days=random.randrange(8, 14) if len(step.columns) == 2 else random.randrange(5))
    for _ in range(random.randrange(3)):
        visited = {"visited_on": _near(random, day), "visit_result": random.choice(["normal", "absent"])}
        yield "monitoring", "2021-07", household, visited, "m"
        yield "monitoring", "2021-07", household, {"remark": "已电话联系"}, "m"
        done = {"status": random.choice(["done", "under_way"]), "done_on": _near(random, day)}
        yield "measures", "2021-07", household, done, f"h:{random.choice(['one', 'two'])}"


def _visit(random: Random, issued: date) -> dict[str, str]:
    cells = {
        "verified_on": str(issued + timedelta(days=random.randrange(5))),
        "verdict": random.choice(_VERDICTS),
        "proposal": random.choice(_PROPOSALS),
        "cause": random.choice(["病", "病", "灾", ""]),
    }
    return {field: value for field, value in cells.items() if value}


def _review(random: Random) -> str:
    return random.choice(["eliminate"] * 3 + ["keep", "unverifiable"])


def _step(random: Random, step: ProcedureStep, household: str, day: date) -> Iterator[Any]:
    form = "county" if step.who == "county" else "monitoring"
    period = random.choice(["2021-06", "2021-07"])
    if len(step.columns) == 2:
        starts = {f"{step.key}_starts_on": _near(random, day)}
        ends = {f"{step.key}_ends_on": _near(random, day + timedelta(days=random.randrange(4, 10)))}
        if random.random() < 0.5:
            yield form, period, household, starts | ends
        else:
            yield form, period, household, starts
            yield form, period, household, ends
        return
    cells = {f"{step.key}_on": _near(random, day)}
    if step.result is not None:
        cells[step.key] = "agree" if random.random() < 0.85 else "disagree"
    yield form, period, household, cells


def _near(random: Random, day: date) -> str:
    slip = random.randrange(-6, 7) if random.random() < 0.12 else 0
    return str(day + timedelta(days=slip))
