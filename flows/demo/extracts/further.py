"""A month's reports of the further departments, declarations and visits, as `further.yaml` declares them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from flows.demo.extracts.extracts import Month
from flows.demo.people.draws import Floats, Ints, Rng, declared, lognormal, pick, words

_SPREAD = 0.7  # sigma of the lognormal amounts, similar to the bureaus' bills


def further_sources() -> tuple[str, ...]:
    """Names of the further sources, in the file's order."""
    return tuple(declared("extracts/further"))


def reported(source: str, month: Month) -> pl.DataFrame:
    """`person` (for visits `household`), the day, and the columns of the source."""
    declaration, rng = declared("extracts/further")[source], month.rng(source)
    if declaration["who"] == "household":
        homes = month.roster["household"].unique().sort().to_numpy()
        chosen = homes[rng.random(len(homes)) < declaration["share"]]
        return _rows(rng, month, declaration, "household", chosen)
    candidates = _candidates(month, declaration)
    members = candidates[rng.random(len(candidates)) < declaration["share"]]
    persons = np.r_[members, month.some_outsiders(rng, len(members))]
    return _rows(rng, month, declaration, "person", persons)


def _candidates(month: Month, declaration: Mapping[str, Any]) -> Ints:
    """Members whom the department could report."""
    heads_only = declaration["who"] == "head"
    roster = month.roster.filter(pl.col("relation") == "户主") if heads_only else month.roster
    person: Ints = roster["person"].to_numpy()
    born = month.population.people["birth_date"].dt.year().to_numpy()[person]
    youngest, oldest = declaration.get("ages", (0, 150))
    age = month.number // 12 - born
    fitting: Ints = person[(age >= youngest) & (age <= oldest)]
    return fitting


def _rows(
    rng: Rng, month: Month, declaration: Mapping[str, Any], subject: str, numbers: Ints
) -> pl.DataFrame:
    """One row for each of the `numbers`, which are of persons or households (`subject`)."""
    size = len(numbers)
    columns: dict[str, pl.Series | Ints | Floats] = {subject: numbers}
    columns[declaration["dated"]] = month.days(rng, size)
    for column, frequencies in declaration["words"].items():
        columns[column] = words(list(frequencies), pick(rng, list(frequencies.values()), size))
    for column, median in declaration.get("yuan", {}).items():
        columns[column] = lognormal(rng, median, _SPREAD, size)
    return pl.DataFrame(columns)
