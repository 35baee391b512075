"""Runs that would publish nonsense: a month to come, no roster, or a month of which nothing ever came."""

from typing import Any

from connectors.inbox import drop_folder, taken_files
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from data_contracts.errors import SettingsError
from data_contracts.periods import current_period
from flows.month import Month
from sql import rows, statement


class NonsenseError(SettingsError):
    """The run would publish nonsense; nothing was taken and nothing published."""


def check(workspace: Workspace, period: str, *, anyway: bool) -> None:
    """Refuse a run by what has come so far.

    Args:
        workspace: of the county.
        period: the run's.
        anyway: run even if no file of the period has ever come.

    Raises:
        NonsenseError: saying what is missing and what to do.
    """
    now = current_period()
    if period > now:
        raise NonsenseError(f"{period} 还没有到：现在是 {now}，只能运行到本月。没有发布任何结果。")
    known = _known(workspace)
    rosters = [c for c in load_contracts(workspace.contracts).values() if c.kind == "snapshot"]
    lacking = [c for c in rosters if not _has_come(known, c.source, period)]
    if lacking:
        raise NonsenseError(_without_roster(period, lacking))
    if not anyway and not any(file["period"] == period for file in known):
        raise NonsenseError(
            f"{period} 的文件一个也没有收到过，运行只会把以前的数据再发布一遍，因此没有发布任何结果。"
            f"请把本期文件放进 inbox 中各部门的文件夹（文件夹名或文件名写明 {period}）；"
            "确实要运行的，请加 --anyway。"
        )


def _known(workspace: Workspace) -> list[dict[str, Any]]:
    """Files that were received or wait in the inbox: `source, period, status`."""
    arrivals = taken_files.not_taken(workspace, drop_folder.scan(workspace.inbox))
    waiting = [{"source": a.source, "period": a.period, "status": "waiting"} for a in arrivals]
    if not workspace.warehouse.exists():
        return waiting
    with database.open_published(workspace) as con:
        return waiting + rows(con, statement("status/received"))


def _has_come(known: list[dict[str, Any]], source: str, period: str) -> bool:
    """Whether a file that is not refused belongs to the source and to a period up to this one."""
    usable = ("waiting", "accepted", "superseded", "duplicate")
    files = (file for file in known if file["source"] == source and file["status"] in usable)
    return any(file["period"] and file["period"] <= period for file in files)


def _without_roster(period: str, lacking: list[Contract], refused: str = "") -> str:
    titles = "、".join(f"{contract.title}（inbox/{contract.source}）" for contract in lacking)
    return (
        f"没有 {period} 及以前的{titles}，无法知道全县有哪些户、哪些人，因此没有发布任何结果。{refused}"
        "请先放入名册再运行。"
    )


def check_roster(month: Month) -> None:
    """Refuse to go on without a household or a member: every roster that came was refused.

    Args:
        month: after its files were taken and its roster was built.

    Raises:
        NonsenseError: naming the rosters that were refused and why.
    """
    rosters = [c for c in month.contracts.values() if c.kind == "snapshot"]
    lacking = [c for c in rosters if not rows(month.con, f"SELECT 1 FROM roster.{c.source} LIMIT 1")]
    if lacking:
        refused = rows(month.con, statement("status/refused"), {"first_file": month.first_file})
        why = [f"{f['name']}：{f['reason']}" for f in refused if f["source"] in {c.source for c in rosters}]
        raise NonsenseError(_without_roster(month.period, lacking, "".join(f"被退回的 {w}" for w in why)))
