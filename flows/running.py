"""One run of one period from the command line: nothing to do, or the flow, then what came out."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from connectors import warehouse
from connectors.workspace import Workspace
from flows import intake, progress
from flows.fingerprints import fingerprint
from flows.month import chosen_pack
from flows.periods import checked_period, default_period
from flows.prefect_home import use_prefect_home
from sql import count, rows, statement


@dataclass(frozen=True)
class RunResult:
    """What a run ended with."""

    period: str
    did_something: bool
    households: int
    pack: str
    alerts: dict[str, int]
    outbox: str

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)

    def lines(self) -> list[str]:
        """For the analyst."""
        first = f"{self.period} 运行完成。" if self.did_something else f"{self.period} 没有新内容，结果不变。"
        levels = f"红 {self.alerts['red']} 户、橙 {self.alerts['orange']} 户、黄 {self.alerts['yellow']} 户"
        states = (
            f"新增 {self.alerts['new']}、加重 {self.alerts['worse']}、数据缺失 {self.alerts['lost_data']}"
        )
        return [
            first,
            f"政策 {self.pack}；名册 {self.households} 户；解除预警 {self.alerts['cleared']} 户。",
            f"预警：{levels}（{states}）。",
            f"核查清单和县级汇总：{self.outbox}",
        ]


def run(root: Path, period: str | None) -> RunResult:
    """Run one period, or find that nothing has changed since it was published."""
    workspace = Workspace.open(root)
    period = checked_period(period) if period else default_period(workspace)
    unchanged = is_unchanged(workspace, period)
    if not unchanged:
        use_prefect_home(workspace.root)
        from flows.monthly import logger, monthly  # Prefect takes two seconds to import

        with progress.shown(logger):
            monthly(str(workspace.root), period)
    return _result(workspace, period, did_something=not unchanged)


def is_unchanged(workspace: Workspace, period: str) -> bool:
    """Whether a run would publish what is published: no new file, same settings, pack and program."""
    if (
        workspace.work.exists()
        or not workspace.warehouse.exists()
        or not (workspace.outbox / period).is_dir()
    ):
        return False
    pack = chosen_pack(workspace, period)
    with warehouse.open_published(workspace) as con:
        query = "SELECT fingerprint FROM runs WHERE period = $period"
        published = con.execute(query, {"period": period}).fetchall()
        if published != [(fingerprint(con, workspace, period, pack),)]:
            return False
    return not intake.new_arrivals(workspace, period)


def _result(workspace: Workspace, period: str, *, did_something: bool) -> RunResult:
    with warehouse.open_published(workspace) as con:
        published = rows(con, statement("status/published"))
        cleared = count(con, statement("status/cleared"), {"period": period})
    row = next(row for row in published if row["period"] == period)
    alerts = {name: row[name] for name in ("red", "orange", "yellow", "new", "worse", "lost_data")}
    alerts["cleared"] = cleared
    folder = str(workspace.outbox / period)
    return RunResult(period, did_something, row["households"], row["pack"], alerts, folder)
