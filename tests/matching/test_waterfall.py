"""The waterfall of one person is the linker's own judgement: it adds up, and it agrees with the link."""

import re
from math import isclose, log2
from pathlib import Path
from typing import Any

import duckdb
import pytest

from matching import linker
from matching.waterfall import Candidate, Judgement, Step, candidate, judged
from matching.weighing.model import Model, model
from tests.matching.county import GOLDEN, add_persons, links, warehouse

pytestmark = pytest.mark.slow

ROWS = [case["row"] for case in GOLDEN["cases"]]
NO_NUMBER = {"name": "李建国", "address": "福清镇东龙湾村", "birth_date": None}


def weighed(**changes: Any) -> dict[str, Any]:
    """One household with one compared member: the name agrees, no other comparison has a level."""
    silent = {f"{name}_level": None for name in model().comparisons}
    weights = {f"{name}_weight": 0.0 for name in model().comparisons}
    household = {
        "household_id": "A1", "member_id": "A1-2", "compared_member_id": "A1-2", "members": 1,
        "member_share": 1.0, "stage": "name_place", "finding": None, "decision": None,
        "pair_odds": 8.0, "household_odds": 8.0, "all_odds": 8.0, "registered": 8 / 9, "probability": 8 / 9,
        "linked": False, "doubt": None, "weight": 10.0,
    }  # fmt: skip
    return {**silent, **weights, **household, "name_level": "same", "name_weight": 10.0, **changes}


def laid_out(chosen: Model | None = None, **changes: Any) -> Candidate:
    return candidate(weighed(**changes), 2**-7, {("name", "same"): 0.96}, chosen or model())


def steps(household: Candidate) -> dict[str, Step]:
    return {step.name: step for step in household.steps}


def probability(bits: float) -> float:
    return 1 / (1 + 2**-bits)


def test_weights_run_from_the_prior_to_the_probability() -> None:
    shown = laid_out()
    assert (shown.steps[0].name, shown.steps[0].total_bits) == ("prior", -7)
    assert steps(shown)["name"].total_bits == 3
    assert isclose(probability(shown.steps[-1].total_bits), 8 / 9)


def test_a_level_is_shown_with_its_m_and_the_u_of_this_pair() -> None:
    name = steps(laid_out())["name"]
    assert (name.level, name.outcome, name.m) == ("same", "姓名相同", 0.96)
    assert isclose(name.u or 0, 0.96 / 2**10, rel_tol=1e-5)
    silent = steps(laid_out())["birth"]
    assert (silent.level, silent.m, silent.u, silent.weight_bits) == (None, None, None, 0)


def test_of_the_two_comparisons_of_names_only_the_one_with_a_level_is_shown() -> None:
    whole, damaged = laid_out(), weighed(name_level=None, damaged_name_level="same")
    lost = candidate(damaged, 2**-7, {("damaged_name", "same"): 0.9}, model())
    assert [name for name in steps(whole) if "name" in name] == ["name"]
    assert [name for name in steps(lost) if "name" in name] == ["damaged_name"]


def test_other_households_and_other_members_move_the_odds() -> None:
    shown = steps(laid_out(members=2, household_odds=10.0, all_odds=14.0, probability=10 / 15))
    assert isclose(shown["family"].total_bits, log2(10))
    assert shown["rivals"].outcome == "其他候选户占 26.67%"
    assert isclose(probability(shown["rivals"].total_bits), 10 / 15)


def test_a_verdict_overrides_the_weights() -> None:
    odds = 0.998 / 0.002
    shown = laid_out(finding="suffix", pair_odds=odds, household_odds=odds, all_odds=odds, probability=0.998)
    assert steps(shown)["finding"].outcome == model().verdicts["suffix"].label
    assert isclose(probability(shown.steps[-1].total_bits), 0.998)


def test_a_verdict_without_a_probability_keeps_the_weights() -> None:
    shown = steps(laid_out(finding="birth_differs", doubt="birth_differs"))
    assert shown["finding"].weight_bits == 0
    assert laid_out(doubt="birth_differs").doubt == model().verdicts["birth_differs"].label
    assert laid_out(doubt="weak").doubt == model().doubts["weak"]


def test_a_reviewer_overrides_both() -> None:
    yes = laid_out(finding="id_conflict", decision="yes", pair_odds=1e9, household_odds=1e9, all_odds=1e9)
    assert isclose(steps(yes)["reviewer"].total_bits, log2(1e9))
    no = laid_out(decision="no", pair_odds=None, household_odds=None, all_odds=None, probability=None)
    assert no.steps[-1].name == "reviewer"
    assert no.probability is None


def test_a_household_that_blocking_does_not_reach_has_no_comparisons() -> None:
    named = {"decision": "yes", "weight": None, "pair_odds": 1e9, "household_odds": 1e9, "all_odds": 1e9}
    assert [*steps(laid_out(**named))] == ["prior", "reviewer", "rivals"]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """The golden roster with all golden cases linked."""
    con = warehouse()
    add_persons(con, dict(enumerate(ROWS)))
    linker.link_persons(con)
    return con


EACH = 2  # persons of every stage: judging one costs a third of a second


@pytest.fixture(scope="module")
def again(con: duckdb.DuckDBPyConnection) -> dict[int, Judgement]:
    """Some persons of every stage, and all those in review, judged again."""
    chosen = con.execute(
        "SELECT person_key FROM linkage.person_links "
        "QUALIFY status = 'review' OR row_number() OVER (PARTITION BY stage ORDER BY person_key) <= $each",
        {"each": EACH},
    ).fetchall()
    return {person_key: judged(con, person_key) for (person_key,) in chosen}


def test_the_judgement_is_the_link(con: duckdb.DuckDBPyConnection, again: dict[int, Judgement]) -> None:
    for person_key, now in again.items():
        link, what = links(con)[person_key], GOLDEN["cases"][person_key]["what"]
        chosen = next((c for c in now.candidates if c.linked), None)
        judged_link = (now.status, chosen and chosen.household_id, chosen and chosen.member_id)
        assert judged_link == (link["status"], link["household_id"], link["member_id"]), what
        if chosen and link["probability"] != linker.SETTLED:
            assert (chosen.stage, chosen.probability) == (link["stage"], link["probability"]), what
        for household in now.candidates:
            bits = household.steps[-1].total_bits
            rounded = 0.51e-9  # half of the ninth place
            assert isclose(probability(bits), household.probability or 0, rel_tol=0, abs_tol=rounded), what


def test_review_pairs_have_the_same_reasons(
    con: duckdb.DuckDBPyConnection, again: dict[int, Judgement]
) -> None:
    reviews = con.execute(
        "SELECT person_key, household_id, reasons FROM linkage.person_reviews ORDER BY ALL"
    ).fetchall()
    assert reviews
    for person_key, household_id, reasons in reviews:
        (household,) = (c for c in again[person_key].candidates if c.household_id == household_id)
        levels = [f"{step.outcome}（{step.weight_bits:+.1f}）" for step in household.steps if step.level]
        assert reasons == f"{household.doubt}：{'；'.join(levels)}"


def test_nothing_is_left_behind_and_a_read_only_warehouse_is_enough(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    con.execute(f"ATTACH '{tmp_path / 'w.duckdb'}' AS copy")
    con.execute("COPY FROM DATABASE memory TO copy")
    con.execute("DETACH copy")
    with duckdb.connect(tmp_path / "w.duckdb", read_only=True) as published:
        assert judged(published, 0).status == "linked"
        assert published.sql("FROM duckdb_tables() WHERE temporary").fetchall() == []
        assert published.sql("FROM duckdb_views() WHERE temporary AND NOT internal").fetchall() == []


def decided(decision: str) -> Judgement:
    """Judgement of a person without a number after a reviewer's decision on household A4."""
    con = warehouse()
    add_persons(con, {0: NO_NUMBER})
    linker.link_persons(con)
    con.execute(
        "INSERT INTO linkage.labels (person_key, household_id, member_id, decision, period) "
        "VALUES (0, 'A4', 'A4-1', $decision, '2021-06')",
        {"decision": decision},
    )
    return judged(con, 0)


def test_a_yes_links_and_a_no_excludes() -> None:
    yes = decided("yes")
    assert (yes.status, yes.candidates[0].member_id, yes.candidates[0].stage) == (
        "linked",
        "A4-1",
        "reviewed",
    )
    no = decided("no")
    denied = no.candidates[-1]
    assert (denied.household_id, denied.decision, denied.probability) == ("A4", "no", None)
    assert no.status != "linked"


def test_the_search_shows_how_many_share_each_key(con: duckdb.DuckDBPyConnection) -> None:
    case = next(n for n, each in enumerate(GOLDEN["cases"]) if each["what"] == "错一位")
    members = {rule["rule"]: rule["members"] for rule in judged(con, case).search}
    assert members["birth_surname"] == 1
    complete = judged(con, 0)
    assert (complete.search, complete.person["number_known"]) == ([], True)


def test_no_value_of_the_person_is_in_it(again: dict[int, Judgement]) -> None:
    for person_key, now in again.items():
        row, text = ROWS[person_key], repr(now)
        values = [str(row[name]) for name in ("name", "id_number", "address") if row.get(name)]
        assert not [value for value in values if value in text], GOLDEN["cases"][person_key]["what"]
        assert not re.search(r"\d{4}-\d{2}-\d{2}", text)
