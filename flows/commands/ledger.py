"""The commands of the way back: `fangfanpin returns` and `fangfanpin ledger`."""

from typing import Annotated

import typer

from data_contracts.errors import UsageError
from flows.commands.frame import HERE, JsonOption, WorkspaceOption, errors_in_chinese, print_json, print_lines
from flows.process import interruption


def returns(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """读取填好发回的清单：采用、没有填写、退回各多少行，并逐份写回执。"""
    from flows.way_back import returns as way_back
    from flows.words import returns as words

    with errors_in_chinese(), interruption.publishing(workspace / "warehouse.duckdb"):
        result = way_back.returns(workspace).as_dict()
        print_json(result) if as_json else print_lines(words.lines(result))


def ledger(  # noqa: PLR0913, PLR0917, a parameter is an option
    household_id: Annotated[
        str | None, typer.Argument(metavar="HOUSEHOLD_ID", help="户编号；不写则为全县")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="逐件列出逾期的事项")] = False,
    township: Annotated[str | None, typer.Option("--township", help="只看一个乡镇")] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="按哪一天计算逾期，如 2021-08-31；不写为今天")
    ] = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """台账：各乡镇各阶段多少户，什么已逾期、什么将到期；或一户从预警到消除的经过、措施和应办事项。"""
    from flows.answers import ledger as answers
    from flows.words import ledger as words

    with errors_in_chinese():
        question = answers.asked(on, township)
        if household_id is not None and (overdue or township):
            raise UsageError("写了户编号时，不写 --overdue 和 --township。")
        if household_id is not None:
            answer, lines = answers.household(workspace, household_id, question), words.household_lines
        elif overdue:
            answer, lines = answers.overdue(workspace, question), words.overdue_lines
        else:
            answer, lines = answers.county(workspace, question), words.county_lines
        print_json(answer) if as_json else print_lines(lines(answer))
