"""Mixes of damage for measurements: those of the demonstration, and harder ones."""

from pathlib import Path
from typing import Any

import yaml

from flows.demo.people.draws import declared
from flows.demo.writing.dirt import Dirt

MIXES: dict[str, Any] = declared("writing/mixes") | yaml.safe_load(
    Path(__file__).with_name("mixes.yaml").read_text("utf-8")
)


def dirt_of(mix: str) -> Dirt:
    """The declared mix of that name.

    Raises:
        KeyError: if there is none.
    """
    return Dirt.of(MIXES[mix])
