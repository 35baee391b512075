"""Whether a period would come out as it was published: the digest of everything it is built from."""

import hashlib
import json
from importlib.metadata import version

import duckdb

from connectors.workbooks import layout
from connectors.workspace import Workspace
from data_contracts import contract, published_tables
from flows.answers.applied_pack import delivered
from matching import words
from matching.estimation.weighed import is_pending
from matching.models import files as model_files
from rules import contradictions
from rules.declarations import operands
from rules.declarations.pack import Pack
from sql import statement
from sql.migrate import is_current

PROGRAM = version("fangfanpin")
_COVERAGE = ("expense_months", "silent_measures", "figure_coverage")


def fingerprint(con: duckdb.DuckDBPyConnection, workspace: Workspace, period: str, pack: Pack) -> str:
    """Digest of a period's files, answers, settings, declarations, labels, program, and the period before."""
    files = con.execute(statement("files/inputs_of_period"), {"period": period}).fetchall()
    settings = workspace.settings
    printed = [
        settings.name,
        settings.office,
        settings.phone,
        settings.passwords,
    ]  # only their digest is kept
    return _digest([files, _answers(con, period), printed, *_apart_from_files(con, workspace, period, pack)])


def _apart_from_files(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, period: str, pack: Pack
) -> list[object]:
    before = con.execute(
        "SELECT fingerprint FROM runs WHERE period < $period ORDER BY period DESC LIMIT 1", {"period": period}
    ).fetchall()
    settings = workspace.settings
    return [
        before,
        settings.lines,
        settings.retention_months,
        declarations(workspace, pack),
        _labels(con),
        is_current(con) and is_pending(con),  # parameters estimated since: every link is due
        PROGRAM,
    ]


def _digest(inputs: list[object]) -> str:
    return hashlib.sha256(json.dumps(inputs, default=str, sort_keys=True).encode()).hexdigest()


def same_facts(workspace: Workspace) -> str:
    """Digest of what decides which rows are the same fact: program and contracts."""
    return _digest([PROGRAM, *contract.digests(workspace.contracts)])


def but_facts(con: duckdb.DuckDBPyConnection, workspace: Workspace, period: str, pack: Pack) -> str:
    """Digest of all that the households of a period are worked out from, apart from their own facts.

    Args:
        con: the working copy, with `file_order`, `expense_months`, `silent_measures` and `figure_coverage`:
            rosters, and what the county's sources cover.
        workspace: the county's settings and declarations.
        period: identification month.
        pack: the pack in force.
    """
    covered = [sorted(con.execute(f"FROM {table}").fetchall(), key=str) for table in _COVERAGE]
    rosters = con.execute(statement("roster/files_in_order")).fetchall()
    sources = sorted(delivered(con, period))
    return _digest([covered, rosters, sources, *_apart_from_files(con, workspace, period, pack)])


def declarations(workspace: Workspace, pack: Pack) -> list[str]:
    """Digests of all that is declared and decides: contracts, models, indicators, layouts, pack."""
    return [
        *contract.digests(workspace.contracts),
        model_files.digest(),
        words.digest(),
        operands.digest(),
        contradictions.digest(),
        layout.digest(),
        published_tables.digest(),
        pack.key,
        pack.digest,
    ]


def _answers(con: duckdb.DuckDBPyConnection, period: str) -> list[tuple[object, ...]] | None:
    """The lists that came back; None in a warehouse of an older program, which is due for a run."""
    query = statement("returned/answers_of_period")
    return con.execute(query, {"period": period}).fetchall() if is_current(con) else None


def _labels(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]] | None:
    """What reviewers have decided; None in a warehouse of an older program, which is due for a run."""
    return con.execute(statement("review/decisions")).fetchall() if is_current(con) else None
