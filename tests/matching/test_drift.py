"""New rows that no longer agree with the saved parameters are reported, and change nothing by themselves."""

from typing import Any

import duckdb
import pytest

from matching.estimation.estimation import estimate
from matching.linker import link_persons
from sql import statement
from tests.matching.numbered_county import Row, birth, county, row, send, stranger, write_again

MEN = 60


def linked_in_may(rows: list[Row]) -> duckdb.DuckDBPyConnection:
    con = county(MEN, [])
    send(con, rows, met_in="2021-05")
    link_persons(con, period="2021-05")
    return con


def drift(con: duckdb.DuckDBPyConnection, period: str = "2021-06") -> dict[tuple[str, str], Any]:
    levels = con.execute(
        "FROM linkage.drift WHERE period = $period ORDER BY ALL", {"period": period}
    ).fetchall()
    return {(row[2], row[3]): row[4:] for row in levels}


def link_in_june(
    con: duckdb.DuckDBPyConnection, rows: list[Row], first_key: int = 1000
) -> dict[tuple[str, str], Any]:
    send(con, rows, first_key, met_in="2021-06")
    link_persons(con, period="2021-06")
    return drift(con)


def test_the_period_of_the_estimate_has_nothing_to_drift_from() -> None:
    con = linked_in_may([row(man) for man in range(30)])
    assert drift(con, "2021-05") == {}


def test_shares_that_tripled_have_drifted_and_others_have_not() -> None:
    con = linked_in_may([row(man) for man in range(30)])
    saved = con.sql("FROM linkage.parameters ORDER BY ALL").fetchall()
    observed_levels = link_in_june(con, [row(man, sex="女" if man % 3 else "男") for man in range(30, MEN)])
    m, observed, rows, drifted = observed_levels["sex", "differs"]
    assert (observed, rows, drifted) == (pytest.approx(20 / 30), 30, True)
    assert m == pytest.approx((200 * 0.005) / (30 + 200))
    assert {level for level, (*_, drifted) in observed_levels.items() if drifted} == {("sex", "differs")}
    assert con.sql("FROM linkage.parameters ORDER BY ALL").fetchall() == saved


def test_two_odd_rows_are_chance() -> None:
    con = linked_in_may([row(man) for man in range(30)])
    rows = [row(man, birth_date=birth(man + 100) if man < 32 else birth(man)) for man in range(30, MEN)]
    observed_levels = link_in_june(con, rows)
    assert observed_levels["birth", "differs"][1:] == (pytest.approx(2 / 30), 30, False)
    assert not any(drifted for *_, drifted in observed_levels.values())


def test_a_department_that_sends_another_kind_of_people_has_drifted() -> None:
    con = linked_in_may([row(man) for man in range(30)])
    observed_levels = link_in_june(con, [stranger(man) for man in range(90)])
    saved, observed, rows, drifted = observed_levels["prior", "registered"]
    assert (observed, rows, drifted) == (0, 90, True)
    assert saved > 0.6


def test_persons_met_before_count_as_the_new_ones() -> None:
    """Of an unchanged record and one with a slip only the latter is new, which does not make slips common."""
    known = [row(man) for man in range(30)]
    con = linked_in_may(known)
    send(con, [row(man, sex="女") for man in range(3)], 1000, met_in="2021-06")
    write_again(con, [*range(1, 31), 1000, 1001, 1002])
    link_persons(con, period="2021-06")
    assert drift(con)["sex", "differs"][1:] == (pytest.approx(3 / 33), 33, False)


def test_a_period_run_again_watches_the_rows_of_all_its_files() -> None:
    con = duckdb.connect()
    con.execute("CREATE SCHEMA linkage")
    con.execute(
        "CREATE TABLE linkage.watched AS SELECT 's' AS source, 9::UBIGINT AS person_key, 1 AS row_count"
    )
    con.execute(
        "CREATE TABLE files AS FROM (VALUES (1, 's', '2021-05', 'accepted', 1), "
        "(2, 's', '2021-06', 'accepted', 2), (3, 's', '2021-06', 'accepted', 1)) "
        "AS f (file_id, source, period, status, rows_accepted)"
    )
    written = "(VALUES (1, 6), (2, 7), (2, 8), (3, 8)) AS w (file_id, person_key)"
    con.execute(
        f"CREATE VIEW person_writings AS SELECT file_id, person_key::UBIGINT AS person_key FROM {written}"
    )
    con.execute(statement("links/watched"), {"period": "2021-06", "persons": 2_000})
    assert sorted(con.sql("FROM linkage.watched").fetchall()) == [("s", 7, 1), ("s", 8, 2)]


def test_a_failing_watch_fails_the_run() -> None:
    con = linked_in_may([row(man) for man in range(30)])
    con.execute("DROP TABLE linkage.drift")
    with pytest.raises(duckdb.CatalogException):
        link_in_june(con, [row(man) for man in range(30, MEN)])


def test_a_new_estimate_ends_the_drift() -> None:
    con = linked_in_may([row(man) for man in range(30)])
    assert link_in_june(con, [row(man, sex="女") for man in range(30, MEN)])["sex", "differs"][3]
    estimate(con, "2021-06")
    assert drift(con) == {}
    link_persons(con, period="2021-06")
    assert drift(con) == {}
