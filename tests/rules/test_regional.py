"""Places where alerts of one cause exceed what size and history explain are flagged, and no others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, nbinom

from rules.declarations.follow_up import RegionalWatch
from rules.declarations.model import DatedValue, Pack, Parameter
from rules.regional import _false_discoveries, _upper_tail, judge, watch
from sql.migrate import migrate
from tests.rules.warehouse import PACKS, rows

RATE = 0.05
PERIOD = "2021-06"


def watching(pack: Pack = PACKS["fujian-2021"]) -> Pack:
    """A pack that watches places."""
    rate = Parameter(
        label="误报率", unit="比例", basis="local_interpretation", values=(DatedValue(value="0.05"),)
    )
    return replace(
        pack,
        parameters={**pack.parameters, "watch_rate": rate},
        regional=RegionalWatch(false_discovery_rate="watch_rate", requirements=("F3",), articles=("第1条",)),
    )


def parameters_of(pack: Pack) -> dict[str, Decimal]:
    return dict.fromkeys(pack.parameters, Decimal(1)) | {"watch_rate": Decimal("0.05")}


@dataclass(frozen=True)
class Village:
    """How many of its households are alerted, by cause."""

    township: str
    name: str
    households: int
    alerts: Mapping[str, int]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        migrate(con)
        yield con


def publish(con: duckdb.DuckDBPyConnection, period: str, villages: list[Village], state: str = "new") -> None:
    """A month of these villages; a household is alerted for one cause at most."""
    homes = [
        {
            "household_id": f"{v.township}{v.name}{n}",
            "township": v.township,
            "village": v.name,
            "causes": cause,
        }
        for v in villages
        for n, cause in enumerate(_causes(v))
    ]
    con.register("homes", pl.DataFrame(homes, infer_schema_length=None))
    con.execute(
        "INSERT INTO household_months BY NAME SELECT $p AS period, household_id, township, village, "
        "3 AS members, '一般农户' AS household_type FROM homes",
        {"p": period},
    )
    con.execute(
        "INSERT INTO alerts BY NAME SELECT $p AS period, household_id, township, village, 'orange' AS level, "
        "'marginal' AS target_class, causes, 'income_drop' AS rules, $s AS state, $p AS first_period, "
        "'' AS cites, 'x' AS pack, '1' AS pack_version FROM homes WHERE causes IS NOT NULL",
        {"p": period, "s": state},
    )


def _causes(village: Village) -> list[str | None]:
    alerted = [cause for cause, count in village.alerts.items() for _ in range(count)]
    return [*alerted, *[None] * (village.households - len(alerted))]


def watched(con: duckdb.DuckDBPyConnection, period: str = PERIOD) -> list[dict[str, Any]]:
    pack = watching()
    watch(con, period, pack, parameters_of(pack))
    return rows(con, f"SELECT * FROM regional_risks WHERE period = '{period}'")


def flagged(risks: list[dict[str, Any]]) -> list[tuple[str, str | None, str]]:
    return [(row["township"], row["village"], row["cause"]) for row in risks if row["flagged"]]


def quiet_county(alerts: int = 2) -> list[Village]:
    return [Village(f"{t}镇", f"{v}村", 80, {"illness": alerts}) for t in "甲乙丙丁戊" for v in "东南西北"]


def simulated_places(generator: np.random.Generator, months: int) -> pl.DataFrame:
    """A county without a concentration: places differ by half, counts are Poisson; three causes."""
    households = np.tile(generator.integers(20, 400, 40), 3)
    cause = np.repeat(np.arange(3), 40)
    usual = np.array([0.005, 0.02, 0.05])[cause] * generator.gamma(4, 1 / 4, 120) * households
    counts = generator.poisson(usual, (months + 1, 120))

    def elsewhere(values: Any) -> Any:
        return np.array([values[cause == c].sum() for c in range(3)])[cause] - values

    rates = [(elsewhere(month) + 0.5) / elsewhere(households) for month in counts]
    return pl.DataFrame(
        {
            "alerts": counts[0],
            "households": households,
            "alerts_elsewhere": elsewhere(counts[0]) + 0.5,
            "households_elsewhere": elsewhere(households).astype(float),
            "unevenness_elsewhere": elsewhere(households**2) / elsewhere(households) ** 2,
            "earlier_alerts": counts[1:].mean(axis=0) if months else np.zeros(120),
            "earlier_expected": np.mean([households * r for r in rates[1:]], axis=0)
            if months
            else np.zeros(120),
        }
    )


@pytest.mark.parametrize("months", [0, 1, 12])
def test_without_a_concentration_few_counties_have_a_place_flagged(months: int) -> None:
    generator = np.random.default_rng(months)
    counties = [judge(simulated_places(generator, months), RATE) for _ in range(400)]
    wrongly = sum(bool(county["flagged"].any()) for county in counties) / len(counties)
    assert wrongly <= RATE + 3 * (RATE * (1 - RATE) / len(counties)) ** 0.5


@pytest.mark.parametrize("months", [0, 1])
def test_p_values_are_calibrated(months: int) -> None:
    generator = np.random.default_rng(7)
    places = pl.concat([judge(simulated_places(generator, months), RATE) for _ in range(100)])
    many = places.filter(pl.col("expected") >= 5)["p_value"]
    assert 0.03 < (many <= 0.05).mean() < 0.055
    assert 0.15 < (many <= 0.2).mean() < 0.22


def test_a_disaster_in_one_township_is_found_in_the_first_month(con: duckdb.DuckDBPyConnection) -> None:
    hit = [replace(v, alerts={"disaster": 20, "illness": 2}) for v in quiet_county() if v.township == "丙镇"]
    others = [
        replace(v, alerts={"disaster": v.name == "东村", "illness": 2})
        for v in quiet_county()
        if v.township != "丙镇"
    ]
    publish(con, PERIOD, hit + others)
    risks = watched(con)
    villages = [("丙镇", f"{v}村", "disaster") for v in "东南西北"]
    assert sorted(flagged(risks), key=str) == sorted([("丙镇", None, "disaster"), *villages], key=str)
    (township,) = (row for row in risks if row["flagged"] and row["village"] is None)
    assert (township["households"], township["alerts"], township["new_alerts"]) == (320, 80, 80)
    assert township["expected"] == Decimal("1.1250")  # (4 + 1/2) / 1,280 of 320 households
    assert township["ratio"] == Decimal("71.1111")


def test_a_first_month_without_any_history_or_alert_is_quiet(con: duckdb.DuckDBPyConnection) -> None:
    assert watched(con) == []
    publish(con, PERIOD, quiet_county(0))
    assert watched(con) == []
    publish(con, "2021-07", quiet_county())
    risks = watched(con, "2021-07")
    assert len(risks) == 5 + 20 and flagged(risks) == []


def test_a_tiny_village_is_not_flagged_for_one_household(con: duckdb.DuckDBPyConnection) -> None:
    tiny = [Village("甲镇", "小村", 1, {"disaster": 1}), Village("乙镇", "小村", 2, {"disaster": 2})]
    publish(con, PERIOD, [*quiet_county(0), *tiny])
    risks = watched(con)
    assert flagged(risks) == []
    assert {row["p_value"] for row in risks} == {1.0}


def test_what_a_place_always_had_is_not_flagged_and_more_than_that_is(con: duckdb.DuckDBPyConnection) -> None:
    county = [v if v.township != "丙镇" else replace(v, alerts={"illness": 16}) for v in quiet_county()]
    publish(con, "2021-01", county)
    assert ("丙镇", None, "illness") in flagged(watched(con, "2021-01"))  # there is no history yet
    for month in range(2, 6):
        publish(con, f"2021-0{month}", county, "continuing")
    publish(con, PERIOD, county, "continuing")
    risks = watched(con)
    assert flagged(risks) == []
    (usual,) = (r for r in risks if r["township"] == "丙镇" and r["village"] is None)
    assert (usual["alerts"], usual["new_alerts"], usual["history_months"]) == (64, 0, 5)
    assert usual["expected"] == Decimal("45.5670")  # 8 by the others' rate x (4 + 64) / (4 + 8)
    grown = [v if v.township != "丙镇" else replace(v, alerts={"illness": 40}) for v in quiet_county()]
    publish(con, "2021-07", grown)
    assert ("丙镇", None, "illness") in flagged(watched(con, "2021-07"))


def test_cleared_alerts_and_households_that_left_do_not_count(con: duckdb.DuckDBPyConnection) -> None:
    publish(con, PERIOD, quiet_county())
    con.execute("UPDATE alerts SET state = 'cleared' WHERE township = '甲镇'")
    con.execute("DELETE FROM household_months WHERE household_id LIKE '乙镇东村%'")
    by_place = {(r["township"], r["village"]): r for r in watched(con)}
    assert by_place["甲镇", None]["alerts"] == 0 and by_place["甲镇", None]["households"] == 320
    assert by_place["乙镇", None]["alerts"] == 6 and ("乙镇", "东村") not in by_place


def test_a_county_of_one_township_has_villages_to_compare_and_no_townships(
    con: duckdb.DuckDBPyConnection,
) -> None:
    publish(con, PERIOD, [v for v in quiet_county() if v.township == "甲镇"])
    assert {row["level"] for row in watched(con)} == {"village"}


def test_a_village_that_is_a_whole_township_is_reported_once(con: duckdb.DuckDBPyConnection) -> None:
    publish(con, PERIOD, [*quiet_county(), Village("己镇", "独村", 80, {"illness": 40})])
    assert flagged(watched(con)) == [("己镇", None, "illness")]


def test_a_month_made_again_is_the_same_and_never_looks_ahead(con: duckdb.DuckDBPyConnection) -> None:
    publish(con, "2021-05", quiet_county())
    publish(con, PERIOD, quiet_county(5))
    first = watched(con)
    publish(con, "2021-07", quiet_county(30))
    watched(con, "2021-07")
    assert watched(con) == first and len(first) == 25


def test_a_pack_that_does_not_watch_leaves_no_rows(con: duckdb.DuckDBPyConnection) -> None:
    publish(con, PERIOD, quiet_county())
    assert watched(con)
    pack = replace(watching(), regional=None)
    assert watch(con, PERIOD, pack, parameters_of(pack)) == {}
    assert rows(con, "FROM regional_risks") == []


def test_the_county_s_own_rate_is_cited_as_such(con: duckdb.DuckDBPyConnection) -> None:
    publish(con, PERIOD, quiet_county())
    assert {row["cites"] for row in watched(con)} == {"闽委振兴组〔2021〕5号 第1条；本地口径（误报率）"}


COUNTS = st.lists(st.integers(0, 60), min_size=2, max_size=30)


@given(COUNTS, st.floats(0, 50), st.floats(0.01, 50))
def test_more_alerts_never_look_less_unusual(alerts: list[int], earlier: float, expected: float) -> None:
    size = len(alerts)
    places = pl.DataFrame(
        {
            "alerts": sorted(alerts),
            "households": [100] * size,
            "alerts_elsewhere": [10.5] * size,
            "households_elsewhere": [1000.0] * size,
            "unevenness_elsewhere": [0.1] * size,
            "earlier_alerts": [earlier] * size,
            "earlier_expected": [expected] * size,
        }
    )
    judged = judge(places, RATE)
    assert judged["p_value"].is_sorted(descending=True)
    assert judged["p_value"].is_between(0, 1).all() and judged["q_value"].is_between(0, 1).all()
    assert (judged["q_value"] >= judged["p_value"] * (1 - 1e-9)).all()
    assert (judged["flagged"] == (judged["q_value"] < RATE)).all()


def test_probabilities_are_those_of_scipy_to_the_last_digit() -> None:
    draw = np.random.default_rng(1)
    alerts, expected = draw.integers(0, 400, 10_000), draw.uniform(1e-4, 300, 10_000)
    spread = draw.uniform(1e-4, 3, 10_000)
    tail = _upper_tail(alerts, expected, spread)
    several = alerts >= 3
    chance = 1 / spread / (1 / spread + expected)
    assert (tail[several] == nbinom.sf(alerts - 1, 1 / spread, chance)[several]).all()
    assert (_false_discoveries(tail) == false_discovery_control(tail)).all()
    assert _false_discoveries(tail[:0]).shape == (0,)
