"""The check digit of resident identity numbers (GB 11643-1999, by ISO 7064 MOD 11-2)."""

import polars as pl

# Weight 2^(18 - position) mod 11 of each of the first 17 digits, and the check digit of each remainder.
_WEIGHTS = tuple(pow(2, 18 - place, 11) for place in range(1, 18))
_CHECK_DIGITS = "10X98765432"


def check_digit(first17: pl.Expr) -> pl.Expr:
    """Check digit of a number's first 17 digits, given as an integer column."""
    high, low = first17 // 10**8, first17 % 10**8  # of 9 and 8 digits: small integers divide twice as fast
    halves = (high.cast(pl.Int32), _WEIGHTS[:9]), (low.cast(pl.Int32), _WEIGHTS[9:])
    products = [
        half // 10**place % 10 * weight
        for half, weights in halves
        for place, weight in enumerate(reversed(weights))
    ]
    total = pl.sum_horizontal(products, ignore_nulls=False)
    return (total % 11).replace_strict(
        list(range(11)), list(_CHECK_DIGITS), return_dtype=pl.String, default=None
    )


def checksum_holds(number: pl.Expr) -> pl.Expr:
    """Whether a number's last character is the check digit of its first 17; never TRUE for other text."""
    first17 = number.str.slice(0, 17).cast(pl.Int64, strict=False)
    return number.str.slice(17, 1) == check_digit(first17)
