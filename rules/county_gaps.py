"""What is unknown for the whole county: which months a department owes, and which rules wait for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import duckdb

from data_contracts.contract import Contract
from rules.declarations.conditions import names
from rules.declarations.model import Operand, Pack
from rules.declarations.operands import operands_of
from rules.declarations.words import words
from sql import insert, rows, statement

SHORT = {"health_insurance": "医保", "education": "教育", "emergency": "应急"}  # as offices call them

Needed = tuple[str, bool]
"""A source and one of the windows: True for the current one."""


def declare(
    con: duckdb.DuckDBPyConnection, period: str, pack: Pack, contracts: Mapping[str, Contract]
) -> None:
    """Rewrite this period's rows of `county_gaps`.

    Args:
        con: the working copy after the rules were applied, with `expense_months` and `figure_coverage`.
        period: the run's.
        pack: the pack in force, without what depends on sources that never delivered.
        contracts: of all sources.
    """
    undecided = {row["rule"] for row in rows(con, statement("coverage/undecided_rules"), {"period": period})}
    waiting = [rule for rule in pack.rules if rule in undecided]
    parts = _missing(con, waiting, pack, contracts) + _unanswered(con, waiting, pack, contracts)
    gaps = []
    for source, of_source in groupby(sorted(parts, key=lambda part: part.source), lambda part: part.source):
        of_one = [*of_source]
        months = [month for part in of_one for month in part.months]
        halted = [rule for rule in waiting if any(rule in part.halted for part in of_one)]
        sentence = "；".join(part.sentence for part in of_one)
        gaps.append((period, source, ",".join(months), ",".join(halted), sentence))
    con.execute("DELETE FROM county_gaps WHERE period = $period", {"period": period})
    insert(con, "county_gaps", gaps)


@dataclass(frozen=True)
class _Part:
    """What is unknown since a source lacks months, or since its rows do not say a figure."""

    source: str
    months: list[str]
    halted: list[str]
    sentence: str


def _missing(
    con: duckdb.DuckDBPyConnection, waiting: list[str], pack: Pack, contracts: Mapping[str, Contract]
) -> list[_Part]:
    """The sources that lack months; those of figures that are no expenses only if a rule waits for them."""
    missing: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in rows(con, statement("coverage/county_gaps")):
        missing[row["source"]][row["month"]] = row["in_window"]
    parts = []
    for source, months in missing.items():
        windows = {(source, current) for current in months.values()}
        halted = [rule for rule in waiting if needed_by(pack, rule, contracts) & windows]
        if halted or source in SHORT:
            rest = _undecided(halted, pack) if halted else "有关支出只算到已报的部分"
            said = f"{_title(source, contracts)}缺{spans(months)}：{rest}"
            parts.append(_Part(source, [*months], halted, said))
    return parts


def _unanswered(
    con: duckdb.DuckDBPyConnection, waiting: list[str], pack: Pack, contracts: Mapping[str, Contract]
) -> list[_Part]:
    """The figures that nobody's row says, if a rule waits for them."""
    operands, unanswered = operands_of(pack), defaultdict(list)
    for row in rows(con, statement("coverage/unanswered_figures")):
        unanswered[row["source"]].append(row["operand"])
    parts = []
    for source, figures in unanswered.items():
        halted = [rule for rule in waiting if {*figures} & {*names(pack.rules[rule].condition)}]
        if halted:
            labels = "、".join(operands[figure].label for figure in figures)
            said = (
                f"{_title(source, contracts)}近一年的数据没有写明{labels}的情况：{_undecided(halted, pack)}"
            )
            parts.append(_Part(source, [], halted, said))
    return parts


def _title(source: str, contracts: Mapping[str, Contract]) -> str:
    return SHORT.get(source) or (contracts[source].title if source in contracts else source)


def _undecided(rules: list[str], pack: Pack) -> str:
    return "、".join(pack.rules[rule].label for rule in rules) + words()["outcome"]["unknown"]


def needed_by(pack: Pack, rule: str, contracts: Mapping[str, Contract]) -> set[Needed]:
    """Sources whose rows the operands of a rule are made of, with the window that they fall in."""
    operands = operands_of(pack)
    used = [operands[name] for name in names(pack.rules[rule].condition) if name in operands]
    return {need for operand in used for need in _needed(operand, operands.values(), contracts)}


def _needed(
    operand: Operand, operands: Iterable[Operand], contracts: Mapping[str, Contract]
) -> Iterator[Needed]:
    yield from ((source, True) for source in operand.covered_by)
    same = [other for other in operands if operand.complete and other.complete == operand.complete]
    for behind in (behind for part in (operand, *same) for behind in part.behind):
        for contract in contracts.values():
            if any(feed.measure == behind.measure for feed in contract.feeds):
                yield contract.source, behind.window != "prev_12m"


def spans(months: Iterable[str]) -> str:
    """Months as people write them, those that follow one another as one span."""
    numbered = [int(year) * 12 + int(month) - 1 for year, month in (m.split("-") for m in sorted(months))]
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbered), lambda pair: pair[1] - pair[0])]
    return "、".join(_span(run[0], run[-1]) for run in runs)


def _span(first: int, last: int) -> str:
    begin, end = (f"{month // 12}年{month % 12 + 1}月" for month in (first, last))
    return begin if first == last else f"{begin}至{end}"
