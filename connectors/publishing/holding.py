"""Lock a workspace for a command that changes the published database without taking files."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.publishing import delivery
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.contract import load_contracts


@contextmanager
def held(workspace: Workspace) -> Iterator[None]:
    """Lock the workspace as a run does: finish an interrupted run, then create `.work` until the end.

    Raises:
        WarehouseError: if nothing has been published yet.
        BusyError: if a run has locked it.
    """
    if not workspace.warehouse.exists():
        raise database.WarehouseError("还没有运行结果，请先执行 fangfanpin run。")
    with database.locked(workspace):
        delivery.finish_interrupted(workspace, load_contracts(workspace.contracts))
        workspace.work.mkdir(mode=0o700)
        try:
            yield
        finally:
            shutil.rmtree(workspace.work)
