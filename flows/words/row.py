"""The answer of `flows.answers.row` as Chinese lines and tables."""

from decimal import Decimal
from math import log2
from typing import Any

from data_contracts.row_places import rows_of_files
from flows.words.link_reasons import linked, member, probability
from flows.words.printed_table import printed
from flows.words.vocabulary import LINK_CHANGES, NUMBER_KINDS

Row = dict[str, Any]

MEMBERS, M, U = "名册中符合的人", "m", "u"
WHOLE = 0.9995  # a share that would be printed as 100.0 %
DECISIONS = {"yes": "是", "no": "否", "unsure": "不确定"}


def lines(answer: Row) -> list[str]:
    """The answer as Chinese lines."""
    return [
        _where(answer),
        f"{linked(answer['link'])}。",
        *answer["why"],
        "",
        "一、本行写了什么（只说形式，不显示内容）",
        f"  {_person(answer['person'])}",
        "",
        "二、在名册中查找",
        *_search(answer),
        "",
        "三、候选户与权重",
        *_candidates(answer),
        *_section("四、人工核对", [_label(label) for label in answer["labels"]]),
        *_section("五、变更", [_change(change) for change in answer["changes"]]),
    ]


def _section(title: str, body: list[str]) -> list[str]:
    return ["", title, *body] if body else []


def _where(answer: Row) -> str:
    file = answer["file"]
    where = rows_of_files([answer | {"file_name": file["name"]}])
    return f"{file['title']}　{where}（{file['file_id']}:{answer['row_number']}）"


def _person(person: Row) -> str:
    number = NUMBER_KINDS[person["number_kind"]] + ("，名册中有此号码" if person["number_known"] else "")
    fields = {
        "姓名": _name(person),
        "证件号码": number,
        "出生日期": _birth(person),
        "性别": "已填" if person["sex_written"] else "未填",
        "地址": _address(person),
    }
    return "；".join(f"{field}：{form}" for field, form in fields.items())


def _name(person: Row) -> str:
    if not person["named"]:
        return "空缺"
    masked = "，有隐去或缺失的字" if person["name_masked"] else ""
    return f"{person['name_length']} 个字{masked}" + ("，写作此人的亲属" if person["relative"] else "")


def _birth(person: Row) -> str:
    if person["birth_written"]:
        return "已填"
    return "未填，证件号码中有" if person["birth_in_number"] else "未填"


def _address(person: Row) -> str:
    if not person["has_address"]:
        return "未填"
    if person["villages"]:
        return "写明名册中的村"
    return "只写到名册中的乡镇" if person["townships"] else "不在名册所列的乡镇和村"


def _search(answer: Row) -> list[str]:
    person = answer["person"]
    if person["number_known"]:
        return ["  证件号码完整，名册中有此号码：只与持此号码的人比较。"]
    notes = []
    if person["number_kind"] == "valid":
        notes = ["  证件号码完整，名册中无此号码：证件号码也完整的成员都是别人，只与不完整的比较。"]
    if not answer["search"]:
        return [*notes, "  没有可用的查找条件。"]
    conditions = [[row["label"], str(row["members"]), _capped(row)] for row in answer["search"]]
    compared = f"  找到 {person['found']} 人，其中 {person['compared']} 人的姓名可能相符，逐项比较。"
    return [
        *notes,
        *printed(["查找条件", MEMBERS, ""], conditions, words=["查找条件", ""], indent=4),
        compared,
    ]


def _capped(row: Row) -> str:
    above = row["members_above_cap"]
    return f"另有 {above} 人，超过上限 {row['cap']}，不逐一比较" if above else ""


def _candidates(answer: Row) -> list[str]:
    if not answer["candidates"]:
        return ["  没有候选户。"]
    result = _legend(answer)
    for place, candidate in enumerate(answer["candidates"], 1):
        result += ["", *_candidate(place, candidate)]
        if (
            candidate["doubt"] and candidate["doubt"] != answer["candidates"][0]["doubt"]
        ):  # already given at the top
            result.append(f"    不自动对应：{candidate['doubt']}")
    return result + ([f"  另有 {answer['unlisted']} 户把握更低，未列出。"] if answer["unlisted"] else [])


def _legend(answer: Row) -> list[str]:
    limits, estimated = answer["thresholds"], answer["person"]["estimated"]
    basis = f"{estimated} 用本县数据估计" if estimated else "按模型所列，尚未用本县数据估计"
    odds = log2(limits["link"] / (1 - limits["link"]))
    return [
        "  权重 = log2(m / u)，加 1，把握的比数翻一倍。",
        f"  m、u：同一人、不同人出现这一结果的概率，{basis}。",
        f"  户的把握达到 {limits['link']}（累计 {odds:+.1f}）才对应；"
        f"候选户合起来达到 {limits['review']} 才核对；成员占户的 {limits['member']:.0%} 才写成员。",
    ]


def _candidate(place: int, candidate: Row) -> list[str]:
    chance = candidate["probability"]
    ending = "已由核对人员否定" if chance is None else f"把握 {probability(chance)}"
    shown = f"户 {candidate['household_id']}，{member(candidate)}"
    compared = candidate["compared_member_id"]
    if compared not in (None, candidate["member_id"]):
        shown += f"（与成员 {compared} 比较）"
    result = [f"  候选 {place}　{shown}　{ending}", *_waterfall(candidate["steps"])]
    share = candidate["member_share"]
    return result + (
        [f"    户的把握中，这名成员占 {share:.1%}"] if share is not None and share < WHOLE else []
    )


def _waterfall(steps: list[Row]) -> list[str]:
    cells = [
        [
            step["label"],
            step["outcome"],
            *("" if step[name] is None else _decimal(step[name]) for name in (M, U)),
            f"{step['weight_bits']:+.1f}",
            f"{step['total_bits']:+.1f}",
        ]
        for step in steps
    ]
    return printed(["项目", "结果", M, U, "权重", "累计"], cells, words=["项目", "结果"], indent=4)


def _decimal(share: float) -> str:
    """A probability with four significant digits, without an exponent."""
    return f"{Decimal(f'{share:.4g}'):f}"


def _label(label: Row) -> str:
    named = f"，成员 {label['member_id']}" if label["member_id"] else ""
    chance = "" if label["probability"] is None else f"（当时把握 {probability(label['probability'])}）"
    return f"  {label['period']}　户 {label['household_id']}{named}：{DECISIONS[label['decision']]}{chance}"


def _change(change: Row) -> str:
    names = ("status", "household_id", "member_id", "stage")
    was, now = (
        linked({name: change[f"{side}_{name}"] for name in names} | {"probability": None})
        for side in ("from", "to")
    )
    return f"  {change['period']}　{was} → {now}：{LINK_CHANGES.get(change['reason'], change['reason'])}"
