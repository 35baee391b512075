"""Whether a month's rows still look as the saved parameters say. Watched every month, never acted upon."""

import duckdb

from matching.estimation import sampling
from matching.estimation.estimation import PSEUDO_PAIRS
from matching.weighing.engine import run
from matching.weighing.model import model
from sql import frame, own_cursor, statement

# Of each department and period: enough to see that a level of 0.2 % has come to 0.8 %, in half a second.
PERSONS = 2_000

# Some fifty levels are looked at every month for years: chance alone goes further once in 16,000 looks.
DEVIATIONS = 4

# A weight that moves by less than a factor of two in the odds changes hardly a decision.
BITS = 1


def watch(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Write to `linkage.drift` how the persons of `linkage.watched` look beside `linkage.parameters`.

    Departments whose parameters were estimated in this very period have nothing to be compared with.

    Args:
        con: warehouse with the new persons and the roster as it is compared; works on a cursor of its own.
        period: of the run.
    """
    persons = frame(con, statement("linkage/watch/persons"), {"period": period})
    if persons.is_empty():
        return
    with own_cursor(con) as own:
        sampling.draw(own, persons, PERSONS)
        sampling.pair(own, with_random=False)
        sampling.count_known(own, model())
        bounds = {"pseudo_pairs": PSEUDO_PAIRS, "deviations": DEVIATIONS, "bits": BITS}
        run(own, "linkage/watch/observed", period=period, **bounds)
        run(own, "linkage/watch/write")
