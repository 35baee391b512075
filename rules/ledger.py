"""The ledger: what follows from the lists that were issued and from what came back of them."""

import duckdb

from rules.declarations.model import Pack
from rules.declarations.procedure import Procedure, ProcedureStep
from rules.declarations.transitions import stages, transitions
from sql import insert, statement


def declare_procedure(con: duckdb.DuckDBPyConnection, pack: Pack) -> None:
    """Make the temp tables of `sql/ledger/procedure.sql`; of a pack without a procedure they are empty."""
    con.execute(statement("ledger/procedure"))
    procedure = pack.procedure
    if procedure is None:
        return
    insert(con, "procedure_steps", _steps(pack, procedure))
    insert(con, "procedure_stages", [(n, *stage) for n, stage in enumerate(stages(procedure).items(), 1)])
    insert(con, "procedure_transitions", sorted(transitions(procedure)))
    if (revisit := procedure.revisit) is not None:
        insert(
            con, "procedure_revisits", [(revisit.every, list(revisit.rules), _cites(pack, revisit.articles))]
        )


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
    return _cites(pack, step.articles) + local


def _cites(pack: Pack, articles: tuple[str, ...]) -> str:
    return "；".join(f"{pack.document.number} {article}" for article in articles)
