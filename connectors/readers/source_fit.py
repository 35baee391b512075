"""Which source a file is of, by its header alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from connectors.readers.text_table import Head
from data_contracts.contract import Contract
from data_contracts.keys import PERSON_COLUMNS

_FEWEST_COLUMNS = 2
_EVERYWHERE = {*PERSON_COLUMNS, "household_id"}  # columns that tell no source


@dataclass(frozen=True)
class Fit:
    """How well a file's header fits a source.

    Attributes:
        source: the source.
        named: number of its columns that the header names, beyond those of persons that every source has.
        missing: titles of required columns that the header lacks.
    """

    source: str
    named: int
    missing: tuple[str, ...]


def best_fits(heads: Iterable[Head], contracts: Iterable[Contract]) -> list[Fit]:
    """The sources that fit the header best: of which most columns are named and fewest required ones missing.

    Args:
        heads: the first rows of each sheet.
        contracts: of all sources.

    Returns:
        Several where they fit equally well; none where only persons are named.
    """
    headers = [header for head in heads for header in _headers(head)]
    fits = [fit for contract in contracts for fit in _fits(headers, contract)]
    best = min(map(_misfit, fits), default=None)
    by_source = {fit.source: fit for fit in fits if _misfit(fit) == best}
    return [by_source[source] for source in sorted(by_source)]


def _headers(head: Head) -> Iterator[list[str]]:
    """Every row, and every two rows together: groups of columns stand above their columns."""
    rows = [[cell for cell in row if cell] for row in head]
    yield from rows
    yield from (upper + lower for upper, lower in pairwise(rows))


def _fits(headers: Iterable[list[str]], contract: Contract) -> Iterator[Fit]:
    needed = [column for column in contract.columns if column.required and not column.named_in]
    for header in headers:
        named = {column.name for text in header if (column := contract.column_for(text))}
        if len(named) >= _FEWEST_COLUMNS and named - _EVERYWHERE:
            missing = tuple(column.title for column in needed if column.name not in named)
            yield Fit(contract.source, len(named - _EVERYWHERE), missing)


def _misfit(fit: Fit) -> int:
    return len(fit.missing) - fit.named
