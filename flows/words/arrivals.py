"""The answer of `flows.answers.arrivals` as Chinese lines."""

from typing import Any

from flows.words.way_back import way_back_lines
from matching.weighing.model import PRIOR, REGISTERED, labels

STALE = {
    "earlier_run": "它以前的月份重新运行过或已撤回，结果可能已不同",
    "later_files": "发布以后，它所依据的文件有增减",
}
_PERIODS = {
    "given": "",
    "newest": "（收件箱和已发布的结果中最新的月份；看别的月份请加 --period）",
    "today": "（本月；还没有收到过任何月份的文件。看别的月份请加 --period，如 --period 2021-06）",
}
STATES = {
    "arrived": "已到",
    "waiting": "待运行接收",
    "not_due": "本月无须报送",
    "missing": "未到",
    "overdue": "逾期未到",
}


def lines(report: dict[str, Any]) -> list[str]:
    """The report as Chinese lines."""
    result = [f"识别月份 {report['period']}{_PERIODS[report['period_known_by']]}"]
    result += [f"{gap['period']} 全县缺数据：{gap['sentence']}。" for gap in report["county_gaps"]]
    result += [_source_line(source, report["period"]) for source in report["sources"]]
    result += [_elsewhere_line(waiting, report["period"]) for waiting in report["waiting_elsewhere"]]
    result += ["", "已发布的月份："] if report["published"] else ["", "还没有发布过结果。"]
    result += [_published_line(row) for row in report["published"]]
    result += [*_way_back_part(report["way_back"]), *_review_lines(report["in_review"])]
    return result + _stale_lines(report["stale"]) + _drift_lines(report)


def filed_earlier(file: dict[str, str], period: str) -> str:
    """A file that bears an earlier month, while this month's is missing."""
    return (
        f"最近一份写的是 {file['period']}（{file['name']}），如属本期，请把月份改成 {period}"
        f"（或放入 {period} 文件夹）重新投递"
    )


def _source_line(source: dict[str, Any], period: str) -> str:
    due = f"，应于 {source['due']:%m月%d日} 前报送" if source["due"] else ""
    line = f"  {STATES[source['state']]}  {source['title']}（{source['department']}{due}）"
    if source["accepted"] or source["replaced"] or source["rejected"] or source["duplicates"]:
        line += f"：接收 {source['accepted']} 个文件 {source['rows_accepted']} 行"
        line += f"，退回 {source['rows_rejected']} 行"
        line += f"，退回文件 {source['rejected']} 个，重复文件 {source['duplicates']} 个"
        line += f"，已被同名新文件替代 {source['replaced']} 个（不计行数）" if source["replaced"] else ""
    if source["filed_earlier"]:
        line += f"；{filed_earlier(source['filed_earlier'], period)}"
    return line + (f"；收件箱待处理 {source['waiting']} 个文件" if source["waiting"] else "")


def _elsewhere_line(waiting: dict[str, Any], period: str) -> str:
    """Files of another month; a run takes those of earlier months too."""
    files = f"  收件箱中还有 {waiting['period']} 的 {waiting['title']} {waiting['files']} 个文件"
    when = period if waiting["period"] < period else waiting["period"]
    return f"{files}，运行 {when} 时接收"


def _way_back_part(state: dict[str, Any]) -> list[str]:
    found = [*way_back_lines(state)]
    return ["", "清单的收回：", *(f"  {line}" for line in found)] if found else []


def _review_lines(waiting: int) -> list[str]:
    if not waiting:
        return []
    return ["", f"待人工核对：{waiting} 行部门数据拿不准是哪一户的，没有计入（fangfanpin review export）。"]


def _stale_lines(stale: list[dict[str, str]]) -> list[str]:
    if not stale:
        return []
    listed = [f"  {row['period']}  {STALE[row['why']]}" for row in stale]
    return ["", "须重新运行的月份（从最早的一个开始，用 fangfanpin run --period 月份）：", *listed]


def _published_line(row: dict[str, Any]) -> str:
    alerts = f"红 {row['red']}、橙 {row['orange']}、黄 {row['yellow']}"
    return f"  {row['period']}  {row['households']} 户，预警：{alerts}（政策 {row['pack']}）"


def _drift_lines(report: dict[str, Any]) -> list[str]:
    if not report["drift"]:
        return []
    titles = {source["source"]: source["title"] for source in report["sources"]}
    drifted = [_drift_line(row, titles.get(row["source"], row["source"])) for row in report["drift"]]
    return ["", "数据与匹配参数已不相符，建议执行 fangfanpin estimate 重新估计：", *drifted]


def _drift_line(row: dict[str, Any], title: str) -> str:
    shares = f"参数 {row['saved']:.2%}，{row['period']} 的 {row['rows']} 行中为 {row['observed']:.2%}"
    words = labels(row["source"]) | {(PRIOR, REGISTERED): "名册内的人所占比例"}
    return f"  {title}　{words.get((row['comparison'], row['level']), row['level'])}：{shares}"
