"""Marks around cells, and cells that are written as nothing."""

from datetime import date
from decimal import Decimal

import pytest

from connectors.readers.cells import forms
from connectors.readers.typed_rows import type_rows
from tests.connectors.test_cell_values import GOLDEN, read
from tests.connectors.test_typed_rows import CONTRACTS, reasons, table, typed


@pytest.mark.parametrize("written", GOLDEN["codes"])
def test_marks_are_no_part_of_a_code(written: str) -> None:
    assert typed("health_insurance", {"settlement_no": written}).accepted["settlement_no"].to_list() == ["S1"]


@pytest.mark.parametrize("written", ["1001", "1001.0", "1001.00", '="1001"', "'1001", "１００１"])
def test_a_number_cell_is_the_same_code(written: str) -> None:
    assert read(written, *forms.CODE) == "1001"


@pytest.mark.parametrize("written", ["0012", "1.5", "S1.0", "S 1", "a-1", "H/1"])
def test_other_characters_of_a_code_are_significant(written: str) -> None:
    assert read(written, *forms.CODE) == written


@pytest.mark.parametrize("written", ['="{}"', '"{}"', "'{}'", "{}\t"])
def test_a_household_is_recognised_with_marks(written: str) -> None:
    rows = typed("incomes", {"household_id": written.format("H1")})
    assert (rows.rows_rejected, rows.accepted["household_id"].to_list()) == (0, ["H1"])


@pytest.mark.parametrize(
    "written", ['="350181********1234"', '"350181********1234"', "\ufeff350181********1234"]
)
def test_quotes_are_no_part_of_an_id_number(written: str) -> None:
    rows = typed("civil_affairs", {"id_number": written})
    assert rows.accepted["id_number"].to_list() == ["350181********1234"]


@pytest.mark.parametrize("written", GOLDEN["nothing"])
def test_a_cell_written_as_nothing_is_blank(written: str) -> None:
    rows = typed(
        "civil_affairs",
        {
            "stopped_on": written,
            "id_number": written,
            "name": written,
            "address": written,
            "birth_date": written,
        },
    )
    assert (reasons(rows), rows.notices) == ([], [])
    row = rows.accepted.row(0, named=True)
    assert {row[name] for name in ("stopped_on", "id_number", "name", "address", "birth_date")} == {None}
    assert typed("health_insurance", {"basic_paid": written}).accepted["basic_paid"].to_list() == [None]
    assert reasons(typed("health_insurance", {"total": written})) == [(1, "total", "blank")]
    assert reasons(typed("members", {"member_id": written})) == [(1, "member_id", "blank")]


def test_a_reversed_settlement_written_as_nothing_is_no_reversal() -> None:
    rows = typed("health_insurance", {"reverses": "/", "self_paid": "-40"})
    assert reasons(rows) == [(1, "self_paid", "negative_amount")]


@pytest.mark.parametrize("written", GOLDEN["no_end"])
def test_a_date_that_means_none_is_blank(written: str) -> None:
    stopped = typed("civil_affairs", {"stopped_on": written})
    assert (reasons(stopped), stopped.accepted["stopped_on"].to_list()) == ([], [None])
    assert reasons(typed("emergency", {"occurred_on": written})) == [(1, "occurred_on", "blank")]


def test_a_category_may_be_the_word_for_nothing() -> None:
    rows = typed("emergency", {"housing_damage": "无"}, {"housing_damage": "/"}, {"housing_damage": "不详"})
    assert (rows.accepted["housing_damage"].to_list(), rows.notices) == (["无", None, None], [])


@pytest.mark.parametrize(
    "name", ["无双", "吴无", "未央", "Nan", "NA", "空", "不花", "暂小明", "努尔", "n", "王-明"]
)
def test_a_persons_name_is_never_blanked(name: str) -> None:
    assert typed("members", {"name": name}).accepted["name"].to_list() == [name]


def test_quotes_are_no_part_of_a_name() -> None:
    assert typed("members", {"name": '="王小明"'}).accepted["name"].to_list() == ["王小明"]


@pytest.mark.parametrize("text", ['="', "'", '""', "‘", "&nbsp;"])
def test_marks_alone_are_blank(text: str) -> None:
    assert reasons(typed("members", {"member_id": text})) == [(1, "member_id", "blank")]


@pytest.mark.parametrize(
    ("written", "yuan"),
    [("8000元", "8000"), ("0.8", "8000"), ("0.8万", "8000"), ("¥0.8", "8000"), ("8千元", "8000")],
)
def test_the_unit_in_a_cell_counts_before_that_of_the_header(written: str, yuan: str) -> None:
    sent = table("emergency", {"loss": written}, headers={"loss": "损失金额（万元）"})
    assert type_rows(sent, CONTRACTS["emergency"], "2021-06").accepted["loss"].to_list() == [Decimal(8000)]


def test_a_birth_date_may_be_an_older_serial_number() -> None:
    rows = typed("members", {"birth_date": "18264"}, {"birth_date": "20215"})  # May 2021, or a day of 1955
    assert rows.accepted["birth_date"].to_list() == [date(1950, 1, 1), None]
    assert [notice.code for notice in rows.notices] == ["unreadable_date"]
