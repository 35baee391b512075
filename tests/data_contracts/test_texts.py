"""Each different text once, and Unicode where there is any: the result is that of the plain way."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_contracts import texts

VALUES = pl.Series("cell", ["一", None, "b", "一", "b", "b"])


def lengths(column: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"length": column.str.len_chars(), "text": column})


@pytest.mark.parametrize("repeated", [1, 2, 100])
def test_forms_of_different_values_are_those_of_all(monkeypatch: pytest.MonkeyPatch, repeated: int) -> None:
    monkeypatch.setattr(texts, "_REPEATED", repeated)
    assert texts.each_once(VALUES, lengths).equals(lengths(VALUES))
    assert set(texts.different(VALUES)) == set(VALUES)


def test_values_that_repeat_are_worked_out_once() -> None:
    asked: list[int] = []

    def forms(column: pl.Series) -> pl.DataFrame:
        asked.append(len(column))
        return lengths(column)

    texts.each_once(pl.Series(["a", "b"] * 20), forms)
    texts.each_once(pl.Series(map(str, range(40))), forms)
    assert asked == [2, 40]


@given(st.lists(st.none() | st.text()))
def test_nfkc_is_that_of_unicode(cells: list[str | None]) -> None:
    column = pl.Series(cells, dtype=pl.String)
    assert pl.select(texts.nfkc(pl.lit(column))).to_series().equals(column.str.normalize("NFKC"))
