"""The result of `flows.answers.simulation` as Chinese lines and tables."""

from collections.abc import Sequence
from typing import Any

from flows.words.printed_table import printed
from flows.words.vocabulary import LEVELS, RULE_OUTCOMES

Row = dict[str, Any]

MOST_COLUMNS = 8  # of a table; more do not fit a screen of usual width
COLUMNS = {
    **LEVELS,
    "listed": "合计",
    "added": "增加",
    "dropped": "减少",
    "regraded": "换级别",
    "undecided": RULE_OUTCOMES["unknown"],
    "confirmed_listed": "在列监测对象",
    "unconfirmed_listed": "在列未确认",
}


def lines(result: Row) -> list[str]:
    """The effect of each value: the newest period in full, the others by their totals."""
    newest = result["periods"][-1]
    return [
        *_head(result, newest),
        "",
        f"一、{newest['period']} 预警户数（按当期数据触发的户；“增加”“减少”“换级别”与现行取值相比）",
        *_figures(newest),
        *_scale(result, newest),
        "",
        f"二、{newest['period']} 各乡镇应核查户数",
        *_townships(newest),
        *_history(result),
        *_notes(result),
    ]


def _head(result: Row, newest: Row) -> list[str]:
    own = "由县里设定" if result["county_may_set"] else "不由县里设定，只作测算"
    return [
        f"测算 {result['label']}（{result['parameter']}，{result['unit']}；{own}）",
        f"{newest['period']} 政策 {newest['pack']}，现行取值 {newest['present']:f}。",
        "只作测算，不改变已发布的结果。",
        *(f"全县缺数据：{sentence}。" for sentence in newest["county_gaps"]),
    ]


def _figures(newest: Row) -> list[str]:
    cells = [
        [
            _value(result),
            *(result[name] for name in COLUMNS),
            _percent(result["share_of_roster"]),
            _percent(result["share_of_registered"]),
        ]
        for result in newest["results"]
    ]
    headings = ["取值", *COLUMNS.values(), "占名册人口", "占建档立卡人口"]
    confirmed = newest["results"][0]["confirmed"]
    return [*printed(headings, cells), f"  名册中已确认的监测对象 {confirmed:,} 户。"]


def _value(result: Row) -> str:
    return f"现行 {result['value']:f}" if result["present"] else f"{result['value']:f}"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.2%}"


def _scale(result: Row, newest: Row) -> list[str]:
    if result["scale"] is None:
        return []
    usual, most = (_percent(float(result["scale"][name])) for name in ("usual", "most"))
    cites = "；".join(result["scale"]["cites"])
    share = _percent(newest["results"][0]["share_of_registered"])
    return [f"  规模参照：一般 {usual}，最高 {most}（{cites}）；现行 {share}。只作对照，不据此增减预警。"]


def _townships(newest: Row) -> list[str]:
    results = _spread(newest["results"], MOST_COLUMNS)
    cells = [
        [
            first["township"],
            first["households"],
            *(result["townships"][place]["listed"] for result in results),
        ]
        for place, first in enumerate(newest["results"][0]["townships"])
    ]
    return printed(["乡镇", "名册户数", *map(_value, results)], cells, words=["乡镇"])


def _history(result: Row) -> list[str]:
    if len(result["periods"]) == 1:
        return []
    periods = _spread(result["periods"], MOST_COLUMNS)
    cells = [
        ["现行" if place == 0 else _value(newest), *(one["results"][place]["listed"] for one in periods)]
        for place, newest in enumerate(result["periods"][-1]["results"])
    ]
    return ["", "三、各月应核查户数", *printed(["取值", *(one["period"] for one in periods)], cells)]


def _notes(result: Row) -> list[str]:
    left_out = [f"{one['period']} 的政策 {one['pack']} 没有这个参数，未测算。" for one in result["left_out"]]
    shortened = len(result["periods"][-1]["results"]) > MOST_COLUMNS or len(result["periods"]) > MOST_COLUMNS
    return (
        ["", *left_out, *(["表中只列出部分取值或月份，全部见 --json 和图表。"] if shortened else [])]
        if left_out or shortened
        else []
    )


def _spread(values: Sequence[Any], most: int) -> list[Any]:
    """At most `most` of `values`, evenly spread, both ends included."""
    if len(values) <= most:
        return list(values)
    return [values[round(step * (len(values) - 1) / (most - 1))] for step in range(most)]
