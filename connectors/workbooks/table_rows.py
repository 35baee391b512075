"""The rows of a table, made column by column: what each cell shows, its format, how tall its row must be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from connectors.workbooks.cell_formats import SMALL_SIZE, Pens
from connectors.workbooks.differences import Pieces, runs
from connectors.workbooks.layout import Column, Sheet
from connectors.workbooks.table_page import TablePage, cut
from connectors.workbooks.text_height import printed_lines_each, row_height

_TALLEST_ROW = 409  # points, at most

Variants = tuple[Sequence[Mapping[str, Any]], pl.Series]
"""What the formats of cells differ by, each combination once, and the place of every cell's in them."""


def shown(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
    """What the table of a sheet shows of rows that have the columns which the sheet declares.

    Returns:
        The sheet's columns: texts, numbers in columns of another kind, null where a cell stays empty; those
        that `marks` name; `row_size` (of the font) and `row_height` (points), at which all of a row can be
        read; `row_shaded`. Without rows: no columns.
    """
    if rows.is_empty():
        return pl.DataFrame()
    cells = rows.select(_shown(column) for column in sheet.columns)
    printed = [column for column in sheet.columns if not (column.hidden or column.whole)]
    texts = cells.select(pl.col(column.name).cast(pl.String) for column in printed)
    widths = [column.width for column in printed]
    height = _text_height(texts, widths, sheet.text_size)
    too_tall = height > _TALLEST_ROW
    if too_tall.any():
        small = _text_height(texts.filter(too_tall), widths, SMALL_SIZE)
        height = height.scatter(too_tall.arg_true(), small.clip(upper_bound=_TALLEST_ROW))
    return cells.with_columns(
        *(rows[column.marks] for column in sheet.columns if column.marks),
        row_size=too_tall.replace_strict({True: SMALL_SIZE, False: sheet.text_size}),
        row_height=height.clip(lower_bound=sheet.row_height),
        row_shaded=rows[sheet.group_column] if sheet.group_column else pl.lit(value=False),
    )


def _shown(column: Column) -> pl.Expr:
    if column.fill_in:
        return pl.lit(None, pl.String).alias(column.name)
    if column.kind != "text":
        return pl.col(column.name)
    texts = pl.col(column.name).cast(pl.String)
    return _plain_text(texts.replace(column.words) if column.words else texts).alias(column.name)


def _plain_text(texts: pl.Expr) -> pl.Expr:
    """Texts that the library takes for nothing else: what begins with <r> it would write unescaped."""
    return pl.when(texts.str.starts_with("<r>")).then(" " + texts).otherwise(texts)


def _text_height(texts: pl.DataFrame, widths: Sequence[float], size: int) -> pl.Series:
    lines = printed_lines_each(texts, widths, size)
    return lines.select(row_height(pl.max_horizontal(pl.all()), size)).to_series()


def write_rows(page: TablePage, sheet: Sheet, top: int, table: pl.DataFrame, pens: Pens) -> None:
    """Write a table, as `shown` makes it, below its header; its first row is `top`, counted from 0."""
    number = pl.int_range(top + 1, top + 1 + table.height, eager=True).cast(pl.String)
    height = (pl.col("row_height") * 4 / 3 + 0.5).floor() * 0.75  # spreadsheets keep whole pixels
    xml: list[pl.Expr | pl.Series] = [pl.format('<row r="{}" ht="{}" customHeight="1">', number, height)]
    plain = _variants(table.select(size="row_size", shaded="row_shaded"))
    marked = {column.name: _marked(column, table) for column in sheet.columns if column.marks}
    rich = {
        column.name: _rich_texts(page, (top, place), table, marked[column.name], pens)
        for place, column in enumerate(sheet.columns)
        if column.marks
    }
    for place, (column, content) in enumerate(
        zip(sheet.columns, _contents(page, sheet, table, rich), strict=True)
    ):
        variants = (
            _cell_variants(column, table, marked.get(column.name, {}))
            if column.colours or column.marks
            else plain
        )
        xml += [
            pl.lit(f'<c r="{xl_col_to_name(place)}'),
            number,
            _style(page, column, variants, pens),
            content,
        ]
    lines = table.select(pl.concat_str(*xml, pl.lit("</row>"))).to_series()
    page.add_rows(lines.str.join("").item(), top + table.height - 1, len(sheet.columns) - 1)


def _marked(column: Column, table: pl.DataFrame) -> dict[int, Pieces]:
    """The texts of marked cells in pieces, by the place of the row in the table."""
    cells = zip(table[column.name], table[column.marks].to_list(), strict=True)
    return {
        row: runs(cut(text), places)
        for row, (text, places) in enumerate(cells)
        if text is not None and places is not None
    }


def _variants(keys: pl.DataFrame) -> Variants:
    distinct = keys.unique(maintain_order=True)
    places = keys.join(
        distinct.with_row_index("place"), on=keys.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return distinct.rows(named=True), places["place"]


def _cell_variants(column: Column, table: pl.DataFrame, marked: Mapping[int, Pieces]) -> Variants:
    keys = table.select(
        size="row_size",
        shaded="row_shaded",
        colour=pl.col(column.name).replace_strict(column.colours, default=None, return_dtype=pl.String),
    )
    marks = {row: "red" if all(red for _, red in pieces) else "filled" for row, pieces in marked.items()}
    return _variants(
        keys.with_columns(mark=pl.Series([marks.get(row, "none") for row in range(table.height)]))
    )


def _style(page: TablePage, column: Column, variants: Variants, pens: Pens) -> pl.Series:
    """The format of every cell of a column, as the page names it."""
    distinct, places = variants
    numbers = [page.style_number(pens.cell(column, **variant)) for variant in distinct]
    return pl.Series([f'" s="{number}' for number in numbers]).gather(places)


def _contents(
    page: TablePage, sheet: Sheet, table: pl.DataFrame, rich: Mapping[str, Mapping[int, int]]
) -> Iterator[pl.Expr]:
    """What stands in every cell of each column, from behind the number of its format to its end."""
    texts = {
        column.name: table[column.name].scatter([*rich.get(column.name, ())], None)
        for column in sheet.columns
        if column.kind == "text"
    }
    numbers = dict(zip(texts, _text_numbers(page, [*texts.values()]), strict=True))
    for name, places in rich.items():
        numbers[name] = numbers[name].scatter([*places], [*places.values()])
    for column in sheet.columns:
        is_text = column.name in numbers
        content = numbers[column.name] if is_text else _figures(table[column.name])
        opening = pl.lit('" t="s"><v>' if is_text else '"><v>')
        yield pl.concat_str(opening, content, pl.lit("</v></c>")).fill_null('"/>')


def _rich_texts(
    page: TablePage, cell: tuple[int, int], table: pl.DataFrame, marked: Mapping[int, Pieces], pens: Pens
) -> dict[int, int]:
    """What the page names the texts by that are red in part, by the place of the row in the table.

    `cell` is the topmost of their column, counted from 0.
    """
    top, place = cell
    rich = {row: pieces for row, pieces in marked.items() if len(pieces) > 1}
    return {
        row: page.rich_text_number(top + row, place, _parts(pieces, table["row_size"][row], pens))
        for row, pieces in rich.items()
    }


def _parts(pieces: Pieces, size: int, pens: Pens) -> list[Format | str]:
    return [part for text, red in pieces for part in (pens.piece(size, red), text)]


def _text_numbers(page: TablePage, texts: Sequence[pl.Series]) -> list[pl.Series]:
    """What the page names the texts of columns by; it holds each text once."""
    if not texts:
        return []
    together = pl.concat(texts)
    distinct = together.drop_nulls().unique(maintain_order=True)
    numbers = page.text_numbers(distinct.to_list(), len(together) - together.null_count())
    numbered = together.replace_strict(distinct, pl.Series(numbers, dtype=pl.Int64), default=None)
    height = len(texts[0])
    return [numbered.slice(place * height, height) for place in range(len(texts))]


def _figures(numbers: pl.Series) -> pl.Series:
    """Numbers as XlsxWriter writes them; only books of a few hundred rows have floating ones."""
    if numbers.dtype.is_float():
        return pl.Series(
            [None if number is None else f"{number:.16G}" for number in numbers], dtype=pl.String
        )
    return numbers.cast(pl.String)
