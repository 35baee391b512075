"""In which forms a cell of each type of column is read, the usual ones first."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import polars as pl

from connectors.readers.cells import amounts, codes, dates, marks, program_dates
from data_contracts.contract import Column

Form = Callable[[pl.Expr], pl.Expr]

TEXT_TYPES = frozenset({"text", "code", "id_number"})

DAY = (dates.iso_day, dates.usual_day, dates.serial_day, program_dates.program_day)
DAY_OF_BIRTH = (dates.iso_day, dates.usual_day, dates.serial_day_of_birth, program_dates.program_day)
MONTH = (dates.iso_month, dates.usual_month, program_dates.program_month)
CODE = (codes.plain_code, codes.code)
ID_NUMBER = (codes.plain_id_number, codes.id_number)


def forms(column: Column, scale: Decimal) -> Sequence[Form]:
    """The forms in which cells of a column are read; amounts are multiplied by `scale`."""
    by_type: dict[str, Sequence[Form]] = {
        "text": _text(column),
        "id_number": ID_NUMBER,
        "code": CODE,
        "date": DAY_OF_BIRTH if column.lenient else DAY,
        "month": MONTH,
        "money": money(scale),
    }
    return by_type[column.type]


def _text(column: Column) -> Sequence[Form]:
    if column.place:
        return (
            lambda text: codes.place(marks.plain_text(text)),
            lambda text: codes.place(marks.text_value(text)),
        )
    if not column.meanings:
        return marks.plain_text, marks.text_value
    values = [*dict.fromkeys(column.meanings.values())]
    words = [*column.meanings, *column.meanings.values()]
    return (
        lambda text: pl.when(text.is_in(values)).then(text),
        lambda text: codes.in_words(marks.plain_text(text), column.meanings),
        lambda text: codes.in_words(marks.text_value(text, words), column.meanings),
    )


def money(scale: Decimal = amounts.YUAN) -> Sequence[Form]:
    """The forms of amounts in units of `scale` yuan."""
    return (lambda text: amounts.plain_amount(text, scale), lambda text: amounts.amount(text, scale))


def read(texts: pl.DataFrame, tried: Mapping[str, Sequence[Form]]) -> pl.DataFrame:
    """The values of trimmed cells: each form is tried on those that the forms before it have not read.

    Args:
        texts: String columns.
        tried: for each of them, the forms in which it is read.
    """
    values = texts.select(first(pl.col(name)).alias(name) for name, (first, *_) in tried.items())
    return values.with_columns(
        _completed(texts[name], values[name], others) for name, (_, *others) in tried.items()
    )


def _completed(texts: pl.Series, values: pl.Series, others: Sequence[Form]) -> pl.Series:
    name = texts.name
    for form in others:
        left = texts.to_frame().with_row_index("at").filter(values.is_null() & texts.is_not_null())
        if left.is_empty():
            break
        later = left.select("at", value=form(pl.col(name)))
        cells = values.to_frame().with_row_index("at").join(later, on="at", how="left", maintain_order="left")
        values = cells.select(pl.coalesce(name, "value").alias(name)).to_series()
    return values


def blanked(texts: pl.Series, values: pl.Series, column: Column) -> pl.Series:
    """The texts, NULL where a cell is written as nothing: `/`, `无`, `9999-12-31` as the end of a benefit."""
    unread = values.is_null() & texts.is_not_null()
    if not unread.any():
        return texts
    if column.type in TEXT_TYPES:
        return texts.set(unread, None)
    nothing = marks.is_no_value(pl.col(texts.name))
    if column.type in {"date", "month"}:
        nothing |= dates.is_no_date(pl.col(texts.name))
    is_nothing = texts.filter(unread).to_frame().select(nothing).to_series()
    return texts.set(unread.scatter(unread.arg_true().filter(~is_nothing), values=False), None)
