"""Which pack is applied, what its parameters are, and which packs are refused."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from data_contracts.errors import SettingsError
from rules.declarations.conditions import numbers
from rules.declarations.pack import check_settings, choose, load_packs, parameters
from tests.rules.golden import first_day

PACKS = load_packs()
NATIONAL, FUJIAN = PACKS["national-2020"], PACKS["fujian-2021"]
GUANGDONG, XIANLONG, CITY = PACKS["guangdong-2020"], PACKS["xianlong-2020"], PACKS["city-2020"]
SHOCKS = ["income_drop", "expense_over_income", "expense_spike"]
WARNING_LINES = ["illness_expense", "education_expense", "disaster_loss"]


@pytest.mark.parametrize(
    ("area", "period", "key"),
    [
        ("350181", "2021-05", "national-2020"),  # the month before Fujian's came into force
        ("350181", "2021-06", "fujian-2021"),  # in force from the 4th: the last day decides
        ("35", "2024-01", "fujian-2021"),
        ("440000", "2020-05", "national-2020"),
        ("440000", "2020-06", "guangdong-2020"),
        ("445281", "2023-12", "guangdong-2020"),
        ("500118", "2020-04", "national-2020"),
        ("500118", "2020-05", "xianlong-2020"),  # in force from the 15th
        ("500119", "2020-05", "national-2020"),
        ("50", "2020-05", "national-2020"),  # a town's document does not hold for its whole city
        ("420102", "2020-06", "national-2020"),  # the city's document is applied only where it is named
    ],
)
def test_most_specific_pack_in_force(area: str, period: str, key: str) -> None:
    assert choose(PACKS, None, area, period).key == key


@pytest.mark.parametrize("area", ["350181", "440000", "500118", "000000", "420102"])
def test_no_pack_in_force_is_an_error(area: str) -> None:
    with pytest.raises(SettingsError, match="2020-02"):
        choose(PACKS, None, area, "2020-02")


@pytest.mark.parametrize(
    "area", ["35", "350181", "44", "440303", "500118", "500118104", "000000", "11", "650102"]
)
@pytest.mark.parametrize("period", [f"{year}-{month:02}" for year in (2020, 2021) for month in range(3, 13)])
def test_no_pack_in_force_is_more_specific_than_the_one_applied(area: str, period: str) -> None:
    applied = choose(PACKS, None, area, period).document
    last = (first_day(period) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    assert applied.in_force(last)
    in_force = [p.document for p in PACKS.values() if p.document.in_force(last)]
    assert len(applied.area) == max(len(d.area) for d in in_force if area.startswith(d.area))


def test_a_document_that_has_ended_is_no_longer_applied(tmp_path: Path) -> None:
    packs = load_packs(county_pack(tmp_path, lambda p: p["document"].update(until="2021-11-30")))
    applied = [
        choose(packs, None, "350181", period).key for period in ("2021-07", "2021-08", "2021-10", "2021-11")
    ]
    assert applied == ["fujian-2021", "county", "county", "fujian-2021"]


def test_a_named_pack_is_applied_in_any_area_and_at_any_date() -> None:
    assert choose(PACKS, "fujian-2021", "440000", "2019-01").key == "fujian-2021"
    assert parameters(FUJIAN, "2019-01", {})["income_line"] == 7152


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        SettingsError, match="city-2020、fujian-2021、guangdong-2020、national-2020、xianlong-2020"
    ):
        choose(PACKS, "fujian", "350181", "2021-06")


@pytest.mark.parametrize("period", ["2021", "2021-13", "202106", "2021-6", ""])
def test_period_must_be_a_month(period: str) -> None:
    with pytest.raises(SettingsError):
        choose(PACKS, None, "350181", period)


def test_rules_in_force_are_the_interfaces() -> None:
    assert all("department_clue" in pack.levels["yellow"].rules for pack in PACKS.values())
    in_force = {key: [r for r in pack.rules if r != "department_clue"] for key, pack in PACKS.items()}
    fujian = in_force.pop("fujian-2021")
    assert in_force == {
        "national-2020": ["low_income", *SHOCKS],
        "guangdong-2020": ["low_income_labour", *SHOCKS],
        "xianlong-2020": ["low_income", *SHOCKS, "guarantee", "red_alert"],
        "city-2020": ["low_income", *SHOCKS, *WARNING_LINES],
    }
    assert fujian[:5] == ["low_income", *SHOCKS, "guarantee"]
    assert {*fujian[5:], "department_clue"} == {
        *FUJIAN.levels["yellow"].rules
    }  # of later sources: warning lines only


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.key)
def test_shock_lines_are_the_same_local_ones_in_every_pack(pack: Any) -> None:
    values = parameters(pack, "2021-06", {})
    lines = [("income_drop_ratio", "0.30"), ("expense_income_multiple", 1), ("expense_spike_multiple", 2)]
    for name, value in [*lines, ("expense_spike_floor", 5000)]:
        assert values[name] == Decimal(value)
        assert pack.parameters[name].basis == "local_interpretation"


def test_lines_of_the_other_documents() -> None:
    assert parameters(GUANGDONG, "2020-06", {})["income_line"] == 10000
    values = parameters(XIANLONG, "2020-06", {})
    assert (values["income_line"], values["red_line"]) == (6000, 4800)
    values = parameters(CITY, "2020-06", {})
    assert values["income_line"] == 6000
    own = ("illness_expense_line", "education_expense_line", "disaster_loss_line")
    assert [values[name] for name in own] == [10000, 8000, 5000]
    assert {CITY.parameters[name].basis for name in own} == {"local_interpretation"}


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


@pytest.mark.parametrize(
    ("pack", "settings"),
    [
        (NATIONAL, {"income_line": 5999.99}),
        (XIANLONG, {"income_line": 5999.99}),
        (CITY, {"income_line": 5999.99}),
        (CITY, {"illness_expense_line": 0}),
        (GUANGDONG, {"income_line": 12000}),  # the document's, not the county's
        (XIANLONG, {"red_line": 4799.99}),
        (NATIONAL, {"line_multiple": 2}),
        (NATIONAL, {"scale_usual": 0.2}),
        (FUJIAN, {"false_discovery_rate": 0}),
    ],
)
def test_below_its_floor_or_not_the_countys_to_set(pack: Any, settings: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=next(iter(settings))):
        parameters(pack, "2021-06", settings)


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.key)
def test_settings_override_only_what_the_county_may_set(pack: Any) -> None:
    printed = parameters(pack, "2021-06", {})
    for name, parameter in pack.parameters.items():
        if parameter.county_may_set:
            assert parameters(pack, "2021-06", {name: printed[name]}) == printed
        else:
            with pytest.raises(SettingsError, match="不由县里设定"):
                parameters(pack, "2021-06", {name: printed[name]})


def test_a_setting_of_another_pack_is_accepted_and_a_misspelt_one_is_refused() -> None:
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


CITED = {"requirements": ["N1"], "articles": ["第1条"]}
MEASURE = {**CITED, "says": "帮助就业", "unit": "县级扶贫部门"}
DUTY = {**CITED, "label": "核实"}
ELIMINATION = {**CITED, "months": [12], "condition": "members > 0", "quiet_months": 6, "says": "{members}人"}


STEP = {**CITED, "who": "county", "label": "确认"}
PROCEDURE = {
    "entry": [
        {
            **STEP,
            "key": "confirmed",
            "after": "proposed",
            "columns": ["确认日期"],
            "result": "确认结果",
            "decides": True,
        }
    ],
    "elimination": [{**STEP, "key": "ended", "after": "monitored", "columns": ["消除日期"]}],
}


def changed_step(place: int, **fields: Any) -> Callable[[Any], Any]:
    """A pack with the procedure, one of whose steps of entry is another."""
    entry = [dict(step) for step in PROCEDURE["entry"]]
    entry[place].update(fields)
    return lambda p: p.update(procedure={**PROCEDURE, "entry": entry})


def test_every_rule_names_its_requirement() -> None:
    assert all(rule.requirements for pack in PACKS.values() for rule in pack.rules.values())


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.key)
def test_what_a_pack_asks_for_names_its_requirement(pack: Any) -> None:
    procedure = pack.procedure
    assert procedure is not None
    steps = [step for _, step in procedure.steps()]
    parts = [
        *pack.measures,
        *pack.calendar,
        *steps,
        *filter(None, (pack.scale, pack.elimination, pack.regional)),
    ]
    assert parts
    assert all(part.requirements for part in parts)


def test_scale_elimination_and_places_are_the_documents() -> None:
    shares = parameters(NATIONAL, "2020-06", {})
    assert NATIONAL.scale is not None
    assert (shares[NATIONAL.scale.usual], shares[NATIONAL.scale.most]) == (Decimal("0.05"), Decimal("0.10"))
    months = {key: pack.elimination.months for key, pack in PACKS.items() if pack.elimination}
    assert months == {"guangdong-2020": (12,), "fujian-2021": (3, 6, 9, 12)}
    assert [key for key, pack in PACKS.items() if pack.regional] == ["fujian-2021"]


def test_the_calendar_of_fujian_has_the_documents_times() -> None:
    within = [d for d in FUJIAN.calendar if d.within_working_days or d.within_months]
    assert [(d.within_working_days, d.within_months, d.articles) for d in within] == [
        (5, None, ("第7条",)),
        (None, 1, ("第7条",)),
    ]


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
    ("change", "fault"),
    [
        (lambda p: p.pop("version"), "缺少必填项"),
        (lambda p: p.update(colour="red"), "没有这一项"),
        (lambda p: p.update(extends="nobody"), "extends"),
        (lambda p: p.update(extends="county"), "extends"),
        (lambda p: p["document"].update(area="福建"), "document.area"),
        (lambda p: p["document"].update(until="2021-01-01"), "失效日期"),
        (lambda p: p["rules"]["income_drop"].update(condition="income_12m"), "是非判断"),
        (lambda p: p["rules"]["income_drop"].update(condition="guarantee_fire"), "guarantee_fire"),
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
        (lambda p: p.update(measures=[MEASURE | {"articles": ["第9条"]}]), "measures 第1项：引用.*第9条"),
        (lambda p: p.update(measures=[MEASURE | {"causes": ["fire"]}]), "原因：fire"),
        (lambda p: p.update(measures=[MEASURE | {"rules": ["low_income"]}]), "没有这样的规则：low_income"),
        (lambda p: p.update(measures=[MEASURE | {"target_classes": ["rich"]}]), "target_classes 中：rich"),
        (lambda p: p.update(measures=[MEASURE | {"says": "保留12个月"}]), "没有记载数值 12"),
        (lambda p: p.update(measures=[MEASURE | {"says": "培训；就业"}]), "不能用“；”"),
        (
            lambda p: p.update(calendar=[DUTY | {"within_working_days": 5}]),
            "calendar 第1项：.*没有记载数值 5",
        ),
        (lambda p: p.update(calendar=[DUTY | {"within_months": 1}]), "没有记载数值 1"),
        (lambda p: p.update(calendar=[DUTY | {"articles": ["第9条"]}]), "第9条"),
        (lambda p: p.update(calendar=[DUTY | {"label": "3日内上报"}]), "没有记载数值 3"),
        (
            lambda p: (
                p["document"]["articles"]["第1条"].update(figures=[5]),
                p.update(calendar=[DUTY | {"within_working_days": 5, "every": "month"}]),
            ),
            "只能写一项",
        ),
        (lambda p: p.update(calendar=[DUTY | {"every": "decade"}]), "规定的几个值"),
        (lambda p: p.update(scale=CITED | {"usual": "share", "most": "income_line"}), "scale：没有.*share"),
        (lambda p: p.update(regional=CITED | {"false_discovery_rate": "rate"}), "regional：没有.*rate"),
        (lambda p: p.update(elimination=ELIMINATION | {"condition": "members"}), "elimination：.*是非判断"),
        (lambda p: p.update(elimination=ELIMINATION | {"condition": "wealth > 1"}), "wealth"),
        (lambda p: p.update(elimination=ELIMINATION | {"says": "{wealth}元"}), "wealth"),
        (lambda p: p.update(elimination=ELIMINATION | {"months": [13]}), "1 至 12"),
        (lambda p: p.update(elimination=ELIMINATION | {"articles": ["第9条"]}), "第9条"),
        (lambda p: p.update(calendar=[DUTY | {"every": "day", "who": "county"}]), "每日的事项不列入"),
        (lambda p: p.update(calendar=[DUTY | {"every": "month", "who": "department"}]), "应写 departments"),
        (
            lambda p: p.update(calendar=[DUTY | {"every": "month", "who": "county", "for": "listed"}]),
            "for 应为 listed",
        ),
        (
            lambda p: p.update(calendar=[DUTY | {"every": "month", "who": "county", "done_by": "visit"}]),
            "done_by 应为 run",
        ),
        (
            lambda p: p.update(calendar=[DUTY | {"every": "month", "who": "county", "months": [3]}]),
            "没有记载数值 3",
        ),
        (changed_step(0, articles=["第9条"]), "procedure.entry confirmed：引用.*第9条"),
        (changed_step(0, after="monitored"), "confirmed 的 after 应为 proposed"),
        (changed_step(0, decides=False, result=None), "也只有一个步骤写 decides"),
        (changed_step(0, decides=False), "只有 decides 的步骤才有 result"),
        (changed_step(0, key="monitored"), "步骤不能叫 monitored"),
        (changed_step(0, within_working_days=5), "没有记载数值 5"),
        (changed_step(0, columns=["开始日期", "结束日期"]), "其他步骤只有一个"),
        (changed_step(0, columns=["消除日期"]), "消除日期 出现不止一次"),
        (changed_step(0, repeats=True), "repeats 只用于确认之后的步骤"),
        (
            lambda p: p.update(
                procedure=PROCEDURE | {"revisit": CITED | {"every": "month", "articles": ["第9条"]}}
            ),
            "procedure：引用.*第9条",
        ),
        (
            lambda p: p.update(
                procedure=PROCEDURE | {"allowance_grace": {**CITED, "label": "期满", "months": 12}}
            ),
            "没有记载数值 12",
        ),
    ],
)
def test_faulty_pack_is_refused(tmp_path: Path, change: Callable[[Any], Any], fault: str) -> None:
    with pytest.raises(SettingsError, match=fault) as refused:
        load_packs(county_pack(tmp_path, change))
    assert "county" in refused.value.message


def test_a_pack_may_have_measures_calendar_and_elimination(tmp_path: Path) -> None:
    further = {"measures": [MEASURE], "calendar": [DUTY | {"every": "month"}], "elimination": ELIMINATION}
    county = load_packs(county_pack(tmp_path, lambda p: p.update(further)))["county"]
    assert (len(county.measures), len(county.calendar)) == (1, 1)


def test_what_cites_articles_is_not_taken_from_another_document(tmp_path: Path) -> None:
    county = load_packs(county_pack(tmp_path))["county"]
    assert (county.measures, county.calendar, county.scale, county.elimination) == ((), (), None, None)


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
