"""Relapse at scale (F3, F13): places with more alerts of one cause than their size and history explain.

In a place with `n` households, `a` have an alert for a cause. The expected number is computed as in the
mapping of rare diseases (Clayton and Kaldor 1987, Biometrics 43:671-681; a gamma-Poisson model):

- the other places of the same level give the county's rate, `(A + 1/2) / N` (the mean under Jeffreys' prior);
  the place itself is left out, so that a disaster there does not raise its own expected number;
- the place's own history corrects the rate: its relative risk is `(k + H) / (k + E)`, where H is the number
  of its alerts and E the number expected by the county's rate, averaged over up to twelve earlier published
  periods; k = 4;
- `expected = n x rate x relative risk`, `ratio = a / expected`.

Both the rate and the relative risk are uncertain. The squared coefficients of variation are `1 / (A + 1/2) +
sum(n_j^2) / N^2 / k` for the rate (the second term is the variation between the other places) and
`1 / (k + H)` for the relative risk. A gamma distribution with the resulting mean and variance makes the
counts negative binomial, and `p_value` is their upper tail. With fewer than three families p is always 1:
that is not relapse at scale, and no tiny village is flagged for one family. `q_value` is p after Benjamini
and Hochberg (1995) over all places and causes of the period.
"""

from collections.abc import Mapping
from decimal import Decimal

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

from rules.declarations.citations import cites
from rules.declarations.model import Pack
from sql import frame, statement

Floats = npt.NDArray[np.float64]

_HISTORY_MONTHS = 12  # a full year, because of the seasons
_ORDINARY_SPREAD = 4.0  # k: without a special cause, the risk of places varies by a half (1 / sqrt(4))
_OTHER_ALERTS = 0.5  # Jeffreys' prior of a Poisson rate: no alert elsewhere is not a rate of zero
_FEWEST_FAMILIES = 3  # one or two families are visited, but are not relapse at scale


def watch(
    con: duckdb.DuckDBPyConnection, period: str, pack: Pack, parameters: Mapping[str, Decimal]
) -> dict[str, int]:
    """Rewrite this period's rows of `regional_risks`; none if the pack has no regional watch.

    Args:
        con: holds `household_months` and `alerts` of the period and earlier ones.
        period: identification month, `'2021-06'`.
        pack: the pack in force.
        parameters: its resolved parameters (`rules.declarations.pack.parameters`).

    Returns:
        The number of flagged places; a place counts once per cause.
    """
    con.execute("DELETE FROM regional_risks WHERE period = $period", {"period": period})
    if pack.regional is None:
        return {}
    rate = pack.regional.false_discovery_rate
    values = {"period": period, "history": _HISTORY_MONTHS, "other_alerts": _OTHER_ALERTS}
    judged = judge(frame(con, statement("regional/places"), values), float(parameters[rate]))
    cited = "；".join(cites(pack, period, parameters, pack.regional.articles, [rate]))
    con.register("judged_places", judged)
    con.execute(statement("regional/regional_risks"), {"period": period, "pack": pack.key, "cites": cited})
    con.unregister("judged_places")
    return {"places_flagged": int(judged["flagged"].sum())}


def judge(places: pl.DataFrame, false_discovery_rate: float) -> pl.DataFrame:
    """`places` (`sql/regional/places.sql`) with `expected`, `ratio`, `p_value`, `q_value` and `flagged`."""
    expected, spread = _expected(places)
    alerts = places["alerts"].to_numpy()
    p_values = _upper_tail(alerts, expected, spread)
    q_values = _false_discoveries(p_values)
    return places.with_columns(
        expected=pl.Series(expected, dtype=pl.Float64),
        ratio=pl.Series(alerts / expected, dtype=pl.Float64),
        p_value=pl.Series(p_values, dtype=pl.Float64),
        q_value=pl.Series(q_values, dtype=pl.Float64),
        flagged=pl.Series(q_values < false_discovery_rate, dtype=pl.Boolean),
    )


def _expected(places: pl.DataFrame) -> tuple[Floats, Floats]:
    """The expected number of alerts, and its squared coefficient of variation."""
    known = {name: places[name].to_numpy() for name in places.columns if places[name].dtype.is_numeric()}
    rate = known["alerts_elsewhere"] / known["households_elsewhere"]
    own_alerts = _ORDINARY_SPREAD + known["earlier_alerts"]
    own_risk = own_alerts / (_ORDINARY_SPREAD + known["earlier_expected"])
    of_rate = 1 / known["alerts_elsewhere"] + known["unevenness_elsewhere"] / _ORDINARY_SPREAD
    return known["households"] * rate * own_risk, (1 + of_rate) * (1 + 1 / own_alerts) - 1


def _upper_tail(alerts: Floats, expected: Floats, spread: Floats) -> Floats:
    """Probability of at least so many alerts: Poisson counts with a gamma-distributed mean."""
    # What scipy.stats.nbinom.sf calls, and quick to import: all of scipy.stats takes a second.
    from scipy.special._ufuncs import _nbinom_sf  # type: ignore[attr-defined] # made when scipy is built

    size = 1 / spread
    tail: Floats = _nbinom_sf(alerts - 1, size, size / (size + expected))
    return np.where(alerts < _FEWEST_FAMILIES, 1.0, tail)


def _false_discoveries(p_values: Floats) -> Floats:
    """The q-values of Benjamini and Hochberg: of each p-value, the least of it and of all larger ones."""
    order = np.argsort(p_values)
    scaled = p_values[order] * (len(p_values) / np.arange(1, len(p_values) + 1))
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.clip(adjusted, 0, 1)
