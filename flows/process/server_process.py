"""The process of Prefect's API server. It ends with the command that started it, however that ends."""

import gc
import os
import socket
import sys
import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.child_processes import end_with_parent
from flows.process import history_tables

if TYPE_CHECKING:
    import uvicorn

READY = b"ready\n"


def serve(descriptor: int, parent: int, *, plans_runs: bool) -> None:
    """Serve Prefect's API until standard input ends; say `READY` on standard output as soon as it answers.

    Args:
        descriptor: the listening socket, which is this process's own.
        parent: number of the process that asked for it.
        plans_runs: whether it has a scheduler, which creates the runs of a schedule.
    """
    end_with_parent(parent)
    gc.disable()  # a sixth of the start would go into looking for garbage among what the libraries define
    with _history_at_hand():
        server = _server(ephemeral=not plans_runs)
        threading.Thread(target=_stop_when_told, args=(server,), daemon=True).start()
        server.run([socket.socket(fileno=descriptor)])
    os._exit(0)


def _history_at_hand() -> AbstractContextManager[object]:
    """Make the tables of a new history here; where they are as wanted, keep Prefect from looking."""
    import prefect
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL as URL
    from prefect.settings import PREFECT_API_DATABASE_MIGRATE_ON_START as MIGRATES
    from prefect.settings import temporary_settings

    scheme, _, database = URL.value().partition(":///")
    if scheme == "sqlite+aiosqlite" and history_tables.made(Path(database), prefect.__version__):
        return temporary_settings({MIGRATES: False})
    return nullcontext()


def _server(*, ephemeral: bool) -> "uvicorn.Server":
    import uvicorn
    from prefect.server.api.server import create_app

    class Server(uvicorn.Server):
        """Says when it answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                gc.freeze()
                gc.enable()
                os.write(sys.stdout.fileno(), READY)

    app = create_app(ephemeral=ephemeral, final=True)
    # A client that keeps its connection open must not keep the process from ending.
    return Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=5))


def _stop_when_told(server: "uvicorn.Server") -> None:
    sys.stdin.buffer.read()
    server.should_exit = True
