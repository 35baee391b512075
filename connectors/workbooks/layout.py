"""Layouts of workbooks as declared in `layouts/*.yaml`: sheets, headings, columns, words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml

from connectors.workbooks.page_layout import PrintedPage, read_page
from data_contracts.digests import digest_of
from data_contracts.validation import UniqueKeyLoader

FOLDER = files(__package__).joinpath("layouts")


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes:
        name: column of the relation that fills it; a column to fill in has none.
        title: Chinese header.
        width: in characters of the workbook's default font.
        kind: `text` keeps every digit as written; `number` (whole), `measure`, `money` and `percent` (1 is
            100 %) are numbers.
        words: machine word -> word shown.
        colours: word shown -> fill colour.
        fill_in: what people enter here; such cells are not protected.
        choices: what a `choice` may be.
        codes: choice -> its word in the warehouse; without it the choice itself is kept.
        synonyms: what people write instead of a choice -> that choice.
        hidden: for reading the workbook back, not for people.
        band: title above the headers of neighbouring columns that belong together.
        whole: a number that no line breaks: where it is too long for the width, its font becomes smaller.
        steps_of: in place of this column stand those of the procedure's steps that these have to take.
        marks: column of the relation with the places to mark in the text, pairs of start and stop; unless
            NULL, the cell gets a background colour, and the text at the places is red.
    """

    name: str
    title: str
    width: float = 0
    kind: Literal["text", "number", "measure", "money", "percent"] = "text"
    words: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    centred: bool = False
    bold: bool = False
    fill_in: Literal["", "date", "choice", "money", "text"] = ""
    choices: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False
    band: str = ""
    marks: str = ""
    whole: bool = False
    steps_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A line above or below the table; its text may name facts in braces. An empty line is left out."""

    text: str
    style: Literal["title", "line", "note", "poster", "poster_text", "poster_end"]


@dataclass(frozen=True)
class Sheet:
    """One sheet: headings, then one table.

    Attributes:
        name: of the sheet.
        statement: SQL file that fills the table.
        columns: from left to right.
        headings: above the table.
        empty: sentence in place of a table without rows.
        optional: left out when it has no rows.
        protected: only cells to fill in may be changed.
        frozen_columns: how many columns stay in view.
        group_column: column of the relation that is true in rows to shade, so that groups can be told apart.
        row_height: least height of a row, in points.
        form: what its entries are when they come back (`returned.rows.form`); empty: they do not.
        portrait: printed upright.
        text_size: of the table, in points.
        closing: below the table.
        needs: column to fill in, or `column=word of a choice` -> columns that must then be filled in too.
        page: in place of a table, a printed page for each row of the relation.
    """

    name: str
    statement: str
    columns: tuple[Column, ...] = ()
    headings: tuple[Heading, ...] = ()
    empty: str = "无。"
    optional: bool = False
    protected: bool = False
    frozen_columns: int = 0
    group_column: str = ""
    row_height: float = 20
    form: str = ""
    portrait: bool = False
    text_size: int = 11
    closing: tuple[Heading, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: PrintedPage | None = None


@dataclass(frozen=True)
class Layout:
    """One workbook.

    Attributes:
        title: of the document.
        footer: at the left of every printed page.
        page_mark: at the right, behind the sheet's name; may name facts in braces.
        sheets: in order.
        one_per: SQL file with a row for every workbook of a list. Its first column names the addressee, as a
            column of that name does in every sheet's statement; all are facts for the headings. Empty: the
            layout is not a list.
        file: path of such a workbook; may name the period and columns of that row in braces.
        prepare: SQL files that make what these statements read, or remember what is handed out.
        settings: all other entries of the declaration, for the module that fills this workbook.
    """

    title: str
    footer: str
    page_mark: str
    sheets: tuple[Sheet, ...]
    settings: Mapping[str, Any]
    one_per: str = ""
    file: str = ""
    prepare: tuple[str, ...] = ()


def list_layouts() -> list[Layout]:
    """The layouts that are lists (`one_per`), by file name."""
    names = sorted(Path(entry.name).stem for entry in FOLDER.iterdir() if entry.name.endswith(".yaml"))
    return [load_layout(name) for name in names if "one_per" in document(name)]


@cache
def load_layout(name: str) -> Layout:
    """The layout declared in `connectors/workbooks/layouts/<name>.yaml`."""
    declared = document(name)
    sheets = tuple(_sheet(entry) for entry in declared.pop("sheets"))
    texts = {part: declared.pop(part) for part in ("title", "footer", "page_mark")}
    texts |= {part: declared.pop(part, "") for part in ("one_per", "file")}
    prepare = tuple(declared.pop("prepare", ()))
    return Layout(**texts, prepare=prepare, sheets=sheets, settings=declared)


@cache
def words(group: str) -> Mapping[str, str]:
    """Machine word -> word shown, of one group of `words.yaml`."""
    group_words: Mapping[str, str] = document("words")[group]
    return group_words


def digest() -> str:
    """Digest of every layout and of their words."""
    return digest_of(FOLDER)


def document(name: str) -> dict[str, Any]:
    """The declaration `connectors/workbooks/layouts/<name>.yaml` as it stands there."""
    text = FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    declared: dict[str, Any] = yaml.load(text, Loader=UniqueKeyLoader)  # noqa: S506, a SafeLoader
    return declared


def _sheet(entry: dict[str, Any]) -> Sheet:
    if "page" in entry:
        return Sheet(**{**entry, "page": read_page(entry["page"], _entries)})
    columns = tuple(_column(column) for column in entry["columns"])
    lines = {
        place: tuple(Heading(**line) for line in entry.get(place, ())) for place in ("headings", "closing")
    }
    needs = {name: tuple(others) for name, others in entry.get("needs", {}).items()}
    return Sheet(**{**entry, "columns": columns, **lines, "needs": needs})


def _entries(layout: str, form: str) -> tuple[Column, ...]:
    """Columns of the sheet of a layout whose entries are of that form."""
    (sheet,) = (sheet for sheet in load_layout(layout).sheets if sheet.form == form)
    return sheet.columns


def _column(entry: dict[str, Any]) -> Column:
    shown = words(entry["words"]) if "words" in entry else {}
    lists = {name: tuple(entry.get(name, ())) for name in ("choices", "steps_of")}
    return Column(**{"name": "", "title": "", **entry, "words": shown, **lists})
