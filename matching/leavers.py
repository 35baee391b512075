"""Who left the roster before any extract named them: what is dated before that is still the household's."""

import duckdb

from matching.linker import SETTLED, drop_scratch
from matching.preparing import writings
from matching.weighing.engine import run
from sql import count


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Add to `linkage.earlier_links` the persons who are nobody's now and were a member by number and name.

    The complete number and the whole name must be a former member's, of one in several households the last;
    anything less is a stranger's too easily, now that nobody is there to be compared with.

    Args:
        con: warehouse after linking, with `former_members` (household_id, member_id, name, id_number,
            last_period).
    """
    if not count(con, "SELECT count(*) FROM former_members"):
        return
    run(con, "linkage/leavers/written")
    if count(con, "SELECT count(*) FROM link_leavers"):
        writings.normalise(con, "link_leavers")
        run(con, "linkage/leavers/remembered", probability=SETTLED)
        writings.forget(con)
    drop_scratch(con)
