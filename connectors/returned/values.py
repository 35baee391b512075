"""What the cells to fill in say: dates, choices, amounts and texts as they are kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from connectors.readers.cells import marks
from connectors.readers.cells.amounts import YUAN
from connectors.readers.cells.forms import DAY, money, read
from connectors.readers.cells.short_dates import short_date
from connectors.returned.forms import Form
from connectors.sheets.stated_years import StatedTime
from connectors.workbooks.layout import Column
from data_contracts.errors import UnreadableFileError
from data_contracts.units import bracketed_scale

_ENDING = r"[\s。.,，、;；!！]+$"


def valued(cells: pl.DataFrame, forms: Sequence[Form]) -> pl.DataFrame:
    """The cells that say something, with what they say.

    Args:
        cells: `form, field, header, text, arrived_on` (day on which the file came back) and others.
        forms: of all lists.

    Returns:
        `cells` with `kind` (how the cell is filled in), `value` (ISO date, word of a choice, decimal number
        or text; NULL if it cannot be read) and `choices` (what may be entered).
    """
    columns = {(form.key, c.name): c for form in forms if form.key for c in form.sheet.columns if c.fill_in}
    fields = [(*key, column.fill_in, "、".join(column.choices)) for key, column in columns.items()]
    schema = dict.fromkeys(("form", "field", "kind", "choices"), pl.String)
    declared = pl.DataFrame(fields, schema, orient="row").unique(["form", "field"])
    known = cells.join(declared, on=["form", "field"])
    says = pl.when(pl.col("kind") == "text").then(marks.text_value(pl.col("text"))).otherwise(_UNLESS_NOTHING)
    filled = known.with_columns(text=says).drop_nulls("text")
    parts = filled.partition_by("kind", as_dict=True) if filled.height else {}
    read_parts = [
        part.with_columns(value=_values(part, str(kind), columns)) for (kind,), part in parts.items()
    ]
    return pl.concat([filled.clear().with_columns(value=pl.lit(None, pl.String)), *read_parts])


_UNLESS_NOTHING = pl.when(~marks.is_no_value(pl.col("text"))).then(pl.col("text"))


def _values(cells: pl.DataFrame, kind: str, columns: Mapping[tuple[str, str], Column]) -> pl.Series:
    if kind == "date":
        return _days(cells)
    if kind == "choice":
        return _of_parts(cells, ("form", "field"), lambda texts, *key: _choices(texts, columns[key]))
    if kind == "money":
        return _of_parts(cells, ("header",), _amounts)
    return cells["text"]


def _of_parts(cells: pl.DataFrame, by: tuple[str, ...], values: Callable[..., pl.Series]) -> pl.Series:
    """The values of cells that are read alike, in the order of the cells."""
    placed = cells.with_row_index("place")
    parts = placed.partition_by(*by, as_dict=True)
    read_parts = [part.select("place", value=values(part["text"], *key)) for key, part in parts.items()]
    return pl.concat(read_parts).sort("place")["value"]


def _days(cells: pl.DataFrame) -> pl.Series:
    days = read(cells.select("text"), {"text": DAY}).to_series()
    unread = cells.filter(days.is_null()).select("text", "arrived_on").unique()
    completed = pl.DataFrame(
        [(text, day, _completed(text, day)) for text, day in unread.rows()],
        {"text": pl.String, "arrived_on": pl.Date, "day": pl.Date},
        orient="row",
    )
    whole = cells.join(completed, on=["text", "arrived_on"], how="left", maintain_order="left")["day"]
    return days.fill_null(whole).cast(pl.String)


def _completed(text: str, arrived_on: date) -> date | None:
    """`6月15日`, `6.15`: a day without its year is the last such day before the file came."""
    years = (arrived_on.year, arrived_on.year - 1)
    read_in = (short_date(text, StatedTime(frozenset({year}))) for year in years)
    days = (short.day for short in read_in if short and not short.is_first)
    return next((day for day in days if day and day <= arrived_on), None)


def _choices(texts: pl.Series, column: Column) -> pl.Series:
    folded = _folded(texts)
    words = {choice: column.codes.get(choice, choice) for choice in column.choices}
    words |= {other: words[choice] for other, choice in column.synonyms.items()}
    names = _folded(pl.Series("text", [*words], dtype=pl.String))
    return _mapped(folded, dict(zip(names, words.values(), strict=True)), pl.String)


def _folded(texts: pl.Series) -> pl.Series:
    text = pl.col("text").str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s", "")
    return texts.to_frame("text").select(text.str.replace(_ENDING, "")).to_series()


def _mapped(texts: pl.Series, meanings: Mapping[str, object], dtype: type[pl.DataType]) -> pl.Series:
    if not meanings:
        return pl.Series(texts.name, [None], dtype=dtype).new_from_index(0, len(texts))
    return texts.replace_strict([*meanings], [*meanings.values()], default=None, return_dtype=dtype)


def _amounts(texts: pl.Series, header: str) -> pl.Series:
    """Yuan, not below zero; nothing can be read under a header with a unit that is not understood."""
    scale = _scale(header)
    if scale is None:
        return pl.Series("text", [None], dtype=pl.String).new_from_index(0, len(texts))
    amounts = read(texts.to_frame("text"), {"text": money(scale)})
    return amounts.select(pl.when(pl.col("text") >= 0).then(pl.col("text").cast(pl.String))).to_series()


def _scale(header: str) -> Decimal | None:
    """Yuan per unit; None if the header names a unit that is not understood."""
    try:
        return bracketed_scale(header) or YUAN
    except UnreadableFileError:
        return None
