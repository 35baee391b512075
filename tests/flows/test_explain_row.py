"""`fangfanpin explain --row`: what an analyst reads about one row, or why there is nothing to read."""

import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.exit_codes import ExitCode
from flows.steps import run_month
from tests.flows.small_county import (
    CHEN,
    LIN,
    WANG,
    WINDOW,
    drop,
    drop_rosters,
    household,
    id_number,
    incomes,
    make_workspace,
    member,
    settlement,
)
from tests.flows.workspaces import copied, query

pytestmark = pytest.mark.usefixtures("unlisted")

PERIOD = "2021-06"
ONE_WRONG_DIGIT = CHEN[1][:14] + str((int(CHEN[1][14]) + 1) % 10) + CHEN[1][15:]
STRANGER = ("赵铁柱", id_number("11010119700101001"))
PERSONS = [WANG, LIN, CHEN, STRANGER, ("周伯通", "")]
SENT = {
    "linked": settlement("S1", *WANG, "2021-04-03", 100, address="东张镇道桥村"),
    "stranger": settlement("S2", *STRANGER, "2021-04-03", 100),
    "conflict": settlement("S3", "周伯通", WANG[1], "2021-04-03", 100),
    "reversal": settlement("R1", "", "", "2021-05-03", -50, reverses="S1"),
    "rejected": settlement("S4", *WANG, "2021-07-01", 100),
    "near": settlement("S5", CHEN[0], ONE_WRONG_DIGIT, "2021-04-03", 100),
    "nothing": settlement("S6", "", "", "2021-04-03", 100),
    "former": settlement("S7", *LIN, "2021-04-03", 100),
}
NUMBER = {name: number for number, name in enumerate(SENT, 1)}


def send(root: Path) -> None:
    """Two months; 林 is in the roster of the first only."""
    drop_rosters(root, "2021-05")
    rows = [{"address": "", **row} for row in SENT.values()]
    drop(root, "health_insurance", "2021-05/a.csv", rows)
    drop(root, "health_insurance", "2021-05/z.csv", rows)
    drop(root, "health_insurance", "2021-05/wrong.csv", [{"姓名": "周伯通"}])
    drop(root, "incomes", "2021-05/a.csv", incomes("H1", WINDOW[:2], 100))
    rosters = [household("H1"), household("H2", head_name=CHEN[0], township="龙田镇", village="东壁村")]
    drop(root, "households", f"{PERIOD}/户.csv", rosters)
    drop(root, "members", f"{PERIOD}/人.csv", [member("H1", "M1", *WANG), member("H2", "M3", *CHEN)])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = make_workspace(tmp_path_factory.mktemp("explain") / "county")
    send(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])  # Great Expectations need not load for a few rows
        for period in ("2021-05", PERIOD):
            run_month(root, period)
    return root


def invoke(*words: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["explain", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def file_id(root: Path, name: str, source: str = "health_insurance") -> int:
    ((number,),) = query(root, f"SELECT file_id FROM files WHERE source = '{source}' AND name LIKE '{name}'")
    return int(number)


def named(root: Path, row: str) -> str:
    return f"{file_id(root, '%a.csv')}:{NUMBER[row]}"


@cache
def printed(root: Path, row: str) -> str:
    code, out, err = invoke("--row", named(root, row), "-w", root)
    assert (code, err) == (ExitCode.OK, "")
    return out


@cache
def answered(root: Path, row: str) -> dict[str, Any]:
    code, out, _ = invoke("--row", named(root, row), "-w", root, "--json")
    assert code == ExitCode.OK
    answer: dict[str, Any] = json.loads(out)
    return answer


def test_a_row_settled_by_number_and_name_still_shows_its_weights(published: Path) -> None:
    answer = answered(published, "linked")
    assert (answer["link"]["household_id"], answer["link"]["member_id"]) == ("H1", "M1")
    assert answer["settled"]
    (candidate,) = answer["candidates"]
    assert [step["name"] for step in candidate["steps"][:2]] == ["prior", "number"]
    text = printed(published, "linked")
    assert "已匹配：户 H1，成员 M1（证件号码完整一致）" in text
    assert "不必逐项比较" in text


def test_a_compared_row_names_the_threshold_that_it_reached(published: Path) -> None:
    answer = answered(published, "near")
    (candidate,) = answer["candidates"]
    assert (answer["status"], candidate["household_id"], candidate["stage"]) == ("linked", "H2", "id_near")
    assert candidate["probability"] == answer["link"]["probability"]
    assert "达到 0.97" in printed(published, "near")


def test_the_running_total_adds_up_and_ends_at_the_probability(published: Path) -> None:
    for row in ("linked", "conflict", "near"):
        for candidate in answered(published, row)["candidates"]:
            total = 0.0
            for step in candidate["steps"]:
                total += step["weight_bits"]
                assert isclose(total, step["total_bits"], abs_tol=1e-9)
            assert isclose(1 / (1 + 2**-total), candidate["probability"], rel_tol=1e-9)


def test_the_columns_of_a_waterfall_stand_below_each_other(published: Path) -> None:
    lines = printed(published, "near").splitlines()
    start = next(place for place, line in enumerate(lines) if line.strip().startswith("项目"))
    table = [line for line in lines[start:] if re.search(r"(累计|[+-]\d+\.\d)$", line)]
    assert len(table) > len(("prior", "number", "name"))
    assert len({cell_len(line) for line in table}) == 1


def test_a_doubtful_row_shows_the_reasons_given_to_the_reviewer(published: Path) -> None:
    ((reasons,),) = query(published, "SELECT reasons FROM review_pairs")
    (candidate,) = answered(published, "conflict")["candidates"]
    levels = [f"{s['outcome']}（{s['weight_bits']:+.1f}）" for s in candidate["steps"] if s["level"]]
    assert reasons == f"{candidate['doubt']}：{'；'.join(levels)}"
    text = printed(published, "conflict")
    assert text.splitlines()[1].startswith("待人工复核")
    assert f"总要由人判断：{candidate['doubt']}。" in text


def test_a_stranger_with_a_complete_number_is_named_as_such(published: Path) -> None:
    assert "未匹配（证件号码完整，名册中无此号码）" in printed(published, "stranger")


def test_a_row_without_information_is_named_as_such(published: Path) -> None:
    answer = answered(published, "nothing")
    assert (answer["status"], answer["search"], answer["candidates"]) == ("unlinked", [], [])
    assert "信息不足以在名册中查找" in printed(published, "nothing")


def test_a_reversal_names_the_row_that_it_follows(published: Path) -> None:
    answer = answered(published, "reversal")
    assert (answer["link"]["stage"], answer["link"]["household_id"]) == ("reversal", "H1")
    text = printed(published, "reversal")
    assert f"冲正 {named(published, 'linked')}，" in text
    assert "如只看本行自身：本行的信息不足" in text


def test_the_last_month_of_someone_who_left_the_roster_is_printed(published: Path) -> None:
    answer = answered(published, "former")
    assert (answer["link"]["stage"], answer["link"]["household_id"]) == ("former_member", "H1")
    text = printed(published, "former")
    assert "此人到 2021-05 为止在名册中" in text
    assert "如与现名册比较：证件号码完整，名册中无此号码" in text


def write(root: Path, statement: str) -> None:
    with duckdb.connect(root / "warehouse.duckdb") as con:
        con.execute(statement)


def test_reviewers_decisions_and_earlier_links_are_printed(published: Path, tmp_path: Path) -> None:
    root = copied(published, tmp_path / "county")
    a = file_id(root, "%a.csv")
    write(
        root,
        "INSERT INTO linkage.labels (person_key, household_id, decision, probability, period) "
        "SELECT person_key, 'H1', 'no', 0.4, '2021-06' FROM accepted.health_insurance "
        f"WHERE file_id = {a} AND row_number = {NUMBER['conflict']}",
    )
    write(
        root,
        f"INSERT INTO link_changes VALUES ('2021-06', 'health_insurance', {a}, {NUMBER['conflict']}, "
        "'unlinked', NULL, NULL, 'no_candidate', 'review', NULL, NULL, 'id_conflict', 'roster_changed')",
    )
    text = printed(root, "conflict")
    assert "2021-06　户 H1：否（当时把握 0.4000）" in text
    assert re.search("2021-06　未匹配（名册中找不到可能的人） → 待人工复核（.+）：名册有变", text)
    assert "候选户都已由核对人员否定" in text
    assert "重新判断，结果是“未匹配”" in text, "published before the decision"


def test_no_name_number_or_address_is_shown(published: Path) -> None:
    for row in SENT.keys() - {"rejected"}:
        shown = printed(published, row) + json.dumps(answered(published, row), ensure_ascii=False)
        for value in (value for person in PERSONS for value in person if value):
            assert value not in shown, row
        assert "道桥" not in shown


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("99:1", "没有编号为 99 的文件"),
        ("{a}:99", f"只有 {len(SENT)} 行数据"),
        ("{a}:0", f"只有 {len(SENT)} 行数据"),
        (f"{{a}}:{NUMBER['rejected']}", "已退回，没有入库：结算日期："),
        ("{wrong}:1", "已整个退回，没有入库：前 30 行内找不到表头"),
        ("{z}:2", "内容相同，没有重复入库；请看 --row {a}:2"),
        ("{incomes}:1", "请用 fangfanpin explain 户编号"),
    ],
)
def test_a_row_without_a_link(published: Path, row: str, hint: str) -> None:
    files = {name: file_id(published, f"%{name}.csv") for name in ("a", "wrong", "z")}
    files["incomes"] = file_id(published, "%", "incomes")
    code, out, err = invoke("--row", row.format(**files), "-w", published)
    assert (code, out) == (ExitCode.NOT_FOUND, "")
    assert hint.format(**files) in err.replace("\n", ""), "rich folds its lines"


def test_a_row_past_its_retention_period(published: Path, tmp_path: Path) -> None:
    root = copied(published, tmp_path / "county")
    row = f"file_id = {file_id(root, '%a.csv')} AND row_number = 1"
    write(root, f"DELETE FROM accepted.health_insurance WHERE {row}")
    code, _, err = invoke("--row", named(root, "linked"), "-w", root)
    assert code == ExitCode.NOT_FOUND
    assert "已超过保存期限" in err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("H1", "--row", "1:1"),
        ("--row", "1:1", "--period", PERIOD),
        ("--row", "1"),
        ("--row", "x:1"),
        ("--row", ""),
    ],
)
def test_exactly_one_of_household_and_row(published: Path, words: tuple[str, ...]) -> None:
    code, out, err = invoke(*words, "-w", published)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "--row" in err


def test_a_warehouse_of_an_earlier_program_asks_for_a_run(published: Path, tmp_path: Path) -> None:
    root = tmp_path / "county"
    shutil.copytree(published, root)
    write(root, "DELETE FROM schema_migrations WHERE number > 1; DROP TABLE linkage.members")
    code, _, err = invoke("--row", named(root, "linked"), "-w", root)
    assert code == ExitCode.WAREHOUSE
    assert "fangfanpin run" in err


def test_the_json_is_documented(published: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "commands.md"
    (section,) = re.findall(r"## `fangfanpin explain`\n(.+?)\n## ", page.read_text("utf-8"), flags=re.DOTALL)
    prose = re.sub(r"```.+?```", "", section, flags=re.DOTALL)
    documented = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))
    answer = answered(published, "near")
    parts = [
        answer,
        answer["link"],
        answer["file"],
        answer["candidates"][0],
        answer["candidates"][0]["steps"][0],
    ]
    assert {name for part in parts for name in part} <= documented
