"""Every Chinese label is written once: where it is declared.

The tests read every whole text of the shipped packages: scalars and keys of YAML, strings of Python, literals
of SQL. A label inside a longer sentence does not count. Exceptions are the words that departments write
(contracts, files of the demonstration), a list's column titles and the choices of its drop-downs, and the
names of rules.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from matching.weighing.model import model
from matching.words import words as words_of_links
from rules.declarations.causes import load_causes
from rules.declarations.operands import load_operands
from rules.declarations.words import words

ROOT = Path(__file__).parents[1]
PACKAGES = ("flows", "connectors", "matching", "rules", "data_contracts", "sql")
WRITTEN_BY_DEPARTMENTS = ("data_contracts/sources", "flows/demo")

Place = tuple[str, ...]


def yaml_texts(node: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every key and scalar with the keys that lead to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield place, str(key)
            yield from yaml_texts(value, (*place, str(key)))
    elif isinstance(node, list):
        for value in node:
            yield from yaml_texts(value, place)
    else:
        yield place, str(node)


def is_allowed(path: str, place: Place) -> bool:
    if path.startswith("connectors/workbooks/layouts/"):
        return place[-2:] in {("columns", "title"), ("columns", "choices")}
    return path.startswith("rules/packs/") and place[:1] == ("rules",) and place[-1] == "label"


def texts(path: Path) -> Iterator[str]:
    source, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
    if path.suffix == ".yaml":
        declared = yaml.load(source, Loader=yaml.CSafeLoader)
        yield from (text for place, text in yaml_texts(declared) if not is_allowed(name, place))
    elif path.suffix == ".py":
        constants = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
        yield from (node.value for node in constants if isinstance(node.value, str))
    elif path.suffix == ".sql":
        yield from re.findall(r"'([^']*)'", re.sub(r"--.*", "", source))


@pytest.fixture(scope="module")
def files_by_text() -> dict[str, set[str]]:
    files: dict[str, set[str]] = {}
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.*")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(WRITTEN_BY_DEPARTMENTS):
            for text in texts(path):
                files.setdefault(text, set()).add(name)
    return files


def test_each_label_of_an_operand_or_cause_stands_in_one_file(files_by_text: dict[str, set[str]]) -> None:
    operands = {operand.label: "rules/declarations/operands.yaml" for operand in load_operands().values()}
    causes = dict.fromkeys(load_causes().values(), "rules/declarations/causes.yaml")
    assert len(operands) == len(load_operands()) and len(causes) == len(load_causes())
    assert {label: files_by_text[label] for label in operands | causes} == {
        label: {file} for label, file in (operands | causes).items()
    }


@pytest.mark.parametrize("kind", ["state", "outcome", "link_status"])
def test_other_words_stand_in_one_file(kind: str, files_by_text: dict[str, set[str]]) -> None:
    labels = {**words(), **words_of_links()}[kind].values()
    assert {label for label in labels if len(files_by_text[label]) > 1} == set()


def test_every_word_that_links_may_hold_has_a_label() -> None:
    stages, base = words_of_links()["stage"], model()
    doubtful = {name for name, verdict in base.verdicts.items() if verdict.doubt}
    assert base.stages.keys() | base.doubts.keys() | doubtful <= stages.keys()
    assert not words().keys() & words_of_links().keys()
