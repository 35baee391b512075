from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.readers.text_table import Notice, SheetText, TextTable
from connectors.readers.typed_rows import TypedRows, type_rows
from data_contracts.contract import load_contracts
from tests.data_contracts.test_contract import OLD_AGE, own_folder

CONTRACTS = load_contracts()
PERSON = {"name": "王小明", "id_number": "11010519491231002X"}
HOME = {"township": "某镇", "village": "某村", "household_type": "脱贫户"}
BILL = {"settled_on": "2021-05-03", "total": "100", "self_paid": "40"}
GOOD: dict[str, dict[str, str]] = {
    "households": {"household_id": "H1", "head_name": "王小明", **HOME},
    "members": {"household_id": "H1", "member_id": "M1", **PERSON},
    "incomes": {"household_id": "H1", "month": "2021-05", "wage": "100"},
    "health_insurance": {"settlement_no": "S1", **PERSON, **BILL},
    "civil_affairs": {**PERSON, "benefit": "农村低保", "amount": "300", "month": "202105"},
    "education": {**PERSON, "status": "在读", "reported_on": "2021-03-31"},
    "emergency": {**PERSON, "hazard": "洪涝", "occurred_on": "2021-05-03", "loss": "10"},
}
HOUSEHOLDS = {"households": pl.Series(["H1"])}


def table(source: str, *changes: dict[str, str | None], headers: dict[str, str] | None = None) -> TextTable:
    """One row per change to the source's valid row."""
    rows = [GOOD[source] | change for change in changes]
    names = dict.fromkeys(name for row in rows for name in row)
    frame = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], dict.fromkeys(names, pl.String)
    )
    frame = frame.with_columns(
        row_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int32),
        sheet_row=pl.int_range(2, pl.len() + 2, dtype=pl.Int32),
        overflow=pl.lit(value=False),
    )
    return of_frame(frame, headers)


def of_frame(frame: pl.DataFrame, headers: dict[str, str] | None = None) -> TextTable:
    return TextTable([SheetText(frame, headers or {}, 1, [])], [])


def typed(source: str, *changes: dict[str, str | None], period: str = "2021-06") -> TypedRows:
    return type_rows(table(source, *changes), CONTRACTS[source], period, HOUSEHOLDS)


def reasons(rows: TypedRows) -> list[tuple[int, str, str]]:
    return rows.rejected.select("row_number", "column_name", "code").rows()


@pytest.mark.parametrize("source", GOOD)
def test_a_good_row_is_accepted_with_every_column_of_the_contract(source: str) -> None:
    rows = typed(source, {})
    assert (rows.rows_read, rows.accepted.height, rows.rows_rejected, rows.notices) == (1, 1, 0, [])
    kinds = {"date": pl.Date(), "month": pl.Date(), "money": pl.Decimal(14, 2)}
    columns = {column.name: kinds.get(column.type, pl.String()) for column in CONTRACTS[source].columns}
    assert dict(rows.accepted.schema) == {"row_number": pl.Int32(), **columns}


def test_values_are_typed() -> None:
    row = typed("incomes", {"business": "￥-1,200.555"}).accepted.row(0, named=True)
    assert row == {
        "row_number": 1, "household_id": "H1", "month": date(2021, 5, 1), "wage": Decimal("100.00"),
        "business": Decimal("-1200.56"), "property": None, "transfer": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "change", "reason"),
    [
        ("households", {"household_id": "　"}, ("household_id", "blank")),
        ("households", {"household_id": "'"}, ("household_id", "blank")),  # a text mark without text
        ("health_insurance", {"settled_on": None}, ("settled_on", "blank")),
        ("health_insurance", {"settled_on": "2021-02-30"}, ("settled_on", "unreadable_date")),
        ("health_insurance", {"settled_on": "2021-07-01"}, ("settled_on", "after_period")),
        ("health_insurance", {"total": "无"}, ("total", "blank")),  # a required amount
        ("health_insurance", {"total": "约800"}, ("total", "unreadable_amount")),
        ("health_insurance", {"basic_paid": "1,5"}, ("basic_paid", "unreadable_amount")),
        ("health_insurance", {"self_paid": "-40"}, ("self_paid", "negative_amount")),
        ("health_insurance", {"settlement_no": "3.50181E+17"}, ("settlement_no", "lost_digits")),
        ("health_insurance", {"diagnosis": "病" * 1001}, ("diagnosis", "too_long")),
        ("civil_affairs", {"month": "2021-13"}, ("month", "unreadable_month")),
        ("civil_affairs", {"month": "2021-07"}, ("month", "after_period")),
        ("civil_affairs", {"stopped_on": "3/5/2021"}, ("stopped_on", "unreadable_date")),
        ("civil_affairs", {"amount": "-1"}, ("amount", "negative_amount")),
        ("education", {"aid": "-1"}, ("aid", "negative_amount")),
        (
            "households",
            {"last_year_income_per_capita": "-1"},
            ("last_year_income_per_capita", "negative_amount"),
        ),
        ("incomes", {"wage": "-1"}, ("wage", "negative_amount")),
        ("incomes", {"household_id": "H2"}, ("household_id", "unknown_reference")),
        ("members", {"household_id": "H2"}, ("household_id", "unknown_reference")),
        ("members", {"household_id": ""}, ("household_id", "blank")),
    ],
)
def test_a_row_is_rejected_for_one_reason(
    source: str, change: dict[str, str | None], reason: tuple[str, str]
) -> None:
    rows = typed(source, {}, change)
    assert reasons(rows) == [(2, *reason)]
    assert rows.accepted["row_number"].to_list() == [1]


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("health_insurance", {"settled_on": "2021-06-30"}),
        ("health_insurance", {"settled_on": "2015-01-01"}),  # older than both windows: kept
        ("health_insurance", {"self_paid": "-40", "total": "-100", "reverses": "S0"}),
        ("health_insurance", {"name": None, "id_number": None}),
        ("health_insurance", {"diagnosis": "病" * 1000}),
        ("incomes", {"business": "-40", "month": "2021-06"}),
        ("incomes", {"wage": None}),
        (
            "civil_affairs",
            {"stopped_on": "2021-12-31"},
        ),  # only the column that dates the row is checked against the period
    ],
)
def test_a_row_is_accepted(source: str, change: dict[str, str | None]) -> None:
    assert reasons(typed(source, change)) == []


def test_december_ends_with_the_year() -> None:
    rows = typed("incomes", {"month": "2021-12"}, {"month": "2022-01"}, period="2021-12")
    assert reasons(rows) == [(2, "month", "after_period")]


def test_a_row_with_two_faults_counts_once_and_reports_both() -> None:
    rows = typed("health_insurance", {"settled_on": None, "total": "无数"}, {})
    assert reasons(rows) == [(1, "settled_on", "blank"), (1, "total", "unreadable_amount")]
    assert (rows.rows_read, rows.accepted.height, rows.rows_rejected) == (2, 1, 1)


def test_a_settlement_without_its_number_and_a_pupil_without_status_are_taken() -> None:
    assert typed("health_insurance", {"settlement_no": None}).rows_rejected == 0
    pupils = typed("education", {"status": None})
    assert (pupils.rows_rejected, pupils.accepted["status"].to_list()) == (0, [None])


def test_a_row_with_more_cells_than_the_header_is_rejected() -> None:
    good = table("households", {}, {})
    wide = of_frame(good.frame.with_columns(overflow=pl.col("row_number") == 2))
    rows = type_rows(wide, CONTRACTS["households"], "2021-06")
    assert reasons(rows) == [(2, "", "overflow")]
    assert "列数多于表头" in rows.rejected["reason"].item()


def test_references_are_checked_only_against_what_is_known() -> None:
    elsewhere = table("members", {"household_id": "H2"})
    assert type_rows(elsewhere, CONTRACTS["members"], "2021-06").rows_rejected == 0
    nobody = {"households": pl.Series([], dtype=pl.String)}
    assert type_rows(elsewhere, CONTRACTS["members"], "2021-06", nobody).rows_rejected == 1


def test_an_amount_is_scaled_by_the_unit_of_its_header() -> None:
    sent = table("incomes", {"wage": "1.25"}, headers={"wage": "工资性收入（万元）"})
    assert type_rows(sent, CONTRACTS["incomes"], "2021-06").accepted["wage"].item() == Decimal("12500.00")


def test_names_and_numbers_stay_as_written() -> None:
    kept = typed("members", {"name": " 買買提・吐尔逊 ", "id_number": "'３５０１８１ 1949"}).accepted.row(
        0, named=True
    )
    assert (kept["name"], kept["id_number"]) == ("買買提・吐尔逊", "'３５０１８１ 1949")


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"birth_date": "1949年冬"}, "unreadable_date", "birth_date"),
        ({"health": "一般"}, "unknown_category", "health"),
        ({"id_number": "3.50181E+17"}, "lost_digits", "id_number"),
    ],
)
def test_accepted_values_with_a_notice(change: dict[str, str | None], code: str, column: str) -> None:
    rows = typed("members", change, {}, change)
    assert rows.accepted.height == 3
    (notice,) = rows.notices
    assert (notice.code, notice.column_name, notice.occurrences) == (code, column, 2)
    assert not any(str(value) in notice.message for value in change.values())


def test_a_category_may_have_white_space_inside() -> None:
    rows = typed("members", {"health": "长期 慢性病"})
    assert (rows.accepted["health"].to_list(), list(rows.notices)) == (["长期慢性病"], [])


def test_an_unreadable_birth_date_is_null() -> None:
    assert typed("members", {"birth_date": "19491331"}).accepted["birth_date"].to_list() == [None]


def test_a_reversal_that_is_not_negative_is_reported() -> None:
    notices = typed("health_insurance", {"reverses": "S0"}).notices
    assert {(n.code, n.column_name) for n in notices} == {
        ("positive_reversal", "total"),
        ("positive_reversal", "self_paid"),
    }


def test_the_readers_notices_come_first_and_are_not_repeated() -> None:
    read = table("members", {"id_number": "3.50181E+17"})
    lost = Notice("lost_digits", "id_number", 1, "数字已丢失")
    sent = TextTable([SheetText(read.frame, {}, 1, ["序号", "备注"])], [lost])
    notices = type_rows(sent, CONTRACTS["members"], "2021-06").notices
    assert [(n.code, n.occurrences) for n in notices] == [("lost_digits", 1), ("unknown_columns", 2)]
    assert "序号、备注" in notices[1].message


def test_a_file_without_rows_is_accepted() -> None:
    for source in GOOD:
        empty = table(source, {})
        empty = of_frame(empty.frame.clear())
        rows = type_rows(empty, CONTRACTS[source], "2021-06", HOUSEHOLDS)
        assert (rows.rows_read, rows.accepted.height, rows.rows_rejected, rows.notices) == (0, 0, 0, [])


def test_an_eighth_source_is_typed_without_code(tmp_path: Path) -> None:
    contract = load_contracts(own_folder(tmp_path, OLD_AGE))["pensions"]
    cells = {
        "name": ["甲", "乙"],
        "id_number": [None, None],
        "month": ["2021年5月", "2021年7月"],
        "amount": ["1元", "2"],
    }
    frame = pl.DataFrame(cells, schema_overrides={"id_number": pl.String}).with_columns(
        row_number=pl.int_range(1, 3, dtype=pl.Int32),
        sheet_row=pl.int_range(2, 4, dtype=pl.Int32),
        overflow=pl.lit(value=False),
    )
    rows = type_rows(of_frame(frame), contract, "2021-06")
    assert rows.accepted["amount"].to_list() == [Decimal("1.00")]
    assert reasons(rows) == [(2, "month", "after_period")]


CELL = (
    st.none()
    | st.sampled_from(["", "H1", "H2", "2021-05-03", "2022-01", "-5", "3.50181E+17", "是"])
    | st.text()
)


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_no_row_is_lost_and_none_counts_twice(source: str, data: st.DataObject) -> None:
    names = CONTRACTS[source].by_name
    dirt = data.draw(
        st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(names, CELL)), min_size=1, max_size=5)
    )
    rows = typed(source, *dirt)
    assert rows.rows_read == len(dirt) == rows.accepted.height + rows.rows_rejected
    assert rows.accepted["row_number"].is_in(rows.rejected["row_number"].implode()).sum() == 0
    assert set(rows.rejected["column_name"]) <= {"", *names}
    assert not rows.rejected.is_duplicated().any()


def test_dates_before_both_windows_are_a_notice_with_their_share() -> None:
    old = {"settled_on": "2012-05-03"}
    rows = typed("health_insurance", old, {"settled_on": "2019-05-31"}, {}, {}, {"settled_on": "2019-06-01"})
    (notice,) = rows.notices
    assert (notice.code, notice.column_name, notice.occurrences) == ("before_the_windows", "settled_on", 2)
    assert "占 40%，在 2012-05 至 2019-05" in notice.message


def test_a_file_of_old_dates_alone_has_its_months_in_the_receipt_instead() -> None:
    assert typed("health_insurance", {"settled_on": "2012-05-03"}).notices == []
