"""A source's own model applies only to that source's rows, and keys without effect are refused."""

from math import isclose, log2
from typing import Any

import duckdb
import pytest

from data_contracts.errors import SettingsError
from matching import waterfall
from matching.estimation import declared
from matching.estimation.estimation import PSEUDO_PAIRS, estimate
from matching.estimation.weighed import is_pending
from matching.linker import judge_one, link_persons
from matching.models.files import read
from matching.weighing import compiler, shown_parameters
from matching.weighing.model import labels, labels_of_all, model
from tests.conftest import Declare
from tests.matching.numbered_county import Row, county, row

DIALECT = {
    "label": "姓名按本地口音相同",
    "when": "spelling = 'homophone'",
    "m": 0.9,
    "u": 0.00001,
    "before": "homophone",
}


def own(source: str, **comparisons: Any) -> dict[str, Any]:
    """A model file of `source` with additional levels, on top of its packaged file."""
    document = read(source) if source == "education" else {"extends": "persons", "label": source}
    return {**document, "comparisons": {name: {"levels": levels} for name, levels in comparisons.items()}}


def misheard(man: int, source: str, **other: Any) -> Row:
    """A row whose name sounds like his, without a number and thus with little other evidence."""
    return row(man, source=source, **{"name": "王纬金", "id_number": None, "sex": None, **other})


def compared(con: duckdb.DuckDBPyConnection, person: int) -> tuple[str, float]:
    """Level and weight of the name comparison in the pair of `person` and M0."""
    judge_one(con, person)
    pairs = con.execute(
        "SELECT damaged_name_level, damaged_name_weight FROM link_weighed JOIN linkage.members USING (mid) "
        "WHERE member_id = 'M0'"
    ).fetchall()
    assert len(pairs) == 1
    return pairs[0]


@pytest.mark.parametrize("source", ["education", "rebuilding"])
def test_a_level_of_one_source_holds_for_its_rows_alone(declare: Declare, source: str) -> None:
    declare(source, own(source, damaged_name={"dialect": DIALECT}))
    for other in ("emergency", "civil_affairs"):
        declare(other, {"extends": "persons", "label": other})
    con = county(20, [misheard(0, source), misheard(0, "emergency"), misheard(0, "civil_affairs")])
    level, weight = compared(con, 1)
    assert level == "dialect"
    assert isclose(weight, log2(0.9 / 0.00001))
    others = [compared(con, person) for person in (2, 3)]
    assert {level for level, _ in others} == {"homophone"}
    assert all(weight < 10 for _, weight in others)


def test_only_rows_of_that_source_are_decided_and_explained_by_it(declare: Declare) -> None:
    doubtful = {**DIALECT, "m": 0.01, "u": 0.005}
    declare("education", own("education", damaged_name={"dialect": doubtful}))
    con = county(20, [misheard(0, source, address=None) for source in ("education", "emergency")])
    link_persons(con, period="2021-06")
    links = con.sql("SELECT status, household_id FROM linkage.person_links ORDER BY person_key").fetchall()
    assert links == [("review", None), ("linked", "H0")]
    ((reasons,),) = con.sql("SELECT reasons FROM linkage.person_reviews").fetchall()
    assert "姓名按本地口音相同" in reasons
    outcomes = [
        {step.level: step.outcome for step in waterfall.judged(con, person).candidates[0].steps}
        for person in (1, 2)
    ]
    assert outcomes[0]["dialect"] == "姓名按本地口音相同"
    assert outcomes[1]["homophone"] == "姓名同音"


def test_a_level_of_one_source_is_counted_in_its_rows(declare: Declare) -> None:
    declare("education", own("education", name={"dialect": DIALECT}))
    rows = [row(man, source=source) for source in ("education", "emergency") for man in range(30)]
    for misheard_one in (rows[0], rows[30]):
        misheard_one["name"] = "汪伟金"
    con = county(40, rows)
    estimate(con, "2021-06")
    shares = dict(
        con.sql(
            "SELECT source || ' ' || level, m FROM linkage.parameters "
            "WHERE comparison = 'name' AND level IN ('dialect', 'homophone')"
        ).fetchall()
    )
    assert shares.keys() == {"education dialect", "education homophone", "emergency homophone"}
    assert isclose(shares["education dialect"], (1 + PSEUDO_PAIRS * 0.9) / (30 + PSEUDO_PAIRS))
    shown = shown_parameters.shown(con).filter(level="dialect")
    assert shown["source"].to_list() == ["education"]


def test_a_level_stands_where_it_is_declared(declare: Declare) -> None:
    declare("education", own("education", sex={"unsure": {**DIALECT, "when": "true"}}))
    with pytest.raises(SettingsError, match=r"education\.yaml.*unsure.*before.*same、differs"):
        model()
    declare(
        "education",
        own(
            "education", sex={"unlike": {**DIALECT, "before": "differs"}, "last": DIALECT | {"before": None}}
        ),
    )
    assert list(model("education").comparisons["sex"].levels) == ["same", "unlike", "differs", "last"]
    assert list(model("emergency").comparisons["sex"].levels) == ["same", "differs"]
    words = [level for comparison, level in labels_of_all(["education", "emergency"]) if comparison == "sex"]
    assert words == ["same", "unlike", "differs", "last"]
    assert labels("education")["sex", "unlike"] == DIALECT["label"]
    assert labels_of_all([]) == labels()


def test_another_u_or_condition_of_one_source_applies_only_to_its_rows_too(declare: Declare) -> None:
    file = own("education", damaged_name={"homophone": {"when": "spelling = 'same'", "u": 0.25}})
    file["comparisons"]["sex"] = {"unknown": "true"}
    declare("education", file)
    rows = [misheard(0, source, sex="男") for source in ("education", "emergency")]
    con = county(20, rows)
    levels = []
    for person in (1, 2):
        judge_one(con, person)
        levels.append(con.sql("SELECT damaged_name_level, sex_level FROM link_levels").fetchall())
    assert levels == [[(None, None)], [("homophone", "same")]]
    assert "THEN CASE v.damaged_name_level" in compiler.weights(model()), "u of education is no frequency"


def test_where_sources_declare_figures_only_all_rows_are_compared_by_one_expression(declare: Declare) -> None:
    for source in ("civil_affairs", "education", "emergency", "health_insurance"):
        declare(source, {"extends": "persons", "label": source, "prior": {"registered": 0.5}})
    compiled = compiler.levels(model()) + compiler.weights(model()) + compiler.reviews(model())
    assert "CASE l.source" not in compiled


REFUSED = {
    "decision": {"decision": {"link": 0.7}},
    "blocking": {"blocking": {"rare_name": {"cap": 30}}},
    "measures": {"measures": {"names": {"keep": "true"}}},
    "term_frequencies": {"term_frequencies": {"village": {"typical": 0.1}}},
    "verdicts": {"verdicts": {"unsure": {"doubt": False}}},
    "stages": {"stages": {"id_exact": "true"}},
    "doubts": {"doubts": {"weak": "弱"}},
    "exact": {"exact": "first17"},
    "blocked": {"blocked": "true"},
    "possible": {"possible": "true"},
    "own": {"own": {}},
    "colour": {"colour": "red"},
    "prior.pseudo_members": {"prior": {"pseudo_members": 5}},
    "comparisons.hair": {"comparisons": {"hair": {"label": "头发", "levels": {}}}},
    "comparisons.sex.label": {"comparisons": {"sex": {"label": "男女"}}},
    "comparisons.sex.counted_by": {"comparisons": {"sex": {"counted_by": "place"}}},
    "comparisons.sex.instead_of": {"comparisons": {"sex": {"instead_of": "birth"}}},
    "comparisons.sex.levels.differs.before": {
        "comparisons": {"sex": {"levels": {"differs": {"before": "same"}}}}
    },
    "comparisons.sex.levels.same.excess_over": {
        "comparisons": {"sex": {"levels": {"same": {"excess_over": ["name"]}}}}
    },
    "comparisons.together.levels.alone": {
        "comparisons": {"together": {"levels": {"alone": {"label": "x", "when": "true", "m": 1, "u": 1}}}}
    },
}  # fmt: skip


@pytest.mark.parametrize(("key", "declaration"), REFUSED.items(), ids=REFUSED)
def test_what_is_read_only_from_the_base_is_refused_in_a_sources_file(
    declare: Declare, key: str, declaration: dict[str, Any]
) -> None:
    declare("education", {"extends": "persons", "label": "x", **declaration})
    with pytest.raises(SettingsError) as refused:
        model()
    assert "education.yaml" in refused.value.message
    assert key in refused.value.message


@pytest.mark.parametrize("extends", [None, "person", "emergency"])
def test_a_sources_file_extends_the_base(declare: Declare, extends: str | None) -> None:
    declare("education", {"extends": extends, "label": "x"})
    with pytest.raises(SettingsError, match=r"education\.yaml.*extends: persons"):
        model()


def test_a_misspelt_or_missing_key_of_a_level_is_refused(declare: Declare) -> None:
    declare("education", own("education", sex={"same": {"n": 0.9}, "unsure": {"label": "不明", "m": 0.5}}))
    with pytest.raises(SettingsError) as refused:
        model()
    for key in ("sex.levels.same.n", "sex.levels.unsure.when", "sex.levels.unsure.u"):
        assert key in refused.value.message


def test_estimates_are_made_again_when_the_declarations_they_depend_on_change(declare: Declare) -> None:
    con = county(20, [row(man) for man in range(10)])
    link_persons(con, period="2021-06")
    estimated = "SELECT DISTINCT estimated FROM linkage.parameters"
    base = read("persons")
    base["decision"]["link"] = 0.7
    base["comparisons"]["sex"]["label"] = "男女"
    declare("persons", base)
    link_persons(con, afresh=True, period="2021-07")
    assert con.sql(estimated).fetchall() == [("2021-06",)], "neither bounds nor labels affect estimates"
    base["comparisons"]["sex"]["levels"]["same"]["m"] = 0.9
    declare("persons", base)
    link_persons(con, period="2021-08")
    assert con.sql(estimated).fetchall() == [("2021-08",)]
    assert not is_pending(con)
    link_persons(con, period="2021-09")
    assert con.sql(estimated).fetchall() == [("2021-08",)], "once"


def test_estimates_of_a_database_without_a_record_of_their_declarations_stay(declare: Declare) -> None:
    con = county(20, [row(man) for man in range(10)])
    link_persons(con, period="2021-06")
    con.execute("DELETE FROM linkage.estimated_from")
    link_persons(con, afresh=True, period="2021-07")
    assert con.sql("SELECT DISTINCT estimated FROM linkage.parameters").fetchall() == [("2021-06",)]
    assert con.sql("FROM linkage.estimated_from").fetchall() == [(declared.digest(),)]
