"""Contradictions between the parts of a contract, for the author of the file."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from data_contracts.extensions import folded_word
from data_contracts.feeds import contradictions_of_feeds
from data_contracts.keys import ORDINAL, PERSON_COLUMNS, columns_of
from data_contracts.parts import contradictions_of_parts
from data_contracts.special_rows import contradictions_of_controls

if TYPE_CHECKING:
    from data_contracts.contract import Column, Contract

MEASURES = frozenset(
    {"rows_ratio", "rejected_share", "usable_id_share", "anonymous_share", "duplicate_key_share"}
)
"""Measures that a check may name, besides `fill:<column>`."""

_RESERVED = frozenset(
    {
        *("file_id", "row_number", "sheet", "sheet_row", "overflow"),
        *("fact_key", "person_key", "but_name_key", "but_number_key"),
    }
)  # the warehouse's own columns


def contradictions(contract: "Contract") -> Iterator[str]:
    """Contradictions between the parts of a contract, in Chinese."""
    names = contract.by_name.keys()
    mentioned = {
        *contract.key_columns,
        *columns_of(contract.key_without),
        *(c.measure[5:] for c in contract.checks if c.measure.startswith("fill:")),
    }
    mentioned |= {name for name in (contract.dated_by, contract.reversal) if name}
    staked = {term.removeprefix("-") for term in contract.at_stake}
    mentioned |= staked
    if unknown := sorted(mentioned - names):
        yield f"提到了没有声明的列：{'、'.join(unknown)}"
    if unmeasured := sorted(c.measure for c in contract.checks if not _measurable(c.measure)):
        yield f"没有这样的检查指标：{'、'.join(unmeasured)}"
    if unbounded := sorted(c.measure for c in contract.checks if c.minimum is None and c.maximum is None):
        yield f"检查既无 minimum 也无 maximum：{'、'.join(unbounded)}"
    if taken := sorted(names & _RESERVED):
        yield f"列名已被系统使用：{'、'.join(taken)}"
    if contract.person and (missing := sorted(set(PERSON_COLUMNS) - names)):
        yield f"人员类来源必须声明列：{'、'.join(missing)}"
    if (contract.kind == "facts") != (contract.dated_by is not None):
        yield "事实类来源（facts）必须写 dated_by，名册（snapshot）不能写"
    if contract.dated_by in names and not _dates_rows(contract.by_name[str(contract.dated_by)]):
        yield "dated_by 必须是不可为空（not_blank）的日期或月份列"
    if any(contract.by_name[name].type != "money" for name in staked & names):
        yield "at_stake 只能写金额（money）列，要减去的在列名前加减号"
    if contract.feeds and contract.kind != "facts":
        yield "只有事实类来源（facts）可以写 feeds"
    yield from contradictions_of_feeds(contract.feeds, contract.by_name, person=contract.person)
    yield from contradictions_of_controls(contract)
    yield from contradictions_of_parts(contract)
    if ORDINAL in contract.key:
        yield "ordinal 只能写在 key_without 中"
    filled = {column.name for column in contract.columns if column.not_blank}
    if contract.key_without and filled & set(contract.key):
        yield "有 key_without 时，key 只能是可以为空的列"
    for column in contract.readable.values():
        yield from (f"列 {column.name}：{fault}" for fault in _of_column(column))
    yield from _ambiguous_headers(contract)


def _of_column(column: "Column") -> Iterator[str]:
    if column.categories and (unlisted := sorted(column.synonyms.keys() - set(column.categories))):
        yield f"synonyms 中的“{'、'.join(unlisted)}”不在 categories 之内"
    if several := sorted(_words_of_several_values(column)):
        yield f"synonyms 中的“{'、'.join(several)}”指向不止一个取值"
    if column.synonyms and column.type != "text":
        yield "synonyms 只能写在文字（text）列"
    if column.place and (column.type != "text" or column.categories):
        yield "place 只能写在没有 categories 的文字（text）列"
    if column.text_parts and column.type != "text":
        yield "text_parts 只能写在文字（text）列"
    if column.unit != "元" and column.type != "money":
        yield "unit 只能写在金额（money）列"
    if column.named_in and not (column.type in {"date", "month"} or column.synonyms):
        yield "named_in 只能写在日期、月份列，或有 synonyms 的文字列"


def _words_of_several_values(column: "Column") -> Iterator[str]:
    meant: defaultdict[str, set[str]] = defaultdict(set)  # by word
    for value in (*column.categories, *column.synonyms):
        for word in (value, *column.synonyms.get(value, ())):
            meant[folded_word(word)].add(value)
    for value, words in column.synonyms.items():
        yield from (word for word in words if meant[folded_word(word)] != {value})


def _measurable(measure: str) -> bool:
    return measure in MEASURES or measure.startswith("fill:")


def _dates_rows(column: "Column") -> bool:
    return column.not_blank and column.type in {"date", "month"}


def _ambiguous_headers(contract: "Contract") -> Iterator[str]:
    seen: dict[str, str] = {}
    for column in contract.readable.values():
        for key in sorted(column.header_keys):
            if (other := seen.setdefault(key, column.name)) != column.name:
                yield f"表头“{key}”同时指向 {other} 和 {column.name}"
