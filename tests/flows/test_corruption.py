"""Broken and hostile files among good ones: each ends with a record and a receipt, none touches the rest."""

import io
import os
import shutil
import time
from pathlib import Path

import openpyxl
import pytest

from flows.steps import run_month
from tests.connectors.corruptions import CORRUPTIONS, corrupt
from tests.flows.small_county import (
    CHEN,
    WANG,
    WINDOW,
    drop,
    drop_rosters,
    incomes,
    make_workspace,
    settlement,
)
from tests.flows.workspaces import contents, files, leftovers, query, receipts

pytestmark = pytest.mark.slow

SOURCES = ("health_insurance", "incomes", "education", "households", "members", "emergency", "civil_affairs")
RESULTS = ("household_months", "rule_results", "alerts", "roster.households", "roster.members")


def good_county(root: Path) -> Path:
    """All files are of the newest period, so that no earlier roster can replace its rosters."""
    make_workspace(root)
    drop_rosters(root)
    drop(root, "incomes", "2021-06/收入.csv", [*incomes("H1", WINDOW, 900), *incomes("H2", WINDOW, 100)])
    bills = [settlement("G1", *WANG, "2021-05-03", 12_000), settlement("G2", *CHEN, "2021-05-03", 700)]
    drop(root, "health_insurance", "2021-06/结算.csv", bills)
    return root


def put_corrupted(root: Path, made: Path, seeds: range) -> list[str]:
    """Put corrupted settlements into the folder of their source, every third into that of another source."""
    names = []
    for seed in seeds:
        for place, path in enumerate(corrupt(seed, made)):
            source = SOURCES[place % len(SOURCES)] if (place + seed) % 3 == 0 else "health_insurance"
            target = root / "inbox" / source / "2021-05" / path.name
            target.parent.mkdir(exist_ok=True)
            shutil.move(path, target)
            os.utime(target, (time.time() - 3600,) * 2)
            names.append(f"{source}/2021-05/{path.name}")
    return names


def results(root: Path) -> list[list[tuple[object, ...]]]:
    """Results of the good files, without file numbers, which depend on the number of other files."""
    return [
        sorted(query(root, f"SELECT COLUMNS(lambda c: c <> 'file_id') FROM {table}"), key=repr)
        for table in RESULTS
    ]


def run_among_corrupted(tmp_path: Path, seeds: range) -> None:
    alone, among = good_county(tmp_path / "alone"), good_county(tmp_path / "among")
    names = put_corrupted(among, tmp_path / "made", seeds)
    run_month(alone, "2021-06")
    run_month(among, "2021-06")

    records = files(among, "status", "rows_read", "rows_accepted", "rows_rejected")
    assert sorted(name for name in records if "/2021-05/" in name) == sorted(names)
    assert {records[name][0] for name in names} >= {"accepted", "rejected"}
    assert all(status in {"accepted", "rejected", "duplicate"} for status, *_ in records.values())
    assert all(read == accepted + rejected for _, read, accepted, rejected in records.values())
    assert query(among, "SELECT count(*) FROM links") == query(
        among, "SELECT sum(rows_accepted) FROM files WHERE source NOT IN ('households', 'members', 'incomes')"
    )
    assert len(receipts(among)) == len(records)
    for receipt in receipts(among).values():
        openpyxl.load_workbook(io.BytesIO(receipt))
    assert leftovers(among) == []
    assert contents(among, "inbox") == {}
    good = {name: status for name, (status, *_) in records.items() if "/2021-06/" in name}
    assert set(good.values()) == {"accepted"}
    assert results(among) == results(alone)


def test_forty_corrupted_files(tmp_path: Path) -> None:
    run_among_corrupted(tmp_path, range(20, 22))


def test_two_hundred_corrupted_files(tmp_path: Path) -> None:
    seeds = range(22, 32)
    assert len(seeds) * len(CORRUPTIONS) >= 200
    run_among_corrupted(tmp_path, seeds)
