"""This project links the rows in a process of its own: each distinct person once, then spread to the rows.

Writes `links.parquet` (`row, status, stage, household_id, probability, weight`) and `reviews.parquet` (`row,
household_id`), and prints seconds and counts as JSON.
"""

import argparse
import json
from pathlib import Path

import duckdb

from benchmarks.linkage.county import PERSON, CountyFiles
from benchmarks.linkage.laps import Laps
from connectors.warehouse.database import connect_unlogged
from matching.estimation import estimation
from matching.linker import link_persons
from sql import count, statement
from sql.migrate import migrate

PERIOD = "2021-06"

ROSTER = """
CREATE SCHEMA IF NOT EXISTS roster;
CREATE OR REPLACE TABLE roster.{table} AS FROM read_parquet('{path}')
"""
# person_key is computed as in the connectors when they load an accepted row
KEYED = ", ".join(f"coalesce({column}::VARCHAR, '')" for column in PERSON)
WRITINGS = f"""
CREATE TEMP TABLE person_writings AS
SELECT file_row_number AS row, source, 0 AS file_id, {", ".join(PERSON)},
    md5_number_lower(concat_ws(chr(31), {KEYED})) AS person_key
FROM read_parquet($path, file_row_number = true)
"""
# for a row in review, the candidate that the reviewer is shown first
LINKS = """
COPY (
    WITH shown AS (
        SELECT person_key, max(probability) AS shown,
            arg_min(household_id, (-probability, household_id)) AS household_id
        FROM linkage.person_reviews
        GROUP BY person_key
    )
    SELECT w.row, l.status, l.stage, coalesce(l.household_id, s.household_id) AS household_id,
        CASE WHEN l.household_id IS NULL THEN s.shown ELSE l.probability END AS weight, weight AS probability
    FROM person_writings AS w
    JOIN linkage.person_links AS l USING (person_key)
    LEFT JOIN shown AS s USING (person_key)
) TO $path
"""
REVIEWS = """
COPY (
    SELECT w.row, v.household_id
    FROM person_writings AS w JOIN linkage.person_reviews AS v USING (person_key)
) TO $path
"""


def link_county(files: CountyFiles, folder: Path, memory_limit: str) -> dict[str, object]:
    """Link a county in a new database in `folder`; return `seconds` by lap, and `persons` by stage."""
    laps = Laps()
    with _warehouse(folder, memory_limit) as con:
        load(con, files)
        laps.lap("load")
        _time_estimation(laps)
        stages = link_persons(con, period=PERIOD)
        laps.lap("link")
        con.execute(LINKS, {"path": str(folder / "links.parquet")})
        con.execute(REVIEWS, {"path": str(folder / "reviews.parquet")})
        laps.lap("spread")
        persons = count(con, "SELECT count(*) FROM linkage.persons")
    return {"seconds": laps.seconds, "persons": persons, "stages": stages, "duckdb": duckdb.__version__}


def _time_estimation(laps: Laps) -> None:
    """End a lap before and after the estimation, which linking runs if parameters were never estimated."""
    estimate = estimation.estimate_new

    def timed_estimate(con: duckdb.DuckDBPyConnection, period: str) -> None:
        laps.lap("members")
        estimate(con, period)
        laps.lap("estimate")

    estimation.estimate_new = timed_estimate


def _warehouse(folder: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    spill = str(folder / "spill")
    config = {"memory_limit": memory_limit, "temp_directory": spill, "preserve_insertion_order": False}
    con = connect_unlogged(folder / "warehouse.duckdb", config)
    migrate(con)
    return con


def load(con: duckdb.DuckDBPyConnection, files: CountyFiles) -> None:
    """Load roster and rows, each distinct person once."""
    for table, path in (("members", files.members()), ("households", files.households())):
        con.execute(ROSTER.format(table=table, path=path))
    con.execute(WRITINGS, {"path": str(files.rows)})
    con.execute("CREATE TEMP VIEW person_rows AS SELECT source, row, person_key FROM person_writings")
    con.execute(statement("links/new_persons"), {"since": 0, "period": PERIOD})


def main() -> None:
    """Arguments: folder of the county, folder for the results, memory limit of the database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("county", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("memory_limit")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(link_county(CountyFiles(arguments.county), arguments.folder, arguments.memory_limit)))


if __name__ == "__main__":
    main()
