"""What is missing for the county is the same months in the headline as in `data_gaps` of every household."""

import random
from pathlib import Path

import pytest

from flows.steps import run_month
from tests.flows.small_county import (
    PREVIOUS,
    STRANGER,
    WINDOW,
    disaster,
    drop,
    drop_rosters,
    incomes,
    make_workspace,
    report,
    settlement,
)
from tests.flows.workspaces import query

pytestmark = pytest.mark.usefixtures("unlisted")

BOTH = [*PREVIOUS, *WINDOW]


def county(root: Path) -> Path:
    make_workspace(root)
    drop_rosters(root)
    drop(root, "incomes", "2021-06/收入.csv", [*incomes("H1", BOTH, 9000), *incomes("H2", BOTH, 9000)])
    return root


def drop_bills(root: Path, months: list[str]) -> None:
    bills = [settlement(month, *STRANGER, f"{month}-10", 1) for month in months]
    drop(root, "health_insurance", "2021-06/医保.csv", bills or [settlement("0", *STRANGER, "2019-05-10", 1)])


def drop_pupils(root: Path, months: list[str], status: str) -> None:
    if months:
        rows = [report(*STRANGER, f"{month}-10", 1, status=status) for month in months]
        drop(root, "education", "2021-06/教育.csv", rows)


def drop_losses(root: Path, months: list[str], period: str) -> None:
    if months:
        losses = [disaster(*STRANGER, f"{month}-10", 1) for month in months if month <= period]
        header = [*disaster(*STRANGER, "2021-05-10", 1)]
        drop(root, "emergency", f"{period}/受灾.csv", losses, header)


def of_households(root: Path) -> dict[str, str]:
    """Months by source that `data_gaps` of every household names."""
    ((gaps,),) = query(root, "SELECT DISTINCT data_gaps FROM household_months")
    return dict(part.split(":") for part in (gaps or "").split("; ") if part)


def of_county(root: Path) -> dict[str, str]:
    """Months by source that the headline names."""
    return dict(query(root, "SELECT source, months FROM county_gaps WHERE months <> ''"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_headline_names_the_months_of_data_gaps(tmp_path: Path, seed: int) -> None:
    drawn = random.Random(seed)
    root = county(tmp_path)
    drop_bills(root, [month for month in BOTH if drawn.random() < 0.8])
    drop_pupils(root, drawn.sample(BOTH, drawn.randrange(3)), drawn.choice(["在读", ""]))
    drop_losses(root, drawn.sample(BOTH, drawn.randrange(1, 3)), drawn.choice(["2021-06", "2020-09"]))
    run_month(root, "2021-06")
    assert of_county(root) == of_households(root)


def test_a_list_of_aid_without_the_status_of_pupils_lacks_no_month_of_its_window(tmp_path: Path) -> None:
    root = county(tmp_path)
    drop_bills(root, BOTH)
    drop_pupils(root, ["2021-05"], status="")
    drop_losses(root, BOTH, "2021-06")
    run_month(root, "2021-06")
    assert query(root, "SELECT sentence FROM county_gaps") == [
        (
            "教育缺2019年6月至2020年5月：有关支出只算到已报的部分；"
            "教育近一年的数据没有写明义务教育保障的情况：保障存在疑问无法判断",
        )
    ]
    assert of_county(root) == of_households(root) == {"education": ",".join(PREVIOUS)}


def test_a_year_without_disaster_lacks_no_month(tmp_path: Path) -> None:
    root = county(tmp_path)
    drop_bills(root, BOTH)
    drop_pupils(root, ["2020-03", "2021-03"], status="在读")
    for loss, period in enumerate([*BOTH, "2021-06"], 1):
        drop(root, "emergency", f"{period}/受灾.csv", [disaster(*STRANGER, "2019-06-10", loss)])
    run_month(root, "2021-06")
    assert of_county(root) == of_households(root) == {}
    assert query(root, "SELECT months, sentence FROM county_gaps") == [
        ("", "应急近一年的数据没有写明住房安全保障的情况：保障存在疑问无法判断")
    ]
