"""The result of `flows.way_back.returns` as Chinese lines."""

from typing import Any

Row = dict[str, Any]

_MOST_PROBLEMS = 10  # more do not fit a screen; the receipts name all


def lines(result: Row) -> list[str]:
    """What became of each file, the first refused rows, and where the receipts are."""
    if not result["files"] and not result["left"]:
        return ["没有新发回的清单。填好的清单请放进 returned 文件夹，可以分乡镇建子文件夹，文件名不限。"]
    left = [f"留待下次：{file['name']}：{file['reason']}。" for file in result["left"]]
    if not result["files"]:
        return left
    names = {file["file_id"]: file["name"] for file in result["files"]}
    return [
        *(_file_line(file) for file in result["files"]),
        *_problem_lines(result["problems"], names),
        *left,
        f"共采用 {sum(file['rows_taken'] for file in result['files'])} 行。回执：{result['receipts']}",
    ]


def total(counts: dict[str, int]) -> str:
    """All files of a reading in one sentence."""
    return f"{counts['files']} 个文件，{_counts(counts)}。"


def _file_line(file: Row) -> str:
    if file["status"] == "rejected":
        return f"整份退回：{file['name']}：{file['reason']}"
    if file["status"] == "duplicate":
        return f"重复文件：{file['name']}：内容已经读取过，没有重复计算。"
    of = " ".join(filter(None, [file["township"], file["period"]]))
    return f"已读取：{file['name']}（{of}）：读到 {file['rows_read']} 行，{_counts(file)}。"


def _counts(of: Row) -> str:
    return f"采用 {of['rows_taken']} 行，没有填写 {of['rows_unanswered']} 行，退回 {of['rows_refused']} 行"


def _problem_lines(problems: list[Row], names: dict[str, str]) -> list[str]:
    shown = [
        f"　退回 {names[p['file_id']]} “{p['sheet']}”第 {p['row_number']} 行{_column(p)}：{p['reason']}。"
        for p in problems[:_MOST_PROBLEMS]
    ]
    more = [f"　等共 {len(problems)} 处，见回执。"] if len(problems) > _MOST_PROBLEMS else []
    return shown + more


def _column(problem: Row) -> str:
    return f"“{problem['column_name']}”" if problem["column_name"] else ""
