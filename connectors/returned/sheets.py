"""Finds the forms in the sheets of a workbook, and takes their rows apart: who, and which cell says what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from connectors.readers.cells.marks import trimmed
from connectors.returned.forms import IDENTITY, Form, form_of, title_key, title_keys
from connectors.returned.sheet_cells import SheetCells
from connectors.sheets.lines_without_data import CLOSING_LABEL
from connectors.workbooks.layout import Column

_LONGEST_TITLE = 40  # characters; a longer cell is no title
_PERIOD = r"[(（]\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*[,，)）]"

LINES: dict[str, Any] = {
    "sheet": pl.String,
    "row_number": pl.Int32,
    "form": pl.String,
    "stated_period": pl.String,
    **dict.fromkeys(IDENTITY, pl.String),
    "unequal": pl.Boolean,
}
CELLS: dict[str, Any] = {
    "sheet": pl.String,
    "row_number": pl.Int32,
    **dict.fromkeys(("form", "field", "column_name", "header", "text"), pl.String),
}


@dataclass(frozen=True)
class _Block:
    """A header and the rows below it, down to the next header.

    Attributes:
        form: that the header is of.
        places: column of the form -> columns of the frame with its title.
        headers: column of the frame -> header as it stands there.
        rows: with `row_number`.
        period: that the lines above state, `2021-06`; None if they state none, or several.
    """

    form: Form
    places: dict[str, list[str]]
    headers: dict[str, str]
    rows: pl.DataFrame
    period: str | None


@dataclass(frozen=True)
class FormRows:
    """What a workbook holds of all forms.

    Attributes:
        forms: how many headers of forms were found.
        lines: rows that name a household or have an entry, with the columns of `LINES`; `unequal`: two
            columns of one title contradict each other.
        cells: their cells to fill in that are not blank, with the columns of `CELLS`.
    """

    forms: int
    lines: pl.DataFrame
    cells: pl.DataFrame


def rows_of_forms(sheets: Sequence[SheetCells], forms: Sequence[Form]) -> FormRows:
    """The rows of all forms in a workbook, wherever their headers stand.

    Args:
        sheets: of the workbook.
        forms: of all lists, with those that are not read back.
    """
    blocks = [(sheet.name, block) for sheet in sheets for block in _blocks(sheet, forms)]
    lines = pl.concat([pl.DataFrame(schema=LINES), *(_lines(name, block) for name, block in blocks)])
    cells = pl.concat([pl.DataFrame(schema=CELLS), *(_cells(name, block) for name, block in blocks)])
    named = pl.any_horizontal(pl.col(name).is_not_null() for name in IDENTITY[:2])
    filled = lines.join(cells, on=["sheet", "row_number"], how="semi")
    return FormRows(
        len(blocks), pl.concat([lines.filter(named), filled]).unique(["sheet", "row_number"]), cells
    )


def _blocks(sheet: SheetCells, forms: Sequence[Form]) -> Iterator[_Block]:
    frame = sheet.frame.with_row_index("row_number", sheet.first_row).cast({"row_number": pl.Int32})
    headers = [*_header_rows(sheet.frame, forms), frame.height]
    for place, end in pairwise(headers):
        form = _form(frame, place, forms)
        if form is None:
            continue
        texts = {name: text for name, text in frame.row(place, named=True).items() if isinstance(text, str)}
        places: dict[str, list[str]] = {}
        for name, text in texts.items():
            if column := form.columns.get(title_key(text)):
                places.setdefault(column.name, []).append(name)
        rows = _without_closing_lines(frame[place + 1 : end], places)
        yield _Block(form, places, texts, rows, _period(frame[:place]))


def _without_closing_lines(rows: pl.DataFrame, places: dict[str, list[str]]) -> pl.DataFrame:
    """The rows without `填表人：…` and the like, which name no household."""
    first = pl.coalesce(name for name in rows.columns if name != "row_number")
    closes = first.str.normalize("NFKC").str.replace_all(r"\s", "").str.contains(CLOSING_LABEL)
    named = [pl.col(name) for column in IDENTITY[:2] for name in places.get(column, [])]
    household = pl.any_horizontal(
        pl.lit(value=False), *(name.is_not_null() & (name != first) for name in named)
    )
    return rows.filter(~closes.fill_null(value=False) | household)


def _header_rows(frame: pl.DataFrame, forms: Sequence[Form]) -> list[int]:
    """Places of the rows that may be a header: with the title of a column by which rows are known."""
    known = {title for form in forms for title, column in form.columns.items() if column.name in IDENTITY[:2]}
    short = pl.when(pl.all().str.len_chars() <= _LONGEST_TITLE).then(pl.all())
    is_known = title_keys(short).is_in([*known])
    return frame.select(pl.any_horizontal(is_known)).to_series().arg_true().to_list()


def _form(frame: pl.DataFrame, place: int, forms: Sequence[Form]) -> Form | None:
    return form_of((title_key(text) for text in frame.row(place) if isinstance(text, str)), forms)


def _period(above: pl.DataFrame) -> str | None:
    """The period in the title: 防返贫监测预警核查清单（2021年6月）."""
    texts = pl.concat([above[name] for name in above.columns if name != "row_number"])
    found = texts.drop_nulls().str.extract_groups(_PERIOD).struct.unnest().drop_nulls().unique()
    return f"{found[0, 0]}-{int(found[0, 1]):02}" if found.height == 1 else None


def _lines(sheet: str, block: _Block) -> pl.DataFrame:
    identity = [_first(block, name) for name in IDENTITY]
    unequal = pl.any_horizontal(pl.lit(value=False), *(_differ(names) for names in block.places.values()))
    constants: dict[str, str | None] = {"sheet": sheet, "form": block.form.key, "stated_period": block.period}
    rows = block.rows.select("row_number", *identity, unequal.fill_null(value=False).alias("unequal"))
    return _with(rows, constants).select(*LINES)


def _with(rows: pl.DataFrame, constants: dict[str, str | None]) -> pl.DataFrame:
    return rows.with_columns(pl.lit(value, pl.String).alias(name) for name, value in constants.items())


def _first(block: _Block, name: str) -> pl.Expr:
    """The first filled cell of the columns with the title of a form's column."""
    cells = [trimmed(pl.col(place)) for place in block.places.get(name, [])]
    return pl.coalesce(*cells, pl.lit(None, pl.String)).alias(name)


def _differ(names: list[str]) -> pl.Expr:
    """Whether columns of one title say different things."""
    first, *others = (trimmed(pl.col(name)) for name in names)
    return pl.any_horizontal(pl.lit(value=False), *(other != first for other in others))


def _cells(sheet: str, block: _Block) -> pl.DataFrame:
    fields = {c.name: c for c in block.form.columns.values() if c.fill_in and c.name in block.places}
    parts = [_cells_of(sheet, block, column) for column in fields.values()]
    return pl.concat([pl.DataFrame(schema=CELLS), *parts])


def _cells_of(sheet: str, block: _Block, column: Column) -> pl.DataFrame:
    constants: dict[str, str | None] = {
        "sheet": sheet,
        "form": block.form.key,
        "field": column.name,
        "column_name": column.title,
        "header": block.headers[block.places[column.name][0]],
    }
    rows = block.rows.select("row_number", _first(block, column.name).alias("text")).drop_nulls("text")
    return _with(rows, constants).select(*CELLS)
