"""Every line of the list of real files, through the real command, gives the right value."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.inbox.drop_folder import is_ignored
from flows.file_check import check
from tests.flows.commands import fangfanpin
from tests.flows.workspaces import query
from tests.real_files.casebook import Case, cases
from tests.real_files.county import deliver, make_county, receipt_text

pytestmark = pytest.mark.slow

CASES = cases()


CHECKED = 3  # one of so many files: each check reads again what waits beside the file
SAYS = ("status", "rows_read", "rows_accepted", "rows_rejected")


@pytest.fixture(scope="module")
def checked_county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """The casebook's county after all rounds, and where `check` gave another answer than the run after it."""
    root = make_county(tmp_path_factory.mktemp("real_files") / "county", CASES)
    different: list[Any] = []
    for delivery in sorted({file.get("round", 1) for case in CASES for file in case.files}):
        deliver(root, CASES, delivery)
        answers = _checked(root, delivery)
        done = fangfanpin("run", "-w", root, "--period", "2021-06")
        assert done.returncode == 0, done.stderr
        records = {path: _record(root, path) for path in answers}
        different += [
            (path, answer, records[path])
            for path, answer in answers.items()
            if any(answer[name] != records[path][name] for name in SAYS)
        ]
    return root, different


@pytest.fixture(scope="module")
def county(checked_county: tuple[Path, list[Any]]) -> Path:
    """The casebook's county after all rounds."""
    return checked_county[0]


def _checked(root: Path, delivery: int) -> dict[str, Any]:
    """What `check` says of files of a round, before the run."""
    files = (file for case in CASES for file in case.files if file.get("round", 1) == delivery)
    paths = [file["path"] for file in files if not is_ignored(Path(file["path"]).name)]
    return {path: check(root, root / "inbox" / path) for path in paths[::CHECKED]}


def test_check_says_what_the_run_says(checked_county: tuple[Path, list[Any]]) -> None:
    assert checked_county[1] == []


def _record(county: Path, path: str) -> dict[str, Any]:
    source, _, name = path.partition("/")
    columns = "file_id, status, rows_read, rows_accepted, rows_rejected"
    own = f"source = '{source}'"  # a folder may also bear a Chinese name
    found = query(county, f"SELECT {columns} FROM files WHERE name = '{name}' ORDER BY {own}, file_id")
    assert found, f"no record of {path}"
    return dict(zip(columns.split(", "), found[-1], strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line}-{case.name}")
def test_gives_the_right_value(county: Path, case: Case) -> None:
    expect = case.expect
    if figures := expect.get("figures"):
        (row,) = query(
            county,
            f"SELECT {', '.join(figures)} FROM household_months "
            f"WHERE period = '2021-06' AND household_id = '{expect.get('household', case.household)}'",
        )
        assert dict(zip(figures, row, strict=True)) == {n: _figure(v) for n, v in figures.items()}
    for path, status in expect.get("files", {}).items():
        assert _record(county, path)["status"] == status, path
    for path, counts in expect.get("rows", {}).items():
        record = _record(county, path)
        assert [record[f"rows_{name}"] for name in ("read", "accepted", "rejected")] == counts, path


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line}-{case.name}")
def test_the_receipt_says_it(county: Path, case: Case) -> None:
    for path, phrases in case.expect.get("receipts", {}).items():
        text = receipt_text(county, path, _record(county, path)["file_id"])
        assert [phrase for phrase in phrases if phrase not in text] == [], text
    for path, phrases in case.expect.get("absent", {}).items():
        text = receipt_text(county, path, _record(county, path)["file_id"])
        assert [phrase for phrase in phrases if phrase in text] == [], text


def _figure(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
