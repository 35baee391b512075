"""The words and characters that linking knows, from `models/vocabulary.yaml`, where each is explained."""

from functools import cache
from itertools import groupby
from typing import Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from matching.models import files as model_files

_STRICT = ConfigDict(extra="forbid", frozen=True)

Sex = Literal["M", "F"]


@dataclass(config=_STRICT)
class Names:
    """Signs that stand for an interpunct, for a hidden character, or for a lost one."""

    interpuncts: str
    hidden: str
    hidden_beside_ideographs: str
    hidden_in_short: str
    lost: str


@dataclass(config=_STRICT)
class Relative:
    """What some kinship terms mean; `suffixes` are used behind a name, `relations` in the roster."""

    sex: Sex | None
    generation: int
    own: bool
    suffixes: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


@dataclass(config=_STRICT)
class Kin:
    """Kinship terms, and what may stand between a name and such a term."""

    joint: str
    ordinals: str
    relatives: tuple[Relative, ...]
    head: str


@dataclass(config=_STRICT)
class Places:
    """Endings of the names of village committees."""

    committees: tuple[str, ...]


@dataclass(config=_STRICT)
class Vocabulary:
    """The whole file; `look_alikes` are lines of groups of characters."""

    names: Names
    sexes: dict[Sex, tuple[str, ...]]
    kin: Kin
    places: Places
    look_alikes: tuple[tuple[str, ...], ...] = Field(min_length=1)


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary.

    Raises:
        pydantic.ValidationError: if the file is not a vocabulary.
    """
    return TypeAdapter(Vocabulary).validate_python(model_files.read(model_files.VOCABULARY))


def any_of(characters: str) -> str:
    """`characters` for a character class of a regular expression; neighbouring ones become a range."""
    codes = enumerate(sorted(set(map(ord, characters))))
    runs = (list(run) for _, run in groupby(codes, key=lambda placed: placed[1] - placed[0]))
    return "".join(f"\\x{{{run[0][1]:X}}}-\\x{{{run[-1][1]:X}}}" for run in runs)


def sexes() -> dict[str, Sex]:
    """The sex that each word stands for."""
    return {word: sex for sex, words in vocabulary().sexes.items() for word in words}


def look_alikes() -> dict[str, list[int]]:
    """For each character that is taken for others, the numbers of its groups."""
    groups: dict[str, list[int]] = {}
    for number, group in enumerate(group for line in vocabulary().look_alikes for group in line):
        for character in group:
            groups.setdefault(character, []).append(number)
    return groups
