"""What a run would say of one file, without taking it: the run's own intake on a warehouse in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from connectors.inbox import drop_folder, taken_files
from connectors.inbox.claims import Claim, claim
from connectors.inbox.drop_folder import Arrival
from connectors.inbox.period_names import months_in
from connectors.inbox.shared_files import covered_sources, other_half
from connectors.inbox.source_folders import sources_by_folder
from connectors.publishing.delivery import titles_of
from connectors.readers.limits import Limits
from connectors.readers.reader_process import READERS
from connectors.readers.reading import read_heads, start_reader
from connectors.readers.source_fit import Fit, best_fits
from connectors.settings import SETTINGS_FILE, Settings
from connectors.warehouse.file_records import next_file_id
from connectors.warehouse.scratch import open_scratch
from connectors.workbooks import receipts
from connectors.workspace import Workspace
from data_contracts.checks import by_bounds
from data_contracts.contract import Contract, load_contracts
from data_contracts.errors import FangfanpinError, UnreadableFileError, UsageError
from data_contracts.periods import checked_period, current_period
from flows import intake
from flows.answers.periods import default_period
from flows.month import Intake, TakenFile

_WAITING_BYTES = 32 << 20  # of files that wait beside the checked one; more would take long to read

_FACTS = ("period", "status", "rows_read", "rows_accepted", "rows_rejected")

Contracts = dict[str, Contract]

Remark = dict[str, Any]
"""A code and what it is about."""


class RefusedFileError(FangfanpinError):
    """The checked file would be refused."""

    code = "refused"


@dataclass(frozen=True)
class _Desk:
    """Where a file is checked: the county's settings and contracts, or the packaged ones."""

    workspace: Workspace
    contracts: Contracts
    is_county: bool

    @property
    def limits(self) -> Limits:
        """The county's limits for one file."""
        return Limits(file_bytes=self.workspace.settings.max_file_mb << 20)


def check(root: Path, file: Path, source: str | None = None, period: str | None = None) -> dict[str, Any]:
    """What a run would say of `file`; nothing is taken, nothing written.

    Args:
        root: the county's folder; without a county there, the packaged contracts count, and neither the
            roster nor earlier files are known.
        file: the file, in an inbox or anywhere.
        source: its source, by name, title or department; else its drop folder, else its header tells.
        period: its period, if no name tells; outside an inbox, the folder `2021-06/` tells as it would there.

    Returns:
        `file, source, source_title, source_known_by` (given, folder, header), `period, status, reason`,
        `rows_read, rows_accepted, rows_rejected, findings` (those of the receipt), `receipt` (its lines),
        `remarks` (codes with what they are about), `other_half`: the same of the other source where the file
        is an extract of two at once, else None.

    Raises:
        UsageError: if there is no such file, or its header fits several sources or none.
        RefusedFileError: if its source is unknown because nothing in it can be read.
    """
    path = file.resolve()
    if not path.is_file():
        raise UsageError(f"没有这个文件：{file}")
    if path.suffix.lower() in READERS:
        start_reader()
    desk = _desk(root)
    name, known_by = _source(desk, path, source)
    arrival = _arrival(desk, path, name, checked_period(period) if period else _folder(file))
    answer = {"file": path.name, "source": name, "source_known_by": known_by}
    return answer | _tried(desk, arrival)


def _desk(root: Path) -> _Desk:
    is_county = (root / SETTINGS_FILE).exists()
    workspace = Workspace.open(root) if is_county else Workspace(root.resolve(), Settings())
    contracts = load_contracts(workspace.contracts if is_county else None)
    return _Desk(workspace, contracts, is_county)


def _source(desk: _Desk, path: Path, given: str | None) -> tuple[str, str]:
    """The source of a file, and what tells it: `given`, `folder` or `header`."""
    if given is not None:
        return _given_source(desk.contracts, given), "given"
    if desk.is_county and path.is_relative_to(desk.workspace.inbox.resolve()):
        folder = drop_folder.place_below(desk.workspace.inbox.resolve(), path)[0]
        return sources_by_folder(desk.contracts)(folder), "folder"
    return _guessed_source(desk, path).source, "header"


def _given_source(contracts: Contracts, given: str) -> str:
    named = [c.source for c in contracts.values() if given in {c.source, c.title, c.department}]
    if len(named) == 1:
        return named[0]
    raise UsageError(f"--source 请写其中一个：{_listed(contracts, named or [*contracts])}。")


def _guessed_source(desk: _Desk, path: Path) -> Fit:
    try:
        heads = read_heads(path, path.name, desk.limits)
    except UnreadableFileError as error:
        raise RefusedFileError(f"这个文件会被退回：{error.message}") from error
    fits = best_fits(heads, desk.contracts.values())
    sources = {fit.source for fit in fits}
    if both := [fit for fit in fits if {fit.source, desk.contracts[fit.source].holds} == sources]:
        return both[0]  # as well of one source as of the other one, which it holds
    if len(fits) == 1:
        return fits[0]
    if fits:
        several = _listed(desk.contracts, [fit.source for fit in fits])
        raise UsageError(f"表头与不止一个来源相符，请用 --source 写明：{several}。")
    raise UsageError(
        f"看不出是哪个来源的数据，请用 --source 写明：{_listed(desk.contracts, [*desk.contracts])}。"
    )


def _listed(contracts: Contracts, sources: list[str]) -> str:
    return "、".join(contracts[source].title for source in sources)


def _folder(file: Path) -> str:
    """The nearest folder of the typed path that names a month, else the one in which the file lies; or ''."""
    typed = file.parent.parts[::-1] if len(file.parts) > 1 and not file.is_absolute() else ()
    return next((part for part in (*typed, file.resolve().parent.name) if months_in(part)), "")


def _arrival(desk: _Desk, path: Path, source: str, folder: str) -> Arrival:
    """The file as it lies in the inbox, else as if dropped in `folder` into its source's folder there."""
    below = PurePosixPath(folder, path.name)
    inbox = desk.workspace.inbox.resolve()
    if desk.is_county and path.is_relative_to(inbox):
        below = drop_folder.place_below(inbox, path)[1]
    arrival = drop_folder.arrival(path, source, below)
    if arrival is None:
        raise UsageError("文件已被移走，请确认位置后再试。")
    return arrival


def _tried(desk: _Desk, arrival: Arrival) -> dict[str, Any]:
    """The receipt of a run that takes the file together with what waits beside it."""
    wanted = _wanted(desk, arrival)
    with TemporaryDirectory(prefix="fangfanpin-") as folder, _intake(desk, arrival, wanted, folder) as month:
        waiting = _waiting(desk, arrival, wanted, month)
        size_bytes = sum(other.size_bytes for other in waiting)
        beside = waiting if size_bytes <= _WAITING_BYTES else []
        taken = intake.numbered(month, _claimed([arrival, *beside], Path(folder)))
        month.taken = [t for t in taken if t.source in wanted or t.claim.arrival is arrival]
        intake.take(month)
        remarks = [*_remarks(desk, arrival, month), *_remarks_on_waiting(waiting, beside)]
        return _answer(month, arrival) | {"remarks": remarks}


def _wanted(desk: _Desk, arrival: Arrival) -> Contracts:
    """The contracts of what the file is an extract of, and of the snapshots that these refer to."""
    covered = covered_sources(arrival, desk.contracts, desk.limits)
    each = [_with_references(desk.contracts, source) for source in sorted({arrival.source, *covered})]
    return {source: contract for contracts in each for source, contract in contracts.items()}


@contextmanager
def _intake(desk: _Desk, arrival: Arrival, wanted: Contracts, folder: str) -> Iterator[Intake]:
    """An intake of the period in which a run would take the file; its workspace is `folder`."""
    period = arrival.period or current_period()
    if desk.is_county:
        period = max(arrival.period or "", default_period(desk.workspace, arrival.period))
    with open_scratch(desk.workspace, wanted, period) as con:
        workspace = Workspace(Path(folder), desk.workspace.settings)
        contracts = _enough(desk.contracts, wanted)
        yield Intake(workspace, period, contracts, con, next_file_id(con), outside=by_bounds)


def _enough(contracts: Contracts, wanted: Contracts) -> Contracts:
    """The contracts without which the file cannot be taken: fewer take less time.

    Views over the rows of all sources need one of persons. A file of an unknown source is told of all.
    """
    persons = next(contract for contract in contracts.values() if contract.person)
    shared = {s: c for s, c in contracts.items() if s in wanted or c.holds in wanted}
    return {persons.source: persons, **shared} if wanted else contracts


def _with_references(contracts: Contracts, source: str) -> Contracts:
    """The contract of `source`, if it has one, and those of the snapshots that it refers to."""
    wanted = {source: contracts[source]} if source in contracts else {}
    for contract in [*wanted.values()]:
        wanted |= {name: contracts[name] for name in contract.references.values()}
    return wanted


def _waiting(desk: _Desk, arrival: Arrival, wanted: Contracts, month: Intake) -> list[Arrival]:
    """What the same run would take of these sources, also out of the folder of another source."""
    if not desk.is_county:
        return []
    arrivals = taken_files.due(desk.workspace, month.period)
    others = [a for a in arrivals if a.path.resolve() != arrival.path]
    return [a for a in others if a.source in wanted or _covers_any(desk, a, wanted)]


def _covers_any(desk: _Desk, arrival: Arrival, wanted: Contracts) -> bool:
    """Whether a file in the folder of another source is an extract of a wanted one too."""
    pairs = {(source, contract.holds) for source, contract in desk.contracts.items()}
    if not any((arrival.source, w) in pairs or (w, arrival.source) in pairs for w in wanted):
        return False
    return not wanted.keys().isdisjoint(covered_sources(arrival, desk.contracts, desk.limits))


def _claimed(arrivals: list[Arrival], folder: Path) -> list[Claim]:
    """A copy of each file; of two files with the same name, too."""
    return [claim(arrival, folder / f"{place}") for place, arrival in enumerate(arrivals)]


def _remarks(desk: _Desk, arrival: Arrival, month: Intake) -> Iterator[Remark]:
    """What a reader must know of how the file was checked."""
    if not desk.is_county:
        yield {"code": "no_county"}
    if drop_folder.is_ignored(arrival.path.name):
        yield {"code": "ignored_name"}
    if arrival.period is not None and arrival.period > current_period():
        yield {"code": "month_to_come", "period": arrival.period}
    half = _other_half(month, arrival)
    for source in _with_references(month.contracts, arrival.source).keys() - {arrival.source}:
        title = month.contracts[source].title
        period = _roster_period(month, source)
        of_itself = "roster_of_itself" if half and half.source == source else "roster"
        yield {"code": of_itself if period else "no_roster", "title": title, "period": period}


def _roster_period(month: Intake, source: str) -> str | None:
    """The period of the snapshot that a run has, published or taken from its inbox; None without one."""
    query = "SELECT max(period) FROM files WHERE source = $source AND status IN ('accepted', 'superseded')"
    values = {"source": source, "period": month.period}
    ((period,),) = month.con.execute(f"{query} AND period <= $period", values).fetchall()
    return period if period is None else str(period)


def _other_half(month: Intake, arrival: Arrival) -> TakenFile | None:
    """The file as an extract of another source."""
    claim = next(t.claim for t in month.taken if t.claim.arrival is arrival)
    half = other_half(claim, (t.claim for t in month.taken))
    return next((t for t in month.taken if t.claim is half), None)


def _remarks_on_waiting(waiting: list[Arrival], beside: list[Arrival]) -> Iterator[Remark]:
    if waiting:
        yield {"code": "with_waiting" if beside else "without_waiting", "files": len(waiting)}


def _answer(month: Intake, arrival: Arrival) -> dict[str, Any]:
    """The file's receipt, as the run would write it; `other_half` has that of the other source."""
    (number,) = (taken.file_id for taken in month.taken if taken.claim.arrival is arrival)
    half = _other_half(month, arrival)
    other = {"source": half.source, **_receipt(month, half.file_id)} if half else None
    return _receipt(month, number) | {"other_half": other}


def _receipt(month: Intake, number: int) -> dict[str, Any]:
    (receipt,) = receipts.read_receipts(
        month.con,
        [number],
        titles=titles_of(month.contracts),
        send_by={c.source: c.cadence.in_words for c in month.contracts.values()},
    )
    facts = {name: receipt.facts[name] for name in _FACTS}
    ((reason,),) = month.con.execute(
        "SELECT reason FROM files WHERE file_id = $id", {"id": number}
    ).fetchall()
    findings = [{k: v for k, v in finding.items() if k != "file_id"} for finding in receipt.findings]
    lines = receipts.printed(receipt, "未接收")
    return {
        "source_title": receipt.facts["source"],
        **facts,
        "reason": reason,
        "findings": findings,
        "receipt": lines,
    }
