from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.errors import UnreadableFileError
from data_contracts.units import bracketed_scale, check_rate, header_key, stated_scale

GOLDEN = yaml.safe_load((Path(__file__).parent / "units.yaml").read_text(encoding="utf-8"))


def decimal(scale: float | None) -> Decimal | None:
    return None if scale is None else Decimal(str(scale))


@pytest.mark.parametrize(("header", "yuan"), GOLDEN["headers"].items())
def test_a_unit_beside_a_name_is_its_scale_and_no_part_of_it(header: str, yuan: float | None) -> None:
    assert bracketed_scale(header) == decimal(yuan)
    assert header_key(header) == "损失金额"


@pytest.mark.parametrize("header", GOLDEN["refused_headers"])
def test_a_unit_that_is_not_understood_is_never_scale_one(header: str) -> None:
    assert header_key(header) == "损失金额"  # the column is recognised, so that the file is refused
    with pytest.raises(UnreadableFileError) as refusal:
        bracketed_scale(header)
    assert refusal.value.code == "unit"
    assert header in refusal.value.message


@pytest.mark.parametrize(("header", "key"), GOLDEN["keys"].items())
def test_other_brackets_are_part_of_a_name(header: str, key: str) -> None:
    assert header_key(header) == key


@pytest.mark.parametrize(("line", "yuan"), GOLDEN["titles"].items())
def test_a_unit_in_a_title_line_or_unit_row(line: str, yuan: float | None) -> None:
    assert stated_scale(line) == decimal(yuan)


@pytest.mark.parametrize("line", GOLDEN["refused_titles"])
def test_a_unit_in_a_title_that_is_not_understood_is_never_scale_one(line: str) -> None:
    with pytest.raises(UnreadableFileError, match="金额单位"):
        stated_scale(line)


@given(st.text(st.sampled_from("金额(（元万单位：/、)） *_:人保留"), max_size=14))
def test_header_key_is_idempotent(header: str) -> None:
    assert header_key(header_key(header)) == header_key(header)


@given(st.text())
def test_no_text_raises_another_error(text: str) -> None:
    for how in (bracketed_scale, stated_scale):
        try:
            how(text)
        except UnreadableFileError:
            continue


@pytest.mark.parametrize(
    ("header", "per_month", "per_person"),
    [
        ("工资性收入（元/年）", True, False),
        ("工资性收入（万元/人）", True, False),
        ("工资性收入（元/人·月）", True, False),
        ("金额（元/季度）", True, True),
        ("工资性收入/元/年", True, False),
    ],
)
def test_an_amount_for_another_time_or_fewer_people_is_refused(
    header: str, per_month: bool, per_person: bool
) -> None:
    with pytest.raises(UnreadableFileError, match="换算"):
        check_rate(header, per_month=per_month, per_person=per_person)


@pytest.mark.parametrize(
    ("header", "per_month", "per_person"),
    [
        ("上年人均可支配收入（元/人）", False, False),
        ("金额（元/人·月）", True, True),
        ("资助金额（元/学年）", False, True),
        ("工资性收入（元/月）", True, False),
        ("工资性收入", True, False),
    ],
)
def test_an_amount_per_what_a_row_is_for_is_read(header: str, per_month: bool, per_person: bool) -> None:
    check_rate(header, per_month=per_month, per_person=per_person)
