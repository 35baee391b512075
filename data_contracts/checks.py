"""Checks of whole files against their contract with Great Expectations, which sees only counts and shares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from data_contracts.contract import Check, Contract, Severity
from data_contracts.measures import SMALLEST_BASE

if TYPE_CHECKING:
    import pandas as pd


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
        passed: the result of Great Expectations.
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


def judge(contract: Contract, rows: Sequence[Mapping[str, Any]]) -> list[Verdict]:
    """Check all files of one source in one validation.

    Args:
        contract: the source's contract.
        rows: one mapping per file: `file` (unique), `period`, `rows_read`, the result of `measures`, and
            `earlier_median`, the median number of rows in earlier periods: None without history, or if an
            earlier run already took files of the period.

    Returns:
        One verdict per file and check, in the order of the files, then of the contract's checks.
    """
    if not rows or not contract.checks:
        return []
    frame = _frame(contract, rows)
    failed = _failed(contract.checks, frame)
    return [
        _verdict(check, record, passed=record["file"] not in failed[i])
        for record in _records(frame)
        for i, check in enumerate(contract.checks)
    ]


def _frame(contract: Contract, rows: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    """`file` and a column for each measure that the contract checks, NaN if there was nothing to measure."""
    import pandas as pd

    counts = pd.DataFrame(list(rows)).astype({"rows_read": float, "earlier_median": float})
    comparable = (counts["rows_read"] > 0) & (counts["earlier_median"] >= SMALLEST_BASE)
    period_rows = counts.groupby("period")["rows_read"].transform("sum")
    counts["rows_ratio"] = (period_rows / counts["earlier_median"]).where(comparable)
    measured = dict.fromkeys(check.measure for check in contract.checks)
    return counts[["file"]].join(counts.reindex(columns=list(measured)).astype(float))


def _records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    return [{str(name): value for name, value in record.items()} for record in frame.to_dict("records")]


def _failed(checks: Sequence[Check], frame: "pd.DataFrame") -> list[set[Any]]:
    """For each check, the files that fail it."""
    import great_expectations as gx  # takes four seconds, so only here

    batch = _frames().get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite("checks", expectations=[*_expectations(checks)])
    answer = {"result_format": "COMPLETE", "unexpected_index_column_names": ["file"]}
    results = batch.validate(suite, result_format=answer).results
    unexpected = dict(map(_unexpected_files, results))
    return [unexpected[i] for i in range(len(checks))]


@cache
def _frames() -> Any:
    """The batch definition for frames; created once, because each of its steps saves all settings again."""
    import great_expectations as gx
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


def _verdict(check: Check, measured: Mapping[str, Any], *, passed: bool) -> Verdict:
    observed = measured[check.measure]
    return Verdict(
        file=measured["file"],
        measure=check.measure,
        observed=None if observed != observed else observed,  # noqa: PLR0124 - NaN: nothing to measure
        minimum=check.minimum,
        maximum=check.maximum,
        severity=check.severity,
        passed=passed,
        reason=check.reason,
    )
