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
    ("信息导出_20210605.xlsx", "2021-06"),  # a date of eight digits, where nothing else names a month
    ("20210605_153000.xlsx", "2021-06"),
    ("20210605/医保.csv", "2021-06"),
    ("20210705/医保2021年6月.csv", "2021-06"),
    ("2021-06/信息导出_20210705.xlsx", "2021-06"),  # the day of the export
    ("结算明细查询_20210501-20210531.csv", "2021-05"),  # a span within a month
    ("结算2021-05-01至2021-05-31.csv", "2021-05"),
    ("结算2021年5月1日—5月31日.csv", "2021-05"),
    ("2021-06/结算明细查询_20210501-20210531.csv", "2021-06"),  # a span says which months the rows are of
    ("2021-06/月收入台账(2019年6月-2021年5月).xlsx", "2021-06"),
    ("2021-06/月收入台账（2019年6月～2021年5月）.xlsx", "2021-06"),
    ("2021-06/月收入台账201906-202105.xlsx", "2021-06"),
    ("2021-06/2021年1至5月医保.xlsx", "2021-06"),
    ("收入台账2021-06（2019年6月至2021年5月）.xlsx", "2021-06"),  # the month beside the span
]

REMARKS = [
    (
        "2021-06/月收入台账(2019年6月-2021年5月).xlsx",
        "文件名写的是 2019-06 至 2021-05，按文件夹 2021-06 取用",
    ),
    ("2021-06/结算_20210501-20210531.csv", "文件名写的是 2021-05，按文件夹 2021-06 取用"),
    ("结算_20210501-20210531.csv", "文件名写的是 2021-05 的起止日期，归入 2021-05；属别的月份的"),
    ("信息导出_20210605.xlsx", "没有写明月份，按名称中的日期归入 2021-06；属别的月份的"),
    ("2021-06/信息导出_20210605.xlsx", ""),
    ("2021-06/2021-06-01至2021-06-30.csv", ""),
    ("2021年6月.csv", ""),
]

UNNAMED = [
    ("医保.csv", "no_period"),
    ("20210603和20210703.csv", "no_period"),  # two days of two months
    ("20211345.csv", "no_period"),
    ("350181202106.csv", "no_period"),  # part of a longer number
    ("2021-13.csv", "no_period"),
    ("350181.csv", "no_period"),  # an area code is no month
    ("2021-05和2021-06.csv", "many_periods"),
    ("2020年6月至2021年5月/收入.csv", "many_periods"),
    ("月收入台账(2019年6月-2021年5月).xlsx", "many_periods"),
    ("结算_20210516-20210615.csv", "many_periods"),
    ("2021年1月至5月医保.xlsx", "many_periods"),  # not January's
    ("2021年1-5月医保.xlsx", "many_periods"),
    ("2021年5月20日至6月10日.csv", "many_periods"),
    ("2021-06/2021-05.csv", "period_conflict"),
    ("2021-06/2021-05-03.csv", "period_conflict"),
]


@pytest.mark.parametrize(("path", "period"), NAMED)
def test_period_named(path: str, period: str) -> None:
    assert period_of(PurePosixPath(path)).period == period


@pytest.mark.parametrize(("path", "code"), UNNAMED)
def test_no_period_named(path: str, code: str) -> None:
    with pytest.raises(UnreadableFileError) as error:
        period_of(PurePosixPath(path))
    assert error.value.code == code


@pytest.mark.parametrize(("path", "remark"), REMARKS)
def test_the_receipt_says_what_else_the_name_has(path: str, remark: str) -> None:
    said = period_of(PurePosixPath(path)).remark
    assert said.startswith(remark)
    assert bool(said) == bool(remark)


SENTENCES = [
    ("医保.csv", "或放入以识别月份命名的文件夹（如 2021-06），再重新报送"),
    (
        "台账(2019年6月-2021年5月).xlsx",
        "不止一个月份（2019-06、2021-05），看不出是哪一期的；请在文件名",
    ),
    ("2021-06/低保2021年5月.xlsx", "属 2021-06 的，请把文件名中的月份去掉或改成 2021-06；否则请放入对应月份"),
]


@pytest.mark.parametrize(("path", "sentence"), SENTENCES)
def test_a_refusal_says_what_to_do(path: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError) as error:
        period_of(PurePosixPath(path))
    assert sentence in error.value.message


@given(st.integers(1900, 2099), st.integers(1, 12), st.sampled_from(["{}-{:02}", "{}{:02}", "{}年{}月"]))
def test_every_format_names_the_same_month(year: int, month: int, way: str) -> None:
    assert months_in(f"医保 {way.format(year, month)} 报送") == {f"{year}-{month:02}"}


@given(st.text())
def test_no_name_raises_an_error(name: str) -> None:
    assert all(len(month) == 7 for month in months_in(name))
