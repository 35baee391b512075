"""A whole county with families on either side of every pack's lines, and its results without a month."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.month import Month
from flows.steps import STEPS, measure, open_month
from rules import engine
from rules.declarations.operands import operands_of, restricted_to_delivered
from rules.declarations.pack import load_packs, parameters
from sql import rows
from tests.flows.small_county import (
    PREVIOUS,
    STRANGER,
    WINDOW,
    disaster,
    drop,
    household,
    id_number,
    incomes,
    make_workspace,
    member,
    report,
    settlement,
)

PERIOD, BEFORE = "2021-06", "2021-05"
MONTHS = [*PREVIOUS, *WINDOW]
GRAVITY = {"yellow": 1, "orange": 2, "red": 3}
DATED_BY = {"incomes": "month", "health_insurance": "settled_on", "education": "reported_on",
            "emergency": "occurred_on"}  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Wages in every month of the previous window and of this one, and what happened."""

    wage_before: int
    wage: int
    bills: tuple[tuple[str, int], ...] = ()
    losses: tuple[tuple[str, int, str], ...] = ()
    reports: tuple[tuple[int, str], ...] = ()


FAMILIES = {
    "usual": Family(5000, 5000),
    "poor": Family(300, 300),
    "spike": Family(5000, 5000, bills=(("2020-12-03", 6000),)),
    "red spike": Family(900, 900, bills=(("2020-02-03", 3000), ("2020-08-03", 9000))),
    "many bills": Family(2000, 2000, bills=tuple((f"{month}-09", 450) for month in MONTHS)),
    "dropped": Family(5000, 3000),
    "red drop": Family(5000, 500),
    "red by drop and bills": Family(5000, 800, bills=(("2020-07-07", 1500), ("2021-03-03", 2500))),
    "over income": Family(700, 700, bills=(("2020-09-09", 7000), ("2021-04-04", 5000))),
    "house": Family(5000, 5000, losses=(("2020-08-08", 5500, "倒塌"), ("2021-01-08", 300, "无"))),
    "pupil": Family(2000, 2000, reports=((9000, "辍学"),)),
    "poor with bills": Family(500, 500, bills=(("2020-11-11", 5200), ("2021-02-02", 6000))),
}


@contextmanager
def whole_county(root: Path) -> Iterator[Month]:
    """The county of 2021-06 as its run leaves it before publication."""
    make_workspace(root)
    _drop_rosters(root)
    _drop_facts(root)
    with open_month(root, PERIOD) as month:
        for step in STEPS[:4]:  # up to the figures
            step.work(month)
        yield month


def _drop_rosters(root: Path) -> None:
    drop(root, "households", f"{PERIOD}/户.csv", [household(f"H{n}") for n in range(len(FAMILIES))])
    people = [member(f"H{n}", f"M{n}", *person(n), employment="不稳定") for n in range(len(FAMILIES))]
    people += [member(f"H{n}", f"C{n}", *child(n), relation="子") for n in range(len(FAMILIES))]
    drop(root, "members", f"{PERIOD}/人.csv", people)


def person(n: int) -> tuple[str, str]:
    return "陈林黄张"[n % 4] + "安博昌达恩方冠浩宏嘉景凯"[n], id_number(f"350181198001011{n:02}")


def child(n: int) -> tuple[str, str]:
    return "陈林黄张"[n % 4] + "乐铭宁鹏启瑞胜涛维旭彦泽"[n], id_number(f"350181201001012{n:02}")


def _drop_facts(root: Path) -> None:
    wages, bills, losses, reports = [], [], [], []
    for n, family in enumerate(FAMILIES.values()):
        wages += incomes(f"H{n}", PREVIOUS, family.wage_before) + incomes(f"H{n}", WINDOW, family.wage)
        bills += [settlement(f"S{n}-{day}", *person(n), day, paid) for day, paid in family.bills]
        losses += [disaster(*person(n), day, loss, housing_damage=d) for day, loss, d in family.losses]
        reports += [report(*child(n), "2021-03-31", cost, status=status) for cost, status in family.reports]
    bills += [settlement(f"外{month}", *STRANGER, f"{month}-15", 0) for month in MONTHS]
    losses += [disaster(*STRANGER, f"{month}-15", 0, housing_damage="无") for month in MONTHS]
    reports += [report(*STRANGER, day, 0) for day in ("2020-03-31", "2021-03-31")]
    drop(root, "incomes", f"{PERIOD}/收入.csv", wages)
    drop(root, "health_insurance", f"{PERIOD}/医保.csv", bills)
    drop(root, "education", f"{PERIOD}/教育.csv", reports)
    # the first file speaks for the months before it only, so that a later month can be seen to be missing
    drop(root, "emergency", "2019-06/应急.csv", [disaster(*STRANGER, "2019-05-15", 0, housing_damage="")])
    drop(root, "emergency", f"{PERIOD}/应急.csv", losses)


@dataclass(frozen=True)
class Outcome:
    """By household and rule what fires or is unknown; by household the level and state of its alert."""

    rules: dict[tuple[str, str], str]
    alerts: dict[str, tuple[str, str]]

    def answer(self, household: str, rule: str) -> str:
        """The outcome: fires, unknown, or no."""
        return self.rules.get((household, rule), "no")


class Judges:
    """The month under several packs; every alert of the whole county is open since the month before."""

    def __init__(self, month: Month, packs: Iterable[str]) -> None:
        self.month, self.packs = month, {key: load_packs()[key] for key in packs}
        month.con.execute(
            f"INSERT INTO household_months SELECT * REPLACE ('{BEFORE}' AS period) FROM household_months"
        )
        month.con.execute("CREATE TEMP TABLE open_alerts AS SELECT '' AS judged_by, * FROM alerts LIMIT 0")
        for key in self.packs:
            self._apply(key)
            month.con.execute("INSERT INTO open_alerts SELECT $key, * FROM alerts WHERE period = $period",
                              {"key": key, "period": PERIOD})  # fmt: skip
        month.con.execute(f"UPDATE open_alerts SET period = '{BEFORE}'")
        self.whole = self.outcomes()

    def outcomes(self) -> dict[str, Outcome]:
        """The results by pack."""
        return {key: self._outcome(key) for key in self.packs}

    def without(self, source: str, lost: str) -> dict[str, Outcome]:
        """The results by pack if nothing that is dated in that month had come; it is put back."""
        con, dated = self.month.con, DATED_BY[source]
        con.execute("BEGIN")
        con.execute(f"DELETE FROM accepted.{source} WHERE strftime({dated}, '%Y-%m') = $lost", {"lost": lost})
        measure(self.month)
        results = self.outcomes()
        con.execute("ROLLBACK")
        return results

    def _outcome(self, key: str) -> Outcome:
        con = self.month.con
        con.execute("DELETE FROM alerts")
        con.execute(
            "INSERT INTO alerts SELECT * EXCLUDE (judged_by) FROM open_alerts WHERE judged_by = $key",
            {"key": key},
        )
        self._apply(key)
        results = rows(con, "FROM rule_results WHERE period = $period", {"period": PERIOD})
        alerts = rows(con, "FROM alerts WHERE period = $period", {"period": PERIOD})
        return Outcome(
            {(r["household_id"], r["rule"]): r["outcome"] for r in results},
            {a["household_id"]: (a["level"], a["state"]) for a in alerts},
        )

    def _apply(self, key: str) -> None:
        pack = restricted_to_delivered(self.packs[key], operands_of(self.packs[key]), DATED_BY.keys())
        engine.apply(self.month.con, PERIOD, pack, parameters(pack, PERIOD, {}))


def worse_off(whole: Outcome, lossy: Outcome) -> dict[str, Any]:
    """Alerts of the whole county that are cleared or lowered, new ones, and answers that are others."""
    cleared = {h for h, (_, state) in lossy.alerts.items() if state == "cleared"}
    lowered = {
        h for h, (level, _) in whole.alerts.items()
        if GRAVITY[lossy.alerts.get(h, ("", ""))[0] or "yellow"] < GRAVITY[level] or h not in lossy.alerts
    }  # fmt: skip
    added = lossy.alerts.keys() - whole.alerts.keys()
    raised = {h for h in lossy.alerts.keys() & whole.alerts.keys() if lossy.alerts[h][1] in {"new", "worse"}}
    others = {
        key: (whole.answer(*key), lossy.answer(*key))
        for key in whole.rules.keys() | lossy.rules.keys()
        if lossy.answer(*key) not in {"unknown", whole.answer(*key)}
    }
    found = {"cleared": cleared, "lowered": lowered, "added": added, "raised": raised, "others": others}
    return {name: those for name, those in found.items() if those}
