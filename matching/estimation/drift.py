"""Whether a month's rows still agree with the saved parameters. Watched every month; nothing acts on it."""

import duckdb

from matching.estimation import sampling
from matching.estimation.estimation import PSEUDO_PAIRS
from matching.weighing.engine import run
from matching.weighing.model import model
from sql import frame, own_cursor, statement

# Per department and period: enough to see, in half a second, that a level has risen from 0.2 % to 0.8 %.
PERSONS = 2_000

# Standard deviations. Some fifty levels are tested every month for years; chance alone exceeds four in one
# test of 16,000.
DEVIATIONS = 4

# A weight that changes by less than this, a factor of two in the odds, changes hardly any decision.
BITS = 1


def watch(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Compare the persons of `linkage.watched` with `linkage.parameters` and write `linkage.drift`.

    Departments whose parameters were estimated in this same period have nothing to drift from.

    Args:
        con: warehouse with the new persons and the normalised roster; the work is done on a cursor of its
            own.
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
