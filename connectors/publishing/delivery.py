"""After publishing: archive and quarantine, receipts, lists, and a clean inbox.

Every step can be repeated: the next command finishes a run that was interrupted after it published.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from connectors import moving
from connectors.file_names import safe_name
from connectors.inbox import taken_files
from connectors.inbox.claims import Claim
from connectors.inbox.drop_folder import EXTENSIONS
from connectors.publishing import outbox
from connectors.publishing.books import Books
from connectors.returned import delivery as returned_delivery
from connectors.warehouse import database
from connectors.warehouse.withdrawn import withdrawn_periods
from connectors.workbooks import county_summary, lists, receipts
from connectors.workbooks.list_queries import Office
from connectors.workspace import Workspace
from data_contracts.contract import Contract
from sql import count
from sql.migrate import is_current

Contracts = dict[str, Contract]

RUN_FILE = "run.json"
STORE = "store"


@dataclass(frozen=True)
class RunMark:
    """The run that owns `.work`, as recorded there."""

    period: str
    first_file: int


def begin(workspace: Workspace, mark: RunMark) -> None:
    """Open `.work`, readable by its owner only: it holds copies of the extracts."""
    workspace.work.mkdir(mode=0o700, exist_ok=True)
    (workspace.work / RUN_FILE).write_text(json.dumps(mark.__dict__), encoding="utf-8")


def store(workspace: Workspace, file_id: int, claim: Claim, status: str) -> str | None:
    """Put a claimed file where publishing expects it; return its future path below the workspace.

    A duplicate is deleted: None.
    """
    if status == "duplicate":
        claim.path.unlink()
        return None
    arrival = claim.arrival
    room = "archive" if status == "accepted" else "quarantine"
    name = moving.stored_name(file_id, arrival.name, EXTENSIONS)
    place = Path(room, safe_name(arrival.source), arrival.period or "_", name)
    target = workspace.work / STORE / place
    target.parent.mkdir(parents=True, exist_ok=True)
    claim.path.replace(target)
    return place.as_posix()


def write_outbox(
    workspace: Workspace, con: duckdb.DuckDBPyConnection, period: str, contracts: Contracts
) -> dict[str, int]:
    """Build the period's lists and summary beside the outbox; return the numbers of lists and families.

    A list that would come out as it is published already is taken over from there.
    """
    folder = outbox.staging_folder(workspace.outbox, period)
    titles = titles_of(contracts)
    settings = workspace.settings
    published = workspace.outbox / period
    books = Books(con, period, published=published, building=folder, passwords=settings.passwords)
    office = Office(settings.name, settings.office, settings.phone)
    families = lists.write_lists(
        con, period, folder, area=settings.area, titles=titles, office=office, write=books.write
    )
    books.remember()
    county_summary.write_summary(con, period, folder / f"县级汇总_{period}.xlsx", titles=titles)
    return {"清单": len(families), "待核查户": sum(families.values())}


def titles_of(contracts: Contracts) -> dict[tuple[str, str], str]:
    """Chinese titles by (source, column name); (source, '') is the source's own."""
    columns = {
        (c.source, column.name): column.title for c in contracts.values() for column in c.readable.values()
    }
    return columns | {(c.source, ""): c.title for c in contracts.values()}


def deliver(workspace: Workspace, mark: RunMark, contracts: Contracts, *, resumed: bool = False) -> None:
    """Bring archive, receipts and inbox in line with the published database, then close `.work`.

    Args:
        workspace: held by the run.
        mark: of the run.
        contracts: of all sources.
        resumed: whether the run died, so that it cannot be seen what it published of what came back.
    """
    with _published(workspace) as con:
        _keep_bytes(workspace, con)
        taken = _taken_since(con, mark.first_file)
        write_receipts(workspace, con, taken, contracts)
        if not resumed:
            returned_delivery.deliver(workspace, con)
    if taken:
        taken_files.remove(workspace)
    returned_delivery.finish(workspace)
    shutil.rmtree(workspace.work)


@contextmanager
def _published(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database; if an older program published it, a migrated copy, which is discarded."""
    con = database.open_published(workspace)
    is_older = not is_current(con)
    if is_older:
        con.close()
        con = database.open_building(workspace)
    try:
        yield con
    finally:
        con.close()
        if is_older:
            database.discard_building(workspace)


def _taken_since(con: duckdb.DuckDBPyConnection, first_file: int) -> list[int]:
    """The files taken by a run; none if it did not publish."""
    query = "SELECT file_id FROM files WHERE file_id >= $first ORDER BY file_id"
    return [file_id for (file_id,) in con.execute(query, {"first": first_file}).fetchall()]


def finish_interrupted(workspace: Workspace, contracts: Contracts) -> bool:
    """Finish what an interrupted run left undone; return whether there was anything.

    Anything it did not publish is discarded: its files are still in the inbox.
    """
    database.discard_building(workspace)
    if not workspace.work.exists():
        return False
    mark = _mark(workspace)
    if mark:
        outbox.discard_staged(workspace.outbox, mark.period)
    if mark and workspace.warehouse.exists():
        _restore_outbox(workspace, mark.period, contracts)
        deliver(workspace, mark, contracts, resumed=True)
    else:
        returned_delivery.finish(workspace)
        shutil.rmtree(workspace.work)
        settle_outbox(workspace)
    return True


def settle_outbox(workspace: Workspace) -> None:
    """Put the lists of withdrawn periods aside, and those of periods put back in their place again."""
    if workspace.warehouse.exists():
        with database.open_published(workspace) as con:
            outbox.settle_withdrawn(workspace.outbox, withdrawn_periods(con))


def _mark(workspace: Workspace) -> RunMark | None:
    try:
        return RunMark(**json.loads((workspace.work / RUN_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # interrupted before it was written
        return None


def _restore_outbox(workspace: Workspace, period: str, contracts: Contracts) -> None:
    con = database.open_building(workspace)  # migrated: the run that died may have been an older program's
    try:
        if count(con, "SELECT count(*) FROM runs WHERE period = $period", {"period": period}):
            write_outbox(workspace, con, period, contracts)
            outbox.publish_folder(workspace.outbox, period)
    finally:
        con.close()
        database.discard_building(workspace)


def _keep_bytes(workspace: Workspace, con: duckdb.DuckDBPyConnection) -> None:
    """Move the files stored by the published run to archive and quarantine, read-only."""
    source = workspace.work / STORE
    recorded = {
        row[0] for row in con.execute("SELECT stored_as FROM files WHERE stored_as IS NOT NULL").fetchall()
    }
    for path in [p for p in source.rglob("*") if p.is_file()]:
        place = path.relative_to(source)
        if place.as_posix() in recorded:
            path.chmod(0o440)
            moving.put(path, workspace.folder(place.parts[0]).joinpath(*place.parts[1:]))


def write_receipts(
    workspace: Workspace,
    con: duckdb.DuckDBPyConnection,
    file_ids: list[int],
    contracts: Contracts,
    *,
    indexed: bool = True,
) -> None:
    """Write the receipts of files, replacing earlier ones.

    Args:
        workspace: held by a run or command, since `.work` is used.
        con: the published database, or that of a run which publishes nothing.
        file_ids: the files.
        contracts: of all sources.
        indexed: also write each source's list of receipts, which names the files of the published database.
    """
    staging = workspace.work / "receipts"
    send_by = {c.source: c.cadence.in_words for c in contracts.values()}
    receipts.write_receipts(con, file_ids, staging, titles=titles_of(contracts), send_by=send_by)
    if indexed:
        receipts.write_indexes(con, staging, titles=titles_of(contracts))
    moving.put_all(staging, workspace.folder("receipts"))
