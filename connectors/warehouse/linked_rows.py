"""Links of rows from links of persons: a row is linked as its person is, or has a link of its own."""

from collections.abc import Iterable

import duckdb

from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from sql import Values, literal, statement


def links_of(rows: str, persons: str = "linkage.person_links", exceptions: str = "linkage.row_links") -> str:
    """SQL of the relation `rows` with `status, household_id, member_id, stage, probability`.

    Args:
        rows: with file_id, row_number, person_key.
        persons: links of persons.
        exceptions: links of rows that differ from those of their persons.
    """
    return statement("links/links_of").format(rows=rows, persons=persons, exceptions=exceptions)


def create_links(con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> None:
    """Make the view `links`: what every accepted row about a person is linked to.

    Args:
        con: the working copy, with the tables of accepted rows.
        contracts: of all sources.
    """
    written = [
        f"SELECT {literal(c.source)} AS source, file_id, row_number, person_key FROM {table_of(c)}"
        for c in contracts
        if c.kind == "facts" and c.person
    ]
    filled = {"rows": "\n    UNION ALL\n    ".join(written), "linked": links_of("written")}
    con.execute(statement("links/links").format(**filled))


def link_rows(con: duckdb.DuckDBPyConnection, first_file: int) -> None:
    """Write `linkage.row_links` and `review_pairs`; leave `touched_rows` for `note_changes`.

    Args:
        con: the working copy after linking, with `person_rows`, `windows`, `moved_persons` and the roster.
        first_file: number of this run's first file.
    """
    con.execute(statement("links/stayed_rows"))
    con.execute(statement("links/reversals").format(linked=links_of("cancelled_rows")))
    con.execute(statement("links/touched_rows"), {"first_file": first_file})
    con.execute(statement("links/review_pairs").format(linked=links_of("doubtful_rows")))


def note_changes(con: duckdb.DuckDBPyConnection, values: Values) -> None:
    """Write to `link_changes` which links of this period differ from before, and why.

    Args:
        con: the working copy after `link_rows`, with `former_links`.
        values: the parameters of `links/link_changes`.
    """
    con.execute(statement("links/former_person_links"))
    before = links_of("touched_rows", "former_person_links", "row_links_before")
    con.execute(statement("links/links_before").format(linked=before))
    con.execute(statement("links/link_changes").format(linked=links_of("touched_rows")), values)
