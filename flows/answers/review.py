"""Doubtful persons to the analyst: the review workbook. How it comes back: `flows.answers.review_answers`."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from filecmp import cmp
from itertools import count as numbers
from pathlib import Path
from typing import Any

import duckdb

from connectors.warehouse import database
from connectors.workbooks import review_workbook
from connectors.workbooks.review_workbook import Doubts
from connectors.workspace import Workspace
from data_contracts.contract import load_contracts
from data_contracts.errors import FangfanpinError
from data_contracts.periods import checked_period
from flows.answers.published import NotFoundError
from sql import statement
from sql.migrate import is_current


@dataclass(frozen=True)
class Exported:
    """What an export ended with; `path` is None where nobody waits for a decision.

    Attributes:
        period: that the links belong to.
        path: the workbook.
        persons: who wait for a decision, as written.
        lines: persons and candidate households.
        rows: of extracts that hang on them.
        amount: yuan that hang on them, as text, so that no cent is lost.
        left_out: persons beyond the limit.
    """

    period: str
    path: str | None
    persons: int
    lines: int
    rows: int
    amount: str
    left_out: int

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def export(root: Path, period: str | None, out: Path | None, persons: int | None) -> Exported:
    """Write the workbook of who waits for a decision.

    Args:
        root: the workspace.
        period: the published one that the links belong to; None takes it.
        out: file to write; by default below `review/` in the workspace.
        persons: how many at most, those with the most expected gain.

    Raises:
        NotFoundError: if the links belong to another period.
        FangfanpinError: if `out` holds something else or is no `.xlsx`.
    """
    workspace = Workspace.open(root)
    contracts = load_contracts(workspace.contracts).values()
    with database.open_published(workspace) as con:
        doubts = review_workbook.find_doubts(con, _built_period(con, period), contracts, persons)
    path = _written(workspace, doubts, out) if doubts.lines else None
    totals = {**doubts.totals(), "path": str(path) if path else None, "left_out": doubts.left_out}
    return Exported(**{**totals, "period": doubts.period, "amount": str(totals["amount"])})


def _built_period(con: duckdb.DuckDBPyConnection, asked: str | None) -> str:
    if not is_current(con):
        raise database.WarehouseError("数据库由较早版本的程序建立，请先执行 fangfanpin run。")
    ((built,),) = con.execute(statement("review/built_period")).fetchall()
    if built is None:
        raise database.WarehouseError("还没有运行结果，请先执行 fangfanpin run。")
    if asked and checked_period(asked) != built:
        raise NotFoundError(
            f"现有的匹配结果属于 {built}；要核对 {asked}，请先执行 fangfanpin run -p {asked}。"
        )
    return str(built)


def _written(workspace: Workspace, doubts: Doubts, out: Path | None) -> Path:
    """Write the workbook, readable by its owner only, where nothing stands that may be filled in already."""
    if out and out.suffix.lower() != ".xlsx":
        raise FangfanpinError("工作簿的文件名应以 .xlsx 结尾。")
    folder = out.parent if out else _review_folder(workspace, doubts.period)
    draft = folder / f".待核匹配_{doubts.period}.part"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    try:
        review_workbook.write_review(draft, doubts)
        return _placed(draft, [out] if out else _places(folder, doubts.period))
    finally:
        draft.unlink(missing_ok=True)


def _review_folder(workspace: Workspace, period: str) -> Path:
    room = workspace.root / "review"
    for folder in (room, room / period):
        folder.mkdir(mode=0o700, exist_ok=True)
    return room / period


def _places(folder: Path, period: str) -> Iterator[Path]:
    yield folder / f"待核匹配_{period}.xlsx"
    yield from (folder / f"待核匹配_{period}_{number}.xlsx" for number in numbers(2))


def _placed(draft: Path, places: Iterable[Path]) -> Path:
    """The first place that is free, which gets the draft, or that holds the very same."""
    for place in places:
        if not place.exists():
            return draft.rename(place)
        if cmp(draft, place, shallow=False):
            return place
    raise FangfanpinError("文件已存在，可能已填写结论，不覆盖；请换一个文件名。")
