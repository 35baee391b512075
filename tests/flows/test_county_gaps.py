"""What is unknown for the whole county is said once, in words, and nobody is called safe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from flows import running, staleness
from flows.answers import arrivals, household
from flows.steps import run_month
from flows.words import arrivals as arrival_words
from flows.words import household as household_words
from flows.words import run as run_words
from rules.county_gaps import spans
from tests.flows.small_county import (
    CHEN,
    PREVIOUS,
    WANG,
    WINDOW,
    disaster,
    drop,
    drop_rosters,
    incomes,
    make_workspace,
    report,
    settlement,
)
from tests.flows.workspaces import query

SINCE_MARCH = [*PREVIOUS[9:], *WINDOW]
FLOOD = "医保缺2019年6月至2020年2月：支出骤增无法判断"


def drop_departments(root: Path, health: list[str]) -> None:
    """Both families pay 1,000 a month as far as the months of `health` go; nothing is missing elsewhere."""
    both = [*PREVIOUS, *WINDOW]
    drop(root, "incomes", "2021-06/收入.csv", [*incomes("H1", both, 9000), *incomes("H2", both, 9000)])
    drop(root, "emergency", "2021-06/应急.csv", [disaster(*WANG, f"{month}-10", 1) for month in both])
    drop(root, "education", "2021-06/教育.csv", [report(*WANG, f"{month}-10", 0) for month in both])
    bills = [
        settlement(f"{m}{n}", *who, f"{m}-10", 1000) for m in health for n, who in enumerate([WANG, CHEN])
    ]
    drop(root, "health_insurance", "2021-06/医保.csv", bills)


def new_county(folder: Path) -> Path:
    root = make_workspace(folder)
    drop_rosters(root)
    return root


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Case 15: the county's health data begin in 2020-03."""
    root = new_county(tmp_path_factory.mktemp("flood"))
    drop_departments(root, SINCE_MARCH)
    run_month(root, "2021-06")
    return root


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Case 16: every department's file of the month is refused."""
    root = new_county(tmp_path_factory.mktemp("refused"))
    for source in ("incomes", "health_insurance", "education", "emergency"):
        drop(root, source, f"2021-06/{source}.csv", [{"不认识的列": "1"}])
    run_month(root, "2021-06")
    return root


def summary(root: Path) -> str:
    with CalamineWorkbook.from_path(root / "outbox/2021-06/县级汇总_2021-06.xlsx") as book:
        return "\n".join(str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row if cell)


def result(root: Path) -> dict[str, Any]:
    return running.run(root, "2021-06").as_dict()


def explained(root: Path, household_id: str) -> list[str]:
    return household_words.lines(household.answer(root, household_id, "2021-06"))


def screens(root: Path) -> Iterator[list[str]]:
    yield run_words.lines(result(root))
    yield arrival_words.lines(arrivals.report(root, "2021-06") | {"stale": staleness.stale(root)})
    yield explained(root, "H1")
    yield summary(root).splitlines()


def test_no_family_is_alerted_where_the_year_before_is_not_whole(flood: Path) -> None:
    assert query(flood, "SELECT count(*) FROM alerts WHERE contains(rules, 'expense_spike')") == [(0,)]


def test_it_is_said_once_on_every_screen_and_before_the_families(flood: Path) -> None:
    for lines in screens(flood):
        assert sum(FLOOD in line for line in lines) == 1
    assert FLOOD in run_words.lines(result(flood))[1]
    assert FLOOD in "".join(summary(flood).splitlines()[:4])


def test_a_county_that_lacks_nothing_says_nothing(tmp_path: Path) -> None:
    root = new_county(tmp_path)
    drop_departments(root, [*PREVIOUS, *WINDOW])
    run_month(root, "2021-06")
    assert query(root, "FROM county_gaps") == []
    assert result(root)["unjudged"] == 0
    assert not any("缺数据" in line or "不能判断" in line for lines in screens(root) for line in lines)


def test_a_month_of_refused_files_calls_nobody_safe(refused: Path) -> None:
    text = summary(refused)
    assert "本期全县没有需要核查的户" not in text
    assert "不能判断全县有没有需要核查的户：有 2 户不能判断。" in text
    for source in ("医保缺2019年6月至2021年5月", "教育缺", "应急缺"):
        assert source in text
    for household_id in ("H1", "H2"):
        lines = explained(refused, household_id)
        assert lines[1].startswith("不能判断")
        assert not any("不在预警清单上" in line for line in lines)


def test_the_end_of_a_run_names_refused_files_households_and_what_to_do(refused: Path) -> None:
    told = result(refused)
    assert told["unjudged"] == 2
    assert {file["source"] for file in told["refused"]} == {
        "incomes", "health_insurance", "education", "emergency",
    }  # fmt: skip
    lines = run_words.lines(told)
    assert "退回的文件 4 个：" in lines
    assert "不能判断：2 户没有预警，但数据不全，不能认为没有风险。" in lines
    assert any(line.startswith("  1. 退回的文件") for line in lines)
    assert len(lines) <= 40


def test_figures_that_are_not_whole_are_bounds(tmp_path: Path) -> None:
    root = new_county(tmp_path)
    drop_departments(root, WINDOW[:-1])
    run_month(root, "2021-06")
    text = "\n".join(explained(root, "H1"))
    assert "近十二个月医疗自付：至少 11000.00 元" in text
    assert "扣除刚性支出后的人均收入：至多 " in text
    assert "近十二个月教育净支出：0.00 元" in text


def test_status_names_files_of_other_months_and_months_to_run_again(tmp_path: Path) -> None:
    root = new_county(tmp_path)
    drop_departments(root, [*PREVIOUS, *WINDOW])
    run_month(root, "2021-06")
    drop(root, "health_insurance", "2021-07/医保.csv", [settlement("a", *WANG, "2021-06-10", 1)])
    told = arrivals.report(root, "2021-06")
    assert [(w["period"], w["source"], w["files"]) for w in told["waiting_elsewhere"]] == [
        ("2021-07", "health_insurance", 1)
    ]
    run_month(root, "2021-07")
    assert staleness.stale(root) == []
    drop(root, "health_insurance", "2021-06/补报.csv", [settlement("b", *WANG, "2021-05-10", 1)])
    run_month(root, "2021-07")
    assert staleness.stale(root) == [{"period": "2021-06", "why": "later_files"}]
    run_month(root, "2021-06")
    assert staleness.stale(root) == [{"period": "2021-07", "why": "earlier_run"}]
    words = arrival_words.lines(arrivals.report(root, "2021-07") | {"stale": staleness.stale(root)})
    assert "  2021-07  它以前的月份重新运行过或已撤回，结果可能已不同" in words
    run_month(root, "2021-07")
    assert staleness.stale(root) == []


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (["2020-06"], "2020年6月"),
        (["2020-11", "2020-12", "2021-01"], "2020年11月至2021年1月"),
        (["2021-02", "2020-06", "2020-07"], "2020年6月至2020年7月、2021年2月"),
    ],
)
def test_months_are_written_as_spans(months: list[str], words: str) -> None:
    assert spans(months) == words


def test_what_is_known_in_part_is_neither_unknown_nor_ruled_out(tmp_path: Path) -> None:
    """The family paid 9,000 as far as the bills go; nobody knows of the months before March's disaster."""
    root = new_county(tmp_path)
    both = [*PREVIOUS, *WINDOW]
    drop(root, "incomes", "2021-06/收入.csv", [*incomes("H1", both, 3000), *incomes("H2", both, 3000)])
    drop(root, "emergency", "2021-06/应急.csv", [disaster(*WANG, "2021-03-10", 1)])
    drop(root, "education", "2021-06/教育.csv", [report(*WANG, f"{year}-03-10", 0) for year in (2020, 2021)])
    bills = [settlement(month, *WANG, f"{month}-10", 1000) for month in WINDOW[3:]]
    drop(root, "health_insurance", "2021-06/医保.csv", bills)
    run_month(root, "2021-06")
    text = "\n".join(explained(root, "H1"))
    assert "近十二个月刚性支出 至少 9001 元，线 36000 元，最多低 26999 元" in text
    assert "住房安全保障：未见异常（数据不全，还不能排除）" in text
    assert (
        "近十二个月刚性支出不全，影响“刚性支出超过上年收入”、“支出骤增”；"
        "补齐 2020-06 至 2021-05 还缺的医保结算、教育和受灾数据 后即可判断。"
    ) in text
    assert (
        "住房安全保障不明，影响“保障存在疑问”；补齐 2020-06 至 2021-05 每个月的受灾数据 后即可判断。" in text
    )
