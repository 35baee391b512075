"""What the cells to fill in say: dates, choices, amounts and texts as they are kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

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


def valued(cells: pl.DataFrame, forms: Sequence[Form], arrived_on: date) -> pl.DataFrame:
    """The cells that say something, with what they say.

    Args:
        cells: `form, field, header, text` and others, of one file.
        forms: of all lists.
        arrived_on: day on which the file came back; a date without its year is the last such day before it.

    Returns:
        `cells` with `kind` (how the cell is filled in), `value` (ISO date, word of a choice, decimal number
        or text; NULL if it cannot be read) and `choices` (what may be entered).
    """
    fields = {(form.key, column.name): column for form in forms if form.key for column in form.sheet.columns}
    parts = cells.partition_by("form", "field", "header", as_dict=True) if cells.height else {}
    schema: dict[str, Any] = {**cells.schema, "kind": pl.String, "value": pl.String, "choices": pl.String}
    read_parts = [
        _of_column(part, fields[str(form), str(field)], str(header), arrived_on)
        for (form, field, header), part in parts.items()
    ]
    return pl.concat([pl.DataFrame(schema=schema), *read_parts])


def _of_column(cells: pl.DataFrame, column: Column, header: str, arrived_on: date) -> pl.DataFrame:
    says = marks.text_value(pl.col("text")) if column.fill_in == "text" else _unless_nothing
    filled = cells.with_columns(text=says).drop_nulls("text")
    values = _values(filled["text"], column, header, arrived_on)
    return filled.with_columns(
        pl.lit(column.fill_in).alias("kind"),
        values.alias("value"),
        pl.lit("、".join(column.choices)).alias("choices"),
    )


_unless_nothing = pl.when(~marks.is_no_value(pl.col("text"))).then(pl.col("text"))


def _values(texts: pl.Series, column: Column, header: str, arrived_on: date) -> pl.Series:
    if column.fill_in == "date":
        return _days(texts, arrived_on)
    if column.fill_in == "choice":
        return _choices(texts, column)
    if column.fill_in == "money":
        return _amounts(texts, header)
    return texts


def _days(texts: pl.Series, arrived_on: date) -> pl.Series:
    days = read(texts.to_frame("text"), {"text": DAY}).to_series()
    unread = texts.filter(days.is_null()).unique()
    completed = {text: day for text in unread if (day := _completed(text, arrived_on))}
    return days.fill_null(_mapped(texts, completed, pl.Date)).cast(pl.String)


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
