"""Store the analyst's answers from review workbooks for good; the next run applies them."""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from connectors.file_names import safe_name
from connectors.publishing.holding import held
from connectors.readers.limits import Limits
from connectors.warehouse import database
from connectors.workbooks import review_workbook
from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError, UnreadableFileError
from sql import count, rows, statement


class AnswerError(FangfanpinError):
    """Lines of a review workbook contradict each other or refer to nothing known; no answer was stored."""

    code = "answers"


FAULTS = {
    "unknown_answer": "“结论”只能填 是、否 或 不确定",
    "broken_key": "序号、户编号与隐藏的回收码对不上，可能只对部分列排了序，或改动了这些列；请重新导出后填写",
    "contradicting": "同一人同一户在别处填了不同的结论",
    "divided": "同一人对不止一户填了“是”",
    "unknown_person": "数据库中没有这个人，可能是别的工作区导出的",
    "unknown_household": "数据库中没有这一户，可能是别的工作区导出的",
}
_MOST_FAULTS = 30  # more do not fit a screen


@dataclass(frozen=True)
class Imported:
    """The result of an import.

    Attributes:
        files: workbooks read.
        yes, no, unsure: answers of each kind, each about a person and a household.
        blank: lines without an answer.
        new: answers about pairs that had none.
        changed: answers that replace an earlier one.
        known: answers equal to those stored already.
        outdated: answers about pairs that a later period's workbook has answered; not stored.
    """

    files: int
    yes: int
    no: int
    unsure: int
    blank: int
    new: int
    changed: int
    known: int
    outdated: int

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def take(root: Path, files: Sequence[Path]) -> Imported:
    """Store the answers of filled-in workbooks: all of them or, if any line is at fault, none.

    Raises:
        AnswerError: if lines are at fault; the message names them.
        UnreadableFileError: if a file is not a review workbook.
        BusyError: if a run holds the workspace.
    """
    workspace = Workspace.open(root)
    with held(workspace):
        copies = [_copied(workspace, number, path) for number, path in enumerate(files)]
        answers = [_read(workspace, copy, path) for copy, path in zip(copies, files, strict=True)]
        imported = _remember(workspace, answers, [path.name for path in files])
        for copy, path, periods in zip(copies, files, map(_periods, answers), strict=True):
            _archive(workspace, copy, path.name, periods)
    return imported


def _copied(workspace: Workspace, number: int, path: Path) -> Path:
    """A private copy, so that the file archived is the file that was read."""
    if not path.is_file():
        raise FangfanpinError(f"找不到文件 {path.name}，请核对文件名和所在文件夹。")
    return Path(shutil.copyfile(path, workspace.work / f"{number}{path.suffix.lower()}"))


def _read(workspace: Workspace, copy: Path, path: Path) -> pl.DataFrame:
    limits = Limits(file_bytes=workspace.settings.max_file_mb << 20)
    try:
        return review_workbook.read_answers(copy, path.name, limits)
    except UnreadableFileError as error:
        raise UnreadableFileError(f"{path.name}：{error.message}", error.code) from None


def _remember(workspace: Workspace, answers: Sequence[pl.DataFrame], names: Sequence[str]) -> Imported:
    """Add the answers to the stored labels, and publish if that changes them."""
    con = database.open_building(workspace)
    try:
        blank = _load(con, answers)
        _refuse_faults(con, names)
        con.execute(statement("review/new_labels"))
        (counts,) = rows(con, statement("review/label_counts"))
        if count(con, statement("review/differing_labels")):
            con.execute(statement("review/remember_labels"))
            database.publish(workspace, con)
    finally:
        con.close()
        database.discard_building(workspace)
    return Imported(files=len(answers), blank=blank, **counts)


def _load(con: duckdb.DuckDBPyConnection, answers: Sequence[pl.DataFrame]) -> int:
    """Make the table `answers`; return how many lines have no answer."""
    read = pl.concat(
        [frame.with_columns(file=pl.lit(number)) for number, frame in enumerate(answers)], how="diagonal"
    )
    con.register("read_answers", read)
    con.execute(statement("review/answer_check"))
    con.execute(statement("review/answers"))
    con.unregister("read_answers")
    return read.height - count(con, "SELECT count(*) FROM answers")


def _refuse_faults(con: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    faults = rows(con, statement("review/faults"))
    if not faults:
        return
    lines = [_fault_line(fault, names[fault["file"]]) for fault in faults[:_MOST_FAULTS]]
    more = [f"等共 {len(faults)} 行。"] if len(faults) > _MOST_FAULTS else []
    head = "下列行有误，所有结论都没有采用；请改正后重新执行："
    raise AnswerError("\n".join([head, *lines, *more]))


def _fault_line(fault: dict[str, Any], name: str) -> str:
    ordinal = f"（序号 {fault['ordinal']}）" if (fault["ordinal"] or "").isdecimal() else ""
    return f"{name} 第 {fault['sheet_row']} 行{ordinal}：{FAULTS[fault['fault']]}。"


def _periods(answers: pl.DataFrame) -> list[str]:
    return answers["period"].drop_nulls().unique().sort().to_list()


def _archive(workspace: Workspace, copy: Path, name: str, periods: Sequence[str]) -> None:
    """Archive the file that was read, read-only; equal files are kept once."""
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()[:12]
    folder = workspace.folder("archive") / "review" / safe_name(max(periods, default="_"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem = safe_name(Path(name).stem.removeprefix(f"{digest}_"))  # a file from the archive has it already
    target = folder / f"{digest}_{stem}{copy.suffix}"
    copy.chmod(0o400)
    target.unlink(missing_ok=True)
    shutil.move(copy, target)
