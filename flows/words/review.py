"""The results of `flows.answers.review` and `review_answers` as Chinese lines."""

from typing import Any

Row = dict[str, Any]


def exported_lines(exported: Row) -> list[str]:
    """Where the workbook is, and what is at stake in it."""
    if exported["path"] is None:
        return [f"{exported['period']} 没有待核的匹配。"]
    waiting = f"{exported['persons']} 人 {exported['lines']} 条"
    at_stake = f"{exported['rows']} 行、{exported['amount']} 元"
    left_out = f"另有 {exported['left_out']} 人未列出。" if exported["left_out"] else ""
    return [
        f"{exported['period']} 待核匹配：{waiting}，涉及 {at_stake}。{left_out}",
        f"工作簿：{exported['path']}",
        "内含全县个人信息，只供县级比对使用。填好“结论”后执行 fangfanpin review import 文件名。",
    ]


def sampled_lines(sampled: Row) -> list[str]:
    """How many rows were drawn, where the workbook is, and what comes next."""
    if sampled["path"] is None:
        return [f"{sampled['period']} 没有可以抽查的已匹配行。"]
    return [
        f"{sampled['period']} 第 {sampled['sample']} 次抽样：已匹配的 {sampled['rows']} 行"
        f"（按来源和匹配方式分 {sampled['strata']} 层），混在存疑的 {sampled['doubtful']} 人中间，"
        f"共 {sampled['lines']} 条。",
        f"工作簿：{sampled['path']}",
        "表中看不出哪些已经匹配。填好“结论”后执行 fangfanpin review import 文件名，"
        "再执行 fangfanpin evaluate 看精确率。",
        "填“否”的，与其他核对结论一样，从下次运行起不再匹配到那一户。",
    ]


def imported_lines(imported: Row) -> list[str]:
    """How many answers there are of each kind, and how many are new."""
    decided = f"是 {imported['yes']} 条、否 {imported['no']} 条、不确定 {imported['unsure']} 条"
    outdated = f"，已有更晚月份的结论而不采用 {imported['outdated']} 条" if imported["outdated"] else ""
    taken = (
        f"新增 {imported['new']} 条，更改 {imported['changed']} 条，原已记录 {imported['known']} 条{outdated}"
    )
    again = "结论从下次运行起生效，请重新运行 fangfanpin run。"
    return [
        f"读取工作簿 {imported['files']} 个：{decided}，未填 {imported['blank']} 条。",
        f"记录结论：{taken}。",
        again if imported["new"] or imported["changed"] else "没有新的结论，结果不变。",
    ]
