"""No township, department or insurer gets a family that is not theirs to see (law 5 of ledger.md).

Every personal value of a family holds its household number: wherever one turns up, the family is named.
"""

import random
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from connectors.publishing.issuing import issue
from rules.contradictions import find
from rules.declarations.pack import load_packs
from rules.procedure.tables import declare_procedure
from tests.connectors.ledger_county import found, happened, stands, with_departments, written
from tests.connectors.list_county import PERIOD, county

TOWNS = ("仙龙镇", "太平畲族乡", "坪上镇")
AMOUNTS = {"health_insurance": "61220.1", "education": "7373.73"}
DEPARTMENTS = {"health_insurance": "医疗保障局", "education": "教育局"}
PLANTED = """
UPDATE roster.households SET head_name = '户' || household_id, head_id_number = household_id || '000000',
    phone = household_id || '9', responsible_person = '帮' || household_id;
UPDATE roster.members SET name = '人' || member_id, id_number = household_id || '111111';
"""
NUMBER = re.compile(r"3501\d{8}")


def planted(draw: random.Random) -> duckdb.DuckDBPyConnection:
    """A county in which chance decides what was reported, found and decided of each family."""
    con = county(draw.randint(3, 8), TOWNS)
    con.execute(PLANTED)
    with_departments(con)
    declare_procedure(con, load_packs()[draw.choice(["fujian-2021", "city-2020"])])
    issue(con, PERIOD, date(2021, 6, 4))
    for (household,) in con.execute("SELECT household_id FROM roster.households ORDER BY ALL").fetchall():
        _plant(con, draw, household)
    find(con, PERIOD)
    return con


def _plant(con: duckdb.DuckDBPyConnection, draw: random.Random, household: str) -> None:
    if draw.random() < 0.4:  # the department's row is another's evidence now
        con.execute(
            "UPDATE alert_evidence SET source = 'education', amount = 7373.73 "
            "WHERE source = 'health_insurance' AND household_id = ?",
            [household],
        )
    if draw.random() < 0.5:
        verdict = draw.choice(["confirmed", "partly", "refuted", "unverifiable"])
        found(con, household, verdict, cause="因病", remark=f"说明{household}")
    steps = con.execute("SELECT key FROM built.procedure_steps ORDER BY ordinal").fetchall()
    if draw.random() < 0.6:
        stage = draw.choice(["proposed", "monitored", "eliminated", "refuted"])
        stands(con, household, stage, next_step=draw.choice([None, *(key for (key,) in steps)]))
    deciding = con.execute("SELECT key FROM built.procedure_steps WHERE result_title IS NOT NULL").fetchall()
    for kind in ([*deciding[0], "eliminated"], [])[draw.random() < 0.6]:
        happened(con, household, kind, date(2021, 6, draw.randint(1, 9)))


def texts(path: Path) -> str:
    """Everything that a workbook holds, as it is stored."""
    with zipfile.ZipFile(path) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def query(con: duckdb.DuckDBPyConnection, text: str, *values: object) -> set[str]:
    return {household for (household,) in con.execute(text, values).fetchall()}


def theirs(con: duckdb.DuckDBPyConnection, place: str) -> set[str]:
    """The families that the addressee of a workbook may see."""
    kind, _, rest = place.partition("/")
    if kind in TOWNS or kind == "疑点":
        town = kind if kind in TOWNS else rest.split("/")[0]
        return query(con, "SELECT household_id FROM roster.households WHERE township = ?", town)
    if kind == "部门反馈":
        return _told(con) | _own(con, rest.split("/")[0])
    if kind == "保险核查":
        return query(con, "SELECT household_id FROM ledger WHERE next_step = 'insurer_visit'")
    return set()  # a public notice names no number


def _told(con: duckdb.DuckDBPyConnection) -> set[str]:
    return query(con, "SELECT household_id FROM returned.pushes WHERE period = ?", PERIOD)


def _own(con: duckdb.DuckDBPyConnection, department: str) -> set[str]:
    source = next(source for source, name in DEPARTMENTS.items() if name == department)
    return query(
        con, "SELECT household_id FROM alert_evidence WHERE source = ? AND file_id IS NOT NULL", source
    )


def for_others(books: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """What every workbook holds that does not stay with the county."""
    for place, path in books.items():
        if not place.startswith(("全国系统/", "县级确认")):
            yield place, texts(path)


@pytest.mark.parametrize("seed", range(12))
def test_nobody_gets_a_family_that_is_not_theirs(seed: int, tmp_path: Path) -> None:
    con = planted(random.Random(seed))
    seen = 0
    for place, text in for_others(written(con, tmp_path)):
        named = {*NUMBER.findall(text)}
        assert named <= theirs(con, place), place
        seen += len(named)
        if place.startswith("部门反馈/"):
            department = place.split("/")[1]
            assert {*re.findall(r"说明(\d{12})", text)} <= _own(con, department)
            others = [a for source, a in AMOUNTS.items() if DEPARTMENTS[source] != department]
            assert not any(amount in text for amount in others)
    assert seen > 20


def test_a_notice_names_the_families_of_its_village_alone(tmp_path: Path) -> None:
    con = county(6, TOWNS)
    con.execute(PLANTED)
    for (household,) in con.execute("SELECT household_id FROM roster.households").fetchall():
        stands(con, household, "assembly", next_step="notice")
    issue(con, PERIOD, date(2021, 6, 4))
    pages = [(place, text) for place, text in for_others(written(con, tmp_path)) if place.startswith("公示/")]
    assert len(pages) == 3 * len(TOWNS)
    for place, text in pages:
        _, town, name = place.split("/")
        village = name.removesuffix(".xlsx").split("_")[2]
        hidden = {"3" + shown for shown in re.findall(r"户\*(501\d{8})", text)}
        assert hidden == query(
            con,
            "SELECT household_id FROM roster.households WHERE township = ? AND village = ?",
            town,
            village,
        )
        assert not NUMBER.search(text)
