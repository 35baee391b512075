"""Which pack speaks, what its parameters are, and what a pack may not say."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from data_contracts.errors import SettingsError
from rules.conditions import numbers
from rules.pack import check_settings, choose, load_packs, parameters

PACKS = load_packs()
NATIONAL, FUJIAN = PACKS["national-2020"], PACKS["fujian-2021"]


@pytest.mark.parametrize(
    ("area", "period", "key"),
    [
        ("350181", "2021-05", "national-2020"),  # the month before Fujian's came into force
        ("350181", "2021-06", "fujian-2021"),  # in force from the 4th: the last day decides
        ("35", "2024-01", "fujian-2021"),
        ("440000", "2020-06", "national-2020"),
        ("500118", "2020-03", "national-2020"),
    ],
)
def test_most_specific_pack_in_force(area: str, period: str, key: str) -> None:
    assert choose(PACKS, None, area, period).key == key


def test_no_pack_in_force_is_an_error() -> None:
    with pytest.raises(SettingsError, match="2020-02"):
        choose(PACKS, None, "350181", "2020-02")


def test_named_pack_speaks_whatever_area_and_date() -> None:
    assert choose(PACKS, "fujian-2021", "440000", "2019-01").key == "fujian-2021"
    assert parameters(FUJIAN, "2019-01", {})["income_line"] == 7152


def test_unknown_name_is_told_the_names() -> None:
    with pytest.raises(SettingsError, match="fujian-2021、national-2020"):
        choose(PACKS, "fujian", "350181", "2021-06")


@pytest.mark.parametrize("period", ["2021", "2021-13", "202106", "2021-6", ""])
def test_period_must_be_a_month(period: str) -> None:
    with pytest.raises(SettingsError):
        choose(PACKS, None, "350181", period)


def test_defaults_of_the_interface() -> None:
    local = {
        "income_drop_ratio": Decimal("0.30"),
        "expense_income_multiple": Decimal("1.0"),
        "expense_spike_multiple": Decimal(2),
        "expense_spike_floor": Decimal(5000),
    }
    assert parameters(NATIONAL, "2020-06", {}).items() >= {"income_line": Decimal(6000), **local}.items()
    assert parameters(FUJIAN, "2021-06", {}).items() >= {"income_line": Decimal(7152), **local}.items()


@pytest.mark.parametrize(
    ("standard", "line"), [(8000, 8000), ("7200.5", "7200.5"), (7152, 7152), (6000, 7152)]
)
def test_line_follows_the_countys_subsistence_standard(standard: Any, line: Any) -> None:
    assert parameters(FUJIAN, "2021-06", {"subsistence_standard": standard})["income_line"] == Decimal(line)


@pytest.mark.parametrize(
    "settings",
    [
        {"income_line": 7151.99},
        {"income_line": 7999, "subsistence_standard": 8000},
        {"income_drop_ratio": 0},
        {"income_drop_ratio": 1.01},
        {"expense_spike_multiple": 0.99},
        {"subsistence_minimum": 8000},  # the document's, not the county's
        {"subsistence_standard": "八千"},
        {"subsistence_standard": True},
        {"subsistence_standard": -1},
        {"subsistence_standard": float("nan")},
        {"subsistence_standard": 7152.00001},
    ],
)
def test_setting_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        parameters(FUJIAN, "2021-06", settings)


def test_setting_of_another_pack_waits_for_it_and_a_misspelt_one_is_found() -> None:
    assert parameters(NATIONAL, "2021-05", {"subsistence_standard": 8000})["income_line"] == 6000
    check_settings(PACKS, {"subsistence_standard": 8000})
    with pytest.raises(SettingsError, match="subsistence_standrad"):
        check_settings(PACKS, {"subsistence_standrad": 8000})


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.key)
def test_no_article_is_cited_for_a_number_that_it_does_not_contain(pack: Any) -> None:
    for parameter in pack.parameters.values():
        printed = {number for value in parameter.values for number in numbers(value.value)}
        if parameter.basis == "document_text":
            assert printed <= set(pack.document.articles[parameter.article].figures)
        else:
            assert parameter.article is None


def test_every_rule_names_its_requirement() -> None:
    assert all(rule.requirements for pack in PACKS.values() for rule in pack.rules.values())


def test_a_further_pack_needs_no_code(tmp_path: Path) -> None:
    packs = load_packs(county_pack(tmp_path))
    assert choose(packs, None, "350181", "2022-01").key == "county"
    assert parameters(packs["county"], "2022-01", {})["income_drop_ratio"] == Decimal("0.4")
    assert list(packs["county"].rules) == ["income_drop"]
    assert packs["county"].rules["income_drop"].says == NATIONAL.rules["income_drop"].says


def test_a_changed_pack_changes_its_version(tmp_path: Path) -> None:
    before = load_packs(county_pack(tmp_path))["county"].pack_version
    after = load_packs(
        county_pack(tmp_path, lambda p: p["parameters"]["income_drop_ratio"].update(ceiling=0.9))
    )
    assert before != after["county"].pack_version
    assert before == load_packs(county_pack(tmp_path))["county"].pack_version


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: p.pop("version"), "缺少必填项"),
        (lambda p: p.update(colour="red"), "没有这一项"),
        (lambda p: p.update(extends="nobody"), "extends"),
        (lambda p: p.update(extends="county"), "extends"),
        (lambda p: p["document"].update(area="福建"), "document.area"),
        (lambda p: p["document"].update(until="2021-01-01"), "失效日期"),
        (lambda p: p["rules"]["income_drop"].update(condition="income_12m"), "是非判断"),
        (lambda p: p["rules"]["income_drop"].update(condition="guarantee_water"), "guarantee_water"),
        (lambda p: p["rules"]["income_drop"].update(condition="income_per_capita < 1"), "income_per_capita"),
        (lambda p: p["rules"]["income_drop"].update(condition="members < 2"), "evidence：members"),
        (lambda p: p["rules"]["income_drop"].update(says="{nothing}元"), "nothing"),
        (lambda p: p["rules"]["income_drop"].update(articles=["第9条"]), "第9条"),
        (lambda p: p["rules"].update(guarantee={}), "缺少必填项"),
        (lambda p: p["levels"].update(orange={"rules": ["low_income"]}), "low_income"),
        (lambda p: p["levels"].pop("orange"), "income_drop"),
        (lambda p: p.update(classify=[{"target_class": "other"}]), "other"),
        (lambda p: p.update(classify=[{"target_class": "marginal", "rules": ["income_drop"]}]), "最后一项"),
        (lambda p: p["parameters"]["income_drop_ratio"].update(article="第1条"), "本地口径"),
        (
            lambda p: p["parameters"]["income_drop_ratio"].update(basis="document_text", article="第1条"),
            "没有记载数值 0.4",
        ),
        (lambda p: p["parameters"]["income_drop_ratio"].update(values=[{"value": "unknown * 2"}]), "unknown"),
        (
            lambda p: p["parameters"]["income_drop_ratio"].update(values=[{"value": 1}, {"value": 2}]),
            "互不重叠",
        ),
    ],
)
def test_faulty_pack_is_refused(tmp_path: Path, change: Callable[[Any], Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told) as refused:
        load_packs(county_pack(tmp_path, change))
    assert "county" in refused.value.message


def test_dated_value_and_the_gap_between_two(tmp_path: Path) -> None:
    values = [{"value": 0.4, "until": "2022-01-01"}, {"value": 0.5, "since": "2023-01-01"}]
    county = load_packs(
        county_pack(tmp_path, lambda p: p["parameters"]["income_drop_ratio"].update(values=values))
    )["county"]
    assert parameters(county, "2021-12", {})["income_drop_ratio"] == Decimal("0.4")
    assert parameters(county, "2023-01", {})["income_drop_ratio"] == Decimal("0.5")
    with pytest.raises(SettingsError, match="没有取值"):
        parameters(county, "2022-06", {})


def test_a_key_written_twice_and_a_name_taken_twice_are_refused(tmp_path: Path) -> None:
    folder = county_pack(tmp_path) / "county"
    text = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(text + "\nversion: '2.0'\n", "utf-8")
    with pytest.raises(SettingsError, match="重复"):
        load_packs(tmp_path)
    (folder / "pack.yaml").write_text(text, "utf-8")
    folder.rename(tmp_path / "fujian-2021")
    with pytest.raises(SettingsError, match="已经存在"):
        load_packs(tmp_path)


def county_pack(place: Path, change: Callable[[Any], Any] = lambda p: None) -> Path:
    """A folder with one small pack that extends the national one, after `change`."""
    written: dict[str, Any] = {
        "version": "1.0",
        "extends": "national-2020",
        "document": {
            "title": "县级办法",
            "number": "某办〔2021〕1号",
            "issuer": "某县",
            "area": "3501",
            "since": "2021-08-01",
            "articles": {"第1条": {"gist": "收入骤降。"}},
        },
        "parameters": {
            "poverty_standard": {},
            "income_line": {
                "basis": "local_interpretation",
                "article": None,
                "values": [{"value": 8000}],
                "floor": 0,
            },
            "income_drop_ratio": {"values": [{"value": 0.4}]},
        },
        "rules": {"income_drop": {"articles": ["第1条"]}},
        "levels": {"orange": {"rules": ["income_drop"]}},
    }
    change(written)
    folder = place / "county"
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
    return place
