"""Questions to the sender about a header that is not understood: 您的“个人现金支付”是否即“个人自付”？

Only texts of the header are quoted. What is asked is not used.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import fuzz

from data_contracts.contract import Column, Contract
from data_contracts.units import header_key

_SHOWN_CHARACTERS = 50  # of a header, in a receipt
_SHOWN_HEADERS = 30
_NEAR_REQUIRED = 60  # of 100: half of the characters, and the kind of value
_NEAR = 76  # 出院日期 and 出生日期 have three characters of four
_SAME_KIND = 20
_KINDS = {
    "date": re.compile(r"日期?|时间|年月"),
    "month": re.compile(r"月|期|时间"),
    "money": re.compile(r"金|额|费|款|支付|支出|收入|损失|补"),
    "id_number": re.compile(r"证|身份|号码"),
}


def asked(
    unknown: Sequence[str], contract: Contract, named: Iterable[str], wanted: Collection[str] = ()
) -> list[tuple[str, Column]]:
    """Each header that may name a column which the file otherwise lacks, and this column.

    Args:
        unknown: header texts that name no column.
        contract: the source's contract.
        named: the columns that the file has.
        wanted: columns that are missed as a required one is.
    """
    present = set(named)
    absent = [column for column in contract.columns if column.name not in present]
    missed = {column.name for column in absent if column.in_header} | {*wanted}
    pairs = sorted(
        (
            (_likeness(text, column, missed=column.name in missed), -n, -m)
            for n, text in enumerate(unknown)
            for m, column in enumerate(absent)
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for likeness, n, m in pairs:
        near = _NEAR_REQUIRED if absent[-m].name in missed else _NEAR
        if likeness >= near and -n not in found and -m not in found.values():
            found[-n] = -m
    return [(unknown[n], absent[m]) for n, m in sorted(found.items())]


def question(header: str, column: Column) -> str:
    """Whether a header names a column."""
    return f"您的“{shown(header)}”是否即“{column.title}”？"


def _likeness(text: str, column: Column, *, missed: bool) -> float:
    """Of 100: how much a header is like one of the column's, in characters and in the kind of value."""
    key = header_key(text)
    kind = _KINDS.get(column.type)
    same_kind = kind is None or bool(kind.search(key))
    best = max((fuzz.ratio(key, known) for known in column.header_keys), default=0)
    if not missed:
        return best if same_kind else 0
    return best + _SAME_KIND * (1 if kind and same_kind else -1 if kind else 0)


def shown(header: str) -> str:
    """A header text as a receipt quotes it."""
    return " ".join(header.split())[:_SHOWN_CHARACTERS]


def quoted(headers: Iterable[str]) -> list[str]:
    """Header texts in quotation marks."""
    return [f"“{shown(text)}”" for text in headers]


def seen(unknown: Sequence[str]) -> str:
    """The headers that name no column, in words; '' if there are none."""
    if not unknown:
        return ""
    rest = f"等 {len(unknown)} 列" if len(unknown) > _SHOWN_HEADERS else ""
    return f"表头中未认出的列：{'、'.join(f'“{shown(text)}”' for text in unknown[:_SHOWN_HEADERS])}{rest}。"


def missing_message(
    missing: Sequence[str], unknown: Sequence[str], contract: Contract, named: Iterable[str]
) -> str:
    """What to say of required columns that the header lacks, by their titles."""
    doubts = asked(unknown, contract, named, {c.name for c in contract.columns if c.title in missing})
    return f"缺少必需的列：{'、'.join(missing)}。{seen(unknown)}{_with_advice(doubts)}"


def _with_advice(doubts: Sequence[tuple[str, Column]]) -> str:
    if not doubts:
        return "请补上后重新报送。"
    return "".join(question(*doubt) for doubt in doubts) + "若是，请把列名改成约定的名称后重新报送。"


def doubtful_message(header: str, column: Column) -> str:
    """What to say of a header that may name an amount which counts, and is not understood."""
    return (
        f"{question(header, column)}这一列可能影响金额，未弄清前文件未采用："
        f"若是，请把列名改成“{column.title}”；若不是，请补上“{column.title}”一列（没有的填 0），再重新报送。"
    )


def about_rows(rows: Iterable[Sequence[str | None]], contract: Contract) -> str:
    """What was seen in the row that is most like a header, if any row names a column; '' otherwise."""
    texts = ([cell for cell in row if cell and cell.strip()] for row in rows)
    best = max(texts, key=lambda row: len(_named(row, contract)), default=[])
    named = _named(best, contract)
    unknown = [text for text in best if not contract.column_for(text)]
    doubts = asked(unknown, contract, named)
    return seen(unknown) + "".join(question(*doubt) for doubt in doubts) if named else ""


def _named(texts: Iterable[str], contract: Contract) -> set[str]:
    return {column.name for text in texts if (column := contract.column_for(text))}


def duplicate_message(column: Column, headers: Sequence[str]) -> str:
    """What to say of several headers that name the same column equally well."""
    texts = "、".join(quoted(headers))
    if column.parts is None:
        return (
            f"列名重复：{texts}都可能是“{column.title}”，请只保留一列，或把要用的一列改名为“{column.title}”。"
        )
    return (
        f"列名重复：{texts}都可能是“{column.title}”。若各是一部分，请相加后填在“{column.title}”一列；"
        f"若其中一列是全部，请只把这一列叫“{column.title}”，其余各列写明是什么。"
    )


def part_message(column: Column, headers: Sequence[str], *, is_cost: bool) -> str:
    """What to say of headers that are only a part of an amount, from which it cannot be made."""
    texts, title = "、".join(quoted(headers)), column.title
    formula = f"（{column.parts.formula}）" if column.parts and column.parts.formula else ""
    if not formula:
        return f"{texts}看来只是“{title}”的一部分，请补上“{title}”一列，填全部金额，再重新报送。"
    if is_cost:
        return f"{texts}要从收入中减去，表中却没有收入一列：请填“{title}”{formula}，再重新报送。"
    return (
        f"您的{'、'.join(quoted(headers))}是否即“{title}”？这一列可能影响金额，未弄清前文件未采用："
        f"若已经{formula[1:-1]}，请把列名改成“{title}”；若没有，请填“{title}”{formula}，再重新报送。"
    )


def unused_message(column: Column, headers: Sequence[str]) -> str:
    """What to say of several headers of a describing column, none of which is taken."""
    texts = "、".join(quoted(headers))
    return f"{texts}都可能是“{column.title}”，均未取用；要取用哪一列，请把它改名为“{column.title}”"


def stand_in_message(column: Column, header: str) -> str:
    """What to say of a header that was taken for a column of much the same meaning."""
    text, title = shown(header), column.title
    if column.stand_ins_are_usual:
        return f"“{title}”取自“{text}”一列"
    return f"没有“{title}”一列，已取用“{text}”：您的“{text}”是否即“{title}”？如不是，请补上后重报"
