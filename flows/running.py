"""One run of one period from the command line: the flow, unless nothing has changed; then its result."""

from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from connectors.disk_space import check_space, full_disk_named
from connectors.inbox import taken_files
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.periods import checked_period
from flows import refusals
from flows.answers import arrivals
from flows.answers.applied_pack import chosen_pack
from flows.answers.county import county_gaps, unjudged
from flows.answers.periods import default_period
from flows.answers.review_rows import in_review
from flows.answers.way_back import way_back
from flows.fingerprints import fingerprint
from flows.process import progress
from flows.process.api_server import api_server
from flows.process.prefect_home import use_prefect_home
from flows.way_back import returns
from sql import count, rows, statement

MISSING = ("source", "title", "department", "due", "state", "filed_earlier")


@dataclass(frozen=True)
class RunResult:
    """The result of a run.

    Attributes:
        period: identification month.
        did_something: false if nothing had changed.
        households: of the roster.
        pack: the pack in force.
        alerts: open ones by level and change, and those that were cleared.
        outbox: where the lists are.
        unjudged: households without an alert but with a rule that could not be decided.
        in_review: rows about persons that wait for an answer and count for no household until then.
        county_gaps: what is unknown for the whole county, in Chinese.
        refused: files that were refused and not sent again (`source, title, name, period, reason`).
        missing: sources of which nothing came (`source, title, department, due, state, filed_earlier`).
        way_back: what came back of the last lists (`flows.answers.way_back.way_back`).
    """

    period: str
    did_something: bool
    households: int
    pack: str
    alerts: dict[str, int]
    outbox: str
    unjudged: int
    in_review: int
    county_gaps: list[str]
    refused: list[dict[str, str]]
    missing: list[dict[str, Any]]
    way_back: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def run(root: Path, period: str | None, *, anyway: bool = False) -> RunResult:
    """Run one period, unless nothing has changed since it was published.

    Args:
        root: the workspace.
        period: the newest one if None.
        anyway: run even if no file of the period has ever come.

    Raises:
        NonsenseError: if the run would publish nonsense.
    """
    workspace = Workspace.open(root)
    period = checked_period(period) if period else default_period(workspace)
    returns.read_returned(root)
    unchanged = is_unchanged(workspace, period)
    if not unchanged:
        refusals.check(workspace, period, anyway=anyway)
        inputs = [arrival.path for arrival in taken_files.due(workspace, period)]
        check_space(workspace, inputs)
        with full_disk_named(workspace, inputs):
            _run_flow(workspace, period, anyway=anyway)
    return _result(workspace, period, did_something=not unchanged)


def _run_flow(workspace: Workspace, period: str, *, anyway: bool) -> None:
    use_prefect_home(workspace.root)
    with progress.shown() as follow, api_server(plans_runs=False) as wait_for_server:
        # Imported while the server starts.
        from flows.monthly import logger, monthly
        from flows.process.judging import judged_beside

        with judged_beside():
            import_module("flows.steps")  # which the flow imports
            wait_for_server()
            follow(logger)
            monthly(str(workspace.root), period, anyway=anyway)


def is_unchanged(workspace: Workspace, period: str) -> bool:
    """Whether a run would publish the same again: no new file, and the same settings, pack and program."""
    if (
        workspace.work.exists()
        or not workspace.warehouse.exists()
        or not (workspace.outbox / period).is_dir()
    ):
        return False
    pack = chosen_pack(workspace, period)
    with database.open_published(workspace) as con:
        query = "SELECT fingerprint FROM runs WHERE period = $period"
        published = con.execute(query, {"period": period}).fetchall()
        if published != [(fingerprint(con, workspace, period, pack),)]:
            return False
    return not taken_files.due(workspace, period)


def _result(workspace: Workspace, period: str, *, did_something: bool) -> RunResult:
    with database.open_published(workspace) as con:
        published = rows(con, statement("status/published"))
        cleared = count(con, statement("status/cleared"), {"period": period})
        refused = rows(con, statement("status/still_refused"), {"period": period})
        gaps = [gap["sentence"] for gap in county_gaps(con, period)]
        without = unjudged(con, period)
        waiting = in_review(con)
        came_back = way_back(con, workspace, period)
    row = next(row for row in published if row["period"] == period)
    alerts = {name: row[name] for name in ("red", "orange", "yellow", "new", "worse", "lost_data")}
    alerts["cleared"] = cleared
    sources = arrivals.report(workspace.root, period)["sources"]
    titles = {source["source"]: source["title"] for source in sources}
    return RunResult(
        period=period,
        did_something=did_something,
        households=row["households"],
        pack=row["pack"],
        alerts=alerts,
        outbox=str(workspace.outbox / period),
        unjudged=without,
        in_review=waiting,
        county_gaps=gaps,
        refused=[{**file, "title": titles.get(file["source"], file["source"])} for file in refused],
        missing=[
            {name: source[name] for name in MISSING}
            for source in sources
            if source["state"] in {"missing", "overdue"}
        ],
        way_back=came_back,
    )
