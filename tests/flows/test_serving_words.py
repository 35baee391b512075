"""What `serve` says when it starts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.workspace import Workspace
from flows.words import serving
from tests.flows.small_county import make_workspace


def test_it_says_when_which_month_and_where(tmp_path: Path) -> None:
    workspace = Workspace.open(make_workspace(tmp_path / "county"))
    at = datetime(2021, 7, 5, 22, tzinfo=UTC)
    text = "\n".join(serving.lines(workspace.folder, workspace.warehouse, workspace.settings, at))
    assert "每月 6 日 06:00（北京时间）" in text
    assert "下一次是 2021年07月06日 06:00，运行 2021-07" in text
    assert f"每天 07:00（北京时间）读取发回的清单：{workspace.root / 'returned'}" in text
    for folder in ("inbox", "outbox", "receipts", "archive", "quarantine", "warehouse.duckdb"):
        assert str(workspace.root / folder) in text


@pytest.mark.parametrize("cron", ["0 6 * * 1", "*/5 6 6 * *", "0 6 L * *"])
def test_other_times_are_said_as_they_are_set(cron: str) -> None:
    assert cron in serving.in_words(cron)
