"""Take files from the inbox: claim, read, type, check, load. Every file ends with one record."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from typing import Any

import polars as pl

from connectors.inbox import drop_folder, taken_files
from connectors.inbox.claims import Claim, UnclaimedFileError, claim
from connectors.inbox.drop_folder import Arrival
from connectors.inbox.further_faults import with_further_faults
from connectors.inbox.households_of_persons import with_numbers_of_heads
from connectors.inbox.shared_files import as_shared, of_one_source, other_half, with_partners
from connectors.inbox.source_folders import unknown_folder
from connectors.publishing import delivery
from connectors.readers import typed_rows
from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from connectors.readers.text_table import Notice, TextTable
from connectors.warehouse import file_records, loading, roster, standing
from connectors.warehouse.file_records import FileRecord
from data_contracts.checks import Verdict, judge
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError
from data_contracts.measures import measures
from flows.facts.identity import slices_with_identity
from flows.facts.rekeying import bring_up_to_date
from flows.facts.repeats import find_repeats, find_reported_again
from flows.month import Intake, TakenFile
from sql import statement


@dataclass(frozen=True)
class TypedFile:
    """A readable file, its typed rows kept on disk until the contract's checks have decided on it."""

    taken: TakenFile
    header_row: int
    accepted: Path  # the folder of several
    months: tuple[str | None, str | None]  # the first and the last of the accepted rows
    rows_read: int
    rejected: pl.DataFrame
    places: pl.DataFrame
    notices: list[Notice]
    counts: dict[str, Any]  # the one row that Great Expectations validates


def collect(month: Intake) -> dict[str, int]:
    """Claim every stable file that is due, and number them in the order in which they are taken."""
    settings = month.workspace.settings
    arrivals = taken_files.due(month.workspace, month.period)
    stable = drop_folder.wait_until_stable(arrivals, settings.quiet_s, time.time, time.sleep)
    folder = month.workspace.work / "claims"
    tried = [_claimed(arrival, folder) for arrival in stable]
    claims = [claim for claim in tried if isinstance(claim, Claim)]
    taken_files.note(month.workspace, claims)
    month.taken = numbered(month, claims)
    locked = sum(isinstance(c, UnclaimedFileError) and c.code == "no_permission" for c in tried)
    return {"文件": len(claims), "未完成投递": len(arrivals) - len(claims) - locked, "无权限读取": locked}


def numbered(month: Intake, claims: list[Claim]) -> list[TakenFile]:
    """The claims in the order in which they are taken, with their numbers; a file of two sources has two."""
    known = month.con.execute(statement("files/own_extracts")).fetchall()
    claims = with_partners(claims, month.contracts, _limits(month), known)
    claims.sort(key=lambda c: _order(c.arrival))
    return [TakenFile(month.first_file + n, claim) for n, claim in enumerate(claims)]


def _order(arrival: Arrival) -> tuple[str, str, int, str]:
    """Within a source and period, the file that was written later is taken later."""
    return arrival.period or "", arrival.source, arrival.mtime_ns, arrival.name


def _claimed(arrival: Arrival, folder: Path) -> Claim | UnclaimedFileError:
    """A private copy of the file, or why it has to wait for the next run."""
    try:
        return claim(arrival, folder)
    except UnclaimedFileError as error:
        return error


def in_dependency_order(contracts: dict[str, Contract]) -> list[Contract]:
    """The contracts, each after the snapshots that it refers to."""
    ordered: dict[str, Contract] = {}
    waiting = list(contracts.values())
    while waiting:
        ready = [c for c in waiting if set(c.references.values()) - {c.source} <= ordered.keys()]
        ordered |= {c.source: c for c in ready or waiting}
        waiting = [c for c in waiting if c.source not in ordered]
    return list(ordered.values())


def take(month: Intake) -> dict[str, int]:
    """Read, check and load the claimed files; return the number of files by status."""
    for taken in month.taken:
        if problem := _problem(month, taken):
            _reject(month, taken, _in_full(month, taken, problem))
    for contract in in_dependency_order(month.contracts):
        bring_up_to_date(month.con, contract, month.workspace.work / "typed")
        files = [t for t in month.taken if t.source == contract.source and not _problem(month, t)]
        _take_source(month, contract, files)
    loading.create_row_views(month.con, list(month.contracts.values()))
    month.con.execute(statement("links/orphan_reversals"), {"first_file": month.first_file})
    counts = month.con.execute(statement("files/taken_by_status"), {"first_file": month.first_file})
    return dict(counts.fetchall())


def _problem(month: Intake, taken: TakenFile) -> UnreadableFileError | None:
    if taken.source not in month.contracts:
        return unknown_folder(taken.source, month.contracts)
    return taken.claim.arrival.problem


def _take_source(month: Intake, contract: Contract, waiting: list[TakenFile]) -> None:
    """Take a source's files. Of files with the same bytes, the second waits until the first is settled."""
    while waiting:
        known = file_records.accepted_digests(month.con, month.first_file)
        for taken in waiting:
            if original := known.get(taken.content):
                _record(
                    month,
                    taken,
                    "duplicate",
                    "内容与已接收的文件完全相同，不重复计入。",
                    duplicate_of=original,
                )
                standing.compare(month.con, contract, original)
        waiting = [t for t in waiting if t.content not in known]
        fresh = {t.content: t for t in reversed(waiting)}
        _settle(month, contract, sorted(fresh.values(), key=lambda t: t.file_id))
        waiting = [t for t in waiting if fresh[t.content] is not t]
    standing.settle(month.con, contract)


def _settle(month: Intake, contract: Contract, files: list[TakenFile]) -> None:
    """Read and type the files, check them together against the contract, then load or reject each."""
    typed = [t for t in (_typed(month, contract, taken) for taken in files) if t is not None]
    verdicts = judge(contract, [t.counts for t in typed], month.outside)
    for file in typed:
        _conclude(month, contract, file, [v for v in verdicts if v.file == file.taken.file_id])


def _typed(month: Intake, contract: Contract, taken: TakenFile) -> TypedFile | None:
    """Read and type one file and keep its rows on disk; None if it had to be rejected."""
    arrival = taken.claim.arrival
    try:
        rows = _typed_rows(month, contract, taken)
    except UnreadableFileError as error:
        _reject(month, taken, _in_full(month, taken, error))
        return None
    kept = _kept(rows.accepted, contract, month.workspace.work / "typed" / str(taken.file_id))
    counts = {
        "file": taken.file_id,
        "period": arrival.period,
        "rows_read": rows.rows_read,
        "earlier_median": _earlier_rows(month, taken),
        **measures(rows, contract),
    }
    months = typed_rows.months_in(rows.accepted, contract.dated_by)
    return TypedFile(
        taken, rows.header_row, kept, months, rows.rows_read, rows.rejected, rows.places, rows.notices,
        counts,
    )  # fmt: skip


def _typed_rows(month: Intake, contract: Contract, taken: TakenFile) -> typed_rows.TypedRows:
    """A file's rows.

    Raises:
        UnreadableFileError: if it has to be rejected.
    """
    arrival = taken.claim.arrival
    assert arrival.period is not None
    known = _snapshot_keys(month, contract, arrival.period)
    # The text has no name here: it is given up while it is typed.
    return typed_rows.type_rows(_text(month, contract, taken), contract, arrival.period, known, arrival.name)


def _text(month: Intake, contract: Contract, taken: TakenFile) -> TextTable:
    """A file's text as that of one source."""
    arrival, shared_with = taken.claim.arrival, taken.claim.shared_with
    other = month.contracts[shared_with] if shared_with else None
    read_by = as_shared(contract, other) if other else contract
    table = read_table(taken.claim.path, arrival.name, read_by, _limits(month))
    table = with_numbers_of_heads(table, other if other and other.heads else contract)
    if other:
        table = of_one_source(table, contract, other)
        table = replace(table, notices=[*_other_half(month, taken, other), *table.notices])
    return table


def _kept(rows: pl.DataFrame, contract: Contract, folder: Path) -> Path:
    """`folder`, with the Parquet files that keep the rows of one file."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = slices_with_identity(rows, contract) if contract.kind == "facts" else [rows]
    for number, part in enumerate(parts):
        part.write_parquet(folder / f"{number}.parquet", compression="lz4")  # read once, and soon
    return folder


def _other_half(month: Intake, taken: TakenFile, other: Contract) -> Iterator[Notice]:
    """A notice that the same bytes are the other source's extract too, whether lying there or not."""
    if other_half(taken.claim, (t.claim for t in month.taken)):
        message = f"本文件一人一行，同时用作{other.title}，无需另报，那一份的回执在 receipts/{other.source}"
        yield Notice("two_sources", "", 1, message)


def _in_full(month: Intake, taken: TakenFile, error: UnreadableFileError) -> UnreadableFileError:
    """The error that refuses a file, with all else that is wrong with it."""
    if taken.source not in month.contracts or taken.claim.shared_with:
        return error
    period = taken.claim.arrival.period or month.period
    return with_further_faults(error, taken.claim, month.contracts[taken.source], period, _limits(month))


def _limits(month: Intake) -> Limits:
    return Limits(file_bytes=month.workspace.settings.max_file_mb << 20)


def _earlier_rows(month: Intake, taken: TakenFile) -> float | None:
    source_period = {"source": taken.source, "period": taken.claim.arrival.period}
    ((rows,),) = month.con.execute(statement("files/earlier_rows"), source_period).fetchall()
    return float(rows) if rows is not None else None


def _snapshot_keys(month: Intake, contract: Contract, period: str) -> dict[str, pl.Series]:
    """For each snapshot that the source refers to, its keys in the file's period and in that of the run.

    A roster that arrives together with a later one names households that are there no more. A snapshot
    without a row is left out: nothing can be looked up in it, and the run will be refused for the lack of it.
    """
    keys = {
        source: pl.concat(
            roster.snapshot_keys(month.con, month.contracts[source], column, of)
            for of in sorted({period, month.period})
        ).unique()
        for column, source in contract.references.items()
    }
    return {source: known for source, known in keys.items() if len(known)}


def _conclude(month: Intake, contract: Contract, file: TypedFile, verdicts: list[Verdict]) -> None:
    """Load the file, or reject it whole where a critical check failed."""
    failed = [v for v in verdicts if not v.passed]
    critical = [v.reason for v in failed if v.severity == "critical"]
    if critical:
        if any(v.measure == "rejected_share" and v.severity == "critical" for v in failed):
            reasons = typed_rows.frequent_reasons(file.rejected)
            critical.append(f"退回最多的原因（行号为表格行号）：{reasons}")
        _reject(month, file.taken, UnreadableFileError("；".join(critical), "contract"))
    else:
        _load(month, contract, file, failed)
    file_records.record_verdicts(month.con, contract.source, file.taken.claim.arrival.period, verdicts)
    rmtree(file.accepted)


def _load(month: Intake, contract: Contract, file: TypedFile, warnings: list[Verdict]) -> None:
    file_id = file.taken.file_id
    rejected = file.rejected["row_number"].n_unique()
    _record(
        month, file.taken, "accepted", None,
        header_row=file.header_row, rows_read=file.rows_read,
        rows_accepted=file.rows_read - rejected, rows_rejected=rejected,
        first_month=file.months[0], last_month=file.months[1],
    )  # fmt: skip
    file_records.record_row_places(month.con, file_id, file.places)
    loading.load(month.con, contract, file_id, sorted(file.accepted.iterdir()))
    standing.compare(month.con, contract, file_id)
    effects = standing.count_effects(month.con, contract, file_id)
    effects += find_repeats(month.con, contract, file_id)
    effects += find_reported_again(month.con, contract, file_id)
    file_records.record_rejected_rows(month.con, file_id, file.rejected)
    warned = [Notice(f"contract:{v.measure}", "", 1, v.reason) for v in warnings]
    remark = file.taken.claim.arrival.remark
    named = [Notice("named_period", "", 1, remark)] if remark else []
    file_records.record_notices(month.con, file_id, [*named, *file.notices, *warned, *effects])


def _reject(month: Intake, taken: TakenFile, error: UnreadableFileError) -> None:
    _record(month, taken, "rejected", error.message)


def _record(month: Intake, taken: TakenFile, status: str, reason: str | None, **columns: Any) -> None:
    """Write the file's row of `files` and put its bytes where they will be kept."""
    arrival = taken.claim.arrival
    stored_as = delivery.store(month.workspace, taken.file_id, taken.claim, status)
    record = FileRecord(
        file_id=taken.file_id, source=arrival.source, period=arrival.period, name=arrival.name,
        sha256=taken.claim.sha256, status=status, reason=reason,
        received_at=file_records.office_time(arrival.mtime_ns), taken_in=month.period,
        size_bytes=arrival.size_bytes, stored_as=stored_as, **columns,
    )  # fmt: skip
    file_records.record_file(month.con, record)
