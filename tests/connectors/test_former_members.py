"""Members who left the roster, from snapshots sent, corrected, repeated and late, after any earlier runs."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.warehouse.loading import ensure_table
from connectors.warehouse.roster import build_roster, find_former_members
from data_contracts.contract import Contract, load_contracts
from sql import statement
from sql.migrate import migrate

PERIODS = ("2020-01", "2020-06", "2021-03", "2021-06", "2021-07")
RUNS = (*PERIODS, "2020-12", "2021-12")
HOUSEHOLDS = 3


@dataclass(frozen=True)
class Sent:
    """A file of members; `repeats`: position of an earlier file with the same bytes, if there is one."""

    period: str
    name: str
    members: frozenset[int]
    repeats: int | None = None


@dataclass(frozen=True)
class Run:
    """A run; `without`: a household that is missing from its period's households."""

    period: str
    without: int | None = None


Step = Sent | Run
Left = dict[int, tuple[str, str | None, str]]


@cache
def contract() -> Contract:
    return load_contracts()["members"]


@cache
def migrated() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    ensure_table(con, contract())
    return con


def empty_warehouse() -> duckdb.DuckDBPyConnection:
    con = migrated()
    for table in (
        "files",
        "accepted.members",
        "roster.snapshots",
        "roster.left_members",
        "roster.left_numbers",
        "roster.left_snapshots",
    ):
        con.execute(f"DELETE FROM {table}")
    return con


class Warehouse:
    """The roster's part of a warehouse, and the files sent, from which alone the expectation is computed."""

    def __init__(self) -> None:
        self.con = empty_warehouse()
        self.sent: list[Sent] = []
        self.contents: list[int] = []  # for each file, the position of the first file with its bytes

    def send(self, file: Sent) -> None:
        place = len(self.sent)
        repeats = file.repeats is not None and file.repeats < place
        content = self.contents[file.repeats] if repeats else place
        self.sent.append(file)
        self.contents.append(content)
        self._record(place, content)
        if content == place:
            self._load(place)

    def _load(self, place: int) -> None:
        for at, member in enumerate(sorted(self.sent[place].members)):
            name, number = written(member, place)
            row = {
                "file_id": place,
                "row_number": at,
                "household_id": f"H{member % HOUSEHOLDS}",
                "member_id": f"M{member}",
                "name": name,
                "id_number": number,
            }
            columns = ", ".join(f"${column} AS {column}" for column in row)
            self.con.execute(f"INSERT INTO accepted.members BY NAME SELECT {columns}", row)

    def _record(self, place: int, content: int) -> None:
        file, repeated = self.sent[place], content != place
        self.con.execute(
            "INSERT INTO files (file_id, source, period, name, sha256, status, rows_read, rows_accepted, "
            "rows_rejected, received_at, taken_in, duplicate_of, size_bytes) "
            "VALUES (?, 'members', ?, ?, '', ?, 0, 0, 0, now(), ?, ?, 0)",
            (
                place,
                file.period,
                file.name,
                "duplicate" if repeated else "accepted",
                file.period,
                content if repeated else None,
            ),
        )

    def run(self, run: Run) -> Left:
        there = [f"H{each}" for each in range(HOUSEHOLDS) if each != run.without]
        query = "CREATE OR REPLACE TABLE roster.households AS SELECT unnest($there) AS household_id"
        self.con.execute(query, {"there": there})
        for name in ("facts/file_order", "months/windows"):
            self.con.execute(statement(name), {"period": run.period})
        build_roster(self.con, contract(), run.period)
        find_former_members(self.con, run.period)
        former = self.con.execute(
            "SELECT member_id, name, id_number, last_period FROM former_members"
        ).fetchall()
        assert len({member for member, *_ in former}) == len(former)
        kept = self.con.execute("SELECT min(last_period) FROM roster.left_members").fetchall()[0][0]
        assert kept is None or kept >= month_before(run.period, 24), (
            "nobody is kept longer than incomes can count"
        )
        return {int(member[1:]): tuple(rest) for member, *rest in former}

    def expected(self, run: Run) -> Left:
        """The former members by their definition, computed from all files."""
        snapshots = self._snapshots(run)
        left: Left = {}
        for period, following in pairwise(sorted(snapshots)):
            last = month_before(following)
            for content in snapshots[period] if last >= month_before(run.period, 12) else ():
                left |= {m: (*written(m, content), last) for m in self.sent[content].members}
        there = {
            m for content in snapshots.get(max(snapshots, default=""), ()) for m in self.sent[content].members
        }
        return {m: row for m, row in left.items() if m not in there and m % HOUSEHOLDS != run.without}

    def _snapshots(self, run: Run) -> dict[str, list[int]]:
        """By period, the contents of the files that are its snapshot."""
        sent = zip(self.sent, self.contents, strict=True)
        newest = {(file.period, file.name): content for file, content in sent if file.period <= run.period}
        return {period: sorted(c for (of, _), c in newest.items() if of == period) for period, _ in newest}

    def left_numbers(self) -> set[tuple[str, str]]:
        """Member and number as kept by the run."""
        return set(self.con.execute("SELECT member_id, id_number FROM roster.left_numbers").fetchall())

    def expected_numbers(self, run: Run) -> set[tuple[str, str]]:
        """Numbers of the snapshots of two years that their household has no more."""
        snapshots = self._snapshots(run)
        counting = [
            content
            for period, following in pairwise(sorted(snapshots))
            if month_before(following) >= month_before(run.period, 24)
            for content in snapshots[period]
        ]
        sent = {(f"M{m}", written(m, c)[1]) for c in counting for m in self.sent[c].members}
        there = set(self.con.execute("SELECT member_id, id_number FROM roster.members").fetchall())
        return {(member, number) for member, number in sent - there if number}


def written(member: int, place: int) -> tuple[str, str | None]:
    """Name and number of a member in a file; some files have no numbers."""
    return f"{member} in {place}", f"{member}/{place}" if place % 2 else None


def month_before(period: str, months: int = 1) -> str:
    year, month = map(int, period.split("-"))
    at = year * 12 + month - 1 - months
    return f"{at // 12}-{at % 12 + 1:02}"


def check_against_the_definition(steps: list[Step]) -> None:
    warehouse = Warehouse()
    for step in steps:
        if isinstance(step, Sent):
            warehouse.send(step)
        else:
            assert warehouse.run(step) == warehouse.expected(step), step
            assert warehouse.left_numbers() == warehouse.expected_numbers(step), step


EVERYBODY, NOBODY = frozenset(range(4)), frozenset[int]()
CORRECTED: list[Step] = [
    Sent("2021-03", "a", EVERYBODY),
    Sent("2021-06", "a", EVERYBODY),
    Run("2021-06"),
    Sent("2021-06", "a", frozenset({1})),
    Run("2021-06"),
]
LATE_PART: list[Step] = [
    Sent("2021-03", "a", EVERYBODY),
    Sent("2021-06", "a", NOBODY),
    Run("2021-06"),
    Sent("2021-03", "b", EVERYBODY),
    Run("2021-06"),
]
REPLACED_PART: list[Step] = [
    Sent("2021-03", "a", frozenset({0})),
    Sent("2021-03", "b", EVERYBODY),
    Sent("2021-06", "a", NOBODY),
    Run("2021-06"),
    Sent("2021-03", "b", NOBODY, repeats=0),
    Run("2021-06"),
]
sent = st.builds(
    Sent,
    st.sampled_from(PERIODS),
    st.sampled_from(["a", "b"]),
    st.frozensets(st.integers(0, 5)),
    st.one_of(st.none(), st.integers(0, 3)),
)
runs = st.builds(Run, st.sampled_from(RUNS), st.one_of(st.none(), st.integers(0, HOUSEHOLDS - 1)))


@pytest.mark.slow
@settings(max_examples=20)
@given(st.lists(st.one_of(sent, runs), max_size=12))
@example(
    [Sent("2021-03", "a", EVERYBODY), Run("2021-03"), Sent("2021-06", "a", frozenset({1})), Run("2021-06")]
)
@example(CORRECTED)
@example(LATE_PART)
@example(REPLACED_PART)
def test_incremental_and_full_computation_find_the_same_former_members(steps: list[Step]) -> None:
    check_against_the_definition([*steps, Run("2021-07"), Run("2021-03")])
