"""The cells of a sheet, read by the types of the contract's columns."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial, reduce

import polars as pl

from connectors.readers.amounts.amount_parts import Part, Role, amount_of
from connectors.readers.amounts.row_totals import ADDED_UP, BEFORE_COSTS, TOTAL_DIFFERS
from connectors.readers.cells import amounts, forms, marks
from connectors.readers.row_dates import doubt
from connectors.readers.text_table import SheetText
from data_contracts import units
from data_contracts.contract import Column, Contract
from data_contracts.texts import each_once


def typed_sheet(sheet: SheetText, contract: Contract) -> pl.DataFrame:
    """`row_number, sheet, sheet_row, overflow`, and each column typed, and its text as `text:<name>`.

    The text is trimmed, and NULL also where the cell is written as nothing. An amount in several columns has
    what `Amount` says beside it: `differs:<name>`, `total_differs:`, `added_up:`, `negative:` and
    `before_costs:`; a date that could not be made whole has the column that `doubt` names.

    Args:
        sheet: the sheet as text; its name stands in `sheet`.
        contract: the source's contract.

    Raises:
        UnreadableFileError: if a unit is for another time or for fewer people than a row.
    """
    columns = {part: c for c in contract.readable.values() for part in sheet.columns_of(c.name) or [c.name]}
    frame = sheet.frame.rechunk()  # a file is read in many pieces, which every step would join
    cells = frame.select(
        (pl.col(part) if part in frame.columns else pl.lit(None, pl.String)).alias(part) for part in columns
    )
    read = [
        each_once(cells[part], partial(_read, column=c, scale=_scale(part, c, contract, sheet)))
        for part, c in columns.items()
    ]
    place = (pl.lit(sheet.name, pl.String).alias("sheet"), "sheet_row")
    doubts = [pl.col(name) for name in frame.columns if name == doubt(contract.dated_by or "")]
    rows = frame.select("row_number", *place, "overflow", *doubts)
    rows = rows.hstack([column for columns_read in read for column in columns_read])
    for column in contract.readable.values():
        if len(parts := sheet.columns_of(column.name)) > 1 and column.type == "text":
            rows = _with_joined_text(rows, column.name, parts)
        elif len(parts) > 1:
            scales = {part: _scale(part, column, contract, sheet) for part in parts}
            rows = _with_amount(rows, column.name, scales)
    return rows


def _read(cells: pl.Series, column: Column, scale: Decimal) -> pl.DataFrame:
    """The values of cells and, as `text:<name>`, their texts, as `typed_sheet` says."""
    texts = cells.to_frame().select(marks.trimmed(pl.col(cells.name)))
    values = forms.read(texts, {cells.name: forms.forms(column, scale)}).to_series()
    kept = forms.blanked(texts.to_series(), values, column)
    return pl.DataFrame([values, kept.alias(text_name(cells.name))])


def _with_joined_text(rows: pl.DataFrame, name: str, parts: Sequence[str]) -> pl.DataFrame:
    """The rows with the parts of a text in one: `青石镇` and `上岭村` are `青石镇上岭村`."""
    joined = reduce(_followed_by, map(pl.col, parts)).alias(name)
    text = reduce(_followed_by, map(written, parts)).alias(text_name(name))
    others = [part for part in parts if part != name]
    return rows.with_columns(joined, text).drop(*others, *map(text_name, others))


def _followed_by(text: pl.Expr, part: pl.Expr) -> pl.Expr:
    """A text and its next part, which may repeat what stands before it."""
    repeats = part.str.starts_with(text)
    return pl.when(text.is_null() | repeats).then(part).when(part.is_null()).then(text).otherwise(text + part)


def _with_amount(rows: pl.DataFrame, name: str, parts: Mapping[str, Decimal]) -> pl.DataFrame:
    """The rows with the amount of these parts, each in units of so many yuan, in place of the parts."""
    amount = amount_of([Part(pl.col(p), written(p), scale, _role(p)) for p, scale in parts.items()])
    rows = rows.with_columns(
        amount.value.alias(name),
        amount.text.alias(text_name(name)),
        *(
            flag.fill_null(value=False).alias(f"{beside}{name}")
            for beside, flag in (
                ("differs:", amount.differs),
                (TOTAL_DIFFERS, amount.total_differs),
                (ADDED_UP, amount.is_added_up),
                ("negative:", amount.is_negative),
            )
        ),
        amount.before_costs.alias(f"{BEFORE_COSTS}{name}"),
    )
    others = [part for part in parts if part != name]
    return rows.drop(*others, *map(text_name, others))


def _role(part: str) -> Role:
    if part.endswith("="):
        return "sum"
    if part.endswith(":"):
        return "total"
    return "subtract" if "-" in part else "add"


def _scale(part: str, column: Column, contract: Contract, sheet: SheetText) -> Decimal:
    """Yuan per unit of a money column: the contract's if neither its header nor the sheet names a unit."""
    if column.type != "money":
        return amounts.YUAN
    header = sheet.headers.get(part, "")
    units.check_rate(header, per_month=_is_monthly(contract), per_person=contract.person)
    return units.bracketed_scale(header) or sheet.scale or column.scale


def _is_monthly(contract: Contract) -> bool:
    return contract.dated_by is not None and contract.by_name[contract.dated_by].type == "month"


def text_name(name: str) -> str:
    """The column with the texts of a typed column."""
    return f"text:{name}"


def written(column_name: str) -> pl.Expr:
    """The text of a typed column."""
    return pl.col(text_name(column_name))
