"""`fangfanpin returns`: what comes back is taken once, archived, and answered with a receipt."""

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from connectors.returned import delivery, receipts
from flows.demo.villages.clerks import set_time
from flows.way_back.returns import returns
from tests.connectors.returned_county import VISIT
from tests.flows.answered_county import make_county
from tests.flows.commands import fangfanpin
from tests.flows.returned_lists import filled_in, issued
from tests.flows.small_county import make_workspace
from tests.flows.workspaces import contents, copied, leftovers, query

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_county(tmp_path_factory.mktemp("returns") / "county")


@pytest.fixture
def county(published: Path, tmp_path: Path) -> Path:
    return copied(published, tmp_path / "county")


def answered(county: Path, name: str = "六月/回来的表.xlsx", **changes: Any) -> Path:
    """The first list with its first family answered on the day on which it went out, which is today."""
    household, township, day = issued(county)[0]
    answer = {**VISIT, "核查日期": day, **changes}
    return filled_in(county, township, name, {household: answer}, datetime.combine(day, time(0, 30)))


def test_a_list_that_came_back_is_taken_archived_and_answered(county: Path) -> None:
    (_, township, _), *_ = issued(county)
    answered(county)
    result = returns(county)
    (file,) = result.files
    assert (file["status"], file["period"], file["township"]) == ("accepted", "2021-06", township)
    assert file["rows_taken"] == 1 and file["rows_refused"] == 0
    assert file["rows_read"] == file["rows_taken"] + file["rows_unanswered"]
    assert contents(county, "returned") == {}
    (archived,) = [name for name in contents(county, "archive") if "/returned/" in name]
    assert archived == f"archive/returned/2021-06/{file['file_id']}_回来的表.xlsx"
    assert leftovers(county) == []
    (receipt,) = (county / "receipts" / "returned").rglob("*.xlsx")
    assert receipt.name == f"回来的表.xlsx.{file['file_id']}.回执.xlsx"
    text = "\n".join(str(c.value) for row in load_workbook(receipt).active for c in row if c.value)
    assert "采用 1 行" in text
    assert "李村长" not in text
    assert query(county, "SELECT count(*) FROM returned.entries")[0][0] == 5


def test_twice_is_once(county: Path) -> None:
    path = answered(county)
    bytes_sent = path.read_bytes()
    returns(county)
    before = query(county, "FROM returned.entries ORDER BY ALL")
    for name in ("六月/回来的表.xlsx", "再发一次.xlsx"):
        (county / "returned" / name).parent.mkdir(exist_ok=True)
        (county / "returned" / name).write_bytes(bytes_sent)
        set_time(county / "returned" / name, datetime.combine(issued(county)[0][2], time(0, 40)))
    result = returns(county)
    assert sorted(file["status"] for file in result.files) == ["accepted", "duplicate"]
    assert query(county, "FROM returned.entries ORDER BY ALL") == before
    assert contents(county, "returned") == {}
    assert len([*(county / "receipts" / "returned").rglob("*.xlsx")]) == 2
    assert len([*(county / "archive" / "returned").rglob("*.xlsx")]) == 1
    assert len({file_id for (file_id,) in query(county, "SELECT file_id FROM returned_files")}) == 2


def test_nothing_came_back(county: Path) -> None:
    done = fangfanpin("returns", "-w", county)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("没有新发回的清单")


def test_what_cannot_be_read_is_answered_and_set_aside(county: Path) -> None:
    for name, content in {
        "照片.jpg": b"x",
        "坏.xlsx": b"PK\x03\x04x",
        "~$锁.xlsx": b"x",
        ".隐.xlsx": b"x",
    }.items():
        (county / "returned" / name).write_bytes(content)
    answer = json.loads(fangfanpin("returns", "-w", county, "--json").stdout)
    assert {file["name"]: file["status"] for file in answer["files"]} == {
        "照片.jpg": "rejected",
        "坏.xlsx": "rejected",
    }
    assert set(contents(county, "returned")) == {"returned/~$锁.xlsx", "returned/.隐.xlsx"}
    assert len([*(county / "quarantine" / "returned").rglob("*.*")]) == 2
    assert len([*(county / "receipts" / "returned" / "未知乡镇").rglob("*.xlsx")]) == 2


def test_a_file_that_is_written_again_meanwhile_stays(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = answered(county)
    write = receipts.write_receipts

    def rewritten(*values: Any) -> None:
        path.write_bytes(b"another")
        write(*values)

    monkeypatch.setattr(delivery, "write_receipts", rewritten)
    returns(county)
    assert path.read_bytes() == b"another"
    assert len([*(county / "archive" / "returned").rglob("*.xlsx")]) == 1


def test_the_command_says_what_was_refused_and_where(county: Path) -> None:
    answered(county, 是否属实="大概属实", 核查人=None)
    done = fangfanpin("returns", "-w", county)
    assert done.returncode == 0
    assert "退回 1 行" in done.stdout
    assert "“是否属实”：只能填写：属实、部分属实、不属实、无法核实、撤回。" in done.stdout
    assert "“核查人”：填写了“是否属实”的，这一栏也要填写。" in done.stdout
    assert "大概属实" not in done.stdout


def test_without_a_published_month_there_is_nothing_to_read(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    assert fangfanpin("returns", "-w", root).returncode == 6
