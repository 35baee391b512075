"""Estimate the linking parameters again, on request; the next run links with them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from connectors.publishing.holding import held
from connectors.warehouse import database, loading
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from matching import linker
from matching.estimation import ecm, estimation, sampling, weighed
from sql import count, own_cursor, statement


@dataclass(frozen=True)
class Estimated:
    """The result of an estimate.

    Attributes:
        period: month whose roster and persons were counted.
        changed: whether any parameter differs from before; if none does, nothing is published.
        parameters: as `estimation.estimated_anew` returns them, the largest change first.
        damage: as `sampling.damage` returns it.
        check: by source, ECM's `Fit` and `ours`, the m by field with which links are weighed.
        sources: Chinese titles.
    """

    period: str
    changed: bool
    parameters: list[dict[str, Any]]
    damage: list[dict[str, Any]]
    check: dict[str, dict[str, Any]]
    sources: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def estimate(root: Path) -> Estimated:
    """Estimate m, u, priors and frequencies from the published roster and persons, and publish them.

    Raises:
        WarehouseError: if no run of this program was published.
        BusyError: if a run holds the workspace.
    """
    workspace = Workspace.open(root)
    with held(workspace):
        con = database.open_building(workspace)
        try:
            estimated = _estimated(con, load_contracts(workspace.contracts))
            if estimated.changed:
                database.publish(workspace, con)
        finally:
            con.close()
            database.discard_building(workspace)
    return estimated


def _estimated(con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract]) -> Estimated:
    period, before = _linked_period(con), weighed.digest(con)
    for contract in contracts.values():
        loading.ensure_table(con, contract)  # a contract may be newer than the last run
    loading.create_row_views(con, list(contracts.values()))
    changes = estimation.estimated_anew(con, period).to_dicts()
    titles = {c.source: c.title for c in contracts.values()}
    damage, check = _checked(con, list(contracts))
    linker.drop_scratch(con)
    return Estimated(period, weighed.digest(con) != before, changes, damage, check, titles)


def _linked_period(con: duckdb.DuckDBPyConnection) -> str:
    ((period,),) = con.execute(statement("review/built_period")).fetchall()
    if period is None or not count(con, "SELECT count(*) FROM linkage.members"):
        raise database.WarehouseError("还没有本版本程序的运行结果，请先执行 fangfanpin run。")
    return str(period)


def _checked(
    con: duckdb.DuckDBPyConnection, sources: list[str]
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """`damage` and `check` of a new sample."""
    persons = sampling.population(con, sources)
    with own_cursor(con) as own:
        sampling.draw(own, persons)
        damage, fits, ours = sampling.damage(own), ecm.check(own), ecm.ours(own)
    return damage, {source: {**asdict(fit), "ours": ours[source]} for source, fit in fits.items()}
