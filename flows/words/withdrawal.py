"""The results of `flows.withdrawal` as Chinese lines."""

from typing import Any

Row = dict[str, Any]


def file_lines(result: Row) -> list[str]:
    """What was withdrawn or put back, which other files that concerns, and what to run again."""
    done = "已恢复" if result["undone"] else "已撤回"
    where = "重新计入" if result["undone"] else "不再计入；原件仍在存档中"
    lines = [
        f"{done} {result['file_id']} 号文件：{result['title']} {result['period']} {result['name']}",
        f"其中 {result['rows']} 行数据{where}。",
    ]
    if result["duplicates"]:
        lines.append(f"内容相同、未重复入库的文件（{_numbers(result['duplicates'])}）也随之{where[:4]}。")
    lines += [_of_other_source(other, undone=result["undone"]) for other in result["of_other_sources"]]
    if result["again"]:
        lines.append(f"曾被它替代的文件重新计入：{_numbers(result['again'])}。")
    if result["no_more"]:
        lines.append(f"被它替代的文件不再计入：{_numbers(result['no_more'])}。")
    return [*lines, *_to_run(result["stale"], "数据已变，以下已发布的月份请按顺序重新运行")]


def _of_other_source(other: Row, *, undone: bool) -> str:
    verb, option = ("恢复", " --undo") if undone else ("撤回", "")
    return (
        f"同一个文件还用作{other['title']}（{other['file_id']} 号文件），没有一并{verb}；"
        f"要{verb}请执行 fangfanpin withdraw {other['file_id']}{option}。"
    )


def period_lines(result: Row) -> list[str]:
    """What was withdrawn or put back, and what to run again."""
    period = result["period"]
    if result["undone"]:
        first = f"已恢复 {period} 的结果和清单，与撤回前相同。"
    else:
        first = f"已撤回 {period} 的结果和清单；各部门的文件仍然有效。重新运行 {period} 可再次发布。"
    return [first, *_to_run(result["stale"], "后续月份的预警状态由上月推得，请按顺序重新运行")]


def _to_run(periods: list[str], why: str) -> list[str]:
    return [f"{why}：{'、'.join(periods)}。"] if periods else []


def _numbers(files: list[int]) -> str:
    return "、".join(f"{number} 号" for number in files)
