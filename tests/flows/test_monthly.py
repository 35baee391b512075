"""The flow around the month: its counts, its history, and that nothing personal gets into either."""

import base64
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from data_contracts.errors import FangfanpinError, SettingsError
from flows.process.prefect_home import use_prefect_home
from flows.process.unexpected import UnexpectedError
from flows.steps import Step

pytestmark = pytest.mark.slow

PLANTED = "350181199001011234"


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """`flows.monthly` with a history of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("home")))
        use_prefect_home(tmp_path_factory.mktemp("workspace"))
        from prefect.testing.utilities import prefect_test_harness

        import flows.monthly

        with prefect_test_harness(server_startup_timeout=120):
            yield flows.monthly


@pytest.fixture
def run(monthly: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, int]]:
    """Run the flow over the given steps, on a month that is just a database."""

    @contextmanager
    def open_month(root: Path, period: str) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect() as con:
            yield con

    def run(*steps: Step, period: str | None = "2021-06") -> dict[str, int]:
        monkeypatch.setattr("connectors.workspace.Workspace.open", lambda root: None)
        monkeypatch.setattr("flows.refusals.check", lambda workspace, period, anyway: None)
        monkeypatch.setattr("flows.way_back.returns.read_returned", lambda root: None)
        monkeypatch.setattr("flows.steps.open_month", open_month)
        monkeypatch.setattr("flows.steps.STEPS", steps)
        monkeypatch.setattr(monthly, "RETRY_DELAY_S", 0)
        return monthly.monthly("county", period)

    return run


def history(relation: str, **filters: Any) -> list[Any]:
    """Rows that the server keeps: flow_runs, task_runs, artifacts or logs, newest last."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        answer = client._client.post(f"/{relation}/filter", json=filters)
        return answer.raise_for_status().json()


def kept() -> bytes:
    """Every byte of the history: database, log file, persisted results unwrapped."""
    from prefect.settings import PREFECT_HOME, PREFECT_SERVER_DATABASE_CONNECTION_URL

    database = Path(PREFECT_SERVER_DATABASE_CONNECTION_URL.value().partition(":///")[2])
    files = [path for path in PREFECT_HOME.value().rglob("*") if path.is_file()]
    plain = [path.read_bytes() for path in (*database.parent.glob(f"{database.name}*"), *files)]
    wrapped = [base64.b64decode(path.read_bytes()) for path in files if path.parent.name == "storage"]
    return b"".join(plain + wrapped)


def flush_logs() -> None:
    for handler in logging.getLogger("prefect.flow_runs").handlers:
        handler.flush()


def test_a_run_returns_the_counts_of_each_step(run: Callable[..., dict[str, int]]) -> None:
    assert run(
        Step("take", "入库", lambda month: {"行": 3, "文件": 1}),
        Step("link", "匹配", lambda month: {"行": 2}),
    ) == {"take.行": 3, "take.文件": 1, "link.行": 2}


def test_steps_run_in_order_on_the_same_month(run: Callable[..., dict[str, int]]) -> None:
    run(
        Step("first", "先", lambda con: con.execute("CREATE TABLE t AS SELECT 7 AS n") and {}),
        second := Step("second", "后", lambda con: {"n": con.execute("SELECT n FROM t").fetchone()[0]}),
    )
    newest = [task_run["name"] for task_run in history("task_runs", sort="END_TIME_DESC", limit=2)]
    assert newest == [second.label, "先"]


def test_the_history_names_the_period_and_holds_counts_only(run: Callable[..., dict[str, int]]) -> None:
    run(Step("take", "入库", lambda month: {"行": 3}), period="2021-07")
    flow_run = history("flow_runs", sort="START_TIME_DESC", limit=1)[0]
    assert (flow_run["name"], flow_run["parameters"]) == (
        "2021-07",
        {"workspace": "county", "period": "2021-07", "anyway": False},
    )
    artifacts = history("artifacts", artifacts={"key": {"any_": ["month-2021-07"]}})
    assert [json.loads(artifact["data"]) for artifact in artifacts] == [
        [{"步骤": "入库", "项目": "行", "数量": 3}]
    ]


def test_each_step_is_announced_to_people_and_history(
    run: Callable[..., dict[str, int]], capfd: pytest.CaptureFixture[str]
) -> None:
    run(Step("take", "入库", lambda month: {}), Step("link", "匹配", lambda month: {}), period="2021-08")
    flush_logs()
    lines = [log["message"] for log in history("logs", limit=200)]
    assert {"（1/2）入库", "（2/2）匹配"} <= set(lines)


def test_without_a_period_a_run_is_of_the_month_it_was_scheduled_for(
    run: Callable[..., dict[str, int]], monthly: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_of_may_in_utc = datetime(2021, 5, 31, 22, tzinfo=UTC)
    monkeypatch.setitem(monthly.flow_run.FIELDS, "scheduled_start_time", lambda: last_of_may_in_utc)
    run(Step("take", "入库", lambda month: {}), period=None)
    assert history("flow_runs", sort="START_TIME_DESC", limit=1)[0]["name"] == "2021-06"


def test_a_period_that_is_no_month_is_refused(run: Callable[..., dict[str, int]]) -> None:
    with pytest.raises(SettingsError):
        run(period="2021-13")


def test_a_step_is_tried_again_as_often_as_it_declares(run: Callable[..., dict[str, int]]) -> None:
    attempts: list[int] = []

    def unsteady(month: object) -> dict[str, int]:
        attempts.append(1)
        if len(attempts) < 3:
            raise OSError("share is gone")
        return {"次": len(attempts)}

    assert run(Step("take", "入库", unsteady, retries=2)) == {"take.次": 3}
    attempts.clear()
    with pytest.raises(UnexpectedError):
        run(Step("take", "入库", unsteady, retries=1))
    assert len(attempts) == 2


def test_no_value_of_a_row_reaches_history_or_screen(
    run: Callable[..., dict[str, int]], capfd: pytest.CaptureFixture[str]
) -> None:
    def convert(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
        return {"n": con.execute(f"SELECT '{PLANTED}'::INTEGER").fetchone()[0]}  # type: ignore[index]

    with pytest.raises(UnexpectedError, match=r"ConversionException，位于 flows\.monthly:\d+") as raised:
        run(Step("take", "入库", convert))
    flush_logs()
    screen = capfd.readouterr()
    assert PLANTED not in str(raised.value) + screen.out + screen.err
    everything = kept()
    assert b"ConversionException" in everything  # so the history was really read
    assert PLANTED.encode() not in everything


def test_an_error_for_people_passes_without_its_cause(run: Callable[..., dict[str, int]]) -> None:
    def refuse(month: object) -> dict[str, int]:
        try:
            raise ValueError(f"{PLANTED}5678")
        except ValueError as error:
            raise FangfanpinError("工作区正忙，请稍后再试。", "busy") from error

    with pytest.raises(FangfanpinError, match="工作区正忙") as raised:
        run(Step("take", "入库", refuse))
    flush_logs()
    assert raised.value.code == "busy"
    assert "工作区正忙" in "".join(log["message"] for log in history("logs", limit=200))
    assert f"{PLANTED}5678".encode() not in kept()
