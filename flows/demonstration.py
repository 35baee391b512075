"""The demonstration: an invented county's files, four months of runs and answers, and where to look."""

from pathlib import Path

from connectors import workspace
from data_contracts.contract import load_contracts
from data_contracts.errors import FangfanpinError
from flows.answers.ledger import asked, examples
from flows.process.api_server import api_server
from flows.process.prefect_home import use_prefect_home
from flows.running import run
from flows.way_back.returns import counts, returns
from flows.words.returns import total
from flows.words.run import headline, lines

LATER = "2021-09-10"  # a day on which some of the last list is overdue
_EXAMPLES = (
    ("confirmed", "走完全部程序的一户"),
    ("conflict", "答复相互矛盾的一户"),
    ("disagreed", "县级不同意的一户"),
    ("eliminated", "风险已消除的一户"),
    ("overdue", "逾期的一户"),
)
PERIODS = ("2021-05", "2021-06", "2021-07", "2021-08")  # Fujian's document comes into force after the first


def demonstrate(folder: Path, persons: int, seed: int) -> list[str]:
    """Make the county in `folder`, run its months, let its villages answer, and report the results.

    Raises:
        FangfanpinError: if `folder` already holds the results of a run.
    """
    from flows.demo.county import make_county
    from flows.demo.villages.villages import Villages, age_files

    if (folder / "warehouse.duckdb").exists():
        raise FangfanpinError("此文件夹已有运行结果，请换一个文件夹，或先删除它。")
    workspace.create(folder, sorted(load_contracts()), area="350181")
    use_prefect_home(folder.resolve())
    with api_server(plans_runs=False) as wait_for_server:  # one for all months: Prefect keeps its address
        county = make_county(folder, persons=persons, seed=seed, periods=PERIODS, further=True)
        age_files(county.inbox, PERIODS)
        villages = Villages.of(folder)
        report = [f"演示县：{county.persons} 人，{county.households} 户，文件 {county.files} 个。"]
        wait_for_server()
        for period in PERIODS:
            result = run(folder, period).as_dict()
            report += ["", *lines(result)] if period == PERIODS[-1] else [headline(result)]
            villages.receive(period)
    return [*report, "", f"各村发回最后一个月的清单：{total(counts(returns(folder)))}", *_where(folder)]


def _where(folder: Path) -> list[str]:
    shown = examples(folder, asked(LATER))
    last = f"{folder}/outbox/{PERIODS[-1]}"
    return [
        "",
        "到哪里看：",
        f"  乡镇核查清单　{last}/<乡镇>/",
        f"  县级确认　　　{last}/县级确认_{PERIODS[-1]}.xlsx",
        f"  县级汇总　　　{last}/县级汇总_{PERIODS[-1]}.xlsx",
        f"  部门回执　　　{folder}/receipts/<来源>/",
        f"  发回清单的回执　{folder}/receipts/returned/<乡镇>/",
        f"  结果数据库　　{folder}/warehouse.duckdb",
        f"  各部门到件　　fangfanpin status -w {folder}",
        f"  部门反馈、公示、全国系统、疑点　{last}/",
        f"  台账、逾期、矛盾　fangfanpin ledger --on {LATER} -w {folder}",
        f"  一户的来龙去脉　fangfanpin explain 户编号 -w {folder}",
        *(
            f"  {title}　fangfanpin ledger {shown[kind]} -w {folder}"
            for kind, title in _EXAMPLES
            if kind in shown
        ),
    ]
