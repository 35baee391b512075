"""The words and characters that linking knows, read from `models/vocabulary.yaml`, which explains each."""

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
    """Characters that stand for one interpunct, for a hidden character, for a lost one."""

    interpuncts: str
    hidden: str
    hidden_beside_ideographs: str
    hidden_in_short: str
    lost: str


@dataclass(config=_STRICT)
class Relative:
    """What some words of kinship say; `suffixes` stand behind a name, `relations` in the roster."""

    sex: Sex | None
    generation: int
    own: bool
    suffixes: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


@dataclass(config=_STRICT)
class Kin:
    """Words of kinship, and what may stand between a name and such a word."""

    joint: str
    ordinals: str
    relatives: tuple[Relative, ...]
    head: str


@dataclass(config=_STRICT)
class Places:
    """Endings of a village's committee."""

    committees: tuple[str, ...]


@dataclass(config=_STRICT)
class Vocabulary:
    """The whole file; `look_alikes` in lines of groups."""

    names: Names
    sexes: dict[Sex, tuple[str, ...]]
    kin: Kin
    places: Places
    look_alikes: tuple[tuple[str, ...], ...] = Field(min_length=1)


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary.

    Raises:
        pydantic.ValidationError: if the file does not hold one.
    """
    return TypeAdapter(Vocabulary).validate_python(model_files.read(model_files.VOCABULARY))


def any_of(characters: str) -> str:
    """`characters` as members of a class of a regular expression, neighbours as ranges."""
    codes = enumerate(sorted(set(map(ord, characters))))
    runs = (list(run) for _, run in groupby(codes, key=lambda placed: placed[1] - placed[0]))
    return "".join(f"\\x{{{run[0][1]:X}}}-\\x{{{run[-1][1]:X}}}" for run in runs)


def sexes() -> dict[str, Sex]:
    """Each word for a sex, and which."""
    return {word: sex for sex, words in vocabulary().sexes.items() for word in words}


def look_alikes() -> dict[str, list[int]]:
    """Each character that is taken for others: the numbers of its groups."""
    groups: dict[str, list[int]] = {}
    for number, group in enumerate(group for line in vocabulary().look_alikes for group in line):
        for character in group:
            groups.setdefault(character, []).append(number)
    return groups
