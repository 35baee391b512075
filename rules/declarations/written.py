"""What every declaration of a pack is written with: names, texts, expressions."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from data_contracts.validation import IDENTIFIER

STRICT = ConfigDict(extra="forbid")

Name = Annotated[str, Field(pattern=IDENTIFIER)]  # becomes a word of conditions and of tables
Text = Annotated[str, Field(min_length=1)]


def _as_written(value: Any) -> Any:
    """YAML reads `1.5` as a number; an expression is text, and the number in it exact."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Expression = Annotated[Text, BeforeValidator(_as_written)]
