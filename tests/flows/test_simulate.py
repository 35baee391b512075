"""`fangfanpin simulate`: what an analyst reads about a line that is not yet in force."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.exit_codes import ExitCode
from tests.flows.answered_county import make_county
from tests.flows.commands import fangfanpin
from tests.flows.workspaces import tables


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])
        return make_county(tmp_path_factory.mktemp("simulate") / "county")


def invoke(county: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["simulate", *words, "-w", str(county)])
    return result.exit_code, result.stdout, result.stderr


def as_json(county: Path, *words: str) -> dict[str, Any]:
    code, out, err = invoke(county, *words, "--json")
    assert code == ExitCode.OK, err
    document: dict[str, Any] = json.loads(out)
    return document


def test_each_value_gives_the_households_listed_in_each_month(county: Path) -> None:
    simulated = as_json(county, "income_line", "--values", "7152,8400,8401")
    counts = {one["period"]: [result["listed"] for result in one["results"]] for one in simulated["periods"]}
    assert counts == {"2021-05": [0, 1, 1, 2], "2021-06": [2, 2, 2, 3]}, (
        "the present line first: 6000, then 7152"
    )
    assert [one["pack"] for one in simulated["periods"]] == ["national-2020", "fujian-2021"]
    newest = simulated["periods"][-1]["results"][-1]
    assert (newest["orange"], newest["added"], newest["dropped"]) == (3, 1, 0)
    assert newest["undecided"] == 1, "the family that reports nothing is neither listed nor cleared"
    assert (newest["confirmed_listed"], newest["unconfirmed_listed"], newest["confirmed"]) == (1, 2, 1)
    assert newest["share_of_roster"] == 4 / 5
    assert newest["share_of_registered"] == 4 / 2, "of the two persons of the lifted household"
    work = {place["township"]: (place["listed"], place["households"]) for place in newest["townships"]}
    assert work == {"东张镇": (2, 2), "龙田镇": (1, 2)}


def test_the_present_value_lists_the_households_of_the_published_month(county: Path) -> None:
    simulated = as_json(county, "income_drop_ratio", "--values", "0.3", "--period", "2021-06")
    (one,) = simulated["periods"]
    assert {name: one["results"][0][name] for name in ("red", "orange", "yellow")} == {
        "red": 0,
        "orange": 2,
        "yellow": 0,
    }


def test_a_range_is_divided_evenly_ends_included(county: Path) -> None:
    simulated = as_json(
        county, "income_line", "--from", "7152", "--to", "8152", "--steps", "5", "--since", "2021-06"
    )
    assert simulated["values"] == ["7152", "7402", "7652", "7902", "8152"]
    assert [one["period"] for one in simulated["periods"]] == ["2021-06"]


def test_a_parameter_that_one_months_pack_lacks_is_swept_in_the_others(county: Path) -> None:
    simulated = as_json(county, "subsistence_standard", "--values", "9000")
    assert simulated["left_out"] == [{"period": "2021-05", "pack": "national-2020"}]
    assert simulated["periods"][0]["results"][-1]["listed"] == 3, "the line follows the standard"


@pytest.mark.slow
def test_the_command_draws_a_chart_and_leaves_the_warehouse_as_it_is(county: Path, tmp_path: Path) -> None:
    before = tables(county)
    chart = tmp_path / "new" / "测算.html"
    run = fangfanpin(
        "simulate", "income_line", "--from", 7152, "--to", 9000, "--steps", 3, "-w", county, "--chart", chart
    )
    assert run.returncode == ExitCode.OK, run.stderr
    assert "现行 7152" in run.stdout
    assert "龙田镇" in run.stdout
    assert str(chart) in run.stderr
    page = chart.read_text("utf-8")
    assert json.dumps("各乡镇应核查户数")[1:-1] in page
    assert 'src="http' not in page
    assert tables(county) == before


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["no_such", "--values", "1"], ExitCode.USAGE, "income_line（收入监测线）"),
        (["income_line", "--values", "7151", "--since", "2021-06"], ExitCode.USAGE, "不能低于 7152"),
        (["income_drop_ratio", "--values", "0.5,1.01"], ExitCode.USAGE, "不能高于 1"),
        (["income_line"], ExitCode.USAGE, "--from"),
        (["income_line", "--values", "8000", "--from", "7152"], ExitCode.USAGE, "--values"),
        (["income_line", "--values", "abc"], ExitCode.USAGE, "数字"),
        (["income_line", "--from", "9000", "--to", "8000"], ExitCode.USAGE, "大于"),
        (["income_line", "--values", "8000", "--period", "2020-01"], ExitCode.NOT_FOUND, "2020-01"),
        (["income_line", "--values", "8000", "--since", "2030-01"], ExitCode.NOT_FOUND, "2030-01"),
        (
            ["income_line", "--values", "8000", "--since", "2021-05", "--period", "2021-06"],
            ExitCode.USAGE,
            "其中一个",
        ),
    ],
)
def test_what_cannot_be_swept_is_refused_in_chinese(
    county: Path, words: list[str], code: ExitCode, hint: str
) -> None:
    ended, out, err = invoke(county, *words)
    assert (ended, out) == (code, "")
    assert hint in err.replace("\n", "")
