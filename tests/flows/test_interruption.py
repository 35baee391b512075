"""Ctrl-C, SIGTERM and kills end a command at once, say so in Chinese, lose nothing and leave no process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.commands.exit_codes import ExitCode
from flows.steps import run_month
from tests.flows.commands import COMMAND, own_prefect
from tests.flows.small_county import LIN, WINDOW, drop, drop_rosters, incomes, make_workspace, settlement
from tests.flows.workspaces import contents, copied, leftovers, tables

AT_ONCE_S = 10

BUSY_IN_A_LIBRARY = """
import sys
from pathlib import Path
from flows.process import interruption
interruption.end_at_signals()
import duckdb
warehouse = Path(sys.argv[1])
with interruption.publishing(warehouse):
    warehouse.touch() if "publish" in sys.argv else None
    print("busy", flush=True)
    duckdb.sql("SELECT sum(hash(i)) FROM range(10_000_000_000_000) AS t(i)").fetchall()
"""

READS_FOR_EVER = """
import subprocess, sys, time
from connectors.readers.reader_process import ReaderProcess
reader = ReaderProcess()
reader._started()
print(reader._process.pid, flush=True)
time.sleep(600)
"""


@contextmanager
def process(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    line = [str(word) for word in words]
    with subprocess.Popen(
        line,
        env=own_prefect(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def ended(running: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    """Exit code and messages after `how` to the command alone."""
    os.kill(running.pid, how)
    _, talk = running.communicate(timeout=AT_ONCE_S)
    return running.returncode, talk


def gone(pid: int) -> bool:
    """Whether a process has ended, at the latest after two seconds."""
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("how", "words", "code", "line"),
    [
        (signal.SIGINT, [], ExitCode.INTERRUPTED, "已中断，未发布"),
        (signal.SIGTERM, [], ExitCode.TERMINATED, "已中断，未发布"),
        (signal.SIGTERM, ["publish"], ExitCode.TERMINATED, "已中断，结果已经发布"),
    ],
)
def test_a_library_that_is_busy_is_not_waited_for(
    how: signal.Signals, words: list[str], code: ExitCode, line: str, tmp_path: Path
) -> None:
    command = (sys.executable, "-c", BUSY_IN_A_LIBRARY, tmp_path / "warehouse.duckdb", *words)
    with process(*command) as running:
        assert running.stdout
        assert running.stdout.readline() == "busy\n"
        ending, talk = ended(running, how)
    assert ending == code
    assert line in talk
    assert "Traceback" not in talk


def test_the_reader_does_not_outlive_a_command_that_is_killed() -> None:
    with process(sys.executable, "-c", READS_FOR_EVER) as running:
        assert running.stdout
        reader = int(running.stdout.readline())
        ended(running, signal.SIGKILL)
    assert gone(reader)


def test_a_child_whose_parent_ended_before_it_began_ends_itself() -> None:
    code = "from connectors.child_processes import end_with_parent; end_with_parent(-1); print('goes on')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("interruption") / "county")
    drop_rosters(root, "2021-05")
    run_month(root, "2021-05")
    drop_rosters(root)
    drop(root, "incomes", "2021-06/收入.csv", [*incomes("H1", WINDOW, 900), *incomes("H2", WINDOW, 100)])
    drop(root, "health_insurance", "2021-06/结算.csv", [settlement("S1", *LIN, "2021-04-03", 20_000)])
    return root


@pytest.fixture(scope="module")
def undisturbed(county: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, object]:
    root = copied(county, tmp_path_factory.mktemp("undisturbed") / "county")
    run_month(root, "2021-06")
    return tables(root), contents(root)


def members_of(group: int) -> list[int]:
    """Running processes of a process group: what a command has started is in the command's own."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
        if int(its_group) == group and state != "Z":
            found.append(int(path.parent.name))
    return found


MOMENTS = [
    (signal.SIGTERM, "（2/7）", ExitCode.TERMINATED),
    (signal.SIGKILL, "（4/7）", -signal.SIGKILL),
    (signal.SIGINT, "（7/7）", ExitCode.INTERRUPTED),
]


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_run_ends_at_once_and_the_next_ends_where_an_undisturbed_one_does(
    moment: tuple[signal.Signals, str, int],
    county: Path,
    undisturbed: tuple[object, object],
    tmp_path: Path,
) -> None:
    how, step, code = moment
    root = copied(county, tmp_path / "county")
    with process(COMMAND, "run", "-w", root, "--period", "2021-06") as running:
        assert running.stderr
        while step not in (line := running.stderr.readline()):
            assert line
        started = members_of(running.pid)
        ending, talk = ended(running, how)
        assert all(map(gone, started))
        assert members_of(running.pid) == []
    assert ending == code
    assert how == signal.SIGKILL or "已中断" in talk
    assert "Traceback" not in talk
    run_month(root, "2021-06")
    assert leftovers(root) == []
    assert (tables(root), contents(root)) == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.5, 1, 2, 4])
def test_the_server_does_not_outlive_a_command_that_is_killed_as_it_starts(
    seconds: float, county: Path, tmp_path: Path
) -> None:
    root = copied(county, tmp_path / "county")
    with process(COMMAND, "run", "-w", root, "--period", "2021-06") as running:
        assert running.stderr
        assert running.stderr.readline()
        time.sleep(seconds)
        started = members_of(running.pid)
        ended(running, signal.SIGKILL)
        assert all(map(gone, started))
        assert members_of(running.pid) == []
