from pathlib import Path
from types import SimpleNamespace

import pytest

from connectors.publishing.outbox import discard_staged, publish_folder, staged, staging_folder


def lists(outbox: Path) -> dict[str, str]:
    return {
        path.relative_to(outbox).as_posix(): path.read_text() for path in outbox.rglob("*") if path.is_file()
    }


@pytest.fixture(params=["exchange", "two renames"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "two renames":  # a share that does not support the exchange
        share = SimpleNamespace(renameat2=lambda *_: -1)
        monkeypatch.setattr("connectors.publishing.outbox.ctypes.CDLL", lambda *_, **__: share)
    return tmp_path / "outbox"


def test_the_staged_lists_replace_the_old_ones(outbox: Path) -> None:
    for number in ("1", "2", "3"):
        (staging_folder(outbox, "2021-06") / f"{number}.xlsx").write_text(number)
        publish_folder(outbox, "2021-06")
        assert lists(outbox) == {f"2021-06/{number}.xlsx": number}
    assert [path.name for path in outbox.iterdir()] == ["2021-06"]


def test_only_lists_staged_by_an_interrupted_run_are_discarded(outbox: Path) -> None:
    (staging_folder(outbox, "2021-06") / "1.xlsx").write_text("1")
    publish_folder(outbox, "2021-06")
    staging_folder(outbox, "2021-07")
    (staging_folder(outbox, "2021-06") / "2.xlsx").write_text("2")
    (outbox / ".2021-06.old").mkdir()
    discard_staged(outbox, "2021-06")
    assert lists(outbox) == {"2021-06/1.xlsx": "1"}
    assert sorted(path.name for path in outbox.iterdir()) == [staged(outbox, "2021-07").name, "2021-06"]
