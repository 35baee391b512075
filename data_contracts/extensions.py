"""What is added to a contract that is written elsewhere: words of all sources, and words of one county.

A county's `contracts/<source>.yaml` that begins with `extends: <source>` adds headers, words for values, a
unit or a place of the month to the columns of a packaged source.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from data_contracts.digests import digest_of
from data_contracts.errors import SettingsError
from data_contracts.units import header_key
from data_contracts.validation import UniqueKeyLoader

if TYPE_CHECKING:
    from data_contracts.contract import Column, Contract

FOLDER = files(__package__).joinpath("words")

Place = Literal["title", "sheet", "file", "file_code", "period"]
Unit = Literal["元", "千元", "万元"]
Synonyms = dict[str, tuple[str, ...]]
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=_STRICT)
class ColumnAddition:
    """What a county adds to a column: headers, synonyms; its unit and places of the month replace ours."""

    aliases: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    synonyms: Synonyms = Field(default_factory=dict)
    unit: Unit | None = None
    named_in: tuple[Place, ...] | None = None


@dataclass(frozen=True, config=_STRICT)
class Extension:
    """A county's additions to the source `extends`; columns are named by their English or Chinese name."""

    extends: str
    columns: Annotated[dict[str, ColumnAddition], Field(min_length=1)]


@dataclass(frozen=True, config=_STRICT)
class SharedWords:
    """Words that hold in every source.

    Attributes:
        aliases: column -> headers that name it wherever a source has it.
        text_parts: column -> headers of each of the parts that it may stand in.
        synonyms: lists of categories; a column with just the same has these synonyms.
    """

    aliases: dict[str, tuple[str, ...]]
    text_parts: dict[str, tuple[tuple[str, ...], ...]]
    synonyms: tuple[Synonyms, ...]


def folded_word(word: str) -> str:
    """A value's word for comparison: NFKC, lower case, without white space."""
    return "".join(unicodedata.normalize("NFKC", word).lower().split())


def digest() -> str:
    """Digest of the words that hold in every source."""
    return digest_of(FOLDER)


def shared_words() -> SharedWords:
    """The words in `data_contracts/words/every_source.yaml`."""
    return _shared_words(FOLDER.joinpath("every_source.yaml").read_text(encoding="utf-8"))


@cache
def _shared_words(text: str) -> SharedWords:
    document = yaml.load(text, Loader=UniqueKeyLoader)  # noqa: S506, a SafeLoader
    return TypeAdapter(SharedWords).validate_python(document)


def with_shared_words(contract: "Contract") -> "Contract":
    """The contract with the words that hold in every source, as far as it does not use them otherwise."""
    words = shared_words()
    return replace(contract, columns=tuple(_shared(column, contract, words) for column in contract.columns))


def _shared(column: "Column", contract: "Contract", words: SharedWords) -> "Column":
    others = {key for other in contract.columns if other.name != column.name for key in other.header_keys}
    known = words.aliases.get(column.name, ())
    synonyms = next((s for s in words.synonyms if s.keys() == set(column.categories)), {})
    return replace(
        column,
        aliases=(*column.aliases, *(alias for alias in known if header_key(alias) not in others)),
        text_parts=column.text_parts or words.text_parts.get(column.name, ()),
        synonyms=_joined(synonyms, column.synonyms),
    )


def extended(contract: "Contract", extension: Extension, place: str) -> "Contract":
    """The contract with a county's additions.

    Args:
        contract: the source's.
        extension: what the county adds.
        place: the county's file, for error messages.

    Raises:
        SettingsError: if a column is unknown.
    """
    named = {name: c.name for c in contract.columns for name in (c.name, c.title)}
    if unknown := sorted(extension.columns.keys() - named.keys()):
        raise SettingsError(
            f"{place}：来源 {contract.source} 没有列 {'、'.join(unknown)}，列名可写中文或英文名称"
        )
    additions = {named[name]: addition for name, addition in extension.columns.items()}
    return replace(contract, columns=tuple(_added(c, additions.get(c.name)) for c in contract.columns))


def _added(column: "Column", addition: ColumnAddition | None) -> "Column":
    if addition is None:
        return column
    return replace(
        column,
        aliases=(*column.aliases, *addition.aliases),
        stand_ins=(*column.stand_ins, *addition.stand_ins),
        synonyms=_joined(column.synonyms, addition.synonyms),
        unit=addition.unit or column.unit,
        named_in=column.named_in if addition.named_in is None else addition.named_in,
    )


def _joined(ours: Mapping[str, tuple[str, ...]], own: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Both synonyms; a word that `own` has too means there what it says there."""
    taken = {folded_word(word) for words in own.values() for word in words}

    def left(words: tuple[str, ...]) -> Iterator[str]:
        yield from (word for word in words if folded_word(word) not in taken)

    values = dict.fromkeys([*ours, *own])
    return {value: (*left(ours.get(value, ())), *own.get(value, ())) for value in values}
