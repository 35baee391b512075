"""What identifies a row of a source, in the words of its contract."""

PERSON_COLUMNS = ("name", "id_number", "birth_date", "sex", "address")
"""Columns that every source about persons must declare, because linking compares them."""

PERSON_KEY = ("name", "id_number", "birth_date", "address")
"""The columns that `person` in a contract's key stands for."""

ORDINAL = "ordinal"
"""In `key_without`: a row's number among the equal rows of its file."""


def columns_of(key: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that the parts of a key stand for."""
    parts = (PERSON_KEY if part == "person" else (part,) for part in key if part != ORDINAL)
    return tuple(name for part in parts for name in part)
