"""Whether two workspaces hold the same results: `python -m benchmarks.same_results OLD NEW`.

Compares every table of schema `main` that both have, in the columns that both have, and every workbook below
`outbox` and `receipts`: each cell with its format, rows and columns, what may be entered, how it prints.
Prints what differs; says nothing of what only the newer program has.
"""

import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import duckdb
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from sql import count, literal, quoted

FOLDERS = ("outbox", "receipts")
OF_THE_PROGRAM = {"fingerprint", "program"}  # columns of `runs` that another version changes by itself
MOST_SHOWN = 20  # cells of one workbook


def differing_tables(old: Path, new: Path) -> Iterator[str]:
    """One line for each table with rows that the other workspace lacks."""
    with duckdb.connect() as con:
        for name, root in (("old", old), ("new", new)):
            con.execute(f"ATTACH {literal(str(root / 'warehouse.duckdb'))} AS {name} (READ_ONLY)")
        for table, columns in shared_columns(con):
            rows = [f"SELECT {columns} FROM {side}.main.{quoted(table)}" for side in ("old", "new")]
            lost = count(con, f"SELECT count(*) FROM ({rows[0]} EXCEPT ALL {rows[1]})")
            added = count(con, f"SELECT count(*) FROM ({rows[1]} EXCEPT ALL {rows[0]})")
            print(f"{table}: {count(con, f'SELECT count(*) FROM ({rows[0]})')} rows")
            if lost or added:
                yield f"table {table}: {lost} rows only in the old one, {added} only in the new one"


def shared_columns(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Each table of schema `main` with the columns that both workspaces have."""
    shared = con.execute(
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() AS c "
        "WHERE schema_name = 'main' AND database_name = 'old' AND NOT internal AND EXISTS ("
        "FROM duckdb_columns() AS n WHERE n.database_name = 'new' AND n.schema_name = 'main' "
        "AND n.table_name = c.table_name AND n.column_name = c.column_name) "
        "GROUP BY table_name ORDER BY table_name"
    ).fetchall()
    return [
        (table, ", ".join(quoted(name) for name in names if name not in OF_THE_PROGRAM))
        for table, names in shared
    ]


def differing_files(old: Path, new: Path) -> Iterator[str]:
    """One line for each file of one workspace only, and for each cell that differs."""
    names = [
        {path.relative_to(root) for folder in FOLDERS for path in (root / folder).rglob("*.*")}
        for root in (old, new)
    ]
    print(f"{len(names[0] & names[1])} files in both")
    yield from (f"file in one workspace only: {name}" for name in sorted(names[0] ^ names[1]))
    for name in sorted(names[0] & names[1]):
        if (old / name).read_bytes() != (new / name).read_bytes():
            cells = list(differing_cells(old / name, new / name))
            yield from (f"{name}: {cell}" for cell in cells[:MOST_SHOWN])
            yield from [f"{name}: {len(cells)} cells in all"] * (len(cells) > MOST_SHOWN)


def differing_cells(old: Path, new: Path) -> Iterator[str]:
    """One line for each cell, and each setting of a sheet, that differs."""
    books = [load_workbook(path, rich_text=True) for path in (old, new)]
    if books[0].sheetnames != books[1].sheetnames:
        yield f"sheets {books[0].sheetnames} and {books[1].sheetnames}"
        return
    formats: dict[tuple[int, int], bool] = {}  # whether two formats are the same, by their numbers
    for ours, theirs in zip(books[0].worksheets, books[1].worksheets, strict=True):
        differing = [name for name, part in settings(ours).items() if part != settings(theirs)[name]]
        yield from (f"{ours.title}: its {name} differ" for name in differing)
        for row, pair in enumerate(zip_longest(ours.rows, theirs.rows, fillvalue=()), start=1):
            for column, (before, after) in enumerate(zip_longest(*pair), start=1):
                if not same_cell(before, after, formats):
                    yield f"{ours.title} row {row} column {column}: {shown(before)} is now {shown(after)}"


def settings(page: Worksheet) -> dict[str, str]:
    """What a sheet has beside its cells: sizes, protection, filters, panes, entries, printing."""
    parts = {
        "rows": {number: row.height for number, row in page.row_dimensions.items()},
        "columns": {name: (column.width, column.hidden) for name, column in page.column_dimensions.items()},
        "merged": sorted(map(str, page.merged_cells.ranges)),
        "entries": page.data_validations.dataValidation,
        "names": [page.print_title_rows, page.auto_filter.ref, page.freeze_panes, page.sheet_state],
        "page": [page.page_setup, page.page_margins, page.protection, page.sheet_properties],
        "footer": [part.text for part in (page.oddFooter.left, page.oddFooter.center, page.oddFooter.right)],
        "extent": page.calculate_dimension(),
    }
    return {name: repr(part) for name, part in parts.items()}


def same_cell(before: Cell, after: Cell, formats: dict[tuple[int, int], bool]) -> bool:
    """Whether two cells hold the same and look the same."""
    if before is None or after is None or repr(before.value) != repr(after.value):
        return False
    pair = before.style_id, after.style_id
    if pair not in formats:
        formats[pair] = look(before) == look(after)
    return formats[pair]


def look(cell: Cell) -> str:
    """Everything that a cell's format says."""
    return repr((cell.font, cell.fill, cell.border, cell.alignment, cell.protection, cell.number_format))


def shown(cell: Cell | None) -> str:
    """A cell for people who look for what differs."""
    return "nothing" if cell is None else f"{cell.value!r} {cell.font.sz} {cell.fill.fgColor.rgb}"


if __name__ == "__main__":
    differences = [*differing_tables(*map(Path, sys.argv[1:])), *differing_files(*map(Path, sys.argv[1:]))]
    print("\n".join(differences) or "no difference")
    sys.exit(bool(differences))
