"""`fangfanpin policy`: packs as an official reads, checks and compares them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.exit_codes import ExitCode
from rules.declarations.pack import load_packs
from tests.flows.answered_county import make_county
from tests.flows.commands import fangfanpin
from tests.flows.small_county import make_workspace
from tests.flows.workspaces import tables

PACKS = load_packs()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])
        return make_county(tmp_path_factory.mktemp("policy") / "county")


def invoke(*words: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["policy", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def as_json(*words: str | Path) -> dict[str, Any]:
    code, out, err = invoke(*words, "--json")
    assert code == ExitCode.OK, err
    document: dict[str, Any] = json.loads(out)
    return document


def own_pack(root: Path, key: str, text: str) -> None:
    folder = root / "packs" / key
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")


def test_the_list_marks_the_pack_applied_in_that_month(county: Path) -> None:
    for period, applied in (("2021-05", "national-2020"), ("2021-06", "fujian-2021")):
        listed = as_json("list", "-w", county, "--period", period)
        assert listed["speaks"] == applied
        assert [pack["key"] for pack in listed["packs"] if pack["speaks"]] == [applied]
    assert {pack["key"] for pack in listed["packs"]} == PACKS.keys()


def test_the_list_can_be_read_outside_a_workspace(tmp_path: Path) -> None:
    code, out, _ = invoke("list", "-w", tmp_path)
    assert code == ExitCode.OK
    assert all(key in out for key in PACKS)
    assert "不是工作区" in out


@pytest.mark.parametrize("key", PACKS)
def test_a_pack_is_shown_whole(key: str, tmp_path: Path) -> None:
    code, out, _ = invoke("show", key, "-w", tmp_path, "--period", "2021-06")
    assert code == ExitCode.OK
    pack = PACKS[key]
    assert pack.document.number in out
    for part in (*pack.parameters.values(), *pack.rules.values()):
        assert part.label in out
    assert all(f"  {article}：" in out for article in pack.document.articles)
    assert all(measure.says in out for measure in pack.measures)
    assert all(duty.label in out for duty in pack.calendar)
    assert not any(word in out for word in ("income_12m", " and ", " or ", "coalesce"))


def test_a_shown_line_has_its_basis_and_the_countys_own_value(tmp_path: Path) -> None:
    make_workspace(tmp_path, "\n[lines]\nexpense_spike_floor = 8000\n")
    _, out, _ = invoke("show", "national-2020", "-w", tmp_path)
    line = {
        name: next(row for row in out.splitlines() if f" {name} " in row)
        for name in PACKS["national-2020"].parameters
    }
    assert "文件规定 国开发〔2020〕6号 三(二)，其中扶贫标准为本地口径" in line["income_line"]
    assert "8000 元" in line["expense_spike_floor"]
    assert "本地口径，本县设定" in line["expense_spike_floor"]


def test_check_finds_nothing_in_what_is_packaged(tmp_path: Path) -> None:
    code, out, _ = invoke("check", make_workspace(tmp_path))
    assert code == ExitCode.OK
    assert f"政策包 {len(PACKS)} 个" in out


def test_check_reports_every_fault_of_own_packs_at_once(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    own_pack(tmp_path, "county-a", "extends: fujian-2021\nversion: '1'\nrules: {no_such: {label: 无}}\n")
    own_pack(tmp_path, "county-b", "extends: nowhere\nversion: '1'\n")
    own_pack(tmp_path, "county-c", "a: [\n")
    ended = fangfanpin("policy", "check", tmp_path)
    assert ended.returncode == ExitCode.SETTINGS
    assert all(f"政策包 {key}：" in ended.stdout for key in ("county-a", "county-b", "county-c"))


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ("\n[lines]\nincome_lime = 8000\n", "income_lime"),
        ("\n[lines]\nincome_line = 7000\n", "不能低于 7152"),
    ],
)
def test_check_reports_faults_of_the_settings(tmp_path: Path, settings: str, hint: str) -> None:
    code, out, _ = invoke("check", make_workspace(tmp_path, settings), "--period", "2021-06")
    assert code == ExitCode.SETTINGS
    assert hint in out


def test_check_reads_a_folder_of_packs_that_is_no_workspace(tmp_path: Path) -> None:
    own_pack(tmp_path, "county-b", "extends: nowhere\nversion: '1'\n")
    code, out, _ = invoke("check", tmp_path / "packs", "--json")
    assert code == ExitCode.SETTINGS
    assert "county-b" in json.loads(out)["findings"][0]


def test_diff_gives_counts_first_and_the_articles(county: Path) -> None:
    before = tables(county)
    result = as_json("diff", "national-2020", "fujian-2021", "-w", county)
    assert (result["period"], result["households"], result["differing"]) == ("2021-06", 4, 2)
    assert [(rule["side"], rule["rule"], rule["cites"], rule["households"]) for rule in result["rules"]] == [
        ("b", "low_income", "闽委振兴组〔2021〕5号 第2条", 1)
    ]
    household, other = result["list"]
    assert (other["household_id"], other["a"]["class"], other["b"]["class"]) == (
        "H4",
        "marginal",
        "sudden_severe",
    )
    assert result["same_rules"] == {"by_level": 0, "by_class": 1}
    assert household["household_id"] == "H2"
    assert household["a"] == {"outcome": "none", "class": None, "rules": [], "cites": "", "undecided": []}
    assert (household["b"]["outcome"], household["b"]["rules"]) == ("orange", ["low_income"])
    lines = {line["name"]: (line["a"], line["b"]) for line in result["parameters"]}
    assert lines["income_line"] == ("6000.0", "7152")
    assert tables(county) == before


def test_diff_the_other_way_round_is_its_mirror(county: Path) -> None:
    there = as_json("diff", "national-2020", "fujian-2021", "-w", county)
    back = as_json("diff", "fujian-2021", "national-2020", "-w", county)
    assert [row["household_id"] for row in there["list"]] == [row["household_id"] for row in back["list"]]
    assert [(row["a"], row["b"]) for row in there["list"]] == [(row["b"], row["a"]) for row in back["list"]]


def test_diff_shows_households_up_to_a_limit(county: Path) -> None:
    code, out, _ = invoke("diff", "national-2020", "fujian-2021", "-w", county, "--limit", "1")
    assert code == ExitCode.OK
    assert "另有 1 户见 --json" in out
    assert "  H2　龙田镇 东壁村" in out
    assert "H4" not in out


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["show", "no-such"], ExitCode.SETTINGS, "fujian-2021"),
        (["diff", "fujian-2021", "fujian-2021"], ExitCode.USAGE, "两个不同"),
        (["diff", "fujian-2021", "no-such"], ExitCode.SETTINGS, "no-such"),
        (["diff", "fujian-2021", "national-2020", "--period", "2020-01"], ExitCode.NOT_FOUND, "2020-01"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    county: Path, words: list[str], code: ExitCode, hint: str
) -> None:
    ended, out, err = invoke(*words, "-w", county)
    assert (ended, out) == (code, "")
    assert hint in err


def test_diff_needs_published_results(tmp_path: Path) -> None:
    code, _, _ = invoke("diff", "national-2020", "fujian-2021", "-w", make_workspace(tmp_path))
    assert code == ExitCode.WAREHOUSE
