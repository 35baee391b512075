"""A document's procedure: the steps from a proposal to monitoring, and from there to the end of the risk."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from rules.declarations.written import STRICT, Name, Text

Office = Literal["village", "township", "county", "department", "insurer"]
Rhythm = Literal["day", "week", "month", "quarter", "half_year", "year"]
Branch = Literal["entry", "measures", "elimination"]

STAGES = (
    "alerted", "listed", "verified", "refuted", "returned_to_poverty_risk", "proposed",
    "monitored", "elimination_proposed", "eliminated", "tracked_on",
)  # fmt: skip
"""Stages that every procedure has; those between are the keys of its steps."""

_Articles = Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class ProcedureStep:
    """One step of a procedure.

    Attributes:
        label: what is done, in Chinese.
        who: whose step it is.
        after: the step or stage that it follows; a date before that is refused.
        columns: Chinese titles of its date column, or of the first and last day of a public notice.
        basis: whether the document names the step, or only we read it so.
        within_working_days: time allowed from the step before.
        within_months: time allowed from the step before.
        by_end_of: it is due by the end of this unit of the calendar, counted from the step before.
        shortest_working_days: of a public notice, first and last day included.
        result: title of the column 同意/不同意; only of the step that decides.
        decides: 同意 makes the household a monitored one from that day, 不同意 closes the matter.
        repeats: done again and again while the household is monitored.
    """

    key: Name
    label: Text
    who: Literal["village", "township", "county", "insurer"]
    after: Name
    columns: Annotated[tuple[Text, ...], Field(min_length=1, max_length=2)]
    requirements: tuple[str, ...]
    articles: _Articles
    basis: Literal["document_text", "local_interpretation"] = "document_text"
    within_working_days: Annotated[int, Field(ge=1)] | None = None
    within_months: Annotated[int, Field(ge=1)] | None = None
    by_end_of: Literal["month", "quarter", "half_year", "year"] | None = None
    shortest_working_days: Annotated[int, Field(ge=1)] | None = None
    result: Text | None = None
    decides: bool = False
    repeats: bool = False


@dataclass(frozen=True, config=STRICT)
class Provision:
    """What a document says, without a figure."""

    requirements: tuple[str, ...]
    articles: _Articles


@dataclass(frozen=True, config=STRICT)
class Revisit:
    """How often a monitored household is visited.

    Attributes:
        rules: alerts raised by any of these are visited as often, though they were answered.
    """

    every: Rhythm
    requirements: tuple[str, ...]
    articles: _Articles
    rules: tuple[Name, ...] = ()


@dataclass(frozen=True, config=STRICT)
class Grace:
    """Months for which a household that is better off stays on the subsistence allowance (F12)."""

    label: Text
    months: Annotated[int, Field(ge=1)]
    requirements: tuple[str, ...]
    articles: _Articles


@dataclass(frozen=True, config=STRICT)
class Procedure:
    """The steps of a document, each branch in its order.

    Attributes:
        entry: from `proposed` to `monitored`.
        measures: when measures are carried out for a monitored household.
        elimination: from `elimination_proposed`, or `monitored` where nobody proposes, to `eliminated`.
        tracks_without_labour: if given, a household without labour capacity is never eliminated (F9).
        revisit: if given, how often a monitored household is visited.
        allowance_grace: if given, what follows for a household on the allowance whose risk is over.
    """

    entry: Annotated[tuple[ProcedureStep, ...], Field(min_length=1)]
    elimination: Annotated[tuple[ProcedureStep, ...], Field(min_length=1)]
    measures: tuple[ProcedureStep, ...] = ()
    tracks_without_labour: Provision | None = None
    revisit: Revisit | None = None
    allowance_grace: Grace | None = None

    def steps(self) -> Iterator[tuple[Branch, ProcedureStep]]:
        """Every step with its branch, in order."""
        yield from (("entry", step) for step in self.entry)
        yield from (("measures", step) for step in self.measures)
        yield from (("elimination", step) for step in self.elimination)

    @property
    def deciding(self) -> ProcedureStep:
        """The step of `entry` that makes a household a monitored one."""
        return next(step for step in self.entry if step.decides)
