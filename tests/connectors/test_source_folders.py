"""Drop folders under Chinese names."""

from pathlib import Path

import pytest

from connectors.inbox.drop_folder import scan
from connectors.inbox.source_folders import sources_by_folder, unknown_folder
from data_contracts.contract import load_contracts

CONTRACTS = load_contracts()


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("health_insurance", "health_insurance"),
        ("医保结算", "health_insurance"),
        ("医疗保障局", "health_insurance"),
        (" 医保 结算 ", "health_insurance"),
        ("农户名册", "households"),
        ("家庭收入", "incomes"),
        ("应急管理局", "emergency"),
        ("扶贫办", "扶贫办"),  # households, members, incomes and more
        ("乡村振兴局", "乡村振兴局"),
        ("图书馆", "图书馆"),
    ],
)
def test_a_folder_is_named_by_source_title_or_department(folder: str, source: str) -> None:
    assert sources_by_folder(CONTRACTS)(folder) == source


@pytest.mark.parametrize("folder", ["扶贫办（乡村振兴局）", "扶贫办", "乡村振兴局"])
def test_a_department_with_several_extracts_is_told_its_choices(folder: str) -> None:
    error = unknown_folder(folder, CONTRACTS)
    assert error.code == "several_sources"
    for title in ("农户名册", "家庭成员名册", "家庭收入"):
        assert title in error.message
    assert unknown_folder("图书馆", CONTRACTS).code == "unknown_source"


def test_two_folders_of_one_source_are_both_scanned(tmp_path: Path) -> None:
    for folder in ("health_insurance", "医保结算"):
        (tmp_path / folder / "2021-06").mkdir(parents=True)
        (tmp_path / folder / "2021-06" / f"{folder}.csv").write_text("a")
    arrivals = scan(tmp_path, sources_by_folder(CONTRACTS))
    assert [(a.source, a.name) for a in arrivals] == [
        ("health_insurance", "2021-06/health_insurance.csv"),
        ("health_insurance", "2021-06/医保结算.csv"),
    ]
