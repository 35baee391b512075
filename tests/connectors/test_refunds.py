"""Refunds that only a mark names, as in the national export: which bill each one cancels."""

from pathlib import Path
from typing import Any

import pytest

from connectors.readers.typed_rows import TypedRows
from tests.connectors.sheets import N, book, typed

TITLES = ["结算ID", "人员姓名", "证件号码", "结算时间", "医疗费总额", "个人负担总金额", "退费结算标志"]
OTHER = ("乙", "350181199203040017")
MONEY_TEXT = "它要冲销的那一行仍然计入，请补填冲正单号"


def bill(
    no: str | None, total: float, paid: float, mark: Any = "0", person: tuple[str, str] = ("甲", N)
) -> list[Any]:
    return [no, *person, "2021-05-11 13:24:31", total, paid, mark]


def read(tmp_path: Path, *rows: list[Any], titles: list[str] = TITLES) -> TypedRows:
    return typed(book(tmp_path / "结算.xlsx", {"结算": [titles, *rows]}), "health_insurance")


def kept(rows: TypedRows) -> list[tuple[Any, ...]]:
    return rows.accepted.select("settlement_no", "reverses", "self_paid").rows()


def said(rows: TypedRows, code: str) -> list[str]:
    return [notice.message for notice in rows.notices if notice.code == code]


def test_a_marked_refund_cancels_the_one_bill_of_opposite_amounts(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        bill("A1", 8642.37, 2929.50, "1"),
        bill("A2", -8642.37, -2929.50, "1"),
        bill("A3", 4000, 1546.93),
        bill("A4", 8642.37, 2929.50, person=OTHER),
    )
    assert rows.rows_rejected == 0
    assert [(no, reverses) for no, reverses, _ in kept(rows)] == [
        ("A1", None), ("A2", "A1"), ("A3", None), ("A4", None),
    ]  # fmt: skip
    assert float(rows.accepted["self_paid"].sum()) == 1546.93 + 2929.50
    (message,) = said(rows, "refunds")
    assert message.startswith("1 行标为退费（退费标志），已与本文件中同一人、金额相反的那一行冲销")
    assert "第 3 行（数据第 2 行）" in message
    assert not said(rows, "marked_bills")


@pytest.mark.parametrize(
    "title", ["退费标志", "退费标识", "冲正标志", "冲销标志", "是否退费", "红冲标志", "结算状态"]
)
@pytest.mark.parametrize("word", ["1", 1, "是", "已退费", "红冲", "√"])
def test_marks_have_many_names_and_words(tmp_path: Path, title: str, word: Any) -> None:
    rows = read(tmp_path, bill("A1", 50, 20, 0), bill("A2", -50, -20, word), titles=[*TITLES[:-1], title])
    assert [reverses for _, reverses, _ in kept(rows)] == [None, "A1"]


NO_PARTNER = {
    "not marked": [bill("A1", 50, 20), bill("A2", -50, -20, "0")],
    "no bill in the file": [bill("A1", 50, 30, "1"), bill("A2", -50, -20, "1")],
    "another person's": [bill("A1", 50, 20, "1", OTHER), bill("A2", -50, -20, "1")],
    "two bills": [bill("A1", 50, 20), bill("A3", 50, 20), bill("A2", -50, -20, "1")],
    "two refunds": [bill("A1", 50, 20), bill("A2", -50, -20, "1"), bill("A3", -50, -20, "1")],
    "a bill that is returned": [["A1", "甲", N, "2021-07-11", 50, 20, "1"], bill("A2", -50, -20, "1")],
}


@pytest.mark.parametrize("case", NO_PARTNER)
def test_without_one_certain_bill_the_refund_is_returned_and_the_money_explained(
    tmp_path: Path, case: str
) -> None:
    rows = read(tmp_path, *NO_PARTNER[case])
    returned = rows.rejected.filter(code="negative_amount")
    assert set(returned["row_number"]) == {n for n, row in enumerate(NO_PARTNER[case], 1) if row[4] < 0}
    assert all(MONEY_TEXT in reason for reason in returned["reason"])
    assert all(paid > 0 for *_, paid in kept(rows))


def test_of_two_bills_the_marked_one_is_cancelled(tmp_path: Path) -> None:
    rows = read(tmp_path, bill("A1", 50, 20), bill("A3", 50, 20, "1"), bill("A2", -50, -20, "1"))
    assert kept(rows)[2][1] == "A3"


def test_a_bill_that_another_row_cancels_by_number_is_not_cancelled_again(tmp_path: Path) -> None:
    titles = [*TITLES, "冲正单号"]
    named, marked = bill("A2", -50, -20, "1"), bill("A3", -50, -20, "1")
    rows = read(tmp_path, bill("A1", 50, 20, "1"), [*named, "A1"], marked, titles=titles)
    assert [row[:2] for row in kept(rows)] == [("A1", None), ("A2", "A1")]
    assert set(rows.rejected["row_number"]) == {3}


def test_a_bill_marked_as_refunded_without_its_refund_still_counts_and_is_named(tmp_path: Path) -> None:
    rows = read(tmp_path, bill("A1", 50, 20, "1"), bill("A2", 60, 30))
    assert len(kept(rows)) == 2
    (message,) = said(rows, "marked_bills")
    assert message.startswith("1 行标为退费（退费标志）而金额为正，本文件中没有冲销它的行，仍然计入：第 2 行")


def test_lists_without_numbers_net_out_by_person_and_amount(tmp_path: Path) -> None:
    rows = read(
        tmp_path, *(row[1:] for row in (bill("", 50, 20, "1"), bill("", -50, -20, "1"))), titles=TITLES[1:]
    )
    assert rows.rows_rejected == 0
    assert kept(rows) == [(None, None, 20), (None, None, -20)]
    assert said(rows, "refunds")


def test_a_refund_with_the_number_of_its_bill_is_no_second_version_of_it(tmp_path: Path) -> None:
    rows = read(tmp_path, bill("A1", 50, 20, "1"), bill("A1", -50, -20, "1"))
    assert kept(rows) == [("A1", None, 20), (None, "A1", -20)]


def test_the_mark_is_no_unknown_column(tmp_path: Path) -> None:
    assert not said(read(tmp_path, bill("A1", 50, 20)), "unknown_columns")
