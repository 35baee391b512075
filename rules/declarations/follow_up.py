"""A document's provisions besides rules: measures, calendar, scale, elimination, regional watch."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from rules.declarations.procedure import Office, Rhythm
from rules.declarations.written import STRICT, Expression, Name, Text


@dataclass(frozen=True, config=STRICT)
class Measure:
    """Assistance provided for by a document, proposed for alerts that meet all its criteria; None: any.

    Attributes:
        says: what is proposed, in Chinese.
        unit: who is responsible, in Chinese.
        causes: the alert has at least one of these causes.
        rules: at least one of these rules raised the alert.
        labour: whether the household has someone who can work (N5, F10).
        allowance: it puts the household on the subsistence allowance (F12).
    """

    says: Text
    unit: Text
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]
    causes: tuple[Name, ...] | None = None
    rules: tuple[Name, ...] | None = None
    target_classes: tuple[Name, ...] | None = None
    labour: bool | None = None
    allowance: bool = False


@dataclass(frozen=True, config=STRICT)
class Duty:
    """A step of the document's calendar: once within a time after the list's issue, or regularly.

    Attributes:
        label: what is done and by whom, in Chinese.
        within_working_days: counted from the day of issue.
        within_months: counted from the day of issue.
        every: how often it is repeated.
        who: whose duty it is; only then is it kept in `duties`.
        concerns: a duty each of the households listed or monitored, or of the townships; None: one for all.
            The pack writes `for`.
        also_alerted: target classes whose alerted households are concerned like monitored ones.
        departments: source -> name of the department that sends it; a duty each.
        by_day: day of the month on which it is due; None: the last.
        months: months of the year in which it is due; None: all.
        done_by: what shows that it is done: `first_review` (the list has an answer for each household),
            `verified` (a verdict), `visit`, `run` (the program's own run of the month), `received` (the
            department's extract), or a step. None: nothing that is kept shows it.
    """

    label: Text
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]
    within_working_days: int | None = None
    within_months: int | None = None
    every: Rhythm | None = None
    who: Office | None = None
    concerns: Literal["listed", "monitored", "townships"] | None = Field(default=None, validation_alias="for")
    also_alerted: tuple[Name, ...] = ()
    departments: dict[Name, Text] = Field(default_factory=dict)
    by_day: Annotated[int, Field(ge=1, le=28)] | None = None
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] | None = None
    done_by: Name | None = None


@dataclass(frozen=True, config=STRICT)
class Scale:
    """Shares of the registered population that a document expects; only reported, never a quota (N3)."""

    usual: Name  # parameters, as shares of one
    most: Name
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class Elimination:
    """When monitored households become candidates for the review of elimination (G7, F9).

    Households without labour capacity never do, whatever the condition.

    Attributes:
        months: months of the year in which candidates are listed.
        condition: over operands and parameters; it must be true, not unknown.
        quiet_months: required number of published months without an alert, including this one.
        says: Chinese sentence with the figures.
    """

    months: Annotated[tuple[int, ...], Field(min_length=1)]
    condition: Expression
    quiet_months: Annotated[int, Field(ge=1)]
    says: Text
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class RegionalWatch:
    """The watch for relapse at scale in places (F3, F13).

    Attributes:
        false_discovery_rate: parameter, the accepted share of wrongly flagged places.
    """

    false_discovery_rate: Name
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]
