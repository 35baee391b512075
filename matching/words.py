"""Chinese labels of the states, stages and changes of links, as `words.yaml` declares them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from data_contracts.digests import digest_of

FOLDER = files(__package__)


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Chinese labels by kind (`link_status`, `stage`, `link_change`, `number_kind`), then by word."""
    text = FOLDER.joinpath("words.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, dict[str, str]]).validate_python(yaml.load(text, Loader=yaml.CSafeLoader))


def digest() -> str:
    """Digest of the labels, which are copied into the tables of a period."""
    return digest_of(FOLDER)
