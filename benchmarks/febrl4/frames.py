"""Link two frames of records of any kind by a declared model, without a warehouse."""

from pathlib import Path

import duckdb
import polars as pl

from matching.models.files import BASE
from matching.weighing import engine, parameters
from matching.weighing.model import Model
from sql import frame

HERE = Path(__file__).parent


def link_frames(left: pl.DataFrame, right: pl.DataFrame, chosen: Model) -> pl.DataFrame:
    """The most probable partner of each record of `left`.

    Args:
        left: `rid` and the columns that the model refers to as `l`.
        right: `mid` and the columns that the model refers to as `r`.
        chosen: the model; its declared m and u are used as they are.

    Returns:
        `rid, mid, probability`: one row per linked record, `mid` unique too: only pairs in which each is the
        other's best are linked.
    """
    with duckdb.connect() as con:
        con.execute(_statement("schema"))
        engine.store(con, "link_left", left.with_columns(source=pl.lit(BASE)))
        engine.store(con, "link_right", right.with_columns(hid="mid"))
        parameters.count_frequencies(con, chosen)
        con.execute("INSERT INTO linkage.term_frequencies FROM link_frequencies")
        con.execute("INSERT INTO linkage.members SELECT mid FROM link_right")
        engine.store(con, "link_parameters", parameters.declared(BASE, chosen))
        engine.run(con, "linkage/weigh/priors", pseudo_members=chosen.prior.pseudo_members)
        for step in (engine.find_pairs, engine.compare, engine.weigh):
            step(con, chosen)
        return frame(con, _statement("matches"), {"link": chosen.decision.link})


def _statement(name: str) -> str:
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")
