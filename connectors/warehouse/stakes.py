"""The amount in yuan that depends on a row of a department's extract, as its contract declares."""

from collections.abc import Iterable

import duckdb

from data_contracts.contract import Contract
from sql import quoted, rows


def create_staked_rows(con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> None:
    """Make the temporary view `staked_rows`: accepted rows about persons, with the amount at stake.

    Columns: source, file_id, row_number, person_key, fact_key, dated, amount (yuan). A source that has
    never sent anything, or whose contract has got new columns since the last run, has no rows yet.
    """
    loaded = {(row["table_name"], row["column_name"]) for row in rows(con, _LOADED)}
    selects = [_staked(c) for c in contracts if c.person and all((c.source, n) in loaded for n in _needed(c))]
    con.execute(f"CREATE OR REPLACE TEMP VIEW staked_rows AS {' UNION ALL '.join(selects or [_NONE])}")


_LOADED = "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'accepted'"
_NONE = (
    "SELECT NULL::VARCHAR AS source, NULL::INTEGER AS file_id, NULL::INTEGER AS row_number, "
    "NULL::BIGINT AS person_key, NULL::BIGINT AS fact_key, NULL::DATE AS dated, "
    "NULL::DECIMAL(18, 2) AS amount WHERE false"
)


def _needed(contract: Contract) -> list[str]:
    return [str(contract.dated_by), *(term.removeprefix("-") for term in contract.at_stake)]


def _staked(contract: Contract) -> str:
    assert contract.dated_by is not None
    return (
        f"SELECT '{contract.source}' AS source, file_id, row_number, person_key, fact_key, "
        f"{quoted(contract.dated_by)} AS dated, {_amount(contract.at_stake)} AS amount "
        f"FROM accepted.{quoted(contract.source)}"
    )


def _amount(at_stake: tuple[str, ...]) -> str:
    """SQL of a row's amount; where an aid or a relief is subtracted, it is not below 0."""
    amount = signed_sum(at_stake)
    return f"greatest({amount}, 0)" if any(term.startswith("-") for term in at_stake) else amount


def signed_sum(terms: tuple[str, ...]) -> str:
    """SQL of the sum of money columns; those after a minus are subtracted, blanks count as 0."""
    signed = [f"{_sign(term)} coalesce({quoted(term.removeprefix('-'))}, 0)" for term in terms]
    return f"(0 {' '.join(signed)})::DECIMAL(18, 2)"


def _sign(term: str) -> str:
    return "-" if term.startswith("-") else "+"
