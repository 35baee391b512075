"""Whether new rows still look as the saved parameters say. Watched every month, never acted upon."""

import duckdb

from matching import sampling
from matching.engine import run
from matching.estimation import PSEUDO_PAIRS
from matching.model import model
from sql import count

# Of each department and run: enough to see that a level of 0.2 % has come to 0.8 %, in half a second.
PERSONS = 2_000

# Some fifty levels are looked at every month for years: chance alone goes further once in 16,000 looks.
DEVIATIONS = 4

# A weight that moves by less than a factor of two in the odds changes hardly a decision.
BITS = 1

_NEW = "FROM linkage.persons SEMI JOIN link_new USING (person_key) SEMI JOIN link_watched USING (source)"


def watch(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Write to `linkage.drift` how a sample of `link_new` looks beside `linkage.parameters`.

    Departments whose parameters were estimated in this very period have nothing to be compared with.

    Args:
        con: warehouse, after linking; overwrites the linker's temporary relations, but not `link_todo`.
        period: of the run.
    """
    run(con, "drift_sources", period=period)
    if not count(con, "SELECT count(*) FROM link_watched"):
        return
    sampling.draw(con, _NEW, PERSONS)
    sampling.pair(con, with_random=False)
    sampling.count_known(con, model())
    bounds = {"pseudo_pairs": PSEUDO_PAIRS, "deviations": DEVIATIONS, "bits": BITS}
    run(con, "drift_observed", period=period, **bounds)
    run(con, "drift_write")
