"""ECM recovers the shares with which pairs were generated, and reports when it cannot."""

import datetime

import numpy as np
import polars as pl
import pytest

from matching.estimation import ecm, estimation, sampling
from matching.estimation.ecm import FIELDS, LEAST_PAIRS, Fit, fit
from tests.matching.numbered_county import county, number, row

M = {"name": 0.97, "birth": 0.95, "place": 0.9, "sex": 0.99, "ending": 0.9}
U = {"name": 0.02, "birth": 0.1, "place": 0.3, "sex": 0.5, "ending": 0.05}


def vectors(pairs: int, matches: float) -> pl.DataFrame:
    """Random pairs with independent fields; the share `matches` of them is one person."""
    draws = np.random.default_rng(1)
    match = draws.random(pairs) < matches
    columns = {name: draws.random(pairs) < np.where(match, M[name], U[name]) for name in FIELDS}
    return pl.DataFrame(columns).cast(pl.Int32)


def test_shares_are_recovered() -> None:
    result = fit(vectors(20_000, 0.4))
    assert (result.outcome, result.pairs, result.fields) == ("converged", 20_000, list(FIELDS))
    assert result.matches == pytest.approx(0.4, abs=0.01)
    assert result.m == pytest.approx(M, abs=0.02)
    assert result.u == pytest.approx(U, abs=0.02)


def test_the_same_pairs_give_the_same_in_any_order() -> None:
    given = vectors(2_000, 0.4)
    assert fit(given) == fit(given) == fit(given.reverse())


def test_stopping_early_is_distinguished_from_converging(monkeypatch: pytest.MonkeyPatch) -> None:
    given = vectors(2_000, 0.4)
    needed = fit(given).iterations
    monkeypatch.setattr(ecm, "MOST_ITERATIONS", needed)
    assert fit(given).outcome == "converged"
    monkeypatch.setattr(ecm, "MOST_ITERATIONS", needed - 1)
    assert (fit(given).outcome, fit(given).iterations) == ("stopped", needed - 1)


def test_pairs_without_a_field_do_not_count_as_disagreeing() -> None:
    given = vectors(20_000, 0.4)
    holes = given.with_columns(sex=pl.when(pl.int_range(pl.len()) % 3 > 0).then("sex"))
    result = fit(holes)
    assert result.pairs == given.height - len(range(0, given.height, 3))
    assert result.m["sex"] == pytest.approx(M["sex"], abs=0.02)


def test_a_field_that_few_pairs_know_is_left_out() -> None:
    given = vectors(2_000, 0.4)
    rare = given.with_columns(ending=pl.when(pl.int_range(pl.len()) < LEAST_PAIRS - 1).then("ending"))
    result = fit(rare)
    assert result.fields == ["name", "birth", "place", "sex"]
    assert result.pairs == 2_000


@pytest.mark.parametrize("pairs", [0, LEAST_PAIRS - 1])
def test_too_few_pairs_give_no_shares(pairs: int) -> None:
    assert fit(vectors(pairs, 0.4)) == Fit(pairs, fit(vectors(pairs, 0.4)).fields, {}, {}, None, 0, "too_few")


def test_fields_that_always_agree_are_left_out() -> None:
    given = vectors(2_000, 0.4).with_columns(
        pl.lit(1, pl.Int32).alias("sex"), pl.lit(1, pl.Int32).alias("place")
    )
    assert fit(given).outcome == "too_few"


def test_combinations_that_never_occur_do_not_break_it() -> None:
    match = pl.int_range(1_000) % 2
    result = fit(pl.select(match.alias(name) for name in FIELDS).cast(pl.Int32))
    assert result.outcome == "converged"
    assert min(result.m.values()) > 0.99
    assert result.matches == pytest.approx(0.5, abs=0.01)


def test_rows_without_a_complete_number_are_compared_with_their_candidates() -> None:
    damaged = [
        row(0, id_number=f"{number(0)[:-4]}****"),
        row(1, id_number=None, birth_date=datetime.date(1999, 9, 9)),
        row(2, id_number=None, address="石湾镇", sex="女"),
    ]
    con = county(30, [row(man) for man in range(3, 10)] + damaged)
    estimation.estimate(con, "2021-06")
    sampling.draw(con, sampling.population(con, ["health_insurance"]))
    compared = ecm._vectors(con)
    assert compared.select(*FIELDS).row(0) == (1, 1, 1, 1, None)
    assert (1, 0, 1, 1, None) in compared.select(*FIELDS).rows()
    assert (1, 1, None, 0, None) in compared.select(*FIELDS).rows()
    assert ecm.ours(con)["health_insurance"]["sex"] == pytest.approx((7 + 200 * 0.995) / 207)
