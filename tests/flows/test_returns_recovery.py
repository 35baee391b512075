"""`returns` may die at any moment: the next one ends where an undisturbed one ends."""

import multiprocessing
import random
import time as clock
from collections.abc import Callable
from datetime import datetime, time
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

from flows.demo.villages.clerks import set_time
from flows.steps import run_month
from flows.way_back.returns import returns
from tests.connectors.returned_county import VISIT
from tests.flows import deaths
from tests.flows.answered_county import make_county
from tests.flows.deaths import DEAD
from tests.flows.returned_lists import filled_in, issued
from tests.flows.workspaces import contents, copied, leftovers, tables

pytestmark = pytest.mark.slow

FOLDERS = ("returned", "archive", "quarantine", "receipts", "inbox")
KILLS = 6

Change = Callable[[Callable[..., Any]], Callable[..., Any]]

# (module, function, how it is changed)
DEATHS: dict[str, tuple[str, str, Change]] = {
    "copying the second file": ("connectors.returned.folder", "claim", lambda w: deaths._at_call(2, w)),
    "after the files are listed": ("connectors.returned.delivery", "note", deaths._after),
    "deriving": ("connectors.returned.taking", "derive", lambda _: deaths._die),
    "before the warehouse is replaced": ("connectors.warehouse.database", "_sync", lambda _: deaths._die),
    "after it is replaced": ("connectors.warehouse.database", "_sync", lambda w: deaths._at_call(2, w)),
    "storing the second file": ("connectors.moving", "put", lambda w: deaths._at_call(2, w)),
    "writing the second receipt": (
        "connectors.returned.receipts",
        "write_book",
        lambda w: deaths._at_call(2, w),
    ),
    "delivering a receipt": ("connectors.moving", "put", lambda w: deaths._at_call(5, w)),
    "removing the second file": ("connectors.returned.delivery", "release", lambda w: deaths._at_call(2, w)),
}

_PROCESSES = multiprocessing.get_context("forkserver")


def _returns(root: Path, death: str | None) -> None:
    if death:
        module, name, changed = DEATHS[death]
        holder = import_module(module)
        setattr(holder, name, changed(getattr(holder, name)))
    returns(root)


def started(root: Path, death: str | None = None) -> ForkServerProcess:
    process = _PROCESSES.Process(target=_returns, args=(root, death))
    process.start()
    return process


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lists of two townships came back: one with a refused row, one twice, and a photograph."""
    root = make_county(tmp_path_factory.mktemp("recovery") / "county")
    lists = {township: (household, day) for household, township, day in issued(root)}
    for number, (township, (household, day)) in enumerate(lists.items()):
        answer = {**VISIT, "核查日期": day, "核查人": "张三" if number else None}
        path = filled_in(
            root, township, f"{township}.xlsx", {household: answer}, datetime.combine(day, time())
        )
    again = root / "returned" / "又一份.xlsx"
    again.write_bytes(path.read_bytes())
    photograph = root / "returned" / "照片.jpg"
    photograph.write_bytes(b"x")
    for further in (again, photograph):
        set_time(further, datetime.combine(day, time(1)))
    return root


def outcome(root: Path) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    assert leftovers(root) == []
    return tables(root), contents(root, *FOLDERS)


@pytest.fixture(scope="module")
def undisturbed(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = copied(county, tmp_path_factory.mktemp("undisturbed") / "county")
    assert len(returns(root).files) == 4
    assert contents(root, "returned") == {}
    return outcome(root)


@pytest.mark.parametrize("death", DEATHS)
def test_dying_at_a_critical_point(death: str, county: Path, undisturbed: Any, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    process = started(root, death)
    process.join()
    assert process.exitcode == DEAD, "it did not come to this point"
    returns(root)
    assert outcome(root) == undisturbed


def test_killed_at_random_moments(county: Path, undisturbed: Any, tmp_path: Path) -> None:
    begun = clock.monotonic()
    whole = started(copied(county, tmp_path / "measured"))
    whole.join()
    lasting_s = clock.monotonic() - begun
    rng = random.Random(20210601)
    for number in range(KILLS):
        root = copied(county, tmp_path / str(number))
        process = started(root)
        process.join(lasting_s * (number + rng.random()) / KILLS)
        process.kill()
        process.join()
        returns(root)
        assert outcome(root) == undisturbed


def test_a_run_finishes_what_returns_left(county: Path, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    process = started(root, "after it is replaced")
    process.join()
    run_month(root, "2021-06")
    assert leftovers(root) == []
    assert set(contents(root, "returned")) == {"returned/照片.jpg"}
    assert len([*(root / "archive" / "returned").rglob("*.xlsx")]) == 2
