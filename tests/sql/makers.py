"""Which relations Python makes, and where, as its syntax tree shows."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.sql import relations

ROOT = Path(__file__).parents[2]
PACKAGES = ("connectors", "data_contracts", "flows", "matching", "rules", "sql")

# Functions that make the relation named by the argument at this place.
MAKERS = {"create": 1, "store": 1, "_build": 1, "_union_view": 1, "register": 0}

# A name that is worked out, not written.
COMPUTED = "<>"

_CREATED = re.compile(r"CREATE (?:OR REPLACE )?TEMP (?:TABLE|VIEW) ([\w<>]+)")


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def by_relation() -> dict[str, list[str]]:
    """Places that make each relation: the name of a statement, or module and line."""
    places = defaultdict(list)
    for path in relations.files():
        for name in relations.parsed(path.read_text(encoding="utf-8")).makes:
            places[name].append(relations.name_of(path))
    for path in modules():
        module = path.relative_to(ROOT).as_posix()
        for node in nodes(ast.parse(path.read_text(encoding="utf-8"))):
            for name in made_by(node):
                places[name].append(f"{module}:{getattr(node, 'lineno', 0)}")
    return dict(places)


def nodes(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it; what an f-string consists of is no text of its own."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from nodes(child)


def made_by(node: ast.AST) -> list[str]:
    """Relations that a call, or a statement in a text, makes."""
    if isinstance(node, ast.Call):
        at = MAKERS.get(called(node))
        named = node.args[at] if at is not None and len(node.args) > at else None
        return [named.value] if isinstance(named, ast.Constant) and isinstance(named.value, str) else []
    return _CREATED.findall(_text(node))


def called(call: ast.Call) -> str:
    """The name of the function, without what it is an attribute of."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else COMPUTED for part in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
