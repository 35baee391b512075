"""The result of `flows.answers.pack_differences` as Chinese lines and tables."""

from decimal import Decimal
from typing import Any

from flows.words.printed_table import printed
from flows.words.vocabulary import OUTCOMES
from rules.declarations.pack import Pack

Row = dict[str, Any]


def lines(found: Row, packs: dict[str, Pack], limit: int) -> list[str]:
    """Counts first, then households up to `limit`."""
    a, b = found["a"], found["b"]
    return [
        f"{found['period']}　A：{a['key']}（{a['number']}）　B：{b['key']}（{b['number']}）",
        f"{found['households']:,} 户中，{found['differing']:,} 户两边不同。",
        "同样的指标，两边各按自己的规则；只作对照，不改变已发布的结果。",
        "",
        "一、级别（户数）",
        *_outcomes(found["outcomes"]),
        "",
        "二、差别从哪里来",
        *_reasons(found),
        "",
        "三、数值不同的参数",
        *_parameters(found["parameters"]),
        "",
        f"四、不同的户{_shown(found, limit)}",
        *_households(found, packs, limit),
    ]


def _outcomes(outcomes: list[Row]) -> list[str]:
    counted = {(row["outcome_a"], row["outcome_b"]): row["households"] for row in outcomes}
    kinds = [name for name in OUTCOMES if any(name in pair for pair in counted)]
    told = [[f"A {OUTCOMES[x]}", *(counted.get((x, y), 0) for y in kinds)] for x in kinds]
    return printed(["", *(f"B {OUTCOMES[name]}" for name in kinds)], told, words=[""])


def _reasons(found: Row) -> list[str]:
    told = [
        [f"只在 {row['side'].upper()} 触发", row["label"], row["cites"], row["households"]]
        for row in found["rules"]
    ]
    same = found["same_rules"]
    told += [["触发的规则相同", "级别的条件不同", "", same["by_level"]]] if same["by_level"] else []
    told += [["触发的规则相同", "只是对象类别不同", "", same["by_class"]]] if same["by_class"] else []
    return printed(["", "规则", "依据", "户"], told, words=["", "规则", "依据"]) if told else ["  没有差别。"]


def _parameters(parameters: list[Row]) -> list[str]:
    told = [
        [p["label"], p["unit"], _value(p["a"]), p["basis_a"] or "", _value(p["b"]), p["basis_b"] or ""]
        for p in parameters
    ]
    words = ["名称", "单位", "A 的依据", "B 的依据"]
    headings = ["名称", "单位", "A", "A 的依据", "B", "B 的依据"]
    return printed(headings, told, words=words) if told else ["  没有。"]


def _value(number: Decimal | None) -> str:
    return "—" if number is None else f"{number.normalize():f}"


def _shown(found: Row, limit: int) -> str:
    left = len(found["list"]) - limit
    return f"（先列最重的 {limit} 户，另有 {left:,} 户见 --json 或加大 --limit）" if left > 0 else ""


def _households(found: Row, packs: dict[str, Pack], limit: int) -> list[str]:
    if not found["list"]:
        return ["  没有。"]
    return [
        line
        for row in found["list"][:limit]
        for line in (
            f"  {row['household_id']}　{row['township']} {row['village']}",
            *(f"    {side.upper()}　{_side(row[side], packs[found[side]['key']])}" for side in ("a", "b")),
        )
    ]


def _side(side: Row, pack: Pack) -> str:
    told = OUTCOMES[side["outcome"]]
    if side["class"]:
        told += f"，{pack.target_classes[side['class']]}"
    if side["rules"]:
        told += f"；{'、'.join(pack.rules[rule].label for rule in side['rules'])}（{side['cites']}）"
    if side["outcome"] == "unknown":
        told += f"：{'、'.join(pack.rules[rule].label for rule in side['undecided'])}"
    return told
