"""An address that stands in several columns, as most lists of townships write it."""

from pathlib import Path
from typing import Any

import pytest

from flows.facts.identity import with_identity
from tests.connectors.extracts import write_csv
from tests.connectors.sheets import CONTRACTS, N, book, typed

REST = ["灾种", "受灾日期", "损失金额"]
DAMAGE = ["台风", "2021-05-21", 800]


def addresses(tmp_path: Path, header: list[str], *rows: list[Any]) -> list[str | None]:
    """The addresses read from a list of persons with these further columns."""
    table = [["姓名", "证件号码", *header, *REST], *(["周宗斌", N, *row, *DAMAGE] for row in rows)]
    result: list[str | None] = typed(write_csv(tmp_path / "a.csv", table)).accepted["address"].to_list()
    return result


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (["村别"], ["上岭村"], "上岭村"),
        (["乡镇", "行政村"], ["青石镇", "上岭村"], "青石镇上岭村"),
        (["行政村", "乡镇"], ["上岭村", "青石镇"], "青石镇上岭村"),  # in the order of an address
        (
            ["县（市、区）", "乡(镇)", "村（居）", "组"],
            ["沧屿县", "青石镇", "上岭村", "三组"],
            "沧屿县青石镇上岭村三组",
        ),
        (["所在乡镇", "所在村"], ["青石镇", "青石镇上岭村"], "青石镇上岭村"),  # said once
        (["镇街", "村(社区)", "村民小组"], ["城关街道", "", "二组"], "城关街道二组"),
        (["乡镇", "村"], ["", ""], None),
    ],
)
def test_its_parts_are_joined(
    tmp_path: Path, header: list[str], row: list[Any], expected: str | None
) -> None:
    assert addresses(tmp_path, header, row) == [expected]


def test_a_column_that_names_the_address_whole_is_taken_alone(tmp_path: Path) -> None:
    assert addresses(tmp_path, ["村别", "家庭住址"], ["上岭村", "青石镇塘边村12号"]) == ["青石镇塘边村12号"]


@pytest.mark.parametrize(
    ("group", "names", "cells", "expected"),
    [
        ("监护人信息", ("姓名", "村"), ("林", "下岭村"), None),  # of another person
        ("家庭住址", ("乡镇", "村"), ("青石镇", "上岭村"), "青石镇上岭村"),
    ],
)
def test_its_parts_stand_below_its_name(
    tmp_path: Path, group: str, names: tuple[str, str], cells: tuple[str, str], expected: str | None
) -> None:
    rows: list[list[Any]] = [
        ["姓名", "证件号码", group, "", *REST],
        ["", "", *names, "", "", ""],
        ["周", N, *cells, *DAMAGE],
    ]
    merged = {"表": ["C1:D1", *(f"{c}1:{c}2" for c in "ABEFG")]}
    path = book(tmp_path / "a.xlsx", {"表": rows}, merged=merged)
    assert typed(path).accepted["address"].to_list() == [expected]


def test_a_village_merged_over_its_people_and_one_with_ditto_marks(tmp_path: Path) -> None:
    people = [
        ["上岭村", "甲", N, *DAMAGE],
        ["", "乙", N, *DAMAGE],
        ["塘边村", "丙", N, *DAMAGE],
        ["〃", "丁", N, *DAMAGE],
    ]
    rows: list[list[Any]] = [["村名", "姓名", "证件号码", *REST], *people]
    path = book(tmp_path / "a.xlsx", {"表": rows}, merged={"表": ["A2:A3"]})
    assert typed(path).accepted["address"].to_list() == ["上岭村", "上岭村", "塘边村", "塘边村"]


def test_villages_are_no_longer_among_the_columns_not_taken(tmp_path: Path) -> None:
    table: list[list[Any]] = [
        ["村别", "姓名", "证件号码", "家庭人口", *REST],
        ["上岭村", "周", N, 4, *DAMAGE],
    ]
    (unknown,) = [
        n.message for n in typed(write_csv(tmp_path / "a.csv", table)).notices if n.code == "unknown_columns"
    ]
    assert "村别" not in unknown


def test_namesakes_of_two_villages_without_numbers_are_two_facts(tmp_path: Path) -> None:
    people = [
        ["上岭村", "林金水", "", *DAMAGE],
        ["塘边村", "林金水", "", *DAMAGE],
        ["上岭村", "林金水", "", *DAMAGE],
    ]
    rows = typed(write_csv(tmp_path / "a.csv", [["村别", "姓名", "证件号码", *REST], *people]))
    one, other, again = with_identity(rows.accepted, CONTRACTS["emergency"])["fact_identity"]
    assert one != other
    assert one == again
