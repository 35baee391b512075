"""Persons who left the roster before any extract named them: their earlier facts stay with the household."""

import duckdb

from matching.linker import SETTLED, drop_scratch
from matching.preparing import writings
from matching.weighing.engine import run
from sql import count


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Add to `linkage.earlier_links` persons who are linked to nobody now but were once a member.

    The complete number and the whole name must be those of a former member; a member of several households
    counts for the last one. A weaker agreement could too easily be a stranger's, because the former member is
    no longer there to be compared with.

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
