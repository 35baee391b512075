"""Runs that would publish nonsense: a month to come, no roster, or a month of which nothing ever came."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from connectors.inbox import taken_files
from connectors.inbox.drop_folder import Arrival
from connectors.inbox.source_folders import unknown_folder
from connectors.readers.limits import Limits
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from data_contracts.errors import SettingsError
from data_contracts.periods import current_period
from sql import rows, statement

if TYPE_CHECKING:
    from connectors.inbox.shared_files import Lacking
    from flows.month import Month


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
    if _check_rosters(workspace, period, known):
        return
    if not anyway and not any(file["period"] == period for file in known):
        raise NonsenseError(
            f"{period} 的文件一个也没有收到过，运行只会把以前的数据再发布一遍，因此没有发布任何结果。"
            f"{_without_month(workspace)}"
            f"请把本期文件放进 inbox 中各部门的文件夹（文件夹名或文件名写明 {period}）；"
            "确实要运行的，请加 --anyway。"
        )


def _known(workspace: Workspace) -> list[dict[str, Any]]:
    """Files that were received or wait in the inbox: `source, period, status`."""
    arrivals = taken_files.waiting(workspace)
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


def _check_rosters(workspace: Workspace, period: str, known: list[dict[str, Any]]) -> bool:
    """Refuse a run without a roster; True if one lies there that the run is to refuse with a receipt."""
    contracts = load_contracts(workspace.contracts)
    rosters = {source: c for source, c in contracts.items() if c.kind == "snapshot"}
    lacking = {source for source in rosters if not _has_come(known, source, period)}
    if not lacking:
        return False
    from connectors.inbox.shared_files import missing_columns  # it reads files, with large libraries

    waiting = [a for a in taken_files.waiting(workspace) if a.source not in contracts or a.source in rosters]
    limits = Limits(file_bytes=workspace.settings.max_file_mb << 20)
    columns = [(a, missing_columns(a, contracts, limits)) for a in waiting if _is_due(a, period)]
    for arrival, titles in columns:
        if arrival.period:
            lacking -= {source for source, missing in titles.items() if not missing}
    if not lacking:
        return False
    if any(a.source in rosters and (a.problem or titles.get(a.source, True)) for a, titles in columns):
        return True
    columns += [(a, {}) for a in waiting if not _is_due(a, period)]
    about = "".join(_no_roster(a, period, contracts, titles) for a, titles in columns)
    raise NonsenseError(_without_roster(period, [rosters[source] for source in sorted(lacking)], about))


def _is_due(arrival: Arrival, period: str) -> bool:
    return arrival.period is None or arrival.period <= period


def _no_roster(arrival: Arrival, period: str, contracts: dict[str, Contract], titles: "Lacking") -> str:
    """Why a file that lies in the inbox is not the roster that is missing."""
    if arrival.source not in contracts:
        why = unknown_folder(arrival.source, contracts).message.rstrip("。")
    elif not _is_due(arrival, period):
        why = f"是 {arrival.period} 的，本期不用"
    else:
        missing = (f"{contracts[s].title}的列：{'、'.join(lacks)}" for s, lacks in titles.items() if lacks)
        why = f"其中没有{'；'.join(missing)}"
    return f"收件夹里有 {arrival.source}/{arrival.name}：{why}。"


def _without_month(workspace: Workspace) -> str:
    """What keeps the files that wait from being of any month."""
    problems = ((a, a.problem) for a in taken_files.waiting(workspace))
    return "".join(f"收件夹里有 {a.source}/{a.name}：{problem.message}" for a, problem in problems if problem)


def _without_roster(period: str, lacking: Iterable[Contract], about_files: str = "") -> str:
    titles = "、".join(f"{contract.title}（inbox/{contract.source}）" for contract in lacking)
    return (
        f"没有 {period} 及以前的{titles}，无法知道全县有哪些户、哪些人，因此没有发布任何结果。{about_files}"
        "请先放入名册再运行。"
    )


def check_roster(month: "Month") -> None:
    """Refuse to go on without a household or a member: every roster that came was refused.

    The refused rosters get their receipts, though nothing is published and the files stay in the inbox.

    Args:
        month: after its files were taken and its roster was built.

    Raises:
        NonsenseError: naming the rosters that were refused and why.
    """
    rosters = {source: c for source, c in month.contracts.items() if c.kind == "snapshot"}
    lacking = [c for c in rosters.values() if not rows(month.con, f"SELECT 1 FROM roster.{c.source} LIMIT 1")]
    if not lacking:
        return
    from connectors.publishing import delivery  # it writes workbooks

    refused = rows(month.con, statement("status/refused"), {"first_file": month.first_file})
    of_rosters = [file for file in refused if file["source"] in rosters]
    numbers = [file["file_id"] for file in of_rosters]
    delivery.write_receipts(month.workspace, month.con, numbers, month.contracts, indexed=False)
    why = "".join(_refused(file, rosters[file["source"]]) for file in of_rosters)
    raise NonsenseError(_without_roster(month.period, lacking, why))


def _refused(file: dict[str, Any], roster: Contract) -> str:
    reason = file["reason"].rstrip("。")
    return f"被退回的 {file['name']}：作为{roster.title}，{reason}。回执在 receipts/{roster.source}。"
