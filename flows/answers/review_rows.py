"""Rows about persons that wait for an answer; until then they count for no household."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from connectors.warehouse.stakes import create_staked_rows
from data_contracts.contract import Contract
from sql import count, rows, statement


def in_review(con: duckdb.DuckDBPyConnection) -> int:
    """How many rows wait, of all that are held in the month that was run last."""
    return count(con, "SELECT count(*) FROM links WHERE status = 'review'")


def in_review_of(
    con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract], keys: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The rows that may be of one household: `source, file_name, file_id, row_number, sheet, sheet_row`.

    Args:
        con: published warehouse.
        contracts: of all sources.
        keys: `household_id` and `period`; files of later periods are left out.
    """
    household = {"household_id": keys["household_id"]}
    asked = {row["source"] for row in rows(con, statement("explain/in_review_sources"), household)}
    if not asked:  # nineteen households of twenty
        return []
    create_staked_rows(con, [contract for contract in contracts if contract.source in asked])
    con.execute(statement("months/windows"), {"period": keys["period"]})
    return rows(con, statement("explain/in_review"), keys)
