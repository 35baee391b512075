"""The tables that a comparison prints."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from rich.table import Table

from benchmarks.linkage.county import Recipe
from benchmarks.linkage.runs import Result
from benchmarks.linkage.scoring import LEAST_PRECISION, Score, calibration, recall_by_damage

LEAST_ROWS = 20  # the recall of a kind of damage with fewer rows is not meaningful
NUMBERS = {"precision": "{:.5f}", "recall": "{:.5f}", "f1": "{:.5f}"}


@dataclass(frozen=True)
class Ours:
    """Figures that only a linker with a manual review has; shares of rows.

    Attributes:
        review: rows sent to review.
        held: of the rows about registered households that were not linked to theirs, the share shown to a
            reviewer with theirs among the candidates.
        worst_kind: damage with the lowest recall, among rows that identify their household.
        worst_recall: that recall.
    """

    review: float
    held: float
    worst_kind: str
    worst_recall: float

    @classmethod
    def of(cls, result: Result) -> "Ours":
        """The figures of this project's result."""
        rows = result.rows
        missed = rows.filter(pl.col("truth").is_not_null() & ~(pl.col("right") & pl.col("linked")))
        held = missed.filter((pl.col("status") == "review") & pl.col("reviewed"))
        kinds = recall_by_damage(rows.filter(pl.col("enough")), pl.col("linked"))
        worst = kinds.filter(pl.col("rows") >= LEAST_ROWS).sort("recall").row(0, named=True)
        review = (rows["status"] == "review").mean()
        return cls(float(review), held.height / max(missed.height, 1), worst["damage"], worst["recall"])  # type: ignore[arg-type]


def comparison(recipe: Recipe, results: Sequence[Result]) -> Table:
    """Every linker on one county."""
    title = (
        f"{recipe.persons:,} members, {recipe.rows:,} rows, seed {recipe.seed}, "
        f"damage {recipe.mix}, names {recipe.names}"
    )
    table = Table(title=title)
    table.add_column("linker", no_wrap=True)
    headings = ["load s", "train s", "link s", "total s", "cpu s", "peak GB", "precision", "recall", "F1",
                "F1 of what may be linked", "F1 at 0.5", "best F1", f"F1 at precision {LEAST_PRECISION}",
                "calibration"]  # fmt: skip
    for heading in headings:
        table.add_column(heading, justify="right")
    for result in results:
        times = [*result.seconds.values(), result.total_s, result.cpu_s]
        table.add_row(
            result.linker,
            *(f"{taken:.1f}" for taken in times),
            f"{result.peak_gb:.2f}",
            *_shares(result.used),
            *(f"{s.f1:.5f}" for s in (result.linkable, result.at_half, result.best, result.precise)),
            f"{result.calibration:.3f}",
        )
    return table


def _shares(score: Score) -> list[str]:
    return [f"{share:.5f}" for share in (score.precision, score.recall, score.f1)]


def ratios(ours: Result, peers: Sequence[Result]) -> Table:
    """The peers' time and memory as multiples of this project's."""
    table = Table(title=f"compared with {ours.linker}")
    headings = ["linker", "whole job", "without training", "memory", "F1", "F1 of what may be linked",
                "F1 at 0.5", "best F1"]  # fmt: skip
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "linker" else "right")
    untrained = ours.total_s - ours.seconds["train"]
    for peer in peers:
        table.add_row(
            peer.linker,
            f"{peer.total_s / ours.total_s:.1f} x",
            f"{(peer.total_s - peer.seconds['train']) / untrained:.1f} x",
            f"{peer.peak_gb / ours.peak_gb:.1f} x",
            f"{peer.used.f1 - ours.used.f1:+.5f}",
            f"{peer.linkable.f1 - ours.linkable.f1:+.5f}",
            f"{peer.at_half.f1 - ours.at_half.f1:+.5f}",
            f"{peer.best.f1 - ours.best.f1:+.5f}",
        )
    return table


def by_damage(results: Sequence[Result]) -> Table:
    """Recall by kind of damage, for rows that identify their household; each linker as normally used."""
    table = Table(title="recall by damage, rows that identify their household")
    kinds = [recall_by_damage(r.rows.filter(pl.col("enough")), pl.col("linked")) for r in results]
    table.add_column("damage")
    for heading in ("rows", *(result.linker for result in results)):
        table.add_column(heading, justify="right")
    recalls = [dict(zip(kind["damage"], kind["recall"], strict=True)) for kind in kinds]
    for damage, rows, _ in kinds[0].iter_rows():
        table.add_row(damage, f"{rows:,}", *(f"{recall[damage]:.4f}" for recall in recalls))
    return table


def counties(measured: Sequence[tuple[Recipe, Result]]) -> Table:
    """This project on every county, with the worst of each figure below."""
    table = Table(title="this project, every county")
    headings = ["seed", "damage", "names", "total s", "peak GB", "precision", "recall", "F1", "best F1",
                "review", "missed in review", "worst kind", "its recall", "calibration"]  # fmt: skip
    for heading in headings:
        table.add_column(heading, justify="right")
    lines = [(recipe, result, Ours.of(result)) for recipe, result in measured]
    for recipe, result, own in lines:
        names = [str(recipe.seed), recipe.mix, recipe.names, f"{result.total_s:.1f}", f"{result.peak_gb:.2f}"]
        table.add_row(*names, *_figures(result, own))
    table.add_section()
    table.add_row(*_worst(lines))
    return table


def probabilities(measured: Sequence[tuple[Recipe, Result]]) -> Table:
    """Probabilities of all counties together against the truth; one county has too few below 0.9."""
    table = Table(title="rows by probability, all counties together")
    for heading in ("from", "rows", "mean probability", "share right", "gap", "standard error"):
        table.add_column(heading, justify="right")
    rows = pl.concat(result.rows.select("probability", "right") for _, result in measured)
    for tenth, count, *shares in calibration(rows).iter_rows():
        table.add_row(f"0.{tenth}", f"{count:,}", *(f"{share:.4f}" for share in shares))
    return table


def _figures(result: Result, own: Ours) -> list[str]:
    return [
        *_shares(result.used),
        f"{result.best.f1:.5f}",
        f"{own.review:.3%}",
        f"{own.held:.1%}",
        own.worst_kind,
        f"{own.worst_recall:.4f}",
        f"{result.calibration:.3f}",
    ]


def _worst(lines: Sequence[tuple[Recipe, Result, Ours]]) -> list[str]:
    results, owns = [result for _, result, _ in lines], [own for _, _, own in lines]
    kind = min(owns, key=lambda own: own.worst_recall)
    lowest = [min(share(r) for r in results) for share in (_precision, _recall, _f1, _best_f1)]
    return [
        "worst", "", "",
        f"{max(r.total_s for r in results):.1f}",
        f"{max(r.peak_gb for r in results):.2f}",
        *(f"{share:.5f}" for share in lowest),
        f"{max(own.review for own in owns):.3%}",
        f"{min(own.held for own in owns):.1%}",
        kind.worst_kind,
        f"{kind.worst_recall:.4f}",
        f"{max(r.calibration for r in results):.3f}",
    ]  # fmt: skip


def _precision(result: Result) -> float:
    return result.used.precision


def _recall(result: Result) -> float:
    return result.used.recall


def _f1(result: Result) -> float:
    return result.used.f1


def _best_f1(result: Result) -> float:
    return result.best.f1
