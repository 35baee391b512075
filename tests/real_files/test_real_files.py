"""Every line of the list of real files, through the real command, gives the right value.

One test, so that the county is made once however tests are spread over processes; each case is a subtest.
"""

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

CASES = cases()
CHECKED = 3  # one of so many files: each check reads again what waits beside the file
COUNTS = ("rows_read", "rows_accepted", "rows_rejected")
SAYS = ("status", *COUNTS)


@pytest.mark.slow
def test_every_case_gives_the_right_value(tmp_path: Path, subtests: pytest.Subtests) -> None:
    root = make_county(tmp_path / "county", CASES)
    for delivery in sorted({file.get("round", 1) for case in CASES for file in case.files}):
        deliver(root, CASES, delivery)
        answers = _checked(root, delivery)
        done = fangfanpin("run", "-w", root, "--period", "2021-06")
        assert done.returncode == 0, done.stderr
        for path, answer in answers.items():
            with subtests.test(msg="check says what the run says", path=path):
                record = _record(root, path)
                assert [answer[name] for name in SAYS] == [record[name] for name in SAYS]
    for case in CASES:
        with subtests.test(msg=f"{case.line}-{case.name}"):
            assert _figures(root, case) == case.expect.get("figures", {})
            _assert_files(root, case.expect)
            _assert_receipts(root, case.expect)


def _checked(root: Path, delivery: int) -> dict[str, Any]:
    """What `check` says of files of a round, before the run."""
    files = (file for case in CASES for file in case.files if file.get("round", 1) == delivery)
    paths = [file["path"] for file in files if not is_ignored(Path(file["path"]).name)]
    return {path: check(root, root / "inbox" / path) for path in paths[::CHECKED]}


def _record(county: Path, path: str) -> dict[str, Any]:
    source, _, name = path.partition("/")
    columns = ("file_id", *SAYS)
    own = f"source = '{source}'"  # a folder may also bear a Chinese name
    records = query(
        county, f"SELECT {', '.join(columns)} FROM files WHERE name = '{name}' ORDER BY {own}, file_id"
    )
    assert records, f"no record of {path}"
    return dict(zip(columns, records[-1], strict=True))


def _figures(county: Path, case: Case) -> dict[str, Any]:
    """The household's values of the figures that are expected."""
    names = [*case.expect.get("figures", {})]
    if not names:
        return {}
    (row,) = query(
        county,
        f"SELECT {', '.join(names)} FROM household_months "
        f"WHERE period = '2021-06' AND household_id = '{case.expect.get('household', case.household)}'",
    )
    yuan = (float(value) if isinstance(value, Decimal) else value for value in row)
    return dict(zip(names, yuan, strict=True))


def _assert_files(county: Path, expect: dict[str, Any]) -> None:
    for path, status in expect.get("files", {}).items():
        assert _record(county, path)["status"] == status, path
    for path, counts in expect.get("rows", {}).items():
        assert [_record(county, path)[name] for name in COUNTS] == counts, path


def _assert_receipts(county: Path, expect: dict[str, Any]) -> None:
    for path, phrases in expect.get("receipts", {}).items():
        text = receipt_text(county, path, _record(county, path)["file_id"])
        assert [phrase for phrase in phrases if phrase not in text] == [], text
    for path, phrases in expect.get("absent", {}).items():
        text = receipt_text(county, path, _record(county, path)["file_id"])
        assert [phrase for phrase in phrases if phrase in text] == [], text
