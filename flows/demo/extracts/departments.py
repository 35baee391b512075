"""The departments' files, written period by period."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

import polars as pl

from data_contracts.contract import Contract
from flows.demo.extracts.extracts import EXTRACTS, Month
from flows.demo.extracts.files import ExtractFile
from flows.demo.extracts.further import further_sources, reported
from flows.demo.extracts.layouts import Layout, layout_of
from flows.demo.extracts.mishaps import write_mishaps
from flows.demo.extracts.rendering import amount_column
from flows.demo.extracts.rosters import household_rows, member_rows
from flows.demo.extracts.submissions import spoiled, submitted
from flows.demo.extracts.truth import Truth
from flows.demo.people.draws import first_day, month_number, stream
from flows.demo.people.economy import monthly_incomes
from flows.demo.people.people import Population
from flows.demo.writing.dirt import Dirt
from flows.demo.writing.enough import Evidence
from flows.demo.writing.registration import registered
from flows.demo.writing.writing import write_persons

FACT_SOURCES = ("incomes", *EXTRACTS, *further_sources())
_CURRENT, _HISTORY = "当月", "历史"  # in file names; the current month's file is taken after the history


@dataclass(frozen=True)
class Departments:
    """Everything that the departments' files are made from.

    Attributes:
        inbox: folder of the files.
        truth: where every row is recorded.
        contracts: of all sources.
        population: the county's people.
        economy: the households' stories and usual incomes, as `draw_economy` returns them.
        periods: in order.
        seed: of the county.
        formats: `mixed` or `plain`.
        dirt: rates of errors.
        rows: data rows written so far, by source.
    """

    inbox: Path
    truth: Truth
    contracts: dict[str, Contract]
    population: Population
    economy: pl.DataFrame
    periods: tuple[str, ...]
    seed: int
    formats: str
    dirt: Dirt
    rows: Counter[str] = field(default_factory=Counter)

    @cached_property
    def _homes(self) -> list[pl.DataFrame]:
        return [self.population.homes(ordinal) for ordinal in range(len(self.periods))]

    @cached_property
    def _rosters(self) -> list[pl.DataFrame]:
        return [self.population.roster(ordinal) for ordinal in range(len(self.periods))]

    @cached_property
    def _registered(self) -> pl.DataFrame:
        return registered(self.seed, self.population, self.dirt.roster)

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence(self.population, self._registered)

    def send_snapshots(self, ordinal: int) -> None:
        """Writes households and members of a period, and records the members."""
        roster = self._rosters[ordinal]
        year = month_number(self.periods[ordinal]) // 12
        households = household_rows(
            self.seed, self.population, self._registered, self.economy, roster, ordinal=ordinal
        )
        members = member_rows(self.seed, self.population, self._registered, roster, year)
        homes = members.select(household_id=self._household_ids(members), village=self._villages(members))
        self._send_snapshot("households", ordinal, households)
        self._send_snapshot("members", ordinal, members.hstack(homes))
        self._record_members(ordinal, members.hstack(homes))

    def _household_ids(self, rows: pl.DataFrame) -> pl.Series:
        return self.population.households["household_id"].gather(rows["household"])

    def _villages(self, rows: pl.DataFrame) -> pl.Series:
        return self.population.households["village"].gather(rows["household"])

    def _send_snapshot(self, source: str, ordinal: int, rows: pl.DataFrame) -> None:
        rng = stream(self.seed, source, "spoiled", ordinal)
        contract = self.contracts[source]
        known = rows.with_columns(rejected=pl.lit(None, pl.String), member=pl.col("person"))
        layout = layout_of(source, ordinal, self.formats, rows.height)
        for name, part in self._by_township(known, layout):
            bad = spoiled(rng, part, contract, self.dirt.spoiled)
            sent = pl.concat([part, bad.select(part.columns)])
            self._write(source, ordinal, replace(layout, name=name), [sent])

    def _by_township(self, rows: pl.DataFrame, layout: Layout) -> Iterator[tuple[str, pl.DataFrame]]:
        if not layout.split:
            yield layout.name, rows
            return
        township = self.population.villages["township"].gather(self._villages(rows))
        parts = rows.with_columns(_township=township).partition_by(
            "_township", as_dict=True, include_key=False
        )
        for (name,), part in parts.items():
            yield layout.name.format(township=name), part

    def _record_members(self, ordinal: int, members: pl.DataFrame) -> None:
        story = self.economy["story"].gather(members["household"])
        villages = self.population.villages["village_code"].gather(members["village"])
        people = self.population.people[["name", "id_number", "birth_date"]][members["person"]]
        known = members.with_columns(
            *people, period=pl.lit(self.periods[ordinal]), story=story, village_code=villages
        )
        self.truth.add("members", known)

    def send_facts(self, source: str, history_months: int) -> None:
        """Writes a fact source's files of all periods; the first period's also report the history."""
        schedule = self._schedule(history_months)
        fresh = ((month, self._fresh(source, ordinal, month)) for ordinal, month in schedule)
        sent = submitted(fresh, self.contracts[source], self.dirt, self.seed)
        batches = zip(schedule, sent, strict=True)
        for (ordinal, layout), group in groupby(batches, lambda batch: self._file_of(source, *batch[0])):
            self._write(source, ordinal, layout, (rows for _, rows in group))

    def _file_of(self, source: str, ordinal: int, month: int) -> tuple[int, Layout]:
        """Period and layout of the file that reports a month."""
        layout = layout_of(source, ordinal, self.formats, self.population.members)
        current = month == month_number(self.periods[ordinal]) - 1
        return ordinal, layout if current else replace(layout, name=layout.name.replace(_CURRENT, _HISTORY))

    def send_mishaps(self) -> None:
        """Adds the faulty files to the last period."""
        period = self.periods[-1]
        for mishap in write_mishaps(self.inbox, period):
            self.truth.add_file(mishap.source, period, f"{period}/{mishap.name}", 0, mishap.status)

    def _schedule(self, history_months: int) -> list[tuple[int, int]]:
        """Period (counted from 0) and month number, for every month reported."""
        starts = [month_number(period) for period in self.periods]
        begins = [starts[0] - history_months, *starts[:-1]]
        return [
            (ordinal, month)
            for ordinal, (begin, end) in enumerate(zip(begins, starts, strict=True))
            for month in range(begin, end)
        ]

    def _fresh(self, source: str, ordinal: int, month: int) -> pl.DataFrame:
        """A month's rows as the department wrote them, numbered as facts."""
        rows = self._incomes(ordinal, month) if source == "incomes" else self._extract(source, ordinal, month)
        start = (FACT_SOURCES.index(source) * 100_000 + month) * 10**8  # room for every row of a month
        return rows.with_columns(fact=pl.int_range(start, start + pl.len(), dtype=pl.Int64))

    def _incomes(self, ordinal: int, month: int) -> pl.DataFrame:
        last = month_number(self.periods[-1]) - 1
        rows = monthly_incomes(self.seed, self.economy, month, last)
        present = self._rosters[ordinal]["household"].unique()
        known = rows.filter(pl.col("household").is_in(present.implode()))
        return self._household_rows(known.with_columns(month=pl.lit(first_day(month))))

    def _household_rows(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows about `household` as written: household numbers come from the roster and are never damaged."""
        nobody = pl.lit(None, pl.Int64)
        return rows.with_columns(
            household_id=self._household_ids(rows), damage=pl.lit("clean"), member=nobody
        )

    def _extract(self, source: str, ordinal: int, month: int) -> pl.DataFrame:
        homes = self._homes[ordinal]
        scene = Month(
            month,
            self.population,
            self._rosters[ordinal],
            self.economy,
            self.dirt.outsiders,
            self.seed,
        )
        facts = EXTRACTS[source](scene) if source in EXTRACTS else reported(source, scene)
        if "household" in facts.columns:
            return self._household_rows(facts)
        rows = facts.with_columns(household=homes["household"].gather(facts["person"]))
        rng = scene.rng(source, "written")
        written = write_persons(rng, rows, self.population, homes["relation"], self.dirt)
        return written.with_columns(enough=self._evidence.enough(written)) if written.height else written

    def _write(self, source: str, ordinal: int, layout: Layout, batches: Iterable[pl.DataFrame]) -> None:
        """Writes one file, batch by batch, and the truth about it; no file if there is no row."""
        period = self.periods[ordinal]
        path = self.inbox / source / period / layout.name
        file = ExtractFile(path, self.contracts[source], layout)
        written = []
        for rows in batches:
            if rows.height:
                self.truth.add_rows(source, period, f"{period}/{layout.name}", file.rows, rows)
                file.append(rows)
                written += [rows] if layout.total else []
        if written:
            file.append_total(self._total(written, source))
        file.close()
        self.rows[source] += file.rows
        if file.rows:
            self.truth.add_file(source, period, f"{period}/{layout.name}", file.rows, "accepted")

    def _total(self, batches: list[pl.DataFrame], source: str) -> pl.DataFrame:
        """A line with the sum of the batches."""
        amount = str(amount_column(self.contracts[source]))
        every = pl.concat(batches, how="diagonal")
        total = pl.lit("合计").alias("name"), every.select(pl.sum(amount).round(2))[amount]
        return every.clear(1).with_columns(*total, damage=pl.lit("clean"))
