"""Load typed rows into `accepted.<source>`, a file at a time, with the keys of their facts and persons."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from data_contracts.contract import Contract
from data_contracts.keys import PERSON_COLUMNS
from sql import count, literal, quoted, statement

IDENTITY = "fact_identity"
BUT_NAME = "identity_but_name"
BUT_NUMBER = "identity_but_number"

# Digests of these texts: 32 bits are enough to find few candidates, which are then compared.
_FACT_KEYS = {
    "fact_key": f"md5_number_lower({IDENTITY})",
    "but_name_key": f"(md5_number_lower({BUT_NAME}) % 4294967296)::UINTEGER",
    "but_number_key": f"(md5_number_lower({BUT_NUMBER}) % 4294967296)::UINTEGER",
}


def ensure_table(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make `accepted.<source>` as the contract declares it; columns new in the contract are added."""
    columns = {column.name: column.sql_type for column in contract.columns}
    if contract.kind == "facts":
        columns |= {"fact_key": "UBIGINT", "but_name_key": "UINTEGER", "but_number_key": "UINTEGER"}
    if contract.person:
        columns["person_key"] = "UBIGINT"
    table = table_of(contract)
    con.execute(f"CREATE TABLE IF NOT EXISTS {table} (file_id INTEGER NOT NULL, row_number INTEGER NOT NULL)")
    for name, kind in columns.items():
        con.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {quoted(name)} {kind}")


def load(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int, rows: Iterable[Path]) -> None:
    """Add the accepted `rows` of one file.

    Args:
        con: the working copy.
        contract: of the source.
        file_id: the file's number.
        rows: Parquet files of `row_number` and the contract's typed columns;
            for sources of facts also `fact_identity`, the text of what makes two rows the same fact,
            `identity_but_name` and `identity_but_number`, of which short digests are kept to find rows that
            nearly are.
    """
    ensure_table(con, contract)
    selected = ["$file_id::INTEGER AS file_id", "row_number", *(quoted(c.name) for c in contract.columns)]
    if contract.kind == "facts":
        selected += (f"{digest} AS {name}" for name, digest in _FACT_KEYS.items())
    if contract.person:
        selected.append(f"{_digest(PERSON_COLUMNS)} AS person_key")
    con.execute(
        f"INSERT INTO {table_of(contract)} BY NAME SELECT {', '.join(selected)} FROM read_parquet($paths)",
        {"file_id": file_id, "paths": list(map(str, rows))},
    )


def is_keyed(con: duckdb.DuckDBPyConnection, contract: Contract) -> bool:
    """Whether the source's rows have the keys of this version; a table that is yet to be made has no rows."""
    return bool(count(con, statement("facts/is_keyed"), {"source": contract.source}))


def rekey(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int, rows: Path) -> None:
    """Give the rows of one file, loaded by an older program, the keys of this one.

    Args:
        con: the working copy, after `ensure_table`.
        contract: of the source, which is one of facts.
        file_id: the file's number.
        rows: one Parquet file as for `load`.
    """
    keys = ", ".join(f"{name} = {digest}" for name, digest in _FACT_KEYS.items())
    con.execute(
        f"UPDATE {table_of(contract)} AS r SET {keys} FROM read_parquet($path) AS p "
        "WHERE r.file_id = $file_id AND r.row_number = p.row_number",
        {"file_id": file_id, "path": str(rows)},
    )


def _digest(fields: tuple[str, ...]) -> str:
    """SQL of the 64-bit digest of `fields`; md5 because it is the same in every version of the engine."""
    texts = [f"coalesce({quoted(field)}::VARCHAR, '')" for field in fields]
    return f"md5_number_lower(concat_ws(chr(31), {', '.join(texts)}))"


def table_of(contract: Contract) -> str:
    """The table of a source's accepted rows, as SQL."""
    return f"accepted.{quoted(contract.source)}"


def create_row_views(con: duckdb.DuckDBPyConnection, contracts: list[Contract]) -> None:
    """Make the temporary views that give all sources the same columns, for the SQL of links and months.

    - `dated_rows`: source, file_id, dated; of every source of facts
    - `person_writings`: source, file_id, person_key and the fields that describe a person
    - `person_rows`: source, file_id, row_number, person_key, dated, fact, reverses
    """
    facts = [c for c in contracts if c.kind == "facts"]
    persons = [c for c in facts if c.person]
    _union_view(con, "dated_rows", [_dated(c) for c in facts])
    _union_view(con, "person_writings", [_writings(c) for c in persons])
    _union_view(con, "person_rows", [_person_rows(c) for c in persons])


def _union_view(con: duckdb.DuckDBPyConnection, name: str, selects: list[str]) -> None:
    con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {' UNION ALL '.join(selects)}")


def _dated(contract: Contract) -> str:
    assert contract.dated_by is not None
    source, dated = literal(contract.source), quoted(contract.dated_by)
    return f"SELECT {source} AS source, file_id, {dated} AS dated FROM {table_of(contract)}"


def _writings(contract: Contract) -> str:
    source, fields = literal(contract.source), ", ".join(PERSON_COLUMNS)
    return f"SELECT {source} AS source, file_id, person_key, {fields} FROM {table_of(contract)}"


def _person_rows(contract: Contract) -> str:
    assert contract.dated_by is not None
    fact, reverses = "NULL::VARCHAR", "NULL::VARCHAR"
    if contract.reversal:
        fact, reverses = quoted(contract.key[0]), quoted(contract.reversal)
    return (
        f"SELECT {literal(contract.source)} AS source, file_id, row_number, person_key, "
        f"{quoted(contract.dated_by)} AS dated, {fact} AS fact, {reverses} AS reverses "
        f"FROM {table_of(contract)}"
    )
