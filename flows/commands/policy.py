"""The commands of `fangfanpin policy`."""

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

policy_app = ChineseTyper(
    help="政策包：有哪些、说了什么、能否采用、两个政策包有何不同。", no_args_is_help=True
)


@policy_app.command("list")
def list_packs(
    workspace: WorkspaceOption = HERE, period: PeriodOption = None, as_json: JsonOption = False
) -> None:
    """列出政策包：文件、文号、区划、有效期，本县本期采用哪一个。"""
    from flows.answers import packs
    from flows.words import packs as words

    with errors_in_chinese():
        listed = packs.listed(workspace, period)
        print_json(listed) if as_json else print_lines(words.list_lines(listed))


@policy_app.command()
def show(
    key: Annotated[str, typer.Argument(metavar="KEY", help="政策包名称，如 fujian-2021")],
    workspace: WorkspaceOption = HERE,
    period: PeriodOption = None,
    as_json: JsonOption = False,
) -> None:
    """全文列出一个政策包：文件、数值及其依据、规则、级别、措施、时限。"""
    from flows.answers import packs
    from flows.words import packs as words

    with errors_in_chinese():
        pack, resolved = packs.shown(workspace, key, period)
        if as_json:
            print_json(packs.as_document(pack, resolved))
        else:
            print_lines(words.pack_lines(pack, resolved))


@policy_app.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="工作区，或存放政策包的文件夹")] = HERE,
    period: PeriodOption = None,
    as_json: JsonOption = False,
) -> None:
    """检查自带的和本县的政策包，以及本县设置，列出全部问题；有问题时退出码为 3。"""
    from flows.answers import packs
    from flows.words import packs as words

    with errors_in_chinese():
        report = packs.checked(folder, period)
        print_json(report) if as_json else print_lines(words.check_lines(report))
        if report["findings"]:
            raise packs.FaultyPacksError("政策包或设置有问题，见上。")


@policy_app.command()
def diff(  # noqa: PLR0913, PLR0917, a parameter is an option
    a: Annotated[str, typer.Argument(metavar="A", help="一个政策包")],
    b: Annotated[str, typer.Argument(metavar="B", help="另一个政策包")],
    workspace: WorkspaceOption = HERE,
    period: PeriodOption = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="最多列出多少户，先列最重的")] = 20,
    as_json: JsonOption = False,
) -> None:
    """同一个月的数据，按两个政策包各算一遍：哪些户不同，依据哪一条。"""
    from connectors.workspace import Workspace
    from flows.answers import pack_differences
    from flows.words import pack_differences as words
    from rules.declarations.pack import load_packs

    with errors_in_chinese():
        differences = pack_differences.diff(workspace, a, b, period)
        if as_json:
            print_json(differences)
        else:
            declared = load_packs(Workspace.open(workspace).packs)
            print_lines(words.lines(differences, declared, limit))
