"""Why a withdrawal is refused."""

from typing import Any

from data_contracts.errors import FangfanpinError
from flows.answers.published import NotFoundError

Row = dict[str, Any]


class WithdrawalError(FangfanpinError):
    """The file or the month is not in a state in which it can be taken back, or put back."""

    code = "withdrawal"


def refuse_unknown(files: list[Row], file_id: int) -> Row:
    """The one file found.

    Raises:
        NotFoundError: if there is none.
    """
    if not files:
        raise NotFoundError(f"没有编号为 {file_id} 的文件。编号见回执，或数据库 files 表的 file_id。")
    return files[0]


def refuse_file(file: Row, *, undo: bool) -> None:
    """Check that a file can be withdrawn, or its withdrawal undone.

    Raises:
        WithdrawalError: saying why not, and what can be done.
    """
    number, status = file["file_id"], file["status"]
    if undo and status != "withdrawn":
        raise WithdrawalError(f"{number} 号文件没有撤回过，无需恢复。")
    if undo and file["sent_again"]:
        again = file["sent_again"]
        raise WithdrawalError(f"{number} 号文件撤回后，相同的内容已作为 {again} 号文件重新接收，无需恢复。")
    if undo:
        return
    if status == "rejected":
        raise WithdrawalError(f"{number} 号文件已整个退回，没有入库，无需撤回。")
    if status == "duplicate":
        same = file["duplicate_of"]
        raise WithdrawalError(
            f"{number} 号文件与 {same} 号文件内容相同，没有重复入库；如要撤回，请撤回 {same} 号文件。"
        )
    if status == "withdrawn":
        raise WithdrawalError(f"{number} 号文件已经撤回；如要恢复，请加 --undo。")


def refuse_period(period: str, published: list[str], withdrawn: list[str], *, undo: bool) -> None:
    """Check that a month can be withdrawn, or its withdrawal undone.

    Raises:
        NotFoundError: if it is not published.
        WithdrawalError: if it is already withdrawn, or was not.
    """
    if undo and period not in withdrawn:
        reason = "已重新运行发布" if period in published else "没有撤回过"
        raise WithdrawalError(f"{period} {reason}，无需恢复。")
    if not undo and period in withdrawn:
        raise WithdrawalError(f"{period} 已经撤回；如要恢复，请加 --undo；如要重新发布，请重新运行。")
    if not undo and period not in published:
        raise NotFoundError(f"还没有 {period} 的运行结果，无需撤回。")
