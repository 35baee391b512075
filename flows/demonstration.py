"""The demonstration: an invented county's files, two months of runs, and where to find the results."""

from pathlib import Path

from connectors import workspace
from data_contracts.contract import load_contracts
from data_contracts.errors import FangfanpinError
from flows.process.api_server import api_server
from flows.process.prefect_home import use_prefect_home
from flows.running import run
from flows.words.run import lines

PERIODS = ("2021-05", "2021-06")  # Fujian's policy document comes into force between the two


def demonstrate(folder: Path, persons: int, seed: int) -> list[str]:
    """Make the county in `folder`, run both months, and report the results.

    Raises:
        FangfanpinError: if `folder` already holds the results of a run.
    """
    from flows.demo.county import make_county

    if (folder / "warehouse.duckdb").exists():
        raise FangfanpinError("此文件夹已有运行结果，请换一个文件夹，或先删除它。")
    workspace.create(folder, sorted(load_contracts()), area="350181")
    use_prefect_home(folder.resolve())
    with api_server(plans_runs=False) as wait_for_server:  # one for both months: Prefect keeps its address
        county = make_county(folder, persons=persons, seed=seed, periods=PERIODS, further=True)
        report = [f"演示县：{county.persons} 人，{county.households} 户，文件 {county.files} 个。"]
        wait_for_server()
        for period in PERIODS:
            report += ["", *lines(run(folder, period).as_dict())]
    return report + _where(folder)


def _where(folder: Path) -> list[str]:
    return [
        "",
        "到哪里看：",
        f"  乡镇核查清单　{folder}/outbox/{PERIODS[-1]}/<乡镇>/",
        f"  县级汇总　　　{folder}/outbox/{PERIODS[-1]}/县级汇总_{PERIODS[-1]}.xlsx",
        f"  部门回执　　　{folder}/receipts/<来源>/",
        f"  结果数据库　　{folder}/warehouse.duckdb",
        f"  各部门到件　　fangfanpin status -w {folder}",
        f"  一户的来龙去脉　fangfanpin explain 户编号 -w {folder}",
    ]
