"""Checks of whole files against their contract with Great Expectations, which sees only counts and shares."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from data_contracts.contract import Check, Contract, Severity
from data_contracts.measures import SMALLEST_BASE


@dataclass(frozen=True)
class Verdict:
    """The result of one check of one file.

    Attributes:
        file: the file as given by the caller.
        measure: name of the measure.
        observed: its value; None if there was nothing to measure, which passes.
        minimum: lower bound, None if there is none.
        maximum: upper bound, None if there is none.
        severity: a failed critical check rejects the file; a failed warning is reported to the sender.
        passed: whether the observed value is within the bounds.
        reason: the contract's reason for the bound, Chinese.
    """

    file: Any
    measure: str
    observed: float | None
    minimum: float | None
    maximum: float | None
    severity: Severity
    passed: bool
    reason: str


Measured = Mapping[str, Any]
"""One file's measures by name, and `file`; None for a measure that there was nothing to take of."""

Outside = Callable[[Sequence[Check], Sequence[Measured]], list[set[Any]]]
"""For each check, the files whose measure is outside its bounds; what was not measured never is."""


def judge(
    contract: Contract, rows: Sequence[Mapping[str, Any]], outside: Outside | None = None
) -> list[Verdict]:
    """Check all files of one source in one validation.

    Args:
        contract: the source's contract.
        rows: one mapping per file: `file` (unique), `period`, `rows_read`, the result of `measures`, and
            `earlier_median`, the median number of rows in earlier periods: None without history, or if an
            earlier run already took files of the period.
        outside: evaluates the bounds; by default, Great Expectations.

    Returns:
        One verdict per file and check, in the order of the files, then of the contract's checks.
    """
    if not rows or not contract.checks:
        return []
    measured = _measured(contract, rows)
    failed = (outside or by_great_expectations)(contract.checks, measured)
    return [
        _verdict(check, record, passed=record["file"] not in failed[i])
        for record in measured
        for i, check in enumerate(contract.checks)
    ]


def _measured(contract: Contract, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`file` and each measure that the contract checks."""
    period_rows: Counter[str] = Counter()
    for row in rows:
        period_rows[row["period"]] += row["rows_read"]
    names = dict.fromkeys(check.measure for check in contract.checks)
    ratios = [_rows_ratio(row, period_rows[row["period"]]) for row in rows]
    return [
        {"file": row["file"]} | {name: ratio if name == "rows_ratio" else row.get(name) for name in names}
        for row, ratio in zip(rows, ratios, strict=True)
    ]


def _rows_ratio(row: Mapping[str, Any], period_rows: int) -> float | None:
    """The rows of the file's period as a multiple of the earlier median, where both can be compared."""
    usual = row["earlier_median"]
    return period_rows / usual if row["rows_read"] and usual is not None and usual >= SMALLEST_BASE else None


def by_bounds(checks: Sequence[Check], measured: Sequence[Measured]) -> list[set[Any]]:
    """The same as `by_great_expectations`, which takes four seconds to import: for one file at a desk."""
    return [{row["file"] for row in measured if _is_outside(row[check.measure], check)} for check in checks]


def _is_outside(value: float | None, check: Check) -> bool:
    if value is None:
        return False
    low, high = check.minimum, check.maximum
    return (low is not None and value < low) or (high is not None and value > high)


def by_great_expectations(checks: Sequence[Check], measured: Sequence[Measured]) -> list[set[Any]]:
    """For each check, the files that Great Expectations finds outside its bounds."""
    import pandas as pd

    gx = _great_expectations()
    frame = pd.DataFrame(list(measured))
    shares = frame.columns.drop("file")
    frame[shares] = frame[shares].astype(float)
    batch = _frames().get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite("checks", expectations=[*_expectations(checks)])
    answer = {"result_format": "COMPLETE", "unexpected_index_column_names": ["file"]}
    results = batch.validate(suite, result_format=answer).results
    unexpected = dict(map(_unexpected_files, results))
    return [unexpected[i] for i in range(len(checks))]


def warm_up() -> None:
    """Import Great Expectations and prepare it: two seconds, for when there is time to fill."""
    _frames()


@cache
def _great_expectations() -> Any:
    """Great Expectations, imported without what it only needs for distributions: half of its five seconds."""
    absent = {name: ModuleType(name) for name in ("scipy.stats", "altair") if name not in sys.modules}
    sys.modules.update(absent)
    try:
        import great_expectations
    finally:
        for name in absent:
            del sys.modules[name]
    return great_expectations


@cache
def _frames() -> Any:
    """The batch definition for frames; created once, because each of its steps saves all settings again."""
    gx = _great_expectations()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")  # writes nothing to disk
    context.enable_analytics(enable=False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("files").add_dataframe_asset("measures")
    return asset.add_batch_definition_whole_dataframe("all")


def _expectations(checks: Sequence[Check]) -> Iterator[Any]:
    """One expectation per check, numbered because the results are in another order."""
    from great_expectations.expectations.core.expect_column_values_to_be_between import (
        ExpectColumnValuesToBeBetween,
    )
    from great_expectations.expectations.metadata_types import FailureSeverity

    for i, check in enumerate(checks):
        yield ExpectColumnValuesToBeBetween(
            column=check.measure,
            min_value=check.minimum,
            max_value=check.maximum,
            severity=FailureSeverity(check.severity),
            meta={"check": i},
        )


def _unexpected_files(result: Any) -> tuple[int, set[Any]]:
    """A check's number and the files outside its bounds.

    Raises:
        RuntimeError: if Great Expectations could not evaluate the check.
    """
    expectation = result.expectation_config
    if "unexpected_index_list" not in result.result:
        raise RuntimeError(f"Great Expectations gave no verdict on {expectation.kwargs['column']}")
    return expectation.meta["check"], {row["file"] for row in result.result["unexpected_index_list"]}


def _verdict(check: Check, measured: Measured, *, passed: bool) -> Verdict:
    return Verdict(
        file=measured["file"],
        measure=check.measure,
        observed=measured[check.measure],
        minimum=check.minimum,
        maximum=check.maximum,
        severity=check.severity,
        passed=passed,
        reason=check.reason,
    )
