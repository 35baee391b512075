"""The rows of a table, made column by column: what each cell shows, its format, how tall its row must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from connectors.workbooks.cell_formats import SMALL_SIZE, TEXT_SIZE, Pens
from connectors.workbooks.differences import Pieces, runs
from connectors.workbooks.layout import Column, Sheet
from connectors.workbooks.table_page import TablePage, cut
from connectors.workbooks.text_height import printed_lines, row_height

_TALLEST_ROW = 409  # points, at most


@dataclass(frozen=True)
class _Cells:
    """The cells of one column.

    Attributes:
        column: its declaration.
        shown: texts of a text column, else numbers; null where a cell is empty.
        marked: the texts of marked cells in pieces, by the place of the row in the table.
    """

    column: Column
    shown: pl.Series
    marked: Mapping[int, Pieces]


def write_rows(page: TablePage, sheet: Sheet, top: int, frame: pl.DataFrame, pens: Pens) -> None:
    """Write a table below its header.

    Args:
        page: gets the rows.
        sheet: declares the columns.
        top: the table's first row, counted from 0.
        frame: one row per row of the table, with the columns that `sheet` names.
        pens: of the page's workbook.
    """
    table = [_cells(column, frame) for column in sheet.columns]
    rows = _fitting(sheet, table).with_columns(
        pl.Series("number", range(top + 1, top + 1 + frame.height)),
        frame[sheet.group_column].alias("shaded")
        if sheet.group_column
        else pl.lit(value=False).alias("shaded"),
    )
    xml = [pl.format('<row r="{}" ht="{}" customHeight="1">', "number", _points(pl.col("height")))]
    for place, (cells, content) in enumerate(
        zip(table, _contents(page, table, top, rows, pens), strict=True)
    ):
        opening = pl.lit(f'<c r="{xl_col_to_name(place)}'), pl.col("number"), pl.lit('" s="')
        xml += [*opening, _styles(page, cells, rows, pens), content]
    lines = rows.select(pl.concat_str(*xml, pl.lit("</row>"))).to_series()
    page.add_rows(lines.str.join("").item(), top + frame.height - 1, len(table) - 1)


def _cells(column: Column, frame: pl.DataFrame) -> _Cells:
    if column.fill_in:
        return _Cells(column, pl.repeat(None, frame.height, dtype=pl.String, eager=True), {})
    values = frame[column.name]
    if column.kind != "text":
        return _Cells(column, values, {})
    texts = values.cast(pl.String).replace(column.words)
    # The library takes text that begins with <r> for its own rich text and writes it unescaped.
    guarded = pl.when(texts.str.starts_with("<r>")).then(" " + texts).otherwise(texts)
    shown = pl.select(guarded).to_series()
    return _Cells(column, shown, _marked(shown, frame[column.marks]) if column.marks else {})


def _marked(texts: pl.Series, places: pl.Series) -> dict[int, Pieces]:
    return {
        row: runs(cut(text), marks)
        for row, (text, marks) in enumerate(zip(texts, places.to_list(), strict=True))
        if text is not None and marks is not None
    }


def _fitting(sheet: Sheet, table: Sequence[_Cells]) -> pl.DataFrame:
    """Font `size` and `height` (points) of every row, at which its texts can be read in full."""
    texts = [(cells.shown.cast(pl.String), cells.column.width) for cells in table if not cells.column.hidden]
    height = _text_height(texts, TEXT_SIZE)
    too_tall = height > _TALLEST_ROW
    if too_tall.any():
        small = _text_height([(shown.filter(too_tall), width) for shown, width in texts], SMALL_SIZE)
        height = height.scatter(too_tall.arg_true(), small.clip(upper_bound=_TALLEST_ROW))
    size = too_tall.replace_strict({True: SMALL_SIZE, False: TEXT_SIZE})
    return pl.DataFrame({"size": size, "height": height.clip(lower_bound=sheet.row_height)})


def _text_height(texts: Sequence[tuple[pl.Series, float]], size: int) -> pl.Series:
    lines = pl.select(pl.max_horizontal(_lines(shown, width, size) for shown, width in texts)).to_series()
    return lines.replace_strict({number: row_height(number, size) for number in lines.unique()})


def _lines(texts: pl.Series, width: float, size: int) -> pl.Series:
    distinct = texts.drop_nulls().unique()
    counts = pl.Series([printed_lines(text, width, size) for text in distinct], dtype=pl.Int64)
    return texts.replace_strict(distinct, counts, default=1)


def _points(height: pl.Expr) -> pl.Expr:
    """A height in points as spreadsheets keep it: whole pixels of 0.75 points."""
    return (height * 4 / 3 + 0.5).floor() * 0.75


def _styles(page: TablePage, cells: _Cells, rows: pl.DataFrame, pens: Pens) -> pl.Series:
    """The format of every cell, as the page names it."""
    keys = rows.select("size", "shaded", colour=_colours(cells), mark=_marks(cells, rows.height))
    variants = keys.unique(maintain_order=True)
    styles = [
        page.style_number(pens.cell(cells.column, **variant)) for variant in variants.iter_rows(named=True)
    ]
    known = variants.with_columns(pl.Series("style", styles))
    return keys.join(known, on=keys.columns, how="left", nulls_equal=True, maintain_order="left")["style"]


def _colours(cells: _Cells) -> pl.Series | pl.Expr:
    if not cells.column.colours:
        return pl.lit(None, pl.String)
    return cells.shown.replace_strict(cells.column.colours, default=None, return_dtype=pl.String)


def _marks(cells: _Cells, height: int) -> pl.Series | pl.Expr:
    if not cells.marked:
        return pl.lit("none")
    marks = {
        row: "red" if all(red for _, red in pieces) else "filled" for row, pieces in cells.marked.items()
    }
    return pl.Series([marks.get(row, "none") for row in range(height)])


def _contents(
    page: TablePage, table: Sequence[_Cells], top: int, rows: pl.DataFrame, pens: Pens
) -> list[pl.Expr]:
    """What stands in every cell, from behind the number of its format to its end."""
    rich = [_rich_texts(page, cells, (top, place), rows["size"], pens) for place, cells in enumerate(table)]
    texts = {
        place: cells.shown.scatter([*rich[place]], None)
        for place, cells in enumerate(table)
        if cells.column.kind == "text"
    }
    numbers = dict(zip(texts, _text_numbers(page, [*texts.values()]), strict=True))
    return [
        _closed('" t="s"><v>', numbers[place].scatter([*rich[place]], [*rich[place].values()]))
        if place in numbers
        else _closed('"><v>', _figures(cells.shown))
        for place, cells in enumerate(table)
    ]


def _closed(opening: str, content: pl.Series) -> pl.Expr:
    return pl.concat_str(pl.lit(opening), content, pl.lit("</v></c>")).fill_null('"/>')


def _figures(numbers: pl.Series) -> pl.Series:
    """Numbers as XlsxWriter writes them; only a month's summary has fractions that are not decimals."""
    if numbers.dtype.is_float():
        return pl.Series(
            [None if number is None else f"{number:.16G}" for number in numbers], dtype=pl.String
        )
    return numbers.cast(pl.String)


def _text_numbers(page: TablePage, texts: Sequence[pl.Series]) -> list[pl.Series]:
    """What the page names the texts of columns by; it holds each text once."""
    if not texts:
        return []
    together = pl.concat(texts)
    distinct = together.drop_nulls().unique(maintain_order=True)
    numbers = page.text_numbers(distinct, len(together) - together.null_count())
    numbered = together.replace_strict(distinct, pl.Series(numbers, dtype=pl.Int64), default=None)
    height = len(texts[0])
    return [numbered.slice(place * height, height) for place in range(len(texts))]


def _rich_texts(
    page: TablePage, cells: _Cells, corner: tuple[int, int], sizes: pl.Series, pens: Pens
) -> dict[int, int]:
    """What the page names the texts by that are red in part, by the place of their row in the table."""
    top, place = corner
    return {
        row: page.rich_text_number(
            top + row, place, [part for text, red in pieces for part in (pens.piece(sizes[row], red), text)]
        )
        for row, pieces in cells.marked.items()
        if len(pieces) > 1
    }
