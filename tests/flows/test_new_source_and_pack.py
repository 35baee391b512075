"""A further source feeds a measure that a further pack has a rule on: two files of the county, no code."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from data_contracts.errors import SettingsError
from flows.steps import run_month
from tests.flows.commands import fangfanpin
from tests.flows.small_county import (
    CHEN,
    WANG,
    disaster,
    drop,
    drop_rosters,
    household,
    make_workspace,
    member,
)
from tests.flows.workspaces import query

pytestmark = pytest.mark.slow

CONTRACT = """\
source: seniors
title: 老年人照料
department: 民政局养老服务中心
kind: facts
key: [person, paid_on]
person: true
dated_by: paid_on
at_stake: [fee, -allowance]
feeds:
  - {measure: care_expense, amount: [fee, -allowance], at_least_zero: true}
cadence: {months: [6], due_day: 5, cite: 本地口径}
columns:
  name: {title: 姓名, type: text, required: true}
  id_number: {title: 证件号码, type: id_number, required: true}
  birth_date: {title: 出生日期, type: date, lenient: true}
  sex: {title: 性别, type: text}
  address: {title: 地址, type: text}
  paid_on: {title: 缴费日期, type: date, required: true, not_blank: true}
  fee: {title: 照料费用, type: money, required: true, not_blank: true}
  allowance: {title: 补贴金额, type: money}
"""

PACK = """\
version: "1.0"
extends: national-2020
document:
  title: 照料支出监测办法
  number: 县办〔2021〕1号
  issuer: 县委办
  area: "350181"
  since: 2021-01-01
  articles: {一: {gist: 照料支出过重的家庭上门核实。}}
operands:
  care_expense_12m:
    label: 近十二个月照料净支出
    unit: 元
    kind: money
    of: {measure: care_expense, window: 12m}
    sources: [seniors]
    optional: true
causes: {care: 照料支出大}
parameters:
  care_line:
    label: 照料支出预警线
    unit: 元
    basis: local_interpretation
    values: [{value: 6000}]
    county_may_set: true
  income_drop_ratio: {}
rules:
  income_drop: {articles: [一], evidence: [{operand: income_12m}, {operand: income_prev_12m}]}
  care_expense:
    label: 照料支出过重
    requirements: [F6]
    basis: local_interpretation
    articles: [一]
    condition: care_expense_12m >= care_line
    evidence: [{operand: care_expense_12m, line: care_line}]
    causes: {care: care_expense_12m}
    says: 近十二个月照料净支出{care_expense_12m}元，达到{care_line}元。
    unknown: 照料支出不明。
    checks: 查看照料费用的票据。
levels:
  orange: {rules: [income_drop]}
  yellow: {rules: [care_expense]}
classify:
  - {target_class: marginal}
"""


def paid(person: tuple[str, str], paid_on: str, fee: str, allowance: str = "") -> dict[str, str]:
    name, number = person
    return {
        "姓名": name,
        "证件号码": number,
        "缴费日期": paid_on,
        "照料费用（元）": fee,
        "补贴金额": allowance,
    }


def declare(root: Path, pack: str = PACK) -> None:
    for path, text in (("contracts/seniors.yaml", CONTRACT), ("packs/care-2021/pack.yaml", pack)):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "county")
    declare(root)
    drop_rosters(root)
    return root


def alerts(root: Path) -> list[tuple[Any, ...]]:
    return query(root, "SELECT household_id, level, causes, rules FROM alerts ORDER BY ALL")


def test_a_sixteenth_source_and_a_sixth_pack_are_two_files(root: Path) -> None:
    rows = [paid(WANG, "2021-03-05", "5,000", "1000"), paid(WANG, "2021-04-05", "3000", "1000"),
            paid(CHEN, "2021-04-05", "5999.99"), paid(CHEN, "2020-05-31", "9000")]  # fmt: skip
    drop(root, "seniors", "2021-06/照料.csv", rows)
    assert fangfanpin("run", "-w", root, "--period", "2021-06").returncode == 0

    assert alerts(root) == [("H1", "yellow", "care", "care_expense")]
    assert query(root, "SELECT household_id, indicator, value FROM household_indicators ORDER BY ALL") == [
        ("H1", "care_expense_12m", 6000),
        ("H2", "care_expense_12m", Decimal("5999.99")),
    ]
    assert query(
        root,
        "SELECT operand, value, line, margin, source, row_number, stage, amount FROM alert_evidence "
        "ORDER BY ALL",
    ) == [
        ("care_expense_12m", 6000, 6000, 0, "seniors", 1, "id_exact", 4000),
        ("care_expense_12m", 6000, 6000, 0, "seniors", 2, "id_exact", 2000),
    ]
    assert query(root, "SELECT reason FROM rule_results WHERE outcome = 'fires'") == [
        ("近十二个月照料净支出6000元，达到6000元。",)
    ]


def test_own_indicator_and_own_cause_are_shown_by_their_labels(root: Path) -> None:
    drop(root, "seniors", "2021-06/照料.csv", [paid(WANG, "2021-03-05", "9000")])
    run_month(root, "2021-06")
    (path,) = (root / "outbox" / "2021-06").rglob("防返贫核查清单_*.xlsx")
    book = load_workbook(path)
    shown = {sheet.title: {cell.value for row in sheet for cell in row} for sheet in book}
    assert "近十二个月照料净支出" in shown["家庭成员与证据"]
    assert "照料支出大" in shown["帮扶参考"]
    assert "边缘易致贫户" in shown["核查清单"]
    assert not {"care", "care_expense_12m", "marginal"} & set.union(*shown.values())

    text = fangfanpin("explain", "H1", "-w", root).stdout
    assert "预警原因：照料支出大。" in text
    assert "近十二个月照料净支出：老年人照料 2021-06/照料.csv 第 2 行（数据第 1 行），9000.00 元" in text
    assert query(
        root, "SELECT label, unit, kind, sources FROM operands WHERE operand = 'care_expense_12m'"
    ) == [("近十二个月照料净支出", "元", "money", ["seniors"])]


def test_labels_outlive_the_pack_as_long_as_an_alert_rests_on_it(root: Path) -> None:
    drop(root, "seniors", "2021-06/照料.csv", [paid(WANG, "2021-03-05", "9000")])
    run_month(root, "2021-06")
    with (root / "fangfanpin.toml").open("a", encoding="utf-8") as file:
        file.write('\npolicy = "guangdong-2020"\n')
    drop(root, "households", "2021-07/户.csv", [household("H2")])
    drop(root, "members", "2021-07/人.csv", [member("H2", "M1", *CHEN)])
    run_month(root, "2021-07")

    assert query(root, "SELECT household_id, state FROM alerts WHERE period = '2021-07'") == [
        ("H1", "lost_data")
    ]
    kept = [("operands", "care_expense_12m"), ("causes", "care")]
    for table, name in kept:
        assert query(root, f"SELECT label FROM {table} WHERE period = '2021-07' AND {table[:-1]} = '{name}'")
    text = fangfanpin("explain", "H1", "-w", root).stdout
    assert "预警原因：照料支出大。" in text and "近十二个月照料净支出：" in text


def test_a_period_without_labels_is_explained_by_what_is_declared_today(root: Path) -> None:
    drop(root, "seniors", "2021-06/照料.csv", [paid(WANG, "2021-03-05", "9000")])
    run_month(root, "2021-06")
    before = fangfanpin("explain", "H1", "-w", root).stdout
    with duckdb.connect(root / "warehouse.duckdb") as con:
        for table in ("operands", "causes", "words"):
            con.execute(f"DELETE FROM {table}")
    assert fangfanpin("explain", "H1", "-w", root).stdout == before


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        (
            "causes: {care: 照料支出大}\n",
            "",
            "原因没有名称，请写入 causes（如 causes: {care: 中文名称}）：care",
        ),
        (
            "causes: {care: 照料支出大}\n",
            "causes: {care: 照料支出大, illness: 生病}\n",
            "原因 illness 已经声明",
        ),
    ],
)
def test_a_cause_without_a_label_of_its_own_is_refused(root: Path, old: str, new: str, hint: str) -> None:
    assert old in PACK
    declare(root, PACK.replace(old, new))
    with pytest.raises(SettingsError, match="care-2021") as error:
        run_month(root, "2021-06")
    assert hint in error.value.message


def test_until_the_source_delivers_the_rule_is_not_in_force(root: Path) -> None:
    drop(root, "emergency", "2021-06/灾.csv", [disaster(*WANG, "2021-05-01", 10)])
    run_month(root, "2021-06")
    assert query(root, "SELECT rule FROM rules_in_force ORDER BY rule") == [("income_drop",)]
    assert alerts(root) == []
    (version,) = query(root, "SELECT pack_version FROM runs")

    drop(root, "seniors", "2021-06/表头.csv", [], list(paid(WANG, "", "")))
    run_month(root, "2021-06")
    assert query(root, "SELECT rule FROM rules_in_force ORDER BY rule") == [("income_drop",)], (
        "a file without rows delivers nothing"
    )

    drop(root, "seniors", "2021-06/照料.csv", [paid(CHEN, "2019-04-05", "9")])
    run_month(root, "2021-06")
    assert query(root, "SELECT rule FROM rules_in_force ORDER BY rule") == [
        ("care_expense",),
        ("income_drop",),
    ]
    assert query(root, "SELECT pack_version FROM runs") == [version]


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("measure: care_expense,", "measure: care_expenses,", "care_expenses"),
        ("sources: [seniors]", "sources: [senior]", "senior"),
        ("    sources: [seniors]\n    optional: true\n", "", "sources"),
        ("  care_expense_12m:\n", "  income_12m:\n", "income_12m"),
        ("    of: {measure: care_expense, window: 12m}\n", "", "of"),
    ],
)
def test_an_indicator_that_nothing_feeds_is_refused(root: Path, old: str, new: str, hint: str) -> None:
    assert old in PACK
    declare(root, PACK.replace(old, new))
    with pytest.raises(SettingsError, match="care-2021") as error:
        run_month(root, "2021-06")
    assert hint in error.value.message
