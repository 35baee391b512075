"""The answer about a household as Chinese lines: the verdict first, then what it rests on."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from data_contracts.row_places import rows_of_files
from flows.words.ledger import answer_in_words, next_in_words, why_asked
from flows.words.link_reasons import certainty, stage_word
from flows.words.vocabulary import BASES, LEVELS, RULE_OUTCOMES, STATES, flag_word

Row = dict[str, Any]

FLAG_UNIT = "是/否"
NUMBERS = "一二三四五六七八"
NEEDED = {  # data that would make an unknown indicator known
    "income_12m": "{current} 每个月的家庭收入",
    "income_prev_12m": "{previous} 每个月的家庭收入，或名册中的上年人均可支配收入",
    "rigid_expense_12m": "{current} 还缺的医保结算、教育和受灾数据",
    "rigid_expense_prev_12m": "{previous} 还缺的医保结算、教育和受灾数据",
    "illness_expense_12m": "{current} 还缺的医保结算",
    "education_expense_12m": "{current} 的教育数据",
    "disaster_loss_12m": "{current} 还缺的受灾数据",
    "guarantee_education": "{current} 教育数据中的就读状态",
    "guarantee_housing": "{current} 每个月的受灾数据",
    "members": "家庭成员名册",
}
MOST_NAMED = 10  # rows of one source that wait for an answer
BOUNDS = {"at_least": "至少 ", "at_most": "至多 "}  # of figures of which data are missing
# how far a figure lies above or below its line, if its bound is known only
DISTANCES = {"": ("高出", "低"), "至少 ": ("至少高出", "最多低"), "至多 ": ("最多高出", "至少低")}
MOVED = (
    "{months} 的名册显示有成员在户与户之间变动，达到现有人口的三分之一："
    "变动以前各月的收入不是现有这些人的，不能相加。按现有成员重新报送这些月份的家庭收入后即可判断。"
)


def lines(answer: Row) -> list[str]:
    """The answer as Chinese lines."""
    household = answer["household"]
    windows = f"本期为 {_span(answer, 'current')}，上期为 {_span(answer, 'previous')}"
    parts = {
        "后来怎样": list(_follow_up(answer["follow_up"])),
        "各项规则": [*_rules(answer), *_not_recomputed(answer)],
        f"指标（{windows}）": [*_figures(answer), *_indicators(answer)] if answer["rules"] else [],
        "所用的线": list(_lines(answer)),
        "还不清楚的": list(_unknown(answer)),
        "与上一个月相比": list(_changes(answer)),
        "建议": list(_advice(household)),
        "数据来源（文件、行）": _evidence(answer) or ["没有预警，因此没有依据行。"],
    }
    filled = [(title, part) for title, part in parts.items() if part]
    return [
        f"{household['household_id']}　{household['township']} {household['village']}　{answer['period']}",
        *_verdict(answer),
        *_doubt(answer),
        *(
            line
            for number, (title, part) in zip(NUMBERS, filled, strict=False)
            for line in ("", f"{number}、{title}", *(f"  {line}" for line in part))
        ),
    ]


def _span(answer: Row, window: str) -> str:
    first, last = answer["windows"][window]
    return f"{first} 至 {last}"


def _verdict(answer: Row) -> list[str]:
    household = answer["household"]
    if household["level"] is None:
        return [_not_listed(answer)]
    if household["state"] == "cleared":
        cleared = f"不在预警清单上：上一个月的{LEVELS[household['level']]}预警已解除。"
        return [cleared + (household["alert_reason"] or "")]
    fired = "、".join(f"“{rule['label']}”" for rule in answer["rules"] if rule["outcome"] == "fires")
    because = f"因为符合{fired}。" if fired else ""
    alert = (
        f"{LEVELS[household['level']]}预警，{STATES[household['state']]}，始于 {household['first_period']}"
    )
    target = answer["labels"]["target_classes"].get(household["target_class"], household["target_class"])
    sentences = [
        f"在预警清单上：{alert}；按{target}看待。{because}",
        _causes(answer),
        household["alert_reason"] or "",
    ]
    return [line for line in sentences if line]


def _doubt(answer: Row) -> Iterator[str]:
    """That the verdict may change by rows that wait for an answer."""
    if waiting := len(answer["in_review"]):
        yield f"另有 {waiting} 行部门数据可能是这一户的，等待人工核对，没有计入（见“还不清楚的”）。"


def _causes(answer: Row) -> str:
    labels, causes = answer["labels"]["causes"], answer["household"]["causes"]
    named = "、".join(labels.get(cause, cause) for cause in causes.split(",")) if causes else ""
    return f"预警原因：{named}。" if named else ""


def _not_listed(answer: Row) -> str:
    unknown = [rule["label"] for rule in answer["rules"] if rule["outcome"] == "unknown"]
    if unknown:
        rules = "、".join(f"“{label}”" for label in unknown)
        return f"不能判断：没有规则触发，但{rules}因数据不全无法判断，不能认为没有风险。"
    return f"不在预警清单上：各项规则都不符合。{_nearest(answer)}"


def _nearest(answer: Row) -> str:
    """The line that the household is nearest to, by distance as a share of the line."""
    distances = [
        (abs(row["margin"] / row["line"]), rule, row)
        for rule in answer["rules"]
        for row in rule.get("comparisons", [])
        if row["decides"] and row["margin"] is not None and row["line"]
    ]
    if not distances:
        return ""
    _, rule, row = min(distances, key=lambda entry: entry[0])
    return f"离得最近的是“{rule['label']}”：{_compared(row)}。"


def _follow_up(became: Row | None) -> Iterator[str]:
    """When and why it was asked, what was answered, and how far the matter is."""
    if became is None:
        return
    if became["asked_in"]:
        state = "（已撤回）" if became["withdrawn"] else ""
        yield f"{became['issued_on']} 列入 {became['asked_in']} 的核查清单：{why_asked(became)}{state}。"
    if became["verified_on"]:
        yield f"{became['verified_on']} 核查：{answer_in_words(became)}。"
    elif became["asked_in"] and not became["withdrawn"]:
        yield "还没有收到有效的核查结论。"
    if became["stage"]:
        yield f"目前：{became['stage_label']}，自 {became['stage_since']}。{next_in_words(became)}"


def _rules(answer: Row) -> Iterator[str]:
    return (line for rule in answer["rules"] for line in _rule(rule, answer))


def _rule(rule: Row, answer: Row) -> Iterator[str]:
    yield f"[{RULE_OUTCOMES[rule['outcome']]}] {rule['label']}（{BASES[rule['basis']]}：{rule['cites']}）"
    if rule["reason"]:
        yield f"    {rule['reason']}"
    for row in rule.get("comparisons", []):
        if row["margin"] is not None and (row["decides"] or rule["outcome"] == "fires"):
            bound = BOUNDS.get(answer["bounds"].get(row["operand"]), "")
            yield f"    {'' if row['decides'] else '另看：'}{_compared(row, bound)}"
        elif (
            row["decides"]
            and rule["outcome"] == "no"
            and row["unit"] == FLAG_UNIT
            and row["value"] is not None
        ):
            yield f"    {row['label']}：{flag_word(row['operand'], row['value'])}"


def _compared(row: Row, bound: str = "") -> str:
    """An operand and its line, and by how much it lies above or below."""
    unit = row["unit"]
    values = f"{row['label']} {bound}{_number(row['value'])} {unit}，线 {_number(row['line'])} {unit}，"
    if not row["margin"]:
        return values + "正好相等"
    above, below = DISTANCES[bound]
    return values + f"{above if row['margin'] > 0 else below} {_number(abs(row['margin']))} {unit}"


def _number(value: Decimal) -> str:
    """Rounded to the cent and without trailing zeros; an amount below 1 keeps all its digits."""
    cents = value.quantize(Decimal("0.01"))
    shown = cents if cents == value or abs(value) >= 1 else value
    return f"{shown.normalize():f}"


def _not_recomputed(answer: Row) -> list[str]:
    if answer["recomputed"] or not answer["rules"]:
        return []
    return ["政策包或本县设置在本期发布后有改动，离各条线的差额不再重算；重新运行本期后可看。"]


def _figures(answer: Row) -> Iterator[str]:
    household = answer["household"]
    operands = {name: operand for name, operand in answer["labels"]["operands"].items() if name in household}
    flags = {name: operand["label"] for name, operand in operands.items() if operand["kind"] == "flag"}
    for name, operand in operands.items():
        if name not in flags:
            amount = _amount(household[name], operand["unit"], answer["bounds"].get(name))
            yield f"{operand['label']}：{amount}{_basis_of(name, household)}"
    for name, label in flags.items():
        if household[name] is not None:
            doubt = "（数据不全，还不能排除）" if name in answer["bounds"] else ""
            yield f"{label}：{flag_word(name, household[name])}{doubt}"
    if no_data := [label for name, label in flags.items() if household[name] is None]:
        yield f"没有数据：{'、'.join(no_data)}"


def _indicators(answer: Row) -> Iterator[str]:
    """Figures of further departments."""
    for row in answer["indicators"]:
        name, value, unit = row["indicator"], row["value"], row["unit"]
        yield f"{row['label']}：{flag_word(name, value) if unit == FLAG_UNIT else _amount(value, unit)}"


def _amount(value: Any, unit: str, bound: str | None = None) -> str:
    return "不明" if value is None else f"{BOUNDS[bound] if bound else ''}{value} {unit}"


def _basis_of(name: str, household: Row) -> str:
    """Where the previous income comes from, if not from its months."""
    from_roster = name == "income_prev_12m" and household["income_prev_basis"] == "last_year"
    return "（按名册上年人均可支配收入乘以人口）" if from_roster else ""


def _lines(answer: Row) -> Iterator[str]:
    for line in answer["lines"]:
        yield f"{line['label']}：{_number(line['value'])} {line['unit']}（{line['basis']}）"


def _lacking(answer: Row) -> Iterator[str]:
    """Each indicator that leaves a rule undecided, unknown or not whole, and what makes it known."""
    rules_of: dict[tuple[str, str, bool], list[str]] = {}
    for rule in answer["rules"]:
        gaps = rule.get("missing", []) if rule["outcome"] == "unknown" else []
        for gap in gaps:
            key = gap["operand"], gap["label"], gap["partial"]
            rules_of.setdefault(key, []).append(f"“{rule['label']}”")
    spans = {window: _span(answer, window) for window in answer["windows"]}
    for (operand, label, partial), rules in rules_of.items():
        needed = NEEDED.get(operand, "报送“{label}”的部门在 {current} 的数据").format(label=label, **spans)
        yield f"{label}{'不全' if partial else '不明'}，影响{'、'.join(rules)}；补齐 {needed} 后即可判断。"


def _unknown(answer: Row) -> Iterator[str]:
    """What the whole county lacks; each unknown indicator, with what makes it known; the family's gaps."""
    for gap in answer["county_gaps"]:
        yield f"全县：{gap['sentence']}。"
    yield from _in_review(answer)
    yield from _lacking(answer)
    of_county = {gap["source"] for gap in answer["county_gaps"]}
    for source, months in answer["gaps"].items():
        if source in of_county:
            continue
        yield (
            MOVED.format(months=months.replace(",", "、"))
            if source == "composition"
            else (f"{answer['sources'].get(source, source)}缺：{months.replace(',', '、')}")
        )


def _in_review(answer: Row) -> Iterator[str]:
    """By source, the rows that may be of this household."""
    for source, group in groupby(answer["in_review"], lambda row: row["source"]):
        waiting = [*group]
        more = f" 等 {len(waiting)} 行" if len(waiting) > MOST_NAMED else ""
        yield (
            f"另有 {len(waiting)} 行{answer['sources'].get(source, source)}可能是这一户的，核对以前没有计入"
            f"（用 fangfanpin review export 导出核对）：{rows_of_files(waiting[:MOST_NAMED])}{more}。"
        )


def _changes(answer: Row) -> Iterator[str]:
    if answer["before"] is None:
        return
    changes = [sentence for change in answer["changes"] if (sentence := _change(change, answer))]
    yield f"上一个月是 {answer['before']['period']}。" + ("" if changes else "没有变化。")
    yield from changes


def _change(change: Row, answer: Row) -> str:
    """How one figure, or the alert's level, changed; empty for anything else."""
    name, was, now = change["name"], change["before"], change["now"]
    if name == "level":
        levels = LEVELS | {None: "无预警"}
        return f"预警由{levels[was]}变为{levels[now]}"
    operand = answer["labels"]["operands"].get(name)
    if operand is None:
        return ""
    label, unit = operand["label"], operand["unit"]
    if operand["kind"] == "flag":
        return f"{label}由{flag_word(name, was)}变为{flag_word(name, now)}"
    sentence = f"{label}由 {_amount(was, unit)} 变为 {_amount(now, unit)}"
    return sentence + ("" if was is None or now is None else f"（{now - was:+} {unit}）")


def _advice(household: Row) -> Iterator[str]:
    for label, name in (("帮扶措施", "measures"), ("怎样就不会预警", "smallest_change")):
        if household[name]:
            yield f"{label}：{household[name]}"
    if household["county_lines"]:
        yield f"判断时本县自定的线：{household['county_lines'].replace(';', '、')}"


def _evidence(answer: Row) -> list[str]:
    return [_evidence_line(row, answer) for row in answer["evidence"]]


def _evidence_line(row: Row, answer: Row) -> str:
    operand = answer["labels"]["operands"].get(row["operand"])
    label = operand["label"] if operand else row["operand"]
    source = answer["sources"].get(row["source"], row["source"])
    line = f"{label}：{source} {rows_of_files([row])}"
    line += "" if row["detail"] is None else f"，{row['detail']}"
    line += "" if row["amount"] is None else f"，{row['amount']} 元"
    if row["stage"] is None:
        return line
    sure = "" if row["probability"] is None else f"，{certainty(row['probability'])}"
    return f"{line}（对应到户：{stage_word(row['stage'])}{sure}）"
