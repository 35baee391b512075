"""Townships and villages of the county, and addresses outside it."""

from itertools import product

import polars as pl

from flows.demo.people.draws import declared


def villages(area: str, persons: int) -> pl.DataFrame:
    """One row per village.

    Args:
        area: county code, 6 digits.
        persons: size of the county; a village has some hundreds of persons, in large counties some thousands.

    Returns:
        `township, village, village_code` (12 digits), `address`.
    """
    places = declared("people/places")
    townships = max(2, min(persons // 1000, len(places["townships"])))
    names = [a + b + "村" for b, a in product(places["village_second"], places["village_first"])]
    each = max(1, min(persons // 600 // townships, len(names)))
    prefix = province(area) + places["county"]
    rows = [
        (township, names[(7 * t + v) % len(names)], f"{area}{100 + t:03d}{200 + v:03d}")
        for t, township in enumerate(places["townships"][:townships])
        for v in range(each)
    ]
    frame = pl.DataFrame(rows, schema=["township", "village", "village_code"], orient="row")
    return frame.with_columns(address=pl.lit(prefix) + pl.col("township") + pl.col("village"))


def elsewhere(area: str) -> list[str]:
    """Addresses that no household of the roster has: the county seat, other provinces."""
    places = declared("people/places")
    home = province(area) + places["county"]
    away = list(places["provinces"].values())
    return [home + street for street in places["elsewhere"][:3]] + [
        name + street for name in away for street in places["elsewhere"][3:]
    ]


def province(area: str) -> str:
    """Name of the province that a county code belongs to; empty if it is not declared."""
    return str(declared("people/places")["provinces"].get(int(area[:2]), ""))
