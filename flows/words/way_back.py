"""What came back of the last lists, as Chinese lines."""

from collections.abc import Iterator
from typing import Any


def way_back_lines(state: dict[str, Any]) -> Iterator[str]:
    """A line for each of the last lists, one for what is to be settled, one for files that wait."""
    yield from (_list(issued) for issued in state["lists"])
    settle = {
        "整份退回的文件 {} 个": state["refused_files"],
        "答复相互矛盾 {} 户": state["conflicts"],
        "逾期的应办事项 {} 件": state["overdue"],
    }
    named = [sentence.format(number) for sentence, number in settle.items() if number]
    if named:
        yield f"{'、'.join(named)}（见 fangfanpin ledger 和回执）。"
    if state["waiting"]:
        yield f"returned 中有 {state['waiting']} 个文件还没有读取（fangfanpin returns）。"


def _list(issued: dict[str, Any]) -> str:
    supplements = f"（其中补充 {issued['supplements']} 户）" if issued["supplements"] else ""
    refused = f"，退回 {issued['rows_refused']} 行" if issued["rows_refused"] else ""
    return (
        f"{issued['period']} 的清单 {issued['issued_on']} 下发 {issued['asked']} 户{supplements}："
        f"已答复 {issued['answered']} 户，未答复 {issued['unanswered']} 户；"
        f"收回 {issued['files']} 份{refused}。"
    )
