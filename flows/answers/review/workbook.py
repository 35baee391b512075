"""Export doubtful persons to the analyst's review workbook; `flows.answers.review.answers` reads it back."""

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
    """The result of an export; `path` is None if nobody waits for a decision.

    Attributes:
        period: the one that the links belong to.
        path: the workbook.
        persons: how many persons in the workbook wait for a decision.
        lines: of the workbook, one for each person and candidate household.
        rows: of extracts about these persons.
        amount: yuan at stake in these rows, as text, so that no cent is lost.
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
    """Write the workbook of the persons who wait for a decision.

    Args:
        root: the workspace.
        period: must be the one that the published links belong to; None: that one.
        out: file to write; by default below `review/` in the workspace.
        persons: how many at most; those with the largest expected gain come first.

    Raises:
        NotFoundError: if the links belong to another period.
        FangfanpinError: if `out` exists with other contents, or is not an `.xlsx` file.
    """
    workspace = Workspace.open(root)
    contracts = load_contracts(workspace.contracts).values()
    with database.open_published(workspace) as con:
        doubts = review_workbook.find_doubts(con, built_period(con, period), contracts, persons)
    path = written(workspace, doubts, out, "待核匹配") if doubts.lines else None
    totals = {**doubts.totals(), "path": str(path) if path else None, "left_out": doubts.left_out}
    return Exported(**{**totals, "period": doubts.period, "amount": str(totals["amount"])})


def built_period(con: duckdb.DuckDBPyConnection, wanted: str | None) -> str:
    """The period that the published links belong to.

    Raises:
        NotFoundError: if `wanted` is another one.
        WarehouseError: if nothing has been published yet, or by an older program.
    """
    if not is_current(con):
        raise database.WarehouseError("数据库由较早版本的程序建立，请先执行 fangfanpin run。")
    ((built,),) = con.execute(statement("review/built_period")).fetchall()
    if built is None:
        raise database.WarehouseError("还没有运行结果，请先执行 fangfanpin run。")
    if wanted and checked_period(wanted) != built:
        raise NotFoundError(
            f"现有的匹配结果属于 {built}；要核对 {wanted}，请先执行 fangfanpin run -p {wanted}。"
        )
    return str(built)


def written(workspace: Workspace, doubts: Doubts, out: Path | None, title: str) -> Path:
    """Write the workbook, readable by its owner only, never over one that may be filled in already.

    Raises:
        FangfanpinError: if `out` exists with other contents, or is not an `.xlsx` file.
    """
    if out and out.suffix.lower() != ".xlsx":
        raise FangfanpinError("工作簿的文件名应以 .xlsx 结尾。")
    folder = out.parent if out else _review_folder(workspace, doubts.period)
    draft = folder / f".{title}_{doubts.period}.part"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    try:
        review_workbook.write_review(draft, doubts)
        return _placed(draft, [out] if out else _places(folder, f"{title}_{doubts.period}"))
    finally:
        draft.unlink(missing_ok=True)


def _review_folder(workspace: Workspace, period: str) -> Path:
    parent = workspace.root / "review"
    for folder in (parent, parent / period):
        folder.mkdir(mode=0o700, exist_ok=True)
    return parent / period


def _places(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}.xlsx"
    yield from (folder / f"{name}_{number}.xlsx" for number in numbers(2))


def _placed(draft: Path, places: Iterable[Path]) -> Path:
    """Put the draft at the first free place, unless an earlier place holds the same bytes."""
    for place in places:
        if not place.exists():
            return draft.rename(place)
        if cmp(draft, place, shallow=False):
            return place
    raise FangfanpinError("文件已存在，可能已填写结论，不覆盖；请换一个文件名。")
