"""Why a household is, or is not, on the list: in Chinese, down to file and row."""

from pathlib import Path
from typing import Any

import duckdb

from connectors import warehouse
from connectors.workspace import Workspace
from data_contracts.contract import load_contracts
from data_contracts.errors import FangfanpinError
from flows.periods import checked_period
from sql import rows, statement

LEVELS = {"red": "红色", "orange": "橙色", "yellow": "黄色"}
STATES = {"new": "新增", "continuing": "持续", "worse": "加重", "lost_data": "数据缺失", "cleared": "已解除"}
OUTCOMES = {"fires": "触发", "unknown": "无法判断", "no": "未触发"}
BASES = {"document_text": "文件规定", "local_interpretation": "本地口径"}
FIGURES = {
    "members": ("家庭人口", "人"),
    "income_12m": ("近12个月收入", "元"),
    "income_prev_12m": ("上一个12个月收入", "元"),
    "income_per_capita": ("人均收入", "元"),
    "rigid_expense_12m": ("近12个月刚性支出", "元"),
    "rigid_expense_prev_12m": ("上一个12个月刚性支出", "元"),
    "illness_expense_12m": ("其中医疗自付", "元"),
    "education_expense_12m": ("其中教育支出", "元"),
    "disaster_loss_12m": ("其中灾害损失", "元"),
    "net_income_per_capita": ("扣除刚性支出后人均收入", "元"),
}
GUARANTEES = {
    "guarantee_education": "义务教育",
    "guarantee_medical": "基本医疗",
    "guarantee_housing": "住房安全",
    "guarantee_water": "饮水安全",
}


class NotFoundError(FangfanpinError):
    """The warehouse has no such household or period."""

    code = "not_found"


def answer(root: Path, household_id: str, period: str | None) -> dict[str, Any]:
    """Everything behind one household's result.

    Returns:
        `period`, `household` (figures and alert), `rules` (each rule in force with its outcome), `operands`
        (what each firing rule compared), `evidence` (source rows), `sources` (Chinese titles).

    Raises:
        NotFoundError: if the period was not published or has no such household.
    """
    workspace = Workspace.open(root)
    with warehouse.open_published(workspace) as con:
        keys = {"period": _period(con, period), "household_id": household_id}
        households = _rows(con, "explain/household", keys)
        if not households:
            raise NotFoundError(f"{keys['period']} 的名册中没有这个户编号，请核对。")
        found = {name: _rows(con, f"explain/{name}", keys) for name in ("rules", "operands", "evidence")}
    titles = {c.source: c.title for c in load_contracts(workspace.contracts).values()}
    return {"period": keys["period"], "household": households[0], **found, "sources": titles}


def _period(con: duckdb.DuckDBPyConnection, period: str | None) -> str:
    published = [
        row[0] for row in con.execute("SELECT DISTINCT period FROM household_months ORDER BY ALL").fetchall()
    ]
    wanted = checked_period(period) if period else max(published, default="")
    if wanted not in published:
        raise NotFoundError(f"还没有 {period or '任何月份'} 的运行结果，请先执行 fangfanpin run。")
    return wanted


def _rows(con: duckdb.DuckDBPyConnection, name: str, keys: dict[str, str]) -> list[dict[str, Any]]:
    return rows(con, statement(name), keys)


def lines(answer: dict[str, Any]) -> list[str]:
    """The answer as Chinese lines."""
    household = answer["household"]
    head = f"{household['household_id']}　{household['township']} {household['village']}　{answer['period']}"
    return [
        head,
        _verdict(household),
        "",
        "一、指标",
        *_figures(household),
        "",
        "二、规则",
        *(_rule(rule) for rule in answer["rules"]),
        "",
        "三、数据来源（文件、数据行）",
        *(_evidence(answer) or ["  没有预警，因此没有依据行。"]),
    ]


def _verdict(household: dict[str, Any]) -> str:
    if household["level"] is None:
        return "不在预警清单上。"
    verdict = (
        f"{LEVELS[household['level']]}预警，{STATES[household['state']]}，始于 {household['first_period']}。"
    )
    return verdict + (household["alert_reason"] or "")


def _figures(household: dict[str, Any]) -> list[str]:
    told = [f"  {label}：{_amount(household[name], unit)}" for name, (label, unit) in FIGURES.items()]
    words = {True: "存疑", False: "未见问题", None: "无数据"}
    told += [f"  {label}：{words[household[name]]}" for name, label in GUARANTEES.items()]
    return told + ([f"  数据缺口：{household['data_gaps']}"] if household["data_gaps"] else [])


def _amount(value: Any, unit: str) -> str:
    return "未知" if value is None else f"{value} {unit}"


def _rule(rule: dict[str, Any]) -> str:
    line = f"  [{OUTCOMES[rule['outcome']]}] {rule['label']}（{BASES[rule['basis']]}：{rule['cites']}）"
    return line + (f"　{rule['reason']}" if rule["reason"] else "")


def _evidence(answer: dict[str, Any]) -> list[str]:
    return [_evidence_line(row, answer["sources"]) for row in answer["evidence"]]


def _evidence_line(row: dict[str, Any], titles: dict[str, str]) -> str:
    label = FIGURES.get(row["operand"], (GUARANTEES.get(row["operand"], row["operand"]), ""))[0]
    line = (
        f"  {label}：{titles.get(row['source'], row['source'])} {row['file_name']} 第 {row['row_number']} 行"
    )
    line += "" if row["amount"] is None else f"，{row['amount']} 元"
    return line + ("" if row["probability"] is None else f"（匹配把握 {row['probability']:.4f}）")
