"""m, u and priors are the counts made by hand, shrunk, and they stay until a new estimate is requested."""

from math import log2
from typing import Any

import duckdb
import pytest

from matching.estimation import estimation, weighed
from matching.estimation.estimation import PSEUDO_PAIRS, estimate, estimate_new
from matching.linker import judge_one, link_persons
from matching.preparing import members
from matching.weighing.model import Frequency, model
from sql.migrate import migrations
from tests.matching.numbered_county import (
    GIVEN,
    Row,
    birth,
    complete,
    county,
    name,
    number,
    row,
    send,
    stranger,
)

pytestmark = pytest.mark.slow

SOURCE = "health_insurance"
MODEL = model(SOURCE)


def parameters(con: duckdb.DuckDBPyConnection, source: str = SOURCE) -> dict[tuple[str, str], Any]:
    saved = con.sql(
        "SELECT comparison, level, m, u, m_rows, u_pairs, estimated, source FROM linkage.parameters"
    )
    return {(row[0], row[1]): row[2:7] for row in saved.fetchall() if row[7] == source}


def shrunk(comparison: str, level: str, seen: int, rows: int) -> float:
    declared = MODEL.comparisons[comparison].levels[level].m
    return (seen + PSEUDO_PAIRS * declared) / (rows + PSEUDO_PAIRS)


@pytest.fixture(scope="module")
def counted() -> dict[tuple[str, str], Any]:
    """Forty men with their numbers, some of whom are written differently than in the roster."""
    rows = [row(man) for man in range(40)]
    rows[0] |= {"name": "汪伟金"}  # sounds like 王伟金
    rows[1] |= {"name": "李伟今"}
    rows[2] |= {"name": "张伟金宝"}  # a character too many
    rows[3] |= {"name": "刘*金"}  # hidden, which is no spelling of the name
    rows[4] |= {"birth_date": birth(4).replace(year=birth(4).year - 1)}
    rows[5] |= {"birth_date": birth(500), "sex": "女"}
    rows[6] |= {"birth_date": None, "sex": None, "address": None}
    rows[7] |= {"address": "石湾镇上林村1号"}  # he lives in the other village
    rows[8] |= {"address": "四川省成都市1号"}
    rows[9] |= {"address": "石湾镇"}  # without a village, which is no evidence about villages
    con = county(60, rows)
    estimate(con, "2021-06")
    return parameters(con)


@pytest.mark.parametrize(
    ("level", "seen", "rows"),
    [
        (("name", "same"), 36, 39),
        (("name", "homophone"), 2, 39),
        (("name", "one_edit"), 1, 39),
        (("birth", "date"), 37, 39),
        (("birth", "near"), 1, 39),
        (("birth", "differs"), 1, 39),
        (("sex", "same"), 38, 39),
        (("sex", "differs"), 1, 39),
        (("place", "village"), 36, 38),
        (("place", "elsewhere"), 1, 38),
        (("place", "nowhere"), 1, 38),
    ],
)
def test_m_is_the_share_of_each_level_among_links_by_number(
    counted: dict[tuple[str, str], Any], level: tuple[str, str], seen: int, rows: int
) -> None:
    m, _, m_rows, _, estimated = counted[level]
    assert (m, m_rows, estimated) == (pytest.approx(shrunk(*level, seen, rows)), rows, "2021-06")


def test_what_links_by_number_cannot_show_stays_as_declared(counted: dict[tuple[str, str], Any]) -> None:
    assert {level for comparison, level in counted if comparison == "number"} == {"ends_first"}
    fixed = {
        (name, level)
        for name, comparison in MODEL.comparisons.items()
        for level, figures in comparison.levels.items()
        if figures.fixed and not figures.excess_over
    }
    assert ("name", "different") in fixed
    assert not fixed & counted.keys()


def test_rows_whose_number_may_be_somebody_elses_are_not_counted() -> None:
    kept = [row(man) for man in range(5)]
    others = [
        row(5, name=f"{name(5)}之子", sex="女"),  # the parent's number
        row(6, name="欧阳清风", sex="女"),  # another name on the number
        row(7, sex="女"),  # the roster has his number twice
        row(8, id_number=number(8)[:-2], sex="女"),  # not complete
        stranger(9, sex="女"),
    ]
    con = county(20, [*kept, *others], 司马光=number(7))
    estimate(con, "2021-06")
    m, _, m_rows, *_ = parameters(con)["sex", "differs"]
    assert (m, m_rows) == (pytest.approx(shrunk("sex", "differs", 0, 5)), 5)
    assert parameters(con)["name", "same"][2] == 5


def test_a_person_counts_once_for_each_row_that_writes_him_so() -> None:
    """A record that is unchanged for three months is one spelling, and a slip in one month is another."""
    con = county(
        20, [*(row(man, row_count=3) for man in range(10)), *(row(man, sex="女") for man in range(10, 20))]
    )
    estimate(con, "2021-06")
    m, _, m_rows, *_ = parameters(con)["sex", "differs"]
    assert (m, m_rows) == (pytest.approx(shrunk("sex", "differs", 5, 20)), 20)


def test_a_person_whom_two_departments_write_alike_counts_for_both() -> None:
    """The registered share is counted in a department's own rows, even if others name the same persons."""
    con = county(20, [*(row(man) for man in range(10)), *(stranger(man) for man in range(10, 20))])
    con.execute(
        "INSERT INTO person_rows SELECT 'education', person_key FROM person_rows WHERE person_key <= 10"
    )
    send(con, [stranger(man, source="education") for man in range(30, 40)], first_key=100)
    estimate(con, "2021-06")
    shares = con.sql("SELECT source, m, m_rows FROM linkage.parameters WHERE level = 'registered'").fetchall()
    declared = {source: model(source).prior.registered for source in ("education", "health_insurance")}
    assert {source: rows for source, _, rows in shares} == {"education": 20, "health_insurance": 20}
    for source, share, _ in shares:
        assert share == pytest.approx((10 + PSEUDO_PAIRS * declared[source]) / (20 + PSEUDO_PAIRS))


def test_the_rarer_a_level_is_the_more_two_departments_are_shrunk_towards_each_other() -> None:
    education = [row(man, source="education", sex="女" if man < 2 else "男") for man in range(400)]
    con = county(400, [*education, *(row(man, address=None) for man in range(20))])
    estimate(con, "2021-06")
    theirs, pairs = (2 + PSEUDO_PAIRS * 0.005) / (400 + PSEUDO_PAIRS), 400 + PSEUDO_PAIRS
    assert estimation.ALIKE / theirs > pairs  # so rare that all pairs of the other department count
    assert parameters(con)["sex", "differs"][0] == pytest.approx(theirs * pairs / (20 + pairs))
    theirs = (398 + PSEUDO_PAIRS * 0.995) / pairs  # so common that they weigh as much as the declared value
    assert parameters(con)["sex", "same"][0] == pytest.approx(
        (20 + PSEUDO_PAIRS * theirs) / (20 + PSEUDO_PAIRS)
    )


def test_the_first_digit_of_numbers_of_one_day_is_counted_in_pairs_of_strangers_and_members() -> None:
    """Members who were registered together resemble each other more than strangers."""
    of_one_day = {
        f"甲{GIVEN[n]}": complete(f"35018119900307{sequence}")
        for n, sequence in enumerate(["011", "013", "015", "911"])
    }
    strangers = [
        stranger(20 + n, id_number=complete(written))
        for n, written in enumerate(["35018119900307017", "35018119900307913", "35018219900307017"])
    ]
    con = county(3, [row(1), *strangers], **of_one_day)
    estimate(con, "2021-06")
    declared = MODEL.comparisons["number"].levels["ends_first"].u
    assert parameters(con)["number", "ends_first"][1] == pytest.approx(
        (3 + 1 + PSEUDO_PAIRS * declared) / (8 + PSEUDO_PAIRS)  # the third is of another area
    )


def test_u_is_the_share_of_each_level_among_random_pairs_with_strangers() -> None:
    women = [stranger(man, sex="女") for man in range(30)]
    men = [stranger(man, sex="男") for man in range(30, 40)]
    others = [row(man, id_number=None, sex="女") for man in range(10)]  # these may be members
    con = county(15, [*women, *men, *others])
    estimate(con, "2021-06")
    estimates = parameters(con)
    differs, same = estimates["sex", "differs"], estimates["sex", "same"]
    assert differs[1:4:2] == (pytest.approx((300 + 100) / (400 + 200)), 400)  # each paired with ten members
    assert same[1] == pytest.approx((100 + 100) / (400 + 200))
    assert differs[2] == 0  # no link by number at all
    assert differs[0] == pytest.approx(0.005)


def test_u_that_is_a_frequency_is_computed_pair_by_pair(counted: dict[tuple[str, str], Any]) -> None:
    pairwise = {
        (comparison, level)
        for comparison, compared in MODEL.comparisons.items()
        for level, figures in compared.levels.items()
        if isinstance(figures.u, Frequency)
    } & counted.keys()
    assert ("birth", "date") in pairwise
    assert {counted[level][1] for level in pairwise} == {None}
    assert {counted[level][3] for level in pairwise} == {0}


def test_a_random_pair_is_never_of_a_person_with_himself() -> None:
    con = county(1, [row(0)])
    estimate(con, "2021-06")
    assert parameters(con)["sex", "same"][3] == 0


def test_prior_is_the_share_of_numbers_that_the_roster_has() -> None:
    rows = [*(row(man) for man in range(30)), *(stranger(man) for man in range(90)), row(31, id_number=None)]
    con = county(40, rows)
    estimate(con, "2021-06")
    m, u, rows_with_number, *_ = parameters(con)["prior", "registered"]
    assert (m, u, rows_with_number) == (
        pytest.approx((30 + 200 * MODEL.prior.registered) / (120 + 200)),
        None,
        120,
    )
    assert parameters(con, "persons")["prior", "one_member"][0] == 1 / 40


@pytest.mark.parametrize(
    ("rows", "prior"), [([row(man) for man in range(60)], 0.98), ([stranger(1)] * 60, 0.02)]
)
def test_prior_is_never_certain(rows: list[Any], prior: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimation, "PSEUDO_PAIRS", 1)
    con = county(60, rows)
    estimate(con, "2021-06")
    assert parameters(con)["prior", "registered"][0] == prior


def test_a_level_that_careful_rows_never_show_keeps_a_tenth_of_its_declared_m(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(estimation, "PSEUDO_PAIRS", 1)
    con = county(60, [row(man) for man in range(60)])
    estimate(con, "2021-06")
    birth, place = (MODEL.comparisons[name] for name in ("birth", "place"))
    estimates = parameters(con)
    assert estimates["birth", "differs"][0] == pytest.approx(0.1 * birth.levels["differs"].m)
    assert estimates["place", "nowhere"][0] == pytest.approx(place.levels["nowhere"].m / 61)


def test_a_handful_of_rows_hardly_changes_the_declared_values() -> None:
    con = county(3, [row(0), row(1, birth_date=birth(70))])
    estimate(con, "2021-06")
    for (comparison, level), (m, u, *_) in parameters(con).items():
        if comparison != "prior":
            declared = MODEL.comparisons[comparison].levels[level]
            assert m == pytest.approx(declared.m, abs=0.01)
            assert isinstance(declared.u, Frequency) or u == pytest.approx(declared.u, abs=0.01)


def test_the_order_in_which_rows_arrived_changes_nothing() -> None:
    rows = [row(man, sex="女" if man % 7 == 0 else "男") for man in range(50)]
    one = county(60, rows)
    estimate(one, "2021-06")
    other = county(60, [])
    for key in reversed(range(50)):
        send(other, [rows[key]], first_key=key + 1)
    estimate(other, "2021-06")
    assert parameters(one) == parameters(other)


def test_only_a_limited_number_of_persons_per_department_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    con = county(30, [row(man) for man in range(30)])
    monkeypatch.setattr("matching.estimation.sampling.draw.__kwdefaults__", None)
    monkeypatch.setattr("matching.estimation.sampling.draw.__defaults__", (10,))
    estimate(con, "2021-06")
    assert parameters(con)["prior", "registered"][2] == 10


def test_the_first_run_estimates_and_the_next_does_not() -> None:
    con = county(30, [row(man) for man in range(20)])
    link_persons(con, period="2021-05")
    before = parameters(con), con.sql("FROM linkage.term_frequencies ORDER BY ALL").fetchall()
    send(con, [row(man, sex="女", birth_date=birth(90)) for man in range(20, 30)], first_key=100)
    con.execute("INSERT INTO roster.members SELECT 'H0', 'new', '司马光', NULL, NULL, NULL, NULL")
    link_persons(con, period="2021-06")
    after = parameters(con), con.sql("FROM linkage.term_frequencies ORDER BY ALL").fetchall()
    assert before == after
    assert before[0]["prior", "registered"][4] == "2021-05"


def test_a_department_that_sends_for_the_first_time_is_estimated_then() -> None:
    con = county(30, [row(man) for man in range(20)])
    link_persons(con, period="2021-05")
    before = parameters(con)
    send(con, [row(man, source="education") for man in range(10)], first_key=100)
    link_persons(con, period="2021-06")
    assert parameters(con) == before
    assert parameters(con, "education")["prior", "registered"][2:] == (10, 0, "2021-06")


def test_other_parameters_relink_everybody_once() -> None:
    con = county(30, [row(man) for man in range(20)])
    link_persons(con, period="2021-05")
    con.execute("UPDATE linkage.person_links SET stage = 'kept'")
    estimate(con, "2021-05")
    assert not weighed.is_pending(con)  # the same rows give the same estimates
    assert link_persons(con, period="2021-06") == {}
    send(con, [row(man, sex="女") for man in range(20, 30)], first_key=100)
    estimate(con, "2021-06")
    assert weighed.is_pending(con)
    assert link_persons(con, period="2021-06") == {"id_exact": 30}
    assert not weighed.is_pending(con)
    assert link_persons(con, period="2021-06") == {}


def test_estimating_without_persons_or_members_is_no_error() -> None:
    con = county(0, [])
    estimate(con, "2021-06")
    assert parameters(con) == {}
    send(con, [row(1)])
    estimate_new(con, "2021-06")
    assert parameters(con)["prior", "registered"][2] == 1


def double(man: int) -> str:
    """The number of a stranger born on his day, in another county."""
    return complete(f"350625{number(man)[6:14]}9{number(man)[15:17]}")


def test_strangers_with_the_name_and_birth_date_of_a_member_are_counted() -> None:
    doubles = [row(man, id_number=double(man)) for man in range(5)]
    con = county(20, doubles)
    estimate(con, "2021-06")
    _, u, m_rows, strangers, _ = parameters(con)["together", "name_birth"]
    declared = MODEL.comparisons["together"].levels["name_birth"].u
    assert u == pytest.approx((5 + 500 * declared) / (5 + 500), rel=0.01)
    assert (m_rows, strangers) == (0, 5)


def test_a_member_without_a_number_is_nobodys_double() -> None:
    con = county(20, [row(man) for man in range(5)])
    con.execute("UPDATE roster.members SET id_number = NULL WHERE name IN (SELECT name FROM linkage.persons)")
    members.refresh(con)
    estimate(con, "2021-06")
    _, u, _, strangers, _ = parameters(con)["together", "name_birth"]
    declared = MODEL.comparisons["together"].levels["name_birth"].u
    assert (u, strangers) == (pytest.approx(500 * declared / (5 + 500), rel=0.01), 5)


def test_pupils_have_fewer_doubles_than_patients() -> None:
    pupils = [stranger(man, source="education") for man in range(50)]
    con = county(20, [*(row(man, id_number=double(man)) for man in range(20)), *pupils])
    estimate(con, "2021-06")
    of_pupils, of_patients = (
        parameters(con, source)["together", "name_birth"][1] for source in ("education", SOURCE)
    )
    assert MODEL.comparisons["together"].levels["name_birth"].u < of_pupils < of_patients


def test_strangers_from_elsewhere_have_more_doubles_than_those_from_another_village() -> None:
    near = [stranger(man, address="石湾镇上林村1号") for man in range(50)]
    far = [row(man, id_number=double(man), address="四川省成都市1号") for man in range(20)]
    con = county(20, [*near, *far])
    estimate(con, "2021-06")
    declared = MODEL.comparisons["together"].levels["name_birth_nowhere"].u
    of_all, elsewhere, nowhere = (
        parameters(con)["together", level][1:4:2]
        for level in ("name_birth", "name_birth_elsewhere", "name_birth_nowhere")
    )
    assert (of_all[1], elsewhere[1], nowhere[1]) == (70, 50, 20)
    assert nowhere[0] == pytest.approx((20 + 500 * declared) / (20 + 500), rel=0.01)
    assert elsewhere[0] == pytest.approx(500 * declared / (50 + 500), rel=0.01)
    assert elsewhere[0] < of_all[0] < nowhere[0]


def test_a_database_estimated_before_doubles_were_counted_by_place_takes_the_share_of_all_once() -> None:
    con = county(20, [row(man, id_number=double(man)) for man in range(5)])
    by_place = dict(migrations())[15]
    con.execute(by_place)
    assert parameters(con) == {}  # nothing was estimated yet
    estimate(con, "2021-06")
    counted = parameters(con)
    con.execute(by_place)
    assert parameters(con) == counted
    con.execute(
        "DELETE FROM linkage.parameters WHERE level IN ('name_birth_elsewhere', 'name_birth_nowhere')"
    )
    con.execute(by_place)
    for level in ("name_birth_elsewhere", "name_birth_nowhere"):
        assert parameters(con)["together", level] == counted["together", "name_birth"]


def test_the_sex_is_no_evidence_against_doubles_who_share_it() -> None:
    doubles = [row(man, id_number=double(man)) for man in range(20)]
    alike = {"id_number": None, "address": None}
    con = county(20, [row(7, **alike), row(7, **alike, sex=None), *doubles])
    link_persons(con, period="2021-06")
    linked = "SELECT person_key, probability FROM linkage.person_links WHERE status = 'linked' UNION FROM "
    shown = "(SELECT person_key, probability FROM linkage.person_reviews)"
    probability = dict(con.sql(f"{linked}{shown}").fetchall())
    assert probability[1] == pytest.approx(probability[2], abs=0.001)
    assert probability[1] < 0.99


@pytest.mark.parametrize(
    ("level", "about"),
    [
        ("name_birth", {"name": name(7), "address": None}),
        ("name_birth", {"name": "黄威金", "address": None}),
        ("name_birth", {"name": "黄*金", "address": None}),
        ("name_birth_elsewhere", {"name": name(7), "address": "石湾镇上林村1号"}),
        ("name_birth_nowhere", {"name": name(7), "address": "四川省成都市1号"}),
        ("name_village", {"name": "黄威金", "birth_date": None}),
        ("name_number", {"id_number": f"{number(7)[:16]}98", "address": None, "birth_date": None}),
    ],
)
def test_a_double_is_written_with_as_many_slips_as_a_member(level: str, about: Row) -> None:
    doubles = [row(man, id_number=double(man)) for man in range(5)]
    con = county(20, [row(7, **{"id_number": None, "sex": None, **about}), *doubles])
    estimate(con, "2021-06")
    judge_one(con, 1)
    ((outcome, together, agreeing, people),) = con.sql(
        "SELECT together_level, together_weight, "
        "number_weight + damaged_name_weight + birth_weight + if($of_village, place_weight, 0), people "
        "FROM link_weights, link_priors WHERE source = 'health_insurance' AND together_level IS NOT NULL "
        "ORDER BY together_weight LIMIT 1",
        params={"of_village": level == "name_village"},
    ).fetchall()
    declared = MODEL.comparisons["together"].levels[level].u
    u = parameters(con).get(("together", level), (1, declared))[1]
    assert (outcome, together) == (level, pytest.approx(-log2(1 + u / people * 2**agreeing)))


def test_a_number_that_differs_has_no_agreeing_birth_year() -> None:
    con = county(20, [row(7, id_number="350199195112117779", birth_date=None)])
    judge_one(con, 1)
    levels = con.sql("SELECT number_level, birth_level FROM link_weighed WHERE damaged_name_level = 'same'")
    assert levels.fetchall() == [("differs", None)]


def test_the_doubles_of_all_candidates_count_against_each() -> None:
    born = f"350181{birth(0):%Y%m%d}"
    others = {"王伟": complete(f"{born}901"), "王金": complete(f"{born}903")}
    con = county(20, [row(0, name="王伟", id_number=None)], **others)
    judge_one(con, 1)
    pairs = con.sql(
        "SELECT w.damaged_name_level, w.together_level, w.together_weight, a.together_weight "
        "FROM link_weighed AS w JOIN link_weights AS a USING (rid, mid) ORDER BY 1"
    ).fetchall()
    assert [level for level, *_ in pairs] == ["same", "shared_part"]
    assert pairs[0][1:3] == pairs[1][1:3]
    assert pairs[0][2] == pytest.approx(-log2(1 + sum(2**-alone - 1 for *_, alone in pairs)))


def test_names_of_rows_without_a_number_are_counted_where_birth_date_and_village_identify_the_person() -> (
    None
):
    plain = [row(man, id_number=None) for man in range(8)]
    damaged = [
        row(8, id_number=number(8)[:-3] + "***", name="周伟进"),
        row(10, id_number=None, name="王方今"),
    ]
    nothing = [
        row(11, id_number=None, birth_date=None),
        row(12, id_number=None, address=None),
        row(13, id_number=None, name=f"{name(13)}之子"),
    ]
    con = county(20, [*plain, *damaged, *nothing, row(14, name="陈芳今")])
    estimate(con, "2021-06")
    estimates = parameters(con)
    assert estimates["damaged_name", "same"][2] == 10
    assert estimates["damaged_name", "homophone"][0] == pytest.approx(
        shrunk("damaged_name", "homophone", 2, 10)
    )
    assert estimates["name", "homophone"][2] == 1
