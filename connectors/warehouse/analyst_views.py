"""Views for analysts: who is in the roster, which facts count, and which departments have sent data."""

from collections.abc import Iterable

import duckdb

from connectors.warehouse.linked_rows import links_of
from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from data_contracts.published_tables import FACTS_VIEW, facts_sources, sent_names
from sql import insert, literal, quoted, statement

ROSTERS = ("households", "members")
_LINK = {
    "link_status": "status",
    "household_id": "household_id",
    "member_id": "member_id",
    "link_stage": "stage",
    "link_probability": "probability",
}


def create_views(con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract], period: str) -> None:
    """Make `households`, `members`, `sources` and a view `facts_<source>` of every source of facts.

    Args:
        con: the working copy after the month's figures were computed, with `file_order`, the roster, and a
            temporary table `replaced_<source>` of every source of facts.
        contracts: of all sources.
        period: the one that was built.
    """
    facts = facts_sources(contracts)
    _note_facts(con, facts)
    _note_expected_sources(con, contracts.values(), period)
    definitions = {"sources": statement("views/sources")}
    definitions |= {source: _roster_view(contracts[source]) for source in ROSTERS}
    definitions |= {FACTS_VIEW.format(contract.source): _facts_view(contract) for contract in facts}
    _bring_up_to_date(con, definitions)


def _bring_up_to_date(con: duckdb.DuckDBPyConnection, definitions: dict[str, str]) -> None:
    """Make the views that are new or whose definition has changed; drop those of sources that are gone.

    A view that is made again loses its comments, and writing these costs more than everything else here.
    """
    made = dict(con.execute("SELECT name, definition FROM built.views").fetchall())
    for name in made.keys() - definitions.keys():
        con.execute(f"DROP VIEW {quoted(name)}")
    for name, definition in definitions.items():
        if made.get(name) != definition:
            con.execute(definition)
    con.execute("DELETE FROM built.views")
    insert(con, "built.views", [*definitions.items()])


def _note_facts(con: duckdb.DuckDBPyConnection, facts: Iterable[Contract]) -> None:
    """Keep which rows counted; the temporary relations that say so end with the run."""
    con.execute("DELETE FROM built.counted_files; DELETE FROM built.replaced_rows")
    con.execute("INSERT INTO built.counted_files SELECT file_id FROM file_order")
    for contract in facts:
        replaced = quoted(f"replaced_{contract.source}")
        con.execute(
            f"INSERT INTO built.replaced_rows SELECT $source, file_id, row_number FROM {replaced}",
            {"source": contract.source},
        )


def _note_expected_sources(
    con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract], period: str
) -> None:
    expected = [
        {
            "source": c.source,
            "title": c.title,
            "department": c.department,
            "due_on": c.cadence.due(period),
            "inside": c.inside,
        }
        for c in contracts
    ]
    con.execute("DELETE FROM built.expected_sources WHERE period = $period", {"period": period})
    con.execute(statement("views/expected_sources"), {"period": period, "sources": expected})


def _roster_view(contract: Contract) -> str:
    return statement("views/roster").format(
        roster=quoted(contract.source),
        sent=", ".join(f"r.{quoted(column.name)}" for column in contract.columns),
        rows=f"roster.{quoted(contract.source)}",
    )


def _facts_view(contract: Contract) -> str:
    passing = [quoted(f"sent {column.name}") for column in contract.columns]
    written = [f"{quoted(c.name)} AS {name}" for c, name in zip(contract.columns, passing, strict=True)]
    sent = [f"l.{p} AS {quoted(name)}" for p, name in zip(passing, sent_names(contract), strict=True)]
    if contract.person:
        written.append("person_key")
        sent += [f"l.{column} AS {name}" for name, column in _LINK.items()]
    return statement("views/facts").format(
        facts=quoted(FACTS_VIEW.format(contract.source)),
        source=literal(contract.source),
        written=", ".join(written),
        sent=", ".join(sent),
        rows=table_of(contract),
        linked=links_of("written") if contract.person else "FROM written",
    )
