"""The printed pages of a form: each row of the page is made for all households of a sheet at once."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from connectors.workbooks.cell_formats import ASKED_LARGER, Pens
from connectors.workbooks.page_layout import PageCell, PageRow, PrintedPage
from connectors.workbooks.table_page import TablePage
from connectors.workbooks.text_height import printed_lines, printed_lines_each, row_height

MOST_PAGES = 1000
"""Pages of one sheet: Excel breaks a sheet at 1,023 places at most."""

_SIZES = (10, 9, 8, 7, 6, 5, 4)  # of the font: the largest at which a page holds all of its household
# Points, of the 770 that the margins leave. The rest is less than the title takes, which opens the next page:
# even a program that breaks pages by itself breaks them there.
_PAGE_HEIGHT = 735
_TALLEST_ROW = 409  # points, at most


def shown_pages(page: PrintedPage, rows: pl.DataFrame) -> pl.DataFrame:
    """What the pages of a form show of rows that have the columns which the page declares.

    Returns:
        The page's columns as texts; `size` of the font at which all of a page can be read; `heights`, of its
        rows in points. Without rows: no columns.
    """
    if rows.is_empty():
        return pl.DataFrame()
    texts = rows.select(pl.col(page.columns).cast(pl.String)).with_row_index("place")
    fitted = []
    for size in _SIZES:
        sized = _sized(page, texts, size)
        fits = pl.lit(value=True) if size == _SIZES[-1] else pl.col("heights").list.sum() <= _PAGE_HEIGHT
        fitted.append(sized.filter(fits))
        texts = texts.join(fitted[-1], on="place", how="anti")
        if texts.is_empty():
            break
    return pl.concat(fitted).sort("place").drop("place")


def _sized(page: PrintedPage, texts: pl.DataFrame, size: int) -> pl.DataFrame:
    """The pages with the heights of their rows at a size of the font."""
    # spreadsheets keep whole pixels
    heights = [(_height(page, row, texts, size) * 4 / 3).ceil() * 0.75 for row in page.rows]
    left = _PAGE_HEIGHT - pl.sum_horizontal(heights)
    grown = [
        (height + left.clip(0)).clip(upper_bound=_TALLEST_ROW) if row.grows else height
        for row, height in zip(page.rows, heights, strict=True)
    ]
    return texts.with_columns(pl.lit(size).alias("size"), pl.concat_list(grown).alias("heights"))


def _height(page: PrintedPage, row: PageRow, texts: pl.DataFrame, size: int) -> pl.Expr:
    known, asked = page.width(row)
    scale = 1 if row.kind == "title" else size / _SIZES[0]
    of_asked = size + ASKED_LARGER
    least = max(row.height * scale, row_height(printed_lines(row.blanks, asked, of_asked), of_asked))
    if not row.column:
        return pl.lit(least)
    (lines,) = printed_lines_each(texts.select(row.column), [known], size)
    return pl.lit(row_height(lines, size)).clip(least, _TALLEST_ROW)


def write_pages(
    sheet: TablePage, page: PrintedPage, table: pl.DataFrame, facts: Mapping[str, Any], pens: Pens
) -> None:
    """Write pages, as `shown_pages` makes them, below each other, with a break after each.

    Args:
        sheet: an empty one.
        page: as declared.
        table: of at most `MOST_PAGES` pages.
        facts: that titles name in braces.
        pens: of the workbook.
    """
    for place, width in enumerate(page.widths):
        sheet.set_column(place, place, width)
    every, pages = len(page.rows), table.height
    sheet.set_h_pagebreaks([*range(every, pages * every, every)])
    known = {name: sheet.written_texts(table[name]) for name in page.columns}
    first = pl.int_range(1, pages * every, every, eager=True)
    xml: list[pl.Expr] = []
    merged: list[pl.Expr] = []
    for place, row in enumerate(page.rows):
        number = pl.lit((first + place).cast(pl.String))
        height = pl.col("heights").list.get(place)
        xml.append(pl.format('<row r="{}" ht="{}" customHeight="1">', number, height))
        for column, cell in zip("ABC", row.cells, strict=True):
            style = _style(sheet, cell, table["size"], pens)
            xml += [pl.lit(f'<c r="{column}'), number, style, _content(sheet, cell, known, facts, pages)]
        xml.append(pl.lit("</row>"))
        if row.merged:
            merged.append(
                pl.format(f'<mergeCell ref="{row.merged[0]}{{}}:{row.merged[1]}{{}}"/>', number, number)
            )
    sheet.add_rows(_joined(table, xml), pages * every - 1, len(page.widths) - 1)
    sheet.add_merged(_joined(table, merged), pages * len(merged))


def _joined(table: pl.DataFrame, parts: list[pl.Expr]) -> str:
    joined: str = table.select(pl.concat_str(parts)).to_series().str.join("").item()
    return joined


def _style(sheet: TablePage, cell: PageCell, sizes: pl.Series, pens: Pens) -> pl.Expr:
    """The format of a cell of every page, as the sheet names it."""
    pen = {
        size: sheet.style_number(pens.printed(cell.style, size)) for size in sizes.unique(maintain_order=True)
    }
    return pl.lit(sizes.replace_strict({size: f'" s="{number}' for size, number in pen.items()}))


def _content(
    sheet: TablePage, cell: PageCell, known: Mapping[str, pl.Series], facts: Mapping[str, Any], pages: int
) -> pl.Expr:
    """What stands in a cell of every page, from behind the number of its format to its end."""
    if cell.column:
        text = pl.lit(known[cell.column])
        return pl.format('" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>', text).fill_null('"/>')
    if not cell.text:
        return pl.lit('"/>')
    (number,) = sheet.text_numbers([cell.text.format_map(facts)], pages)
    return pl.lit(f'" t="s"><v>{number}</v></c>')
