"""Whether a month's rows still look as the saved parameters say. Watched every month, never acted upon."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import duckdb

from matching.estimation import sampling
from matching.estimation.estimation import PSEUDO_PAIRS
from matching.weighing.engine import run
from matching.weighing.model import model
from sql import count, quoted

# Of each department and period: enough to see that a level of 0.2 % has come to 0.8 %, in half a second.
PERSONS = 2_000

# Some fifty levels are looked at every month for years: chance alone goes further once in 16,000 looks.
DEVIATIONS = 4

# A weight that moves by less than a factor of two in the odds changes hardly a decision.
BITS = 1


@contextmanager
def watching(con: duckdb.DuckDBPyConnection, period: str) -> Iterator[None]:
    """`watch` beside what is done meanwhile, on a connection of its own.

    Temporary relations are each connection's own, and nothing that links writes what is read here.

    Args:
        con: warehouse with the new persons and the roster as it is compared; at work meanwhile.
        period: of the run.
    """
    with con.cursor() as own, ThreadPoolExecutor(max_workers=1) as beside:
        own.execute(f"USE {quoted(_database(con))}")
        watched = beside.submit(watch, own, period)
        yield
        watched.result()


def _database(con: duckdb.DuckDBPyConnection) -> str:
    ((name,),) = con.execute("SELECT current_database()").fetchall()
    return str(name)


def watch(con: duckdb.DuckDBPyConnection, period: str) -> None:
    """Write to `linkage.drift` how the persons of `linkage.watched` look beside `linkage.parameters`.

    Departments whose parameters were estimated in this very period have nothing to be compared with.

    Args:
        con: as `watching` takes it; temporary relations of the linker are overwritten.
        period: of the run.
    """
    run(con, "linkage/watch/persons", period=period)
    if not count(con, "SELECT count(*) FROM link_population"):
        return
    sampling.draw(con, PERSONS)
    sampling.pair(con, with_random=False)
    sampling.count_known(con, model())
    bounds = {"pseudo_pairs": PSEUDO_PAIRS, "deviations": DEVIATIONS, "bits": BITS}
    run(con, "linkage/watch/observed", period=period, **bounds)
    run(con, "linkage/watch/write")
