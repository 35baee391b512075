"""Makes a county: draws its people, writes its departments' files, and keeps the truth beside them."""

from dataclasses import dataclass
from pathlib import Path

from data_contracts.contract import load_contracts
from data_contracts.feeds import WINDOW_MONTHS
from flows.demo.extracts.departments import Departments
from flows.demo.extracts.extracts import EXTRACTS
from flows.demo.extracts.further import further_sources
from flows.demo.extracts.truth import Truth
from flows.demo.people.draws import month_number, stream
from flows.demo.people.economy import draw_economy
from flows.demo.people.people import populate
from flows.demo.writing.dirt import Dirt


@dataclass(frozen=True)
class County:
    """The county that was made.

    Attributes:
        inbox: folder of the departments' files, `<source>/<period>/…`.
        truth: folder of `rows`, `facts`, `members`, `files` (`.parquet`).
        periods: the periods that have files.
        persons: members of the first roster.
        households: of the first roster.
        rows: data rows written by source.
        files: files written, faulty ones included.
    """

    inbox: Path
    truth: Path
    periods: tuple[str, ...]
    persons: int
    households: int
    rows: dict[str, int]
    files: int


def make_county(  # noqa: PLR0913, PLR0917 -- each is a property of the county
    folder: Path,
    persons: int = 20_000,
    seed: int = 1,
    periods: tuple[str, ...] = ("2021-05", "2021-06"),
    history_months: int = 24,
    area: str = "350181",
    names: str = "south",
    formats: str = "mixed",
    extract_history: bool = True,
    dirt: Dirt | None = None,
    further: bool = False,
) -> County:
    """Makes a county's files below `folder/inbox` and the truth below `folder/truth`.

    Equal arguments give equal files, byte by byte. A household has about three members.

    Args:
        folder: target folder; existing files of the same names are overwritten.
        persons: members of the first roster, 50 to 4,000,000.
        seed: of the random draws; another seed gives another county.
        periods: in order; a period's file reports the months since the previous period.
        history_months: how many months before the first period its files report as well.
        area: county code of 6 digits.
        names: pool of names: `north`, `south` or `southwest`.
        formats: `mixed` for files as departments send them, `plain` for one UTF-8 CSV per source and period.
        extract_history: whether the four bureaus report the history too.
        dirt: rates of errors; the usual mix if not given.
        further: whether the further departments, declarations and visits report too, for up to twelve months.

    Raises:
        ValueError: if there is no such format or pool of names.
    """
    dirt = dirt or Dirt()
    population = populate(persons, seed, periods, area, names, dirt.likeness)
    economy = draw_economy(stream(seed, "economy"), population, month_number(periods[-1]) - 1)
    with Truth(folder / "truth", population) as truth:
        departments = Departments(
            inbox=folder / "inbox",
            truth=truth,
            contracts=load_contracts(),
            population=population,
            economy=economy,
            periods=periods,
            seed=seed,
            formats=formats,
            dirt=dirt,
        )
        _send(departments, history_months, extract_history)
        for source in further_sources() if further else ():
            departments.send_facts(source, min(history_months, WINDOW_MONTHS))
    return _counted(departments)


def _send(departments: Departments, history_months: int, extract_history: bool) -> None:
    """Writes every file, the faulty ones last."""
    for ordinal in range(len(departments.periods)):
        departments.send_snapshots(ordinal)
    departments.send_facts("incomes", history_months)
    for source in EXTRACTS:
        departments.send_facts(source, history_months if extract_history else 1)
    if departments.formats == "mixed":
        departments.send_mishaps()


def _counted(departments: Departments) -> County:
    return County(
        inbox=departments.inbox,
        truth=departments.truth.folder,
        periods=departments.periods,
        persons=departments.population.members,
        households=int((departments.population.households["since"] == 0).sum()),
        rows=dict(departments.rows),
        files=departments.truth.files,
    )
