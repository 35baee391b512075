"""What a policy pack says: document, dated parameters, rules, levels and target classes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from rules.declarations.conditions import Kind
from rules.declarations.follow_up import Duty, Elimination, Measure, RegionalWatch, Scale
from rules.declarations.written import STRICT, Expression, Name, Text

Basis = Literal["document_text", "local_interpretation"]
LevelName = Literal["red", "orange", "yellow"]


@dataclass(frozen=True, config=STRICT)
class Behind:
    """Rows of `month_facts` that a figure is made of.

    Attributes:
        measure: their measure.
        window: only this window; None: any.
        prev_basis: only where the previous income was taken from here; None: always.
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
    sources: tuple[Name, ...] = ()
    answered_by: tuple[Name, ...] = ()
    optional: bool = False

    @property
    def expression_kind(self) -> Kind:
        """What it is in an expression."""
        return "boolean" if self.kind == "flag" else "number"

    @property
    def behind(self) -> tuple[Behind, ...]:
        """Rows of `month_facts` that lead from the figure back to files."""
        return self.rows or ((self.of,) if self.of else ())

    @property
    def indicator(self) -> bool:
        """Whether it stands in `household_indicators`; else it is a column of `household_months`."""
        return self.of is not None and not self.column

    @property
    def covered_by(self) -> tuple[str, ...]:
        """Sources whose silence is a no, once one has a row in the window; empty: silence is nothing."""
        return (self.answered_by or self.sources) if self.kind == "flag" else ()


@dataclass(frozen=True, config=STRICT)
class Article:
    """One article of a document: its gist in our words, and every figure that it prints and we use."""

    gist: Text
    figures: tuple[Decimal, ...] = ()


@dataclass(frozen=True, config=STRICT)
class Document:
    """The policy document behind a pack; in force from `since` up to, not including, `until`.

    Attributes:
        area: prefix of the administrative division codes that it governs; empty: the whole country.
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
    """A parameter's value from `since` up to, not including, `until`; made of numbers and earlier ones."""

    value: Expression
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, config=STRICT)
class Parameter:
    """A number that rules compare with.

    Attributes:
        article: where the document prints it; None for a local interpretation.
        county_may_set: `[lines]` of the county may replace it, between `floor` and `ceiling`.
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
        """The expression in force on `day`, None if there is none."""
        return next((v.value for v in self.values if v.since <= day < v.until), None)


@dataclass(frozen=True, config=STRICT)
class Shown:
    """An operand shown as evidence, and the line that it was held against (None: it is the line's base)."""

    operand: Name
    line: Expression | None = None


@dataclass(frozen=True, config=STRICT)
class Rule:
    """One rule. `{…}` in `says` are expressions, filled in with the household's figures.

    Attributes:
        requirements: numbers of the requirements that it serves.
        causes: cause -> its amount in yuan, or a flag; listed where it is positive.
        articles: that describe the situation; what number decides it is said by its parameters.
        says: Chinese sentence where it fires.
        unknown: Chinese sentence where it cannot be decided.
        checks: Chinese, what a visit verifies.
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
    """A level that any of `rules` raises where `condition` holds; `says` or `unknown` goes into the alert."""

    rules: Annotated[tuple[Name, ...], Field(min_length=1)]
    condition: Expression = "true"
    says: str | None = None
    unknown: str | None = None


@dataclass(frozen=True, config=STRICT)
class Classification:
    """The target class of households of these types under any of these rules; None: any household."""

    target_class: Name
    household_types: tuple[str, ...] | None = None
    rules: tuple[Name, ...] | None = None


@dataclass(frozen=True, config=STRICT)
class Pack:
    """One document as rules, in the document's order.

    Attributes:
        key: name of its folder.
        digest: SHA-256 of what it says, extended pack included.
        levels: gravest first.
        target_classes: code -> Chinese name.
        classify: the first entry that fits decides.
        income_months: how many of twelve months of income must be present; fewer are scaled to twelve.
        operands: further indicators, of measures that a county's own sources feed.
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
    regional: RegionalWatch | None = None
    operands: dict[Name, Operand] = Field(default_factory=dict)
    causes: dict[Name, Text] = Field(default_factory=dict)
    extends: str | None = None

    @cached_property
    def pack_version(self) -> str:
        """Declared version and short form of the hash, `1.0+3f9c2a71`."""
        return f"{self.version}+{self.digest[:8]}"


def kinds(operands: Mapping[str, Operand], parameters: Mapping[str, Parameter]) -> dict[str, Kind]:
    """Kind of every word that a condition may use."""
    return shown_kinds({name: o for name, o in operands.items() if not o.rounded}, parameters)


def shown_kinds(operands: Mapping[str, Operand], parameters: Mapping[str, Parameter]) -> dict[str, Kind]:
    """Kind of every word that a sentence may show: rounded figures too."""
    declared = {name: o.expression_kind for name, o in operands.items()}
    return declared | dict.fromkeys(parameters, "number")
