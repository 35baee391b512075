"""The linker's constants, read from `model.yaml`, where each stands with its reason."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Model:
    """What the linker decides by; `model.yaml` explains each figure."""

    stages: dict[str, float]
    reviews: dict[str, float]
    chance: dict[str, float]
    link_limit: float
    review_limit: float
    margin: float
    block_limit: int


@cache
def model() -> Model:
    """The packaged model."""
    text = files(__package__).joinpath("model.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return Model(**document)
