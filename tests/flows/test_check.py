"""`fangfanpin check` says of a file what the run says of it, and touches nothing."""

import time
from pathlib import Path
from typing import Any

import pytest

from data_contracts.errors import UsageError
from flows.file_check import RefusedFileError, check
from flows.steps import run_month
from flows.words import file_check as words
from tests.flows.small_county import (
    CHEN,
    WANG,
    benefit,
    disaster,
    drop,
    drop_rosters,
    household,
    incomes,
    make_workspace,
    member,
    report,
    settlement,
)
from tests.flows.workspaces import contents, query

BILL = settlement("S1", *WANG, "2021-05-03", 100)
FILES: dict[tuple[str, str], list[dict[str, Any]]] = {
    ("health_insurance", "2021-06/好.csv"): [BILL],
    ("health_insurance", "2021-06/又.csv"): [BILL],
    ("health_insurance", "2021-06/半.csv"): [BILL, BILL | {"settled_on": "2021-07-01"}],
    ("health_insurance", "2021-06/坏.csv"): [BILL | {"settlement_no": n, "total": "多"} for n in range(60)],
    ("health_insurance", "没有月份.csv"): [BILL],
    ("health_insurance", "2021-06/结算202105.csv"): [BILL | {"settlement_no": "S9"}],
    ("health_insurance", "2021-06/不是.csv"): [report(*WANG, "2021-03-01", 5)],
    ("civil_affairs", "2021-06/民政.csv"): [benefit(*CHEN, "2021-05", 300), benefit("", "", "五月", 1)],
    ("incomes", "2021-06/收入.csv"): [*incomes("H1", ["2021-05"], 100), *incomes("H7", ["2021-05"], 1)],
    ("emergency", "2021-06/应急.csv"): [disaster(*WANG, "2021-05-01", 10) | {"某列": 1}],
    ("weather", "2021-06/气象.csv"): [BILL],
    ("education", "2021-06/照片.jpg"): [BILL],
}  # fmt: skip
SAYS = ("status", "reason", "rows_read", "rows_accepted", "rows_rejected")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county that has run 2021-05 and has the files of 2021-06 in its inbox."""
    root = make_workspace(tmp_path_factory.mktemp("check") / "county")
    drop_rosters(root, "2021-05")
    old = [BILL | {"settlement_no": f"A{n}", "settled_on": "2021-04-01"} for n in range(60)]
    drop(root, "health_insurance", "2021-05/旧.csv", old)
    run_month(root, "2021-05")
    drop_rosters(root)
    for (source, name), rows in FILES.items():
        drop(root, source, name, rows)
    return root


@pytest.fixture(scope="module")
def compared(county: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Any, Any]]:
    """For each file, what `check` said of it before the run, and what the run said."""
    answers = [check(county, county / "inbox" / source / name) for source, name in FILES]
    run_month(county, "2021-06")
    return [(f"{source}/{name}", answer, by_run(county, source, name)) for (source, name), answer
            in zip(FILES, answers, strict=True)]  # fmt: skip


def by_run(root: Path, source: str, name: str) -> dict[str, Any]:
    columns = ", ".join(SAYS)
    (row,) = query(root, f"SELECT {columns} FROM files WHERE source = '{source}' AND name = '{name}'")
    return dict(zip(SAYS, row, strict=True))


@pytest.mark.slow
def test_check_says_what_the_run_says(compared: list[tuple[str, Any, Any]]) -> None:
    for name, answer, of_run in compared:
        assert (name, {key: answer[key] for key in SAYS}) == (name, of_run)
    statuses = {answer["status"] for _, answer, _ in compared}
    assert statuses == {"accepted", "rejected", "duplicate"}


@pytest.mark.slow
def test_the_lines_of_the_receipt_stand_in_the_receipt_of_the_run(
    compared: list[tuple[str, Any, Any]], county: Path
) -> None:
    from openpyxl import load_workbook

    written = {path.name.rsplit(".", 3)[0]: path for path in (county / "receipts").rglob("*.xlsx")}
    for name, answer, _ in compared:
        cells = [cell.value for row in load_workbook(written[Path(name).name]).active.rows for cell in row]
        text = "\n".join(str(value) for value in cells if value is not None)
        assert all(finding["finding"] in text for finding in answer["findings"])
        assert answer["reason"] is None or answer["reason"] in text


@pytest.mark.slow
def test_nothing_is_taken_and_nothing_written(county: Path) -> None:
    before = contents(county, ".")
    times = {path: path.stat().st_mtime_ns for path in county.rglob("*")}
    path = drop(county.parent, "..", "医保202106.csv", [BILL])
    check(county, path)
    assert contents(county, ".") == before
    assert {path: path.stat().st_mtime_ns for path in county.rglob("*")} == times


def outside(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    return drop(folder, "", f"../{name}", rows)


def test_without_a_county_the_packaged_contracts_count(tmp_path: Path) -> None:
    answer = check(tmp_path, outside(tmp_path, "收入202106.csv", incomes("H7", ["2021-05"], 1)))
    assert (answer["source"], answer["source_known_by"]) == ("incomes", "header")
    assert (answer["status"], answer["rows_accepted"]) == ("accepted", 1)  # no roster to look H7 up in
    assert {remark["code"] for remark in answer["remarks"]} == {"no_county", "no_roster"}


@pytest.mark.parametrize("source", ["emergency", "受灾情况", "应急管理局"])
def test_a_source_may_be_given_in_chinese(tmp_path: Path, source: str) -> None:
    path = outside(tmp_path, "受灾2021年6月.csv", [disaster(*WANG, "2021-05-01", 10)])
    assert check(tmp_path, path, source)["source"] == "emergency"


def test_a_ledger_without_its_keys_is_still_one_of_incomes(tmp_path: Path) -> None:
    header = ["户主姓名", "户主身份证号", "工资性收入", "财产性收入", "转移性收入", "低保金"]
    answer = check(tmp_path, outside(tmp_path, "台账202106.csv", [dict.fromkeys(header, "1")]))
    assert (answer["source"], answer["status"]) == ("incomes", "rejected")


@pytest.mark.parametrize("row", [{"甲": 1, "乙": 2}, {"姓名": "某", "证件号码": ""}, {"户编号": 1}])
def test_a_header_that_fits_no_source_asks(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="看不出"):
        check(tmp_path, outside(tmp_path, "a202106.csv", [row]))


def test_a_header_that_fits_two_sources_asks(tmp_path: Path) -> None:
    header = ["姓名", "证件号码", "灾种", "受灾日期", "损失金额", "事故日期", "事故编号"]
    path = outside(tmp_path, "a202106.csv", [dict.fromkeys(header, "")])
    with pytest.raises(UsageError, match="不止一个来源") as error:
        check(tmp_path, path)
    assert "--source 写明：受灾情况、交通事故。" in error.value.message


def test_a_file_that_cannot_be_read_is_refused_whatever_its_source(tmp_path: Path) -> None:
    path = tmp_path / "扫描2021-06.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(RefusedFileError, match="不支持这种文件"):
        check(tmp_path, path)


@pytest.mark.parametrize(
    ("source", "status"), [("households", "accepted"), ("members", "accepted"), ("weather", "rejected")]
)
def test_rosters_and_unknown_sources_can_be_checked(root: Path, source: str, status: str) -> None:
    rows = [household("H1") | member("H1", "M9", *WANG)]
    assert check(root, drop(root, source, "2021-06/另.csv", rows))["status"] == status


def test_a_file_without_a_month_can_be_given_one(tmp_path: Path) -> None:
    path = outside(tmp_path, "受灾.csv", [disaster(*WANG, "2021-05-01", 10)])
    assert "没有写明月份" in check(tmp_path, path)["reason"]
    assert check(tmp_path, path, period="2021-06")["status"] == "accepted"


def test_a_folder_named_as_a_month_counts_outside_an_inbox_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = outside(tmp_path, "待报/2021-06/台账(2019年6月-2021年5月).csv", incomes("H1", ["2021-05"], 1))
    answer = check(tmp_path, path)
    assert (answer["status"], answer["period"]) == ("accepted", "2021-06")
    assert "文件名写的是 2019-06 至 2021-05，按文件夹 2021-06 取用" in "".join(answer["receipt"])
    monkeypatch.chdir(tmp_path)
    assert check(tmp_path, path.relative_to(tmp_path))["period"] == "2021-06"
    monkeypatch.chdir(path.parent)
    assert check(tmp_path, Path(path.name))["period"] == "2021-06"


def test_the_words_have_no_english(tmp_path: Path) -> None:
    path = outside(tmp_path, "受灾2021年6月.csv", [disaster(*WANG, "2021-05-01", 10)])
    said = "\n".join(words.lines(check(tmp_path, path)))
    assert not any(word in said for word in ("accepted", "rejected", "notice", "emergency", "None"))


def test_a_file_is_checked_in_good_time(tmp_path: Path) -> None:
    path = outside(tmp_path, "受灾2021年6月.csv", [disaster(*WANG, "2021-05-01", 10)])
    check(tmp_path, path)
    began = time.process_time()
    check(tmp_path, path)
    assert time.process_time() - began < 1  # measured at 0.3 s; importing takes another second
