"""Which months of the expenses are covered, computed independently, from interface.md alone (Coverage)."""

from collections.abc import Iterable, Mapping, Set

EXPENSES = ("health_insurance", "education", "emergency")


class Coverage:
    """The months of both windows in which each source of expenses is covered."""

    def __init__(
        self, now: list[str], before: list[str], rows: Mapping[str, Set[str]], emergency_files: Iterable[str]
    ) -> None:
        """Months covered.

        Args:
            now: months of the window.
            before: months of the previous window.
            rows: by source, the months in which an accepted row is dated.
            emergency_files: periods of the accepted files of `emergency`.
        """
        self.now, self.before, self.rows = now, before, rows
        self.covered = {
            "health_insurance": set(rows["health_insurance"]),
            "education": {m for window in (now, before) if rows["education"] & set(window) for m in window},
            "emergency": {m for m in before + now if _emergency(m, rows["emergency"], set(emergency_files))},
        }

    def complete(self, source: str) -> bool:
        """Whether every month of the window is covered."""
        return self.covered[source] >= set(self.now)

    def complete_before(self) -> bool:
        """Whether every month of the previous window is covered, of every source."""
        return all(covered >= set(self.before) for covered in self.covered.values())

    def missing(self, source: str) -> list[str]:
        """Months of either window that are not covered."""
        return [month for month in self.before + self.now if month not in self.covered[source]]


def _emergency(month: str, rows: Set[str], files: set[str]) -> bool:
    if month in rows or month in files or next_month(month) in files:
        return True
    return bool(rows and files) and min(rows) <= month <= min(files)


def next_month(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year}-{number + 1:02}" if number < 12 else f"{year + 1}-01"
