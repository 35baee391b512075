from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.errors import UnreadableFileError
from data_contracts.units import bracketed_scale, header_key, stated_scale

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
