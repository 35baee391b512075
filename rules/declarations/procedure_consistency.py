"""Contradictions within the procedure of a pack, and with the document that it cites."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from rules.declarations.cited_articles import digits, missing_figures, unknown_articles
from rules.declarations.follow_up import Duty
from rules.declarations.model import Pack
from rules.declarations.procedure import STAGES, Procedure, ProcedureStep

RESERVED = frozenset(
    {*STAGES, "none", "unverifiable", "withdrawn", "visited", "measure", "noted", "elimination_kept"}
)
"""Kinds of ledger events that no step may be called by."""


def procedure_faults(pack: Pack, procedure: Procedure) -> Iterator[str]:
    """Every fault of the procedure, in Chinese, with its place in the file."""
    for branch, step in procedure.steps():
        yield from (f"procedure.{branch} {step.key}：{fault}" for fault in _step(pack, step))
    yield from (f"procedure：{fault}" for fault in (*_names(procedure), *_chains(procedure)))
    yield from (f"procedure：{fault}" for fault in _decision(procedure))
    for provision in (procedure.tracks_without_labour, procedure.revisit, procedure.allowance_grace):
        if provision is not None:
            yield from (f"procedure：{fault}" for fault in unknown_articles(pack, provision.articles))
    if (grace := procedure.allowance_grace) is not None:
        stated = {Decimal(grace.months), *digits(grace.label)}
        yield from (f"procedure：{fault}" for fault in missing_figures(pack, grace.articles, stated))


def _step(pack: Pack, step: ProcedureStep) -> Iterator[str]:
    yield from unknown_articles(pack, step.articles)
    counted = [t for t in (step.within_working_days, step.within_months) if t is not None]
    shortest = [step.shortest_working_days] if step.shortest_working_days is not None else []
    stated = {*digits(step.label), *map(Decimal, counted + shortest)}
    yield from missing_figures(pack, step.articles, stated)
    if len(counted) + (step.by_end_of is not None) > 1:
        yield "within_working_days、within_months、by_end_of 只能写一项"
    if (len(step.columns) == 2) != (step.shortest_working_days is not None):
        yield "写了 shortest_working_days 的步骤应有开始和结束两个日期栏，其他步骤只有一个"
    if step.result is not None and not step.decides:
        yield "只有 decides 的步骤才有 result"


def _names(procedure: Procedure) -> Iterator[str]:
    keys = Counter(step.key for _, step in procedure.steps())
    titles = Counter(t for _, step in procedure.steps() for t in (*step.columns, step.result) if t)
    for name, times in [*keys.items(), *titles.items()]:
        if times > 1:
            yield f"{name} 出现不止一次"
    if reserved := sorted(RESERVED & keys.keys()):
        yield f"步骤不能叫 {'、'.join(reserved)}"


def _chains(procedure: Procedure) -> Iterator[str]:
    """Each branch begins at its place, and each step follows the one before it."""
    decided = [step.key for step in procedure.entry if step.decides]
    begins = [
        (procedure.entry, ["proposed"]),
        (procedure.measures, ["monitored", *decided]),
        (procedure.elimination, ["elimination_proposed", "monitored"]),
    ]
    for steps, places in begins:
        if steps and steps[0].after not in places:
            yield f"{steps[0].key} 的 after 应为 {'或'.join(places)}"
        for earlier, later in pairwise(steps):
            if later.after != earlier.key:
                yield f"{later.key} 的 after 应为 {earlier.key}"


def _decision(procedure: Procedure) -> Iterator[str]:
    deciding = [step for _, step in procedure.steps() if step.decides]
    if len(deciding) != 1 or deciding[0] not in procedure.entry:
        yield "entry 中应有一个、也只有一个步骤写 decides: true"
        return
    later = procedure.entry[procedure.entry.index(deciding[0]) + 1 :]
    if early := [step.key for _, step in procedure.steps() if step.repeats and step not in later]:
        yield f"repeats 只用于确认之后的步骤：{'、'.join(early)}"


SHOWN_BY = {
    "listed": ("first_review", "verified"),
    "monitored": ("visit",),
    "townships": ("visit",),
    None: ("run",),
}
"""What can show that a duty is done, by whom it concerns; for the monitored also a step that repeats."""


def duty_faults(pack: Pack, duty: Duty) -> Iterator[str]:
    """Faults of what the engine of duties reads of an entry of the calendar."""
    timed = duty.within_working_days is not None or duty.within_months is not None
    if duty.who is not None and (duty.concerns == "listed") != timed:
        yield "写了 within_working_days 或 within_months 的，for 应为 listed；其他的不能"
    if duty.who is not None and not timed and duty.every in (None, "day"):
        yield "写了 who 的，应写时限或周期；每日的事项不列入"
    if bool(duty.departments) != (duty.who == "department"):
        yield "who 为 department 的应写 departments，其他的不能写"
    numbers = {Decimal(n) for n in (duty.by_day, *(duty.months or ())) if n is not None}
    yield from missing_figures(pack, duty.articles, numbers)
    if duty.done_by is not None and duty.done_by not in _shown_by(pack, duty):
        yield f"done_by 应为 {'、'.join(sorted(_shown_by(pack, duty)))} 之一"
    if unknown := sorted(set(duty.also_alerted) - pack.target_classes.keys()):
        yield f"不在 target_classes 中：{'、'.join(unknown)}"


def _shown_by(pack: Pack, duty: Duty) -> set[str]:
    if duty.departments:
        return {"received"}
    steps = pack.procedure.entry if pack.procedure is not None and duty.concerns == "monitored" else ()
    return {*SHOWN_BY[duty.concerns], *(step.key for step in steps if step.repeats)}
