"""The command `fangfanpin withdraw`."""

from typing import Annotated

import typer

from data_contracts.errors import UsageError
from flows.commands.frame import (
    HERE,
    JsonOption,
    PeriodOption,
    WorkspaceOption,
    errors_in_chinese,
    print_json,
    print_lines,
)
from flows.process import interruption


def withdraw(
    file_id: Annotated[int | None, typer.Argument(metavar="FILE_ID", help="文件编号，见回执")] = None,
    workspace: WorkspaceOption = HERE,
    period: PeriodOption = None,
    undo: Annotated[bool, typer.Option("--undo", help="恢复已撤回的文件或月份")] = False,
    as_json: JsonOption = False,
) -> None:
    """撤回一个已接收的文件，如同从未收到；或撤回一个已发布的月份（--period）。加 --undo 恢复。"""
    from flows.withdrawal import files, periods
    from flows.words import withdrawal as words

    with errors_in_chinese(), interruption.publishing(workspace / "warehouse.duckdb"):
        if (file_id is None) == (period is None):
            raise UsageError("文件编号和 --period 只写其中一个，如 fangfanpin withdraw 12。")
        if file_id is not None:
            result = files.withdraw(workspace, file_id, undo=undo)
            lines = words.file_lines(result)
        else:
            result = periods.withdraw(workspace, str(period), undo=undo)
            lines = words.period_lines(result)
        print_json(result) if as_json else print_lines(lines)
