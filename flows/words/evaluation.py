"""The evaluation of links as Chinese lines and tables."""

import math
from collections.abc import Callable
from typing import Any

from flows.words.link_reasons import stage_word
from flows.words.printed_table import printed
from flows.words.vocabulary import LINK_STATUSES

DIMENSIONS = {"total": "总体", "source": "来源", "damage": "损坏"}
LABELS_SHOW = [
    "审核过的只是存疑的候选对，而且按值得核对的程度挑选，因此：",
    "  能说明：问到的候选对里，各档概率有多少实际为真（概率校准）。",
    "  不能说明：自动匹配的精确率、召回率和 F1，这些需要真值文件（--truth）。",
]


def lines(report: dict[str, Any]) -> list[str]:
    """The report of `flows.answers.review.evaluation` as Chinese lines."""
    result = _by_truth(report) if report["basis"] == "truth" else _by_labels(report)
    result += ["", "概率校准", *_calibration(report["calibration"])]
    result += ["", "分组比较的上限（最近一次匹配）", *_blocking(report["blocking"])]
    return result + (["", "图表：", *(f"  {path}" for path in report["charts"])] if report["charts"] else [])


def _by_truth(report: dict[str, Any]) -> list[str]:
    return [
        *_judged(report["truth"]),
        "",
        "户一级的准确程度（括号内为 95% 区间，同一人的多行按一次计）",
        *_groups(report["groups"], report["sources"]),
        "",
        "名册内而没有匹配的行",
        *_missed(report["missed"]),
    ]


def _judged(truth: dict[str, Any]) -> list[str]:
    result = [f"依据：真值文件，{truth['rows']} 行，对上 {truth['judged']} 个已匹配的数据行。"]
    if truth["unjudged"]:
        result.append(f"另有 {truth['unjudged']} 个已匹配的数据行没有真值，不计入。")
    if truth["gone"]:
        result.append(f"{truth['gone']} 行的人或户已不在名册：匹配到原户或未匹配都算对。")
    if truth["unknown_files"]:
        named = "、".join(entry["file"] for entry in truth["unknown_files"][:3])
        result.append(f"真值文件提到 {len(truth['unknown_files'])} 个没有收到的文件：{named} 等。")
    return result


def _groups(groups: list[dict[str, Any]], sources: dict[str, str]) -> list[str]:
    known = any(group["enough"] for group in groups)
    headings = [
        "",
        "",
        "行数",
        "名册内",
        LINK_STATUSES["linked"],
        "精确率",
        "召回率",
        "F1",
        LINK_STATUSES["review"],
        "漏匹配",
        "其中待复核",
        "认错成员",
    ]
    cells = [
        [
            DIMENSIONS[group["dimension"]],
            sources.get(group["value"], group["value"]),
            *(group[name] for name in ("rows", "registered", "linked")),
            *(_interval(group, name) for name in ("precision", "recall", "f1")),
            _percent(group["review_share"]),
            *(group[name] for name in ("missed", "missed_in_review", "wrong_members")),
            *([_interval(group, "recall_enough")] if known else []),
        ]
        for group in groups
    ]
    return printed([*headings, *(["信息足够者召回率"] if known else [])], cells, words=[""])


def _missed(missed: list[dict[str, Any]]) -> list[str]:
    cells = [[LINK_STATUSES[row["status"]], stage_word(row["stage"]), row["rows"]] for row in missed]
    return printed(["", "原因", "行数"], cells, words=["", "原因"]) if cells else ["  没有。"]


def _by_labels(report: dict[str, Any]) -> list[str]:
    if not report["labels"]:
        return ["依据：审核结论。还没有审核结论，请先导出并交回审核表，或用 --truth 给出真值文件。"]
    cells = [
        [
            report["sources"].get(row["source"], "合计"),
            *(row[name] for name in ("labels", "yes", "no", "unsure")),
        ]
        for row in report["labels"]
    ]
    return [
        "依据：审核结论。",
        *LABELS_SHOW,
        "",
        *printed(["来源", "候选对", "是", "否", "不确定"], cells, ["来源"]),
        *(_sample(report["sample"], report["sources"]) if report["sample"] else []),
    ]


def _sample(sample: dict[str, Any], sources: dict[str, str]) -> list[str]:
    """The precision that a blind sample shows; rounded down, its upper end up."""
    cells = [
        [
            sources.get(row["source"], row["source"]),
            stage_word(row["stage"]),
            *(row[name] for name in ("stratum_rows", "drawn", "yes", "no", "unsure")),
        ]
        for row in sample["strata"]
    ]
    return [
        "",
        f"抽样核对（{sample['period']}，第 {sample['sample']} 次，核对人不知道哪些已经匹配）",
        *_sampled_precision(sample),
        *printed(
            ["来源", "匹配方式", "已匹配的行", "抽取", "是", "否", "不确定"], cells, ["来源", "匹配方式"]
        ),
    ]


def _sampled_precision(sample: dict[str, Any]) -> list[str]:
    left = (
        f"填“不确定”的 {sample['unsure']} 行、还没有填的 {sample['unanswered']} 行不计入；"
        f"有结论的各层占已匹配行的 {_percent(sample['covered'])}。"
    )
    if sample["precision"] is None:
        return ["  还没有“是”或“否”的结论，精确率无法估计。", f"  {left}"]
    low, high = _percent(sample["low"]), _percent(sample["high"], math.ceil)
    return [
        f"  精确率 {_percent(sample['precision'])}，95% 区间 {low} 至 {high}"
        f"（{sample['judged_rows']} 行有结论，按各层的行数加权）。",
        f"  {left}",
    ]


def _calibration(calibration: dict[str, Any]) -> list[str]:
    if not calibration["tenths"]:
        return ["  没有带概率的候选对。"]
    cells = [
        [
            f"{row['tenth'] / 10:.1f}–{row['tenth'] / 10 + 0.1:.1f}",
            row["pairs"],
            f"{row['mean_probability']:.4f}",
            _interval(row, "observed"),
            f"{row['error']:.4f}",
        ]
        for row in calibration["tenths"]
    ]
    table = printed(["概率", "候选对", "平均概率", "实际为真", "误差"], cells, ["概率"])
    return [
        *table,
        f"  平均误差 {calibration['expected_error']:.4f}；{_worst(calibration['worst_above_half'])}",
    ]


def _worst(worst: dict[str, Any] | None) -> str:
    if worst is None:
        return "没有 0.5 以上的候选对。"
    tenth = f"0.5 以上误差最大的一档：{worst['tenth'] / 10:.1f} 起"
    return f"{tenth}，误差 {worst['error']:.4f}，{worst['pairs']} 个候选对。"


def _blocking(rules: list[dict[str, Any]]) -> list[str]:
    if not rules:
        return ["  没有记录。"]
    names = ("label", "persons", "pairs", "capped_blocks", "capped_pairs")
    table = printed(
        ["共同线索", "有此线索的人", "比较的候选对", "超过上限的组", "因上限没有比较的候选对"],
        [[row[name] for name in names] for row in rules],
        words=["共同线索"],
    )
    return [*table, "  没有比较的候选对，可能由别的线索比较过。"]


def _interval(row: dict[str, Any], name: str) -> str:
    if row[name] is None:
        return "—"
    low, high = (_percent(row[f"{name}_{side}"]).rstrip("%") for side in ("low", "high"))
    return f"{_percent(row[name])} ({low}–{high})"


def _percent(share: float, rounded: Callable[[float], int] = math.floor) -> str:
    """A percentage, cut off and not rounded: 100 % means no error at all."""
    slack = 1e-9 if rounded is math.floor else -1e-9
    return f"{rounded(share * 10_000 + slack) / 100:.2f}%"
