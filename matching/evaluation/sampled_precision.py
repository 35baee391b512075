"""Precision of links from a stratified sample of linked rows that reviewers judged."""

from collections.abc import Sequence
from dataclasses import dataclass

_ERROR = 0.05  # of a 95 % interval


@dataclass(frozen=True)
class Stratum:
    """Linked rows of one source and stage: how many there are, and how many were judged right and wrong."""

    rows: int
    right: int
    wrong: int


@dataclass(frozen=True)
class Precision:
    """Share of the linked rows that are linked right, with its 95 % interval.

    Attributes:
        precision, low, high: None if nothing was judged.
        judged_rows: how many rows were judged.
        covered: share of the linked rows in strata of which a row was judged; the others are not estimated.
    """

    precision: float | None
    low: float | None
    high: float | None
    judged_rows: int
    covered: float | None


def estimated(strata: Sequence[Stratum]) -> Precision:
    """Precision weighted by the sizes of the strata.

    The interval is Clopper and Pearson's (Biometrika 26, 1934) with Kish's effective sample size (Survey
    Sampling, 1965), as Korn and Graubard propose for proportions near 1 (Survey Methodology 24, 1998): it has
    a width even where no error was found.
    """
    judged = [stratum for stratum in strata if stratum.right + stratum.wrong]
    everything = sum(stratum.rows for stratum in strata)
    rows = sum(stratum.rows for stratum in judged)
    trials = sum(stratum.right + stratum.wrong for stratum in judged)
    if not judged:
        return Precision(None, None, None, 0, 0.0 if everything else None)
    weights = [stratum.rows / rows for stratum in judged]
    shares = [stratum.right / (stratum.right + stratum.wrong) for stratum in judged]
    precision = sum(weight * share for weight, share in zip(weights, shares, strict=True))
    uneven = sum(w * w / (s.right + s.wrong) for w, s in zip(weights, judged, strict=True))
    low, high = _clopper_pearson(precision, min(1 / uneven, trials))
    return Precision(precision, low, high, trials, rows / everything)


def _clopper_pearson(share: float, trials: float) -> tuple[float, float]:
    from scipy.special import betaincinv  # imported where needed: it takes half a second

    right = share * trials
    wrong = trials - right
    low = 0.0 if right < 1e-9 else float(betaincinv(right, wrong + 1, _ERROR / 2))
    high = 1.0 if wrong < 1e-9 else float(betaincinv(right + 1, wrong, 1 - _ERROR / 2))
    return low, high
