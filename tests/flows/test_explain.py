"""`fangfanpin explain` of a household, as a civil servant reads it."""

from pathlib import Path

import pytest

from flows.commands.exit_codes import ExitCode
from flows.steps import run_month
from tests.flows.answered_county import ABOVE, BELOW, ILL, UNREPORTED, make_county
from tests.flows.commands import as_json, fangfanpin, invoke, printed
from tests.flows.small_county import CHEN, WANG, drop, household, member
from tests.flows.workspaces import copied


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])
        return make_county(tmp_path_factory.mktemp("explain") / "county")


def test_the_verdict_comes_first_then_line_margin_and_article(county: Path) -> None:
    ended = fangfanpin("explain", BELOW, "-w", county)
    assert ended.returncode == ExitCode.OK
    lines = ended.stdout.splitlines()
    assert lines[1].startswith(
        "在预警清单上：橙色预警，新增，始于 2021-06；按边缘易致贫户看待。因为符合“人均收入低于监测线”"
    )
    assert "[触发] 人均收入低于监测线（文件条款：闽委振兴组〔2021〕5号 第2条）" in ended.stdout
    assert "近十二个月家庭收入 6000 元，线 7152 元，低 1152 元" in ended.stdout
    assert "本期为 2020-06 至 2021-05，上期为 2019-06 至 2020-05" in ended.stdout
    assert "收入监测线：7152 元/人·年（文件规定 闽委振兴组〔2021〕5号 第2条）" in ended.stdout
    assert "收入骤降的降幅：0.3 比例（本地口径）" in ended.stdout


def test_evidence_names_source_file_row_stage_and_certainty(county: Path) -> None:
    (bill,) = [row for row in as_json(county, "explain", ILL)["evidence"] if row["amount"] == "5200.00"]
    number = bill["row_number"]
    place = f"医保结算 2021-05/医保.csv 第 {number + 1} 行（数据第 {number} 行），5200.00 元"
    sure = "对应到户：证件号码完整一致，几乎可以肯定，99.99% 以上"
    assert f"{place}（{sure}）" in printed(county, "explain", ILL)


def test_a_household_off_the_list_is_compared_with_each_line(county: Path) -> None:
    text = printed(county, "explain", ABOVE)
    assert text.splitlines()[1].startswith(
        "不在预警清单上：各项规则都不符合。离得最近的是“人均收入低于监测线”"
    )
    assert "近十二个月家庭收入 16800 元，线 14304 元，高出 2496 元" in text
    margins = {
        (rule["rule"], row["operand"]): row["margin"]
        for rule in as_json(county, "explain", ABOVE)["rules"]
        for row in rule["comparisons"]
        if row["decides"] and row["line"]
    }
    assert margins["income_drop", "income_12m"] == "5040.0000"
    assert {rule for rule, _ in margins} == {
        "low_income",
        "income_drop",
        "expense_over_income",
        "expense_spike",
    }


def test_what_is_unknown_is_printed_with_the_data_that_it_needs(county: Path) -> None:
    text = printed(county, "explain", UNREPORTED)
    assert "没有规则触发，但“人均收入低于监测线”、“收入骤降”" in text.splitlines()[1]
    assert "补齐 2020-06 至 2021-05 每个月的家庭收入 后即可判断" in text
    missing = {rule["rule"]: rule["missing"] for rule in as_json(county, "explain", UNREPORTED)["rules"]}
    assert {gap["operand"] for gap in missing["income_drop"]} == {"income_12m", "income_prev_12m"}


def test_changes_since_the_previous_month_are_printed(county: Path) -> None:
    assert "预警由无预警变为橙色" in printed(county, "explain", BELOW)
    assert as_json(county, "explain", BELOW, "--period", "2021-05")["before"] is None


def test_no_name_and_no_number_is_printed(county: Path) -> None:
    text = printed(county, "explain", BELOW)
    assert not any(word in text for word in CHEN)


def test_lines_changed_since_are_not_printed_as_those_of_the_month(county: Path, tmp_path: Path) -> None:
    changed = copied(county, tmp_path / "changed")
    with (changed / "fangfanpin.toml").open("a", encoding="utf-8") as file:
        file.write("\n[lines]\nincome_line = 9000\n")
    answer = as_json(changed, "explain", ABOVE)
    assert (answer["recomputed"], answer["lines"]) == (False, [])
    text = printed(changed, "explain", ABOVE)
    assert "有改动" in text
    assert "9000" not in text


def test_a_household_that_left_the_roster_keeps_its_last_alert(county: Path, tmp_path: Path) -> None:
    left = copied(county, tmp_path / "left")
    drop(left, "households", "2021-07/户.csv", [household(ABOVE)])
    drop(left, "members", "2021-07/人.csv", [member(ABOVE, "M1", *WANG)])
    run_month(left, "2021-07")
    answer = as_json(left, "explain", BELOW)
    assert (answer["household"]["state"], answer["household"]["margin"]) == ("lost_data", None)
    assert answer["rules"] == [] and answer["before"] is None and answer["evidence"]
    text = printed(left, "explain", BELOW)
    assert "不在本期底册" in text and "数据来源" in text
    assert not any(word in text for word in ("未触发", "不明", "怎样就不会预警"))


@pytest.mark.parametrize("words", [("H9",), (ABOVE, "--period", "2020-01")])
def test_no_such_household_or_month(county: Path, words: tuple[str, ...]) -> None:
    assert invoke(county, "explain", *words)[0] == ExitCode.NOT_FOUND
