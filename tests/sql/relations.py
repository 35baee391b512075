"""What each SQL file makes, writes, drops and reads, as sqlglot parses it, and what its header declares."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

SQL = Path(__file__).parents[2] / "sql"
KEYS = ("Makes", "Writes", "Drops", "Reads", "Parameters", "Slots")

_SLOT = re.compile(r"\{([a-z_]+)\}")
_TYPE = re.compile(r"CREATE OR REPLACE TEMP TYPE (\w+)")  # the one statement that sqlglot does not parse


@dataclass
class Header:
    """Names by key.

    A relation is `schema.table` where its schema is written, `$name` where it is bound as a parameter, and
    has `<slot>` for what is filled in: a slot in braces would be filled in the header too.
    """

    makes: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    drops: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)
    slots: set[str] = field(default_factory=set)


def files() -> list[Path]:
    return sorted(path for path in SQL.rglob("*.sql") if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(SQL).with_suffix("").as_posix()


def comment(text: str) -> list[str]:
    """The lines of the header, without their dashes."""
    lines = text.splitlines()
    ends = next(at for at, line in enumerate(lines) if not line.startswith("--"))
    return [line.removeprefix("--").removeprefix(" ") for line in lines[:ends]]


def declared(text: str) -> Header:
    """What the header says; a list may go on in lines that begin with spaces."""
    entries: list[str] = []
    for line in comment(text):
        if line.startswith("  ") and entries:
            entries[-1] += f" {line.strip()}"
        else:
            entries.append(line)
    found = Header()
    for entry in entries:
        key, _, said = entry.partition(": ")
        if key in KEYS:
            setattr(found, key.lower(), set(_names(said)))
    return found


def _names(said: str) -> list[str]:
    assert said.count("(") == said.count(")"), f"an open bracket: {said}"
    while "(" in said:  # remarks
        said = re.sub(r"\s*\([^()]*\)", "", said)
    return [name.strip() for name in said.rstrip(".").split(",")]


@cache
def parsed(text: str) -> Header:
    """What the statements do."""
    body = re.sub(r"--.*", "", text)
    is_template = bool(_SLOT.search(body))
    found = Header(parameters=set(re.findall(r"\$[a-z_0-9]+", body)), slots=set(_SLOT.findall(body)))
    for tree in sqlglot.parse(_filled(body) if is_template else body, dialect="duckdb"):
        if tree is not None:
            _add(found, tree)
    return found


def _filled(text: str) -> str:
    """A filled statement with a word in every slot; in brackets it is a query, within a CASE its branches."""
    text = re.sub(r"\(\s*\{[a-z_]+\}\s*\)", "(SELECT 1)", text)
    text = re.sub(r"CASE \{[a-z_]+\} END", "slot", text)
    text = text.replace("{newest}", "")
    return _SLOT.sub(r"slot_\1", text).replace("{{", "{").replace("}}", "}")


def _add(found: Header, tree: exp.Expression) -> None:
    if isinstance(tree, exp.Command):
        found.makes |= set(_TYPE.findall(tree.sql()))
        found.reads |= set(re.findall(r"FROM ([\w.]+)", tree.sql()))
        return
    target = (
        tree.find(exp.Table)
        if isinstance(tree, exp.Create | exp.Insert | exp.Delete | exp.Update | exp.Merge | exp.Drop)
        else None
    )
    goes_to = {exp.Create: found.makes, exp.Drop: found.drops}.get(type(tree), found.writes)
    if isinstance(tree, exp.Create) and tree.kind == "FUNCTION":
        found.makes.add(tree.this.this.name)
        target = None
    elif target is not None:
        goes_to.add(_name(target))
    bound = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if table is target:
            continue
        name = _name(table)
        if name and name not in bound:
            found.reads.add(name)


def _name(table: exp.Table) -> str:
    """Empty for a table function, `$name` for `query_table($name)`."""
    if not isinstance(table.this, exp.Identifier):
        asked = re.search(r"QUERY_TABLE\((\$\w+)\)", table.this.sql("duckdb"), re.IGNORECASE)
        return asked[1] if asked else ""
    name = re.sub(r"slot_([a-z_]+)", r"<\1>", table.name)
    return f"{table.db}.{name}" if table.db else name
