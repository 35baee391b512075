"""Columns that hold money and are not used: named before others, and asked about where no amount is used."""

import re
from collections.abc import Collection, Iterator, Sequence

import polars as pl

from connectors.sheets.amount_columns import contract_name
from connectors.sheets.header import Header
from connectors.sheets.header_questions import shown
from connectors.sheets.layout import HeaderRemark
from connectors.sheets.lines_without_data import is_blank
from data_contracts.contract import Contract

_MONEY = re.compile(
    r"[(\[【](?:单位[::])?[百千万亿]*元|元$|金额|费|款|支出|收入|损失|补助|补贴|资助|救助|补偿|赔偿|理赔|赔付|报销|自负|自付|承担"
    r"|支付|小计|合计|总计|总额|标准|奖|金$"
)
_NO_MONEY = re.compile(
    r"人[数次口]|[户次月天个件]数|年限|数量|面积|亩|公斤|比例|占比|率|%|％|时间|日期|月份|年度|年龄|电话|手机|号码?$|账号|卡号"
    r"|编[号码]|代码|序号|单号|身高|体重|分数|成绩|等级|类[型别]|方式|备注|标[志识]|是否|状态|原因"
)
_OTHER_UNIT = re.compile(r"[(\[【](?!.*元)[^()\[\]【】]{1,4}[)\]】]$")  # `倒塌（间）`
_AMOUNT = r"^\s*[-+¥￥]?\d[\d,，]{0,12}(?:[.．]\d*)?\s*(?:[百千万亿]?元)?\s*$"
_DECIMAL = r"^\s*[-+¥￥]?\d[\d,，]*[.．]\d*[1-9]\d*\s*元?\s*$"
_MOST = 0.5  # of the filled cells
_LISTED = 30


def unused_amounts(rows: pl.DataFrame, header: Header, used: Collection[int]) -> list[str]:
    """Headers of columns that are not used, and that hold money by their name, unit or values.

    Args:
        rows: the rows of data, String columns in the order of the sheet after `sheet_row`.
        header: the header above them.
        used: positions of the columns that are used.
    """
    columns = [name for name in rows.columns if name != "sheet_row"]
    unused = {place: text for place, text in header.cells.items() if place not in used}
    return [
        shown(text)
        for place, text in unused.items()
        if place < len(columns) and not _counts_something(text) and _holds_money(rows, columns[place], text)
    ]


def _counts_something(header: str) -> bool:
    """Whether the numbers of a column are no money, by its own name, whatever its group's is."""
    return bool(_NO_MONEY.search(header) or _OTHER_UNIT.search(header.strip()))


def _holds_money(rows: pl.DataFrame, column: str, header: str) -> bool:
    filled = rows.filter(~is_blank(column))[column]
    if filled.is_empty():
        return False
    looks = _AMOUNT if _MONEY.search(header) else _DECIMAL
    share = filled.str.contains(looks).mean()
    return isinstance(share, float) and share > _MOST


def remarks_on_amounts(
    sheets: Sequence[tuple[str | None, Collection[str], Sequence[str]]], contract: Contract
) -> Iterator[HeaderRemark]:
    """What to say of the amounts that are not used, once for a file.

    Args:
        sheets: of each sheet its name, the columns that its header names, and `unused_amounts`.
        contract: the source's contract.
    """
    counting = [name for feed in contract.feeds if not feed.detail for name in feed.amount]
    if not any(counting):
        return
    wanted = [name for name in counting if not name.startswith("-")]
    may_lack = wanted and not any(contract.by_name[name].required for name in wanted)
    lacking = [s for s in sheets if may_lack and s[1] and set(wanted).isdisjoint(map(contract_name, s[1]))]
    if lacking:
        yield HeaderRemark("no_amounts", "", _without_amounts(lacking, len(sheets), wanted, contract))
    headers = [*dict.fromkeys(text for _, _, unused in sheets for text in unused)]
    if headers:
        listed = _quoted(headers)
        yield HeaderRemark("unused_amounts", "", f"下列金额列没有取用，请核对是否应计入：{listed}")


def _without_amounts(
    lacking: Sequence[tuple[str | None, Collection[str], Sequence[str]]],
    sheets: int,
    wanted: Sequence[str],
    contract: Contract,
) -> str:
    """That nothing counts since no amount was recognised, and which columns may be meant."""
    titles = "、".join(f"“{contract.by_name[name].title}”" for name in wanted)
    names = "、".join(f"“{name}”" for name, _, _ in lacking if name)
    of = f"工作表{names}" if names and len(lacking) < sheets else "这份文件"
    near = [*dict.fromkeys(text for _, _, unused in lacking for text in unused)]
    asked = f"您的{_quoted(near)}中，哪一列是{titles}？" if near else f"表中是否有{titles}？"
    return (
        f"没有认出{titles}一列，{of}没有金额计入。{asked}"
        f"请把那一列的列名改成{titles}后重新报送；是几列之和的，请加成{titles}一列{_net_of(wanted, contract)}"
    )


def _net_of(wanted: Sequence[str], contract: Contract) -> str:
    """What is subtracted, which must not be subtracted twice."""
    taken_off = [
        contract.by_name[name[1:]].title
        for feed in contract.feeds
        if {*wanted} & {*feed.amount}
        for name in feed.amount
        if name.startswith("-")
    ]
    if not taken_off:
        return ""
    titles = "、".join(f"“{title}”" for title in taken_off)
    return f"；{titles}会从中减去，因此只有净额（如自负金额）的，不要再有{titles}一列"


def _quoted(headers: Sequence[str]) -> str:
    more = f"等 {len(headers)} 列" if len(headers) > _LISTED else ""
    return "、".join(f"“{text}”" for text in headers[:_LISTED]) + more
