"""What a county no longer keeps: rows of files past its retention, and persons whom no row names any more."""

from collections.abc import Iterable

import duckdb

from connectors.warehouse import withdrawn
from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from sql import count, quoted, statement


def prune(con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract], period: str, months: int) -> None:
    """Remove rows of files past the retention, but never the newest snapshot, and persons without a row.

    Args:
        con: the working copy, with the tables of accepted rows.
        contracts: of all sources.
        period: the run's.
        months: the retention; files of earlier periods are past it.
    """
    contracts = list(contracts)
    facts = [contract.source for contract in contracts if contract.kind == "facts"]
    con.execute(statement("files/expired"), {"period": period, "months": months, "facts": facts})
    removed = withdrawn.prune_rows(con)
    for contract in contracts:
        removed += count(con, f"DELETE FROM {table_of(contract)} WHERE file_id IN (FROM expired_files)")
    if removed:
        _forget_persons(con)


def _forget_persons(con: duckdb.DuckDBPyConnection) -> None:
    tables = con.execute(statement("links/tables_of_persons")).fetchall()
    kept = [f"SELECT person_key FROM {quoted(schema)}.{quoted(table)}" for schema, table in tables]
    con.execute(statement("links/forgotten_persons").format(rows=" UNION ALL ".join(kept)))
