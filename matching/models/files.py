"""The declarations of linking, `models/*.yaml`: the base model, the sources' own models, the vocabulary."""

from importlib.resources import files
from typing import Any

import yaml

from data_contracts.digests import digest_of

BASE = "persons"
VOCABULARY = "vocabulary"
FOLDER = files("matching").joinpath("models")


def read(name: str) -> Any:
    """Content of `models/<name>.yaml`."""
    text = FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def sources() -> list[str]:
    """Sources that have a model file of their own, by name."""
    names = {file.name.removesuffix(".yaml") for file in FOLDER.iterdir() if file.name.endswith(".yaml")}
    return sorted(names - {BASE, VOCABULARY})


def digest() -> str:
    """Digest of all models and of the vocabulary; if it changes, everybody is compared again."""
    return digest_of(FOLDER)
