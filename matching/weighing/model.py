"""The declared linkage model: `models/persons.yaml`, and what a source's own `models/<source>.yaml` changes.

Fellegi and Sunter, "A Theory for Record Linkage" (JASA 1969): a comparison takes the first of its levels
whose condition holds; m and u are the probabilities of the level if the two records are one person, or two.

A source's file begins with `extends: persons`. It may set another `prior.registered`; other figures,
conditions and labels of levels; `unknown` and `least_share` of comparisons; and add levels to a comparison,
with `label`, `when`, `m`, `u`, and `before: <level>` if the new level is not to be tried last. They apply to
the persons whom that source was the first to write that way. Everything else is the same for all sources and
refused in such a file (`matching.weighing.own_models`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import cache
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from data_contracts.errors import SettingsError
from data_contracts.validation import fault
from matching.models import files as model_files
from matching.models.files import BASE
from matching.weighing.own_models import extended

PRIOR, REGISTERED = "prior", "registered"  # where others name a comparison and a level: the prior

_STRICT = ConfigDict(extra="forbid", frozen=True)

Known = Literal["number", "place"]


@dataclass(config=_STRICT)
class Frequency:
    """u computed pair by pair, from the term frequency of the value: how common it is in the roster.

    Attributes:
        term_frequency: name of a declared term frequency; None to use only the expression.
        times: how many values agree at this level for each one that is equal.
        at_least: lower bound of the frequency: a value that the roster has once may be far more common.
        expression: further factor, SQL over the pair.
        no_less_than: another frequency, as a lower bound of u.
    """

    term_frequency: str | None = None
    times: float = 1
    at_least: float = 0
    expression: str = "1"
    no_less_than: "Frequency | None" = None


@dataclass(config=_STRICT)
class Level:
    """One outcome of a comparison, with its SQL condition `when` over l, r and the measured columns.

    A `fixed` level is not estimated in the county, because its m and u hold only for rows of a certain kind.
    With `excess_over`, u is the number of doubles that a stranger has in the roster beyond chance. In the
    comparisons named there, a double agrees with the row as often as one person would, that is, by their m;
    a comparison without a level for the pair is left out.
    """

    label: str
    when: str
    m: float
    u: float | Frequency
    fixed: bool = False
    excess_over: tuple[str, ...] = ()


@dataclass(config=_STRICT)
class Comparison:
    """Levels in the order in which they are tried; the pair has none if `unknown` holds, or no level does.

    m is counted in pairs that are one person by the number, or by birth date and village (`counted_by`), and
    is at least `least_share` of the declared m. Of this comparison and the one that it stands `instead_of`,
    only one has a level in any pair.
    """

    label: str
    levels: dict[str, Level]
    unknown: str = "false"
    counted_by: Known = "number"
    least_share: float = 0
    instead_of: str | None = None


@dataclass(config=_STRICT)
class BlockingRule:
    """Records that share a key are compared. `left` and `right`: alternatives for each part of the key."""

    label: str
    left: list[list[str]]
    right: list[list[str]]
    cap: int
    when: str = "true"


@dataclass(config=_STRICT)
class Measure:
    """A function of `matching.comparing.measures` on columns of both sides; only pairs with `keep` remain."""

    left: dict[str, str]
    right: dict[str, str]
    keep: str = "true"


@dataclass(config=_STRICT)
class TermFrequency:
    """How common a value (`column`, SQL over r) is among the other members, shrunk towards what is typical.

    In a roster of two dozen people every name is borne by four percent, but is not common for that reason:
    the roster counts as if it had `pseudo_members` more members, of whom the share `typical` has the value.
    If `left` gives the value of a row (of those for which `known` holds), the frequency is corrected by that
    among strangers. With `counted_as`, the value is looked up in that other term frequency, and may be of l.
    """

    column: str
    left: str = ""
    known: str = "true"
    typical: float = 0
    pseudo_members: int = 0
    counted_as: str | None = None


@dataclass(config=_STRICT)
class Prior:
    """Share of a source's rows that are about somebody in the roster.

    It is spread over the members and `pseudo_members` more, so that strangers are not rare beside a small
    roster.
    """

    label: str
    registered: float
    pseudo_members: int = 0


@dataclass(config=_STRICT)
class Decision:
    """Thresholds for a link and for clerical review, and the number of candidates shown to a reviewer."""

    link: float
    review: float
    most: int
    least: float = 0
    member: float = 0


@dataclass(config=_STRICT)
class Verdict:
    """A finding about a pair that weights cannot express.

    Attributes:
        label: shown to the reviewer.
        probability: that the household is right; None: by the weights.
        when: SQL condition on the compared pair; None: `linkage/decide/verdicts` gives the verdict.
        doubt: whether a reviewer decides, however high the probability.
    """

    label: str
    probability: float | None = None
    when: str | None = None
    doubt: bool = False


@dataclass(config=_STRICT)
class Model:
    """Everything that the engine needs to know about a kind of record.

    `own` has the models of the sources with a model file of their own; it cannot be declared in a file.
    """

    label: str
    blocking: dict[str, BlockingRule]
    comparisons: dict[str, Comparison]
    prior: Prior
    decision: Decision
    measures: dict[str, Measure] = field(default_factory=dict)
    term_frequencies: dict[str, TermFrequency] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    exact: str | None = None
    blocked: str = "true"
    possible: str = "true"
    own: Mapping[str, "Model"] = field(default_factory=dict)


@cache
def model(name: str = BASE) -> Model:
    """The packaged model of a source; for a source without its own, the base model with all own models.

    Raises:
        SettingsError: if a file is not a model, or a source's file declares what only the base may declare.
    """
    own = model_files.sources()
    if name in own:
        return _validated(name)
    if name != BASE:
        return model(BASE)
    return replace(_validated(BASE), own={source: model(source) for source in own})


def model_of(document: dict[str, Any]) -> Model:
    """The model declared in a document.

    Raises:
        pydantic.ValidationError: if it is not a model.
    """
    return TypeAdapter(Model).validate_python(document)


def labels(name: str = BASE) -> dict[tuple[str, str], str]:
    """Chinese label by comparison and level, in order."""
    return {
        (comparison, level): declared.label
        for comparison, compared in model(name).comparisons.items()
        for level, declared in compared.levels.items()
    }


def labels_of_all(sources: Sequence[str]) -> dict[tuple[str, str], str]:
    """`labels` of the base and of `sources`; a level of only one source keeps its place in the order."""
    words, order = labels(), list(labels())
    for source in sources:
        following = len(order)
        for pair, label in reversed(labels(source).items()):
            if pair not in words:
                order.insert(following, pair)
                words[pair] = label
            following = order.index(pair)
    return {pair: words[pair] for pair in order}


def _validated(name: str) -> Model:
    document = _document(name)
    if "own" in document:
        raise SettingsError(f"匹配模型 {name}.yaml：没有 own 这一项。")
    try:
        return model_of(document)
    except ValidationError as error:
        raise SettingsError(f"匹配模型 {name}.yaml：{'；'.join(map(fault, error.errors()))}") from error


def _document(name: str) -> dict[str, Any]:
    document: dict[str, Any] = model_files.read(name)
    if name == BASE:
        return document
    if document.pop("extends", None) != BASE:
        raise SettingsError(f"匹配模型 {name}.yaml：应写 extends: {BASE}。")
    return extended(_document(BASE), document, f"{name}.yaml")
