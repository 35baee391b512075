"""A pack's procedure and calendar as temp tables, which lists and the ledger join."""

import duckdb

from rules.declarations.model import Pack
from rules.declarations.procedure import Procedure, ProcedureStep
from rules.procedure.transitions import kinds, monitored_stages, stages, transitions
from sql import insert, statement


def declare_procedure(con: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """Make the temp tables of `sql/procedure/procedure.sql`; empty if it has none."""
    con.execute(statement("procedure/procedure"))
    insert(con, "ledger_duties", _duties(pack))
    insert(con, "duty_departments", _departments(pack))
    insert(con, "measures_of_allowance", [(measure.says,) for measure in pack.measures if measure.allowance])
    procedure = pack.procedure
    if procedure is None:
        return
    insert(con, "procedure_steps", _steps(pack, procedure))
    insert(con, "procedure_stages", [(n, *stage) for n, stage in enumerate(stages(procedure).items(), 1)])
    insert(con, "monitored_stages", [(stage,) for stage in monitored_stages(procedure)])
    insert(con, "procedure_kinds", list(enumerate(kinds(procedure), 1)))
    insert(con, "procedure_transitions", sorted(transitions(procedure)))
    if (revisit := procedure.revisit) is not None:
        insert(
            con, "procedure_revisits", [(revisit.every, list(revisit.rules), cited(pack, revisit.articles))]
        )


def cited(pack: Pack, articles: tuple[str, ...]) -> str:
    """Articles with the document's number."""
    return "；".join(f"{pack.document.number} {article}" for article in articles)


def _steps(pack: Pack, procedure: Procedure) -> list[tuple[object, ...]]:
    return [
        (
            branch,
            ordinal,
            step.key,
            step.label,
            step.who,
            step.after,
            step.within_working_days,
            step.within_months,
            step.by_end_of,
            step.shortest_working_days,
            step.decides,
            step.repeats,
            step.columns[0],
            step.columns[1] if len(step.columns) > 1 else None,
            step.result,
            _cites_of_step(pack, step),
        )
        for ordinal, (branch, step) in enumerate(procedure.steps(), 1)
    ]


def _cites_of_step(pack: Pack, step: ProcedureStep) -> str:
    local = "；本地口径" if step.basis == "local_interpretation" else ""
    return cited(pack, step.articles) + local


def _duties(pack: Pack) -> list[tuple[object, ...]]:
    return [
        (
            ordinal,
            duty.label,
            duty.who,
            duty.concerns,
            list(duty.also_alerted),
            duty.within_working_days,
            duty.within_months,
            duty.every,
            duty.by_day,
            None if duty.months is None else list(duty.months),
            duty.done_by,
            cited(pack, duty.articles),
        )
        for ordinal, duty in enumerate(pack.calendar, 1)
        if duty.who is not None
    ]


def _departments(pack: Pack) -> list[tuple[object, ...]]:
    return [
        (ordinal, source, department)
        for ordinal, duty in enumerate(pack.calendar, 1)
        for source, department in duty.departments.items()
    ]
