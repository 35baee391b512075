"""A pack's time limits and scale are published for lists and summaries."""

from dataclasses import replace
from decimal import Decimal

import duckdb

from rules.declarations.follow_up import Duty, Scale
from rules.declarations.model import DatedValue, Parameter
from rules.declarations.pack import parameters
from rules.terms import declare
from sql.migrate import migrate
from tests.rules.warehouse import PACKS, rows

PRINTED = Parameter(
    label="一般规模", unit="比例", basis="document_text", article="三(二)", values=(DatedValue(value="0.05"),)
)
OWN = replace(
    PRINTED, label="规模上限", basis="local_interpretation", article=None, values=(DatedValue(value="0.1"),)
)
NATIONAL = PACKS["national-2020"]
PACK = replace(
    NATIONAL,
    parameters={**NATIONAL.parameters, "usual_share": PRINTED, "most_share": OWN},
    calendar=(
        Duty(label="乡镇初审", requirements=("F7",), articles=("三(一)",), within_working_days=5),
        Duty(label="逐月走访", requirements=("F5",), articles=("五(一)", "三(一)"), every="month"),
    ),
    scale=Scale(usual="usual_share", most="most_share", requirements=("N3",), articles=("三(二)",)),
)


def test_duties_and_scale_are_declared_once_and_cited() -> None:
    con = duckdb.connect()
    migrate(con)
    for _ in range(2):
        declare(con, "2021-06", PACK, parameters(PACK, "2021-06", {}))
    duties = "SELECT label, within_working_days, within_months, every FROM duties_in_force ORDER BY ordinal"
    declared = rows(con, duties)
    assert [tuple(row.values()) for row in declared] == [
        ("乡镇初审", 5, None, None),
        ("逐月走访", None, None, "month"),
    ]
    cites = rows(con, "SELECT cites FROM duties_in_force ORDER BY ordinal")
    assert [row["cites"] for row in cites] == [
        "国开发〔2020〕6号 三(一)",
        "国开发〔2020〕6号 五(一)；国开发〔2020〕6号 三(一)",
    ]
    (scale,) = rows(con, "SELECT * EXCLUDE (period) FROM scale_in_force")
    assert scale == {
        "pack": "national-2020",
        "usual": Decimal("0.05"),
        "most": Decimal("0.1"),
        "cites": "国开发〔2020〕6号 三(二)；本地口径（规模上限）",
    }
    bare = replace(PACK, calendar=(), scale=None)
    declare(con, "2021-06", bare, parameters(bare, "2021-06", {}))
    assert rows(con, "FROM duties_in_force") == rows(con, "FROM scale_in_force") == []
