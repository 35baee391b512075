"""What arrived for a period, what is missing, and what is overdue (C2)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from connectors import drop_folder, taken_files, warehouse
from connectors.file_records import OFFICE_TIME
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from flows.periods import checked_period, default_period
from matching.model import labels
from matching.parameters import PRIOR, REGISTERED
from sql import rows, statement
from sql.migrate import is_current

NOTHING = {"accepted": 0, "rejected": 0, "duplicates": 0, "rows_accepted": 0, "rows_rejected": 0}


def report(root: Path, period: str | None) -> dict[str, Any]:
    """Arrivals of one period by source, and what has been published.

    Returns:
        `period`; `sources`: one entry per contract with counts, `waiting` files in the inbox, `due`,
        `state`; `published` periods; `drift`: parameters of linking that rows no longer look like, by source.
    """
    workspace = Workspace.open(root)
    period = checked_period(period) if period else default_period(workspace)
    arrived, published, drift = _from_warehouse(workspace, period)
    arrivals = taken_files.not_taken(workspace, drop_folder.scan(workspace.inbox))
    waiting = [a for a in arrivals if a.period in (period, None)]
    today = datetime.now(OFFICE_TIME).date()
    sources = [
        _source(contract, period, arrived.get(contract.source, NOTHING), waiting, today)
        for contract in load_contracts(workspace.contracts).values()
    ]
    return {"period": period, "sources": sources, "published": published, "drift": drift}


def _from_warehouse(
    workspace: Workspace, period: str
) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    if not workspace.warehouse.exists():
        return {}, [], []
    with warehouse.open_published(workspace) as con:
        arrived = rows(con, statement("status/arrivals"), {"period": period})
        published = rows(con, statement("status/published"))
        drift = rows(con, statement("linkage/drift_told")) if is_current(con) else []
    return {row.pop("source"): row for row in arrived}, published, drift


def _source(
    contract: Contract, period: str, arrived: dict[str, Any], waiting: list[drop_folder.Arrival], today: date
) -> dict[str, Any]:
    due = contract.cadence.due(period)
    in_inbox = sum(a.source == contract.source for a in waiting)
    return {
        "source": contract.source,
        "title": contract.title,
        "department": contract.department,
        **arrived,
        "waiting": in_inbox,
        "due": due,
        "state": _state(arrived["accepted"] + arrived["duplicates"], in_inbox, due, today),
    }


def _state(accepted: int, waiting: int, due: date | None, today: date) -> str:
    if accepted:
        return "arrived"
    if waiting:
        return "waiting"
    if due is None:
        return "not_due"
    return "overdue" if today > due else "missing"


STATES = {
    "arrived": "已到",
    "waiting": "待运行接收",
    "not_due": "本月无须报送",
    "missing": "未到",
    "overdue": "逾期未到",
}


def lines(report: dict[str, Any]) -> list[str]:
    """The report as Chinese lines."""
    told = [f"识别月份 {report['period']}"]
    told += [_source_line(source) for source in report["sources"]]
    told += ["", "已发布的月份："] if report["published"] else ["", "还没有发布过结果。"]
    told += [_published_line(row) for row in report["published"]]
    return told + _drift_lines(report)


def _source_line(source: dict[str, Any]) -> str:
    due = f"，应于 {source['due']:%m月%d日} 前报送" if source["due"] else ""
    line = f"  {STATES[source['state']]}  {source['title']}（{source['department']}{due}）"
    if source["accepted"] or source["rejected"] or source["duplicates"]:
        line += f"：接收 {source['accepted']} 个文件 {source['rows_accepted']} 行"
        line += f"，退回 {source['rows_rejected']} 行"
        line += f"，退回文件 {source['rejected']} 个，重复文件 {source['duplicates']} 个"
    return line + (f"；收件箱待处理 {source['waiting']} 个文件" if source["waiting"] else "")


def _published_line(row: dict[str, Any]) -> str:
    alerts = f"红 {row['red']}、橙 {row['orange']}、黄 {row['yellow']}"
    return f"  {row['period']}  {row['households']} 户，预警：{alerts}（政策 {row['pack']}）"


def _drift_lines(report: dict[str, Any]) -> list[str]:
    if not report["drift"]:
        return []
    titles = {source["source"]: source["title"] for source in report["sources"]}
    told = [_drift_line(row, titles.get(row["source"], row["source"])) for row in report["drift"]]
    return ["", "数据与匹配参数已不相符，建议执行 fangfanpin estimate 重新估计：", *told]


def _drift_line(row: dict[str, Any], title: str) -> str:
    shares = f"参数 {row['saved']:.2%}，{row['period']} 的 {row['rows']} 行中为 {row['observed']:.2%}"
    words = labels(row["source"]) | {(PRIOR, REGISTERED): "名册内的人所占比例"}
    return f"  {title}　{words.get((row['comparison'], row['level']), row['level'])}：{shares}"
