"""The declared models: valid, complete, and how a department's file extends the base."""

import duckdb
import pytest
from pydantic import ValidationError

from benchmarks.febrl4.febrl4 import febrl4_model
from matching.comparing.measures import MEASURES
from matching.weighing import compiler
from matching.weighing.model import Frequency, Model, labels, model

PERSONS = ["persons", "health_insurance", "civil_affairs", "education", "emergency"]
MODELS = {name: model(name) for name in PERSONS} | {"febrl4": febrl4_model()}


@pytest.mark.parametrize("chosen", MODELS.values(), ids=MODELS)
def test_probabilities_are_probabilities(chosen: Model) -> None:
    for comparison, compared in chosen.comparisons.items():
        counted = [level.m for level in compared.levels.values() if not level.fixed]
        assert all(0 < level.m <= 1 for level in compared.levels.values()), comparison
        assert all(isinstance(level.u, Frequency) or 0 < level.u <= 1 for level in compared.levels.values())
        assert counted or comparison in {"area", "together"}, comparison


@pytest.mark.parametrize("chosen", MODELS.values(), ids=MODELS)
def test_a_value_that_the_roster_never_had_has_a_weight_too(chosen: Model) -> None:
    for comparison in chosen.comparisons.values():
        for level in comparison.levels.values():
            if isinstance(level.u, Frequency) and level.u.term_frequency:
                prior = chosen.term_frequencies[level.u.term_frequency]
                assert max(level.u.at_least, prior.typical * prior.pseudo_members) > 0, level.label


@pytest.mark.parametrize("name", PERSONS)
def test_departments_keep_the_levels_of_the_base_in_its_order(name: str) -> None:
    own, base = model(name), model()
    assert own.blocking == base.blocking
    assert own.comparisons.keys() == base.comparisons.keys()
    for comparison, shared in base.comparisons.items():
        kept = [level for level in own.comparisons[comparison].levels if level in shared.levels]
        assert kept == list(shared.levels), comparison


def test_a_department_declares_what_differs_and_inherits_the_rest() -> None:
    assert model("civil_affairs").prior.registered != model().prior.registered
    assert model("civil_affairs").comparisons["birth"] == model().comparisons["birth"]


def test_a_source_without_a_file_has_the_base_model() -> None:
    assert model("a_thirteenth_department") == model()


def test_measures_and_frequencies_that_a_model_names_exist() -> None:
    chosen = model()
    assert chosen.measures.keys() <= MEASURES.keys()
    used = {
        level.u.term_frequency
        for comparison in chosen.comparisons.values()
        for level in comparison.levels.values()
        if isinstance(level.u, Frequency)
    }
    assert used - {None} <= chosen.term_frequencies.keys()


def test_every_level_has_a_chinese_label() -> None:
    assert all(any("\u4e00" <= c <= "\u9fff" for c in label) for label in labels().values())


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        Model(label="x", blocking={}, comparisons={}, prior={}, decision={}, colour="red")  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize("chosen", MODELS.values(), ids=MODELS)
def test_the_compiled_sql_parses(chosen: Model) -> None:
    with duckdb.connect() as con:
        for text in (
            compiler.row_keys(chosen),
            compiler.member_keys(chosen),
            compiler.possible_pairs(chosen),
            compiler.levels(chosen),
            compiler.weights(chosen),
            compiler.term_frequencies(chosen),
        ):
            assert len(con.extract_statements(text)) == 1
