"""Serving a schedule for real: runs are planned for the right times, run, and end cleanly."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors import workspace
from data_contracts.errors import SettingsError
from data_contracts.periods import OFFICE_TIME
from flows.process import prefect_home
from flows.process.prefect_home import use_prefect_home

REPOSITORY = Path(__file__).parents[2]
SERVE = (
    "import pathlib, sys, flows.schedule as s, flows.process.interruption as i; "
    "i.end_at_signals(); i.stops_well(); s.serve(pathlib.Path(sys.argv[1]), sys.argv[2])"
)
DEAF_TO_CTRL_C = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "  # as with `serve &` in a script
)
OUR_SETTINGS = ("PREFECT_", "DO_NOT_TRACK", "NO_PROXY", "no_proxy")


def clean_environment(**settings: str) -> dict[str, str]:
    """This process's environment without what other tests or the user set for Prefect."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OUR_SETTINGS)}
    return kept | settings


@contextmanager
def running(*command: str, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`command` as a process group of its own, ended whatever happens."""
    with log.open("wb") as talk:
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=talk,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=log.parent,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> int:
    """Exit code after the signal `how` to the process and its children, as a terminal or systemd sends it."""
    os.killpg(process.pid, how)
    return process.wait(timeout=20)


def rows(database: Path, query: str) -> list[tuple[str, ...]]:
    """Rows of `query` on a history; none before it has its tables."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as con:
        try:
            return con.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []


def eventually(look: Callable[[], list[tuple[str, ...]]], least: int = 1) -> list[tuple[str, ...]]:
    """The rows that `look` returns, once there are at least `least`."""
    deadline = time.monotonic() + 50
    while len(result := look()) < least:
        assert time.monotonic() < deadline, f"only {result}"
        time.sleep(0.2)
    return result


def office_times(starts: list[tuple[str, ...]]) -> list[datetime]:
    return [datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(OFFICE_TIME) for (text,) in starts]


def planned(database: Path, deployment: str = "monthly") -> list[tuple[str, ...]]:
    query = (
        "SELECT expected_start_time FROM flow_run JOIN deployment ON deployment.id = deployment_id "
        f"WHERE state_name = 'Scheduled' AND deployment.name = '{deployment}' ORDER BY 1"
    )
    return rows(database, query)


@pytest.mark.slow
def test_serve_plans_the_sixth_at_six_and_keeps_the_plan_when_it_ends(tmp_path: Path) -> None:
    database, log = tmp_path / ".prefect/prefect.db", tmp_path / "talk"
    command = (sys.executable, "-c", DEAF_TO_CTRL_C + SERVE, str(tmp_path), "0 6 6 * *")
    with running(*command, environment=clean_environment(), log=log) as process:
        times = office_times(eventually(lambda: planned(database), least=3))
        assert {(time.day, time.hour, time.minute) for time in times} == {(6, 6, 0)}
        assert len({(time.year, time.month) for time in times}) == len(times)
        days = office_times(eventually(lambda: planned(database, "daily"), least=3))
        assert {(time.hour, time.minute) for time in days} == {(7, 0)}
        assert len({time.date() for time in days}) == len(days)
        assert (tmp_path / ".prefect").stat().st_mode & 0o777 == 0o700
        assert end(process, signal.SIGTERM) == 0
    assert log.read_text().split("。")[0] == "\n定时服务已停止"
    assert office_times(planned(database, "daily")) == days
    assert office_times(planned(database)) == times  # what falls due while closed is made up for


@pytest.mark.slow
def test_a_due_run_is_run_in_the_month_of_the_office(tmp_path: Path) -> None:
    database, log = tmp_path / ".prefect/prefect.db", tmp_path / "talk"
    finished = (
        "SELECT flow_run.name, message FROM flow_run JOIN flow_run_state ON flow_run.id = flow_run_id "
        "WHERE flow_run_state.name = 'Failed'"
    )
    command = (sys.executable, "-c", SERVE, str(tmp_path), "* * * * * */10")
    with running(*command, environment=clean_environment(), log=log) as process:
        name, message = eventually(lambda: rows(database, finished))[0]
        assert name == datetime.now(OFFICE_TIME).strftime("%Y-%m")
        assert "不是工作区" in message  # nobody has made one in the folder: the real month has run
        assert end(process, signal.SIGINT) == 0


@pytest.mark.slow
def test_prefect_yaml_deploys_a_schedule_to_a_work_pool(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = clean_environment(
        PREFECT_HOME=str(tmp_path / "home"),
        PREFECT_API_URL=f"http://127.0.0.1:{port}/api",
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
        FANGFANPIN_WORKSPACE="/data/350181",
    )

    def prefect(*arguments: str) -> None:
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, timeout=60)

    server = (sys.executable, "-m", "prefect", "server", "start", "--port", port, "--no-ui")
    with running(*server, environment=environment, log=tmp_path / "talk"):
        prefect("server", "status", "--wait", "--timeout", "50")
        prefect("work-pool", "create", "--type", "process", "county")
        prefect("deploy", "--all", "--prefect-file", str(REPOSITORY / "prefect.yaml"))
        database = tmp_path / "home/prefect.db"
        times = office_times(eventually(lambda: planned(database), least=3))
        deployment = "SELECT entrypoint, pull_steps, json_extract(parameters, '$.workspace') FROM deployment"
        assert sorted(rows(database, deployment)) == [
            ("flows.monthly.monthly", "[]", "/data/350181"),
            ("flows.way_back.daily.daily", "[]", "/data/350181"),
        ]
    assert {(time.day, time.hour, time.minute) for time in times} == {(6, 6, 0)}


@pytest.mark.slow
def test_a_due_day_is_run_and_does_nothing_before_the_first_month(tmp_path: Path) -> None:
    workspace.create(tmp_path / "county", [])
    database, log = tmp_path / "county/.prefect/prefect.db", tmp_path / "talk"
    finished = "SELECT name FROM flow_run WHERE state_name = 'Completed'"
    serve = SERVE.replace("sys.argv[2])", "sys.argv[2], returns_cron='* * * * * */10')")
    command = (sys.executable, "-c", serve, str(tmp_path / "county"), "0 6 6 * *")
    with running(*command, environment=clean_environment(), log=log) as process:
        (name,) = eventually(lambda: rows(database, finished))[0]
        assert name == datetime.now(OFFICE_TIME).strftime("%Y-%m-%d")
        assert end(process, signal.SIGINT) == 0


def test_an_invalid_cron_is_a_fault_of_the_settings() -> None:
    from flows.schedule import _schedule

    with pytest.raises(SettingsError, match="cron"):
        _schedule("every month")
    with pytest.raises(SettingsError, match="returns"):
        _schedule("every day", "returns")


def test_a_schedule_and_its_home_cost_no_import_of_prefect() -> None:
    code = "import sys, flows.schedule, flows.process.prefect_home; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment that `use_prefect_home` sees."""
    settings: dict[str, str] = {}
    monkeypatch.setattr(prefect_home.os, "environ", settings)
    return settings


def test_history_lies_in_the_workspace_for_its_owner_only(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    use_prefect_home(tmp_path)
    home = Path(environment["PREFECT_HOME"])
    assert home == tmp_path / ".prefect"
    assert home.stat().st_mode & 0o777 == 0o700


def test_what_the_user_set_stays(tmp_path: Path, environment: dict[str, str]) -> None:
    mine = {"PREFECT_HOME": str(tmp_path / "mine"), "PREFECT_API_URL": "http://127.0.0.1:4200/api"}
    environment.update(mine)
    use_prefect_home(tmp_path)
    assert environment.items() >= mine.items()
    assert "PREFECT_API_AUTH_STRING" not in environment  # the named server knows no password of ours


def test_our_own_server_has_a_password_and_nothing_is_reported(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    use_prefect_home(tmp_path)
    password = environment["PREFECT_API_AUTH_STRING"]
    assert environment["PREFECT_SERVER_API_AUTH_STRING"] == password
    assert len(password) > 30
    assert (environment["DO_NOT_TRACK"], environment["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")


def test_proxies_and_certificates_of_the_office_are_forgotten(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """A server of our own is reached directly, whatever the environment says of the network."""
    office = {
        "http_proxy": "http://10.0.0.1:3128",
        "HTTPS_PROXY": "proxy.example",
        "ALL_PROXY": "socks5://10.0.0.1:1080",
        "NO_PROXY": "intranet.example",
        "SSL_CERT_FILE": "/nowhere.pem",
    }
    environment.update(office)
    use_prefect_home(tmp_path)
    assert not environment.keys() & office.keys()
    assert environment["no_proxy"] == "*"


def test_proxies_stay_for_a_server_elsewhere(tmp_path: Path, environment: dict[str, str]) -> None:
    mine = {"PREFECT_API_URL": "http://10.0.0.2:4200/api", "http_proxy": "http://10.0.0.1:3128"}
    environment.update(mine)
    use_prefect_home(tmp_path)
    assert environment.items() >= mine.items()
