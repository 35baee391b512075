"""Four families over two months: above every line, below Fujian's only, without data, with a big bill."""

from pathlib import Path

from flows.steps import run_month
from tests.flows.small_county import (
    CHEN,
    LIN,
    PREVIOUS,
    STRANGER,
    WANG,
    WINDOW,
    disaster,
    drop,
    household,
    id_number,
    incomes,
    make_workspace,
    member,
    report,
    settlement,
)

HUANG = ("黄小梅", id_number("35018119850909442"))
WU = ("吴大山", id_number("35018119660606551"))
ABOVE, BELOW, UNREPORTED, ILL = "H1", "H2", "H3", "H4"


def make_county(root: Path, settings: str = "") -> Path:
    """Published months 2021-05 (national-2020: 6,000 yuan) and 2021-06 (fujian-2021: 7,152 yuan).

    H1 has 8,400 yuan a head, H2 exactly 6,000, H3 reports nothing; H4 is well off and has a sudden bill.
    """
    make_workspace(root, settings)
    for period in ("2021-05", "2021-06"):
        rosters = [
            household(ABOVE),
            household(
                BELOW, head_name="陈国强", township="龙田镇", village="东壁村", household_type="边缘易致贫户"
            ),
            household(
                UNREPORTED, head_name="黄小梅", township="龙田镇", village="东壁村", household_type="一般农户"
            ),
            household(ILL, head_name="吴大山", household_type="一般农户"),
        ]
        drop(root, "households", f"{period}/户.csv", rosters)
        people = [
            member(ABOVE, "M1", *WANG),
            member(ABOVE, "M2", *LIN, relation="配偶"),
            member(BELOW, "M3", *CHEN),
            member(UNREPORTED, "M4", *HUANG),
            member(ILL, "M5", *WU),
        ]
        drop(root, "members", f"{period}/人.csv", people)
    months = [*PREVIOUS[-12:], *WINDOW]
    paid = [*incomes(ABOVE, ["2019-05", *months], 1400), *incomes(BELOW, ["2019-05", *months], 500)]
    paid += incomes(ILL, ["2019-05", *months], 3000)
    drop(root, "incomes", "2021-05/收入.csv", paid)
    bills = [settlement(f"外{month}", *STRANGER, f"{month}-15", 0) for month in ["2019-05", *months]]
    bills += [settlement("S1", *WU, "2020-02-03", 100), settlement("S2", *WU, "2021-05-03", 5200)]
    drop(root, "health_insurance", "2021-05/医保.csv", bills)
    reports = [report(*STRANGER, "2020-03-31", 0), report(*WANG, "2021-03-31", 0)]  # cover the guarantees
    drop(root, "education", "2021-05/教育.csv", reports)
    losses = [disaster(*STRANGER, "2019-05-02", 0), disaster(*WANG, "2021-03-31", 0)]
    drop(root, "emergency", "2021-05/应急.csv", losses)
    for period in ("2021-05", "2021-06"):
        run_month(root, period)
    return root
