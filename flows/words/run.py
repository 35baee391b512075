"""The result of a run as Chinese lines."""

from collections.abc import Iterator
from typing import Any

from flows.words.arrivals import filed_earlier
from flows.words.way_back import way_back_lines

MOST = 8  # files named on the screen: the end of a run is one screen


def lines(result: dict[str, Any]) -> list[str]:
    """The result for the analyst, on one screen: what is unknown first, what to do next at the end.

    Args:
        result: `flows.running.RunResult` as a dictionary.
    """
    period, alerts = result["period"], result["alerts"]
    first = f"{period} 运行完成。" if result["did_something"] else f"{period} 没有新内容，结果不变。"
    levels = f"红 {alerts['red']} 户、橙 {alerts['orange']} 户、黄 {alerts['yellow']} 户"
    states = f"新增 {alerts['new']}、加重 {alerts['worse']}、数据缺失 {alerts['lost_data']}"
    return [
        first,
        *(f"全县缺数据：{sentence}。" for sentence in result["county_gaps"]),
        f"政策 {result['pack']}；名册 {result['households']} 户；解除预警 {alerts['cleared']} 户。",
        f"预警：{levels}（{states}）。",
        *_unjudged(result),
        *_in_review(result),
        *_refused(result["refused"]),
        *_missing(result["missing"], period),
        *way_back_lines(result["way_back"]),
        f"核查清单和县级汇总：{result['outbox']}",
        *_next(result),
    ]


def headline(result: dict[str, Any]) -> str:
    """The result in one line."""
    alerts = result["alerts"]
    levels = f"红 {alerts['red']} 户、橙 {alerts['orange']} 户、黄 {alerts['yellow']} 户"
    return f"{result['period']} 运行完成（政策 {result['pack']}）。预警：{levels}。"


def _unjudged(result: dict[str, Any]) -> Iterator[str]:
    if result["unjudged"]:
        yield f"不能判断：{result['unjudged']} 户没有预警，但数据不全，不能认为没有风险。"


def _in_review(result: dict[str, Any]) -> Iterator[str]:
    if result["in_review"]:
        yield f"待人工核对：{result['in_review']} 行部门数据拿不准是哪一户的，核对以前不计入任何一户。"


def _refused(files: list[dict[str, str]]) -> Iterator[str]:
    if files:
        yield f"退回的文件 {len(files)} 个："
    for file in files[:MOST]:
        yield f"  {file['title']}　{file['name']}：{in_a_word(file['reason'])}"
    if len(files) > MOST:
        yield f"  其余 {len(files) - MOST} 个见 receipts 中的回执。"


def in_a_word(reason: str | None) -> str:
    """The first sentence of why a file was refused."""
    return (reason or "").split("。")[0].split("；")[0]


def _missing(sources: list[dict[str, Any]], period: str) -> Iterator[str]:
    if sources:
        named = "、".join(
            source["title"] + ("（逾期）" if source["state"] == "overdue" else "") for source in sources
        )
        yield f"本期未到的部门数据 {len(sources)} 项：{named}"
    for source in sources:
        if file := source["filed_earlier"]:
            yield f"  {source['title']}：{filed_earlier(file, period)}"


def _next(result: dict[str, Any]) -> Iterator[str]:
    """What to do next, in order."""
    period, alerts = result["period"], result["alerts"]
    tasks = [
        (result["refused"], "退回的文件请按 receipts 中的回执改正后重新投递，再运行一次。"),
        (result["missing"], "请催报未到的部门，到后再运行一次。"),
        (
            result["in_review"],
            "待人工核对的，用 fangfanpin review export 导出工作簿，填好后用 fangfanpin review import 读回，"
            "再运行一次。",
        ),
        (
            result["unjudged"],
            f"不能判断的户缺什么，见县级汇总_{period}.xlsx 的“数据缺口”；"
            "一户的情况用 fangfanpin explain 户编号 查看。",
        ),
        (
            alerts["red"] + alerts["orange"] + alerts["yellow"],
            "请把各乡镇的核查清单发下去，红色户先核查。",
        ),
    ]
    due = [task for needed, task in tasks if needed]
    if due:
        yield "接下来："
    yield from (f"  {number}. {task}" for number, task in enumerate(due, 1))
