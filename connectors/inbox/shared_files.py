"""A file that is the extract of two sources at once: the national system's roster export, one row a person.

The columns of the household stand repeated in the rows of its members, as the contract of the members' source
says (`holds`). Such a file becomes two files, one of each source, with the same name and bytes.
"""

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from connectors.inbox.claims import Claim
from connectors.inbox.drop_folder import Arrival
from connectors.inbox.households_of_persons import one_row_a_household
from connectors.readers.limits import Limits
from connectors.readers.reading import read_heads
from connectors.readers.source_fit import best_fits, names_all_of
from connectors.readers.text_table import Head, Notice, TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

Contracts = Mapping[str, Contract]

Lacking = dict[str, tuple[str, ...]]
"""By source, the titles of its required columns that a file lacks."""


@dataclass(frozen=True)
class _Sorted:
    """A claim, and what its header says it is.

    Attributes:
        claim: marked with the other source by which it is read too.
        is_whole: whether it is a whole extract of both sources.
        is_own: whether it is a whole extract of its own source only.
    """

    claim: Claim
    is_whole: bool = False
    is_own: bool = False


def with_partners(
    claims: Sequence[Claim], contracts: Contracts, limits: Limits, known: Collection[tuple[str, str]]
) -> list[Claim]:
    """The claims, those of two sources marked, with a claim of the other source beside them.

    There is none for a period in which the other source has files of its own, nor where the same bytes lie
    in the folder of the other source too.

    Args:
        claims: the files that are taken.
        contracts: by source.
        limits: upper bounds for one file.
        known: sources and periods for which earlier runs have accepted files of one source only.
    """
    other = _other_sources(contracts)
    sorted_claims = [_sorted(claim, other, contracts, limits) for claim in claims]
    own = {(s.claim.arrival.source, s.claim.arrival.period) for s in sorted_claims if s.is_own} | {*known}
    sent = {(c.arrival.source, c.arrival.period, c.sha256) for c in claims}
    shared = [
        s.claim
        for s in sorted_claims
        if s.is_whole
        and (s.claim.shared_with, s.claim.arrival.period) not in own
        and (s.claim.shared_with, s.claim.arrival.period, s.claim.sha256) not in sent
    ]
    return [*(s.claim for s in sorted_claims), *map(_partner, shared)]


def covered_sources(arrival: Arrival, contracts: Contracts, limits: Limits) -> set[str]:
    """The sources of which a file that may be of two is a whole extract by its header."""
    lacking = missing_columns(arrival, contracts, limits)
    return {source for source, titles in lacking.items() if not titles}


def missing_columns(arrival: Arrival, contracts: Contracts, limits: Limits) -> Lacking:
    """Titles of the required columns that a file lacks, for each of the two sources that it may be of.

    Args:
        arrival: the file.
        contracts: by source.
        limits: upper bounds for one file.

    Returns:
        By source; empty for a source without another one, and for a file that cannot be read.
    """
    other = _other_sources(contracts)
    if arrival.source not in other:
        return {}
    try:
        heads = read_heads(arrival.path, arrival.name, limits)
    except UnreadableFileError:
        return {}
    return _missing(heads, arrival.source, other[arrival.source], contracts)


def _other_sources(contracts: Contracts) -> dict[str, str]:
    pairs = {source: c.holds for source, c in contracts.items() if c.holds and c.holds in contracts}
    return pairs | {other: source for source, other in pairs.items()}


def _sorted(claim: Claim, other: Mapping[str, str], contracts: Contracts, limits: Limits) -> _Sorted:
    arrival = claim.arrival
    if arrival.problem or arrival.source not in other:
        return _Sorted(claim)
    partner = other[arrival.source]
    try:
        heads = read_heads(claim.path, arrival.name, limits)
    except UnreadableFileError:
        return _Sorted(claim)
    lacking = _missing(heads, arrival.source, partner, contracts)
    covered = {source for source, titles in lacking.items() if not titles}
    is_whole = covered == {arrival.source, partner}
    is_read_by_both = is_whole or _lists_persons(heads, contracts[arrival.source], contracts[partner])
    marked = replace(claim, shared_with=partner) if is_read_by_both else claim
    return _Sorted(marked, is_whole, is_own=covered == {arrival.source})


def _missing(
    heads: list[Head], source: str, partner: str, contracts: Contracts
) -> dict[str, tuple[str, ...]]:
    """For each of the two sources, the titles of its required columns that the file lacks."""
    pair = {source: contracts[source], partner: contracts[partner]}
    if _lists_persons(heads, pair[source], pair[partner]) or pair[source].holds:
        pair = {name: as_shared(pair[name], pair[of]) for name, of in ((source, partner), (partner, source))}
    return {name: _lacks(heads, contract) for name, contract in pair.items()}


def _lacks(heads: list[Head], contract: Contract) -> tuple[str, ...]:
    if fits := best_fits(heads, [contract]):
        return fits[0].missing
    required = (column for column in contract.columns if column.required)
    return tuple(column.title for column in required if not names_all_of(heads, contract, [column.name]))


def _lists_persons(heads: list[Head], contract: Contract, other: Contract) -> bool:
    """Whether a file in the folder of households has rows of persons, not of households: it names them."""
    if other.heads is None or other.holds != contract.source:
        return False
    name = next(iter(other.heads.gives.values()))
    numbers = (column for column in other.key if column not in contract.by_name)
    return any(names_all_of(heads, other, {name, column}) for column in (other.heads.column, *numbers))


def _partner(claim: Claim) -> Claim:
    """A copy of the file as one of the other source."""
    assert claim.shared_with is not None
    path = claim.path.with_stem(f"{claim.path.stem}-{claim.shared_with}")
    shutil.copyfile(claim.path, path)
    arrival = replace(claim.arrival, source=claim.shared_with)
    return Claim(arrival, path, claim.sha256, shared_with=claim.arrival.source)


def as_shared(contract: Contract, other: Contract) -> Contract:
    """The contract by which a file is read that is shared with another source.

    Where a column of the household can be taken from the head's row, the file need not have it; the columns
    of that row are read too.
    """
    heads = other.heads if other.holds == contract.source else None
    if heads is None:
        return contract
    own = (replace(c, required=c.required and c.name not in heads.gives) for c in contract.columns)
    wanted = dict.fromkeys([heads.column, *heads.gives.values()])
    read = (other.by_name[name] for name in wanted)
    added = (replace(c, required=False, not_blank=False, references=None, stand_ins=()) for c in read)
    return replace(contract, columns=(*own, *added))


def other_half(claim: Claim, claims: Iterable[Claim]) -> Claim | None:
    """The claim of the same bytes as an extract of the other source; None if there is none."""
    arrival = claim.arrival
    halves = (c for c in claims if c.arrival.source == claim.shared_with and c.sha256 == claim.sha256)
    return next((half for half in halves if half.arrival.period == arrival.period), None)


def of_one_source(table: TextTable, contract: Contract, other: Contract) -> TextTable:
    """A shared file's table as that of one source, without what only the other one understands.

    Of the source whose columns stand repeated, each key has one row: see `one_row_a_household`.
    """
    known = {text for text in table.unknown_columns if other.column_for(text)}
    sheets = [
        replace(
            sheet,
            unknown_columns=[text for text in sheet.unknown_columns if text not in known],
            unused_amounts=tuple(text for text in sheet.unused_amounts if text not in known),
        )
        for sheet in table.sheets
    ]
    notices = [notice for notice in table.notices if not _asks_for_any(notice, known)]
    table = TextTable(sheets, notices)
    return one_row_a_household(table, contract, other) if other.holds == contract.source else table


def _asks_for_any(notice: Notice, headers: Collection[str]) -> bool:
    """Whether a notice asks what one of these headers means."""
    return notice.code == "header_question" and any(f"“{text}”是否" in notice.message for text in headers)
