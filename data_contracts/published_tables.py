"""What the tables and views of the published warehouse mean: one declaration in `tables/`, by theme.

`docs/warehouse.md` and the comments in the database are made from it. Another table is one more entry there.
"""

from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from data_contracts.contract import Column, Contract
from data_contracts.digests import digest_of
from data_contracts.validation import UniqueKeyLoader

FOLDER = files(__package__).joinpath("tables")

FACTS_VIEW = "facts_{}"
"""Name of the view of a source's effective facts."""

FACTS = FACTS_VIEW.format("<source>")
"""Name under which these views are declared, all at once."""

PROVENANCE = ("file_period", "file_id", "row_number")
"""Columns of the views of facts that stand before those that were sent; the link stands after them."""

_UNITS = {"money": "（元）", "month": "（当月 1 日）"}
_STRICT = ConfigDict(extra="forbid")
_Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, config=_STRICT)
class PublishedColumn:
    """One column of a published table.

    Attributes:
        name: of the column.
        type: DuckDB's, as `duckdb_columns()` shows it.
        meaning: English, for the page.
        comment: Chinese, for the database.
        nullable: whether it may be NULL.
        values: all that it may hold. Empty: any.
    """

    name: _Text
    type: _Text
    meaning: _Text
    comment: _Text
    nullable: bool = False
    values: tuple[str, ...] = ()


def _named(entries: Any) -> Any:
    """YAML writes them as a mapping by name; what is given in Python passes."""
    if not isinstance(entries, dict):
        return entries
    return tuple({"name": name, **entry} for name, entry in entries.items())


@dataclass(frozen=True, config=_STRICT)
class PublishedTable:
    """One table or view in schema `main`.

    Attributes:
        name: of the table.
        grain: English, what one row is.
        comment: Chinese, for the database.
        columns: in the order of the database.
        meaning: English, what else is to be known of it.
        notes: Markdown below its columns.
    """

    name: _Text
    grain: _Text
    comment: _Text
    columns: Annotated[tuple[PublishedColumn, ...], BeforeValidator(_named)]
    meaning: str = ""
    notes: str = ""

    @cached_property
    def by_name(self) -> dict[str, PublishedColumn]:
        """Its columns by name."""
        return {column.name: column for column in self.columns}


@dataclass(frozen=True, config=_STRICT)
class Theme:
    """The tables of one file: its title in English, and the tables in the page's order."""

    title: _Text
    tables: Annotated[tuple[PublishedTable, ...], BeforeValidator(_named)]


@cache
def load_themes() -> tuple[Theme, ...]:
    """Every theme, in the order of the file names."""
    return tuple(_theme(path) for path in sorted(FOLDER.iterdir(), key=lambda path: path.name))


def digest() -> str:
    """Digest of the declared tables: their comments land in the database."""
    return digest_of(FOLDER)


def _theme(path: Traversable) -> Theme:
    text = path.read_text(encoding="utf-8")
    return TypeAdapter(Theme).validate_python(yaml.load(text, Loader=UniqueKeyLoader))  # noqa: S506, a SafeLoader


def declared_tables() -> dict[str, PublishedTable]:
    """Every declared table by name, the views of facts as `FACTS`."""
    return {table.name: table for theme in load_themes() for table in theme.tables}


def published_tables(contracts: dict[str, Contract]) -> Iterator[PublishedTable]:
    """Every table as the database has it: the views of facts by source, with the columns of the contracts.

    Args:
        contracts: of all sources.
    """
    for table in declared_tables().values():
        if table.name != FACTS:
            yield table
    yield from map(facts_of, facts_sources(contracts))


def facts_sources(contracts: dict[str, Contract]) -> list[Contract]:
    """Contracts of the sources that have a view of effective facts."""
    return [contract for contract in contracts.values() if contract.kind == "facts"]


def facts_of(contract: Contract) -> PublishedTable:
    """The view of a source's facts: which row, what was sent, and for persons what it is linked to."""
    declared = declared_tables()[FACTS]
    provenance = [column for column in declared.columns if column.name in PROVENANCE]
    link = [column for column in declared.columns if column.name not in PROVENANCE]
    sent = map(_sent, contract.columns, sent_names(contract))
    return PublishedTable(
        name=FACTS_VIEW.format(contract.source),
        grain=declared.grain,
        comment=f"{contract.title}（{contract.department}）：{declared.comment}",
        columns=(*provenance, *sent, *(link if contract.person else ())),
    )


def sent_names(contract: Contract) -> list[str]:
    """Names of the contract's columns in the view of its facts: `<name>_as_sent` where the name is taken."""
    declared = declared_tables()[FACTS].by_name
    taken = declared if contract.person else {name: declared[name] for name in PROVENANCE}
    return [f"{c.name}_as_sent" if c.name in taken else c.name for c in contract.columns]


def _sent(column: Column, name: str) -> PublishedColumn:
    return PublishedColumn(
        name=name,
        type=column.sql_type,
        meaning=column.title,
        comment=column.title + _UNITS.get(column.type, ""),
        nullable=not column.not_blank,
    )
