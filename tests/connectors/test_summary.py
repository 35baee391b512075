import re
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from connectors.workbooks.county_summary import write_summary
from tests.connectors.list_county import NAMES, PERIOD, TITLES, add_candidate, add_file, add_risk, county


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Two townships, each with six families with an alert, one cleared and one without, of four persons."""
    con = county(6)
    add_file(con, 4, "old.xlsx", taken_in="2021-05")
    return con


def sheet(con: duckdb.DuckDBPyConnection, folder: Path, name: str) -> list[tuple[object, ...]]:
    """The rows of a sheet, including headings."""
    write_summary(con, PERIOD, folder / "汇总.xlsx", titles=TITLES)
    return list(load_workbook(folder / "汇总.xlsx")[name].iter_rows(values_only=True))


def test_overview_counts_and_scale(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("UPDATE household_months SET household_type = '一般农户' WHERE household_id LIKE '3501811%'")
    rows = sheet(con, tmp_path, "总览")
    figures = {row[0]: row[1] for row in rows}
    assert rows[1][0] == "政策包：fujian-2021　版本：1.0"
    assert figures["名册户数"] == 16 and figures["名册人口"] == 64 and figures["其中建档立卡人口"] == 32
    assert figures["应核查户数"] == 12 and figures["已解除预警"] == 2
    assert [figures[f"　{level}预警"] for level in ("红色", "橙色", "黄色")] == [4, 4, 4]
    assert figures["应核查人口占建档立卡人口"] == 150
    assert figures["其中建档立卡户应核查人口占比"] == 75
    assert figures["监测对象人口占建档立卡人口"] == 100 * figures["监测对象人口"] / 32
    (remark,) = (row[3] for row in rows if row[0] == "监测对象人口占建档立卡人口")
    assert remark == "国开发〔2020〕6号 三(二)：预计规模一般为 5%，最多 10%；只作对照，不据此增减预警"
    assert (figures["　预计规模：一般"], figures["　预计规模：最多"]) == (2, 3)
    assert figures.keys().isdisjoint({"规模性返贫提示", "风险消除候选"})


def test_a_scale_that_no_document_gives_is_not_shown(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("DELETE FROM scale_in_force")
    remarks = {row[0]: row[3] for row in sheet(con, tmp_path, "总览")}
    assert remarks["监测对象人口占建档立卡人口"] == "只作对照，不据此增减预警"
    assert "　预计规模：一般" not in remarks


def test_places_at_risk_are_described_in_plain_words_flagged_first(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    doubtful = {"p_value": 0.0312, "q_value": 0.4, "flagged": False, "history_months": 0, "level": "village"}
    add_risk(con, "东乡", village="上村", alerts=4, new_alerts=0, expected=1.2, ratio=3.33, **doubtful)
    add_risk(con, "东乡", village="下村", **{**doubtful, "p_value": 0.6})  # as expected, so not shown
    add_risk(con, "西乡")
    *_, flagged, unusual = sheet(con, tmp_path, "规模性返贫风险")
    assert flagged[:9] == ("提示会商", "西乡", "全乡镇", "因灾", 320, 80, 75, 1.1, 71.1)
    assert flagged[9] == (
        "全乡镇 320 户。按其他乡镇的比例和当地此前 3 期的情况推算，预计约 1.1 户有此类预警，"
        "实际 80 户（本期新增 75 户），是预计的 71.1 倍；"
        "如果没有特殊情况，偶然达到这么多户的可能不到万分之一。"
    )
    assert unusual[:4] == ("留意", "东乡", "上村", "因灾")
    assert "以前各期尚无可比数据" in str(unusual[9]) and "可能约 3.1%，同时比较的地方多" in str(unusual[9])
    figures = {row[0]: row[1] for row in sheet(con, tmp_path, "总览")}
    assert figures["规模性返贫提示"] == 1


def test_candidates_for_elimination_are_counted_by_township(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add_candidate(con, "仙龙镇", "350181000007")
    assert {row[0]: row[1] for row in sheet(con, tmp_path, "总览")}["风险消除候选"] == 1
    total, *townships = (row[13] for row in sheet(con, tmp_path, "乡镇汇总")[2:])
    assert total == sum(townships) == 1


def test_the_calendar_of_the_document(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert [row[1:3] for row in sheet(con, tmp_path, "工作日历")[2:]] == [
        ("乡镇初审", "清单下发后 5 个工作日内"),
        ("入户核实", "清单下发后 1 个月内"),
        ("帮扶责任人走访", "每季度"),
    ]


def test_a_county_without_alerts_is_stated(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("DELETE FROM alerts WHERE state <> 'cleared'")
    text = "\n".join(str(row[0]) for row in sheet(con, tmp_path, "总览"))
    assert "本期全县没有需要核查的户" in text


def test_townships_add_up_to_the_county(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("DELETE FROM household_months WHERE household_id = '350181000000'")  # left the roster
    _, titles, *rows = sheet(con, tmp_path, "乡镇汇总")
    assert titles[:4] == ("乡镇", "名册户数", "名册人口", "应核查户数")
    total, *townships = rows
    assert total[:5] == ("合计", 15, 60, 12, 44)
    assert [sum(column) for column in zip(*(row[1:] for row in townships), strict=True)] == list(total[1:])


def test_rules_with_basis_and_frequency(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute(
        "INSERT INTO rule_results VALUES (?, 'x', 'fujian-2021', 'guarantee', 'unknown', '…')", [PERIOD]
    )
    *_, drop, _, _, guarantee = sheet(con, tmp_path, "规则汇总")
    assert (drop[1], drop[3], drop[5]) == ("收入骤降", "本地口径", 10)
    assert (guarantee[1], guarantee[3], guarantee[5], guarantee[6]) == ("保障存在疑问", "文件条款", 4, 1)


def test_files_of_this_run_only(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    *_, row = rows = sheet(con, tmp_path, "来源文件")
    assert len(rows) == 3
    assert row == (3, "医保结算", "2021-06/医保.xlsx", "2021-06", "已接收", 10, 7, 3, None)


def test_only_failed_checks_are_shown(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.executemany(
        "INSERT INTO contract_results VALUES "
        "(3, 'health_insurance', '2021-06', ?, 0.25, 0, 0.2, 'warning', ?, '退回过多')",
        [["rejected_share", False], ["rows_ratio", True]],
    )
    *_, row = rows = sheet(con, tmp_path, "合同检查")
    assert len(rows) == 3
    assert row[3:7] == ("退回行的比例", 0.25, 0, 0.2)
    con.execute("UPDATE contract_results SET observed = 'infinity'")
    assert sheet(con, tmp_path, "合同检查")[-1][4] is None


def test_empty_tables_have_a_remark(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert sheet(con, tmp_path, "合同检查")[-1][0] == "没有未通过的检查。"


def test_links_by_source_status_and_stage(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("INSERT INTO linkage.row_links VALUES (4, 1, 'unlinked', NULL, NULL, 'none', NULL)")
    linked, unlinked = sheet(con, tmp_path, "匹配情况")[-2:]
    assert (linked[:4], linked[5]) == (("医保结算", "已匹配", "exact_id", 12), 12)
    assert (unlinked[1], unlinked[3], unlinked[5]) == ("未匹配", 1, 0)
    assert float(str(linked[4])) + float(str(unlinked[4])) == pytest.approx(100)


def test_data_gaps_by_source_and_month(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert sheet(con, tmp_path, "数据缺口")[-3:] == [
        ("医保结算", "2020-06", 16, 100),
        ("医保结算", "2020-08", 16, 100),
        ("家庭收入", "2020-07", 16, 100),
    ]


def test_no_person_is_named(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    write_summary(con, PERIOD, tmp_path / "汇总.xlsx", titles=TITLES)
    with ZipFile(tmp_path / "汇总.xlsx") as package:
        content = "".join(package.read(name).decode() for name in package.namelist())
    assert not re.search("|".join([*NAMES, "张帮扶", "138001", "350181"]), content)


def test_values_from_outside_stay_text(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("UPDATE files SET name = '=1+1', source = '@SUM', reason = '+1' WHERE file_id = 3")
    con.execute("UPDATE household_months SET township = 'http://x/' WHERE township = '仙龙镇'")
    write_summary(con, PERIOD, tmp_path / "汇总.xlsx")
    book = load_workbook(tmp_path / "汇总.xlsx")
    cells = list(chain.from_iterable(chain.from_iterable(page.iter_rows() for page in book)))
    assert {cell.data_type for cell in cells} == {"s", "n"} and not any(cell.hyperlink for cell in cells)
    calamine = CalamineWorkbook.from_path(tmp_path / "汇总.xlsx")
    values = set(
        chain.from_iterable(
            chain.from_iterable(calamine.get_sheet_by_name(name).to_python() for name in calamine.sheet_names)
        )
    )
    assert {"=1+1", "@SUM", "+1", "http://x/"} <= values


def test_same_input_same_bytes(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for name in "ab":
        write_summary(con, PERIOD, tmp_path / f"{name}.xlsx", titles=TITLES)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
