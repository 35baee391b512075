"""Precision from a stratified sample: weighted by strata, with an interval that is never of no width."""

import pytest
from scipy.stats import binomtest

from matching.evaluation.sampled_precision import Precision, Stratum, estimated


def test_one_stratum_is_clopper_and_pearsons() -> None:
    found = estimated([Stratum(5_000, 95, 5)])
    exact = binomtest(95, 100).proportion_ci(method="exact")
    assert (found.precision, found.low, found.high) == pytest.approx((0.95, exact.low, exact.high))
    assert (found.judged_rows, found.covered) == (100, 1.0)


def test_strata_count_by_their_rows_not_by_what_was_drawn() -> None:
    found = estimated([Stratum(9_900, 50, 0), Stratum(100, 25, 25)])
    assert found.precision == pytest.approx(0.995)


def test_no_error_seen_is_not_no_error() -> None:
    found = estimated([Stratum(1_000, 30, 0), Stratum(10, 10, 0)])
    assert found.precision == found.high == 1
    assert found.low is not None
    assert 0.85 < found.low < 1


def test_an_uneven_sample_says_less_than_its_size() -> None:
    even = estimated([Stratum(500, 45, 5), Stratum(500, 45, 5)])
    uneven = estimated([Stratum(900, 9, 1), Stratum(100, 81, 9)])
    assert even.precision == pytest.approx(uneven.precision)
    assert (uneven.low or 0) < (even.low or 0)


def test_strata_without_an_answer_are_left_out_and_named() -> None:
    assert estimated([Stratum(75, 10, 0), Stratum(25, 0, 0)]).covered == 0.75
    assert estimated([Stratum(75, 0, 0)]) == Precision(None, None, None, 0, 0.0)
