from pathlib import Path

import pytest

from tests.flows.small_county import drop_rosters, make_workspace


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the checks of whole files: small files pass them, and Great Expectations need not be loaded."""
    monkeypatch.setattr("flows.intake.judge", lambda *_: [])


@pytest.fixture
def root(tmp_path: Path, unjudged: None) -> Path:
    """A workspace whose inbox holds the rosters of 2021-06."""
    root = make_workspace(tmp_path / "county")
    drop_rosters(root)
    return root
