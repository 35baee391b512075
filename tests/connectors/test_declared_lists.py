"""A further list is a layout and the statements that it names; no code."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from connectors.publishing.issuing import issue
from connectors.workbooks import layout
from connectors.workbooks.lists import write_lists
from tests.connectors.list_county import PERIOD, TITLES, county

ENDED = """
title: 已解除预警的家庭
footer: 内含个人信息，请妥善保管
page_mark: "{township}　{period_title}"
one_per: lists/townships
file: "已解除/{township}_{period}.xlsx"
sheets:
  - name: 家庭
    statement: lists/cleared_households
    headings:
      - {style: title, text: "{township} {period_title} 已解除预警的家庭，另有 {households} 户待核查"}
    columns:
      - {name: ordinal, title: 序号, width: 6, kind: number}
      - {name: household_id, title: 户编号, width: 20}
"""


def test_a_further_list_is_a_layout_and_its_statements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts = shutil.copytree(Path(str(layout.FOLDER)), tmp_path / "layouts")
    (layouts / "ended.yaml").write_text(ENDED, encoding="utf-8")
    monkeypatch.setattr(layout, "FOLDER", layouts)
    out = tmp_path / "out"
    con = county(3)
    issue(con, PERIOD, date(2021, 6, 7))
    visits = write_lists(con, PERIOD, out, area="350181", titles=TITLES)
    assert visits == {"仙龙镇": 3, "太平畲族乡": 3}
    written = {path.relative_to(out).as_posix() for path in out.rglob("*.xlsx")}
    assert written >= {f"{township}/防返贫核查清单_2021-06_{township}.xlsx" for township in visits}
    assert {path for path in written if path.startswith("已解除/")} == {
        f"已解除/{township}_2021-06.xlsx" for township in visits
    }
    rows = load_workbook(out / "已解除" / "仙龙镇_2021-06.xlsx")["家庭"].iter_rows(values_only=True)
    assert [row for row in rows if any(row)] == [
        ("仙龙镇 2021年6月 已解除预警的家庭，另有 3 户待核查", None),
        ("序号", "户编号"),
        (1, "350181000003"),
    ]
