"""A file that is the extract of two sources at once: the national system's roster export, one row a person.

The columns of the household stand repeated in the rows of its members, as the contract of the members' source
says (`holds`). Such a file becomes two files, one of each source, with the same name and bytes.
"""

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from connectors.inbox.claims import Claim
from connectors.inbox.households_of_persons import one_row_a_household
from connectors.readers.limits import Limits
from connectors.readers.reading import read_heads
from connectors.readers.source_fit import best_fits
from connectors.readers.text_table import Notice, TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

Contracts = Mapping[str, Contract]


def with_partners(
    claims: Sequence[Claim], contracts: Contracts, limits: Limits, known: Collection[tuple[str, str]]
) -> list[Claim]:
    """The claims, those of two sources marked, with a claim of the other source beside them.

    There is none for a period in which the other source has files of its own.

    Args:
        claims: the files that are taken.
        contracts: by source.
        limits: upper bounds for one file.
        known: sources and periods for which earlier runs have accepted files of one source only.
    """
    other = _other_sources(contracts)
    marked = [replace(c, shared_with=_shared_with(c, other, contracts, limits)) for c in claims]
    own = {(c.arrival.source, c.arrival.period) for c in marked} | {*known}
    shared = [c for c in marked if c.shared_with and (c.shared_with, c.arrival.period) not in own]
    return [*marked, *map(_partner, shared)]


def _other_sources(contracts: Contracts) -> dict[str, str]:
    pairs = [(source, c.holds) for source, c in contracts.items() if c.holds]
    return dict(pairs) | {other: source for source, other in pairs}


def _shared_with(claim: Claim, other: Mapping[str, str], contracts: Contracts, limits: Limits) -> str | None:
    """The other source whose required columns all stand in the file too; None if there is none."""
    arrival = claim.arrival
    if arrival.problem or arrival.source not in other:
        return None
    own, partner = contracts[arrival.source], contracts[other[arrival.source]]
    pair = [as_shared(own, partner), as_shared(partner, own)]
    try:
        heads = read_heads(claim.path, arrival.name, limits)
    except UnreadableFileError:
        return None
    fits = [best_fits(heads, [contract]) for contract in pair]
    return other[arrival.source] if all(fit and not fit[0].missing for fit in fits) else None


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


def of_one_source(table: TextTable, contract: Contract, other: Contract) -> TextTable:
    """A shared file's table as that of one source, without what only the other one understands.

    Of the source whose columns stand repeated, each key has one row: see `one_row_a_household`.
    """
    known = {text for text in table.unknown_columns if other.column_for(text)}
    sheets = [
        replace(sheet, unknown_columns=[text for text in sheet.unknown_columns if text not in known])
        for sheet in table.sheets
    ]
    notices = [notice for notice in table.notices if not _asks_for_any(notice, known)]
    table = TextTable(sheets, notices)
    return one_row_a_household(table, contract, other) if other.holds == contract.source else table


def _asks_for_any(notice: Notice, headers: Collection[str]) -> bool:
    """Whether a notice asks what one of these headers means."""
    return notice.code == "header_question" and any(f"“{text}”是否" in notice.message for text in headers)
