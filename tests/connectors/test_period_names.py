from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.inbox.period_names import months_in, period_of
from data_contracts.errors import UnreadableFileError

NAMED = [
    ("2021-06/医保.csv", "2021-06"),
    ("医保202106.csv", "2021-06"),
    ("2021年6月 医保.xlsx", "2021-06"),
    ("２０２１年０６月.xlsx", "2021-06"),
    ("2021 年 6 月.xlsx", "2021-06"),
    ("2021-06-03/医保.csv", "2021-06"),  # a full date, if there is no plain month
    ("2021年6月3日.xlsx", "2021-06"),
    ("2021-06_截至2021-07-03.csv", "2021-06"),  # the plain month takes precedence over the date
    ("202106_20210703.csv", "2021-06"),  # a date of eight digits does not count
    ("202106_20210703_201205.csv", "2021-06"),  # nor does its time
    ("2021-06-1.csv", "2021-06"),  # first part
    ("2020-05/2021-06/医保.csv", "2021-06"),  # the nearest folder
    ("2021-06/乡镇/仙龙.csv", "2021-06"),
    ("2021-06/2020-06至2021-06收入.csv", "2021-06"),  # the folder decides between several months
    ("2021-06/202106.csv", "2021-06"),
    ("2021-06.05.csv", "2021-06"),
]

UNNAMED = [
    ("医保.csv", "no_period"),
    ("20210603.csv", "no_period"),
    ("350181202106.csv", "no_period"),  # part of a longer number
    ("2021-13.csv", "no_period"),
    ("350181.csv", "no_period"),  # an area code is no month
    ("2021-05和2021-06.csv", "many_periods"),
    ("2020年6月至2021年5月/收入.csv", "many_periods"),
    ("2021-06/2021-05.csv", "period_conflict"),
    ("2021-06/2021-05-03.csv", "period_conflict"),
]


@pytest.mark.parametrize(("path", "period"), NAMED)
def test_period_named(path: str, period: str) -> None:
    assert period_of(PurePosixPath(path)) == period


@pytest.mark.parametrize(("path", "code"), UNNAMED)
def test_no_period_named(path: str, code: str) -> None:
    with pytest.raises(UnreadableFileError) as error:
        period_of(PurePosixPath(path))
    assert error.value.code == code


@given(st.integers(1900, 2099), st.integers(1, 12), st.sampled_from(["{}-{:02}", "{}{:02}", "{}年{}月"]))
def test_every_format_names_the_same_month(year: int, month: int, way: str) -> None:
    assert months_in(f"医保 {way.format(year, month)} 报送") == {f"{year}-{month:02}"}


@given(st.text())
def test_no_name_raises_an_error(name: str) -> None:
    assert all(len(month) == 7 for month in months_in(name))
