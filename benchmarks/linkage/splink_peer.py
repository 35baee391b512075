"""Splink links the prepared rows to the prepared members: a script for Splink's own environment.

Writes `row, member, probability, weight`, the best member of each row; prints seconds and versions as JSON.
"""

import argparse
import json
import logging
from pathlib import Path

import duckdb
import splink
import splink_model
from laps import Laps
from splink import DuckDBAPI, Linker

EXACT = """
CREATE TABLE exact AS
SELECT r.unique_id AS row, min(m.unique_id) AS member
FROM rows AS r JOIN members AS m USING (id_valid)
GROUP BY ALL
"""
RESIDUE = "CREATE TABLE residue AS FROM rows ANTI JOIN exact ON exact.row = unique_id"
# l and r follow the alphabetical order of the tables' names: members before residue and rows
BEST = """
CREATE TABLE best AS
SELECT unique_id_r AS row, arg_max(unique_id_l, match_weight) AS member,
    arg_max(match_probability, match_weight) AS probability, max(match_weight) AS weight
FROM {scored}
GROUP BY ALL
"""
# an equal number weighs more than any other pair
WITH_EXACT = """
INSERT INTO best SELECT row, member, 1 AS probability, 1000 AS weight FROM exact
"""


def link(folder: Path, out: Path, *, exact_first: bool, by_hand: bool) -> dict[str, float]:
    """Link all rows, or only those left by an exact join; return seconds by lap."""
    laps = Laps()
    con = duckdb.connect()
    for name in ("members", "rows"):
        con.execute(f"CREATE TABLE {name} AS FROM '{folder}/prepared_{name}.parquet'")
    laps.lap("load")
    trained = _linker(con, "rows", splink_model.settings(by_hand=by_hand))
    splink_model.train(trained)
    laps.lap("train")
    if exact_first:
        con.execute(EXACT)
        con.execute(RESIDUE)
        laps.lap("exact")
        model = out.with_suffix(".json")
        trained.misc.save_model_to_json(str(model), overwrite=True)
        trained = _linker(con, "residue", str(model))
    scored = trained.inference.predict()
    laps.lap("predict")
    con.execute(BEST.format(scored=scored.physical_name))
    if exact_first:
        con.execute(WITH_EXACT)
    con.execute(f"COPY best TO '{out}'")
    laps.lap("best")
    return laps.seconds


def _linker(con: duckdb.DuckDBPyConnection, rows: str, settings: object) -> Linker:
    api = DuckDBAPI(con)
    tables = [api.register(name, dataset_display_name=name) for name in ("members", rows)]
    return Linker(tables, settings, log_level=logging.ERROR)


def main() -> None:
    """Arguments: folder of the prepared files, file to write; options: exact join first, sped up by hand."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--exact-first", action="store_true")
    parser.add_argument("--by-hand", action="store_true")
    arguments = parser.parse_args()
    seconds = link(
        arguments.folder, arguments.out, exact_first=arguments.exact_first, by_hand=arguments.by_hand
    )
    print(json.dumps({"seconds": seconds, "splink": splink.__version__, "duckdb": duckdb.__version__}))


if __name__ == "__main__":
    main()
