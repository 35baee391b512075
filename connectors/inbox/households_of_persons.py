"""Households out of a list of persons: which rows are of one household, and which of them is its head's.

Rows of a household take its number from the head's row above where it is written there only, as in sheets
whose merged cells were taken apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from connectors.readers.cells.codes import code
from connectors.readers.cells.marks import trimmed
from connectors.readers.data_rows import row_remarks
from connectors.readers.text_table import SheetRemark, SheetText, TextTable
from connectors.sheets.amount_columns import contract_name
from data_contracts.contract import Contract
from data_contracts.special_rows import Heads

_PLACE = ("row_number", "sheet_row", "overflow")  # columns of the frame that are no cells
_FIRST_ROWS = 1_000  # that show whether rows other than heads' have numbers
_BETWEEN = "\x1e"  # the parts of a key
_NO_KEY = "\x1f"  # ends the key of a row without one
_FILLED = "没有写户编号的行，按上方户主一行的户编号补上"
_ASSUMED = "没有写明户主的户，以该户第一行的人代，请核对并在“与户主关系”中写明户主"
_SEVERAL = "写了不止一个户主的户，以前一人为准，请核对"


def with_numbers_of_heads(table: TextTable, members: Contract) -> TextTable:
    """The table with the household's number in the rows of members that have none, below the head's.

    Only where the number stands in the rows of heads alone. A row that says nothing of the relation, or is
    below a head without a number, gets none.
    """
    heads = members.heads
    if heads is None:
        return table
    number = members.key[0]
    sheets = [_filled(replace(sheet, remarks=()), heads, number) for sheet in table.sheets]
    return TextTable(sheets, [*table.notices, *row_remarks(sheets)])


def _filled(sheet: SheetText, heads: Heads, number: str) -> SheetText:
    if not {number, heads.column} <= {*sheet.frame.columns} or not _has_blanks(sheet.frame[number]):
        return sheet
    if _others_have_numbers(_marked(sheet.frame.head(_FIRST_ROWS), heads, number)):  # as in nearly every list
        return sheet
    rows = _marked(sheet.frame, heads, number)
    if _others_have_numbers(rows):
        return sheet
    lacks = ~pl.col("is_head") & ~pl.col("written") & trimmed(pl.col(heads.column)).is_not_null()
    above = pl.when("is_head").then(pl.col(number).fill_null("")).forward_fill().replace("", None)
    filled = rows.with_columns(lacks=lacks & above.is_not_null()).with_columns(
        pl.when("lacks").then(above).otherwise(number).alias(number)
    )
    remark = SheetRemark("household_from_above", _FILLED, tuple(filled.filter("lacks")["sheet_row"]))
    return replace(sheet, frame=filled.select(sheet.frame.columns), remarks=(remark,))


def _marked(rows: pl.DataFrame, heads: Heads, number: str) -> pl.DataFrame:
    """The rows with `is_head`, and `written`, whether they have the household's number."""
    return _ranked(rows, heads).with_columns(
        is_head=pl.col("rank").is_not_null(), written=code(pl.col(number)).is_not_null()
    )


def _others_have_numbers(rows: pl.DataFrame) -> bool:
    return bool(rows.select((pl.col("written") & ~pl.col("is_head")).any()).item())


def one_row_a_household(table: TextTable, households: Contract, members: Contract) -> TextTable:
    """The table with one row a household, that of its head, and none of the columns of persons.

    Blank cells are filled from the further rows of the sheet. A household without a head has its first row;
    this, several heads, and rows that contradict each other are remarked.
    """
    heads = members.heads
    keyed = [_keyed(sheet, households) for sheet in table.sheets]
    chosen = _chosen(keyed, heads)
    sheets = [
        _of_heads(replace(sheet, remarks=()), rows.join(chosen, on="key"), households)
        for sheet, rows in zip(table.sheets, keyed, strict=True)
    ]
    return TextTable(sheets, [*table.notices, *row_remarks(sheets)])


def _keyed(sheet: SheetText, contract: Contract) -> pl.DataFrame:
    """The rows without outer white space and with the column `key`; a row without a key has its own."""
    cells = [name for name in sheet.frame.columns if name not in _PLACE]
    written = sheet.frame.select(contract.key).unique()
    parts = [code(pl.col(name)) for name in contract.key]
    keys = written.with_columns(key=pl.concat_str(parts, separator=_BETWEEN))
    rows = sheet.frame.join(keys, on=contract.key, how="left", nulls_equal=True, maintain_order="left")
    return rows.with_columns(
        *(pl.col(name).str.strip_chars().replace("", None) for name in cells),
        key=pl.col("key").fill_null(pl.col("row_number").cast(pl.String) + _NO_KEY),
    )


def _has_blanks(column: pl.Series) -> bool:
    return bool((column.is_null() | (column.str.strip_chars() == "")).any())


def _ranked(rows: pl.DataFrame, heads: Heads) -> pl.DataFrame:
    """The rows with `rank`: the place of the relation's word among those of a head, NULL for everybody else.

    Marks and a code beside the word do not count: `01-户主`, `户主(本人)`.
    """
    written = rows.select(pl.col(heads.column).unique())
    text = pl.col(heads.column).str.normalize("NFKC")
    han, digits = text.str.replace_all(r"\P{Han}", ""), text.str.replace_all(r"\D", "")
    word = pl.when(han != "").then(han).otherwise(digits)
    ranks = {word: n for n, word in enumerate(heads.words)}
    known = written.with_columns(rank=word.replace_strict(ranks, default=None))
    return rows.join(known, on=heads.column, how="left", nulls_equal=True, maintain_order="left")


def _chosen(keyed: Sequence[pl.DataFrame], heads: Heads | None) -> pl.DataFrame:
    """For each `key` the `row` that speaks for it, and as `of:<column>` what `heads.gives` takes from it.

    Where the file names the head, it is the row of that name, else the row that is said to be the head's;
    without either, the first. `assumed` and `several` say whether the head was not named, or named twice.
    """
    rows = pl.concat([frame.drop("overflow", "sheet_row") for frame in keyed], how="diagonal")
    if heads is None:
        return rows.group_by("key").agg(row=pl.col("row_number").min(), assumed=False, several=False)
    wanted = {heads.column, *heads.gives, *heads.gives.values()} - {*rows.columns}
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in wanted)
    named, name = next(iter(heads.gives.items()))
    rows = rows.with_columns(
        pl.col(column).drop_nulls().first().over("key").alias(f"own:{column}") for column in heads.gives
    )
    own, is_it = pl.col(f"own:{named}"), pl.col(name) == pl.col(f"own:{named}")
    rank = pl.when(own.is_null()).then("rank").when(is_it).then(0)
    ranked = _ranked(rows, heads).with_columns(rank=rank).sort("rank", "row_number", nulls_last=True)
    first = ranked.group_by("key").agg(
        pl.all().first(), several=(own.is_null() & (pl.col("rank") == pl.col("rank").min())).sum() > 1
    )  # fmt: skip
    known = pl.col("rank").is_not_null() | own.is_null()
    return first.select(
        "key",
        "several",
        row="row_number",
        assumed=pl.col("rank").is_null() & own.is_null() & ~pl.col("key").str.ends_with(_NO_KEY),
        **{
            f"of:{column}": pl.coalesce(f"own:{column}", pl.when(known).then(source))
            for column, source in heads.gives.items()
        },
    )


def _of_heads(sheet: SheetText, rows: pl.DataFrame, households: Contract) -> SheetText:
    """The sheet with the rows of the heads in it, and the remarks on them."""
    given = [name.removeprefix("of:") for name in rows.columns if name.startswith("of:")]
    cells = [name for name in sheet.frame.columns if contract_name(name) in households.readable]
    rows = rows.sort(pl.col("row") != pl.col("row_number"), "row_number")
    merged = rows.group_by("key", maintain_order=True).agg(
        pl.col("row", "assumed", "several", *_PLACE, *(f"of:{name}" for name in given)).first(),
        *(pl.col(name).drop_nulls().first() for name in cells),
        *((pl.col(name).min() != pl.col(name).max()).alias(f"differs:{name}") for name in cells),
    )
    merged = merged.filter(pl.col("row") == pl.col("row_number")).sort("row_number")
    merged = merged.with_columns(pl.col(f"of:{name}").alias(name) for name in given)
    remarks = tuple(_remarks(merged, [name for name in cells if name not in households.key], households))
    frame = merged.select(*_PLACE, *dict.fromkeys([*cells, *given]))
    return replace(sheet, frame=frame, remarks=remarks)


def _remarks(merged: pl.DataFrame, cells: Sequence[str], households: Contract) -> Iterator[SheetRemark]:
    yield SheetRemark("head_assumed", _ASSUMED, tuple(merged.filter("assumed")["sheet_row"]))
    yield SheetRemark("several_heads", _SEVERAL, tuple(merged.filter("several")["sheet_row"]))
    for name in (name for name in cells if name in households.by_name):
        words = f"同一户各行的{households.by_name[name].title}不一致，以户主一行为准"
        yield SheetRemark("contradictory_rows", words, tuple(merged.filter(f"differs:{name}")["sheet_row"]))
