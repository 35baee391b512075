"""The declarations of a policy pack: document, dated parameters, rules, levels and target classes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from rules.declarations.bounds import Bound
from rules.declarations.conditions import Kind
from rules.declarations.follow_up import Duty, Elimination, Measure, RegionalWatch, Scale
from rules.declarations.procedure import Procedure
from rules.declarations.written import STRICT, Expression, Name, Text

Basis = Literal["document_text", "local_interpretation"]
LevelName = Literal["red", "orange", "yellow"]
Completeness = Literal["illness_complete", "education_complete", "disaster_complete", "rigid_complete"]


@dataclass(frozen=True, config=STRICT)
class Behind:
    """The rows of `month_facts` that a figure is computed from.

    Attributes:
        measure: measure of the rows.
        window: window of the rows; None: any.
        prev_basis: only if the previous income has this basis; None: always.
    """

    measure: Name
    window: Literal["12m", "prev_12m"] | None = None
    prev_basis: Literal["months", "last_year"] | None = None


@dataclass(frozen=True, config=STRICT)
class Operand:
    """An indicator: a column of `household_months`, or `of` facts. `operands.yaml` explains the fields."""

    label: Text
    unit: Text
    kind: Literal["money", "count", "flag"]
    of: Behind | None = None
    column: bool = False
    rows: tuple[Behind, ...] = Field(default=(), validation_alias="behind")
    rounded: bool = False
    zero_is_unknown: bool = False
    complete: Completeness | None = None
    bound: Bound = "at_least"
    sources: tuple[Name, ...] = ()
    answered_by: tuple[Name, ...] = ()
    optional: bool = False

    @property
    def expression_kind(self) -> Kind:
        """Its kind in an expression."""
        return "boolean" if self.kind == "flag" else "number"

    @property
    def behind(self) -> tuple[Behind, ...]:
        """The rows of `month_facts` from which the figure can be traced to files."""
        return self.rows or ((self.of,) if self.of else ())

    @property
    def indicator(self) -> bool:
        """Whether it is in `household_indicators`; else it is a column of `household_months`."""
        return self.of is not None and not self.column

    @property
    def covered_by(self) -> tuple[str, ...]:
        """Sources of a flag: if any has a row in the window, no fact means no. Others: no fact means zero."""
        return (self.answered_by or self.sources) if self.kind == "flag" else ()


@dataclass(frozen=True, config=STRICT)
class Article:
    """One article of a document: a summary of it, and every figure in it that the pack uses."""

    gist: Text
    figures: tuple[Decimal, ...] = ()


@dataclass(frozen=True, config=STRICT)
class Document:
    """The policy document behind a pack; in force from `since` up to, not including, `until`.

    Attributes:
        area: prefix of the administrative division codes for which it is valid; empty: the whole country.
        supersedes: numbers of the documents that it repeals.
    """

    title: Text
    number: Text
    issuer: Text
    area: Annotated[str, Field(pattern=r"^\d{0,12}$")]
    since: date
    articles: dict[str, Article]
    until: date | None = None
    supersedes: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, config=STRICT)
class DatedValue:
    """A parameter's value from `since` up to, not including, `until`: numbers and earlier parameters."""

    value: Expression
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, config=STRICT)
class Parameter:
    """A number that rules compare with.

    Attributes:
        article: the article that states it; None for a local interpretation.
        county_may_set: whether the county may set it in `[lines]`, between `floor` and `ceiling`.
    """

    label: Text
    unit: Text
    basis: Basis
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1)]
    article: str | None = None
    county_may_set: bool = False
    floor: Expression | None = None
    ceiling: Expression | None = None

    def value_on(self, day: date) -> str | None:
        """The expression in force on `day`; None if there is none."""
        return next((v.value for v in self.values if v.since <= day < v.until), None)


@dataclass(frozen=True, config=STRICT)
class Shown:
    """An operand shown as evidence, and the line it is compared with (None: it is the line's base)."""

    operand: Name
    line: Expression | None = None


@dataclass(frozen=True, config=STRICT)
class Rule:
    """One rule. `{…}` in `says` are expressions, filled in with the household's figures.

    Attributes:
        requirements: numbers of the requirements that it implements.
        causes: cause -> its amount in yuan, or a flag; the cause is listed if it is positive.
        articles: articles that describe the situation; the parameters cite the numbers that decide it.
        says: Chinese sentence for households for which it fires.
        unknown: Chinese sentence if it cannot be decided.
        checks: what a visit verifies, in Chinese.
    """

    label: Text
    requirements: tuple[str, ...]
    basis: Basis
    articles: Annotated[tuple[str, ...], Field(min_length=1)]
    condition: Expression
    evidence: Annotated[tuple[Shown, ...], Field(min_length=1)]
    causes: dict[Name, Expression]
    says: Text
    unknown: Text
    checks: Text


@dataclass(frozen=True, config=STRICT)
class Level:
    """A level raised by any of `rules` if `condition` holds; the alert contains `says` or `unknown`."""

    rules: Annotated[tuple[Name, ...], Field(min_length=1)]
    condition: Expression = "true"
    says: str | None = None
    unknown: str | None = None


@dataclass(frozen=True, config=STRICT)
class Classification:
    """The target class of households of these types for which any of these rules fires; None: any."""

    target_class: Name
    household_types: tuple[str, ...] | None = None
    rules: tuple[Name, ...] | None = None


@dataclass(frozen=True, config=STRICT)
class Pack:
    """One document as rules, in the document's order.

    Attributes:
        key: name of the pack's folder.
        digest: SHA-256 of its content, including that of the pack it extends.
        levels: the gravest first.
        target_classes: code -> Chinese name.
        classify: target classes; the first entry that fits decides.
        income_months: required number of months with income, of twelve; if some are missing, it is scaled up.
        operands: further indicators, for measures that a county's own sources feed.
        causes: further causes -> Chinese label.
    """

    key: str
    digest: str
    version: Text
    document: Document
    parameters: dict[Name, Parameter]
    rules: dict[Name, Rule]
    levels: dict[LevelName, Level]
    target_classes: dict[Name, Text]
    classify: Annotated[tuple[Classification, ...], Field(min_length=1)]
    income_months: Annotated[int, Field(ge=1, le=12)] = 12
    measures: tuple[Measure, ...] = ()
    calendar: tuple[Duty, ...] = ()
    scale: Scale | None = None
    elimination: Elimination | None = None
    procedure: Procedure | None = None
    regional: RegionalWatch | None = None
    operands: dict[Name, Operand] = Field(default_factory=dict)
    causes: dict[Name, Text] = Field(default_factory=dict)
    extends: str | None = None

    @cached_property
    def pack_version(self) -> str:
        """Declared version and the first digits of the digest, `1.0+3f9c2a71`."""
        return f"{self.version}+{self.digest[:8]}"


def kinds(operands: Mapping[str, Operand], parameters: Mapping[str, Parameter]) -> dict[str, Kind]:
    """The kind of every word that a condition may use."""
    return shown_kinds({name: o for name, o in operands.items() if not o.rounded}, parameters)


def shown_kinds(operands: Mapping[str, Operand], parameters: Mapping[str, Parameter]) -> dict[str, Kind]:
    """The kind of every word that a sentence may show, including rounded figures."""
    declared = {name: o.expression_kind for name, o in operands.items()}
    return declared | dict.fromkeys(parameters, "number")
