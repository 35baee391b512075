"""Why a household is on the list or not, traced to file and row, and how far it is from each line."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from connectors.workspace import Workspace
from data_contracts.errors import SettingsError
from flows.answers.applied_pack import AppliedPack, applied_pack
from flows.answers.county import county_gaps
from flows.answers.declared import Declared, declared
from flows.answers.labels import Labels, labels_of
from flows.answers.published import NotFoundError, open_current, published_period
from flows.answers.review_rows import in_review_of
from rules.declarations.citations import cites_of_rules
from rules.declarations.conditions import names
from rules.declarations.operands import load_operands
from rules.parameter_basis import basis_in_words
from rules.standing import standing
from sql import rows, statement

Row = dict[str, Any]

COMPARED = ("level", "state")  # between two periods, besides the indicators
MONTHS = 12  # in a window (G5)


def answer(root: Path, household_id: str, period: str | None) -> Row:
    """Everything behind one household's result.

    Returns:
        `period`; `windows`: first and last month of `current` and `previous`; `household` (figures and
        alert); `rules`: every rule in force with its outcome and, if `recomputed`, `comparisons` (`operand,
        label, unit, value, line, margin, decides`) and `missing` (`operand, label, partial`: operands that
        are unknown or not whole); `lines`: the parameters that rules compare with (`name, label, value,
        unit, basis` in Chinese, `own`); `operands` (what each firing rule compared); `indicators`
        (`indicator, label, unit, value`): figures of further departments; `labels`: Chinese by name, of
        `operands` (each `label, unit, kind`), `causes` and `target_classes`; `evidence` (source rows);
        `before` (the household in the previous published period, null if there is none) and `changes` since
        (`name, before, now`); `gaps`: missing months by source; `county_gaps` (`source, months, rules,
        sentence`): those of the whole county; `in_review` (`source, file_name, file_id, row_number, sheet,
        sheet_row`): rows that may be of this household and wait for an answer, in the month that was run
        last; `follow_up`: what became of it, None if it was never asked and has no matter (`asked_in,
        issued_on, issue, kind, why, withdrawn` of the last list up to the period; `verified_on, verdict,
        cause, proposal` of the answer in force; `stage, stage_label, stage_since, next_step, next_step_label,
        who, due_on, cites` of the ledger); `bounds`: figures that are not whole, `at_least` or `at_most` by
        name, and flags that a missing month may still raise, `not_ruled_out`; `sources` (Chinese titles);
        `recomputed`: false if the pack or the county's lines have changed since the period was published;
        lines and comparisons are then left out. A household that has left the roster has only its last alert
        and the evidence for it.

    Raises:
        NotFoundError: if the period was not published or has no such household.
        WarehouseError: if nothing has been published yet, or only by an older version.
    """
    county = declared(Workspace.open(root))
    with open_current(county.workspace) as con:
        return answer_from(con, county, household_id, period)


def answer_from(
    con: duckdb.DuckDBPyConnection, county: Declared, household_id: str, period: str | None
) -> Row:
    """The same from the published database behind `con`, which may be held open."""
    keys = {"period": published_period(con, period), "household_id": household_id}
    household = _household(con, keys)
    result: Row = {
        "rules": rows(con, statement("explain/rules"), keys),
        "operands": rows(con, statement("explain/operands"), keys),
        "evidence": rows(con, statement("explain/evidence"), keys),
    }
    before = next(iter(rows(con, statement("explain/before"), keys)), None)
    applied = _still_applied(con, county, keys["period"])
    if household["members"] is None:  # left the roster: only its last alert is reported
        result["rules"], before, applied = [], None, None
    labels = labels_of(con, keys["period"], applied.pack if applied else None)
    result["indicators"] = _indicators(con, keys, labels)
    compared = _compared(con, applied, keys, result["rules"]) if applied else None
    result["county_gaps"] = county_gaps(con, keys["period"])
    result["in_review"] = in_review_of(con, county.contracts.values(), keys)
    if compared is not None:
        result["rules"] = _with_comparisons(applied, result["rules"], compared, _bounds(household))
    return {
        "period": keys["period"],
        "windows": _windows(keys["period"]),
        "household": household,
        **result,
        "labels": labels,
        "lines": _lines(county.workspace, applied) if applied and compared is not None else [],
        "follow_up": _follow_up(con, keys),
        "before": before,
        "changes": _changes(before, household) if before else [],
        "gaps": _gaps(household["data_gaps"]),
        "bounds": _bounds(household),
        "sources": {c.source: c.title for c in county.contracts.values()},
        "recomputed": compared is not None,
    }


def _follow_up(con: duckdb.DuckDBPyConnection, keys: dict[str, str]) -> Row | None:
    """What became of the household since it was asked."""
    (row,) = rows(con, statement("explain/follow_up"), keys)
    return row if any(value is not None for value in row.values()) else None


def _household(con: duckdb.DuckDBPyConnection, keys: dict[str, str]) -> Row:
    households = rows(con, statement("explain/household"), keys)
    if not households:
        raise NotFoundError(f"{keys['period']} 的名册中没有这个户编号，请核对。")
    return households[0]


def _indicators(con: duckdb.DuckDBPyConnection, keys: dict[str, str], labels: Labels) -> list[Row]:
    """Figures of further departments, with label and unit."""
    operands = labels["operands"]
    return [
        row | {name: operands[row["indicator"]][name] for name in ("label", "unit")}
        for row in rows(con, statement("explain/indicators"), keys)
        if row["indicator"] in operands
    ]


def _still_applied(con: duckdb.DuckDBPyConnection, county: Declared, period: str) -> AppliedPack | None:
    """The pack that the period was published with; None if it has changed since."""
    published = next(iter(rows(con, statement("explain/run"), {"period": period})), None)
    if published is None:
        return None
    try:
        applied = applied_pack(con, county.packs, county.workspace.settings, period, published["pack"])
    except SettingsError:
        return None
    return applied if applied.pack.pack_version == published["pack_version"] else None


def _compared(
    con: duckdb.DuckDBPyConnection, applied: AppliedPack, keys: dict[str, str], rules: list[Row]
) -> list[Row] | None:
    """Comparisons of every rule; None if an outcome or citation differs from the published one."""
    compared = standing(con, keys, applied.pack, applied.parameters, applied.operands)
    now = {row["rule"]: row["fires"] for row in compared}
    published = {
        rule["rule"]: {"fires": True, "unknown": None, "no": False}[rule["outcome"]] for rule in rules
    }
    cites = {
        rule: "；".join(cited)
        for rule, cited in cites_of_rules(applied.pack, applied.period, applied.parameters).items()
    }
    same = now == published and cites == {rule["rule"]: rule["cites"] for rule in rules}
    return compared if same else None


def _with_comparisons(
    applied: AppliedPack | None, rules: list[Row], compared: list[Row], partial: Collection[str]
) -> list[Row]:
    assert applied is not None
    explained = []
    for rule in rules:
        own = [row for row in compared if row["rule"] == rule["rule"]]
        used = names(applied.pack.rules[rule["rule"]].condition)
        explained.append(
            {
                **rule,
                "comparisons": [
                    {name: value for name, value in row.items() if name not in ("rule", "fires")}
                    for row in own
                ],
                "missing": [
                    {"operand": row["operand"], "label": row["label"], "partial": row["value"] is not None}
                    for row in own
                    if row["operand"] in used and (row["value"] is None or row["operand"] in partial)
                ],
            }
        )
    return explained


def _lines(workspace: Workspace, applied: AppliedPack) -> list[Row]:
    """Parameters that operands are compared with, and the basis of each."""
    county = workspace.settings.lines
    return [
        {
            "name": name,
            "label": parameter.label,
            "value": applied.parameters[name],
            "unit": parameter.unit,
            "basis": basis_in_words(applied.pack, name, county),
            "own": name in county,
        }
        for name, parameter in applied.pack.parameters.items()
    ]


def _windows(period: str) -> dict[str, tuple[str, str]]:
    """First and last month of the twelve months before the period, and of the twelve before those (G5)."""
    first = date.fromisoformat(f"{period}-01")
    month = first.year * 12 + first.month - 1

    def named(back: int) -> str:
        return f"{(month - back) // 12}-{(month - back) % 12 + 1:02}"

    return {"current": (named(MONTHS), named(1)), "previous": (named(2 * MONTHS), named(MONTHS + 1))}


def _changes(before: Row, household: Row) -> list[Row]:
    """Figures, level and state of the alert that differ from the previous period."""
    figures = [name for name, value in household.items() if isinstance(value, Decimal | bool | int | None)]
    shown = [*COMPARED, *(name for name in figures if name in before and name not in COMPARED)]
    return [
        {"name": name, "before": before[name], "now": household[name]}
        for name in shown
        if before[name] != household[name]
    ]


def _bounds(household: Row) -> dict[str, str]:
    """On which side of its value a figure lies of which data are missing; which flags are not ruled out."""
    partial = {
        name: operand
        for name, operand in load_operands().items()
        if operand.complete and household.get(operand.complete) is False
    }
    figures = {name: operand.bound for name, operand in partial.items() if operand.kind != "flag"}
    flags = {name for name, operand in partial.items() if operand.kind == "flag" and household[name] is False}
    return figures | dict.fromkeys(flags, "not_ruled_out")


def _gaps(gaps: str | None) -> dict[str, str]:
    """Months by source, from a text like `incomes:2020-07; emergency:2020-06,2020-08`."""
    return dict(part.split(":", 1) for part in gaps.split("; ")) if gaps else {}
