"""Every household of a demo county has the figures, rules and alerts of the independent oracle."""

from collections import defaultdict
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest

from flows.demo.writing.dirt import Dirt
from tests.flows.declared_laws import breaches
from tests.flows.evidence_laws import LAWS
from tests.flows.measured import Measured, measure_county
from tests.flows.oracle import Row, fact, household_months
from tests.flows.oracle_alerts import Alert, alerts_of, outcomes

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unlisted")]
CENT = Decimal("0.01")
LINES = {"national-2020": Decimal(6000), "fujian-2021": Decimal(7152)}
PACKS = {"2021-05": "national-2020", "2021-06": "fujian-2021", "2021-07": "fujian-2021"}
ROUNDED = ("income_per_capita", "net_income_per_capita")


# Rows of the second county are often late, repeated or reversed, and the first months of its previous window
# are missing.
COUNTIES: dict[str, Any] = {
    "usual": {"seed": 1, "periods": ("2021-05", "2021-06", "2021-07")},
    "untidy": {
        "seed": 2,
        "periods": ("2021-06", "2021-07"),
        "history_months": 21,
        "dirt": Dirt(late=0.05, resent=0.02, reversed=0.03, repeated=0.02),
    },
}


@pytest.fixture(scope="module", params=COUNTIES)
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return measure_county(tmp_path_factory.mktemp("county"), **COUNTIES[request.param])


DIFFERING_BY_THE_VIEWS = """
WITH year AS (SELECT ($period || '-01')::DATE AS until),
bills AS (
    SELECT household_id, sum(self_paid) AS paid
    FROM facts_health_insurance, year
    WHERE link_status = 'linked' AND settled_on >= until - INTERVAL 1 YEAR AND settled_on < until
    GROUP BY household_id
),
income AS (
    SELECT household_id, count(*) AS months,
        sum(coalesce(wage, 0) + coalesce(business, 0) + coalesce(property, 0) + coalesce(transfer, 0)) AS yuan
    FROM facts_incomes, year
    WHERE month >= until - INTERVAL 1 YEAR AND month < until
    GROUP BY household_id
),
people AS (SELECT household_id, count(*) AS members FROM members WHERE period = $period GROUP BY household_id)
SELECT household_id
FROM (FROM household_months WHERE period = $period) AS m
FULL JOIN households AS h USING (household_id)
LEFT JOIN bills USING (household_id)
LEFT JOIN income USING (household_id)
LEFT JOIN people USING (household_id)
WHERE m.township IS DISTINCT FROM h.township
    OR m.members IS DISTINCT FROM coalesce(people.members, 0)
    OR m.illness_expense_12m IS DISTINCT FROM coalesce(paid, 0)
    OR (m.income_12m IS DISTINCT FROM CASE WHEN months = 12 THEN yuan END
        AND NOT contains(coalesce(m.data_gaps, ''), 'composition'))
"""


def published(county: Measured, period: str) -> dict[str, dict[str, Any]]:
    months = county.query("FROM household_months WHERE period = $period", period=period)
    return {month["household_id"]: month for month in months}


def differences(figures: dict[str, dict[str, Any]], months: dict[str, Any]) -> list[str]:
    result = []
    for household, month in months.items():
        for name, value in asdict(month).items():
            figure = figures[household][name]
            near = name in ROUNDED and None not in {value, figure} and abs(value - figure) <= CENT
            if figure != value and not near:
                result.append(f"{household} {name}: {figure} instead of {value}")
    return result


def test_the_rows_that_count_are_those_of_the_truth(county: Measured) -> None:
    true = {(fact["file_id"], fact["row_number"]) for fact in county.facts}
    sources = ("incomes", "health_insurance", "civil_affairs", "education", "emergency")
    taken = {
        (row["file_id"], row["row_number"])
        for source in sources
        for row in county.query(f"SELECT file_id, row_number FROM accepted.{source}")
    }
    assert taken == true


def test_figures_are_the_oracles(county: Measured) -> None:
    for period in county.periods:
        figures, months = published(county, period), county.months[period]
        assert figures.keys() == months.keys()
        assert not differences(figures, months)


def test_figures_of_rightly_linked_households_are_those_of_the_truth(county: Measured) -> None:
    period = county.periods[-1]
    figures, homes = published(county, period), county.households(period)
    linked, true = by_household(county.rows(period)), by_household(county.true_rows(period))
    right = {
        h: home
        for h, home in homes.items()
        if linked[h].keys() == true[h].keys() and distinguishable(true[h])
    }
    months = household_months(
        period,
        right,
        county.true_rows(period),
        county.rosters,
        county.emergency_files(period),
        same=lambda row: row.values["fact"],
    )
    assert len(right) > 0.8 * len(homes)
    assert not differences(figures, months)


def by_household(rows: list[Row]) -> dict[str | None, dict[tuple[Any, ...], Row]]:
    """Rows of each household by their place in the files and the member that they are linked to."""
    result: dict[str | None, dict[tuple[Any, ...], Row]] = defaultdict(dict)
    for row in rows:
        result[row.household_id][row.source, *row.sent, row.member_id] = row
    return result


def distinguishable(rows: dict[tuple[Any, ...], Row]) -> bool:
    """Whether the interface tells all facts apart; two sisters both written `王小花之女` share one fact."""
    facts = {(fact(row), row.values["fact"]) for row in rows.values()}
    return len(facts) == len({key for key, _ in facts})


def test_tables_are_as_declared(county: Measured) -> None:
    assert breaches(county.root) == []


def test_the_figures_can_be_worked_out_from_the_views(county: Measured) -> None:
    assert county.query(DIFFERING_BY_THE_VIEWS, period=county.periods[-1]) == []


def test_rules_and_alerts_are_the_oracles(county: Measured) -> None:
    expected: dict[str, Alert] = {}
    there: set[str] = set()
    for period in county.periods:
        pack, months = PACKS[period], county.months[period]
        decided = {household: outcomes(month, pack, LINES[pack]) for household, month in months.items()}
        expected = alerts_of(period, months, decided, LINES[pack], before=expected, there_before=there)
        there = set(months)
        assert published_outcomes(county, period) == {
            (household, rule, "fires" if outcome else "unknown")
            for household, of_rules in decided.items()
            for rule, outcome in of_rules.items()
            if outcome is not False
        }
        assert published_alerts(county, period) == expected


@pytest.mark.parametrize("law", LAWS)
def test_evidence_keeps_the_law(county: Measured, law: str) -> None:
    assert county.query(LAWS[law]) == []


def published_outcomes(county: Measured, period: str) -> set[tuple[str, str, str]]:
    results = county.query("FROM rule_results WHERE period = $period", period=period)
    assert {result["pack"] for result in results} == {PACKS[period]}
    return {(result["household_id"], result["rule"], result["outcome"]) for result in results}


def published_alerts(county: Measured, period: str) -> dict[str, Alert]:
    alerts = county.query("FROM alerts WHERE period = $period", period=period)
    return {
        a["household_id"]: Alert(a["level"], tuple(a["rules"].split(",")), a["state"], a["first_period"])
        for a in alerts
    }
