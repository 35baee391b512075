"""What the receipt asks about a header that is not understood."""

import pytest

from connectors.sheets.header_questions import asked, missing_message, question
from data_contracts.contract import load_contracts

CONTRACTS = load_contracts()


def questions(source: str, unknown: list[str], *lacking: str) -> list[str]:
    """The questions where only the columns `lacking` are missing."""
    contract = CONTRACTS[source]
    doubts = asked(unknown, contract, contract.by_name.keys() - set(lacking))
    return [question(*doubt) for doubt in doubts]


@pytest.mark.parametrize(
    ("source", "header", "column", "question"),
    [
        ("health_insurance", "个人现金支付", "self_paid", "您的“个人现金支付”是否即“个人自付”？"),
        ("health_insurance", "个人账户及现金支付", "self_paid", "您的“个人账户及现金支付”是否即“个人自付”？"),
        ("health_insurance", "全部医疗费", "total", "您的“全部医疗费”是否即“医疗总费用”？"),
        ("health_insurance", "参保人身份证件号", "id_number", "您的“参保人身份证件号”是否即“证件号码”？"),
        ("civil_affairs", "救助金发放额", "amount", "您的“救助金发放额”是否即“金额”？"),
        ("emergency", "房屋损失金额", "loss", "您的“房屋损失金额”是否即“损失金额”？"),
        ("households", "农户属性类别", "household_type", "您的“农户属性类别”是否即“户类型”？"),
    ],
)
def test_a_header_is_asked_for_by_its_nearest_column(
    source: str, header: str, column: str, question: str
) -> None:
    assert questions(source, ["序号", "备注", header], column) == [question]


@pytest.mark.parametrize(
    ("source", "header", "column"),
    [
        ("health_insurance", "出院日期", "birth_date"),
        ("health_insurance", "经办机构", "self_paid"),
        ("health_insurance", "备注", "total"),
        ("emergency", "序号", "loss"),
        ("education", "资助项目", "aid"),
    ],
)
def test_nothing_far_fetched_is_asked(source: str, header: str, column: str) -> None:
    assert questions(source, [header], column) == []


def test_each_header_is_asked_once_and_each_column_too() -> None:
    unknown = ["个人现金支付", "个人账户支付", "医疗费总计金额"]
    assert questions("health_insurance", unknown, "self_paid", "total") == [
        "您的“个人现金支付”是否即“个人自付”？",
        "您的“医疗费总计金额”是否即“医疗总费用”？",
    ]


def test_the_message_names_what_is_missing_what_was_seen_and_asks() -> None:
    contract = CONTRACTS["health_insurance"]
    named = contract.by_name.keys() - {"self_paid"}
    message = missing_message(["个人自付"], ["序号", "个人现金支付"], contract, named)
    assert "缺少必需的列：个人自付" in message
    assert "“序号”、“个人现金支付”" in message
    assert "您的“个人现金支付”是否即“个人自付”？" in message
