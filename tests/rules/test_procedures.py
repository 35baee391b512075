"""Walks through each procedure that an official can read: `procedures/<pack>.yaml`, a household a case."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from data_contracts.validation import UniqueKeyLoader
from rules.ledger import rebuild
from rules.procedure.transitions import stages
from tests.rules.returned import Returned, add_alert, add_month, give, issue, make_warehouse
from tests.rules.warehouse import PACKS

FOLDER = Path(__file__).parent / "procedures"
HOUSEHOLD = "3501810001"

FIXED = {
    "核查日期": ("visit", "verified_on"),
    "是否属实": ("visit", "verdict"),
    "实际原因": ("visit", "cause"),
    "建议措施": ("visit", "proposal"),
    "核查人": ("visit", "verified_by"),
    "走访日期": ("monitoring", "visited_on"),
    "走访情况": ("monitoring", "visit_result"),
    "复核日期": ("elimination", "reviewed_on"),
    "复核意见": ("elimination", "reviewed"),
    "复核人": ("elimination", "reviewed_by"),
}
WORDS = {
    "属实": "confirmed",
    "部分属实": "partly",
    "不属实": "refuted",
    "无法核实": "unverifiable",
    "纳入监测": "monitor",
    "临时救助": "temporary_assistance",
    "持续观察": "observe",
    "正常": "normal",
    "建议消除": "eliminate",
    "继续监测": "keep",
    "同意": "agree",
    "不同意": "disagree",
}


def cases(pack: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{pack}.yaml").read_text(encoding="utf-8")
    loaded: list[dict[str, Any]] = yaml.load(text, Loader=UniqueKeyLoader)
    return loaded


def named() -> Iterator[Any]:
    for pack in PACKS:
        yield from (pytest.param(pack, case, id=f"{pack}: {case['案例']}") for case in cases(pack))


@pytest.mark.parametrize(("pack", "case"), list(named()))
def test_case(pack: str, case: dict[str, Any]) -> None:
    con = warehouse(case)
    for number, step in enumerate(case["过程"], 1):
        period = step.get("月份", min(case["下发"]))
        row = returned(pack, step, period, number)
        if row.cells:
            give(con, row)
        days = [date.fromisoformat(value) for field, value in row.cells.items() if field.endswith("_on")]
        rebuild(con, PACKS[pack], step.get("截至", max(days, default=None)))
        check(con, pack, step, f"第{number}步")


@pytest.mark.parametrize("pack", PACKS)
def test_a_case_leads_through_every_step_and_one_refuses_each(pack: str) -> None:
    procedure = PACKS[pack].procedure
    assert procedure is not None
    taken: set[str] = set()
    refused: set[str] = set()
    for case in cases(pack):
        for step in case["过程"]:
            (refused if "退回" in step else taken).update(fields(pack, step))
    keys = {field_of(s.key, s.shortest_working_days) for _, s in procedure.steps() if s.who != "insurer"}
    assert keys <= taken
    assert keys - {field_of(s.key, s.shortest_working_days) for s in procedure.measures} <= refused


def warehouse(case: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    con = make_warehouse()
    household = case["户"]
    labour = {"是": True, "否": False}[household["有劳动能力"]]
    for period, day in case["下发"].items():
        add_month(con, period, HOUSEHOLD, household_type=household["户类型"], has_labour=labour)
        add_alert(con, period, HOUSEHOLD, target_class=household["预警类别"])
        issue(con, period, HOUSEHOLD, day)
    return con


def returned(pack: str, step: Mapping[str, Any], period: str, number: int) -> Returned:
    """The row as it comes back: fields and words for the titles and choices of the form."""
    told = [(*place(pack, title), WORDS.get(str(value), str(value))) for title, value in step["填报"].items()]
    forms = {form for form, _, _ in told} or {"visit"}
    assert len(forms) == 1, "one row is of one form"
    return Returned(
        step.get("表", forms.pop()), period, HOUSEHOLD, {f: v for _, f, v in told}, f"{number}", number
    )


def place(pack: str, title: str) -> tuple[str, str]:
    """Form and field of a column."""
    procedure = PACKS[pack].procedure
    assert procedure is not None
    for _, step in procedure.steps():
        form = "county" if step.who == "county" else "monitoring"
        names = [field_of(step.key, step.shortest_working_days)]
        names = [f"{step.key}_starts_on", *names] if len(step.columns) == 2 else names
        for column, field in zip(step.columns, names, strict=True):
            if title == column:
                return form, field
        if title == step.result:
            return form, step.key
    return FIXED[title]


def field_of(key: str, shortest: int | None) -> str:
    return f"{key}_on" if shortest is None else f"{key}_ends_on"


def fields(pack: str, step: Mapping[str, Any]) -> set[str]:
    return {place(pack, title)[1] for title in step["填报"]}


def check(con: duckdb.DuckDBPyConnection, pack: str, step: Mapping[str, Any], at: str) -> None:
    procedure = PACKS[pack].procedure
    assert procedure is not None
    labels = {**stages(procedure), **{s.key: s.label for _, s in procedure.steps()}}
    query = "SELECT stage, next_step, due_on, target_class FROM ledger"
    ((stage, next_step, due_on, target_class),) = con.execute(query).fetchall()
    found = {
        "阶段": labels[stage],
        "下一步": labels.get(next_step) if next_step else None,
        "期限": due_on,
        "类别": PACKS[pack].target_classes[target_class],
    }
    expected = {name: step[name] for name in found if name in step}
    assert {name: found[name] for name in expected} == expected, at
    reasons = "；".join(reason for (reason,) in con.execute("SELECT reason FROM forbidden_rows").fetchall())
    for words in step.get("退回", ()):
        assert words in reasons, at
    if "退回" not in step and step["填报"]:
        assert f" {row_of(con)} " not in refused_rows(con), at
    for column, name in (("due_on", "应办"), ("done_on", "已办")):
        for duty, day in step.get(name, {}).items():
            query = f"SELECT {column} FROM duties WHERE duty = ?"
            assert (day,) in con.execute(query, [duty]).fetchall(), f"{at} {duty}"


def row_of(con: duckdb.DuckDBPyConnection) -> int:
    ((row,),) = con.execute("SELECT max(row_number) FROM returned.rows").fetchall()
    return int(row)


def refused_rows(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute("SELECT row_number FROM forbidden_rows").fetchall()
    return " ".join(["", *(str(row) for (row,) in rows), ""])


def test_reasons_hold_no_day_and_no_household() -> None:
    con = warehouse(cases("fujian-2021")[0])
    give(con, Returned("county", "2021-06", HOUSEHOLD, {"announced_on": "2021-07-08"}, "a", 1))
    rebuild(con, PACKS["fujian-2021"], date(2021, 7, 8))
    ((reason,),) = con.execute("SELECT reason FROM forbidden_rows").fetchall()
    assert not re.search(r"\d{4}-\d\d|" + HOUSEHOLD, reason)
