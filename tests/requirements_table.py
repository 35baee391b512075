"""Where each requirement is served: `docs/requirements.md`, made from packs, cases and `requirements.yaml`.

`python -m tests.requirements_table` writes the page; `test_requirements.py` checks that it is up to date.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from rules.declarations.model import Pack
from rules.declarations.procedure import ProcedureStep
from tests.rules.golden import CASES, rules_of
from tests.rules.warehouse import PACKS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "requirements.md"
REQUIREMENTS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "requirements.yaml").read_text("utf-8")
)

_HEAD = """# Requirements and where they are served

The numbers are those of the domain's digest of five public documents (N national, G Guangdong, X Xianlong,
C the county-level city, F Fujian). `python -m tests.requirements_table` makes this page from the packs
(`rules/packs/`), the cases (`tests/rules/cases/`) and `tests/requirements.yaml`;
`test_the_page_is_what_packs_and_cases_say` holds it to them. Cases are run by `test_case` and
`test_case_of_a_pack_that_does_not_speak`; counted are those that name the requirement, or show a rule that
serves it. Measures and calendar are numbered as in the pack.

"""
_COLUMNS = ("requirement", "packs", "cases", "elsewhere", "tests", "not covered")


def page() -> str:
    """Text of the page."""
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *(_row(number) for number in REQUIREMENTS)]
    return _HEAD + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def served_by(number: str, pack: Pack) -> Iterator[str]:
    """Parts of `pack` that name the requirement."""
    if rules := [f"`{name}`" for name, rule in pack.rules.items() if number in rule.requirements]:
        yield f"rules {', '.join(rules)}"
    for label, parts in (("measures", pack.measures), ("calendar", pack.calendar)):
        if named := [str(n) for n, part in enumerate(parts, 1) if number in part.requirements]:
            yield f"{label} {', '.join(named)}"
    if steps := [f"`{part.key}`" for part in _steps(pack) if number in part.requirements]:
        yield f"procedure {', '.join(steps)}"
    for label, part in (
        ("scale", pack.scale),
        ("elimination", pack.elimination),
        ("regional", pack.regional),
    ):
        if part is not None and number in part.requirements:
            yield label


def parts_of_procedure(pack: Pack) -> list[Any]:
    """Everything of a pack's procedure that names requirements."""
    procedure = pack.procedure
    if procedure is None:
        return []
    others = (procedure.tracks_without_labour, procedure.revisit, procedure.allowance_grace)
    return [*_steps(pack), *filter(None, others)]


def _steps(pack: Pack) -> list[ProcedureStep]:
    return [] if pack.procedure is None else [step for _, step in pack.procedure.steps()]


def cases_of(number: str, key: str) -> list[str]:
    """Names of the cases of a pack that name the requirement, or show a rule that serves it."""
    serving = {name for name, rule in PACKS[key].rules.items() if number in rule.requirements}
    return [
        case["name"] for case in CASES[key] if case["requirement"] == number or serving & {*rules_of(case)}
    ]


def _row(number: str) -> tuple[str, ...]:
    requirement = REQUIREMENTS[number]
    elsewhere = requirement.get("elsewhere", [])
    parts = {key: "; ".join(served_by(number, pack)) for key, pack in PACKS.items()}
    counts = {key: len(cases_of(number, key)) for key in PACKS}
    return (
        f"{number} {requirement['title']}",
        "<br>".join(f"`{key}`: {part}" for key, part in parts.items() if part),
        "<br>".join(f"{key} {count}" for key, count in counts.items() if count),
        ", ".join(dict.fromkeys(f"`{entry['where']}`" for entry in elsewhere)),
        ", ".join(dict.fromkeys(f"`{entry['test']}`" for entry in elsewhere)),
        requirement.get("missing", ""),
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
