"""Contradictions in the record of a household, to be cleared before it goes into the national system."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import duckdb
import yaml
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from data_contracts.digests import digest_of
from data_contracts.validation import UniqueKeyLoader
from rules.declarations.written import STRICT, Text
from sql import count, literal, statement

FOLDER = Path(str(files(__package__).joinpath("contradiction_checks")))


@dataclass(frozen=True, config=STRICT)
class Check:
    """One check, `rules/contradiction_checks/<topic>/<key>.yaml`.

    Attributes:
        label: what contradicts what, in Chinese.
        says: what to do about it, in Chinese.
        requirements: of domain.md.
        when: SQL condition over the columns of `rules/contradiction_checks/facts.yaml`; unknown is none.
    """

    label: Text
    says: Text
    requirements: Annotated[tuple[str, ...], Field(min_length=1)]
    when: Text


@cache
def load_checks() -> dict[str, Check]:
    """All checks by key, by topic."""
    paths = sorted(FOLDER.glob("*/*.yaml"))
    read = TypeAdapter(Check).validate_python
    return {
        path.stem: read(
            yaml.load(path.read_text(encoding="utf-8"), Loader=UniqueKeyLoader)  # noqa: S506, a SafeLoader
        )
        for path in paths
    }


def digest() -> str:
    """Digest of the checks."""
    topics = sorted(topic for topic in FOLDER.iterdir() if topic.is_dir())
    return " ".join(map(digest_of, (FOLDER, *topics)))


def find(con: duckdb.DuckDBPyConnection, period: str) -> int:
    """Rewrite the period's rows of `built.contradictions`; return their number.

    Args:
        con: after the ledger was derived: `ledger`, `ledger_events`, `findings`, `measures`, `alerts`,
            `rule_results`, `household_months`, `built.procedure_steps`, and the period's roster.
        period: identification month, `2021-06`.
    """
    of_period = {"period": period}
    con.execute(statement("roster/birth_dates"))
    con.execute(statement("contradictions/facts"), of_period)
    con.execute("DELETE FROM built.contradictions WHERE period = $period", of_period)
    con.execute(statement("contradictions/found").format(checks=_cases()), of_period)
    return count(con, "SELECT count(*) FROM built.contradictions WHERE period = $period", of_period)


def _cases() -> str:
    return ",\n".join(
        f"CASE WHEN {check.when} THEN {{'ordinal': {ordinal}, 'label': {literal(check.label)}, "
        f"'says': {literal(check.says)}}} END"
        for ordinal, check in enumerate(load_checks().values(), 1)
    )
