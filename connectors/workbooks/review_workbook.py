"""The review workbook (待核匹配) of doubtful persons beside the households they may belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from connectors.warehouse.stakes import create_staked_rows
from connectors.workbooks.differences import differences
from connectors.workbooks.layout import Layout, load_layout
from connectors.workbooks.list_queries import period_title, prepare
from connectors.workbooks.table_rows import shown
from connectors.workbooks.workbook import Book, Row, write_book
from data_contracts.cadence import Cadence
from data_contracts.contract import Column, Contract
from data_contracts.row_places import rows_of_files
from sql import count, rows, statement

# A probability that moved by less is unchanged to the analyst, who sees whole percents.
_SAME_PROBABILITY = 0.005
_COMMITTEE = ("村民委员会", "村委会", "村", "社区居民委员会", "社区居委会", "社区", "居委会")


@dataclass(frozen=True)
class Doubts:
    """The persons who wait for a decision.

    Attributes:
        period: the one that the links belong to.
        lines: the columns of `sql/review/lines`, and `<column>_marks` of those that are compared; the largest
            expected gain first.
        left_out: number of persons beyond the limit.
    """

    period: str
    lines: Sequence[Row]
    left_out: int

    def totals(self) -> dict[str, Any]:
        """How many `persons`, `lines` and `rows` there are, and the `amount` at stake in yuan."""
        persons = {line["person_code"]: line for line in self.lines}.values()
        return {
            "persons": len(persons),
            "lines": len(self.lines),
            "rows": sum(person["row_count"] for person in persons),
            "amount": sum((person["amount"] for person in persons), Decimal(0)),
        }


@dataclass(frozen=True)
class Sampling:
    """How many linked rows are drawn, and the seed that makes the draw repeatable."""

    rows: int
    seed: int


def find_doubts(
    con: duckdb.DuckDBPyConnection, period: str, contracts: Iterable[Contract], persons: int | None = None
) -> Doubts:
    """The persons who wait for a decision in the published warehouse.

    Args:
        con: the published warehouse.
        period: the one that its links belong to.
        contracts: of all sources; they declare the amounts at stake.
        persons: how many at most; a person's candidates stay together.
    """
    _find_open_pairs(con, period, contracts)
    waiting = count(con, "SELECT count(DISTINCT person_key) FROM open_pairs")
    lines = _lines(con, period, persons)
    return Doubts(period, lines, waiting - len({line["person_code"] for line in lines}))


def find_sample(
    con: duckdb.DuckDBPyConnection, period: str, contracts: Iterable[Contract], sampling: Sampling
) -> Doubts:
    """Linked rows drawn at random, blind among doubtful persons; makes `sampled_rows`.

    Args:
        con: a working copy of the published warehouse.
        period: the one that its links belong to.
        contracts: of all sources; they declare the amounts at stake.
        sampling: how many rows, and the seed.
    """
    _find_open_pairs(con, period, contracts)
    values = {"rows": sampling.rows, "seed": sampling.seed}
    con.execute(statement("review/sampled_rows"), values | {"period": period})
    for query in con.extract_statements(statement("review/blind_pairs")):
        con.execute(query, {name: values[name] for name in query.named_parameters})
    return Doubts(period, _lines(con, period, None), 0)


def _find_open_pairs(con: duckdb.DuckDBPyConnection, period: str, contracts: Iterable[Contract]) -> None:
    declared = list(contracts)
    create_staked_rows(con, declared)
    prepare(con, {(c.source, ""): c.department for c in declared})
    con.execute(statement("facts/file_order"), {"period": period})
    con.execute(statement("months/windows"), {"period": period})
    con.execute(statement("roster/birth_dates"))
    con.execute(statement("files/row_place"))
    con.execute(statement("review/answer_check"))
    con.execute(statement("review/open_persons"))
    con.execute(statement("review/open_pairs"), {"same_probability": _SAME_PROBABILITY})


def _lines(con: duckdb.DuckDBPyConnection, period: str, persons: int | None) -> list[Row]:
    con.execute(statement("review/families"))
    found = rows(con, statement("review/lines"), {"period": period, "persons": persons})
    layout = load_layout("review")
    return [{**row, "first_row": rows_of_files([row]), **_marks(row, layout)} for row in found]


def _marks(row: Row, layout: Layout) -> dict[str, Any]:
    """For each compared column, the places where the sides differ; None where they do not."""
    marks: dict[str, Any] = {}
    for left, right in layout.settings["compared"].items():
        shown = _as_shown(row, left, layout), _as_shown(row, right, layout)
        marks[f"{left}_marks"], marks[f"{right}_marks"] = differences(*shown) or (None, None)
    elsewhere = () if _elsewhere(row["address"], row["village"]) else None
    return marks | {"address_marks": elsewhere, "place_marks": elsewhere}


def _as_shown(row: Row, name: str, layout: Layout) -> str | None:
    """The text that the cell of a text column will show."""
    (words,) = (column.words for column in layout.sheets[0].columns if column.name == name)
    value = row[name]
    return None if value is None else words.get(str(value), str(value))


def _elsewhere(address: str | None, village: str | None) -> bool:
    """Whether an address names a place other than the village; the ending of its committee does not count."""
    if not address or not village:
        return False
    ending = next((ending for ending in _COMMITTEE if village.endswith(ending)), "")
    return (village.removesuffix(ending) or village) not in address


def write_review(path: Path, doubts: Doubts) -> None:
    """Write the workbook."""
    layout = load_layout("review")
    (sheet,) = layout.sheets
    left_out = f"；另有 {doubts.left_out} 人未列出" if doubts.left_out else ""
    facts = {**doubts.totals(), "left_out": left_out, "period_title": period_title(doubts.period)}
    tables = {sheet.name: shown(sheet, pl.DataFrame(doubts.lines, infer_schema_length=None))}
    write_book(Book(path, layout, tables, facts, date.fromisoformat(f"{doubts.period}-01")))


def read_answers(path: Path, name: str, limits: Limits) -> pl.DataFrame:
    """The lines of the returned workbook at `path`, filled in or not.

    Returns:
        String columns ordinal, household_id, decision, period, person_code, member_id, exact_probability,
        check_code; sheet_row is the row that a spreadsheet shows.

    Raises:
        UnreadableFileError: if it is damaged, too large, or not a review workbook.
    """
    table = read_table(path, name, _form(), limits)
    return table.frame.drop("overflow", "row_number")


def _form() -> Contract:
    """The columns that an answer needs, declared as the readers of departments' files expect."""
    layout = load_layout("review")
    (sheet,) = layout.sheets
    needed = layout.settings["read_back"]
    columns = (Column(c.name, c.title, "text", required=True) for c in sheet.columns if c.name in needed)
    never = Cadence(months=(), due_day=31, cite="本地口径")
    return Contract(
        "review",
        layout.title,
        "县级比对人员",
        "snapshot",
        ("person_code", "household_id"),
        tuple(columns),
        never,
    )
