import hashlib
import os
from pathlib import Path

import pytest

from connectors.inbox import claims
from connectors.inbox.claims import UnclaimedFileError, claim, release
from connectors.inbox.drop_folder import Arrival, scan


@pytest.fixture
def arrival(tmp_path: Path) -> Arrival:
    path = tmp_path / "inbox/incomes/2021-06/a.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * 3_000_000)
    return scan(tmp_path / "inbox")[0]


def test_claim_copies_and_hashes(arrival: Arrival, tmp_path: Path) -> None:
    taken = claim(arrival, tmp_path / "claims")
    assert taken.path.read_bytes() == arrival.path.read_bytes()
    assert taken.sha256 == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert list((tmp_path / "claims").iterdir()) == [taken.path]
    assert claim(arrival, tmp_path / "claims") == taken


def test_same_bytes_under_two_names_are_two_claims(arrival: Arrival, tmp_path: Path) -> None:
    arrival.path.with_name("b.csv").write_bytes(arrival.path.read_bytes())
    assert len({claim(each, tmp_path / "claims").path for each in scan(tmp_path / "inbox")}) == 2


def change(path: Path) -> None:
    path.write_bytes(b"other")


def link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("event", [change, link, pipe, Path.unlink])
def test_a_file_that_changed_since_the_scan_is_left(arrival: Arrival, tmp_path: Path, event) -> None:
    event(arrival.path)
    with pytest.raises(UnclaimedFileError):
        claim(arrival, tmp_path / "claims")
    assert list((tmp_path / "claims").iterdir()) == []


def test_a_file_that_changes_while_copied_is_left(
    arrival: Arrival, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(descriptor: int) -> None:
        with arrival.path.open("ab") as file:
            file.write(b"late")

    monkeypatch.setattr(claims.os, "fsync", fsync)
    with pytest.raises(UnclaimedFileError) as error:
        claim(arrival, tmp_path / "claims")
    assert error.value.code == "changed"
    assert list((tmp_path / "claims").iterdir()) == []


def test_unreadable_file_is_left(arrival: Arrival, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(claims.os, "open", refuse)  # in containers tests run as root, who can read everything
    with pytest.raises(UnclaimedFileError) as error:
        claim(arrival, tmp_path / "claims")
    assert error.value.code == "no_permission"


def released(arrival: Arrival) -> bool:
    return release(arrival.path, arrival.inode, arrival.mtime_ns, arrival.size_bytes)


def test_release_removes_file_and_markers_but_no_folder(arrival: Arrival) -> None:
    folder = arrival.path.parent
    for marker in ("a.csv.done", "a.done"):
        (folder / marker).touch()
    assert released(arrival)
    assert list(folder.iterdir()) == []
    assert not released(arrival)


def test_release_leaves_a_marker_that_another_file_needs(arrival: Arrival) -> None:
    other, marker = arrival.path.with_suffix(".xlsx"), arrival.path.with_suffix(".done")
    other.touch()
    marker.touch()
    assert released(arrival)
    assert other.exists()
    assert marker.exists()


def test_release_leaves_a_file_that_was_replaced(arrival: Arrival) -> None:
    change(arrival.path)
    assert not released(arrival)
    assert arrival.path.exists()
