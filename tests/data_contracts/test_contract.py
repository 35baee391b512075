from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from data_contracts.contract import Contract, load_contracts
from data_contracts.errors import SettingsError
from rules.declarations.operands import load_operands

INTERFACE = yaml.safe_load((Path(__file__).parent / "interface.yaml").read_text(encoding="utf-8"))
CONTRACTS = load_contracts()

OLD_AGE = """
source: pensions
title: 养老金
department: 人力资源和社会保障局
kind: facts
key: [person, month]
person: true
dated_by: month
cadence: {months: [1, 7], due_day: 31, cite: 本地口径}
columns:
  name: {title: 姓名, type: text, required: true}
  id_number: {title: 证件号码, type: id_number, required: true, aliases: [身份证号]}
  birth_date: {title: 出生日期, type: date, lenient: true}
  sex: {title: 性别, type: text}
  address: {title: 地址, type: text}
  month: {title: 发放月份, type: month, required: true, not_blank: true}
  amount: {title: 金额, type: money, required: true, not_blank: true}
checks:
  - {measure: rejected_share, maximum: 0.9, severity: critical, reason: 整列错位}
"""


FED = "person: true\nfeeds: "


def own_folder(tmp_path: Path, text: str, name: str = "pensions.yaml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("source", INTERFACE)
def test_contract_matches_the_interface(source: str) -> None:
    declared = "; ".join(
        f"{c.title}{'*' * c.required}{'!' * c.not_blank} {c.name}" for c in CONTRACTS[source].columns
    )
    assert declared == INTERFACE[source]


FURTHER = {
    "agriculture", "declarations", "disabled_federation", "employment", "health_commission",
    "housing", "public_security", "statistics", "visits", "water",
}  # fmt: skip


def test_the_interface_has_eight_sources() -> None:
    assert len(INTERFACE) == 8
    assert INTERFACE.keys() <= CONTRACTS.keys()


def test_the_other_departments_of_f6_declarations_and_visits_have_their_contracts() -> None:
    assert CONTRACTS.keys() == INTERFACE.keys() | FURTHER


@pytest.mark.parametrize("source", sorted(FURTHER))
def test_a_further_source_is_due_each_month_and_feeds_something(source: str) -> None:
    assert CONTRACTS[source].cadence.due("2021-06") == date(2021, 6, 5)
    assert CONTRACTS[source].feeds


def test_every_declared_indicator_of_facts_is_fed_by_its_sources() -> None:
    fed = {(c.source, feed.measure) for c in CONTRACTS.values() for feed in c.feeds}
    for operand in load_operands().values():
        if operand.of is not None:
            assert {(source, operand.of.measure) for source in operand.sources} <= fed


def test_only_business_income_may_be_negative() -> None:
    signed = {(c.source, column.name) for c in CONTRACTS.values() for column in c.columns if column.signed}
    assert signed == {("incomes", "business")}


def test_only_birth_dates_are_lenient() -> None:
    columns = [column for c in CONTRACTS.values() for column in c.columns]
    assert {c.name for c in columns if c.lenient} == {c.name for c in columns if c.name == "birth_date"}


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_no_header_names_two_columns(contract: Contract) -> None:
    keys = Counter(key for column in contract.columns for key in column.header_keys)
    assert set(keys.values()) == {1}


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_chinese_and_english_names_are_both_accepted(contract: Contract) -> None:
    for column in contract.columns:
        assert contract.column_for(column.title) == contract.column_for(column.name.upper()) == column


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_only_an_extreme_share_rejects_a_file(contract: Contract) -> None:
    critical = {(c.measure, c.minimum, c.maximum) for c in contract.checks if c.severity == "critical"}
    allowed = {("rejected_share", None, 0.9), ("anonymous_share", None, 0.9)}
    assert critical == (allowed if contract.person else {("rejected_share", None, 0.9)})


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("患者姓名", "name"),
        ("　身份证号 ", "id_number"),
        ("公民身份号码", "id_number"),
        ("证件\n号码", "id_number"),
        ("个人自付（元）", "self_paid"),
        ("个人自付 (单位：万元)", "self_paid"),
        ("医疗总费用【元】", "total"),
        ("出生日期（yyyy-mm-dd）", "birth_date"),
        ("*结算单号", "settlement_no"),
        ("Ｓｅｌｆ_Ｐａｉｄ", "self_paid"),
        ("\ufeff结算单号", "settlement_no"),
        ("身份证号（监护人）", None),  # somebody else's number
        ("序号", None),
        ("", None),
    ],
)
def test_header_names_its_column(header: str, name: str | None) -> None:
    column = CONTRACTS["health_insurance"].column_for(header)
    assert (column and column.name) == name


def test_an_eighth_source_is_only_a_file(tmp_path: Path) -> None:
    contract = load_contracts(own_folder(tmp_path, OLD_AGE))["pensions"]
    assert contract.key_columns == ("name", "id_number", "birth_date", "address", "month")


def test_a_folder_that_does_not_exist_adds_nothing(tmp_path: Path) -> None:
    assert load_contracts(tmp_path / "contracts").keys() == CONTRACTS.keys()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("type: money", "type: dollars", "columns.6.type"),
        ("required: true,", "requird: true,", "requird"),
        ("title: 养老金", "", "title"),
        ("key: [person, month]", "key: [person, moon]", "moon"),
        ("dated_by: month", "dated_by: birth_date", "dated_by"),
        ("dated_by: month\n", "", "dated_by"),
        ("aliases: [身份证号]", "aliases: [姓名]", "姓名"),
        ("measure: rejected_share", "measure: rejectd_share", "rejectd_share"),
        ("measure: rejected_share", "measure: 'fill:nme'", "nme"),
        ("maximum: 0.9, ", "", "minimum"),
        ("  sex: {title: 性别, type: text}\n", "", "sex"),
        ("  amount:", "  row_number:", "row_number"),
        ("person: true\n", "person: true\nat_stake: [amount, -aid]\n", "aid"),
        ("person: true\n", "person: true\nat_stake: [amount, -month]\n", "at_stake"),
        ("person: true\n", "person: true\nat_stake: amount\n", "at_stake"),
        ("person: true\n", FED + "[{measure: x, amount: [aid]}]\n", "feeds x：提到了没有声明的列：aid"),
        ("person: true\n", FED + "[{measure: x, when: {aid: [是]}}]\n", "feeds x：提到了没有声明的列：aid"),
        ("person: true\n", FED + "[{measure: x, amount: [month]}]\n", "feeds x：amount"),
        ("person: true\n", FED + "[{measure: x, when: {amount: ['1']}}]\n", "feeds x：when"),
        ("person: true\n", FED + "[{measure: x, when: {sex: []}}]\n", "feeds.0.when.sex 不能为空"),
        ("person: true\n", FED + "[{measure: x, when: {sex: 男}}]\n", "feeds.0.when.sex 应为列表"),
        ("person: true\n", FED + "[{measure: x, ages: [6, 16]}]\n", "feeds x：ages"),
        ("person: true\n", FED + "[{measure: x, newest: true, ages: [16, 6]}]\n", "从小到大"),
        ("person: true\n", FED + "[{measure: x, at_least_zero: true}]\n", "at_least_zero"),
        ("person: true\n", FED + "[{measure: x}, {measure: x, months: 3}]\n", "只能写一次：x"),
        ("person: true\n", FED + "[{measure: x, months: 13}]\n", "feeds.0.months 数值太大"),
        ("person: true\n", FED + "[{measure: x, months: 0}]\n", "feeds.0.months 数值太小"),
        ("person: true\n", FED + "[{measure: X}]\n", "feeds.0.measure 只能用小写"),
        ("person: true\n", FED + "[{measure: x, since: 3}]\n", "没有这一项"),
        ("person: true\n", "feeds: [{measure: x}]\n", "household_id"),
        ("type: money,", "type: money, references: pensioners,", "pensioners"),
        ("key: [person, month]", "key: [person, month]\nkey_without: [name]", "key_without"),
        ("key: [person, month]", "key: [amount]\nkey_without: [name, aid]", "aid"),
        ("key: [person, month]", "key: [person, ordinal]", "ordinal"),
        ("source: pensions", "source: pension", "pension.yaml"),
        ("source: pensions", "source: [", "YAML"),
        ("source: pensions", "source: pensions\nsource: pensions", "重复的键"),
    ],
)
def test_an_invalid_contract_is_refused_with_the_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in OLD_AGE
    with pytest.raises(SettingsError, match="yaml") as error:
        load_contracts(own_folder(tmp_path, OLD_AGE.replace(old, new)))
    assert expected in error.value.message


def test_a_source_is_declared_once(tmp_path: Path) -> None:
    again = OLD_AGE.replace("source: pensions", "source: education")
    with pytest.raises(SettingsError, match="education"):
        load_contracts(own_folder(tmp_path, again, "education.yaml"))


def test_every_source_about_persons_with_amounts_declares_what_is_at_stake() -> None:
    assert {c.source: c.at_stake for c in CONTRACTS.values() if c.at_stake} == {
        "agriculture": ("loss", "-insurance_paid"),
        "civil_affairs": ("amount",),
        "education": ("expense", "-aid"),
        "emergency": ("loss", "-relief"),
        "health_insurance": ("self_paid",),
        "public_security": ("loss", "-compensation"),
    }


def test_what_is_at_stake_is_what_feeds_the_figures() -> None:
    for contract in CONTRACTS.values():
        amounts = {feed.amount for feed in contract.feeds if feed.amount}
        assert contract.at_stake in {(), *amounts} or contract.source == "civil_affairs"


def test_a_feed_with_a_value_outside_the_categories_is_refused(tmp_path: Path) -> None:
    text = OLD_AGE.replace(
        "sex: {title: 性别, type: text}", "sex: {title: 性别, type: text, categories: [男, 女]}"
    )
    fed = text.replace("person: true\n", FED + "[{measure: x, when: {sex: [難]}}]\n")
    with pytest.raises(SettingsError, match="feeds x：列 sex 的 categories 中没有：難"):
        load_contracts(own_folder(tmp_path, fed))


def test_only_sources_of_facts_may_have_feeds(tmp_path: Path) -> None:
    text = OLD_AGE.replace("kind: facts", "kind: snapshot").replace(
        "dated_by: month\n", "feeds: [{measure: x}]\n"
    )
    with pytest.raises(SettingsError, match="只有事实类来源"):
        load_contracts(own_folder(tmp_path, text))


@pytest.mark.parametrize(
    ("source", "period", "due"),
    [
        ("health_insurance", "2021-06", date(2021, 6, 5)),
        ("education", "2021-03", date(2021, 3, 31)),
        ("education", "2021-10", date(2021, 10, 31)),
        ("education", "2021-06", None),
    ],
)
def test_cadence_follows_the_city_calendar(source: str, period: str, due: date | None) -> None:
    assert CONTRACTS[source].cadence.due(period) == due
