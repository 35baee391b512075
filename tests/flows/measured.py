"""A demo county run month by month, and the oracle's input: rows of the truth and links of persons."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from flows.demo.county import make_county
from flows.steps import run_month
from tests.flows.oracle import Household, Month, Row, first_day, household_months
from tests.flows.small_county import make_workspace

# amounts and dates from the truth; persons as written from the accepted rows, because the truth lacks them
FACTS = """
WITH written AS (
    SELECT file_id, row_number, name, id_number, birth_date, sex, address, hazard
    FROM (
        FROM accepted.health_insurance UNION ALL BY NAME FROM accepted.civil_affairs
        UNION ALL BY NAME FROM accepted.education UNION ALL BY NAME FROM accepted.emergency
    )
)
SELECT
    t.* REPLACE (
        wage::DECIMAL(14, 2) AS wage, business::DECIMAL(14, 2) AS business,
        property::DECIMAL(14, 2) AS property, transfer::DECIMAL(14, 2) AS transfer,
        self_paid::DECIMAL(14, 2) AS self_paid,
        expense::DECIMAL(14, 2) AS expense, aid::DECIMAL(14, 2) AS aid,
        loss::DECIMAL(14, 2) AS loss, relief::DECIMAL(14, 2) AS relief
    ),
    f.file_id, w.name, w.id_number, w.birth_date, w.sex, w.address, w.hazard
FROM read_parquet($truth) AS t
LEFT JOIN files AS f ON f.source = t.source AND f.name = t.file AND f.status = 'accepted'
LEFT JOIN written AS w ON w.file_id = f.file_id AND w.row_number = t.row_number
"""

HOUSEHOLDS = """
SELECT h.household_id, h.last_year_income_per_capita
FROM accepted.households AS h
JOIN files AS f USING (file_id)
WHERE f.period = $period
"""

Link = tuple[str | None, str | None]
UNLINKED: Link = (None, None)


@dataclass(frozen=True, eq=False)
class Measured:
    """A county after its last month.

    Attributes:
        root: its workspace.
        truth: folder of the truth.
        periods: in order.
        links: by period, as published then; household and member by file_id and row number.
    """

    root: Path
    truth: Path
    periods: tuple[str, ...]
    links: dict[str, dict[tuple[int, int], Link]]

    def query(self, sql: str, **bound: Any) -> list[dict[str, Any]]:
        return query(self.root, sql, **bound)

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        return self.query(FACTS, truth=str(self.truth / "facts.parquet"))

    @cached_property
    def _homes(self) -> dict[str, dict[str, tuple[str, date]]]:
        """By period and member: household and birth date."""
        homes: dict[str, dict[str, tuple[str, date]]] = defaultdict(dict)
        for m in self.query("FROM read_parquet($truth)", truth=str(self.truth / "members.parquet")):
            homes[m["period"]][m["member_id"]] = m["household_id"], m["birth_date"]
        return homes

    @cached_property
    def months(self) -> dict[str, dict[str, Month]]:
        """The oracle's figures by period and household, with the pipeline's links."""
        return {
            p: household_months(p, self.households(p), self.rows(p), self.rosters, self.emergency_files(p))
            for p in self.periods
        }

    def emergency_files(self, period: str) -> list[str]:
        """Periods of the files of `emergency`, also of those without a row, up to `period`."""
        accepted = "FROM files WHERE source = 'emergency' AND status = 'accepted'"
        return [file["period"] for file in self.query(accepted) if file["period"] <= period]

    @cached_property
    def rosters(self) -> dict[str, dict[str, str]]:
        """By period, the household of every member."""
        return {
            period: {member: household for member, (household, _) in homes.items()}
            for period, homes in self._homes.items()
        }

    def households(self, period: str) -> dict[str, Household]:
        born: dict[str, dict[str, date | None]] = defaultdict(dict)
        for member, (household, birth_date) in self._homes[period].items():
            born[household][member] = birth_date
        known = self.query(HOUSEHOLDS, period=period)
        return {
            h["household_id"]: Household(h["last_year_income_per_capita"], born[h["household_id"]])
            for h in known
        }

    def rows(self, period: str) -> list[Row]:
        """Rows of files up to `period`, linked as the pipeline did."""
        return [row_of(fact, self.link(period, fact)) for fact in self.facts if fact["period"] <= period]

    def true_rows(self, period: str) -> list[Row]:
        """The same rows, each linked to the person that it is about."""
        return [row_of(fact, self.true_link(period, fact)) for fact in self.facts if fact["period"] <= period]

    def link(self, period: str, fact: dict[str, Any]) -> Link:
        if fact["source"] == "incomes":
            return fact["household_id"], None
        return self.links[period].get((fact["file_id"], fact["row_number"]), UNLINKED)

    def true_link(self, period: str, fact: dict[str, Any]) -> Link:
        """Facts follow the member; those of someone who left stay until their twelve months end."""
        if fact["source"] == "incomes":
            return fact["household_id"], None
        if fact["member_id"] in self._homes[period]:
            return self._homes[period][fact["member_id"]][0], fact["member_id"]
        known = fact["member_id"] is not None and row_of(fact, UNLINKED).dated >= first_day(period, 12)
        return (fact["household_id"], None) if known else UNLINKED


def row_of(fact: dict[str, Any], link: Link) -> Row:
    name = fact["file"]
    return Row(fact["source"], (fact["period"], name, fact["row_number"]), fact, *link)


def query(root: Path, sql: str, **bound: Any) -> list[dict[str, Any]]:
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as con:
        cursor = con.execute(sql, bound or None)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def measure_county(root: Path, seed: int, periods: tuple[str, ...], **county: Any) -> Measured:
    """Make a county of 3,000 persons and run its months.

    Args:
        root: folder of the workspace.
        seed: the county's.
        periods: to run, in order.
        county: further arguments of `make_county`.
    """
    make_workspace(root)
    made = make_county(root, 3_000, seed, periods, **county)
    links = {}
    for period in periods:
        run_month(root, period)
        linked = query(root, "FROM links WHERE status = 'linked'")
        links[period] = {(x["file_id"], x["row_number"]): (x["household_id"], x["member_id"]) for x in linked}
    return Measured(root, made.truth, periods, links)
