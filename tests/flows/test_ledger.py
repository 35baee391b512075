"""`fangfanpin ledger`, and what `explain`, `run`, `status` and the summary say of the way back."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from connectors.workbooks.county_summary import write_summary
from flows.answers.ledger import conflicts
from flows.commands.exit_codes import ExitCode
from flows.way_back.returns import returns
from sql.migrate import migrate
from tests.connectors.returned_county import VISIT
from tests.flows.answered_county import BELOW, ILL, make_county
from tests.flows.commands import as_json, invoke, printed
from tests.flows.returned_lists import filled_in, issued
from tests.flows.workspaces import query

LIST, COPY = "龙田镇.xlsx", "龙田镇（另一人）.xlsx"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published months; ILL is confirmed and proposed, and two clerks contradict each other about BELOW."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])
        root = make_county(tmp_path_factory.mktemp("ledger") / "county")
    places = {household: (township, day) for household, township, day in issued(root)}
    for household, name, verdict in (
        (ILL, "吴大山.xlsx", "属实"),
        (BELOW, LIST, "属实"),
        (BELOW, COPY, "不属实"),
    ):
        township, day = places[household]
        answer = {**VISIT, "核查日期": day, "是否属实": verdict}
        filled_in(root, township, name, {household: answer}, datetime.combine(day, time(0, 30)))
    returns(root)
    return root


def in_a_year() -> str:
    return (date.today() + timedelta(days=365)).isoformat()


def test_the_county_on_one_screen(county: Path) -> None:
    answer = as_json(county, "ledger")
    counted = {(row["stage"], row["label"]): row["households"] for row in answer["stages"]}
    assert counted["proposed", "建议纳入监测"] == 1
    kept = query(county, "SELECT count(*) FROM ledger")
    assert sum(counted.values()) == kept[0][0]
    text = printed(county, "ledger")
    assert "建议纳入监测 1" in text and "今后三个月到期" in text
    assert len(text.splitlines()) <= 40


def test_one_township_only(county: Path) -> None:
    (township,) = {row["township"] for row in as_json(county, "ledger", "--township", "龙田镇")["stages"]}
    assert township == "龙田镇"
    overdue = as_json(county, "ledger", "--overdue", "--township", "龙田镇", "--on", in_a_year())["overdue"]
    assert overdue and {duty["township"] for duty in overdue} == {"龙田镇"}


def test_what_is_overdue_is_counted_from_the_day_that_is_asked_for(county: Path) -> None:
    later = as_json(county, "ledger", "--overdue", "--on", in_a_year())["overdue"]
    open_then = query(
        county, f"SELECT count(*) FROM duties WHERE done_on IS NULL AND due_on < '{in_a_year()}'"
    )
    assert len(later) == open_then[0][0] > 0
    assert as_json(county, "ledger", "--overdue", "--on", "2000-01-01")["overdue"] == []
    assert "没有逾期的事项" in printed(county, "ledger", "--overdue", "--on", "2000-01-01")
    assert f"逾期 {len(later)} 件" in printed(county, "ledger", "--overdue", "--on", in_a_year())


def test_today_the_command_and_the_view_agree(county: Path) -> None:
    overdue = as_json(county, "ledger", "--overdue")["overdue"]
    assert len(overdue) == query(county, "SELECT count(*) FROM overdue")[0][0]


def test_one_family_with_the_rows_that_say_so(county: Path) -> None:
    answer = as_json(county, "ledger", ILL)
    assert (answer["matter"]["stage"], answer["matter"]["who"]) == ("proposed", "village")
    (finding,) = answer["findings"]
    assert (finding["status"], finding["name"], finding["sheet"]) == ("in_force", "吴大山.xlsx", "核查清单")
    told = [event for event in answer["events"] if event["file_id"]]
    assert {event["row_number"] for event in told} == {finding["row_number"]}
    text = printed(county, "ledger", ILL)
    assert "目前：建议纳入监测" in text and "下一步：农户出具申报承诺书" in text
    assert f"吴大山.xlsx“核查清单”第 {finding['row_number']} 行" in text
    assert "帮扶措施：" in text and "应办事项：" in text


def test_contradictions_name_every_row(county: Path) -> None:
    named = as_json(county, "ledger")["conflicts"]
    assert [(row["household_id"], row["name"]) for row in named] == [(BELOW, LIST), (BELOW, COPY)]
    for words in (("ledger",), ("ledger", BELOW)):
        text = printed(county, *words)
        assert "答复相互矛盾 1 户" in text and LIST in text and COPY in text
    assert "答复相互矛盾 1 户" in printed(county, "status")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ledger", "NOBODY"), ExitCode.NOT_FOUND),
        (("ledger", "--township", "没有的镇"), ExitCode.NOT_FOUND),
        (("ledger", "--on", "2021-02-30"), ExitCode.USAGE),
        (("ledger", ILL, "--overdue"), ExitCode.USAGE),
    ],
)
def test_what_makes_no_sense_is_said(county: Path, words: tuple[str, ...], code: ExitCode) -> None:
    assert invoke(county, *words)[0] == code


def test_explain_says_what_became_of_a_family(county: Path) -> None:
    became = as_json(county, "explain", ILL)["follow_up"]
    assert (became["asked_in"], became["verdict"], became["stage"]) == ("2021-06", "confirmed", "proposed")
    text = printed(county, "explain", ILL)
    assert "列入 2021-06 的核查清单：新增" in text and "目前：建议纳入监测" in text
    assert "还没有收到有效的核查结论。" in printed(county, "explain", BELOW)


def test_run_and_status_end_with_what_came_back(county: Path) -> None:
    text = printed(county, "status")
    assert "清单的收回：" in text and "已答复 1 户" in text and "收回 3 份" in text
    ended = as_json(county, "status")["way_back"]
    newest = ended["lists"][0]
    assert newest["asked"] == newest["answered"] + newest["unanswered"]
    assert (newest["answered"], ended["conflicts"], ended["waiting"]) == (1, 1, 0)


def test_the_summary_counts_answers_and_names_contradictions(county: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(county / "warehouse.duckdb"), read_only=True) as con:
        write_summary(con, "2021-06", tmp_path / "汇总.xlsx")
    book = load_workbook(tmp_path / "汇总.xlsx")
    header, *rows = list(book["清单收回"].iter_rows(values_only=True))[2:]
    answers = [dict(zip(header, row, strict=True)) for row in rows]
    (whole,) = [row for row in answers if row["乡镇"] == "合计" and row["清单月份"] == "2021-06"]
    parts = [row for row in answers if row["乡镇"] != "合计" and row["清单月份"] == "2021-06"]
    for name in ("下发户数", "已答复", "属实", "未答复"):
        assert whole[name] == sum(row[name] for row in parts)
    assert (whole["已答复"], whole["属实"]) == (1, 1)
    conflicting = [row for row in book["待处理的矛盾"].iter_rows(values_only=True) if row[1] == BELOW]
    assert {row[4] for row in conflicting} == {LIST, COPY}
    assert any(row[0] == "三个月内到期" for row in book["逾期和将到期"].iter_rows(values_only=True))


def finding(household: str, day: str, status: str, row: int) -> tuple[Any, ...]:
    return ("2021-06", household, "2021-06", day, "confirmed", None, None, status, f"f{row}", "核查清单", row)


def test_a_contradiction_is_settled_by_a_later_answer_only() -> None:
    with duckdb.connect() as con:
        migrate(con)
        answers = [
            finding("H1", "2021-06-10", "conflict", 1),
            finding("H1", "2021-06-09", "in_force", 2),
            finding("H2", "2021-06-10", "conflict", 3),
            finding("H2", "2021-06-12", "in_force", 4),
        ]
        con.executemany(f"INSERT INTO findings VALUES ({', '.join('?' * 11)})", answers)
        files = [
            (f"f{n}", f"{n}.xlsx", "", "T", "2021-06", "accepted", 1, 1, 0, 0, None) for n in range(1, 5)
        ]
        con.executemany(
            f"INSERT INTO returned_files VALUES ({', '.join('?' * 11)}, TIMESTAMP '2021-06-20 00:00:00')",
            files,
        )
        assert [row["household_id"] for row in conflicts(con)] == ["H1"]
