"""A small machine of the procedure, written apart from the engine: it walks one household's events."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from data_contracts.calendar.working_days import days_between
from rules.declarations.procedure import Procedure, ProcedureStep


@dataclass
class Machine:
    """The matter of one household; `take` raises AssertionError for what the procedure does not have."""

    procedure: Procedure
    stage: str = "none"
    since: date | None = None
    monitored: bool = False
    was_over: bool = False
    done: dict[str, date] = field(default_factory=dict)

    def walk(self, events: Iterable[tuple[date, str]]) -> None:
        """Take events, which are in the order of their days; within one day, in any order that works."""
        for day, of_day in groupby(events, key=lambda event: event[0]):
            kinds = sorted((kind for _, kind in of_day), key=self._rank)
            for kind in kinds:
                self.take(kind, day)

    def take(self, kind: str, day: date) -> None:
        """Go where the event leads."""
        steps = {step.key: (branch, step) for branch, step in self.procedure.steps()}
        if kind in steps:
            self._step(*steps[kind], day)
        elif kind in ("alerted", "listed"):
            if not self.monitored and not self._in_procedure():
                self._go(kind, day)
                self.done.clear()
        elif kind in ("verified", "refuted"):
            self._verdict(kind, day)
        elif kind in _WORDS:
            _WORDS[kind](self, day)

    def _step(self, branch: str, step: ProcedureStep, day: date) -> None:
        if branch == "measures":
            assert self.monitored, f"{step.key} of a household that is not monitored"
            return
        if step.repeats and self.monitored and self.stage != step.after:
            return
        self._require(step, branch)
        keys = [s.key for s in getattr(self.procedure, branch)]
        for later in keys[keys.index(step.key) + 1 :]:
            self.done.pop(later, None)
        self.done[step.key] = day
        self.monitored = self.monitored or step.decides
        self._go(step.key, day)

    def _require(self, step: ProcedureStep, branch: str) -> None:
        if step.after in ("proposed", "elimination_proposed"):
            assert step.after in self.done, f"{step.key} without {step.after}"
        elif step.after == "monitored":
            assert self.stage in ("monitored", "tracked_on", "elimination_proposed", step.key), step.key
        else:
            assert step.after in self.done, f"{step.key} without {step.after}"
        if branch == "elimination":
            assert self.monitored, f"{step.key} of a household that is not monitored"

    def _verdict(self, kind: str, day: date) -> None:
        undecided = ("alerted", "listed", "verified", "refuted", "returned_to_poverty_risk")
        out = kind == "refuted" and self._in_procedure() and not self.monitored
        if self.stage in undecided or out:
            self._go(kind, day)
            self.done.clear()

    def _propose(self, day: date) -> None:
        if self.stage in ("verified", "returned_to_poverty_risk", "proposed"):
            self.done = {"proposed": day}
            self._go("proposed", day)

    def _return(self, day: date) -> None:
        assert self.was_over, "a risk comes back that was never over"
        if self.stage == "verified":
            self._go("returned_to_poverty_risk", day)

    def _enter(self, day: date) -> None:
        assert self.procedure.entry[-1].key == self.stage
        self._go("monitored", day)

    def _on_roster(self, day: date) -> None:
        if not self.monitored:
            self.monitored = True
            self.done.clear()
            self._go("monitored", day)

    def _disagree(self, day: date) -> None:
        assert self.procedure.deciding.after in self.done
        self.monitored = False
        self.done.clear()
        self._go("refuted", day)

    def _propose_elimination(self, day: date) -> None:
        assert self.stage in ("monitored", "tracked_on", "elimination_proposed")
        self.done["elimination_proposed"] = day
        self._go("elimination_proposed", day)

    def _keep(self, day: date) -> None:
        if self.stage in ("elimination_proposed", *(step.key for step in self.procedure.elimination)):
            self.done.pop("elimination_proposed", None)
            self._go("monitored", day)

    def _track(self, day: date) -> None:
        assert self.monitored
        self._go("tracked_on", day)

    def _end(self, day: date) -> None:
        assert self.procedure.elimination[-1].key == self.stage
        self.monitored, self.was_over = False, True
        self.done.clear()
        self._go("eliminated", day)

    def _in_procedure(self) -> bool:
        entry = [step.key for step in self.procedure.entry]
        return self.stage == "proposed" or self.stage in entry

    def _go(self, stage: str, day: date) -> None:
        self.stage, self.since = stage, day

    def _rank(self, kind: str) -> int:
        order = ["alerted", "listed", "verified", "refuted", "returned_to_poverty_risk", "proposed"]
        order += [step.key for step in self.procedure.entry]
        order += ["monitored", "disagreed", "on_roster", "elimination_proposed"]
        order += [step.key for step in self.procedure.elimination]
        order += ["eliminated", "tracked_on", "elimination_kept"]
        return order.index(kind) if kind in order else len(order)


_WORDS: Mapping[str, Callable[[Machine, date], None]] = {
    "proposed": Machine._propose,
    "returned_to_poverty_risk": Machine._return,
    "monitored": Machine._enter,
    "on_roster": Machine._on_roster,
    "disagreed": Machine._disagree,
    "elimination_proposed": Machine._propose_elimination,
    "elimination_kept": Machine._keep,
    "tracked_on": Machine._track,
    "eliminated": Machine._end,
}


def working_days(first: date, last: date) -> int:
    """Working days of a span, its first and last day included."""
    return sum(works for _, works, _ in days_between(first, last))
