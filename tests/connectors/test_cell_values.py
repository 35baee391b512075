from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from connectors.readers.cells import codes, forms, marks

GOLDEN = yaml.safe_load((Path(__file__).parent / "spellings.yaml").read_text(encoding="utf-8"))


def read(text: str | None, *tried: forms.Form) -> object:
    cell = pl.DataFrame({"cell": [text]}, schema={"cell": pl.String})
    return forms.read(cell, {"cell": tried}).item()


@pytest.mark.parametrize(("text", "yuan"), GOLDEN["amounts"].items())
def test_amounts(text: str, yuan: str) -> None:
    assert read(text, *forms.money()) == Decimal(yuan)


@pytest.mark.parametrize("text", GOLDEN["no_amounts"])
def test_no_amounts(text: str) -> None:
    assert read(text, *forms.money()) is None


@pytest.mark.parametrize(
    ("text", "yuan"), [("1.23456", "12345.60"), ("-0.5", "-5000.00"), ("1.000005", "10000.05")]
)
def test_amounts_in_ten_thousands(text: str, yuan: str) -> None:
    assert read(text, *forms.money(Decimal(10_000))) == Decimal(yuan)


def test_a_scaled_amount_beyond_twelve_digits_is_unreadable() -> None:
    assert read("100000000", *forms.money(Decimal(10_000))) is None


@pytest.mark.parametrize("text", GOLDEN["dates"])
def test_dates(text: str) -> None:
    assert read(text, *forms.DAY) == date(2021, 5, 3)


@pytest.mark.parametrize("text", GOLDEN["no_dates"])
def test_no_dates(text: str) -> None:
    assert read(text, *forms.DAY) is None


@pytest.mark.parametrize(
    ("text", "day"), [("2020-02-29", date(2020, 2, 29)), ("1900-01-02", date(1900, 1, 2))]
)
def test_days_at_the_edge_of_the_calendar(text: str, day: date) -> None:
    assert read(text, *forms.DAY) == day


@pytest.mark.parametrize("text", GOLDEN["months"])
def test_months(text: str) -> None:
    assert read(text, *forms.MONTH) == date(2021, 5, 1)


@pytest.mark.parametrize("text", GOLDEN["no_months"])
def test_no_months(text: str) -> None:
    assert read(text, *forms.MONTH) is None


def test_october_truncated_by_a_number_cell_is_not_january() -> None:
    assert read("2021.1", *forms.MONTH) is None
    assert read("2021.10", *forms.MONTH) == date(2021, 10, 1)
    assert read("2021.01", *forms.MONTH) == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  王小明 ", "王小明"),
        ("\u3000王小明\u3000", "王小明"),
        ("\xa0王小明\t", "王小明"),
        ("\ufeff王小明\u200b", "王小明"),
        ("王 小明", "王 小明"),
        ("買買提·吐尔逊", "買買提·吐尔逊"),
        ("３５０１", "３５０１"),
        (" \u3000\u200b", None),
        ("", None),
        (None, None),
    ],
)
def test_text_is_trimmed_and_otherwise_unchanged(text: str | None, kept: str | None) -> None:
    assert read(text, marks.trimmed) == kept


def test_an_identifier_is_folded() -> None:
    assert read("'Ｈ００１", *forms.CODE) == "H001"


@pytest.mark.parametrize(
    ("text", "lost"), [("3.50181E+17", True), ("'3E+17", True), ("3E17", False), ("H3.5", False)]
)
def test_lost_digits(text: str, lost: bool) -> None:
    assert read(text, codes.lost_digits) is lost


AMOUNTS = st.decimals(min_value=-(10**11), max_value=10**11, allow_nan=False, allow_infinity=False, places=5)


@given(AMOUNTS)
def test_amounts_are_rounded_as_by_hand(amount: Decimal) -> None:
    expected = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert read(f"{amount:f}", *forms.money()) == expected
    assert read(f"{amount:E}", *forms.money()) == expected
    assert read(f"{amount:,f}", *forms.money()) == expected


@given(st.text())
def test_reading_an_amount_is_idempotent(text: str) -> None:
    amount = read(text, *forms.money())
    assert amount is None or read(str(amount), *forms.money()) == amount


@given(
    st.dates(date(1900, 1, 2), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_every_day_is_read_in_every_format(day: date, spelling: str) -> None:
    assert read(day.strftime(spelling), *forms.DAY) == day
    assert read(day.strftime(spelling), *forms.MONTH) == day.replace(day=1)


@given(st.text())
def test_trimming_is_idempotent(text: str) -> None:
    once = read(text, marks.trimmed)
    assert read(once if isinstance(once, str) else None, marks.trimmed) == once


@given(st.text())
def test_no_text_raises_an_error(text: str) -> None:
    for tried in (forms.DAY, forms.DAY_OF_BIRTH, forms.MONTH, forms.money(), forms.CODE, forms.ID_NUMBER):
        read(text, *tried)
    read(text, codes.lost_digits)


@pytest.mark.parametrize(
    "written",
    ["海口镇", "海口 镇", "海口　镇", "海 口 镇", "海口\u00a0镇", "海口\u200b镇", "\ufeff海口镇", "海口\n镇"],
)
def test_a_place_is_one_however_it_is_spaced(written: str) -> None:
    assert pl.select(codes.place(pl.lit(written))).item() == "海口镇"


def test_a_place_of_nothing_visible_is_blank() -> None:
    assert pl.select(codes.place(pl.lit("　\u200b"))).item() is None
