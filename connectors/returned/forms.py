"""The forms that come back, as the layouts of the lists declare them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb
import polars as pl

from connectors.workbooks.layout import Column, Sheet, list_layouts
from connectors.workbooks.step_columns import with_steps

CODE, HOUSEHOLD, HEAD, MEASURE = "row_key", "household_id", "head_name", "measure"
IDENTITY = (CODE, HOUSEHOLD, HEAD, MEASURE)
"""Columns by which a row is known, under the names that the layouts give them."""

_BRACKET = r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】"
_SPACE = "[\\s\u200b-\u200f\u2060\ufeff]+"
_MARKS = "*:"


def title_key(title: str) -> str:
    """A column's title for matching: NFKC, without white space, line breaks and anything in brackets."""
    text = re.sub(_SPACE, "", unicodedata.normalize("NFKC", title))
    return re.sub(_BRACKET, "", text).strip(_MARKS)


def title_keys(titles: pl.Expr) -> pl.Expr:
    """`title_key` of every text."""
    texts = titles.str.normalize("NFKC").str.replace_all(_SPACE, "")
    return texts.str.replace_all(_BRACKET, "").str.strip_chars(_MARKS)


@dataclass(frozen=True)
class Form:
    """A sheet as it went out.

    Attributes:
        sheet: its declaration; one that is not read back has no `form`.
    """

    sheet: Sheet

    @property
    def key(self) -> str:
        """Which form it is; empty: it is not read back."""
        return self.sheet.form

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Title, as `title_key` gives it -> column."""
        return {title_key(column.title): column for column in self.sheet.columns}

    @cached_property
    def needs(self) -> list[tuple[str, str | None, str]]:
        """Field, word of its choice or None for any, and the field that must then be filled in too."""
        declared = [
            (*_condition(name), other) for name, others in self.sheet.needs.items() for other in others
        ]
        names = {column.name for column in self.sheet.columns}
        steps = [name.removesuffix("_result") for name in names if name.endswith("_result")]
        of_steps = [(f"{key}_result", f"{key}_on") for key in sorted(steps) if f"{key}_on" in names]
        pairs = [pair for one, other in of_steps for pair in ((one, None, other), (other, None, one))]
        return [*declared, *pairs]


def _condition(name: str) -> tuple[str, str | None]:
    field, _, word = name.partition("=")
    return field, word or None


def declared_forms(con: duckdb.DuckDBPyConnection) -> list[Form]:
    """Every sheet of every list, those that are not read back too, so that none is taken for another.

    Args:
        con: warehouse with `built.procedure_steps`, which are columns of some forms.
    """
    layouts = [with_steps(con, layout) for layout in list_layouts()]
    return [Form(sheet) for layout in layouts for sheet in layout.sheets]


def form_of(titles: Iterable[str], forms: Sequence[Form]) -> Form | None:
    """The form whose header has these titles; None if it is none, or that of a sheet that is not read back.

    Columns may be missing, moved or added: the sheet that shares most titles is it.

    Args:
        titles: of one row, as `title_key` gives them.
        forms: of all lists.
    """
    present = set(titles)
    if not present & _titles_of(forms, {CODE, HOUSEHOLD}):
        return None
    shared = Counter({place: len(present & form.columns.keys()) for place, form in enumerate(forms)})
    best = max(shared, key=lambda place: (shared[place], bool(forms[place].key), -place))
    found = forms[best]
    return found if found.key and present & _titles_to_fill_in(found) else None


def _titles_of(forms: Sequence[Form], names: set[str]) -> set[str]:
    return {title for form in forms for title, column in form.columns.items() if column.name in names}


def _titles_to_fill_in(form: Form) -> set[str]:
    return {title for title, column in form.columns.items() if column.fill_in}
