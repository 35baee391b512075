"""The declared linkage model: `models/persons.yaml`, and what a source's own `models/<source>.yaml` changes.

Fellegi and Sunter, "A Theory for Record Linkage" (JASA 1969): a comparison falls into one of its levels, the
first whose condition holds; m and u are the probabilities of the level for one person and for two.

A source's file begins with `extends: persons`. It may set another `prior.registered`, other figures,
conditions and labels of levels, `unknown` and `least_share` of comparisons, and add levels to a comparison:
with `label`, `when`, `m`, `u`, and `before: <level>` where the new level is not to be tried last. They hold
for the persons whom that source was the first to write so. Everything else is the same for all sources and
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

_STRICT = ConfigDict(extra="forbid", frozen=True)

Known = Literal["number", "place"]


@dataclass(config=_STRICT)
class Frequency:
    """u worked out pair by pair: how common in the roster is just this value.

    Attributes:
        term_frequency: of which declared column; None for the expression alone.
        times: how many values would agree at this level for each one that is equal.
        at_least: bound from below, since a value that the roster has once is not one in a million people.
        expression: further factor, SQL over the pair.
        no_less_than: another frequency that bounds it from below.
    """

    term_frequency: str | None = None
    times: float = 1
    at_least: float = 0
    expression: str = "1"
    no_less_than: "Frequency | None" = None


@dataclass(config=_STRICT)
class Level:
    """One outcome of a comparison: SQL condition `when` over l, r and measured columns.

    A `fixed` level is not counted in the county: its m and u hold under a condition on the row alone. With
    `excess_over`, u is the number of doubles a stranger has in the roster beyond chance, who agree with it in
    those comparisons as often as one person does, by their m; one that says nothing of a pair is left out.
    """

    label: str
    when: str
    m: float
    u: float | Frequency
    fixed: bool = False
    excess_over: tuple[str, ...] = ()


@dataclass(config=_STRICT)
class Comparison:
    """Levels in order; where `unknown` holds, or no level does, the comparison says nothing.

    m is counted in pairs that are one person by the number, or by birth date and village (`counted_by`), and
    stays above `least_share` of the declared one. Where it says something, the comparison that it stands
    `instead_of` says nothing, and the other way round.
    """

    label: str
    levels: dict[str, Level]
    unknown: str = "false"
    counted_by: Known = "number"
    least_share: float = 0
    instead_of: str | None = None


@dataclass(config=_STRICT)
class BlockingRule:
    """Records that share a key are compared: alternatives for each part of the key, on either side."""

    label: str
    left: list[list[str]]
    right: list[list[str]]
    cap: int
    when: str = "true"


@dataclass(config=_STRICT)
class Measure:
    """A function of `matching.comparing.measures`, fed with columns of both sides; `keep` drops pairs."""

    left: dict[str, str]
    right: dict[str, str]
    keep: str = "true"


@dataclass(config=_STRICT)
class TermFrequency:
    """How common a value (`column`, SQL over r) is among other members, shrunk towards what is typical of it.

    In a roster of two dozen people every name has four percent of them, and is not common for that: it
    counts as if it had `pseudo_members` more, of whom the share `typical` has the value. Where `left` gives
    the value of a row, if `known` holds for it, the frequency is brought nearer to that among strangers. One
    that is counted as another (`counted_as`) looks its value up there, and may be of l.
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

    Spread over the members and `pseudo_members` more: in a small roster the strangers do not become few.
    """

    label: str
    registered: float
    pseudo_members: int = 0


@dataclass(config=_STRICT)
class Decision:
    """Probabilities between which a candidate is doubtful, and how many candidates a reviewer is shown."""

    link: float
    review: float
    most: int
    least: float = 0
    member: float = 0


@dataclass(config=_STRICT)
class Verdict:
    """A finding about a pair that weights do not express.

    Attributes:
        label: said to the reviewer.
        probability: that the household is right; None: as the weights say.
        when: SQL condition on the compared pair; None: found by a statement of its own.
        doubt: whether a reviewer decides, however probable.
    """

    label: str
    probability: float | None = None
    when: str | None = None
    doubt: bool = False


@dataclass(config=_STRICT)
class Model:
    """Everything that the engine needs to know of a kind of record.

    `own` are the models of sources that declare levels, figures or a prior of their own; no file holds it.
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
    one_to_one: bool = False
    own: Mapping[str, "Model"] = field(default_factory=dict)


@cache
def model(name: str = BASE) -> Model:
    """The packaged model of a source; the base model, with those of all sources, for one without its own.

    Raises:
        SettingsError: if a file does not hold a model, or a source's file says what is not its to say.
    """
    own = model_files.sources()
    if name in own:
        return _validated(name)
    if name != BASE:
        return model(BASE)
    return replace(_validated(BASE), own={source: model(source) for source in own})


def model_of(document: dict[str, Any]) -> Model:
    """The model that a file declares.

    Raises:
        pydantic.ValidationError: if it declares none.
    """
    return TypeAdapter(Model).validate_python(document)


def labels(name: str = BASE) -> dict[tuple[str, str], str]:
    """Chinese words for each comparison and level, in order."""
    return {
        (comparison, level): said.label
        for comparison, compared in model(name).comparisons.items()
        for level, said in compared.levels.items()
    }


def labels_of_all(sources: Sequence[str]) -> dict[tuple[str, str], str]:
    """`labels` of the base and of `sources`; a level that only one has stands where it has it."""
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
