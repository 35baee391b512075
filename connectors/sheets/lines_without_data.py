"""Lines below a header that are no rows of data: blank ones, examples, totals, and those that close a form.

A row with nothing but its number in the list, zeros that formulas left, or signs for nothing is blank. A line
is only left out where it says what it is; whatever else is in doubt stays a row, and typing rejects it with a
reason.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import polars as pl

from data_contracts.contract import Column

_PAGE = r"(?:(?:本|每|全|各|当|上|累)[页月年县镇乡村户次表季期市区组]|以上|总)"
_PLACE = r"[^\d:：,，。;；、]{0,12}[县市区镇乡村道社组场队院校户月年类项度所处](?:居委会|村委会)?"
_SUM = r"(?:合计|总计|小计|共计|累计|总合计|总和|汇总|合计数|总计数|小计数)"
_COUNT = r"(?:[:：]?\d+(?:\.\d+)?(?:人|户|笔|条|元|万元|名|次|人次|份|件)?)*"
_TOTAL = rf"^[(]?(?:{_PAGE}|{_PLACE})?{_SUM}(?:[(][^()]*[)])?[)]?[:：]?{_COUNT}$"

_SIGNERS = (
    r"(?:单位|部门|主要|分管|[(]?[村镇乡县][)]?|街道|站|所|局|科|股|业务|项目|财务|驻村){0,4}"
    r"(?:负责人|领导|主管|主任|书记|局长|镇长|乡长|村长|校长|园长|院长|干部)"
    r"(?:签字|签名|签章|意见)?|(?:填表|填报|制表|编制|审核|审批|复核|核对|校对|经办|统计|会计|出纳|报送|录入|打印|导出"
    r"|上报|联系|记录|调查|入户|监督|举报|咨询)(?:人员|人|者|单位|日期|时间|部门|机构|科室|电话|年月日|员)?"
    r"(?:签字|签名|签章|[(]?(?:签字|盖章|签章|公章)[)]?|及电话|联系电话|电话)?"
    r"|(?:单位|部门)?[(]?(?:公章|盖章|签章|印章)[)]?|签字|签名|制表|审核|填表|联系电话|电话|日期|年月日"
)
_REMARKS = r"备注|附注|注|注意|注意事项|说明|填表说明|填报说明|其他说明|备注说明|温馨提示|数据来源|资料来源"
CLOSING_LABEL = rf"^[*＊※]*(?:{_SIGNERS}|{_REMARKS})(?:[(][^()]*[)])?[:：].*$"
_CLOSING_WORD = (
    rf"^(?:{_SIGNERS}|{_REMARKS}|(?:备注|附注|注|说明)[一二三四五六七八九十\d]*[.、:：].*|[-—*=(]*(?:以下)?(?:空白|无数据|无正文)[-—*=)]*"
    r"|[-—*]*(?:完|结束|end)[-—*]*|第\d+页[,，/]?(?:共\d+页)?|共\d+条(?:记录|数据)?.*|共\d+页[,，]?第?\d*页?|\d+/\d+页?)$"
)

_EXAMPLE = r"^[\s（(\[【]*(填写|填表)?(示例|样例|范例|例如|举例|例[:：])"
_OF_EXAMPLES = "例"  # in every cell that begins so
_EXAMPLE_CELLS = 3  # an ordinal may stand before the marked cell

_DATE = r"^[12]\d{3}年\d{1,2}月(?:\d{1,2}日)?$"
_SENTENCE = r"^(?:以上|本表|此表|上表|上述|特此|数据|截至|截止|本页|本次|如有|附件?)[^\d]{4,}"
# Alone in the first column: the name of a section, `二、海口镇`, or a sentence.
_LONE_TEXT = (
    rf"^(?:[(]?[一二三四五六七八九十]{{1,3}}[)]?[、.].{{1,}}|{_SENTENCE[1:]}.*|\p{{Han}}[^\d]{{7,}})$"
)
# Cells without any of these are neither; most cells of real data are, and cost only this one look.
_HINT = (
    r"[计汇和:：章签页注备说/完束月、]|空\s*白|无数据|日\s*期|日\s*$|电\s*话|[人员者管导任记长位]\s*$"
    r"|制\s*表|审\s*核|填\s*表|共\s*\d|end|^\s*[^\d]{8,}$|^\s*(?:以上|本表|此表|上表|上述|特此|数据|截|本次|如有|附)"
)
_SPELLINGS = frozenset(
    f"{before}{space.join(word)}{colon}"
    for word, space, before, colon in product(
        ("合计", "总计", "小计", "共计", "累计", "总合计", "合计数"),
        ("", " ", "  ", "   ", "    ", "\u3000", "\u3000\u3000"),
        ("", "本页", "本月", "本年", "总", " "),
        ("", ":", "："),
    )
)
_SECTION = r"^\s*\p{Han}{2,}(?:镇|乡|街道|街道办|街道办事处|村|社区|居委会|村委会|农场|林场)\s*$"
_ID_NUMBER = r"[\d*]{6}"
_PERSON = {"name", "id_number"}  # a row with neither is nobody's
_NUMBER = r"^[¥￥]?[-+]?[\d,，.]+(?:[eE][-+]?\d+)?\s*(?:元|万元|%|人|户|人次|笔)?$"
# Looking for any other character is faster than stripping these.
_BLANK = r" \t\r\n\u3000\xa0"
_NOT_BLANK = rf"[^{_BLANK}]"
_NOT_ZERO = rf"[^0.\-—－/¥￥元{_BLANK}]"  # as spreadsheets format it: `-`, `￥0.00`


@dataclass(frozen=True)
class Cells:
    """The columns of a sheet.

    Attributes:
        all: all of them, without running numbers.
        named: column -> the contract's column, without unknown ones.
    """

    all: Sequence[str]
    named: dict[str, Column]

    def of(self, *types: str) -> list[str]:
        """The named columns of any of these types."""
        return [name for name, column in self.named.items() if column.type in types]


def is_line_without_data(cells: Sequence[str]) -> bool:
    """Whether the first filled cell of a line says that it is a total or closes the form."""
    first = next((cell for cell in cells if cell.strip()), "")
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", first)).strip('"')
    return any(re.search(pattern, folded) for pattern in (_TOTAL, CLOSING_LABEL, _CLOSING_WORD, _SENTENCE))


def is_blank(column: str) -> pl.Expr:
    """Whether a cell has nothing but white space."""
    return ~_has(column, _NOT_BLANK)


def _has(column: str, pattern: str) -> pl.Expr:
    return pl.col(column).str.contains(pattern).fill_null(value=False)


def without_blank_rows(rows: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Rows with any cell but blanks, zeros and running numbers.

    Checks column by column, so that only the first is checked in full.
    """
    suspects = rows
    for column in cells.all:
        suspects = suspects.filter(~_has(column, _NOT_ZERO))
        if suspects.is_empty():
            return rows
    return rows.join(suspects, on="sheet_row", how="anti", maintain_order="left")


def example_rows(rows: pl.DataFrame, cells: Cells) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that show how to fill in the sheet, a first cell of which begins with 示例; and the others."""
    first = cells.all[:_EXAMPLE_CELLS]
    if not any(rows[name].str.contains(_OF_EXAMPLES, literal=True).any() for name in first):
        return rows.clear(), rows
    is_example = _any(_has(name, _EXAMPLE) for name in first)
    return rows.filter(is_example), rows.filter(~is_example)


def totals_and_closing_lines(rows: pl.DataFrame, cells: Cells) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are totals, and those that close the form (`填表人：`), as sent."""
    first = _first_cells(rows, cells)
    suspects = rows.join(first, on="sheet_row", how="inner", maintain_order="left")
    filled = [~is_blank(name) for name, column in cells.named.items() if column.not_blank]
    incomplete = ~pl.all_horizontal(*filled) if filled else pl.lit(value=True)
    person = [is_blank(name) for name, column in cells.named.items() if column.name in _PERSON]
    incomplete |= pl.all_horizontal(*person) if person else pl.lit(value=False)
    no_number = ~_any(_has(name, _ID_NUMBER) for name in cells.of("id_number"))
    is_sum = pl.col("first").str.contains(_TOTAL) & no_number & incomplete
    total = _by_name(rows, cells, suspects.filter(is_sum))
    closes = pl.col("first").str.contains(CLOSING_LABEL) | pl.col("first").str.contains(_CLOSING_WORD)
    alone = pl.sum_horizontal(~is_blank(name) for name in cells.all) == 1
    spoken = pl.col("first").str.contains(_DATE) | (
        pl.col("first").str.contains(_LONE_TEXT) & ~is_blank(cells.all[0])
    )
    closing = suspects.filter((closes | (alone & spoken)) & incomplete).drop("first")
    closing = pl.concat([closing, _sections(rows, cells)]).unique("sheet_row").sort("sheet_row")
    return total, closing.join(total, on="sheet_row", how="anti", maintain_order="left")


def _sections(rows: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """The rows with nothing but a place in the first column: `青杠镇`, above the rows of that township."""
    for column in cells.all[1:]:
        rows = rows.filter(is_blank(column))
        if rows.is_empty():
            return rows
    return rows.filter(pl.col(cells.all[0]).str.contains(_SECTION))


def _first_cells(rows: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """`sheet_row`, and `first`, the first filled cell without white space, where it may be a label."""
    looked = []
    remaining = rows
    for column in cells.all:
        label = pl.col(column).str.contains(_HINT)
        looked.append(remaining.filter(label).select("sheet_row", first=column))
        remaining = remaining.filter(is_blank(column))
        if remaining.is_empty():
            break
    folded = pl.col("first").str.normalize("NFKC").str.replace_all(r"\s", "")
    return pl.concat(looked).with_columns(folded)


def _by_name(rows: pl.DataFrame, cells: Cells, by_first_cell: pl.DataFrame) -> pl.DataFrame:
    """The total rows: those known by their first cell, and those with the word alone in another cell."""
    identities = cells.of("code", "id_number", "date", "month")
    named = [*identities, *(name for name in cells.of("text") if cells.named[name].required)]
    spelled = [name for name in cells.all if rows[name].is_in(_SPELLINGS).any()]
    is_word = {name: pl.col(name).is_in(_SPELLINGS) for name in spelled}
    in_named = rows.filter(_any(is_word[name] for name in spelled if name in named))
    in_others = rows.filter(_any(is_word[name] for name in spelled if name not in named))
    alone = pl.all_horizontal(
        is_blank(name) | pl.col(name).str.strip_chars().str.contains(_NUMBER) | pl.col(name).is_in(_SPELLINGS)
        for name in cells.all
    )
    found = [by_first_cell.drop("first"), in_named, in_others.filter(alone)]
    return pl.concat(found).unique("sheet_row").sort("sheet_row")


def _any(conditions: Iterable[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(pl.lit(value=False), *conditions)
