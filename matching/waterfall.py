"""Why one person was linked, or not: the linker's own judgement of that person, laid out weight by weight.

Nothing is remembered for this. A link is a function of the person, the members and the saved parameters, so
the linker judges the one person again, on a read-only connection if need be, and what it wrote to its
temporary tables is read before they go.
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

_LEAST_SHARE = 0.0001  # below it two places of a percentage say nothing


@dataclass(frozen=True)
class Step:
    """One line of a waterfall.

    Attributes:
        name: of the comparison; or prior, finding, reviewer, family, rivals.
        label: the same in Chinese.
        outcome: what was found, in Chinese; no value of the person.
        level: of the comparison; None where it says nothing.
        m: probability of the level where both are one person; None but for a level.
        u: the same where they are two.
        weight_bits: log2 of m over u, or by how much the step moves the odds otherwise.
        total_bits: log2 odds after it.
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
    """One household that the person was compared with, by its most probable member.

    Attributes:
        household_id: of the roster.
        member_id: who is meant; None where only the household is certain, or the head has no member's row.
        compared_member_id: whose name and number were compared: a relative of who is meant, or the same.
        members: members of the household that were compared.
        member_share: of the household's odds, those of the member meant; None for a denied household.
        stage: how a link to it is called.
        finding: a verdict of the model, or None.
        decision: of a reviewer: yes, no, unsure, or None.
        probability: that the household is right; None where a reviewer has said no.
        linked: whether the person is linked to it.
        doubt: why a reviewer is asked about it, in Chinese, or None.
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
    """What the linker makes of one person now.

    Attributes:
        person: the forms in which the person is written (`sql/explain/row_person.sql`); no values.
        search: one entry a blocking rule that could look for the person: `rule, label, members` that share
            the key, `members_above_cap` that share it and are too many to compare, `cap`.
        candidates: most probable first; a household that a reviewer has denied last.
        registered: probability that the person is anybody of the roster.
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
        con: warehouse, read-only will do; left without temporary tables of the linker.
        person_key: who is compared, also if number and name alone settled the link.
    """
    linker.judge_one(con, person_key)
    try:
        return _read(con)
    finally:
        linker.drop_scratch(con)


def _read(con: duckdb.DuckDBPyConnection) -> Judgement:
    (person,) = rows(con, statement("explain/row_person"))
    chosen = model(person["source"])
    found = rows(con, statement("explain/row_candidates"))
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
        candidates=[candidate(row, person["prior_odds"], m, chosen) for row in found],
        registered=max((row["registered"] or 0 for row in found), default=0),
    )


def _search(con: duckdb.DuckDBPyConnection, chosen: Model) -> list[Row]:
    found = {row["rule"]: row for row in rows(con, statement("explain/row_search"))}
    return [
        {**found[name], "label": rule.label, "cap": rule.cap}
        for name, rule in chosen.blocking.items()
        if name in found
    ]


def candidate(found: Row, prior_odds: float, m: M, chosen: Model) -> Candidate:
    """A household with its waterfall.

    Args:
        found: a row of `sql/explain/row_candidates.sql`.
        prior_odds: that the person is one given member rather than nobody of the roster.
        m: by comparison and level, as in force for the person's department.
        chosen: the model of that department.
    """
    kept = {name: found[name] for name in Candidate.__dataclass_fields__ if name in found}
    kept |= {"doubt": _doubt(found["doubt"], chosen)}
    return Candidate(**kept, steps=_steps(found, prior_odds, m, chosen))


def _doubt(doubt: str | None, chosen: Model) -> str | None:
    if doubt is None:
        return None
    return chosen.verdicts[doubt].label if doubt in chosen.verdicts else chosen.doubts[doubt]


def _steps(found: Row, prior_odds: float, m: M, chosen: Model) -> list[Step]:
    fall = _Fall()
    fall.by("prior", "先验", chosen.prior.label, log2(prior_odds))
    if found["weight"] is not None:  # a reviewer may have named a household that no key leads to
        silent = _silent(found, chosen)
        for name in chosen.comparisons:
            if name not in silent:
                fall.compared(name, found, m, chosen)
    _findings(fall, found, chosen)
    if found["probability"] is not None:
        _competition(fall, found)
    return fall.steps


def _silent(found: Row, chosen: Model) -> set[str]:
    """Of two comparisons that stand for one another, the one that says nothing."""
    pairs = {name: said.instead_of for name, said in chosen.comparisons.items() if said.instead_of}
    return {other if found[f"{name}_level"] else name for name, other in pairs.items()}


def _findings(fall: "_Fall", found: Row, chosen: Model) -> None:
    """What stands above the weights: a verdict with a probability of its own, and above it a reviewer."""
    if found["finding"]:
        verdict = chosen.verdicts[found["finding"]]
        known = verdict.probability
        fall.to("finding", "认定", verdict.label, log2(known / (1 - known)) if known else fall.total)
    if found["decision"]:
        decided = log2(found["pair_odds"]) if found["decision"] == "yes" else fall.total
        fall.to("reviewer", "核对", _DECISIONS[found["decision"]], decided)


def _competition(fall: "_Fall", found: Row) -> None:
    """From the odds of one pair to the probability of its household."""
    if found["members"] > 1:
        others = f"同户另有 {found['members'] - 1} 名成员参与比较"
        fall.to("family", "同户", others, log2(found["household_odds"]))
    rival = max(found["all_odds"] - found["household_odds"], 0)
    share = rival / (1 + found["all_odds"])
    taken = f"{share:.2%}" if share >= _LEAST_SHARE else "极少"
    told = f"其他候选户占 {taken}" if rival else "没有其他候选户"
    fall.by("rivals", "其他户", told, 0 - log2(1 + rival))


class _Fall:
    """A waterfall in the making."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.total = 0.0

    def by(self, name: str, label: str, outcome: str, weight: float) -> None:
        self.total += weight
        self.steps.append(Step(name, label, outcome, weight, self.total))

    def to(self, name: str, label: str, outcome: str, total: float) -> None:
        self.by(name, label, outcome, total - self.total)

    def compared(self, name: str, found: Row, m: M, chosen: Model) -> None:
        comparison, level = chosen.comparisons[name], found[f"{name}_level"]
        outcome = comparison.levels[level].label if level else "不计：信息不足，或已由前面的项目说明"
        self.by(name, comparison.label, outcome, found[f"{name}_weight"])
        if level:
            # The u of just this pair: it may be a frequency in the roster.
            u = m[name, level] / 2 ** found[f"{name}_weight"]
            self.steps[-1] = replace(self.steps[-1], level=level, m=m[name, level], u=float(f"{u:.6g}"))
