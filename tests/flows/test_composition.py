"""Incomes of households whose people came from or went to other households of the roster."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flows.steps import run_month
from tests.flows.small_county import WINDOW, drop, id_number, incomes, make_workspace, member
from tests.flows.small_county import household as household_row
from tests.flows.workspaces import query

pytestmark = pytest.mark.usefixtures("unlisted")

OLD, NEW = "2021-03", "2021-04"  # the rosters before and after everybody moved
BEFORE, AFTER = WINDOW[:9], WINDOW[9:]  # months of the window before 2021-03, and since
SERIAL = count(100)
NUMBERS: dict[str, str] = {}

# by household: its people in the old roster and in the new one, its monthly wage before and after
HOUSEHOLDS: dict[str, tuple[str, str, int, int]] = {
    "joining": ("甲一 甲二 甲三", "", 3000, 0),  # three persons join four
    "joined": ("乙一 乙二 乙三 乙四", "乙一 乙二 乙三 乙四 甲一 甲二 甲三", 4000, 7000),
    "father": ("丙父 丙母 丙儿 丙女", "丙父", 4500, 2000),  # a divorce: the children go with the mother
    "mother": ("", "丙母 丙儿 丙女", 0, 1500),
    "elder": ("丁老", "", 100, 0),  # one person joins five
    "children": ("丁一 丁二 丁三 丁四 丁五", "丁一 丁二 丁三 丁四 丁五 丁老", 5000, 5200),
    "bride": ("戊父 戊母 戊兄 戊女", "戊父 戊母 戊兄", 4000, 3000),  # one of three left: a third
    "groom": ("己父 己母 己男", "己父 己母 己男 戊女", 3000, 4000),  # one of four came: below a third
    "born": ("庚父 庚母", "庚父 庚母 庚婴 庚婴二", 2000, 2000),  # births, a death, an arrival from elsewhere
    "died": ("辛父 辛母 辛祖", "辛父 辛母", 3000, 2500),
    "old number": ("壬一 壬二", "", 2000, 0),  # only the number of the household is new
    "new number": ("", "壬一 壬二", 0, 2000),
    "twice": ("癸一 癸二 癸三", "癸一 癸二", 3000, 3000),  # 癸三 stood in two households
    "once": ("癸三 癸四", "癸三 癸四", 2000, 2000),
    "restated": ("子一 子二", "子一", 3000, 1500),  # divorced, and reported again for the husband alone
    "silent": ("丑一", "", 0, 0),  # joins five, and its incomes had never been reported
    "hosts": ("丑二 丑三 丑四 丑五 丑六", "丑一 丑二 丑三 丑四 丑五 丑六", 5000, 5000),
}  # fmt: skip
WIFE = ("", "子二", 0, 1500)


def people(household: str, names: str, numbered: str) -> Iterator[dict[str, Any]]:
    for place, name in enumerate(names.split(), 1):
        number = NUMBERS.setdefault(name, id_number(f"35018119700101{next(SERIAL)}"))
        code = {"code": f"M{number}", "ordinal": str(place)}[numbered]
        yield member(household, code, name, number, relation="户主" if place == 1 else "其他")


def county(root: Path, numbered: str) -> Path:
    make_workspace(root)
    households = HOUSEHOLDS | {"wife": WIFE}
    for period, at in ((OLD, 0), (NEW, 1)):
        here = {name: home for name, home in households.items() if home[at]}
        heads = [household_row(name, head_name=str(home[at]).split()[0]) for name, home in here.items()]
        drop(root, "households", f"{period}/户.csv", heads)
        rows = [row for name, home in here.items() for row in people(name, str(home[at]), numbered)]
        drop(root, "members", f"{period}/人.csv", rows)
    sent = {"2021-03": (2, BEFORE), "2021-06": (3, AFTER)}
    for period, (wage, months) in sent.items():
        rows = [row for name, home in households.items() if home[wage]
                for row in incomes(name, months, int(home[wage]))]  # fmt: skip
        drop(root, "incomes", f"{period}/收入.csv", rows)
    again = incomes("restated", WINDOW[:10], 1700)
    drop(root, "incomes", "2021-05/收入_按现有人口重报.csv", again)
    return root


@pytest.fixture(scope="module", params=["code", "ordinal"])
def figures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = county(tmp_path_factory.mktemp("county"), request.param)
    run_month(root, "2021-06")
    found = query(root, "SELECT household_id, members, income_12m, data_gaps FROM household_months")
    return {household: (members, income, own(gaps)) for household, members, income, gaps in found}


def own(gaps: str) -> str:
    """The household's own gaps; the county lacks all departments' data."""
    return "; ".join(gap for gap in gaps.split("; ") if gap.startswith(("incomes", "composition")))


CHANGED = "composition:2021-04"


@pytest.mark.parametrize(
    ("household", "members", "income", "gaps"),
    [
        pytest.param("joined", 7, None, CHANGED, id="a family joined another"),
        pytest.param("father", 1, None, CHANGED, id="who stayed behind"),
        pytest.param("mother", 3, None, f"incomes:{','.join(BEFORE)}; {CHANGED}", id="who left"),
        pytest.param("children", 6, 9 * 5100 + 3 * 5200, "", id="one of six: the income moves"),
        pytest.param("bride", 3, None, CHANGED, id="one of three went"),
        pytest.param("groom", 4, 9 * 3000 + 3 * 4000, "", id="one of four came: below a third"),
        pytest.param("born", 4, 24000, "", id="births count for nothing"),
        pytest.param("died", 2, 9 * 3000 + 3 * 2500, "", id="a death counts for nothing"),
        pytest.param("new number", 2, 24000, "", id="the same people under a new number"),
        pytest.param("twice", 2, 36000, "", id="struck off one of two households"),
        pytest.param("once", 2, 24000, "", id="and nobody came to the other"),
        pytest.param("restated", 1, 9 * 1700 + 3 * 1500, "", id="reported again in a later period"),
        pytest.param("hosts", 6, 60000, "", id="who joined had no income reported at all"),
    ],
)  # fmt: skip
def test_income_is_of_those_who_live_there(
    figures: dict[str, Any], household: str, members: int, income: int | None, gaps: str
) -> None:
    assert figures[household] == (members, income, gaps)
