"""Headers that name a part of a text, such as the village of an address."""

from functools import lru_cache

from data_contracts.contract import Column, Contract
from data_contracts.units import header_key


def text_part(column: Column, header: str) -> int | None:
    """Which of the column's text parts a header text names, from 0; None if it names none."""
    return _places(column.text_parts).get(header_key(header))


def whole_of(contract: Contract, header: str) -> Column | None:
    """The column that a header text names a part of; None if there is none."""
    key = header_key(header)
    return next((c for c in contract.columns if c.text_parts and key in _places(c.text_parts)), None)


@lru_cache
def _places(parts: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    return {header_key(text): place for place, texts in enumerate(parts) for text in texts}
