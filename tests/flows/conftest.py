from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.small_county import drop_rosters, make_workspace


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the checks of whole files: small files pass them, and Great Expectations need not be loaded."""
    monkeypatch.setattr("flows.intake.judge", lambda *_: [])


@pytest.fixture(scope="module")
def unlisted() -> Iterator[None]:
    """Skip the workbooks for people, nearly half of a small month, where a module looks at tables only."""

    def only_folder(con: object, period: str, path: Path, **_: Any) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("connectors.workbooks.lists.write_lists", lambda *_, **__: {})
        patch.setattr("connectors.workbooks.county_summary.write_summary", only_folder)
        patch.setattr("connectors.workbooks.receipts.write_indexes", lambda *_, **__: [])
        yield


@pytest.fixture
def root(tmp_path: Path, unjudged: None) -> Path:
    """A workspace whose inbox holds the rosters of 2021-06."""
    root = make_workspace(tmp_path / "county")
    drop_rosters(root)
    return root
