"""The stages of a matter, and the events that move it from one to the next, as a procedure gives them."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product

import yaml
from pydantic import TypeAdapter

from data_contracts.validation import UniqueKeyLoader
from rules.declarations.procedure import Procedure, ProcedureStep
from rules.declarations.written import Text

NOTHING = "none"
"""Stage of a household of which nothing has happened."""

OPENING = ("alerted", "listed", "on_roster")
"""Events with which a matter begins anew."""

_UNDECIDED = ("alerted", "listed", "verified", "refuted", "returned_to_poverty_risk")
_MOVED_ON = ("tracked_on", "elimination_proposed")

Transition = tuple[str, str, str]
"""Stage, kind of event, and the stage that it leads to."""


@cache
def stage_labels() -> dict[str, str]:
    """Chinese of the stages that every procedure has, in their order."""
    text = files("rules.declarations").joinpath("stages.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Text]).validate_python(yaml.load(text, Loader=UniqueKeyLoader))  # noqa: S506, a SafeLoader


def stages(procedure: Procedure) -> dict[str, str]:
    """Every stage that a matter can be at, in order, with its Chinese label."""
    labels = dict(stage_labels())
    before = list(labels)[: list(labels).index("monitored")]
    between = list(labels)[len(before) : list(labels).index("eliminated")]
    entry = {step.key: step.label for step in procedure.entry}
    elimination = {step.key: step.label for step in procedure.elimination}
    ordered = [*before, *entry, *between, *elimination, "eliminated", "tracked_on"]
    return {stage: (labels | entry | elimination)[stage] for stage in ordered}


def monitored_stages(procedure: Procedure) -> list[str]:
    """Stages at which a household counts as monitored: from the step that decides to the end of the risk."""
    keys = [step.key for step in procedure.entry]
    decided = keys.index(procedure.deciding.key)
    return [*keys[decided:], "monitored", *_MOVED_ON, *(step.key for step in procedure.elimination)]


def kinds(procedure: Procedure) -> list[str]:
    """Every kind of event that can move a matter, in the order in which those of one day are taken."""
    entry = [step.key for step in procedure.entry]
    elimination = [step.key for step in procedure.elimination]
    before = ["alerted", "listed", "verified", "refuted", "returned_to_poverty_risk", "proposed"]
    after = ["eliminated", "tracked_on", "elimination_kept", "off_roster"]
    measures = [step.key for step in procedure.measures]
    confirmed = ["monitored", "disagreed", "on_roster", *measures, "elimination_proposed"]
    return [*before, *entry, *confirmed, *elimination, *after]


def transitions(procedure: Procedure) -> set[Transition]:
    """Every transition; what is none of them does not move a matter."""
    return {
        *_before_proposal(),
        *_entry(procedure),
        *_elimination(procedure),
        *_roster(procedure),
    }


def _before_proposal() -> Iterator[Transition]:
    """Alert, list and verdict. A closed matter is opened by another alert, or by another list."""
    for stage, kind in product((NOTHING, *_UNDECIDED, "eliminated"), ("alerted", "listed")):
        yield stage, kind, kind
    for stage, kind in product(_UNDECIDED, ("verified", "refuted")):
        yield stage, kind, kind
    yield "verified", "returned_to_poverty_risk", "returned_to_poverty_risk"
    for stage in ("verified", "returned_to_poverty_risk", "proposed"):
        yield stage, "proposed", "proposed"


def _entry(procedure: Procedure) -> Iterator[Transition]:
    """Forward; back to an earlier step until it is decided; out by a visit or by the county's word."""
    keys = [step.key for step in procedure.entry]
    decided = keys.index(procedure.deciding.key)
    yield from _forward(procedure.entry, "proposed")
    for later, earlier in _back(keys[:decided]):
        yield later, earlier, earlier
    for key in keys[decided:]:
        yield key, key, key
    for stage in ("proposed", *keys[:decided]):
        yield stage, "refuted", "refuted"
    for stage in (procedure.deciding.after, *keys[decided:], "monitored"):
        yield stage, "disagreed", "refuted"
    yield keys[-1], "monitored", "monitored"


def _elimination(procedure: Procedure) -> Iterator[Transition]:
    steps = procedure.elimination
    keys = [step.key for step in steps]
    for stage in ("monitored", "tracked_on", "elimination_proposed"):
        yield stage, "elimination_proposed", "elimination_proposed"
        if steps[0].after in (stage, "monitored"):
            yield stage, keys[0], keys[0]
    yield from _forward(steps, "elimination_proposed")
    for later, earlier in _back(keys):
        yield later, earlier, earlier
    for stage in ("elimination_proposed", *keys):
        yield stage, "elimination_kept", "monitored"
    for stage in ("monitored", "elimination_proposed", *keys):
        yield stage, "tracked_on", "tracked_on"
    yield keys[-1], "eliminated", "eliminated"


def _roster(procedure: Procedure) -> Iterator[Transition]:
    """What the roster says goes before what no list has said."""
    keys = [step.key for step in procedure.entry]
    decided = keys.index(procedure.deciding.key)
    for stage in (NOTHING, *_UNDECIDED, "proposed", *keys[:decided], "eliminated"):
        yield stage, "on_roster", "monitored"
    leaving = [step.key for step in procedure.elimination]
    for stage in (*keys[decided:], "monitored", *_MOVED_ON, *leaving):
        yield stage, "off_roster", "eliminated"


def _forward(steps: tuple[ProcedureStep, ...], start: str) -> Iterator[Transition]:
    for before, step in zip((start, *(s.key for s in steps)), steps, strict=False):
        yield before, step.key, step.key


def _back(keys: list[str]) -> Iterator[tuple[str, str]]:
    """Each step with itself and those before it."""
    for place, later in enumerate(keys):
        yield from ((later, earlier) for earlier in keys[: place + 1])
