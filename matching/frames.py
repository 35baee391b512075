"""Link two frames of any kind of record by a declared model, without a warehouse."""

import duckdb
import polars as pl

from matching import engine, parameters
from matching.model import model
from sql import frame, statement


def link_frames(left: pl.DataFrame, right: pl.DataFrame, name: str) -> pl.DataFrame:
    """The most probable partner of each record of `left`.

    Args:
        left: `rid` and the columns that the model reads as l.
        right: `mid` and the columns that the model reads as r.
        name: of the model, whose m and u are taken as declared.

    Returns:
        `rid, mid, probability`: one row a linked record; each `mid` once too where the model says one to one.
    """
    chosen = model(name)
    with duckdb.connect() as con:
        con.execute(statement("linkage/frame_schema"))
        engine.store(con, "link_left", left.with_columns(source=pl.lit(name)))
        engine.store(con, "link_right", right.with_columns(hid="mid"))
        parameters.count_frequencies(con, chosen)
        con.execute("INSERT INTO linkage.term_frequencies FROM link_frequencies")
        con.execute("INSERT INTO linkage.members SELECT mid FROM link_right")
        engine.store(con, "link_parameters", parameters.declared(name))
        engine.run(con, "priors", pseudo_members=chosen.prior.pseudo_members)
        for step in (engine.find_pairs, engine.compare, engine.weigh):
            step(con, chosen)
        values = {"link": chosen.decision.link, "one_to_one": chosen.one_to_one}
        return frame(con, statement("linkage/frame_matches"), values)
