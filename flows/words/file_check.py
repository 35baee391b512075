"""The answer of `fangfanpin check` in Chinese."""

from typing import Any

_OUTCOMES = {
    "accepted": "会被接收",
    "rejected": "会被退回",
    "duplicate": "与已收到的文件相同，不会重复计入",
    "superseded": "会被接收，但已有更新的名册，本文件仅存档",
}
_REMARKS = {
    "no_county": "这里不是工作区，只按自带的契约核对；没有核对名册、往期行数和重复文件。",
    "ignored_name": "这个文件名表示隐藏或尚未传完的文件，运行时不会收取，请改名。",
    "month_to_come": "识别月份 {period} 还没有到，到时才会收取。",
    "roster": "户编号已按 {period} 的{title}核对。",
    "roster_of_itself": "户编号已按本文件中的{title}核对。",
    "no_roster": "还没有能用的{title}，没有核对户编号；没有名册时不能运行。",
    "with_waiting": "已连同投递文件夹中待收取的 {files} 个有关文件一并核对。",
    "without_waiting": "投递文件夹中待收取的 {files} 个有关文件较大，没有一并核对，结果可能不同。",
}
_KNOWN_BY = {"given": "按 --source", "folder": "按所在文件夹", "header": "按表头判断"}


def lines(answer: dict[str, Any]) -> list[str]:
    """The outcome first, then the receipt of a run, then how it was checked."""
    return [
        f"核对结果：{_OUTCOMES[answer['status']]}。这只是核对，文件没有报送，也没有改动。",
        f"数据来源：{answer['source_title']}（{_KNOWN_BY[answer['source_known_by']]}）",
        "",
        "运行时的回执：",
        *(f"  {line}" for line in answer["receipt"]),
        *_of_other_half(answer["other_half"]),
        *([""] if answer["remarks"] else []),
        *(f"说明：{_REMARKS[remark['code']].format_map(remark)}" for remark in answer["remarks"]),
    ]


def _of_other_half(half: dict[str, Any] | None) -> list[str]:
    """The receipt of a file as an extract of the other source."""
    if half is None:
        return []
    title, outcome = half["source_title"], _OUTCOMES[half["status"]]
    return [
        "",
        f"本文件同时用作{title}：{outcome}。运行时{title}的回执：",
        *(f"  {line}" for line in half["receipt"]),
    ]
