"""The month's facts from the rows of every source, as the feeds in their contracts declare."""

from collections.abc import Iterable

import duckdb

from connectors.warehouse.counting import EVERYBODY
from connectors.warehouse.linked_rows import links_of
from connectors.warehouse.stakes import signed_sum
from data_contracts.contract import Contract
from data_contracts.feeds import WINDOW_MONTHS, Feed
from sql import literal, quoted, statement

_OF_ROSTER = ("household", "last_year_income", "member")  # measures that months/reported_facts starts from
_NEWEST = (
    "QUALIFY row_number() OVER "
    "(PARTITION BY household_id, who ORDER BY dated DESC, position DESC, row_number DESC) = 1"
)


def note_silent_measures(con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract]) -> None:
    """Make `silent_measures`: what a source could say and does not.

    Args:
        con: the working copy, with `windows` and a view `counted_<source>` of every source of facts.
        contracts: of all sources.
    """
    con.execute(statement("months/silent_measures"))
    for contract, feed in _feeds(contracts):
        if feed.newest and feed.when:
            con.execute(_silent(contract, feed))


def create_month_facts(
    con: duckdb.DuckDBPyConnection, contracts: Iterable[Contract], at_work: str = EVERYBODY
) -> None:
    """Make `reported_facts`, `month_facts` and `fact_details`, of the households at work.

    All that counts for a household in either window, and what its evidence shows beside the amount.

    Args:
        con: the working copy, with `windows`, `file_order`, links of persons and rows, the roster,
            `member_birth_dates` and a view `current_<source>` of every source of facts.
        contracts: of all sources.
        at_work: SQL of whether a household is worked out.
    """
    feeds = _feeds(contracts)
    con.execute(statement("at_work/households_at_work").format(at_work=at_work))
    con.execute(
        statement("months/reported_facts").format(
            measures=_words(*_OF_ROSTER, *(feed.measure for _, feed in feeds)),
            sources=_words("households", "members", *(contract.source for contract, _ in feeds)),
        )
    )
    for contract, feed in feeds:
        con.execute(_feeding(contract, feed))
    con.execute(statement("months/month_facts"))
    con.execute(statement("months/fact_details"))
    for contract, feed in feeds:
        if feed.detail:
            con.execute(_detailing(contract, feed))


def _feeds(contracts: Iterable[Contract]) -> list[tuple[Contract, Feed]]:
    return [(contract, feed) for contract in contracts for feed in contract.feeds]


def _words(*words: str) -> str:
    return ", ".join(map(literal, sorted(set(words))))


def _feeding(contract: Contract, feed: Feed) -> str:
    assert contract.dated_by is not None
    amount = signed_sum(feed.amount) if feed.amount else "NULL"
    feed_of = statement("months/person_feed") if contract.person else statement("months/household_feed")
    wanted = links_of("(FROM said WHERE wanted)")
    return feed_of.format(
        source=literal(contract.source),
        measure=literal(feed.measure),
        rows=quoted(f"current_{contract.source}"),
        linked=links_of("said"),
        dated=quoted(contract.dated_by),
        amount=f"greatest({amount}, 0)" if feed.at_least_zero else amount,
        answered=_answered(feed),
        wanted=" AND ".join(_one_of(column, values) for column, values in feed.when.items()) or "true",
        months=2 * WINDOW_MONTHS if feed.in_both_windows else feed.months,
        candidate=f"l.household_id IN (SELECT household_id FROM ({wanted}))" if feed.newest else "true",
        newest=_NEWEST if feed.newest else "",
        has_ages=str(feed.ages is not None).lower(),
        of_age=_of_age(*feed.ages) if feed.ages else "true",
    )


def _detailing(contract: Contract, feed: Feed) -> str:
    return statement("months/detailed_rows").format(
        source=literal(contract.source),
        measure=literal(feed.measure),
        rows=quoted(f"current_{contract.source}"),
        detail=", ".join(map(quoted, feed.detail)),
    )


def _silent(contract: Contract, feed: Feed) -> str:
    assert contract.dated_by is not None
    return statement("months/silent_measure").format(
        source=literal(contract.source),
        measure=literal(feed.measure),
        rows=quoted(f"counted_{contract.source}"),
        dated=quoted(contract.dated_by),
        answered=_answered(feed),
    )


def _answered(feed: Feed) -> str:
    """SQL of whether a row can be the newest of its person: in none of the columns asked is it blank."""
    asked = feed.when if feed.newest else ()
    return " AND ".join(f"{quoted(column)} IS NOT NULL" for column in asked) or "true"


def _one_of(column: str, values: tuple[str, ...]) -> str:
    """SQL of whether a column has one of the values; a blank has none of them."""
    return f"coalesce({quoted(column)} IN ({', '.join(map(literal, values))}), false)"


def _of_age(since: int, until: int) -> str:
    """SQL of whether the age on the window's last day is from `since` to below `until`; NULL if unknown."""
    return f"born + INTERVAL {since} YEAR <= window_end - 1 AND born + INTERVAL {until} YEAR > window_end - 1"
