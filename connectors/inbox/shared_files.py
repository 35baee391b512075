"""A file that is the extract of two sources at once: the national system's roster export, one row a person.

The columns of the household stand repeated in the rows of its members, as the contract of the members' source
says (`holds`). Such a file becomes two files, one of each source, with the same name and bytes.
"""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from connectors.inbox.claims import Claim
from connectors.readers.cells.codes import code
from connectors.readers.cells.marks import trimmed
from connectors.readers.limits import Limits
from connectors.readers.reading import read_heads
from connectors.readers.source_fit import best_fits
from connectors.readers.text_table import Notice, SheetText, TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

Contracts = Mapping[str, Contract]

_OWN = ("row_number", "sheet_row", "overflow")  # columns of the frame that are no cells


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

    Of the source whose columns stand repeated, each key has one row, the first; a blank is filled from the
    rows after it, and rows that contradict each other are told.
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
    table = replace(table, notices=[n for n in table.notices if not _asks_for_any(n, known)])
    if other.holds != contract.source:
        return replace(table, sheets=sheets)
    sheets = [_with_heads(sheet, other) for sheet in sheets]
    once = [_once(sheet, contract) for sheet in sheets]
    notices = [notice for sheet in sheets for notice in _contradictions(sheet, contract)]
    return TextTable(once, [*table.notices, *notices])


def _with_heads(sheet: SheetText, members: Contract) -> SheetText:
    """The sheet with what the rows of heads say of their households, where no column names the head."""
    heads, frame = members.heads, sheet.frame
    if heads is None:
        return sheet
    if heads.column in frame.columns and heads.gives.keys().isdisjoint(frame.columns):
        is_head = code(pl.col(heads.column)).is_in(heads.words)
        frame = frame.with_columns(
            pl.when(is_head).then(pl.col(source)).alias(name)
            for name, source in heads.gives.items()
            if source in frame.columns
        )
    of_persons = {heads.column, *heads.gives.values()}
    return replace(sheet, frame=frame.select(name for name in frame.columns if name not in of_persons))


def _asks_for_any(notice: Notice, headers: Collection[str]) -> bool:
    """Whether a notice asks what one of these headers means."""
    return notice.code == "header_question" and any(f"“{text}”是否" in notice.message for text in headers)


def _keyed(sheet: SheetText, contract: Contract) -> pl.DataFrame:
    """The rows with their cells trimmed and the column `key`; a row without a key has its own."""
    cells = [name for name in sheet.frame.columns if name not in _OWN]
    parts = [code(pl.col(name)) for name in contract.key]
    key = pl.concat_str(parts, separator="\x1f").fill_null(pl.col("row_number").cast(pl.String) + "\x1f")
    return sheet.frame.with_columns(trimmed(pl.col(name)) for name in cells).with_columns(key=key)


def _once(sheet: SheetText, contract: Contract) -> SheetText:
    rows = _keyed(sheet, contract)
    first = [
        pl.col(name).first() if name in _OWN else pl.col(name).drop_nulls().first()
        for name in sheet.frame.columns
    ]
    merged = rows.group_by("key", maintain_order=True).agg(first).select(sheet.frame.columns)
    return replace(sheet, frame=merged)


def _contradictions(sheet: SheetText, contract: Contract) -> Iterator[Notice]:
    """One notice per column in which rows of one key differ."""
    cells = [name for name in sheet.frame.columns if name not in (*_OWN, *contract.key)]
    differ = pl.col(cells).drop_nulls().n_unique() > 1
    counts = _keyed(sheet, contract).group_by("key").agg(differ).select(pl.col(cells).sum())
    for name, count in zip(cells, counts.row(0), strict=True):
        if count and name in contract.by_name:
            title = contract.by_name[name].title
            message = f"同一户各行的{title}不一致，以该户第一行为准（{count} 户）"
            yield Notice("contradictory_rows", name, count, message)
