"""What a county adds to a packaged contract, and the words that hold in every source."""

from decimal import Decimal
from pathlib import Path

import pytest

from data_contracts.contract import Contract, load_contracts
from data_contracts.errors import SettingsError
from data_contracts.units import header_key

CONTRACTS = load_contracts()

OWN = """
extends: health_insurance
columns:
  self_paid:
    aliases: [个人现金支付]
    unit: 万元
  医疗类别:
    synonyms: {普通门诊: [门诊统筹]}
  settled_on: {named_in: [title]}
"""


def extended(tmp_path: Path, text: str, source: str = "health_insurance") -> Contract:
    (tmp_path / f"{source}.yaml").write_text(text, encoding="utf-8")
    return load_contracts(tmp_path)[source]


def test_a_county_adds_headers_words_a_unit_and_a_place_of_the_month(tmp_path: Path) -> None:
    contract = extended(tmp_path, OWN)
    column = contract.column_for("个人现金支付（元）")
    assert column is not None
    assert (column.name, column.rank("个人现金支付"), column.scale) == ("self_paid", 1, Decimal(10_000))
    assert contract.column_for("个人自付") is column
    assert contract.by_name["care_type"].meanings["门诊统筹"] == "普通门诊"
    assert contract.by_name["settled_on"].named_in == ("title",)
    assert CONTRACTS["health_insurance"].column_for("个人现金支付") is None


def test_a_countys_word_for_a_value_means_what_the_county_says(tmp_path: Path) -> None:
    text = "extends: households\ncolumns: {户类型: {synonyms: {脱贫户: [建档立卡贫困户]}}}\n"
    meanings = extended(tmp_path, text, "households").by_name["household_type"].meanings
    assert meanings["建档立卡贫困户"] == "脱贫户"
    assert meanings["边缘户"] == "边缘易致贫户"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("extends: health_insurance", "extends: health", "extends 写的来源 health 不存在"),
        ("extends: health_insurance", "extends: education", "文件名应为 education.yaml"),
        ("  self_paid:", "  self_payed:", "self_payed"),
        ("aliases: [个人现金支付]", "aliases: [结算日期]", "表头“结算日期”同时指向"),
        ("aliases: [个人现金支付]", "aliases: 个人现金支付", "columns.self_paid.aliases 应为列表"),
        ("aliases: [个人现金支付]", "alias: [个人现金支付]", "columns.self_paid.alias 没有这一项"),
        ("unit: 万元", "unit: 美元", "columns.self_paid.unit 只能取规定的几个值"),
        ("    synonyms: {普通门诊: [门诊统筹]}", "    unit: 万元", "列 care_type：unit"),
        ("named_in: [title]", "named_in: [标题]", "columns.settled_on.named_in.0 只能取规定的几个值"),
        ("named_in: [title]", "synonyms: {甲: [乙]}", "列 settled_on：synonyms"),
        ("columns:", "column:", "column"),
        ("columns:", "key: [name]\ncolumns:", "key 没有这一项"),
        ("extends: health_insurance", "extends: health_insurance\nextends: education", "重复的键"),
    ],
)
def test_a_wrong_addition_is_refused_with_file_and_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in OWN
    with pytest.raises(SettingsError, match=r"^health_insurance\.yaml：") as error:
        extended(tmp_path, OWN.replace(old, new))
    assert expected in error.value.message


def test_a_synonym_of_no_category_is_refused(tmp_path: Path) -> None:
    text = "extends: education\ncolumns: {status: {synonyms: {在学: [就读]}}}\n"
    with pytest.raises(SettingsError, match="status：synonyms 中的“在学”不在 categories 之内"):
        extended(tmp_path, text, "education")


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_no_header_is_both_an_alias_and_a_stand_in(contract: Contract) -> None:
    for column in contract.columns:
        known = [header_key(text) for text in (column.name, column.title, *column.aliases, *column.stand_ins)]
        assert len(known) == len(set(known)), column.name


@pytest.mark.parametrize(
    ("source", "column", "word", "value"),
    [
        ("households", "household_type", "建档立卡贫困户", "未脱贫户"),
        ("households", "household_type", "边缘户", "边缘易致贫户"),
        ("households", "relocated", "√", "是"),
        ("households", "risk_eliminated", "已消除", "是"),
        ("members", "labour", "有劳动能力", "普通劳动力"),
        ("members", "health", "大病", "患有大病"),
        ("education", "status", "失学", "辍学"),
        ("emergency", "housing_damage", "严重损房", "严重损坏"),
        ("civil_affairs", "benefit", "农村最低生活保障", "农村低保"),
        ("disabled_federation", "grade", "1级", "一级"),
        ("health_commission", "mental_disorder", "有", "是"),
    ],
)
def test_words_of_forms_mean_a_value(source: str, column: str, word: str, value: str) -> None:
    assert CONTRACTS[source].by_name[column].meanings[word] == value


@pytest.mark.parametrize(
    ("source", "header", "name", "rank"),
    [
        ("health_insurance", "结算ID", "settlement_no", 1),
        ("health_insurance", "人员姓名", "name", 1),
        ("health_insurance", "医疗费总额", "total", 1),
        ("health_insurance", "基本医疗保险统筹基金支出", "basic_paid", 1),
        ("health_insurance", "居民大病保险资金支出", "catastrophic_paid", 1),
        ("health_insurance", "医疗救助基金支出", "assistance_paid", 1),
        ("health_insurance", "个人负担总金额", "self_paid", 2),
        ("civil_affairs", "户主姓名", "name", 2),
        ("civil_affairs", "实发金额", "amount", 1),
        ("civil_affairs", "月保障金额", "amount", 2),
        ("education", "受助学生", "name", 1),
        ("emergency", "户主姓名", "name", 2),
        ("emergency", "直接经济损失（万元）", "loss", 1),
    ],
)
def test_headers_of_forms_name_a_column(source: str, header: str, name: str, rank: int) -> None:
    column = CONTRACTS[source].column_for(header)
    assert column is not None
    assert (column.name, column.rank(header)) == (name, rank)


@pytest.mark.parametrize(
    ("source", "header"),
    [
        ("health_insurance", "个人账户支出"),
        ("health_insurance", "个人现金支出"),
        ("health_insurance", "全自费金额"),
        ("health_insurance", "超限价自费费用"),
        ("health_insurance", "先行自付金额"),
        ("health_insurance", "基金支付总额"),
        ("health_insurance", "就诊ID"),
        ("civil_affairs", "补助标准"),
        ("civil_affairs", "保障人口"),
        ("civil_affairs", "低保类别"),
        ("education", "资助标准"),
        ("emergency", "农作物损失"),
        ("emergency", "倒塌房屋（间）"),
        ("incomes", "生产经营性收入"),
        ("households", "自然村"),
    ],
)
def test_headers_of_another_meaning_name_nothing(source: str, header: str) -> None:
    assert CONTRACTS[source].column_for(header) is None
