"""The result of `flows.answers.pack_differences` as Chinese lines and tables."""

from decimal import Decimal
from typing import Any

from flows.words.printed_table import printed
from flows.words.vocabulary import OUTCOMES
from rules.declarations.pack import Pack

Row = dict[str, Any]


def lines(result: Row, packs: dict[str, Pack], limit: int) -> list[str]:
    """Counts first, then households up to `limit`."""
    a, b = result["a"], result["b"]
    return [
        f"{result['period']}　A：{a['key']}（{a['number']}）　B：{b['key']}（{b['number']}）",
        f"{result['households']:,} 户中，{result['differing']:,} 户两边不同。",
        "同样的指标，两边各按自己的规则；只作对照，不改变已发布的结果。",
        "",
        "一、级别（户数）",
        *_outcomes(result["outcomes"]),
        "",
        "二、差别从哪里来",
        *_reasons(result),
        "",
        "三、数值不同的参数",
        *_parameters(result["parameters"]),
        "",
        f"四、不同的户{_shown(result, limit)}",
        *_households(result, packs, limit),
    ]


def _outcomes(outcomes: list[Row]) -> list[str]:
    counted = {(row["outcome_a"], row["outcome_b"]): row["households"] for row in outcomes}
    kinds = [name for name in OUTCOMES if any(name in pair for pair in counted)]
    cells = [[f"A {OUTCOMES[x]}", *(counted.get((x, y), 0) for y in kinds)] for x in kinds]
    return printed(["", *(f"B {OUTCOMES[name]}" for name in kinds)], cells, words=[""])


def _reasons(result: Row) -> list[str]:
    cells = [
        [f"只在 {row['side'].upper()} 触发", row["label"], row["cites"], row["households"]]
        for row in result["rules"]
    ]
    same = result["same_rules"]
    cells += [["触发的规则相同", "级别的条件不同", "", same["by_level"]]] if same["by_level"] else []
    cells += [["触发的规则相同", "只是对象类别不同", "", same["by_class"]]] if same["by_class"] else []
    return (
        printed(["", "规则", "依据", "户"], cells, words=["", "规则", "依据"]) if cells else ["  没有差别。"]
    )


def _parameters(parameters: list[Row]) -> list[str]:
    cells = [
        [p["label"], p["unit"], _value(p["a"]), p["basis_a"] or "", _value(p["b"]), p["basis_b"] or ""]
        for p in parameters
    ]
    words = ["名称", "单位", "A 的依据", "B 的依据"]
    headings = ["名称", "单位", "A", "A 的依据", "B", "B 的依据"]
    return printed(headings, cells, words=words) if cells else ["  没有。"]


def _value(number: Decimal | None) -> str:
    return "—" if number is None else f"{number.normalize():f}"


def _shown(result: Row, limit: int) -> str:
    left = len(result["list"]) - limit
    return f"（先列最重的 {limit} 户，另有 {left:,} 户见 --json 或加大 --limit）" if left > 0 else ""


def _households(result: Row, packs: dict[str, Pack], limit: int) -> list[str]:
    if not result["list"]:
        return ["  没有。"]
    return [
        line
        for row in result["list"][:limit]
        for line in (
            f"  {row['household_id']}　{row['township']} {row['village']}",
            *(f"    {side.upper()}　{_side(row[side], packs[result[side]['key']])}" for side in ("a", "b")),
        )
    ]


def _side(side: Row, pack: Pack) -> str:
    text = OUTCOMES[side["outcome"]]
    if side["class"]:
        text += f"，{pack.target_classes[side['class']]}"
    if side["rules"]:
        text += f"；{'、'.join(pack.rules[rule].label for rule in side['rules'])}（{side['cites']}）"
    if side["outcome"] == "unknown":
        text += f"：{'、'.join(pack.rules[rule].label for rule in side['undecided'])}"
    return text
