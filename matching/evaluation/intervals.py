"""95 % intervals of shares and of F1.

Of a share: Wilson's score interval (JASA 22, 1927), which Newcombe (Statistics in Medicine 17, 1998)
recommends: it stays between 0 and 1, and says something of no error in n trials.

Of F1: it is 2 F* / (1 + F*), where F* = correct / (linked + true - correct) is a share (Hand, Christen,
Kirielle, "F*: an interpretable transformation of the F-measure", Machine Learning 110, 2021); the map is
increasing, so that it carries the ends of Wilson's interval of F* over to F1.

Rows of one person, written alike, are linked alike: they are one trial, not many. Trials are therefore
counted as Kish (Survey Sampling, 1965) counts clusters of equal answers: (sum of n)^2 / (sum of n^2) over
persons with n rows each.
"""

from statistics import NormalDist

import polars as pl

Z = NormalDist().inv_cdf(0.975)


def wilson(name: str, share: pl.Expr, trials: pl.Expr) -> list[pl.Expr]:
    """Columns `<name>_low, <name>_high` of an observed share; NULL without trials."""
    low, high = _ends(share, trials)
    return [low.alias(f"{name}_low"), high.alias(f"{name}_high")]


def wilson_of_f1(name: str, share: pl.Expr, trials: pl.Expr) -> list[pl.Expr]:
    """Columns `<name>_low, <name>_high` of F1.

    Args:
        name: of the columns.
        share: F*, correct pairs of those that are linked or true.
        trials: how many those are.
    """
    low, high = _ends(share, trials)
    return [(2 * low / (1 + low)).alias(f"{name}_low"), (2 * high / (1 + high)).alias(f"{name}_high")]


def _ends(share: pl.Expr, trials: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    scale = 1 + Z**2 / trials
    centre = share + Z**2 / (2 * trials)
    spread = Z * (share * (1 - share) / trials + Z**2 / (4 * trials**2)).sqrt()
    return ((centre - spread) / scale).clip(0, 1), ((centre + spread) / scale).clip(0, 1)
