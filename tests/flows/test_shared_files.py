"""The national system's roster export, one row a person, is both rosters."""

from pathlib import Path
from typing import Any

import pytest

from flows.steps import run_month
from tests.flows.small_county import CHEN, LIN, WANG, drop, drop_rosters, make_workspace
from tests.flows.workspaces import query

pytestmark = pytest.mark.usefixtures("unlisted")

HEADER = (
    "户编号", "户主姓名", "乡镇", "行政村", "户类型", "家庭人数", "人编号", "姓名", "证件号码", "与户主关系",
    "健康状况",
)  # fmt: skip


def person(home: str, member: str, who: tuple[str, str], kind: str = "脱贫户", **more: Any) -> dict[str, Any]:
    head, township = ("王大明", "东张镇") if home == "H1" else ("陈国强", "龙田镇")
    cells = (home, head, township, "道桥村", kind, "2", member, *who, "户主", "健康")
    return dict(zip(HEADER, cells, strict=True)) | more


PERSONS = [person("H1", "M1", WANG), person("H1", "M2", LIN), person("H2", "M3", CHEN, "边缘户")]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "county")


def files(root: Path) -> list[tuple[Any, ...]]:
    return query(
        root,
        "SELECT source, name, status, rows_read, rows_accepted, rows_rejected FROM files "
        "WHERE source IN ('households', 'members') ORDER BY ALL",
    )


@pytest.mark.parametrize("folder", ["households", "members", "农户名册"])
def test_it_is_read_as_households_and_members(empty: Path, folder: str) -> None:
    drop(empty, folder, "2021-06/全国系统导出.csv", PERSONS)
    run_month(empty, "2021-06")
    name = "2021-06/全国系统导出.csv"
    assert files(empty) == [
        ("households", name, "accepted", 2, 2, 0),
        ("members", name, "accepted", 3, 3, 0),
    ]
    assert query(
        empty, "SELECT household_id, members, household_type FROM household_months ORDER BY ALL"
    ) == [("H1", 2, "脱贫户"), ("H2", 1, "边缘易致贫户")]
    assert query(empty, "SELECT count(DISTINCT sha256), count(DISTINCT file_id) FROM files") == [(1, 2)]
    unknown = query(empty, "SELECT DISTINCT message FROM file_notices WHERE code = 'unknown_columns'")
    assert unknown == [("不在约定之内、未取用的列：家庭人数",)]


@pytest.mark.parametrize("folder", ["households", "members"])
def test_the_head_is_the_person_who_is_said_to_be_it(empty: Path, folder: str) -> None:
    export = [
        person("H1", "M2", LIN, 与户主关系="配偶"),
        person("H1", "M1", WANG, 与户主关系="本人或户主"),
        person("H2", "M3", CHEN, "边缘户"),
    ]
    drop(
        empty,
        folder,
        "2021-06/导出.csv",
        [{k: v for k, v in row.items() if k != "户主姓名"} for row in export],
    )
    run_month(empty, "2021-06")
    assert query(empty, "SELECT household_id, head_name, head_id_number FROM households ORDER BY ALL") == [
        ("H1", *WANG),
        ("H2", *CHEN),
    ]
    assert query(empty, "SELECT count(*) FROM members") == [(3,)]


def test_rows_of_a_household_that_contradict_each_other_are_told(empty: Path) -> None:
    changed = [PERSONS[0], PERSONS[1] | {"户类型": "一般农户", "行政村": ""}, PERSONS[2]]
    drop(empty, "members", "2021-06/导出.csv", changed)
    run_month(empty, "2021-06")
    assert query(empty, "SELECT message FROM file_notices WHERE code = 'contradictory_rows'") == [
        ("同一户各行的户类型不一致，以户主一行为准：第 2 行",)
    ]


def test_a_row_without_its_household_is_rejected_from_both(empty: Path) -> None:
    drop(empty, "households", "2021-06/导出.csv", [*PERSONS, person("", "M9", LIN)])
    run_month(empty, "2021-06")
    assert [row[3:] for row in files(empty)] == [(3, 2, 1), (4, 3, 1)]


def test_households_of_their_own_are_not_replaced_by_columns_in_a_list_of_members(empty: Path) -> None:
    drop_rosters(empty)
    drop(empty, "members", "2021-06/人.csv", [person("H1", "M1", WANG, "一般农户")])
    run_month(empty, "2021-06")
    assert [(source, name) for source, name, *_ in files(empty)] == [
        ("households", "2021-06/户.csv"),
        ("members", "2021-06/人.csv"),
    ]
    assert query(empty, "SELECT household_type FROM household_months WHERE household_id = 'H1'") == [
        ("脱贫户",)
    ]


def test_an_export_sent_again_replaces_both(empty: Path) -> None:
    drop(empty, "members", "2021-06/导出.csv", PERSONS)
    run_month(empty, "2021-06")
    drop(empty, "members", "2021-06/导出.csv", [*PERSONS[:2], person("H3", "M4", CHEN)])
    run_month(empty, "2021-06")
    assert query(empty, "SELECT household_id, members FROM household_months ORDER BY ALL") == [
        ("H1", 2),
        ("H3", 1),
    ]
