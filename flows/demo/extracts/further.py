"""What the further departments, declarations and visits report of a month, as `further.yaml` declares."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from flows.demo.people.draws import Floats, Ints, Rng, declared, lognormal, pick, words
from flows.demo.extracts.extracts import Month

_SPREAD = 0.7  # of amounts around their median, as the bureaus' bills have it


def further_sources() -> tuple[str, ...]:
    """Names of the further sources, in the file's order."""
    return tuple(declared("extracts/further"))


def reported(source: str, month: Month) -> pl.DataFrame:
    """`person` (of visits `household`), the day, and the columns of the source."""
    said, rng = declared("extracts/further")[source], month.rng(source)
    if said["who"] == "household":
        homes = month.roster["household"].unique().sort().to_numpy()
        return _rows(rng, month, said, "household", homes[rng.random(len(homes)) < said["share"]])
    known = _known(month, said)
    members = known[rng.random(len(known)) < said["share"]]
    return _rows(rng, month, said, "person", np.r_[members, month.some_outsiders(rng, len(members))])


def _known(month: Month, said: Mapping[str, Any]) -> Ints:
    """Members whom the department could report."""
    roster = month.roster.filter(pl.col("relation") == "户主") if said["who"] == "head" else month.roster
    person: Ints = roster["person"].to_numpy()
    born = month.population.people["birth_date"].dt.year().to_numpy()[person]
    youngest, oldest = said.get("ages", (0, 150))
    age = month.number // 12 - born
    fitting: Ints = person[(age >= youngest) & (age <= oldest)]
    return fitting


def _rows(rng: Rng, month: Month, said: Mapping[str, Any], of_whom: str, whom: Ints) -> pl.DataFrame:
    size = len(whom)
    told: dict[str, pl.Series | Ints | Floats] = {of_whom: whom, said["dated"]: month.days(rng, size)}
    for column, often in said["words"].items():
        told[column] = words(list(often), pick(rng, list(often.values()), size))
    for column, median in said.get("yuan", {}).items():
        told[column] = lognormal(rng, median, _SPREAD, size)
    return pl.DataFrame(told)
