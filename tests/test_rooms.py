"""Imports between folders go one way; folders, modules and functions stay small."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms import PACKAGES, ROOT, drawing, imports

MOST_ROOMS = 26  # in flows and connectors together
MOST_FILES = 20  # in one folder
MOST_LINES = 320  # of one module
MOST_STATEMENT_LINES = 45  # of one function beyond its docstring
SHIPPED = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
MODULES = [path for path in [*SHIPPED, *(ROOT / "benchmarks").rglob("*")] if path.suffix == ".py"]


@pytest.fixture(scope="module")
def rooms() -> dict[str, set[str]]:
    return imports()


def test_imports_between_rooms_form_no_circle(rooms: dict[str, set[str]]) -> None:
    assert len([*drawing(rooms)]) > len(rooms)  # a circle raises an error


def test_there_are_few_rooms(rooms: dict[str, set[str]]) -> None:
    assert sum(room.split("/")[0] in {"flows", "connectors"} for room in rooms) <= MOST_ROOMS


def test_no_folder_is_crowded() -> None:
    """Migrations apart: there is one for each change, and none is ever taken away."""
    files = [path for path in SHIPPED if path.suffix != ".pyc" and path.parent.name != "migrations"]
    counts = Counter(path.parent for path in files)
    assert {path: count for path, count in counts.items() if count > MOST_FILES} == {}


def test_no_module_is_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}


@pytest.mark.parametrize("package", [*PACKAGES, "benchmarks"])
def test_no_function_is_long(package: str) -> None:
    modules = [path for path in MODULES if path.is_relative_to(ROOT / package)]
    lengths = {f"{path}:{name}": length for path in modules for name, length in functions(path)}
    assert {name: length for name, length in lengths.items() if length > MOST_STATEMENT_LINES} == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a module with its lines, its docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node, clean=False) or ""
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield node.name, lines - (docstring.count("\n") + 1 if docstring else 0)
