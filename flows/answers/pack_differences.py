"""Two packs over one published month: which households are treated differently, and by which article."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import duckdb

from connectors.workspace import Workspace
from data_contracts.errors import UsageError
from flows.answers.applied_pack import AppliedPack, applied_pack
from flows.answers.published import open_current, published_period
from rules.comparison import Side, compare
from rules.declarations.citations import cites_of_rules
from rules.declarations.pack import load_packs
from rules.parameter_basis import basis_in_words
from sql import rows, statement

Row = dict[str, Any]


def diff(root: Path, a: str, b: str, period: str | None) -> Row:
    """Apply the packs `a` and `b` to the indicators of one published period; nothing is written.

    Returns:
        `period`; `a` and `b` (`key, pack_version, title, number`); `parameters`: those whose values differ
        (`name, label, unit, a, b, basis_a, basis_b`; null for the pack without the parameter); `households`
        and `differing`: counts; `outcomes` (`outcome_a, outcome_b, households, differing`); `rules`: those
        that fire under one pack only (`side, rule, label, cites, households`); `same_rules`: counts of
        households where only the level or only the class differs; `list`: households treated differently,
        with `outcome, class, rules, cites, undecided` under `a` and `b`.

    Raises:
        UsageError: if `a` and `b` are the same pack.
        SettingsError: if there is no such pack, or the county's lines do not fit it.
        NotFoundError: if the period is not published.
    """
    if a == b:
        raise UsageError("请写两个不同的政策包。")
    workspace = Workspace.open(root)
    with open_current(workspace) as con:
        month = published_period(con, period)
        packs, settings = load_packs(workspace.packs), workspace.settings
        sides = {name: applied_pack(con, packs, settings, month, key) for name, key in (("a", a), ("b", b))}
        compare(con, month, *(Side(s.pack, s.parameters, s.operands) for s in sides.values()))
        return {
            "period": month,
            **{name: _named(side) for name, side in sides.items()},
            "parameters": _parameters(sides["a"], sides["b"], workspace.settings.lines),
            **_counts(con, sides),
            "list": [_household(row, sides) for row in rows(con, statement("simulate/compared_list"))],
        }


def _named(side: AppliedPack) -> Row:
    document = side.pack.document
    return {
        "key": side.pack.key,
        "pack_version": side.pack.pack_version,
        "title": document.title,
        "number": document.number,
    }


def _parameters(a: AppliedPack, b: AppliedPack, county: Collection[str]) -> list[Row]:
    names = dict.fromkeys([*a.pack.parameters, *b.pack.parameters])
    return [
        {
            "name": name,
            "label": declared.label,
            "unit": declared.unit,
            "a": a.parameters.get(name),
            "b": b.parameters.get(name),
            "basis_a": _basis(a, name, county),
            "basis_b": _basis(b, name, county),
        }
        for name in names
        if a.parameters.get(name) != b.parameters.get(name)
        for declared in [b.pack.parameters.get(name) or a.pack.parameters[name]]
    ]


def _basis(side: AppliedPack, name: str, county: Collection[str]) -> str | None:
    return basis_in_words(side.pack, name, county) if name in side.pack.parameters else None


def _counts(con: duckdb.DuckDBPyConnection, sides: dict[str, AppliedPack]) -> Row:
    outcomes = rows(con, statement("simulate/compared_outcomes"))
    alone = rows(con, statement("simulate/compared_rules"))
    (same,) = rows(con, statement("simulate/compared_same_rules"))
    return {
        "households": sum(row["households"] for row in outcomes),
        "differing": sum(row["differing"] for row in outcomes),
        "outcomes": outcomes,
        "rules": [{**row, **_rule(sides[row["side"]], row["rule"])} for row in alone],
        "same_rules": same,
    }


def _rule(side: AppliedPack, rule: str) -> Row:
    return {"label": side.pack.rules[rule].label, "cites": _cites(side, [rule])}


def _cites(side: AppliedPack, rules: list[str]) -> str:
    """The citations of the rules as alerts give them, each once."""
    by_rule = cites_of_rules(side.pack, side.period, side.parameters)
    return "；".join(dict.fromkeys(cite for rule in rules for cite in by_rule[rule]))


def _household(row: Row, sides: dict[str, AppliedPack]) -> Row:
    return {
        **{name: row[name] for name in ("household_id", "township", "village", "members")},
        **{name: _side(row, name, side) for name, side in sides.items()},
    }


def _side(row: Row, name: str, side: AppliedPack) -> Row:
    rules = row[f"rules_{name}"]
    return {
        "outcome": row[f"outcome_{name}"],
        "class": row[f"class_{name}"],
        "rules": rules,
        "cites": _cites(side, rules),
        "undecided": row[f"undecided_{name}"],
    }
