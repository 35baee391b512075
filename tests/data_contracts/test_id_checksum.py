"""The check digit, with the examples of GB 11643-1999."""

import polars as pl
import pytest

from data_contracts.id_checksum import checksum_holds


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", True),
        ("110105194912310021", False),
        ("440524188001010041", False),  # two digits swapped
        ("4405241880010100", False),
        ("外国人" * 5 + "中外1", None),
        (None, None),
    ],
)
def test_checksum(number: str | None, holds: bool | None) -> None:
    frame = pl.DataFrame({"number": [number]}, schema={"number": pl.String})
    assert frame.select(checksum_holds(pl.col("number"))).item() is holds
