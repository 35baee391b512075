"""The answers of `flows.answers.ledger` as Chinese lines."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from flows.words.printed_table import printed
from rules.declarations.words import words

Row = dict[str, Any]

WHO = {"village": "村", "township": "乡镇", "county": "县", "department": "部门", "insurer": "保险公司"}
MEASURE_STATUSES = {"proposed": "建议", "done": "已落实", "under_way": "正在办理", "not_needed": "不需要"}
FINDING_STATUSES = {
    "in_force": "有效",
    "replaced": "已被后来的答复代替",
    "withdrawn": "已撤回",
    "conflict": "同日答复相互矛盾，都不计入",
}
EVENT_STATUSES = {
    "counts": "",
    "replaced": "（已被后来的代替）",
    "withdrawn": "（已撤回）",
    "conflict": "（同日填写相互矛盾，不计入）",
    "void": "（因更正不再计入）",
}
EVENTS = {  # kinds of event that are no stage and no step
    "unverifiable": "无法核实",
    "withdrawn": "撤回答复",
    "visited": "走访",
    "not_met": "走访未见到人",
    "new_risk": "走访发现新风险",
    "elimination_kept": "复核后继续监测",
    "measure": "帮扶措施有进展",
    "disagreed": "县级不同意",
    "on_roster": "名册列为监测对象",
    "off_roster": "名册标注风险消除，或不再列为监测对象",
    "noted": "备注",
}
MOST = 8  # kinds of duty or conflicts named on the screen


def county_lines(answer: Row) -> list[str]:
    """One screen: matters by township and stage, what is overdue, what falls due, and conflicts."""
    late = [row for row in answer["due"] if row["is_overdue"]]
    coming = [row for row in answer["due"] if not row["is_overdue"]]
    return [
        f"台账（{answer['township'] or '全县'}，{answer['on']}）",
        *(_stages(answer["stages"]) or ["  还没有办理中的事项。"]),
        *_duties("已逾期", late, "最早应于"),
        *_duties("今后三个月到期", coming, "最早于"),
        *conflict_lines(answer["conflicts"]),
        "逐件查看逾期事项加 --overdue；一户的情况用 fangfanpin ledger 户编号。",
    ]


def overdue_lines(answer: Row) -> list[str]:
    """Every overdue duty."""
    if not answer["overdue"]:
        return [f"{answer['on']} 没有逾期的事项。"]
    headings = ["应于", "事项", "由谁办", "户编号", "政策依据"]
    cells = (
        [str(row["due_on"]), row["duty"], _whose(row), row["household_id"] or "", row["cites"] or ""]
        for row in answer["overdue"]
    )
    return [
        f"截至 {answer['on']} 逾期 {len(answer['overdue'])} 件：",
        *printed(headings, cells, words=headings),
    ]


def household_lines(answer: Row) -> list[str]:
    """What became of one family: where the matter stands first, then what it rests on."""
    parts = {
        "询问": map(_issue, answer["issued"]),
        "核查结论": map(_finding, answer["findings"]),
        "经过": map(_event, answer["events"]),
        "帮扶措施": map(_measure, answer["measures"]),
        "应办事项": (_duty(row, answer["on"]) for row in answer["duties"]),
    }
    found = {title: [*lines] for title, lines in parts.items()}
    return [
        *_matter(answer),
        *(line for title, lines in found.items() if lines for line in ("", f"{title}：", *lines)),
        *conflict_lines(answer["conflicts"]),
    ]


def conflict_lines(conflicts: list[Row]) -> Iterator[str]:
    """Which rows contradict each other, and what to do."""
    if not conflicts:
        return
    households = len({row["household_id"] for row in conflicts})
    yield f"答复相互矛盾 {households} 户，都不计入；请乡镇核对后以更晚的日期重新填报："
    for row in conflicts[:MOST]:
        yield f"  {row['household_id']}　{row['day']}　{_place(row)}"
    if len(conflicts) > MOST:
        yield f"  等共 {len(conflicts)} 行，见县级汇总的“待处理的矛盾”。"


def why_asked(issue: Row) -> str:
    """In a word, why a household was asked."""
    return words()["asked"].get(issue["why"]) or words()["state"].get(issue["why"], issue["why"])


def answer_in_words(finding: Row) -> str:
    """Verdict, cause and proposal."""
    verdict = words()["verdict"][finding["verdict"]]
    proposal = words()["proposal"].get(finding["proposal"], finding["proposal"])
    named = {"原因": finding["cause"], "建议": proposal}
    return "，".join([verdict, *(f"{name}：{word}" for name, word in named.items() if word)])


def next_in_words(matter: Row) -> str:
    """The step that follows, whose it is, and until when; empty if there is none."""
    if not matter["next_step"]:
        return ""
    who = f"（{WHO[matter['who']]}）" if matter["who"] else ""
    until = f"，最迟 {matter['due_on']}" if matter["due_on"] else ""
    return f"下一步：{matter['next_step_label']}{who}{until}"


def _stages(stages: list[Row]) -> list[str]:
    return [line for _, group in groupby(stages, itemgetter("township")) for line in [_township([*group])]]


def _township(stages: list[Row]) -> str:
    total = sum(row["households"] for row in stages)
    named = "、".join(f"{row['label']} {row['households']}" for row in stages)
    return f"  {stages[0]['township']}　{total} 户：{named}"


def _duties(title: str, duties: list[Row], since: str) -> Iterator[str]:
    if not duties:
        yield f"{title}：没有。"
        return
    yield f"{title} {sum(row['duties'] for row in duties)} 件："
    for row in duties[:MOST]:
        yield f"  {row['duty']}（{WHO[row['who']]}）　{row['duties']} 件，{since} {row['first_due_on']}"
    if len(duties) > MOST:
        yield f"  另有 {len(duties) - MOST} 类事项 {sum(row['duties'] for row in duties[MOST:])} 件。"


def _whose(duty: Row) -> str:
    of = duty["department"] or duty["township"]
    return f"{of}（{WHO[duty['who']]}）" if of else WHO[duty["who"]]


def _matter(answer: Row) -> list[str]:
    matter = answer["matter"]
    if matter is None:
        return [f"{answer['household_id']}　没有办理中的事项（未进入程序，或办结已超过 24 个月）。"]
    cites = f"依据：{matter['cites']}" if matter["cites"] else ""
    lines = [
        f"{answer['household_id']}　{matter['township']} {matter['village']}",
        f"目前：{matter['stage_label']}，自 {matter['stage_since']}；这次预警始于 {matter['episode']}。",
        next_in_words(matter),
        cites,
    ]
    return [line for line in lines if line]


def _issue(issue: Row) -> str:
    marks = [
        "例行抽查" if issue["kind"] == "audit" else why_asked(issue),
        f"第 {issue['issue']} 次下发（补充）" if issue["issue"] > 1 else "",
        "已撤回" if issue["withdrawn"] else "已答复" if issue["answered"] else "还没有有效答复",
    ]
    return f"  {issue['period']}　{issue['issued_on']} 下发：{'，'.join(mark for mark in marks if mark)}"


def _finding(finding: Row) -> str:
    status = FINDING_STATUSES[finding["status"]]
    return f"  {finding['verified_on']}　{answer_in_words(finding)}（{status}）　{_place(finding)}"


def _event(event: Row) -> str:
    label = event["label"] or EVENTS.get(event["kind"], event["kind"])
    place = f"　{_place(event)}" if event["file_id"] else ""
    return f"  {event['happened_on']}　{label}{EVENT_STATUSES[event['status']]}{place}"


def _place(row: Row) -> str:
    return f"{row['name']}“{row['sheet']}”第 {row['row_number']} 行"


def _measure(measure: Row) -> str:
    done = f"，{measure['done_on']}" if measure["done_on"] else ""
    amount = "" if measure["amount"] is None else f"，{measure['amount']} 元"
    return f"  {measure['measure']}（{measure['unit']}）：{MEASURE_STATUSES[measure['status']]}{done}{amount}"


def _duty(duty: Row, on: date) -> str:
    if duty["done_on"]:
        state = f"已于 {duty['done_on']} 完成"
    else:
        state = "已逾期" if duty["due_on"] < on else "未到期"
    return f"  {duty['due_on']}　{duty['duty']}（{WHO[duty['who']]}）：{state}"
