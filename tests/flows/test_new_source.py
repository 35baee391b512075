"""A further department is one contract and one folder in the inbox, without code."""

from pathlib import Path

import pytest

from connectors.workspace import Workspace
from data_contracts.contract import load_contracts
from flows.answers import arrivals as status
from flows.running import is_unchanged
from flows.steps import run_month
from tests.flows.small_county import CHEN, WANG, drop, drop_rosters, make_workspace
from tests.flows.workspaces import contents, files, query

CONTRACT = """\
source: rebuilding
title: 危房改造
department: 住房和城乡建设局
kind: facts
key: [person, built_on]
person: true
dated_by: built_on
cadence: {months: [6], due_day: 5, cite: 本地口径}
columns:
  name: {title: 姓名, type: text, required: true}
  id_number: {title: 证件号码, type: id_number, required: true}
  birth_date: {title: 出生日期, type: date, lenient: true}
  sex: {title: 性别, type: text}
  address: {title: 地址, type: text}
  built_on: {title: 竣工日期, type: date, required: true, not_blank: true}
  subsidy: {title: 补助金额, type: money, aliases: [补助]}
checks:
  - {measure: rejected_share, maximum: 0.05, reason: 由系统导出}
"""


def built(name: str, number: str, built_on: str, subsidy: str) -> dict[str, str]:
    return {"姓名": name, "证件号码": number, "竣工日期": built_on, "补助（元）": subsidy}


@pytest.mark.slow
def test_an_eighth_source_is_one_file(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    drop_rosters(root)
    rows = [
        built(*WANG, "2021-05-03", "15,000"),
        built(*CHEN, "2021年5月4日", "-1"),
        built("外人", "", "20210501", ""),
    ]
    drop(root, "rebuilding", "2021-06/改造.csv", rows)
    run_month(root, "2021-06")
    assert files(root)["rebuilding/2021-06/改造.csv"] == "rejected"

    (root / "contracts").mkdir()
    (root / "contracts" / "rebuilding.yaml").write_text(CONTRACT, encoding="utf-8")
    assert "rebuilding" in load_contracts(root / "contracts")
    assert not is_unchanged(Workspace.open(root), "2021-06")
    drop(root, "rebuilding", "2021-06/改造.csv", rows)
    run_month(root, "2021-06")

    assert files(root, "status", "rows_read", "rows_rejected")["rebuilding/2021-06/改造.csv"] == [
        "accepted",
        3,
        1,
    ]
    assert query(root, "SELECT row_number, status, household_id FROM links ORDER BY ALL") == [
        (1, "linked", "H1"),
        (3, "unlinked", None),
    ]
    assert query(root, "SELECT subsidy FROM accepted.rebuilding WHERE row_number = 1") == [(15_000,)]
    assert query(root, "SELECT column_name, code FROM rejected_rows") == [("subsidy", "negative_amount")]
    assert len(contents(root, "receipts/rebuilding")) == 3  # two receipts and their list
    assert is_unchanged(Workspace.open(root), "2021-06")

    (mine,) = [
        source for source in status.report(root, "2021-06")["sources"] if source["source"] == "rebuilding"
    ]
    assert (mine["title"], mine["accepted"], mine["rows_accepted"], mine["state"]) == (
        "危房改造",
        1,
        2,
        "arrived",
    )


@pytest.mark.slow
def test_a_source_that_is_no_longer_declared_leaves_the_month_whole(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    drop_rosters(root)
    (root / "contracts").mkdir()
    contract = root / "contracts" / "rebuilding.yaml"
    contract.write_text(CONTRACT, encoding="utf-8")
    drop(root, "rebuilding", "2021-06/改造.csv", [built(*WANG, "2021-05-03", "1")])
    run_month(root, "2021-06")
    contract.unlink()
    run_month(root, "2021-06")
    assert query(root, "SELECT households FROM runs") == [(2,)]
