"""Which rows of a source count in a period, and what is another fact than in the last run."""

import duckdb

from connectors.warehouse.linked_rows import links_of
from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from sql import count, quoted, statement

EVERYBODY = "true"
CHANGED = "household_id IN (FROM changed_households)"
"""SQL of whether a run works out a household."""

_MOST_CHANGED = 0.25  # of the roster: with more, it is as quick to work out everybody


def note_changed_files(con: duckdb.DuckDBPyConnection, declared: str) -> bool:
    """Make `changed_files`, and `changed_rows` yet without rows.

    Args:
        con: the working copy, with `file_order` and `expired_files`.
        declared: digest of program and contracts.

    Returns:
        Whether the last run left what says which rows have changed.
    """
    con.execute(statement("facts/changed_files"))
    con.execute(statement("facts/changed_rows"))
    return bool(count(con, statement("facts/is_comparable"), {"declared": declared}))


def create_counted_view(con: duckdb.DuckDBPyConnection, contract: Contract, *, comparable: bool) -> None:
    """Make `counted_<source>`: rows of the period's files that no later row replaced.

    Args:
        con: the working copy, with `file_order`, `changed_files` and `changed_rows`.
        contract: of the source.
        comparable: whether only facts of changed files are looked at, and added to `changed_rows`; for the
            others, what the last run found is kept.
    """
    source = {"source": contract.source}
    con.execute(f"CREATE OR REPLACE TEMP VIEW accepted_rows AS {_keys(contract)}")
    con.execute(statement("facts/alike_pairs"), source)
    con.execute(statement("facts/alike_facts"))
    con.execute(statement("facts/changed_keys"))
    changed = "fact_key IN (FROM changed_keys)" if comparable else "true"
    con.execute(statement("facts/replaced").format(changed=changed))
    if comparable:
        con.execute(statement("facts/note_changed_rows"), source)
        con.execute(statement("facts/still_replaced"), source)
    replaced = quoted(f"replaced_{contract.source}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE {replaced} AS FROM replaced")
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {quoted(f'counted_{contract.source}')} AS "
        f"SELECT * FROM {table_of(contract)} AS r "
        f"SEMI JOIN file_order USING (file_id) ANTI JOIN {replaced} USING (file_id, row_number)"
    )


def _keys(contract: Contract) -> str:
    person = "person_key" if contract.person else "NULL::UBIGINT AS person_key"
    household = "household_id" if "household_id" in contract.by_name else "NULL::VARCHAR AS household_id"
    return f"SELECT file_id, row_number, fact_key, {person}, {household} FROM {table_of(contract)}"


def find_changed_households(con: duckdb.DuckDBPyConnection) -> str:
    """Make `changed_households` and `changed_persons`.

    Args:
        con: the working copy, with all `changed_rows`, `joined_households`, `types_of_period`, and what
            linking left of this run and of the last one: `touched_rows`, `former_person_links`,
            `row_links_before`.

    Returns:
        `CHANGED`, or `EVERYBODY` if a large part of the roster has changed.
    """
    linked = statement("at_work/changed_households").format(
        before=links_of("touched_rows", "former_person_links", "row_links_before"),
        now=links_of("touched_rows"),
        changed=links_of("(SELECT file_id, row_number, person_key FROM changed_rows)"),
    )
    con.execute(linked)
    con.execute(statement("at_work/changed_persons"))
    changed = count(con, "SELECT count(*) FROM changed_households")
    households = count(con, "SELECT count(*) FROM roster.households")
    return CHANGED if changed < _MOST_CHANGED * households else EVERYBODY


def create_current_view(con: duckdb.DuckDBPyConnection, contract: Contract, at_work: str) -> None:
    """Make `current_<source>`: what counts of the households that the run works out, and no more than needed.

    Args:
        con: the working copy, with `counted_<source>`, `changed_households` and `changed_persons`.
        contract: of the source.
        at_work: `EVERYBODY` or `CHANGED`.
    """
    of_person = "person_key IN (FROM changed_persons)"
    wanted = of_person if contract.person and at_work == CHANGED else at_work
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {quoted(f'current_{contract.source}')} AS "
        f"FROM {quoted(f'counted_{contract.source}')} WHERE {wanted}"
    )
