"""The result of `flows.answers.simulation` as Chinese lines and tables."""

from typing import Any

from flows.answers.simulation import chosen
from flows.words.printed_table import printed
from flows.words.vocabulary import LEVELS, RULE_OUTCOMES

Row = dict[str, Any]

MOST_COLUMNS = 8  # of a table that a screen of usual width still shows
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


def lines(found: Row) -> list[str]:
    """What each value comes to: the newest period in full, the others by their sums."""
    newest = found["periods"][-1]
    return [
        *_head(found, newest),
        "",
        f"一、{newest['period']} 预警户数（按当期数据触发的户；“增加”“减少”“换级别”与现行取值相比）",
        *_figures(newest),
        *_scale(found, newest),
        "",
        f"二、{newest['period']} 各乡镇应核查户数",
        *_townships(newest),
        *_history(found),
        *_notes(found),
    ]


def _head(found: Row, newest: Row) -> list[str]:
    own = "由县里设定" if found["county_may_set"] else "不由县里设定，只作测算"
    return [
        f"测算 {found['label']}（{found['parameter']}，{found['unit']}；{own}）",
        f"{newest['period']} 政策 {newest['pack']}，现行取值 {newest['present']:f}。",
        "只作测算，不改变已发布的结果。",
    ]


def _figures(newest: Row) -> list[str]:
    told = [
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
    return [*printed(headings, told), f"  名册中已确认的监测对象 {confirmed:,} 户。"]


def _value(result: Row) -> str:
    return f"现行 {result['value']:f}" if result["present"] else f"{result['value']:f}"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.2%}"


def _scale(found: Row, newest: Row) -> list[str]:
    if found["scale"] is None:
        return []
    usual, most = (_percent(float(found["scale"][name])) for name in ("usual", "most"))
    cites = "；".join(found["scale"]["cites"])
    share = _percent(newest["results"][0]["share_of_registered"])
    return [f"  规模参照：一般 {usual}，最高 {most}（{cites}）；现行 {share}。只作对照，不据此增减预警。"]


def _townships(newest: Row) -> list[str]:
    results = chosen(newest["results"], MOST_COLUMNS)
    told = [
        [
            first["township"],
            first["households"],
            *(result["townships"][place]["listed"] for result in results),
        ]
        for place, first in enumerate(newest["results"][0]["townships"])
    ]
    return printed(["乡镇", "名册户数", *map(_value, results)], told, words=["乡镇"])


def _history(found: Row) -> list[str]:
    if len(found["periods"]) == 1:
        return []
    periods = chosen(found["periods"], MOST_COLUMNS)
    told = [
        ["现行" if place == 0 else _value(result), *(one["results"][place]["listed"] for one in periods)]
        for place, result in enumerate(found["periods"][-1]["results"])
    ]
    return ["", "三、各月应核查户数", *printed(["取值", *(one["period"] for one in periods)], told)]


def _notes(found: Row) -> list[str]:
    told = [f"{one['period']} 的政策 {one['pack']} 没有这个参数，未测算。" for one in found["left_out"]]
    shortened = len(found["periods"][-1]["results"]) > MOST_COLUMNS or len(found["periods"]) > MOST_COLUMNS
    return (
        ["", *told, *(["表中只列出部分取值或月份，全部见 --json 和图表。"] if shortened else [])]
        if told or shortened
        else []
    )
