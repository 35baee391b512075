"""What the lists would have been if a parameter of the pack in force had another value."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from connectors.workspace import Workspace
from data_contracts.errors import SettingsError, UsageError
from data_contracts.periods import checked_period
from flows.answers.applied_pack import AppliedPack, applied_pack
from flows.answers.county import county_gaps
from flows.answers.published import open_current, published_period, published_periods
from rules.declarations.model import Parameter
from rules.declarations.pack import load_packs
from rules.sweep import resolve, sweep
from sql import rows, statement

MOST = 200  # values; each takes a line of the table and a step of the chart
DECIMALS = Decimal("0.0001")  # a county's line has no more places


@dataclass(frozen=True)
class Trial:
    """Which parameter is tried, with which values, over which periods.

    Attributes:
        parameter: name in the pack.
        values: in the order given.
        since: first period; None: every published one.
        period: the only period; None: all.
    """

    parameter: str
    values: tuple[Decimal, ...]
    since: str | None = None
    period: str | None = None


def values_from(start: str | None, end: str | None, steps: int, listed: str | None) -> tuple[Decimal, ...]:
    """Values as typed: `steps` of them from start to end, both included, or a list separated by commas.

    Raises:
        UsageError: if neither or both forms are used, or a value is not a number.
    """
    if listed is not None and start is None and end is None:
        texts = [text for text in listed.replace("，", ",").split(",") if text.strip()]
        values = [_number(text) for text in texts]
    elif listed is None and start is not None and end is not None:
        values = _evenly(_number(start), _number(end), steps)
    else:
        raise UsageError("取值请写 --from 和 --to，或只写 --values，如 --values 7152,8000,9000。")
    if not 1 <= len(values) <= MOST:
        raise UsageError(f"取值应为 1 至 {MOST} 个。")
    return tuple(dict.fromkeys(values))


def _evenly(start: Decimal, end: Decimal, steps: int) -> list[Decimal]:
    if end <= start or steps < 2:
        raise UsageError("--to 应大于 --from，--steps 不少于 2。")
    width = (end - start) / (steps - 1)
    return [plain((start + width * step).quantize(DECIMALS)) for step in range(steps)]


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise UsageError("取值应为数字，如 7152 或 0.3。")
    return plain(number)


def plain(number: Decimal) -> Decimal:
    """Without trailing zeros, and without an exponent."""
    return Decimal(f"{number.normalize():f}")


def simulate(root: Path, trial: Trial) -> dict[str, Any]:
    """Apply the pack of each period with every value; nothing is written.

    Returns:
        `parameter, label, unit, county_may_set`; `values`; `scale` (`usual, most, cites`, null if the pack
        names none); `periods`: one entry each with `period, pack, pack_version, present, county_gaps` (what
        is unknown for the whole county, in Chinese) and `results`:
        for the present value and each of `values` the columns of `sql/simulate/figures.sql`, and
        `townships` (`township, households, listed, persons`); `left_out`: periods whose pack has no such
        parameter.

    Raises:
        UsageError: if no pack has such a parameter (the message lists those there are), or a value is out of
            bounds.
        NotFoundError: if nothing was published in those periods.
    """
    workspace = Workspace.open(root)
    packs = load_packs(workspace.packs)
    with open_current(workspace) as con:
        by_period = [applied_pack(con, packs, workspace.settings, period) for period in _periods(con, trial)]
        swept = [one for one in by_period if trial.parameter in one.pack.parameters]
        if not swept:
            raise UsageError(_no_such(trial.parameter, by_period[-1]))
        con.execute(statement("simulate/sweep_tables"))
        for one in swept:
            _sweep(con, workspace, one, trial)
        results = _results(con)
        gaps = {one.period: [gap["sentence"] for gap in county_gaps(con, one.period)] for one in swept}
    newest = swept[-1]
    return {
        **_described(trial.parameter, newest.pack.parameters[trial.parameter]),
        "values": list(trial.values),
        "scale": _scale(newest),
        "periods": [
            {
                "period": one.period,
                "pack": one.pack.key,
                "pack_version": one.pack.pack_version,
                "present": plain(one.parameters[trial.parameter]),
                "county_gaps": gaps[one.period],
                "results": results[one.period],
            }
            for one in swept
        ],
        "left_out": [{"period": one.period, "pack": one.pack.key} for one in by_period if one not in swept],
    }


def _periods(con: duckdb.DuckDBPyConnection, trial: Trial) -> list[str]:
    newest = published_period(con, trial.period)
    if trial.period:
        return [newest]
    since = checked_period(trial.since) if trial.since else ""
    periods = [period for period in published_periods(con) if period >= since]
    return periods or [published_period(con, since)]  # raises NotFoundError


def _no_such(name: str, newest: AppliedPack) -> str:
    known = "、".join(f"{key}（{p.label}）" for key, p in newest.pack.parameters.items())
    return f"政策包 {newest.pack.key} 没有参数 {name}。可测算的有：{known}。"


def _described(name: str, parameter: Parameter) -> dict[str, Any]:
    return {
        "parameter": name,
        "label": parameter.label,
        "unit": parameter.unit,
        "county_may_set": parameter.county_may_set,
    }


def _scale(newest: AppliedPack) -> dict[str, Any] | None:
    scale = newest.pack.scale
    if scale is None:
        return None
    cites = [f"{newest.pack.document.number} {article}" for article in scale.articles]
    shares = {name: newest.parameters[getattr(scale, name)] for name in ("usual", "most")}
    return {**shares, "cites": cites}


def _sweep(con: duckdb.DuckDBPyConnection, workspace: Workspace, one: AppliedPack, trial: Trial) -> None:
    places = [one.parameters, *(_tried(workspace, one, trial.parameter, value) for value in trial.values)]
    sweep(con, one.period, one.pack, one.operands, places)
    con.executemany(
        "INSERT INTO sweep_places VALUES (?, ?, ?)",
        [(one.period, number, place[trial.parameter]) for number, place in enumerate(places, 1)],
    )


def _tried(workspace: Workspace, one: AppliedPack, name: str, value: Decimal) -> dict[str, Decimal]:
    try:
        return resolve(one.pack, one.period, workspace.settings.lines, name, value)
    except SettingsError as error:
        reason = error.message.removeprefix("[lines] ")
        raise UsageError(f"{one.period} 不能取 {value:f}：{reason}") from error


def _results(con: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """Figures of every period with its townships, in the order of the values tried."""
    townships: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows(con, statement("simulate/townships")):
        townships.setdefault((row.pop("period"), row.pop("place")), []).append(row)
    results: dict[str, list[dict[str, Any]]] = {}
    for row in rows(con, statement("simulate/figures")):
        period, place = row.pop("period"), row.pop("place")
        figures = {**row, "value": plain(row["value"]), "present": place == 1}
        results.setdefault(period, []).append({**figures, "townships": townships[period, place]})
    return results


def write_chart(result: dict[str, Any], path: Path) -> None:
    """Draw the result as one HTML page; its folder is made if missing."""
    from connectors.charts import link_charts, sweep_chart  # altair takes a second to import

    newest = result["periods"][-1]
    captions = sweep_chart.Captions(
        f"{result['label']}（{result['unit']}）", newest["period"], float(newest["present"])
    )
    chart = sweep_chart.sweep_chart(
        pl.DataFrame(
            [_point(at_value, "red", "orange", "yellow", "added", "dropped") for at_value in _drawn(newest)]
        ),
        pl.DataFrame(
            [
                {"value": float(at_value["value"]), "township": place["township"], "listed": place["listed"]}
                for at_value in _drawn(newest)
                for place in at_value["townships"]
            ]
        ),
        pl.DataFrame(
            [
                {"period": one["period"], **_point(at_value, "listed")}
                for one in result["periods"]
                for at_value in _drawn(one)
                if not at_value["present"] or one is newest  # an earlier month's present value may be another
            ]
        ),
        captions,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    link_charts.write_chart(chart, path, f"测算 {result['label']}")


def _drawn(one: dict[str, Any]) -> list[dict[str, Any]]:
    """Results in the order of their values, each value once."""
    return [by_value for _, by_value in sorted({r["value"]: r for r in one["results"]}.items())]


def _point(result: dict[str, Any], *names: str) -> dict[str, Any]:
    return {"value": float(result["value"]), **{name: result[name] for name in names}}
