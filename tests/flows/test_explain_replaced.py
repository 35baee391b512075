"""`fangfanpin explain --row` of a row that was accepted and does not count."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.answers import row
from flows.cli import app
from flows.steps import run_month
from tests.flows.small_county import CHEN, LIN, WANG, disaster, drop, drop_rosters, incomes, make_workspace
from tests.flows.workspaces import query

pytestmark = pytest.mark.usefixtures("unlisted")

NEAR = (LIN[0], LIN[1][:16] + str((int(LIN[1][16]) + 1) % 10) + LIN[1][17])


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("replaced") / "county")
    drop_rosters(root)
    drop(root, "emergency", "2021-06/先.csv", [
        disaster(*WANG, "2021-05-21", 12000), disaster(*WANG, "2021-05-21", 6300),
        disaster(*CHEN, "2021-05-21", 500), disaster(*LIN, "2021-05-21", 900),
    ])  # fmt: skip
    drop(root, "emergency", "2021-06/再.csv", [disaster(*CHEN, "2021-05-21", 700)])
    drop(root, "emergency", "2021-06/又.csv", [disaster(*NEAR, "2021-05-21", 900)])
    twice = [*incomes("H1", ["2021-05"], 100), *incomes("H1", ["2021-05"], 200)]
    drop(root, "incomes", "2021-06/收入.csv", twice)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])  # Great Expectations need not load for a few rows
        run_month(root, "2021-06")
        drop(root, "emergency", "2021-06/再.csv", [disaster(*CHEN, "2021-05-21", 800)])
        run_month(root, "2021-06")
    return root


def file_id(root: Path, name: str, status: str = "accepted") -> int:
    query_text = f"SELECT file_id FROM files WHERE name LIKE '%{name}%' AND status = '{status}'"
    ((number,),) = query(root, query_text)
    return int(number)


def printed(root: Path, file: int, row_number: int) -> str:
    result = CliRunner().invoke(app, ["explain", "--row", f"{file}:{row_number}", "-w", str(root)])
    return (result.stdout + result.stderr).replace("\n", "")


def test_a_row_replaced_in_its_own_file_names_the_later_one(county: Path) -> None:
    first = file_id(county, "先")
    assert (
        "本行不计入：人员、灾种、受灾日期都相同的是同一件事，以后报的为准，"
        f"计入的是2021-06/先.csv 第 3 行（数据第 2 行）（{first}:2）。" in printed(county, first, 1)
    )
    assert "不计入" not in printed(county, first, 2)
    assert row.answer(county, first, 2)["not_counted"] is None


def test_a_row_replaced_by_another_file_names_that_file(county: Path) -> None:
    later = file_id(county, "再")
    assert f"计入的是2021-06/再.csv 第 2 行（数据第 1 行）（{later}:1）。" in printed(
        county, file_id(county, "先"), 3
    )


def test_a_row_that_is_probably_another_says_so(county: Path) -> None:
    later = file_id(county, "又")
    said = printed(county, file_id(county, "先"), 4)
    assert "很可能与另一行是同一件事" in said
    assert f"2021-06/又.csv 第 2 行（数据第 1 行）（{later}:1）" in said


def test_a_row_of_a_file_replaced_whole_names_the_new_file(county: Path) -> None:
    said = printed(county, file_id(county, "再", "superseded"), 1)
    assert f"本行不计入：它的文件已由 {file_id(county, '再')} 号文件整份替代。" in said


def test_a_row_of_an_income_that_was_sent_again_says_so_too(county: Path) -> None:
    incomes_file = file_id(county, "收入")
    assert f"计入的是2021-06/收入.csv 第 3 行（数据第 2 行）（{incomes_file}:2）" in printed(
        county, incomes_file, 1
    )
    assert "不计入" not in printed(county, incomes_file, 2)
