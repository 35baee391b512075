"""What a command imports: an answer nothing large, a run neither its server nor what nobody calls."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from flows.steps import run_month
from tests.flows.commands import own_prefect
from tests.flows.small_county import LIN, WINDOW, drop, drop_rosters, incomes, make_workspace, settlement
from tests.flows.workspaces import copied, query

COMMAND = """
import json, os, sys
from flows.cli import app
try:
    app(sys.argv[1:])
except SystemExit as ending:
    print(json.dumps({"code": ending.code, "modules": list(sys.modules)}), file=sys.stderr, flush=True)
    os._exit(0)
"""
LARGE = {"polars", "numpy", "pandas", "xlsxwriter", "pypinyin", "rapidfuzz", "prefect", "great_expectations"}


def imported(*words: str | Path) -> set[str]:
    """The modules that the command has imported when it is done."""
    line = [sys.executable, "-c", COMMAND, *map(str, words)]
    done = subprocess.run(line, env=own_prefect(), capture_output=True, text=True, timeout=300, check=True)
    told = json.loads(done.stderr.splitlines()[-1])
    assert told["code"] in {0, None}, done.stderr
    return {*told["modules"]}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("imports") / "county")
    drop_rosters(root, "2021-05")
    run_month(root, "2021-05")
    drop_rosters(root)
    drop(root, "incomes", "2021-06/收入.csv", [*incomes("H1", WINDOW, 900), *incomes("H2", WINDOW, 100)])
    drop(root, "health_insurance", "2021-06/结算.csv", [settlement("S1", *LIN, "2021-04-03", 20_000)])
    return root


def test_an_answer_imports_nothing_large(county: Path) -> None:
    assert not imported("status", "-w", county) & LARGE
    assert not imported("explain", "H1", "-w", county) & LARGE


@pytest.mark.slow
def test_a_run_imports_no_server_and_nothing_that_nobody_calls(county: Path, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    modules = imported("run", "-w", root, "--period", "2021-06")
    assert "prefect" in modules
    assert not modules & {"prefect.server", "great_expectations", "scipy.stats", "altair"}
    assert query(root, "SELECT count(*) FROM runs")[0][0] == 2
    with closing(sqlite3.connect(root / ".prefect" / "prefect.db")) as history:
        order = history.execute(
            "SELECT type FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        states = history.execute("SELECT name, state_name FROM flow_run").fetchall()
        tasks = history.execute("SELECT state_name, count(*) FROM task_run GROUP BY state_name").fetchall()
    assert order == sorted(order, reverse=True)  # made at once: migrations would mix tables and indexes
    assert states == [("2021-06", "Completed")]
    assert tasks == [("Completed", 7)]
