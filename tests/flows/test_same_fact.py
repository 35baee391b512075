"""Rows of one file that are one fact: only the last counts, and the receipt names the others."""

from pathlib import Path
from typing import Any

import pytest

from flows.file_check import check
from tests.connectors.sheets import book
from tests.flows.small_county import CHEN, WANG, benefit, disaster, drop, incomes, report, settlement

TITLES = ["姓名", "证件号码", "灾种", "受灾日期", "损失金额"]
HOUSE = [*WANG, "台风", "2021-05-21", 12000]
CROPS = [*WANG, "台风", "2021-05-21", 6300]
OTHERS = [*CHEN, "台风", "2021-05-21", 500]


def findings(path: Path, source: str) -> list[str]:
    answer = check(path.parent, path, source, "2021-06")
    return [finding["finding"] for finding in answer["findings"] if "同一件事" in finding["finding"]]


def sent(tmp_path: Path, source: str, rows: list[dict[str, Any]]) -> list[str]:
    return findings(drop(tmp_path, source, "2021-06/a.csv", rows), source)


def test_two_losses_of_one_household_and_day_are_named_by_sheet_and_row(tmp_path: Path) -> None:
    rows = {"青石镇": [TITLES, OTHERS], "白沙乡": [["登记表"], TITLES, HOUSE, [*OTHERS[:4], 7], [], CROPS]}
    (said, *more) = findings(book(tmp_path / "受灾.xlsx", rows), "emergency")
    assert said == (
        "人员、灾种、受灾日期都相同的行是同一件事，内容不同时只计后面的一行。这些行没有计入："
        "工作表“青石镇”第 2 行（数据第 1 行），计入的是工作表“白沙乡”第 4 行（数据第 3 行）；"
        "工作表“白沙乡”第 3 行（数据第 2 行），计入的是工作表“白沙乡”第 6 行（数据第 4 行）。"
        "如是分别发生的，请把金额相加后填成一行，重新报送。"
    )
    assert not more


DIFFERENT: dict[str, list[dict[str, Any]]] = {
    "civil_affairs": [benefit(*WANG, "2021-05", 300), benefit(*WANG, "2021-05", 310)],
    "education": [report(*WANG, "2021-05-01", 500), report(*WANG, "2021-05-01", 800)],
    "incomes": [*incomes("H1", ["2021-05"], 100), *incomes("H1", ["2021-05"], 200)],
    "health_insurance": [
        settlement("S1", *WANG, "2021-05-03", 100),
        settlement("S1", *WANG, "2021-05-03", 200),
    ],
    "clues": [
        dict(zip(("name", "id_number", "department", "risk", "month", "amount"), clue, strict=True))
        for clue in ((*WANG, "医保局", "因病", "2021-05", 1), (*WANG, "医保局", "因病", "2021-05", 2))
    ],
}  # fmt: skip


@pytest.mark.parametrize("source", DIFFERENT)
def test_every_source_names_rows_of_one_fact(tmp_path: Path, source: str) -> None:
    (said,) = sent(tmp_path, source, DIFFERENT[source])
    assert "第 2 行（数据第 1 行），计入的是第 3 行（数据第 2 行）" in said


def test_what_counts_besides_amounts_differs_too(tmp_path: Path) -> None:
    left = report(*WANG, "2021-05-01", 500) | {"status": "辍学"}
    (said,) = sent(tmp_path, "education", [left, left | {"status": "在读"}])
    assert "内容不同" in said


def test_bills_without_numbers_all_count_whatever_they_cost(tmp_path: Path) -> None:
    bill = settlement("", *WANG, "2021-05-03", 100)
    assert not sent(tmp_path, "health_insurance", [bill, bill, bill | {"self_paid": 30}])


def test_an_equal_row_is_a_duplicate_and_no_other_loss(tmp_path: Path) -> None:
    row = disaster(*WANG, "2021-05-21", 500)
    path = drop(tmp_path, "emergency", "2021-06/a.csv", [row, row])
    said = [f["finding"] for f in check(tmp_path, path, "emergency", "2021-06")["findings"]]
    assert any("都相同的行视为重复，只计一次" in text and "第 2 行" in text for text in said)
    assert not any("内容不同" in text for text in said)


def test_many_rows_are_counted_and_the_first_named(tmp_path: Path) -> None:
    (said,) = sent(tmp_path, "emergency", [disaster(*WANG, "2021-05-21", n) for n in range(30)])
    assert "等 29 行" in said and said.count("计入的是第 31 行") == 20
