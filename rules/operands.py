"""The declared indicators, read from `operands.yaml`."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from rules.model import Operand


@cache
def load_operands() -> dict[str, Operand]:
    """Every declared indicator by name, in the file's order."""
    text = files(__package__).joinpath("operands.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Operand]).validate_python(yaml.safe_load(text))
