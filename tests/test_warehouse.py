"""The published warehouse, its comments and `docs/warehouse.md` are as `data_contracts/tables/` declares."""

import re
from pathlib import Path
from typing import Any

import pytest

from data_contracts.contract import load_contracts
from data_contracts.published_tables import published_tables
from flows.steps import run_month
from matching.weighing.model import model
from matching.words import words
from tests.flows.declared_laws import breaches
from tests.flows.small_county import (
    CHEN,
    LIN,
    WANG,
    WINDOW,
    benefit,
    drop,
    drop_rosters,
    household,
    incomes,
    make_workspace,
    member,
    settlement,
)
from tests.flows.workspaces import copied, query
from tests.test_docs import sections
from tests.warehouse_page import PAGE, page

OWN = """\
source: pensions
title: 养老金发放
department: 人力资源和社会保障局
kind: facts
key: [person, paid_on]
person: true
dated_by: paid_on
cadence: {months: [3], due_day: 5, cite: 本地口径}
columns:
  name: {title: 姓名, type: text, required: true}
  id_number: {title: 证件号码, type: id_number, required: true}
  birth_date: {title: 出生日期, type: date, lenient: true}
  sex: {title: 性别, type: text}
  address: {title: 地址, type: text}
  household_id: {title: 户号, type: code}
  paid_on: {title: 发放日期, type: date, required: true, not_blank: true}
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months: a bill, an income and a whole file sent again, a member who moved, a county's source."""
    root = make_workspace(tmp_path_factory.mktemp("published") / "county")
    (root / "contracts").mkdir()
    (root / "contracts" / "pensions.yaml").write_text(OWN, "utf-8")
    drop_rosters(root, "2021-05")
    drop(
        root,
        "incomes",
        "2021-05/收入.csv",
        [*incomes("H1", WINDOW[:-1], 900), *incomes("H2", WINDOW[:-1], 100)],
    )
    bills = [settlement("S1", *LIN, "2021-04-03", 20_000), settlement("S2", *WANG, "2021-04-03", 10)]
    drop(
        root, "health_insurance", "2021-05/结算.csv", [*bills, settlement("S3", "外人", "", "2021-04-03", 5)]
    )
    drop(root, "households", "2021-06/户.csv", [household("H1"), household("H2", head_name="陈国强")])
    people = [member("H1", "M1", *WANG), member("H2", "M2", *LIN), member("H2", "M3", *CHEN)]
    drop(root, "members", "2021-06/人.csv", people)
    drop(root, "health_insurance", "2021-06/再.csv", [settlement("S1", *LIN, "2021-04-03", 9_000)])
    drop(root, "health_insurance", "2021-06/同.csv", [*bills, settlement("S3", "外人", "", "2021-04-03", 5)])
    drop(root, "incomes", "2021-06/收入.csv", [*incomes("H1", WINDOW[-2:], 500), *incomes("H2", ["八月"], 1)])
    drop(root, "civil_affairs", "2021-06/低保.csv", [benefit("赵六", CHEN[1], "2021-05", 300)])
    drop(
        root,
        "pensions",
        "2021-06/养老.csv",
        [{"姓名": WANG[0], "证件号码": WANG[1], "户号": "7", "发放日期": "2021-03-01"}],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.intake.judge", lambda *_: [])
        for period in ("2021-05", "2021-06"):
            run_month(root, period)
    return root


def test_the_page_is_what_the_declaration_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tests.warehouse_page"


def test_every_meaning_is_in_english_and_every_comment_in_chinese() -> None:
    chinese = re.compile(r"[一-鿿]")
    for table in published_tables(load_contracts()):
        assert re.search("[a-z]", table.grain), table.name
        for entry in (table, *table.columns):
            assert chinese.search(entry.comment), (table.name, entry.name)


def test_every_stage_is_documented() -> None:
    stages = {*words()["stage"], *model().doubts}
    stages |= {name for name, verdict in model().verdicts.items() if verdict.doubt}
    rows = re.findall(r"^\| (`.+?`) \|", sections("warehouse.md")["Stages"], flags=re.MULTILINE)
    assert {stage for row in rows for stage in re.findall(r"`(\w+)`", row)} == stages


def test_tables_are_as_declared(county: Path) -> None:
    assert breaches(county) == []


def test_tables_have_their_comments(county: Path) -> None:
    made = query(
        county,
        "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main' UNION ALL "
        "SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal",
    )
    tables = published_tables(load_contracts(county / "contracts"))
    assert dict(made) == {table.name: table.comment for table in tables}


def facts(root: Path, source: str, columns: str) -> list[tuple[Any, ...]]:
    return query(root, f"SELECT {columns} FROM facts_{source} ORDER BY ALL")


def test_a_fact_that_was_sent_again_is_not_among_those_that_count(county: Path) -> None:
    bills = facts(
        county, "health_insurance", "settlement_no, self_paid, file_period, link_status, household_id"
    )
    assert bills == [
        ("S1", 9_000, "2021-06", "linked", "H2"),
        ("S2", 10, "2021-05", "linked", "H1"),
        ("S3", 5, "2021-05", "unlinked", None),
    ]
    wages = dict(facts(county, "incomes", "strftime(month, '%Y-%m'), wage")[-24:])
    assert len(facts(county, "incomes", "*")) == 11 + 11 + 1
    assert wages["2021-05"] == 500


def test_a_departments_own_column_keeps_its_name_beside_the_link(county: Path) -> None:
    assert facts(county, "civil_affairs", "status, link_status") == [(None, "review")]
    (pension,) = facts(
        county, "pensions", "household_id, household_id_as_sent, member_id, link_probability > 0.99"
    )
    assert pension == ("H1", "7", "M1", True)


def test_a_source_that_is_no_longer_declared_leaves_no_view(county: Path, tmp_path: Path) -> None:
    root = copied(county, tmp_path / "county")
    (root / "contracts" / "pensions.yaml").unlink()
    run_month(root, "2021-06")
    assert breaches(root) == []


def test_the_roster_is_that_of_the_period_built_last(county: Path) -> None:
    members = query(county, "SELECT period, household_id, member_id FROM members ORDER BY ALL")
    assert members == [("2021-06", "H1", "M1"), ("2021-06", "H2", "M2"), ("2021-06", "H2", "M3")]
    assert query(county, "SELECT household_id, household_type FROM households ORDER BY ALL") == [
        ("H1", "脱贫户"),
        ("H2", "脱贫户"),
    ]


def test_sources_say_what_is_due_and_what_has_arrived(county: Path) -> None:
    columns = "title, department, due_on::VARCHAR, accepted_files, rejected_files, arrived"
    of_source = f"SELECT {columns} FROM sources WHERE period = '2021-06' AND source = "
    bills = ("医保结算", "医疗保障局", "2021-06-05", 1, 0, True)
    assert query(county, f"{of_source} 'health_insurance'") == [bills]
    assert query(county, f"{of_source} 'pensions'") == [
        ("养老金发放", "人力资源和社会保障局", None, 1, 0, True)
    ]
    assert query(county, f"{of_source} 'water'")[0][3:] == (0, 0, False)
    sources = query(county, "SELECT period, count(*) FROM sources GROUP BY ALL ORDER BY ALL")
    assert sources == [(period, len(load_contracts()) + 1) for period in ("2021-05", "2021-06")]
