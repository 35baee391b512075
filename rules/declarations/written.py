"""The types of fields in all declarations of a pack: names, texts, expressions."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from data_contracts.validation import IDENTIFIER

STRICT = ConfigDict(extra="forbid")

Name = Annotated[str, Field(pattern=IDENTIFIER)]  # becomes a word in conditions and tables
Text = Annotated[str, Field(min_length=1)]


def _as_written(value: Any) -> Any:
    """The number as text: YAML reads `1.5` as a float, but the numbers in expressions are exact."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Expression = Annotated[Text, BeforeValidator(_as_written)]
