"""Link the distinct persons of all extracts to members of the roster.

Only what is new or changed is compared: members are normalised once and kept, and links are carried forward
by person key. The complete number together with the name settles most persons in one join. The others are
blocked, compared and weighed by the declared model (`models/persons.yaml`) in batches, so that memory does
not grow with the county. `matching.weighing.engine` compares; this file decides the order of the steps.
"""

import duckdb
import polars as pl

from matching.estimation import declared, drift, estimation, weighed
from matching.preparing import members, roster_places, rows
from matching.weighing import compiler, engine, parameters
from matching.weighing.engine import create, run, store
from matching.weighing.model import Model, model
from sql import count, statement

# Rows compared at once. A row has a few candidates, each of some two hundred bytes.
BATCH = 200_000
SETTLED = 0.99999  # number and name are equal: wrong only where an office gave both to somebody else


def link_persons(con: duckdb.DuckDBPyConnection, *, afresh: bool = False, period: str = "") -> dict[str, int]:
    """Bring `linkage.person_links` and `linkage.person_reviews` in line with persons, roster and labels.

    The links that were removed in order to be made again are left in the temporary table `former_links`.

    Args:
        con: warehouse with `linkage.persons`, `roster.members`, `roster.households` and the view
            `person_rows` (source, person_key: every row).
        afresh: compare everybody again, because the program or a model has changed.
        period: from which new links hold, and for which `linkage.blocking` records what the caps left out.
            Persons met before it are compared again only for a reason, unless links were removed.

    Returns:
        Number of the persons compared in this run by stage; a doubt, `outsider` and `no_candidate` are stages
        too.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE former_links AS FROM linkage.person_links WHERE false")
    declared.forget_if_changed(con)
    if afresh:
        run(con, "linkage/todo/forget_everything")
    elif weighed.is_pending(con):
        run(con, "linkage/todo/forget_every_link")
    _refresh(con, period)
    todo = count(con, "SELECT count(*) FROM link_todo")
    if todo:
        estimation.estimate_new(con, period)
        drift.watch(con, period)
        _link(con, model(), period)
        weighed.note_weighed(con)
    counts = dict(con.execute(statement("linkage/decide/stage_counts")).fetchall())
    drop_scratch(con)
    return counts


def _refresh(con: duckdb.DuckDBPyConnection, period: str) -> None:
    households_changed = members.refresh(con)
    create(con, "link_changed_keys", "SELECT 0::UBIGINT AS key WHERE false")
    if households_changed and count(con, "SELECT count(*) FROM linkage.person_keys"):
        _note_changed_keys(con, model())
    engine.set_right(con, "linkage.members")
    roster_places.read_again(con)
    _note_new(con, period)
    run(con, "linkage/todo/todo")
    run(con, "linkage/todo/forget_links")


def _note_new(con: duckdb.DuckDBPyConnection, period: str) -> None:
    linked = count(con, "SELECT count(*) FROM linkage.person_links")
    links_were_removed = linked < count(con, statement("linkage/todo/met_before"), {"period": period})
    run(con, "linkage/todo/new", since=None if links_were_removed else period)


def _note_changed_keys(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    members.compare_with_former(con)
    engine.set_right(con, "link_unchanged_members")
    con.execute(f"INSERT INTO link_changed_keys {compiler.neighbours_keys(chosen)}")
    engine.set_right(con, "link_changed_members")
    rows.numberless_keys(con, "link_changed_members")
    con.execute(
        f"INSERT INTO link_changed_keys {compiler.every_key(chosen)} UNION ALL FROM link_numberless_keys"
    )


def _link(con: duckdb.DuckDBPyConnection, chosen: Model, period: str) -> None:
    parameters.in_force(con)
    _declare(con, chosen)
    rows.prepare(con)
    run(con, "linkage/decide/write_settled", probability=SETTLED, period=period)
    run(con, "linkage/decide/write_outsiders", period=period)
    run(con, "linkage/decide/keep_settled_keys")
    con.execute("DELETE FROM linkage.blocking WHERE period = $period", {"period": period})
    villages = rows.villages(con)
    waiting = count(con, "SELECT count(*) FROM link_rows")
    for start in range(0, waiting, BATCH):
        _link_batch(con, chosen, villages, start, period)


def _declare(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    verdicts = pl.DataFrame(
        [(name, each.probability, each.doubt, each.label) for name, each in chosen.verdicts.items()],
        schema={"verdict": pl.String, "probability": pl.Float64, "doubt": pl.Boolean, "label": pl.String},
        orient="row",
    )
    store(con, "link_said", verdicts)
    store(con, "link_doubtful", verdicts.filter("doubt").select("verdict"))
    doubts = [*verdicts.select("verdict", "label").rows(), *chosen.doubts.items()]
    store(con, "link_doubts", pl.DataFrame(doubts, schema=["doubt", "label"], orient="row"))


def _link_batch(
    con: duckdb.DuckDBPyConnection, chosen: Model, villages: pl.DataFrame, start: int, period: str
) -> None:
    rows.lay_out(con, "link_rows", villages, start, start + BATCH)
    judge(con, chosen)
    run(con, "linkage/decide/write_links", period=period)
    con.execute(compiler.reviews(chosen))
    con.execute(compiler.kept_keys(chosen))
    run(con, "linkage/compare/blocking", period=period)


def judge_one(con: duckdb.DuckDBPyConnection, person_key: int) -> None:
    """Judge one person again, even if number and name alone settled the link; for `matching.waterfall`.

    Writes only temporary tables, so the connection may be read-only; `drop_scratch` removes them.
    """
    chosen = model()
    engine.set_right(con, "linkage.members")
    parameters.in_force(con)
    _declare(con, chosen)
    rows.prepare_one(con, person_key)
    rows.lay_out(con, "link_rows", rows.villages(con))
    judge(con, chosen)


def judge(con: duckdb.DuckDBPyConnection, chosen: Model) -> None:
    """Run every step from `link_left` and `link_right` to `link_decisions` and `link_reviews`."""
    engine.find_pairs(con, chosen)
    engine.compare(con, chosen)
    engine.weigh(con, chosen)
    run(con, "linkage/decide/labels")
    run(con, "linkage/decide/kin_fits")
    run(con, "linkage/decide/verdicts")
    run(con, "linkage/decide/scored")
    run(con, "linkage/decide/families")
    bounds = chosen.decision
    run(con, "linkage/decide/decisions", link=bounds.link, member=bounds.member)
    run(
        con,
        "linkage/decide/reviews",
        link=bounds.link,
        review=bounds.review,
        least=bounds.least,
        most=bounds.most,
    )


def drop_scratch(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables and views of the linker."""
    for kind, name in con.execute(statement("linkage/decide/scratch")).fetchall():
        con.execute(f'DROP {kind} temp."{name}"')
