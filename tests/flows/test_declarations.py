"""Every declared value matters: changing it makes a run due, or is refused."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from connectors.settings import Settings
from connectors.workbooks import layout
from connectors.workspace import Workspace
from data_contracts import contract, extensions, published_tables
from data_contracts.errors import SettingsError
from flows.fingerprints import declarations
from flows.running import is_unchanged
from flows.steps import run_month
from matching import words
from matching.models import files as model_files
from matching.models.files import read
from rules import contradictions
from rules.declarations import operands, pack
from tests.conftest import Declare
from tests.flows.small_county import LIN, WANG, drop, settlement
from tests.flows.workspaces import contents, query

pytestmark = pytest.mark.slow

PACKAGES = Path(__file__).parents[2]
SHIPPED = (
    "connectors",
    "matching",
    "rules",
    "data_contracts",
    "sql",
)  # declarations in flows are the demonstration's
DECLARED = {
    file.relative_to(PACKAGES).as_posix(): file
    for package in SHIPPED
    for file in sorted((PACKAGES / package).rglob("*.y*ml"))
}
OWNERS = {
    Path(str(owner.FOLDER)): owner
    for owner in (layout, contract, extensions, published_tables, model_files, words, operands)
}
PACKS = PACKAGES / "rules" / "packs"
NOWHERE = Workspace(Path("nowhere"), Settings())
Place = tuple[str | int, ...]


def leaves(node: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every single value of a document, with its place."""
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, (*place, key))
    else:
        yield place, node


def changed(document: Any, place: Place) -> Any:
    """The document with another value at `place`."""
    other = deepcopy(document)
    *above, last = place
    part = other
    for key in above:
        part = part[key]
    value = part[last]
    part[last] = (
        not value if isinstance(value, bool) else value + 1 if isinstance(value, int | float) else f"{value}x"
    )
    return other


def first_of_each_part(document: Any, depth: int) -> list[Place]:
    """The place of the first value below each place of that depth."""
    return list({place[:depth]: place for place, _ in reversed([*leaves(document)])}.values())


def save(document: Any, file: Path) -> None:
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")


def with_extended(key: str) -> Iterator[str]:
    """A pack and those that it extends."""
    yield key
    document = yaml.safe_load((PACKS / key / "pack.yaml").read_text(encoding="utf-8"))
    if "extends" in document:
        yield from with_extended(document["extends"])


def copied(file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in a copy of everything that is read with it; from now on the copy is the declaration."""
    if contradictions.FOLDER in file.parents:
        shutil.copytree(contradictions.FOLDER, copy)
        monkeypatch.setattr(contradictions, "FOLDER", copy)
        return copy / file.relative_to(PACKAGES / "rules" / "contradiction_checks")
    if PACKS not in file.parents:
        shutil.copytree(file.parent, copy)
        monkeypatch.setattr(OWNERS[file.parent], "FOLDER", copy)
        return copy / file.name
    for key in with_extended(file.parent.name):
        shutil.copytree(PACKS / key, copy / "packs" / key)
    monkeypatch.setattr(pack, "files", lambda _: copy)
    return copy / "packs" / file.parent.name / file.name


@pytest.mark.parametrize("file", DECLARED.values(), ids=DECLARED)
def test_another_value_in_any_part_of_a_declared_file_counts_or_is_refused(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_a_pack = PACKS in file.parents
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    copy = copied(file, tmp_path / "copy", monkeypatch)
    save(document, copy)
    applied = pack.load_packs()[file.parent.name if of_a_pack else "national-2020"]

    def digests() -> list[str]:
        return declarations(NOWHERE, pack.load_packs()[applied.key] if of_a_pack else applied)

    before = digests()
    for place in first_of_each_part(document, depth=1 if of_a_pack else 2):
        save(changed(document, place), copy)
        try:
            assert digests() != before, place
        except SettingsError:
            continue
    save(document, copy)
    assert digests() == before


def test_a_contract_of_the_countys_own_counts_too(tmp_path: Path) -> None:
    workspace, national = Workspace(tmp_path, Settings()), pack.load_packs()["national-2020"]
    before = declarations(workspace, national)
    workspace.contracts.mkdir()
    (workspace.contracts / "own.yaml").write_text("source: own", encoding="utf-8")
    first = declarations(workspace, national)
    (workspace.contracts / "own.yaml").write_text("source: mine", encoding="utf-8")
    assert len({*map(tuple, (before, first, declarations(workspace, national)))}) == 3


@pytest.fixture
def linked(root: Path) -> Path:
    """2021-06 is published: a plain row, and a doubtful one with a name and a village."""
    bills = [
        settlement("S1", *WANG, "2021-05-03", 9, address=""),
        settlement("S2", LIN[0], "", "2021-05-03", 20, address="东张镇道桥村"),
    ]
    drop(root, "health_insurance", "2021-06/x.csv", bills)
    run_month(root, "2021-06")
    assert query(root, LINKS) == [("linked", "H1"), ("review", None)]
    assert is_unchanged(Workspace.open(root), "2021-06")
    return root


LINKS = "SELECT status, household_id FROM links ORDER BY row_number"
PARAMETERS = "FROM linkage.parameters ORDER BY ALL"


def test_another_bound_makes_a_run_due_that_links_everybody_again(linked: Path, declare: Declare) -> None:
    estimated = query(linked, PARAMETERS)
    base = read("persons")
    base["decision"]["link"] = 0.7
    declare("persons", base)
    assert not is_unchanged(Workspace.open(linked), "2021-06")
    run_month(linked, "2021-06")
    assert query(linked, LINKS) == [("linked", "H1"), ("linked", "H1")]
    assert query(linked, "SELECT row_number, reason FROM link_changes") == [(2, "program")]
    assert query(linked, PARAMETERS) == estimated
    assert is_unchanged(Workspace.open(linked), "2021-06")


def test_another_word_makes_a_run_due_that_reads_the_roster_again(linked: Path, declare: Declare) -> None:
    words = read("vocabulary")
    words["sexes"]["M"].append("乾")
    declare("vocabulary", words)
    assert not is_unchanged(Workspace.open(linked), "2021-06")
    with duckdb.connect(linked / "warehouse.duckdb") as con:
        con.execute("UPDATE linkage.members SET generation = 9")
    run_month(linked, "2021-06")
    assert query(linked, "SELECT count(*) FROM linkage.members WHERE generation = 9") == [(0,)]


def test_another_layout_writes_the_lists_again(
    linked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(linked, "outbox")
    shutil.copytree(Path(str(layout.FOLDER)), tmp_path / "layouts")
    monkeypatch.setattr(layout, "FOLDER", tmp_path / "layouts")
    file = tmp_path / "layouts" / "county_summary.yaml"
    save(yaml.safe_load(file.read_text(encoding="utf-8")) | {"footer": "另一页脚"}, file)
    assert not is_unchanged(Workspace.open(linked), "2021-06")
    layout.load_layout.cache_clear()
    run_month(linked, "2021-06")
    layout.load_layout.cache_clear()
    after = contents(linked, "outbox")
    assert before.keys() == after.keys()
    assert before != after
    assert query(linked, "SELECT count(*) FROM link_changes") == [(0,)]
