"""Chinese for the words in which rules decide, as declared in `words.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from data_contracts.validation import UniqueKeyLoader
from rules.declarations.written import Text


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Chinese by kind (`level`, `state`, `outcome`, `basis`, `flag`, …), then by word."""
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, dict[str, Text]]).validate_python(yaml.load(text, Loader=UniqueKeyLoader))  # noqa: S506, a SafeLoader
