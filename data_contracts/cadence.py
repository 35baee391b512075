"""When a department sends its extract."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from data_contracts.periods import last_day


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Cadence:
    """When a department sends: in which months, by which day (31: the month's last), and by which article."""

    months: tuple[Annotated[int, Field(ge=1, le=12)], ...]
    due_day: Annotated[int, Field(ge=1, le=31)]
    cite: str

    def due(self, period: str) -> date | None:
        """Last day on which the extract of `period` is on time; None if none is due in that month."""
        end = last_day(period)
        return end.replace(day=min(self.due_day, end.day)) if end.month in self.months else None

    @property
    def in_words(self) -> str:
        """The due date in Chinese: `每月 5 日前`, `3、10 月底前`."""
        months = "每月" if len(self.months) == 12 else f"{'、'.join(map(str, self.months))} 月"
        return f"{months}底前" if self.due_day == 31 else f"{months} {self.due_day} 日前"
