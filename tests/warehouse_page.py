"""Tables and columns in `docs/warehouse.md`, between its two marks, made from `data_contracts/tables/`.

`python -m tests.warehouse_page` writes them; `test_warehouse.py` checks that the page is up to date. What is
outside the marks is written by hand.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from data_contracts.contract import Contract, load_contracts
from data_contracts.published_tables import (
    FACTS,
    PublishedColumn,
    PublishedTable,
    facts_of,
    facts_sources,
    load_themes,
    sent_names,
)

PAGE = Path(__file__).parents[1] / "docs" / "warehouse.md"
_FIRST, _LAST = "<!-- python -m tests.warehouse_page: from here -->", "<!-- to here -->"


def page() -> str:
    """Text of the page with the tables as they are declared."""
    head, _, rest = PAGE.read_text("utf-8").partition(_FIRST)
    _, _, tail = rest.partition(_LAST)
    return f"{head}{_FIRST}\n{_overview()}\n{''.join(map(_section, _tables()))}{_LAST}{tail}"


def _tables() -> Iterator[PublishedTable]:
    for theme in load_themes():
        yield from theme.tables


def _overview() -> str:
    rows = [(theme.title, ", ".join(map(_link, theme.tables))) for theme in load_themes()]
    return _grid(("about", "tables and views"), rows)


def _link(table: PublishedTable) -> str:
    anchor = re.sub(r"[^\w -]", "", table.name.lower())
    return f"[`{table.name}`](#{anchor})"


def _section(table: PublishedTable) -> str:
    columns = [(f"`{c.name}`", c.type, "yes" if c.nullable else "", _meaning(c)) for c in table.columns]
    parts = [
        f"## `{table.name}`",
        f"One row per {table.grain}.{_joined(table.meaning)}",
        _grid(("column", "type", "NULL", "meaning"), columns).rstrip(),
        table.notes,
        _sources().rstrip() if table.name == FACTS else "",
    ]
    return "\n\n".join(filter(None, parts)) + "\n\n"


def _joined(meaning: str) -> str:
    return "\n" + meaning if meaning else ""


def _meaning(column: PublishedColumn) -> str:
    values = ", ".join(f"`{value}`" for value in column.values)
    return "; ".join(filter(None, (values, column.meaning)))


def _sources() -> str:
    """What each source sends, in the interface's order."""
    contracts = facts_sources(load_contracts())
    return _grid(("view", "extract", "columns sent"), [_sent(contract) for contract in contracts])


def _sent(contract: Contract) -> tuple[str, ...]:
    named = zip(sent_names(contract), contract.columns, strict=True)
    columns = ", ".join(f"`{name}` {column.title}" for name, column in named)
    return f"`{facts_of(contract).name}`", f"{contract.title}, {contract.department}", columns


def _grid(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
