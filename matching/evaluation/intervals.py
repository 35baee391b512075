"""95 % intervals of shares and of F1.

For a share: Wilson's score interval (JASA 22, 1927), which Newcombe (Statistics in Medicine 17, 1998)
recommends: it stays between 0 and 1, and it is meaningful even for no error in n trials.

For F1: F1 = 2 F* / (1 + F*), where F* = correct / (linked + true - correct) is a share (Hand, Christen,
Kirielle, "F*: an interpretable transformation of the F-measure", Machine Learning 110, 2021). The function is
increasing, so it maps the ends of Wilson's interval of F* to those of F1.

Rows in which one person is written alike are linked alike, so they are one trial, not many. Trials are
therefore an effective number, as Kish (Survey Sampling, 1965) defines it for clusters of equal answers: (sum
of n)^2 / (sum of n^2) over persons with n rows each.
"""

from statistics import NormalDist

import polars as pl

Z = NormalDist().inv_cdf(0.975)


def wilson(name: str, share: pl.Expr, trials: pl.Expr) -> list[pl.Expr]:
    """Columns `<name>_low, <name>_high` for an observed share; NULL without trials."""
    low, high = _ends(share, trials)
    return [low.alias(f"{name}_low"), high.alias(f"{name}_high")]


def wilson_of_f1(name: str, share: pl.Expr, trials: pl.Expr) -> list[pl.Expr]:
    """Columns `<name>_low, <name>_high` for F1.

    Args:
        name: prefix of the columns.
        share: F*, the share of correct pairs among those that are linked or true.
        trials: number of pairs that are linked or true.
    """
    low, high = _ends(share, trials)
    return [(2 * low / (1 + low)).alias(f"{name}_low"), (2 * high / (1 + high)).alias(f"{name}_high")]


def _ends(share: pl.Expr, trials: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    scale = 1 + Z**2 / trials
    centre = share + Z**2 / (2 * trials)
    spread = Z * (share * (1 - share) / trials + Z**2 / (4 * trials**2)).sqrt()
    return ((centre - spread) / scale).clip(0, 1), ((centre + spread) / scale).clip(0, 1)
