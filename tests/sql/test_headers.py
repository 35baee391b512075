"""Headers of SQL files say what the statements do, and every temporary relation has one maker."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from flows import intake, steps
from sql.migrate import migrations
from tests.sql import makers, order, relations

FILES = relations.files()

# Views of the newest snapshot, and rows as accepted, which contracts name.
OF_CONTRACTS = {"accepted.households", "accepted.members", "roster.households", "roster.members"}


@cache
def saved() -> frozenset[str]:
    """Tables and views of the migrations."""
    created = r"CREATE (?:OR REPLACE )?(?:TABLE|VIEW) (?:IF NOT EXISTS )?([\w.]+)"
    return frozenset(re.findall(created, "\n".join(text for _, text in migrations())))


def named(path: Path) -> str:
    return relations.name_of(path)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_header_says_what_the_statements_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert relations.declared(text) == relations.parsed(text)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_header_begins_with_the_purpose_and_names_the_grain_once(path: Path) -> None:
    lines = relations.comment(path.read_text(encoding="utf-8"))
    keys = [line.partition(":")[0] for line in lines]
    assert keys[0] not in {"Grain", *relations.KEYS}
    assert keys.count("Grain") == 1
    ordered = [key for key in keys if key in {"Grain", *relations.KEYS}]
    assert ordered == [key for key in ("Grain", *relations.KEYS) if key in ordered]
    assert all(len(line) <= 120 for line in lines)


def test_every_temporary_relation_has_one_maker() -> None:
    places = makers.by_relation()
    several = {name: of for name, of in places.items() if len(of) > 1 and name != makers.COMPUTED}
    assert several == {}


def test_only_these_make_relations_whose_names_are_not_written() -> None:
    """What they make is counted where they are called, or has the name of its source in its own."""
    places = [place.partition(":")[0] for place in makers.by_relation()[makers.COMPUTED]]
    assert Counter(places) == {
        "matching/weighing/engine.py": 2,  # create, store
        "rules/engine.py": 1,  # _build
        "connectors/warehouse/loading.py": 1,  # _union_view
        "connectors/warehouse/counting.py": 3,  # replaced_<source>, counted_<source>, current_<source>
    }


def test_what_is_made_is_no_table_of_the_database() -> None:
    assert saved() & makers.by_relation().keys() == order.SAVED


def test_every_relation_that_is_read_written_or_dropped_is_made_somewhere() -> None:
    made = makers.by_relation().keys()
    patterns = [re.sub("<.*>", r"\\w+", name) for name in made if "<" in name and name != makers.COMPUTED]
    known = re.compile("|".join(map(str, [*map(re.escape, saved() | OF_CONTRACTS | made), *patterns])))
    unknown = set()
    for path in FILES:
        used = relations.parsed(path.read_text(encoding="utf-8"))
        names = {name.removeprefix("main.") for name in used.reads | used.writes | used.drops}
        unknown |= {
            (named(path), name) for name in names if name[0] not in "$<" and not known.fullmatch(name)
        }
    assert unknown == set()


def test_a_month_reads_no_relation_before_it_is_made() -> None:
    """All steps on one connection, and estimation and the watch each on a cursor that begins with nothing."""
    month = order.Order()
    for step in (intake.collect, intake.take, steps.link, steps.measure, steps.decide, steps.write):
        month.follow(step.__module__, step.__name__)
    assert month.early == set()
    assert {"link_decisions", "household_figures", "alert_kinds"} <= month.made


@pytest.mark.parametrize(
    ("module", "function", "made"),
    [
        ("matching.linker", "judge_one", "link_decisions"),
        ("flows.answers.estimation", "estimate", "link_after"),
        ("flows.answers.review.evaluation", "report", "link_truth"),
        ("flows.answers.household", "answer", "windows"),
        ("flows.answers.pack_differences", "diff", "compared_households"),
        ("flows.answers.review.workbook", "export", "open_pairs"),
        ("flows.answers.review.answers", "take", "new_labels"),
        ("flows.answers.row", "answer", "link_weighed"),
        ("flows.answers.simulation", "simulate", "sweep_outcomes"),
    ],
)
def test_a_command_reads_no_relation_before_it_is_made(module: str, function: str, made: str) -> None:
    command = order.Order()
    command.follow(module, function)
    assert command.early == set()
    assert made in command.made


def test_a_relation_left_by_somebody_else_would_be_noticed() -> None:
    """Comparing without laying out rows and members before: what estimation once relied on."""
    alone = order.Order()
    alone.follow("matching.weighing.engine", "find_pairs")
    assert {early.rpartition(" ")[2] for early in alone.early} == {"link_left", "link_right"}
