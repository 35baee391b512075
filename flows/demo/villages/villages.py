"""The lists of a month go out to the townships of the demonstration, and come back as lists do.

One township answers everything, in two clerks' copies that contradict each other about one family, and with
one cell that nobody can read. The next answers half. The third answers late, after the month is over. So it
goes on through the townships.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl

from flows.demo.villages.clerks import Cells, Pen, fill_in, set_time
from flows.demo.villages.procedure import Office, Village
from flows.demo.villages.visits import Round

FILES_ARRIVE, WORK_BEGINS, LIST_RETURNS, LATE_BY = 5, 8, 22, 20
"""Days on which departments report and townships begin and send back; by how much some are late."""


@dataclass
class Villages:
    """Everybody who fills in lists.

    Attributes:
        folder: the county's workspace.
        stories: of its households, by number.
        late: copies that have not been sent yet, by the day on which they will be.
    """

    folder: Path
    stories: Mapping[str, str]
    late: list[tuple[Path, Path, datetime]] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path) -> "Villages":
        """Those of the county in `folder`, who know the truth about its families."""
        told = pl.read_parquet(folder / "truth" / "members.parquet", columns=["household_id", "story"])
        return cls(folder, dict(told.unique("household_id").iter_rows()))

    def receive(self, period: str) -> None:
        """Answer the lists of a month, and send what was late the month before."""
        waiting, self.late = self.late, []
        for made, copy, at in waiting:
            copy.parent.mkdir(parents=True, exist_ok=True)
            made.rename(copy)
            set_time(copy, at)
        lists = self.folder / "outbox" / period
        for ordinal, book in enumerate(sorted(lists.glob(f"*/防返贫核查清单_{period}_*.xlsx"))):
            self._answer(book, period, ordinal)
        for book in lists.glob(f"县级确认_{period}.xlsx"):
            decide = Office(_day(period, 15)).decide
            fill_in(book, self._copy(book), {"县级确认": decide}, _at(period, LIST_RETURNS - 2))

    def _answer(self, book: Path, period: str, ordinal: int) -> None:
        kind = ordinal % 3
        late = timedelta(days=LATE_BY if kind == 2 else 0)
        begins = _day(period, WORK_BEGINS)
        village = Village(begins, hurried=ordinal == 1)
        visits: Pen = Round(self.stories, begins + late).answer
        if kind == 1:
            visits = _half(visits)
        pens = {"监测对象": village.steps, "帮扶措施": village.measures}
        at = _at(period, LIST_RETURNS)
        if kind == 2:
            self._keep(book, {"核查清单": visits, **pens}, at + late)
        else:
            fill_in(book, self._copy(book), {"核查清单": _slip(visits) if kind == 0 else visits, **pens}, at)
        if ordinal == 0:
            copy = self._copy(book, "_另一人")
            fill_in(book, copy, {"核查清单": _contradicting(visits)}, at)

    def _keep(self, book: Path, pens: Mapping[str, Pen], at: datetime) -> None:
        made = self.folder / "truth" / "late" / book.name
        if fill_in(book, made, pens, at):
            self.late.append((made, self._copy(book), at))

    def _copy(self, book: Path, mark: str = "") -> Path:
        place = book.relative_to(self.folder / "outbox")
        return self.folder / "returned" / place.with_stem(f"{place.stem}{mark}")


def age_files(inbox: Path, periods: tuple[str, ...]) -> None:
    """Give the departments' files the days on which they would have come."""
    for period in periods:
        for path in inbox.glob(f"*/{period}/*"):
            set_time(path, _at(period, FILES_ARRIVE))


def _half(pen: Pen) -> Pen:
    return lambda ordinal, row: pen(ordinal, row) if ordinal % 2 == 0 else {}


def _slip(pen: Pen) -> Pen:
    """The third row's day is a word that is no day."""
    return lambda ordinal, row: {**pen(ordinal, row), **({"核查日期": "下周三"} if ordinal == 2 else {})}


def _contradicting(pen: Pen) -> Pen:
    """The first row only, of the same day, with another verdict."""

    def write(ordinal: int, row: Cells) -> Cells:
        entries = pen(ordinal, row) if ordinal == 0 else {}
        other = "属实" if entries.get("是否属实") == "不属实" else "不属实"
        return {**entries, "是否属实": other} if entries else {}

    return write


def _day(period: str, day: int) -> date:
    return date.fromisoformat(f"{period}-{day:02}")


def _at(period: str, day: int) -> datetime:
    return datetime.combine(_day(period, day), time(16, 30))
