"""Draw linked rows into a review workbook, blind among doubtful ones, so that precision can be measured."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from connectors.publishing.holding import held
from connectors.warehouse import database
from connectors.workbooks import review_workbook
from connectors.workbooks.review_workbook import Sampling
from connectors.workspace import Workspace
from data_contracts.contract import load_contracts
from flows.answers.review.workbook import built_period, written
from matching.evaluation.sampled_precision import Stratum, estimated
from sql import count, rows, statement


@dataclass(frozen=True)
class Sampled:
    """The result of drawing a sample; `path` is None if nothing is linked.

    Attributes:
        period: the one that the links belong to.
        path: the workbook.
        sample: its number.
        rows: linked rows drawn.
        strata: sources and stages of which rows were drawn.
        doubtful: persons in doubt among whom they stand.
        lines: of the workbook.
    """

    period: str
    path: str | None
    sample: int
    rows: int
    strata: int
    doubtful: int
    lines: int

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def draw(root: Path, number: int, seed: int, out: Path | None) -> Sampled:
    """Draw `number` linked rows, write them into a workbook among doubtful persons, and keep which they were.

    Equal seeds draw equal rows from equal links.

    Raises:
        WarehouseError: if nothing has been published yet.
        BusyError: if a run holds the workspace.
        FangfanpinError: if `out` exists with other contents, or is not an `.xlsx` file.
    """
    workspace = Workspace.open(root)
    contracts = load_contracts(workspace.contracts).values()
    with held(workspace):
        con = database.open_building(workspace)
        try:
            period = built_period(con, None)
            mixed = review_workbook.find_sample(con, period, contracts, Sampling(number, seed))
            result = _result(con, period, len(mixed.lines))
            if not result.rows:
                return result
            path = written(workspace, mixed, out, "抽样核对")
            con.execute(statement("review/remember_sample"))
            database.publish(workspace, con)
        finally:
            con.close()
            database.discard_building(workspace)
    return Sampled(**{**result.as_dict(), "path": str(path)})


def _result(con: duckdb.DuckDBPyConnection, period: str, lines: int) -> Sampled:
    query = "SELECT coalesce(max(sample), 0), count(*), count(DISTINCT (source, stage)) FROM sampled_rows"
    ((sample, drawn, strata),) = con.execute(query).fetchall()
    doubtful = count(con, "SELECT count(*) FROM open_pairs ANTI JOIN sampled_rows USING (person_key)")
    return Sampled(period, None, sample, drawn, strata, doubtful, lines)


def precision(con: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """What the newest sample with answers shows; None if there is none.

    Returns:
        `sample`, `period`, `precision`, `low`, `high` (95 %), `judged_rows`, `covered`, `unsure`,
        `unanswered` and `strata` (`source, stage, stratum_rows, drawn, yes, no, unsure`).
    """
    if not count(con, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'review_samples'"):
        return None  # published by an older program
    strata = rows(con, statement("review/sample_answers"))
    if not strata:
        return None
    estimate = estimated([Stratum(s["stratum_rows"], s["yes"], s["no"]) for s in strata])
    unsure = sum(s["unsure"] for s in strata)
    drawn = sum(s["drawn"] for s in strata)
    return {
        "sample": strata[0]["sample"],
        "period": strata[0]["period"],
        **asdict(estimate),
        "unsure": unsure,
        "unanswered": drawn - unsure - estimate.judged_rows,
        "strata": [
            {key: value for key, value in s.items() if key not in {"sample", "period"}} for s in strata
        ],
    }
