"""From typed rows to the text in a department's file."""

import polars as pl

from data_contracts.contract import Column, Contract
from flows.demo.extracts.layouts import Layout

_UNREADABLE_DATE, _UNREADABLE_AMOUNT = "2021年13月45日", "见附件"


def rendered(rows: pl.DataFrame, contract: Contract, layout: Layout) -> pl.DataFrame:
    """The contract's columns as text in the layout's formats, with the error that `rejected` names.

    Columns that the rows lack are empty.
    """
    present = rows.with_columns(
        pl.lit(None, pl.String).alias(column.name)
        for column in contract.columns
        if column.name not in rows.columns
    )
    typed = present.with_columns(*_misplaced(contract))
    text = typed.select(
        "rejected", *(_text(column, typed.schema[column.name], layout) for column in contract.columns)
    )
    return text.with_columns(_spoils(contract)).drop("rejected")


def _text(column: Column, dtype: pl.DataType, layout: Layout) -> pl.Expr:
    cell = pl.col(column.name)
    if dtype == pl.String:
        return cell
    if dtype == pl.Date:
        return cell.dt.strftime(layout.months if column.type == "month" else layout.dates)
    if layout.money == "{}":
        return cell.cast(pl.String)
    return pl.format(layout.money, cell.cast(pl.String))


def _marked(code: str) -> pl.Expr:
    return pl.col("rejected") == code


def _misplaced(contract: Contract) -> list[pl.Expr]:
    """Dates after the period and negative amounts, for the rows that are to have them."""
    if contract.dated_by is None:
        return []
    amount = amount_column(contract)
    return [_after_period(contract), *([_negative(amount)] if amount else [])]


def _after_period(contract: Contract) -> pl.Expr:
    dated = pl.col(str(contract.dated_by))
    return pl.when(_marked("after_period")).then(dated.dt.offset_by("5y")).otherwise(dated)


def _negative(column: str) -> pl.Expr:
    amount = pl.col(column)
    return pl.when(_marked("negative_amount")).then(-amount.abs() - 1).otherwise(amount)


def amount_column(contract: Contract) -> str | None:
    """The first money column of a source that may not be negative; None if there is none."""
    amounts = (column.name for column in contract.columns if column.type == "money" and not column.signed)
    return next(amounts, None)


def _spoils(contract: Contract) -> list[pl.Expr]:
    dated, amount = contract.by_name.get(contract.dated_by or ""), amount_column(contract)
    needed = [column.name for column in contract.columns if column.not_blank]
    required = next((name for name in needed if name != contract.dated_by), needed[0])
    texts: dict[str, tuple[str, str | None]] = {"blank": (required, None)}
    if dated:
        texts[f"unreadable_{dated.type}"] = (dated.name, _UNREADABLE_DATE)
    if dated and amount:
        texts["unreadable_amount"] = (amount, _UNREADABLE_AMOUNT)
    if "household_id" in contract.references:
        texts["unknown_reference"] = ("household_id", "0" * 14)
    by_column: dict[str, pl.Expr] = {}
    for code, (column, text) in texts.items():
        cell = by_column.get(column, pl.col(column))
        by_column[column] = pl.when(_marked(code)).then(pl.lit(text)).otherwise(cell)
    return [expression.alias(column) for column, expression in by_column.items()]
