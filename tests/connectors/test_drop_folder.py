import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from connectors.inbox.drop_folder import Arrival, scan, wait_until_stable


def put(path: Path, text: str = "a") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def names(arrivals: list[Arrival]) -> list[tuple[str, str]]:
    return [(arrival.source, arrival.name) for arrival in arrivals]


def test_files_at_any_depth(tmp_path: Path) -> None:
    put(tmp_path / "incomes/2021-06/b.CSV")
    put(tmp_path / "incomes/2021-06.xlsx")
    put(tmp_path / "education/2021-06/乡镇/村/a.parquet")
    put(tmp_path / "202106.tsv")
    assert names(scan(tmp_path)) == [
        ("", "202106.tsv"),
        ("education", "2021-06/乡镇/村/a.parquet"),
        ("incomes", "2021-06.xlsx"),
        ("incomes", "2021-06/b.CSV"),
    ]
    assert {arrival.period for arrival in scan(tmp_path)} == {"2021-06"}


@pytest.mark.parametrize(
    "name",
    [
        "~$a.xlsx",
        ".a.csv",
        "a.csv.part",
        "a.TMP",
        "a.csv.done",
        ".git/a.csv",
        "x/.hidden/y/a.csv",
        "a.csv.filepart",
        "a.xlsx.crdownload",
        "a.xls.download",
        "a.csv.!ut",
        "a.PARTIAL",
        "a.xlsx.opdownload",
        "a.csv.downloading",
        "未确认 365215.crdownload",
    ],
)
def test_ignored(tmp_path: Path, name: str) -> None:
    put(tmp_path / "incomes/2021-06" / name)
    assert scan(tmp_path) == []


def test_links_and_pipes_are_ignored(tmp_path: Path) -> None:
    inbox, real = tmp_path / "inbox", put(tmp_path / "elsewhere/2021-06.csv")
    put(inbox / "incomes/2021-06/real.csv")
    (inbox / "incomes/2021-06.csv").symlink_to(real)
    (inbox / "linked").symlink_to(real.parent)
    os.mkfifo(inbox / "incomes/2021-06/pipe.csv")
    assert names(scan(inbox)) == [("incomes", "2021-06/real.csv")]


def test_problems_are_reported_not_raised(tmp_path: Path) -> None:
    put(tmp_path / "incomes/2021-06/a.docx")
    put(tmp_path / "incomes/a.csv")
    codes = {arrival.name: arrival.problem and arrival.problem.code for arrival in scan(tmp_path)}
    assert codes == {"2021-06/a.docx": "extension", "a.csv": "no_period"}


def test_missing_inbox_is_empty(tmp_path: Path) -> None:
    assert scan(tmp_path / "nowhere") == []


def test_names_in_another_character_set_are_readable(tmp_path: Path) -> None:
    folder = put(tmp_path / "incomes/x.csv").parent
    (folder / "x.csv").rename(os.fsdecode(os.fsencode(folder) + b"/" + "2021年6月.csv".encode("gb18030")))
    (arrival,) = scan(tmp_path)
    assert (arrival.name, arrival.period) == ("2021年6月.csv", "2021-06")


@dataclass
class FakeClock:
    """A clock that advances only during `sleep`; `events` happen one by one during sleeps."""

    now: float
    slept: list[float] = field(default_factory=list)
    events: list[Callable[[], object]] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        if self.events:
            self.events.pop(0)()


def written_at(path: Path) -> float:
    status = path.stat()
    return max(status.st_mtime, status.st_ctime)


def stable(inbox: Path, clock: FakeClock) -> list[tuple[str, str]]:
    return names(wait_until_stable(scan(inbox), 10, clock, clock.sleep))


def test_old_files_are_not_waited_for(tmp_path: Path) -> None:
    clock = FakeClock(written_at(put(tmp_path / "incomes/2021-06.csv")) + 60)
    assert stable(tmp_path, clock) == [("incomes", "2021-06.csv")]
    assert clock.slept == []


def test_recent_files_are_waited_for_no_longer_than_needed(tmp_path: Path) -> None:
    clock = FakeClock(written_at(put(tmp_path / "incomes/2021-06.csv")) + 4)
    assert len(stable(tmp_path, clock)) == 1
    assert sum(clock.slept) == pytest.approx(6, abs=0.1)


@pytest.mark.parametrize("marker", ["2021-06.csv.done", "2021-06.done"])
def test_a_marker_makes_waiting_unnecessary(tmp_path: Path, marker: str) -> None:
    clock = FakeClock(written_at(put(tmp_path / "incomes/2021-06.csv")))
    put(tmp_path / "incomes" / marker)
    assert len(stable(tmp_path, clock)) == 1
    assert clock.slept == []


def test_a_change_while_waiting_restarts_the_wait(tmp_path: Path) -> None:
    path = put(tmp_path / "incomes/2021-06.csv")
    clock = FakeClock(written_at(path) + 4, events=[lambda: path.write_text("longer")])
    (arrival,) = wait_until_stable(scan(tmp_path), 10, clock, clock.sleep)
    assert arrival.size_bytes == len("longer")
    assert sum(clock.slept) > 10


def test_a_growing_file_is_left_for_the_next_run(tmp_path: Path) -> None:
    growing, whole = put(tmp_path / "incomes/2021-06.csv"), put(tmp_path / "members/2021-06.csv")
    clock = FakeClock(written_at(whole), events=[lambda: growing.write_text(growing.read_text() * 2)] * 99)
    assert stable(tmp_path, clock) == [("members", "2021-06.csv")]
    assert sum(clock.slept) <= 60


def test_a_clock_ahead_of_ours_does_not_block_a_file(tmp_path: Path) -> None:
    path = put(tmp_path / "incomes/2021-06.csv")
    clock = FakeClock(written_at(path) - 3600)
    assert len(stable(tmp_path, clock)) == 1
    assert sum(clock.slept) == pytest.approx(10, abs=0.1)


def test_a_file_that_vanishes_is_dropped(tmp_path: Path) -> None:
    path = put(tmp_path / "incomes/2021-06.csv")
    assert stable(tmp_path, FakeClock(written_at(path), events=[path.unlink])) == []
