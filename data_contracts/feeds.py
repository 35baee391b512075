"""Which rows of a source count for a household's figures, and with which amount."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from data_contracts.validation import IDENTIFIER

WINDOW_MONTHS = 12  # requirement G5


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Feed:
    """Rows of a source that are facts of one measure.

    Attributes:
        measure: name of the measure in `month_facts`; sources that feed the same measure are added up.
        amount: money columns whose sum is the fact's amount, with a minus before those to subtract; empty:
            facts are counted and have no amount.
        at_least_zero: whether negative amounts count as zero.
        when: column -> values; only rows count that have one of the values in each of these columns.
        newest: whether only a person's newest row in the window counts (a household's, if the source has no
            persons); `when` applies to that row only. A row that is blank where `when` asks answers nothing:
            it is nobody's newest, and a window of such rows only leaves the measure unknown.
        ages: lower bound (included) and upper bound (excluded) of the age in years on the window's last day.
            If the age is unknown, so is the fact.
        detail: text columns of a fact that its evidence shows, such as the reporting department.
        months: only facts of the window's last months count; if all twelve, the previous window has them too.
    """

    measure: Annotated[str, Field(pattern=IDENTIFIER)]
    amount: tuple[str, ...] = ()
    at_least_zero: bool = False
    when: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    newest: bool = False
    ages: tuple[int, int] | None = None
    detail: tuple[str, ...] = ()
    months: Annotated[int, Field(ge=1, le=WINDOW_MONTHS)] = WINDOW_MONTHS

    @property
    def amount_columns(self) -> set[str]:
        """The columns of its amount."""
        return {term.removeprefix("-") for term in self.amount}

    @property
    def in_both_windows(self) -> bool:
        """Whether the previous window also has such facts; it has no newest or recent ones."""
        return not self.newest and self.months == WINDOW_MONTHS


def contradictions_of_feeds(
    feeds: tuple[Feed, ...], columns: dict[str, Any], *, person: bool
) -> Iterator[str]:
    """Contradictions between a source's feeds and its contract, in Chinese.

    Args:
        feeds: the source's feeds.
        columns: its columns by name.
        person: whether it is about persons.
    """
    if feeds and not (person or "household_id" in columns):
        yield "feeds 只能由人员类来源，或有 household_id 列的来源声明"
    measures = [feed.measure for feed in feeds]
    if twice := sorted({name for name in measures if measures.count(name) > 1}):
        yield f"feeds 中同一指标只能写一次：{'、'.join(twice)}"
    for feed in feeds:
        faults = [*_of_columns(feed, columns), *_of_ages(feed, person=person)]
        yield from (f"feeds {feed.measure}：{fault}" for fault in faults)


def _of_columns(feed: Feed, columns: dict[str, Any]) -> Iterator[str]:
    if unknown := sorted((feed.amount_columns | feed.when.keys() | {*feed.detail}) - columns.keys()):
        yield f"提到了没有声明的列：{'、'.join(unknown)}"
    if any(columns[name].type != "money" for name in feed.amount_columns & columns.keys()):
        yield "amount 只能写金额（money）列，要减去的在列名前加减号"
    if any(columns[name].type not in {"text", "code"} for name in feed.when.keys() & columns.keys()):
        yield "when 只能写文字或编码列"
    if feed.at_least_zero and not feed.amount:
        yield "没有 amount，不能写 at_least_zero"
    yield from _unlisted(feed, columns)


def _of_ages(feed: Feed, *, person: bool) -> Iterator[str]:
    if feed.ages and not (person and feed.newest):
        yield "ages 只能用于人员类来源，并与 newest 同时写"
    if feed.ages and feed.ages[0] >= feed.ages[1]:
        yield "ages 应从小到大写两个周岁"


def _unlisted(feed: Feed, columns: dict[str, Any]) -> Iterator[str]:
    """Values that are not among a column's categories: a misspelt value would silently never count."""
    for name, values in feed.when.items():
        known = columns[name].categories if name in columns else ()
        if known and (unlisted := sorted(set(values) - set(known))):
            yield f"列 {name} 的 categories 中没有：{'、'.join(unlisted)}"
