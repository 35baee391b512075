"""What a document foresees beyond its rules: help, calendar, scale, elimination, watch over places."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from rules.declarations.written import STRICT, Expression, Name, Text


@dataclass(frozen=True, config=STRICT)
class Measure:
    """Help that a document foresees, proposed for an alert that fits everything named; None: whatever it is.

    Attributes:
        says: Chinese, what is proposed.
        unit: Chinese, who is responsible.
        causes: any of the alert's causes.
        rules: any of the rules behind the alert.
        labour: whether the household has someone who can work (N5, F10).
    """

    says: Text
    unit: Text
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]
    causes: tuple[Name, ...] | None = None
    rules: tuple[Name, ...] | None = None
    target_classes: tuple[Name, ...] | None = None
    labour: bool | None = None


@dataclass(frozen=True, config=STRICT)
class Duty:
    """A step of the document's calendar: once within a time of the list's issue, or again and again.

    Attributes:
        label: Chinese, what is done and by whom.
        within_working_days: counted from the day of issue.
        within_months: counted from the day of issue.
        every: how often it returns.
    """

    label: Text
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]
    within_working_days: int | None = None
    within_months: int | None = None
    every: Literal["day", "week", "month", "quarter", "half_year", "year"] | None = None


@dataclass(frozen=True, config=STRICT)
class Scale:
    """Shares of the registered population that a document expects: reported, never a reason to drop (N3)."""

    usual: Name  # parameters, as a share of one
    most: Name
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class Elimination:
    """When a monitored household becomes a candidate for the review of elimination (G7, F9).

    Never one without labour capacity, whatever the condition.

    Attributes:
        months: of the year in which candidates are listed.
        condition: over operands and parameters; unknown is no candidate.
        quiet_months: so many published months back, this one included, without any alert.
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
    """Whether places are watched for relapse at scale (F3, F13).

    Attributes:
        false_discovery_rate: parameter, the share of places named wrongly that is borne.
    """

    false_discovery_rate: Name
    requirements: tuple[str, ...]
    articles: Annotated[tuple[str, ...], Field(min_length=1)]
