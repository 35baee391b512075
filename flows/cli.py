"""The command line. Results go to stdout, messages to stderr; every command has documented exit codes."""

import gc
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from data_contracts.errors import UsageError
from flows.commands.frame import (
    HERE,
    JsonOption,
    PeriodOption,
    WorkspaceOption,
    errors_in_chinese,
    messages,
    print_json,
    print_lines,
)
from flows.commands.language import ChineseTyper
from flows.commands.ledger import ledger, returns
from flows.commands.policy import policy_app
from flows.commands.review import review_app
from flows.commands.withdrawal import withdraw
from flows.process import encoding, interruption

_GARBAGE = 200_000  # objects before it is looked for; at 700, a sixth of all imports goes into looking

app = ChineseTyper(
    name="fangfanpin",
    help="防返贫动态监测：接收部门数据，对应到户，按政策规则预警，生成乡镇核查清单。",
    no_args_is_help=True,
)
app.add_typer(review_app, name="review")
app.add_typer(policy_app, name="policy")
app.command()(withdraw)
app.command()(returns)
app.command()(ledger)


def _show_version(asked: bool) -> None:
    if asked:
        print_lines([f"fangfanpin {version('fangfanpin')}"])
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", help="显示程序版本", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the command itself."""


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新工作区的文件夹")],
    area: Annotated[str | None, typer.Option(help="行政区划代码，如 350181")] = None,
    policy: Annotated[str | None, typer.Option(help="政策包，如 fujian-2021")] = None,
) -> None:
    """建立工作区：投递文件夹和设置文件。已有的内容不覆盖。"""
    from connectors import workspace
    from data_contracts.contract import load_contracts
    from rules.declarations.pack import load_packs, named

    with errors_in_chinese():
        if policy:
            named(load_packs(folder / "packs"), policy)
        made = workspace.create(folder, sorted(load_contracts(folder / "contracts")), area, policy)
        print_lines(
            [
                f"工作区：{folder}",
                *(f"新建 {name}" for name in made),
                *([] if made else ["已齐全，没有新建。"]),
            ]
        )


@app.command()
def run(
    workspace: WorkspaceOption = HERE,
    period: PeriodOption = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="本期一个文件也没有收到过，仍然运行")] = False,
    as_json: JsonOption = False,
) -> None:
    """运行一个识别月份：接收、核验、匹配、预警、出清单。重复运行结果不变。"""
    with errors_in_chinese(), interruption.publishing(workspace / "warehouse.duckdb"):
        messages.print(f"{datetime.now():%H:%M:%S} 检查设置、政策包和收件箱")
        from flows import running
        from flows.words import run as words

        result = running.run(workspace, period, anyway=anyway).as_dict()
        print_json(result) if as_json else print_lines(words.lines(result))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="要核对的文件")],
    source: Annotated[
        str | None, typer.Option("--source", help="数据来源，如 health_insurance 或 医保结算")
    ] = None,
    workspace: WorkspaceOption = HERE,
    period: PeriodOption = None,
    as_json: JsonOption = False,
) -> None:
    """报送之前先核对：运行时会怎样看待这个文件。不接收，不改动任何内容；会被退回时退出码为 7。"""
    from flows import file_check
    from flows.words import file_check as words

    with errors_in_chinese():
        answer = file_check.check(workspace, file, source, period)
        print_json(answer) if as_json else print_lines(words.lines(answer))
        halves = [half for half in (answer, answer["other_half"]) if half]
        if any(half["status"] == "rejected" for half in halves):
            raise file_check.RefusedFileError("这个文件会被退回，原因见上。")


@app.command()
def templates(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="空白表存入此文件夹")],
    workspace: WorkspaceOption = HERE,
    period: PeriodOption = None,
) -> None:
    """为每个数据来源生成一份空白表：带下拉选项和一行不计入的示例，改好月份即可报送。已有的文件不覆盖。"""
    from connectors.workbooks.templates import write_template
    from data_contracts.contract import load_contracts
    from data_contracts.periods import checked_period, current_period

    with errors_in_chinese():
        month = checked_period(period) if period else current_period()
        contracts = load_contracts(workspace / "contracts")
        written = {c.title: write_template(c, month, folder) for c in contracts.values()}
        print_lines(
            [f"新建 {path}" if path else f"已有，没有改动：{title}" for title, path in written.items()]
        )


@app.command()
def status(
    workspace: WorkspaceOption = HERE, period: PeriodOption = None, as_json: JsonOption = False
) -> None:
    """查看各部门本期数据：已到、未到、逾期。"""
    from flows import staleness
    from flows.answers import arrivals
    from flows.words import arrivals as words

    with errors_in_chinese():
        report = arrivals.report(workspace, period) | {"stale": staleness.stale(workspace)}
        print_json(report) if as_json else print_lines(words.lines(report))


@app.command()
def explain(
    household_id: Annotated[str | None, typer.Argument(metavar="HOUSEHOLD_ID", help="户编号")] = None,
    row: Annotated[
        str | None, typer.Option("--row", metavar="FILE_ID:ROW", help="人员数据的一行：文件编号:数据行")
    ] = None,
    workspace: WorkspaceOption = HERE,
    period: PeriodOption = None,
    as_json: JsonOption = False,
) -> None:
    """说明一户为什么在、或不在预警清单上；或一行人员数据（--row）为什么对应、或没有对应到户。"""
    with errors_in_chinese():
        if household_id is not None and row is None:
            _explain_household(workspace, household_id, period, as_json)
        elif row is not None and household_id is None and period is None:
            _explain_row(workspace, row, as_json)
        else:
            raise UsageError("户编号和 --row 只写其中一个，写 --row 时不写 --period。")


def _explain_household(workspace: Path, household_id: str, period: str | None, as_json: bool) -> None:
    from flows.answers import household
    from flows.words import household as words

    answer = household.answer(workspace, household_id, period)
    print_json(answer) if as_json else print_lines(words.lines(answer))


def _explain_row(workspace: Path, row: str, as_json: bool) -> None:
    from flows.answers import row as rows
    from flows.words import link_reasons
    from flows.words import row as words

    answer = rows.answer(workspace, *rows.parsed(row))
    answer["why"] = link_reasons.why(answer)
    print_json(answer) if as_json else print_lines(words.lines(answer))


@app.command()
def simulate(  # noqa: PLR0913, PLR0917, a parameter is an option
    parameter: Annotated[str, typer.Argument(metavar="PARAMETER", help="政策包的参数，如 income_line")],
    workspace: WorkspaceOption = HERE,
    start: Annotated[str | None, typer.Option("--from", help="第一个取值")] = None,
    end: Annotated[str | None, typer.Option("--to", help="最后一个取值")] = None,
    steps: Annotated[int, typer.Option("--steps", help="--from 到 --to 之间均匀取几个值，含两端")] = 21,
    values: Annotated[str | None, typer.Option("--values", help="逐个列出取值，用逗号隔开")] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="从哪个识别月份起，不写则为全部已发布月份")
    ] = None,
    period: PeriodOption = None,
    chart: Annotated[Path | None, typer.Option("--chart", help="图表写入此文件，.html")] = None,
    as_json: JsonOption = False,
) -> None:
    """测算：某个参数换成别的取值，以往各月的预警、乡镇工作量、占比会怎样。不改变已发布的结果。"""
    from flows.answers import simulation
    from flows.words import simulation as words

    with errors_in_chinese():
        if since and period:
            raise UsageError("--since 和 --period 只写其中一个。")
        chosen = simulation.values_from(start, end, steps, values)
        result = simulation.simulate(workspace, simulation.Trial(parameter, chosen, since, period))
        if chart:
            simulation.write_chart(result, chart)
        print_json(result) if as_json else print_lines(words.lines(result))
        if chart:
            messages.print(f"图表：{chart}", markup=False, soft_wrap=True)


@app.command()
def estimate(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """按本县数据重新估计匹配参数，列出变化；下次运行按新参数重新匹配所有人。"""
    from flows.answers import estimation
    from flows.words import estimation as words

    with errors_in_chinese(), interruption.publishing(workspace / "warehouse.duckdb"):
        estimated = estimation.estimate(workspace).as_dict()
        print_json(estimated) if as_json else print_lines(words.lines(estimated))


@app.command()
def evaluate(
    workspace: WorkspaceOption = HERE,
    truth: Annotated[
        Path | None, typer.Option("--truth", help="真值文件，.csv 或 .parquet；不给则依据审核结论")
    ] = None,
    charts: Annotated[Path | None, typer.Option("--charts", help="图表写入此文件夹")] = None,
    as_json: JsonOption = False,
) -> None:
    """评估匹配：精确率、召回率、概率校准、分组上限的代价，并画出匹配参数和权重。"""
    from flows.answers.review import evaluation
    from flows.words import evaluation as words

    with errors_in_chinese():
        report = evaluation.report(workspace, truth, charts)
        print_json(report) if as_json else print_lines(words.lines(report))


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="演示县的文件夹")] = Path("demo"),
    persons: Annotated[int, typer.Option(min=50, help="人口数")] = 20_000,
    seed: Annotated[int, typer.Option(help="随机种子，相同种子生成相同的县")] = 1,
) -> None:
    """生成一个演示县：连续运行四个月，各村填报清单，并说明到哪里看结果。"""
    from flows import demonstration

    with errors_in_chinese():
        print_lines(demonstration.demonstrate(folder, persons, seed))


@app.command()
def serve(workspace: WorkspaceOption = HERE) -> None:
    """按设置的时间自动运行（北京时间）：每月比对，每天读取发回的清单，直到按 Ctrl-C 停止。"""
    from connectors.workspace import Workspace
    from flows.process.prefect_home import use_prefect_home

    with errors_in_chinese():
        county = Workspace.open(workspace)
        use_prefect_home(county.root)
        from flows.schedule import serve as serve_schedule
        from flows.words import serving

        def announce(following: datetime) -> None:
            words = serving.lines(county.folder, county.warehouse, county.settings, following)
            messages.print("\n".join(words), markup=False, soft_wrap=True)

        interruption.stops_well()
        serve_schedule(county.root, county.settings.cron, announce, county.settings.returns_cron)


def main() -> None:
    """Entry point of the `fangfanpin` command."""
    encoding.use_utf8()
    gc.set_threshold(_GARBAGE)
    interruption.end_at_signals()
    interruption.ended_at_once(app)
