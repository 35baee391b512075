"""Why one person was linked or not: the linker's own judgement of that person, weight by weight.

Nothing is stored for this. A link is a function of the person, the members and the saved parameters, so the
linker judges the one person again (a read-only connection is enough), and its temporary tables are read
before they are dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log2
from typing import Any

import duckdb

from matching import linker
from matching.weighing.model import Model, model
from sql import rows, statement

Row = dict[str, Any]
M = Mapping[tuple[str, str], float]

_DECISIONS = {"yes": "核对结论：是", "no": "核对结论：否，此户不再考虑", "unsure": "核对时未能确定"}

_LEAST_SHARE = 0.0001  # a smaller share would show as 0.00%


@dataclass(frozen=True)
class Step:
    """One line of a waterfall.

    Attributes:
        name: of the comparison; or prior, finding, reviewer, family, rivals.
        label: the name in Chinese.
        outcome: the result in Chinese, without any value of the person.
        level: of the comparison; None where the comparison does not count.
        m: probability of the level if the two records are one person; None without a level.
        u: probability of the level if they are two persons; None without a level.
        weight_bits: log2(m / u), or the change in the log2 odds if the step is not a comparison.
        total_bits: log2 odds after this step.
    """

    name: str
    label: str
    outcome: str
    weight_bits: float
    total_bits: float
    level: str | None = None
    m: float | None = None
    u: float | None = None


@dataclass(frozen=True)
class Candidate:
    """One household that the person was compared with, shown by its most probable member.

    Attributes:
        household_id: of the roster.
        member_id: the member meant; None where only the household is certain, or the head has no row among
            the members.
        compared_member_id: the member whose name and number were compared: the one meant, or a relative.
        members: number of members of the household that were compared.
        member_share: share of the household's odds that belongs to the member meant; None if a reviewer
            decided no.
        stage: of a link to this household.
        finding: the model's verdict, or None.
        decision: of a reviewer: yes, no, unsure, or None.
        probability: that the household is right; None if a reviewer decided no.
        linked: whether the person is linked to it.
        doubt: why it is sent to clerical review, in Chinese, or None.
        steps: from the prior to `probability`.
    """

    household_id: str
    member_id: str | None
    compared_member_id: str | None
    members: int
    member_share: float | None
    stage: str
    finding: str | None
    decision: str | None
    probability: float | None
    linked: bool
    doubt: str | None
    steps: list[Step]


@dataclass(frozen=True)
class Judgement:
    """The linker's present judgement of one person.

    Attributes:
        person: how the person's fields are written (`sql/explain/row_person.sql`), without their values.
        search: one entry per blocking rule that applies to the person: `rule, label`, `members` (that share
            the key), `members_above_cap` (that share it but are too many to compare), `cap`.
        candidates: most probable first; households that a reviewer decided against come last.
        registered: probability that the person is somebody in the roster.
    """

    person: Row
    search: list[Row]
    candidates: list[Candidate]
    registered: float

    @property
    def status(self) -> str:
        """Linked, review or unlinked, as in `links`."""
        if any(candidate.linked for candidate in self.candidates):
            return "linked"
        return "review" if any(candidate.doubt for candidate in self.candidates) else "unlinked"


def judged(con: duckdb.DuckDBPyConnection, person_key: int) -> Judgement:
    """Judge the person `person_key` of `linkage.persons` again.

    Args:
        con: warehouse; read-only is enough. The linker's temporary tables are dropped again.
        person_key: the person, who is compared even if number and name alone settled the link.
    """
    linker.judge_one(con, person_key)
    try:
        return _read(con)
    finally:
        linker.drop_scratch(con)


def _read(con: duckdb.DuckDBPyConnection) -> Judgement:
    (person,) = rows(con, statement("explain/row_person"))
    chosen = model(person["source"])
    households = rows(con, statement("explain/row_candidates"))
    m = {
        (comparison, level): value
        for comparison, level, value in con.execute(
            "SELECT comparison, level, m FROM link_parameters WHERE source = $source",
            {"source": person["source"]},
        ).fetchall()
    }
    return Judgement(
        person,
        search=_search(con, chosen),
        candidates=[candidate(row, person["prior_odds"], m, chosen) for row in households],
        registered=max((row["registered"] or 0 for row in households), default=0),
    )


def _search(con: duckdb.DuckDBPyConnection, chosen: Model) -> list[Row]:
    keys = {row["rule"]: row for row in rows(con, statement("explain/row_search"))}
    return [
        {**keys[name], "label": rule.label, "cap": rule.cap}
        for name, rule in chosen.blocking.items()
        if name in keys
    ]


def candidate(row: Row, prior_odds: float, m: M, chosen: Model) -> Candidate:
    """A household with its waterfall.

    Args:
        row: of `sql/explain/row_candidates.sql`.
        prior_odds: that the person is one given member rather than nobody in the roster.
        m: by comparison and level, as in force for the person's department.
        chosen: the model of that department.
    """
    fields = {name: row[name] for name in Candidate.__dataclass_fields__ if name in row}
    fields |= {"doubt": _doubt(row["doubt"], chosen)}
    return Candidate(**fields, steps=_steps(row, prior_odds, m, chosen))


def _doubt(doubt: str | None, chosen: Model) -> str | None:
    if doubt is None:
        return None
    return chosen.verdicts[doubt].label if doubt in chosen.verdicts else chosen.doubts[doubt]


def _steps(row: Row, prior_odds: float, m: M, chosen: Model) -> list[Step]:
    waterfall = _Waterfall()
    waterfall.by("prior", "先验", chosen.prior.label, log2(prior_odds))
    if row["weight"] is not None:  # a reviewer may have chosen a household that blocking did not reach
        replaced = _replaced(row, chosen)
        for name in chosen.comparisons:
            if name not in replaced:
                waterfall.compared(name, row, m, chosen)
    _findings(waterfall, row, chosen)
    if row["probability"] is not None:
        _competition(waterfall, row)
    return waterfall.steps


def _replaced(row: Row, chosen: Model) -> set[str]:
    """Of each two comparisons where one stands `instead_of` the other, the one that does not count."""
    pairs = {name: c.instead_of for name, c in chosen.comparisons.items() if c.instead_of}
    return {other if row[f"{name}_level"] else name for name, other in pairs.items()}


def _findings(waterfall: "_Waterfall", row: Row, chosen: Model) -> None:
    """What overrides the weights: a verdict with its own probability, and a reviewer's decision over both."""
    if row["finding"]:
        verdict = chosen.verdicts[row["finding"]]
        known = verdict.probability
        waterfall.to(
            "finding", "认定", verdict.label, log2(known / (1 - known)) if known else waterfall.total
        )
    if row["decision"]:
        decided = log2(row["pair_odds"]) if row["decision"] == "yes" else waterfall.total
        waterfall.to("reviewer", "核对", _DECISIONS[row["decision"]], decided)


def _competition(waterfall: "_Waterfall", row: Row) -> None:
    """The steps from the odds of one pair to the probability of its household."""
    if row["members"] > 1:
        others = f"同户另有 {row['members'] - 1} 名成员参与比较"
        waterfall.to("family", "同户", others, log2(row["household_odds"]))
    rival = max(row["all_odds"] - row["household_odds"], 0)
    share = rival / (1 + row["all_odds"])
    shown = f"{share:.2%}" if share >= _LEAST_SHARE else "极少"
    outcome = f"其他候选户占 {shown}" if rival else "没有其他候选户"
    waterfall.by("rivals", "其他户", outcome, 0 - log2(1 + rival))


class _Waterfall:
    """The steps so far and their total in bits."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.total = 0.0

    def by(self, name: str, label: str, outcome: str, weight: float) -> None:
        self.total += weight
        self.steps.append(Step(name, label, outcome, weight, self.total))

    def to(self, name: str, label: str, outcome: str, total: float) -> None:
        self.by(name, label, outcome, total - self.total)

    def compared(self, name: str, row: Row, m: M, chosen: Model) -> None:
        comparison, level = chosen.comparisons[name], row[f"{name}_level"]
        outcome = comparison.levels[level].label if level else "不计：信息不足，或已由前面的项目说明"
        self.by(name, comparison.label, outcome, row[f"{name}_weight"])
        if level:
            # u is that of this pair, because it may be the frequency of the value in the roster.
            u = m[name, level] / 2 ** row[f"{name}_weight"]
            self.steps[-1] = replace(self.steps[-1], level=level, m=m[name, level], u=float(f"{u:.6g}"))
