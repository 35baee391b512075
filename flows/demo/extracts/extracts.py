"""The facts of a month that the four bureaus report: who, when, how much. Errors are added later."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.demo.people.draws import (
    Floats,
    Ints,
    Rng,
    as_dates,
    between,
    day_number,
    first_day,
    lognormal,
    pick,
    stream,
    words,
)
from flows.demo.people.people import Population

HEALTH_RATE, CIVIL_RATE = 0.08, 0.05  # rows a month per person of the county
SEMESTER_MONTHS = (3, 10)  # the education bureau reports by the end of March and of October (city-2020, C2)
DROPOUT_RATE = 0.004  # share of children of compulsory school age
FLOODS = {
    7: ("洪涝", 0.08),
    9: ("台风", 0.08),
    5: ("洪涝", 0.04),
}  # calendar month -> hazard, share of villages
STRUCK_RATE = 0.25  # share of households in a struck village
ACCIDENT_RATE = 0.0006  # share of households a month whose house burns


@dataclass(frozen=True)
class Month:
    """Everything that a month's facts depend on.

    Attributes:
        number: the month.
        population: the county's people.
        roster: who lives where in this period: `person, household, relation`.
        economy: the households' stories and usual incomes, as `draw_economy` returns them.
        outsiders: share of rows about people outside the roster.
        seed: of the county.
    """

    number: int
    population: Population
    roster: pl.DataFrame
    economy: pl.DataFrame
    outsiders: float
    seed: int

    def rng(self, *labels: str) -> Rng:
        """Random draws of this month alone."""
        return stream(self.seed, *labels, self.number)

    def days(self, rng: Rng, size: int) -> pl.Series:
        """Dates within the month."""
        start, end = day_number(first_day(self.number)), day_number(first_day(self.number + 1)) - 1
        return as_dates(between(rng, start, end, size))

    def some_outsiders(self, rng: Rng, members: int) -> Ints:
        """As many outsiders beside `members` rows as their share of all rows requires, each at most once."""
        pool = self.population.people.height - self.population.outsiders
        count = min(pool, round(members * self.outsiders / (1 - self.outsiders)))
        return self.population.outsiders + rng.permutation(pool)[:count]


def health_insurance(month: Month) -> pl.DataFrame:
    """Settlements of medical bills: old people have more, a serious illness has one."""
    rng = month.rng("health_insurance")
    count = round(HEALTH_RATE * month.population.members)
    outsiders = round(count * month.outsiders)
    ill = _serious_illnesses(month)
    roster = month.roster["person"].to_numpy()
    usual = roster[pick(rng, _frailty(month), count - outsiders)]
    strangers = rng.integers(month.population.outsiders, month.population.people.height, outsiders)
    person = np.concatenate([ill["person"].to_numpy(), usual, strangers])
    return _settlements(rng, month, person, ill["bill"].to_numpy())


def _frailty(month: Month) -> Floats:
    born = month.population.people["birth_date"].dt.year().to_numpy()[month.roster["person"]]
    age = month.number // 12 - born
    return np.where(age < 7, 1.6, 0.5 + (np.maximum(age, 0) / 45) ** 2)


def _serious_illnesses(month: Month) -> pl.DataFrame:
    """`person, bill` for households whose story has its serious illness in this month."""
    bills = month.economy["bill"].to_numpy()
    ill = np.flatnonzero((bills > 0) & (month.economy["turn"].to_numpy() == month.number))
    heads = month.population.households["first"].to_numpy()[ill]
    return pl.DataFrame({"person": heads, "bill": bills[ill]})


def _settlements(rng: Rng, month: Month, person: Ints, bills: Floats) -> pl.DataFrame:
    size, serious = len(person), np.arange(len(person)) < len(bills)
    own = np.maximum(lognormal(rng, 260, 0.9, size), 5)
    own[: len(bills)] = bills
    share = np.where(serious, 0.45, rng.uniform(0.2, 0.6, size))  # share of the bill that the family pays
    total = np.round(own / share, 2)
    catastrophic = np.where(total > 30_000, np.round((total - own) * 0.25, 2), 0.0)
    assistance = np.where(total > 30_000, np.round((total - own) * 0.1, 2), 0.0)
    care = np.where(total > 3_000, 0, rng.integers(1, 3, size))
    serial = pl.Series(rng.permutation(size)).cast(pl.String).str.zfill(8)
    return pl.DataFrame(
        {
            "person": person,
            "settlement_no": f"YB{first_day(month.number):%Y%m}" + serial,
            "settled_on": month.days(rng, size),
            "care_type": words(["住院", "门诊慢特病", "普通门诊"], care),
            "diagnosis": words(
                ["高血压", "肺炎", "糖尿病", "骨折", "恶性肿瘤", "尿毒症", "脑卒中"],
                np.where(serious, rng.integers(4, 7, size), rng.integers(0, 4, size)),
            ),
            "total": total,
            "basic_paid": np.round(total - own - catastrophic - assistance, 2),
            "catastrophic_paid": catastrophic,
            "assistance_paid": assistance,
            "self_paid": own,
        }
    )


def civil_affairs(month: Month) -> pl.DataFrame:
    """Monthly payments to the same recipients; a few of them end."""
    rng, stable = month.rng("civil_affairs"), stream(month.seed, "recipients")
    count = round(CIVIL_RATE * month.population.members * (1 - month.outsiders))
    home = month.population.people["household"].head(month.population.members).to_numpy()
    poor = month.economy["story"].str.contains("poor|unreported").to_numpy()[home]
    members = np.unique(pick(stable, np.where(poor, 8.0, 1.0), count))
    person = np.concatenate([members, month.some_outsiders(stable, len(members))])
    benefit = pick(stable, [50, 8, 30, 2], len(person))
    ended = rng.random(len(person)) < 0.01
    start = first_day(month.number)
    return pl.DataFrame(
        {
            "person": person,
            "benefit": words(["农村低保", "特困供养", "残疾补贴", "孤儿补助"], benefit),
            "amount": np.where(ended, 0, np.array([420, 980, 120, 1200])[benefit]).astype(np.float64),
            "month": pl.repeat(start, len(person), dtype=pl.Date, eager=True),
            "status": words(["在保", "停发"], ended.astype(np.int64)),
            "stopped_on": pl.select(pl.when(pl.Series(ended)).then(pl.lit(start))).to_series(),
        }
    )


_STAGES = ["幼儿园", "小学", "初中", "高中", "中职", "大专", "本科"]
_FEES = np.array([1_500, 350, 450, 1_700, 1_300, 3_300, 3_600])  # median of a semester, yuan


def education(month: Month) -> pl.DataFrame:
    """One row per pupil and semester, none in other months."""
    if month.number % 12 + 1 not in SEMESTER_MONTHS:
        return pl.DataFrame(schema={"person": pl.Int64})
    rng, stable = month.rng("education"), stream(month.seed, "pupils")
    people = month.population.people
    age = (day_number(first_day(month.number)) - people["birth_date"].to_physical().to_numpy()) // 365
    attends = stable.random(people.height) < np.select(
        [age < 6, age < 16, age < 19, age < 23], [0.8, 1, 0.9, 0.4]
    )
    pupil = attends & (age >= 3) & (age < 23)
    roster = month.roster["person"].to_numpy()
    members = roster[pupil[roster]]
    outside = np.flatnonzero(pupil[month.population.outsiders :]) + month.population.outsiders
    wanted = round(len(members) * month.outsiders / (1 - month.outsiders))
    person = np.concatenate([members, rng.permutation(outside)[:wanted]])
    dropout = (stable.random(people.height) < DROPOUT_RATE) & (age >= 6) & (age < 15)
    return _pupils(rng, month, person, age[person], dropout[person])


def _pupils(rng: Rng, month: Month, person: Ints, age: Ints, dropout: np.ndarray) -> pl.DataFrame:
    size, people = len(person), month.population.people
    stage = np.searchsorted([6, 12, 15, 19], age, side="right")  # above 15, two tracks each
    stage = np.select([stage < 3, stage == 3], [stage, 3 + person % 2], 5 + person % 2)
    household = people["household"].fill_null(0).to_numpy()[person]
    poor = month.economy["story"].str.contains("poor|unreported").to_numpy()[household]
    fee = np.round(_FEES[stage] * np.exp(0.2 * rng.standard_normal(size)), 2)
    fee = np.where(dropout, 0.0, fee)
    numbers = pl.Series(person).cast(pl.String).str.zfill(10)
    report_day = as_dates(np.full(size, day_number(first_day(month.number + 1)) - 1))
    return pl.DataFrame(
        {
            "person": person,
            "student_no": "G" + numbers,
            "guardian": people["name"].gather(people["head"].gather(person)),
            "school": pl.Series(words(["清源县第一", "清源县第二", "清源县实验"], person % 3))
            + words(_STAGES, stage),
            "stage": words(_STAGES, stage),
            "status": words(["在读", "辍学"], dropout.astype(np.int64)),
            "reported_on": report_day,
            "expense": fee,
            "aid": np.where(poor, np.round(fee * 0.6, 2), 0.0),
        }
    )


def emergency(month: Month) -> pl.DataFrame:
    """Losses: floods that strike some villages, and fires in single houses."""
    rng = month.rng("emergency")
    heads = month.roster.filter(pl.col("relation") == "户主")
    home = month.population.households["village"].to_numpy()[heads["household"]]
    hazard, share = FLOODS.get(month.number % 12 + 1, ("洪涝", 0.0))
    villages = month.population.villages.height
    struck = rng.permutation(villages)[: int(np.ceil(share * villages))]
    flooded = np.isin(home, struck) & (rng.random(len(home)) < STRUCK_RATE)
    burnt = ~flooded & (rng.random(len(home)) < ACCIDENT_RATE)
    members = heads["person"].to_numpy()[flooded | burnt]
    names = np.where(flooded[flooded | burnt], hazard, "火灾")
    outside = month.some_outsiders(rng, len(members))
    names = np.concatenate([names, np.full(len(outside), hazard)])
    return _losses(rng, month, np.concatenate([members, outside]), names)


def _losses(rng: Rng, month: Month, person: Ints, hazard: np.ndarray) -> pl.DataFrame:
    size = len(person)
    loss = lognormal(rng, 1_900, 0.8, size)
    damage = np.where(loss > 9_000, rng.integers(2, 4, size), rng.integers(0, 2, size))
    event = day_number(first_day(month.number)) + rng.integers(3, 25)
    return pl.DataFrame(
        {
            "person": person,
            "hazard": pl.Series(hazard, dtype=pl.String),
            "occurred_on": as_dates(np.full(size, event)),
            "loss": loss,
            "relief": np.round(loss * rng.choice([0.0, 0.2, 0.4], size), 2),
            "housing_damage": words(["无", "一般损坏", "严重损坏", "倒塌"], damage),
        }
    )


EXTRACTS: dict[str, Callable[[Month], pl.DataFrame]] = {
    "health_insurance": health_insurance,
    "civil_affairs": civil_affairs,
    "education": education,
    "emergency": emergency,
}
