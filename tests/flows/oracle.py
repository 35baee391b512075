"""Household months computed independently, from interface.md alone, one household at a time in Python.

It shares nothing with the pipeline, so an error in either shows as a difference. `oracle_alerts` continues
from here.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.flows.oracle_coverage import EXPENSES, Coverage
from tests.flows.oracle_moves import Moves, Roster

ZERO = Decimal(0)
DATED_BY = {"incomes": "month", "health_insurance": "settled_on", "civil_affairs": "month",
            "education": "reported_on", "emergency": "occurred_on"}  # fmt: skip

Truth = bool | None


@dataclass(frozen=True)
class Row:
    """One accepted row of a fact source, and the household that it is linked to."""

    source: str
    sent: tuple[str, str, int]  # period and name of the file, row number: later rows replace earlier ones
    values: Mapping[str, Any]
    household_id: str | None
    member_id: str | None = None

    @property
    def dated(self) -> date:
        day: date = self.values[DATED_BY[self.source]]
        return day

    @property
    def month(self) -> str:
        return self.dated.isoformat()[:7]

    def amount(self, column: str) -> Decimal:
        return self.values[column] or ZERO


@dataclass(frozen=True)
class Household:
    """One household of the snapshot, with the birth dates of its members."""

    last_year_income_per_capita: Decimal | None
    born: Mapping[str, date | None]


@dataclass(frozen=True)
class Month:
    """One household's figures of one period; per-capita figures are not rounded."""

    members: int
    income_12m: Decimal | None
    income_prev_12m: Decimal | None
    income_per_capita: Decimal | None
    rigid_expense_12m: Decimal
    rigid_expense_prev_12m: Decimal | None
    illness_expense_12m: Decimal
    education_expense_12m: Decimal
    disaster_loss_12m: Decimal
    net_income_per_capita: Decimal | None
    guarantee_education: Truth
    guarantee_housing: Truth
    data_gaps: str | None
    illness_complete: bool
    education_complete: bool
    disaster_complete: bool
    rigid_complete: bool
    guarantee_medical: Truth = None
    guarantee_water: Truth = None


# -- rows ----------------------------------------------------------------------------------------------------


def complete_number(written: str | None) -> str | None:
    """The number in 18 digits (15 are converted), or None if it is incomplete or its check digit is wrong."""
    text = unicodedata.normalize("NFKC", written or "").strip(" '‘’`").replace(" ", "").upper()
    if len(text) == 15 and text.isdecimal():
        text = text[:6] + "19" + text[6:]
        return text + check_digit(text)
    complete = len(text) == 18 and text[:17].isdecimal() and check_digit(text) == text[17]
    return text if complete else None


def check_digit(number: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
    return "10X98765432"[sum(int(n) * weight for n, weight in zip(number, weights, strict=False)) % 11]


def person(values: Mapping[str, Any]) -> tuple[Any, ...]:
    number = complete_number(values["id_number"])
    if number:
        return number, values["name"]
    return values["name"], values["birth_date"], values["address"], values["id_number"]


def fact(row: Row) -> tuple[Any, ...]:
    """A key that two rows about the same fact share."""
    match row.source:
        case "health_insurance":
            return ("settlement_no", row.values["settlement_no"])
        case "incomes":
            return ("incomes", row.household_id, row.values["month"])
        case "civil_affairs":
            return (*person(row.values), row.values["benefit"], row.values["month"])
        case "education":
            return ("education", *person(row.values), row.values["reported_on"])
        case "emergency":
            return ("emergency", *person(row.values), row.values["hazard"], row.values["occurred_on"])
    raise ValueError(row.source)


def counting(rows: Iterable[Row], same: Callable[[Row], Hashable]) -> list[Row]:
    """The rows that no later row of the same fact replaces, in the order in which they were sent."""
    newest = {same(row): row for row in sorted(rows, key=lambda row: row.sent)}
    return sorted(newest.values(), key=lambda row: row.sent)


# -- household months ----------------------------------------------------------------------------------------


def first_day(period: str, months_before: int = 0) -> date:
    year, month = map(int, period.split("-"))
    count = year * 12 + month - 1 - months_before
    return date(count // 12, count % 12 + 1, 1)


def window(period: str, previous: bool = False) -> list[str]:
    """The twelve months before a period, or the twelve before those."""
    farthest = 24 if previous else 12
    return [f"{first_day(period, back):%Y-%m}" for back in range(farthest, farthest - 12, -1)]


def in_months(rows: Iterable[Row], months: Sequence[str]) -> list[Row]:
    return [row for row in rows if row.month in months]


def household_months(
    period: str,
    households: Mapping[str, Household],
    rows: Iterable[Row],
    rosters: Mapping[str, Roster],
    emergency_files: Iterable[str],
    *,
    same: Callable[[Row], Hashable] = fact,
) -> dict[str, Month]:
    """Figures of every household of the snapshot.

    Args:
        period: identification month.
        households: the snapshot.
        rows: all accepted rows of files of periods up to this one; unlinked ones have no household.
        rosters: by period, the household of every member.
        emergency_files: periods of the accepted files of `emergency`, up to this one.
        same: gives rows of the same fact the same key.
    """
    accepted = [row for row in rows if row.sent[0] <= period]
    dated: dict[str, set[str]] = defaultdict(set)
    for row in accepted:
        dated[row.source].add(row.month)
    coverage = Coverage(window(period), window(period, previous=True), dated, emergency_files)
    of_household: dict[str | None, list[Row]] = defaultdict(list)
    for row in counting(accepted, same):
        of_household[row.household_id].append(row)
    moves = Moves(period, rosters)
    for former, (joined, since) in moves.joined().items():
        incomes = [row for row in of_household[former] if row.source == "incomes" and row.month < since]
        of_household[joined] += incomes
    now = window(period)
    moved = {h: moves.composition(h, now, incomes_of(of_household[h])) for h in households}
    return {
        h: household_month(period, home, of_household[h], coverage, moved[h])
        for h, home in households.items()
    }


def incomes_of(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.source == "incomes"]


def household_month(
    period: str,
    home: Household,
    rows: Sequence[Row],
    coverage: Coverage,
    moved: Sequence[str],
) -> Month:
    now, before, members = window(period), window(period, previous=True), len(home.born)
    income = None if moved else income_of(rows, now)
    illness, education, disaster = (spent(rows, source, now) for source in EXPENSES)
    rigid = illness + education + disaster
    rigid_before = sum((spent(rows, source, before) for source in EXPENSES), ZERO)
    return Month(
        members=members,
        income_12m=income,
        income_prev_12m=income_before(rows, before, home),
        income_per_capita=per_capita(income, members),
        rigid_expense_12m=rigid,
        rigid_expense_prev_12m=rigid_before if coverage.complete_before() else None,
        illness_expense_12m=illness,
        education_expense_12m=education,
        disaster_loss_12m=disaster,
        net_income_per_capita=per_capita(None if income is None else income - rigid, members),
        guarantee_education=out_of_school(period, home, rows)
        if coverage.rows["education"] & set(now)
        else None,
        guarantee_housing=house_damaged(rows, now) if coverage.rows["emergency"] & set(now) else None,
        data_gaps=gaps(rows, now, coverage, moved),
        illness_complete=coverage.complete("health_insurance"),
        education_complete=coverage.complete("education"),
        disaster_complete=coverage.complete("emergency"),
        rigid_complete=all(map(coverage.complete, EXPENSES)),
    )


def income_of(rows: Sequence[Row], months: Sequence[str]) -> Decimal | None:
    received = in_months(incomes_of(rows), months)
    if len({row.month for row in received}) < 12:
        return None
    kinds = ("wage", "business", "property", "transfer")
    return sum((row.amount(kind) for row in received for kind in kinds), ZERO)


def income_before(rows: Sequence[Row], months: Sequence[str], home: Household) -> Decimal | None:
    income, last_year = income_of(rows, months), home.last_year_income_per_capita
    return income if income is not None else None if last_year is None else last_year * len(home.born)


def spent(rows: Sequence[Row], source: str, months: Sequence[str]) -> Decimal:
    return sum((burden(row) for row in in_months(rows, months) if row.source == source), ZERO)


def burden(row: Row) -> Decimal:
    """What a row of an expense source costs the household."""
    match row.source:
        case "health_insurance":
            return row.amount("self_paid")
        case "education":
            return max(row.amount("expense") - row.amount("aid"), ZERO)
        case "emergency":
            return max(row.amount("loss") - row.amount("relief"), ZERO)
    raise ValueError(row.source)


def per_capita(amount: Decimal | None, members: int) -> Decimal | None:
    return None if amount is None or members == 0 else amount / members


def either(*parts: Truth) -> Truth:
    return True if True in parts else None if None in parts else False


def out_of_school(period: str, home: Household, rows: Sequence[Row]) -> Truth:
    """Whether anybody of compulsory school age was last reported 辍学; None if the age is unknown."""
    answers = (row for row in rows if row.source == "education" and row.values["status"])
    reports = in_months(answers, window(period))
    newest = {whose(row): row for row in sorted(reports, key=lambda row: (row.dated, row.sent))}
    last_day = first_day(period) - timedelta(days=1)
    return either(*(
        of_school_age(home.born.get(row.member_id or "") or row.values["birth_date"], last_day)
        for row in newest.values() if row.values["status"] == "辍学"
    ))  # fmt: skip


def whose(row: Row) -> tuple[Any, ...]:
    """The member, or the person as written if only the household is certain."""
    if row.member_id:
        return (row.member_id,)
    return tuple(row.values[column] for column in ("name", "id_number", "birth_date", "sex", "address"))


def of_school_age(born: date | None, day: date) -> Truth:
    return None if born is None else birthday(born, 6) <= day < birthday(born, 16)


def birthday(born: date, age: int) -> date:
    """The day on which an age is reached; a leap day's birthday is 28 February."""
    leap_day = (born.month, born.day) == (2, 29) and (born.year + age) % 4 != 0
    return born.replace(year=born.year + age, day=28 if leap_day else born.day)


def house_damaged(rows: Sequence[Row], months: Sequence[str]) -> bool:
    struck = in_months((row for row in rows if row.source == "emergency"), months)
    return any(row.values["housing_damage"] in {"严重损坏", "倒塌"} for row in struck)


def gaps(rows: Sequence[Row], months: Sequence[str], coverage: Coverage, moved: Sequence[str]) -> str | None:
    """Months without data, by source: the household's own for incomes, the county's for the others.

    After those of the incomes, the rosters in which a third of the members came or went.
    """
    own = {row.month for row in incomes_of(rows)}
    missing = {"incomes": [month for month in months if month not in own], "composition": list(moved)}
    missing |= {source: coverage.missing(source) for source in ("health_insurance", "emergency", "education")}
    return "; ".join(f"{source}:{','.join(some)}" for source, some in missing.items() if some) or None
