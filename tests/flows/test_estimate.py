"""Parameters are estimated again on request; the next run links everybody with them."""

import json
from pathlib import Path

import duckdb
import pytest

from connectors.warehouse import database
from connectors.warehouse.database import BusyError, WarehouseError
from connectors.workspace import Workspace
from flows.answers import arrivals as status
from flows.answers.estimation import Estimated, estimate
from flows.demo.county import make_county
from flows.running import is_unchanged
from flows.steps import run_month
from flows.words import arrivals as status_words
from flows.words import estimation as estimate_lines
from matching.estimation.ecm import FIELDS, LEAST_FIELDS, LEAST_PAIRS
from tests.flows.commands import fangfanpin
from tests.flows.small_county import CHEN, LIN, WANG, drop, drop_rosters, make_workspace, settlement
from tests.flows.workspaces import contents, copied, leftovers, query, tables

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unlisted")]

PARAMETERS = "FROM linkage.parameters ORDER BY ALL"


@pytest.fixture
def linked(root: Path) -> Path:
    """Two months: one settlement in the first, from which parameters come; more in the second."""
    drop_rosters(root, "2021-05")
    drop(root, "health_insurance", "2021-05/一.csv", [settlement("S1", *WANG, "2021-04-01", 10, sex="男")])
    run_month(root, "2021-05")
    more = [
        settlement("S2", *LIN, "2021-05-01", 10, sex="男"),
        settlement("S3", *CHEN, "2021-05-02", 10, sex="女"),
    ]
    drop(root, "health_insurance", "2021-06/二.csv", more)
    run_month(root, "2021-06")
    return root


def test_a_run_estimates_once(linked: Path) -> None:
    estimated = query(linked, "SELECT DISTINCT source, estimated FROM linkage.parameters ORDER BY ALL")
    assert estimated == [("health_insurance", "2021-05"), ("persons", "2021-05")]
    assert query(linked, "SELECT m_rows FROM linkage.parameters WHERE level = 'registered'") == [(1,)]


def test_an_estimate_is_published_and_dated(linked: Path) -> None:
    before = tables(linked)
    estimated = estimate(linked)
    assert (estimated.period, estimated.changed) == ("2021-06", True)
    assert query(linked, "SELECT m_rows FROM linkage.parameters WHERE level = 'registered'") == [(3,)]
    assert query(linked, "SELECT DISTINCT estimated FROM linkage.parameters") == [("2021-06",)]
    changed = {name for name, rows in tables(linked).items() if rows != before[name]}
    assert changed <= {"linkage.parameters", "linkage.term_frequencies", "linkage.drift"}
    assert leftovers(linked) == []


def test_the_largest_change_comes_first(linked: Path) -> None:
    bits = [abs(row["bits"]) for row in estimate(linked).parameters]
    assert bits == sorted(bits, reverse=True)
    assert bits[0] > 0


def test_the_next_run_links_everybody_by_the_new_parameters(linked: Path) -> None:
    assert is_unchanged(Workspace.open(linked), "2021-06")
    with duckdb.connect(linked / "warehouse.duckdb") as con:
        con.execute("UPDATE linkage.person_links SET stage = 'kept'")
    estimate(linked)
    assert not is_unchanged(Workspace.open(linked), "2021-06")
    run_month(linked, "2021-06")
    assert query(linked, "SELECT count(*), count(*) FILTER (stage = 'kept') FROM linkage.person_links") == [
        (3, 0)
    ]
    assert is_unchanged(Workspace.open(linked), "2021-06")
    assert is_unchanged(Workspace.open(linked), "2021-05")


def test_an_unchanged_estimate_publishes_nothing(linked: Path) -> None:
    estimate(linked)
    run_month(linked, "2021-06")
    before = contents(linked, "."), query(linked, PARAMETERS)
    again = estimate(linked)
    assert not again.changed
    assert {row["bits"] for row in again.parameters} == {0}
    assert (contents(linked, "."), query(linked, PARAMETERS)) == before
    assert is_unchanged(Workspace.open(linked), "2021-06")


def test_without_a_result_there_is_nothing_to_estimate(root: Path) -> None:
    with pytest.raises(WarehouseError):
        estimate(root)


def test_a_run_in_progress_is_not_disturbed(linked: Path) -> None:
    before = query(linked, PARAMETERS)
    with database.locked(Workspace.open(linked)), pytest.raises(BusyError):
        estimate(linked)
    assert query(linked, PARAMETERS) == before


def test_status_reports_drift_until_an_estimate(linked: Path) -> None:
    assert status.report(linked, None)["drift"] == []
    with duckdb.connect(linked / "warehouse.duckdb") as con:
        drifted = (
            "INSERT INTO linkage.drift "
            "VALUES ($period, 'health_insurance', 'sex', 'differs', 0.005, $seen, 90, $drifted)"
        )
        con.execute(drifted, {"period": "2021-06", "seen": 0.25, "drifted": True})
        con.execute(drifted, {"period": "2021-07", "seen": 0.006, "drifted": False})
    text = "\n".join(status_words.lines(status.report(linked, None) | {"stale": []}))
    assert "医保结算　性别不一致：参数 0.50%，2021-06 的 90 行中为 25.00%" in text
    assert "fangfanpin estimate" in text
    estimate(linked)
    assert "estimate" not in "\n".join(status_words.lines(status.report(linked, None) | {"stale": []}))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("estimate") / "county")
    make_county(root, 3_000, 3, ("2021-05", "2021-06"))
    run_month(root, "2021-05")
    return root


@pytest.fixture(scope="module")
def of_county(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Estimated:
    county = copied(published, tmp_path_factory.mktemp("again") / "county")
    run_month(county, "2021-06")
    return estimate(county)


def test_damage_is_counted_by_department(of_county: Estimated) -> None:
    kinds = ("valid", "checksum_wrong", "masked", "mangled", "partial", "missing")
    assert {row["source"] for row in of_county.damage} >= {"health_insurance", "education", "civil_affairs"}
    for row in of_county.damage:
        assert sum(row[kind] for kind in kinds) == row["persons"]
        assert row["valid"] > row["persons"] / 2


def test_ecm_gives_a_result_only_with_enough_pairs(of_county: Estimated) -> None:
    assert of_county.check.keys() >= {"health_insurance", "education", "civil_affairs"}
    for fit in of_county.check.values():
        assert fit["outcome"] in estimate_lines.OUTCOMES
        assert (fit["outcome"] == "too_few") == (
            fit["pairs"] < LEAST_PAIRS or len(fit["fields"]) < LEAST_FIELDS
        )
        assert fit["ours"].keys() == FIELDS.keys()
        assert bool(fit["m"]) == (fit["outcome"] != "too_few")


def test_the_lines_are_for_the_office_and_name_nobody(of_county: Estimated) -> None:
    lines = estimate_lines.lines(of_county.as_dict())
    assert lines[0] == "按 2021-06 的名册和人员记录估计匹配参数。"
    assert lines[-1] == "下次运行 fangfanpin run 将按新参数重新匹配所有人。"
    assert not any("health_insurance" in line or "birth" in line for line in lines)


def test_the_command_prints_lines_or_json(published: Path, tmp_path: Path) -> None:
    county = copied(published, tmp_path / "county")
    ended = fangfanpin("estimate", "-w", county, "--json")
    assert ended.returncode == 0, ended.stderr
    document = json.loads(ended.stdout)
    assert document.keys() == {"period", "changed", "parameters", "damage", "check", "sources"}
    assert not document["changed"]  # the first run has just estimated the same
    lines = fangfanpin("estimate", "-w", county)
    assert lines.returncode == 0, lines.stderr
    assert lines.stdout.endswith("参数与原来相同，没有改动。\n")
