"""The commands `fangfanpin review …`: what people decide on links."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.frame import (
    HERE,
    JsonOption,
    PeriodOption,
    WorkspaceOption,
    errors_in_chinese,
    print_json,
    print_lines,
)
from flows.commands.language import ChineseTyper
from flows.process import interruption

review_app = ChineseTyper(help="人工核对：导出拿不准的匹配，读回结论，今后一直采用。", no_args_is_help=True)


@review_app.command("export")
def review_export(
    workspace: WorkspaceOption = HERE,
    period: PeriodOption = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="工作簿的文件名，以 .xlsx 结尾")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="最多列出多少人，先列最值得核对的")] = None,
    as_json: JsonOption = False,
) -> None:
    """导出待核匹配工作簿：两边并排，标出不同，填“是/否/不确定”。"""
    from flows.answers.review import workbook as review
    from flows.words import review as words

    with errors_in_chinese():
        exported = review.export(workspace, period, out, limit).as_dict()
        print_json(exported) if as_json else print_lines(words.exported_lines(exported))


@review_app.command("sample")
def review_sample(
    rows: Annotated[int, typer.Argument(metavar="N", min=1, help="抽取多少行已匹配的数据")] = 100,
    workspace: WorkspaceOption = HERE,
    seed: Annotated[int, typer.Option(help="随机种子，相同种子从相同的结果中抽出相同的行")] = 1,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="工作簿的文件名，以 .xlsx 结尾")] = None,
    as_json: JsonOption = False,
) -> None:
    """抽查已匹配的行：混在存疑的人中间导出，核对人看不出哪些已经匹配；读回后 evaluate 给出精确率和区间。"""
    from flows.answers.review import sample as review_sample
    from flows.words import review as words

    with errors_in_chinese(), interruption.publishing(workspace / "warehouse.duckdb"):
        sampled = review_sample.draw(workspace, rows, seed, out).as_dict()
        print_json(sampled) if as_json else print_lines(words.sampled_lines(sampled))


@review_app.command("import")
def review_import(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="填好结论的工作簿")],
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """读回填好的工作簿，记住结论；任何一行有误就全部不采用。"""
    from flows.answers.review import answers as review_answers
    from flows.words import review as words

    with errors_in_chinese(), interruption.publishing(workspace / "warehouse.duckdb"):
        imported = review_answers.take(workspace, files).as_dict()
        print_json(imported) if as_json else print_lines(words.imported_lines(imported))
