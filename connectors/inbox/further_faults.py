"""All that is wrong with a refused file at once: its name hides none of its header, that none of cells."""

from dataclasses import replace

import polars as pl

from connectors.inbox.claims import Claim
from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from connectors.readers.text_table import TextTable
from connectors.readers.typed_rows import TypedRows, type_rows
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

_OF_THE_NAME = frozenset({"no_period", "many_periods", "period_conflict"})
_OF_THE_HEADER = frozenset({"missing_column", "doubtful_amount", "amount_remark"})
_MOST = 20  # faults of cells that one reason lists


def with_further_faults(
    error: UnreadableFileError, claim: Claim, contract: Contract, period: str, limits: Limits
) -> UnreadableFileError:
    """The error that refuses a file, with what else its sender would have to correct next time.

    Args:
        error: the first fault; only those of the name and of missing columns hide others.
        claim: the file.
        contract: its source's contract.
        period: that of the file, or of the run if its name states none.
        limits: upper bounds for one file.
    """
    errors = [error]
    if error.code in _OF_THE_NAME:
        tried = _tried(claim, contract, period, limits)
    elif error.code in _OF_THE_HEADER:
        tried = error
    else:
        return error
    if isinstance(tried, UnreadableFileError):
        errors = [*dict.fromkeys([*errors, tried])]
        if tried.code in _OF_THE_HEADER:
            tried = _tried(claim, _lenient(contract), period, limits)
            errors += [tried] if isinstance(tried, UnreadableFileError) else []
    cells = "" if isinstance(tried, UnreadableFileError) else _of_cells(*tried)
    messages = dict.fromkeys(each.message for each in errors)
    return UnreadableFileError("".join([*messages, cells]), error.code)


def _tried(
    claim: Claim, contract: Contract, period: str, limits: Limits
) -> tuple[TextTable, TypedRows] | UnreadableFileError:
    name = claim.arrival.name
    try:
        table = read_table(claim.path, name, contract, limits)
        return table, type_rows(table, contract, period, name=name)
    except UnreadableFileError as error:
        return error


def _lenient(contract: Contract) -> Contract:
    """The contract by which the other columns of a file are read that lacks some."""
    return replace(contract, feeds=(), columns=tuple(replace(c, required=False) for c in contract.columns))


def _of_cells(table: TextTable, rows: TypedRows) -> str:
    """The faults of rows in the columns that a file has: `受灾日期：日期无法识别（16 行）`."""
    present = ["", *table.frame.columns]
    faults = (
        rows.rejected.filter(pl.col("column_name").is_in(present))
        .group_by("reason", maintain_order=True)
        .len()
    )
    if faults.is_empty():
        return ""
    listed = "；".join(f"{reason}（{count} 行）" for reason, count in faults.head(_MOST).rows())
    return f"另外，表中还有这些问题，请一并改正：{listed}。"
