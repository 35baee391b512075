"""The documents agree with the program: the tables, commands, exit codes and files that they name exist."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pytest
import typer

from flows.cli import app
from flows.commands.exit_codes import ExitCode
from flows.running import RunResult
from sql.migrate import migrate

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
VIEWS = ("sources", "households", "members", "facts_<source>")
PACKAGES = "flows|connectors|matching|rules|data_contracts|sql"


def sections(page: str) -> dict[str, str]:
    """Text below each second-level heading of `docs/<page>`, by the heading without backticks."""
    parts = re.split(r"^## (.+)$", (ROOT / "docs" / page).read_text("utf-8"), flags=re.MULTILINE)
    return {head.strip("`"): text for head, text in zip(parts[1::2], parts[2::2], strict=True)}


def first_cells(text: str) -> list[str]:
    """The first cell of every table row, without backticks."""
    return [cell.strip("` ") for cell in re.findall(r"^\| *([^|]+?) *\|", text, flags=re.MULTILINE)]


def commands() -> dict[str, list[str]]:
    """Every command with its options and arguments; one of a group has two words."""
    return {
        name: [
            option
            for parameter in command.params
            for option in (parameter.opts if parameter.param_type_name == "option" else [parameter.metavar])
        ]
        for name, command in named_commands(typer.main.get_command(app))
    }


def named_commands(group: Any, *words: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from named_commands(command, *words, name)
        else:
            yield " ".join([*words, name]), command


def test_every_public_table_and_column_is_documented() -> None:
    with duckdb.connect() as con:
        migrate(con)
        columns = con.execute(
            "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
            "WHERE schema_name = 'main' AND NOT internal GROUP BY ALL"
        ).fetchall()
    documented = sections("warehouse.md")
    for table, names in columns:
        assert first_cells(documented.pop(table))[2:] == names, table
    # `test_tables_are_as_declared` looks at the views, which each run makes.
    assert documented.keys() == {*VIEWS, "Stages", "Other schemas"}


def test_every_command_and_option_is_documented() -> None:
    documented = sections("commands.md")
    assert {head for head in documented if head.startswith("fangfanpin")} == {
        f"fangfanpin {name}" for name in commands()
    }
    for name, options in commands().items():
        listed = re.findall(r"^\| ([^|]+) \|", documented[f"fangfanpin {name}"], flags=re.MULTILINE)
        named = {word for cell in listed for word in re.findall(r"`(--?\w+|[A-Z_]+)`", cell)}
        assert named == set(options), name


def test_json_of_a_run_is_documented() -> None:
    (example,) = re.findall(r"```json\n(.+?)```", sections("commands.md")["fangfanpin run"], flags=re.DOTALL)
    assert [*json.loads(example)] == [field.name for field in fields(RunResult)]


@pytest.mark.parametrize("text", [sections("commands.md")["Exit codes"], READMES[1].read_text("utf-8")])
def test_every_exit_code_is_documented(text: str) -> None:
    codes = [int(cell) for cell in first_cells(text) if re.fullmatch(r"\d+", cell)]
    assert codes == [code.value for code in ExitCode]


def test_the_readme_is_short() -> None:
    text = READMES[0].read_text("utf-8")
    assert len(text.splitlines()) <= 130
    assert len(re.findall(r"^\|[-|]+\|$", text, flags=re.MULTILINE)) == 1


def test_the_readme_shows_the_measurements_of_the_month_as_they_are() -> None:
    shown, kept = (
        re.findall(r"<!-- measured:begin -->\n(.+?)<!-- measured:end -->", page.read_text("utf-8"), re.DOTALL)
        for page in (READMES[0], ROOT / "docs" / "measured.md")
    )
    assert len(shown) == 1
    assert shown == kept


def test_the_overview_lists_the_public_tables_and_the_readme_leads_there() -> None:
    overview = (ROOT / "docs" / "warehouse.md").read_text("utf-8").split("\n## ")[0]
    assert set(re.findall(r"\[`(.+?)`\]\(#", overview)) == sections("warehouse.md").keys() - {
        "Stages",
        "Other schemas",
    }
    assert "docs/warehouse.md" in [path for path, _ in links(READMES[0])]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_commands_of_the_readmes_exist(readme: Path) -> None:
    text = readme.read_text("utf-8")
    first_words = {name.split()[0] for name in commands()}
    assert set(re.findall(r"(?:^|`)fangfanpin (\w+)", text, flags=re.MULTILINE)) <= first_words
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    named = set(re.findall(r"(?:^|`)make (\w+)", text, flags=re.MULTILINE))
    assert {"demo", "test"} <= named <= set(targets)


def links(page: Path) -> Iterator[tuple[str, str]]:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            path, _, anchor = target.partition("#")
            yield path, anchor


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_resolve(page: Path) -> None:
    for path, anchor in links(page):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), anchor


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_the_pages_name_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for test in re.findall(r"`(test_\w+)`", text):
        assert f"def {test}(" in sources, test
    for module in re.findall(rf"`((?:{PACKAGES})\.[a-z_]+)`", text):
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").exists(), module
    for path in re.findall(rf"`((?:{PACKAGES}|tests)/[\w./-]+)`", text):
        assert "NNNN" in path or (ROOT / path).exists(), path
