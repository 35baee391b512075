import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from data_contracts.checks import Verdict, by_bounds, by_great_expectations, judge
from data_contracts.contract import Check, Contract, load_contracts
from data_contracts.measures import SMALLEST_BASE, measures

HEALTH = load_contracts()["health_insurance"]


@dataclass(frozen=True)
class Rows:
    accepted: pl.DataFrame
    rows_read: int
    rows_rejected: int


def settlements(count: int, rejected: int = 0, **columns: object) -> Rows:
    """`count` accepted rows that differ only in their settlement number, and `rejected` rejected ones."""
    cells = dict.fromkeys(HEALTH.by_name, "某") | {"settlement_no": [str(i) for i in range(count)]} | columns
    frame = pl.DataFrame(
        {name: cell if isinstance(cell, list) else [cell] * count for name, cell in cells.items()},
        schema=dict.fromkeys(HEALTH.by_name, pl.String),
    )
    return Rows(frame, count + rejected, rejected)


def judged(rows: Rows, earlier_median: float | None = None) -> dict[tuple[str, str], Verdict]:
    counts = {"file": 1, "period": "2021-06", "rows_read": rows.rows_read, "earlier_median": earlier_median}
    verdicts = judge(HEALTH, [counts | measures(rows, HEALTH)])
    return {(verdict.measure, verdict.severity): verdict for verdict in verdicts}


def failed(rows: Rows, earlier_median: float | None = None) -> set[tuple[str, str]]:
    return {which for which, verdict in judged(rows, earlier_median).items() if not verdict.passed}


GOOD_NUMBER = "11010519491231002X"  # the worked example of GB 11643-1999


def test_a_good_file_passes_every_check() -> None:
    assert failed(settlements(100, id_number=GOOD_NUMBER), earlier_median=90) == set()


@pytest.mark.parametrize("rejected", [SMALLEST_BASE - 1, 1])
def test_shares_of_a_small_file_are_not_checked(rejected: int) -> None:
    assert failed(settlements(0, rejected)) == set()


def test_a_file_without_rows_passes() -> None:
    verdicts = judged(settlements(0), earlier_median=1000)
    assert all(verdict.passed and verdict.observed is None for verdict in verdicts.values())


def test_shifted_columns_reject_the_file() -> None:
    assert ("rejected_share", "critical") in failed(settlements(4, 96))


def test_ninety_per_cent_rejected_is_only_a_warning() -> None:
    assert failed(settlements(10, 90)) == {("rejected_share", "warning")}


def test_persons_without_name_and_number_reject_the_file() -> None:
    assert ("anonymous_share", "critical") in failed(settlements(60, name=None, id_number=None))


def test_names_without_numbers_do_not_reject_the_file() -> None:
    assert failed(settlements(60, id_number=None)) == {("fill:id_number", "warning")}


def test_masked_numbers_warn() -> None:
    assert failed(settlements(60, id_number="110105********0021")) == {("usable_id_share", "warning")}


def test_repeated_keys_warn() -> None:
    repeated = settlements(60, id_number=GOOD_NUMBER, settlement_no=["1", *map(str, range(59))])
    assert failed(repeated) == {("duplicate_key_share", "warning")}
    assert not failed(settlements(60, id_number=GOOD_NUMBER, settlement_no=None))  # nothing repeats


@pytest.mark.parametrize(("earlier_median", "warns"), [(300, True), (25, False), (40, False), (110, False)])
def test_a_month_far_from_its_history_warns(earlier_median: float, warns: bool) -> None:
    """A history with fewer rows than the smallest base does not count."""
    warnings = failed(settlements(100, id_number=GOOD_NUMBER), earlier_median)
    assert warnings == ({("rows_ratio", "warning")} if warns else set())


def test_files_of_one_period_are_compared_with_the_history_together() -> None:
    half = settlements(60, id_number=GOOD_NUMBER)
    counts = {"period": "2021-06", "rows_read": 60, "earlier_median": 200, **measures(half, HEALTH)}
    one = judge(HEALTH, [{"file": 1, **counts}, {"file": 2, **counts, "period": "2021-05"}])
    both = judge(HEALTH, [{"file": 1, **counts}, {"file": 2, **counts}])
    ratio = {v.observed for v in one + both if v.measure == "rows_ratio"}
    assert ratio == {0.3, 0.6}


def test_verdicts_name_the_file_that_failed() -> None:
    good, bad = settlements(60, id_number=GOOD_NUMBER), settlements(2, 98)
    rows = [
        {"file": name, "period": "2021-06", "rows_read": 1, "earlier_median": None, **measures(file, HEALTH)}
        for name, file in [("a", good), ("b", bad), ("c", good)]
    ]
    verdicts = judge(HEALTH, rows)
    assert len(verdicts) == 3 * len(HEALTH.checks)
    assert {v.file for v in verdicts if not v.passed} == {"b"}
    assert {v.observed for v in verdicts if v.file == "b" and v.measure == "rejected_share"} == {0.98}


@pytest.mark.parametrize(
    ("number", "usable"),
    [
        (GOOD_NUMBER, True),
        ("11010519491231002x", True),
        ("'１１０１０５１９４９１２３１００２Ｘ ", True),
        ("110105491231002", True),
        ("110105194912310021", False),
        ("110105194912310000", False),
        ("1.10105E+17", False),
        ("11010519491231", False),
    ],
)
def test_usable_numbers(number: str, usable: bool) -> None:
    assert measures(settlements(60, id_number=number), HEALTH)["usable_id_share"] == float(usable)


def test_great_expectations_uses_neither_network_nor_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def offline(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", offline)
    monkeypatch.setattr(socket, "getaddrinfo", offline)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    judged(settlements(60))
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_no_files_no_verdicts() -> None:
    assert judge(HEALTH, []) == []


def test_the_plain_comparison_gives_the_verdicts_of_great_expectations() -> None:
    bounds = [(0.9, None), (None, 0.9), (0.95, 1.05), (0.0, 0.0), (1 / 3, 2 / 3), (None, 0.1 + 0.2)]
    checks = [Check("rejected_share", "某", low, high) for low, high in bounds]
    edges = [edge for pair in bounds for edge in pair if edge is not None]
    shifted = [edge + shift for edge in edges for shift in (-1, -1e-9, -1e-16, 1e-16, 1e-9, 1)]
    values = [None, 0, 1, 0.3, *edges, *shifted]
    measured = [{"file": place, "rejected_share": value} for place, value in enumerate(values)]
    assert by_bounds(checks, measured) == by_great_expectations(checks, measured)
    unmeasured: list[dict[str, object]] = [{"file": 1, "rejected_share": None}]
    assert by_bounds(checks, unmeasured) == by_great_expectations(checks, unmeasured)


@pytest.mark.parametrize("contract", load_contracts().values(), ids=lambda contract: contract.source)
def test_every_declared_check_is_judged_alike_at_a_desk(contract: Contract) -> None:
    bounds = [bound for check in contract.checks for bound in (check.minimum, check.maximum)]
    values = [bound + shift for bound in bounds if bound is not None for shift in (-0.001, 0.0, 0.001)]
    measured = [dict.fromkeys((check.measure for check in contract.checks), value) for value in values]
    files = [{"file": place} | row for place, row in enumerate(measured)]
    assert by_bounds(contract.checks, files) == by_great_expectations(contract.checks, files)


def test_great_expectations_comes_without_what_it_needs_for_distributions_only() -> None:
    code = (
        "import sys; from data_contracts.checks import warm_up; warm_up(); "
        "sys.exit(bool({'scipy.stats', 'altair'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
