"""A separate process for reading workbooks and Parquet files, which can be made to use up memory or time.

For a sheet with two cells in opposite corners the reader library allocates the whole grid, 400 GB, and a
damaged file may crash the library. This only ends a process with bounded memory and time; the file is
rejected, and the next one gets a new process.
"""

import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, TypeVar

from connectors.child_processes import end_with_parent
from connectors.readers.columnar import parquet_heads, read_parquet
from connectors.readers.limits import Limits
from connectors.readers.spreadsheets import read_workbook, workbook_heads
from connectors.readers.text_table import Head, TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

T = TypeVar("T")

READERS: dict[str, Callable[[Path, Contract, Limits], TextTable]] = {
    ".xlsx": read_workbook,
    ".xls": read_workbook,
    ".parquet": read_parquet,
}
HEADS: dict[str, Callable[[Path, Limits], list[Head]]] = {
    ".xlsx": workbook_heads,
    ".xls": workbook_heads,
    ".parquet": parquet_heads,
}
_START_S = 60.0  # importing the libraries takes one second on an idle machine
_RETIRING_BYTES = 16 << 20  # after a larger file the process is ended, to free its memory


@dataclass(frozen=True)
class _Job:
    path: Path
    suffix: str
    contract: Contract | None  # None: only the first rows of each sheet
    limits: Limits
    read: Callable[[Path, Limits], Any] | None = None  # not None: what is read instead


class ReaderProcess:
    """The process and the connection to it; started when first needed, and again after a crash."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._is_ready = False
        self._lock = threading.Lock()

    def read(self, path: Path, suffix: str, contract: Contract, limits: Limits) -> TextTable:
        """Read the file at `path` in the format of `suffix`.

        Raises:
            UnreadableFileError: if it is damaged, does not fit its contract, or exceeds `limits`.
        """
        table: TextTable = self._answer(_Job(path, suffix, contract, limits))
        return table

    def read_heads(self, path: Path, suffix: str, limits: Limits) -> list[Head]:
        """The first rows of each sheet of the file at `path`.

        Raises:
            UnreadableFileError: if it is damaged or exceeds `limits`.
        """
        heads: list[Head] = self._answer(_Job(path, suffix, None, limits))
        return heads

    def read_with(self, read: Callable[[Path, Limits], T], path: Path, suffix: str, limits: Limits) -> T:
        """What `read`, a function of a module or a `partial` of one, makes of the file at `path`.

        Raises:
            UnreadableFileError: if it is damaged or exceeds `limits`.
        """
        answer: T = self._answer(_Job(path, suffix, None, limits, read))
        return answer

    def _answer(self, job: _Job) -> Any:
        path = job.path
        with self._lock:
            answer = self._ask(job)
            if path.stat().st_size > _RETIRING_BYTES:
                self.stop()
        if isinstance(answer, UnreadableFileError):
            raise answer
        return answer

    def _ask(self, job: _Job) -> Any:
        connection = self._started()
        try:
            connection.send(job)
            if not connection.poll(job.limits.reader_s):
                self.stop()
                return UnreadableFileError("读取超时，请删去多余内容，或另存为 CSV 后报送。", "too_slow")
            answer = connection.recv()
        except (EOFError, OSError):
            self.stop()
            return _too_large()
        return answer

    def _started(self) -> Connection:
        connection = self._alive() or self.start()
        if not self._is_ready and not connection.poll(_START_S):
            self.stop()
            raise RuntimeError("the reader process does not start")
        if not self._is_ready:
            connection.recv()
            self._is_ready = True
        return connection

    def _alive(self) -> Connection | None:
        return self._connection if self._process and self._process.poll() is None else None

    def start(self) -> Connection:
        """Start the process anew without waiting for it to be ready."""
        self.stop()
        self._connection, child_end = Pipe()
        with closing(child_end):
            # multiprocessing would run the caller's script again. stderr is dropped: a panic may print cells.
            self._process = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
                [sys.executable, "-c", f"from {__name__} import serve; serve({child_end.fileno()})"],
                pass_fds=[child_end.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return self._connection

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.wait()
        if self._connection:
            self._connection.close()
        self._process = self._connection = None
        self._is_ready = False


def serve(descriptor: int) -> None:
    """The process's loop: answer jobs until the connection is closed or the parent ends."""
    end_with_parent()
    with Connection(descriptor) as connection:
        connection.send("ready")
        while True:
            try:
                job: _Job = connection.recv()
            except EOFError:
                return
            connection.send(_answer(job))


def _answer(job: _Job) -> Any:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (job.limits.reader_memory_bytes, hard))
    try:
        if job.read is not None:
            return job.read(job.path, job.limits)
        if job.contract is None:
            return HEADS[job.suffix](job.path, job.limits)
        return READERS[job.suffix](job.path, job.contract, job.limits)
    except UnreadableFileError as error:
        return error
    except MemoryError:
        return _too_large()
    except BaseException:  # a library's panic is no Exception; its message may quote cells and is dropped
        return UnreadableFileError(
            f"打不开：不是完好的 {job.suffix} 文件，或加了密码。请用 Excel 打开确认并另存后重新报送。",
            "damaged",
        )


def _too_large() -> UnreadableFileError:
    return UnreadableFileError(
        "读取时内存不足，请删去数据以外的行、列和图片，或另存为 CSV 后报送。", "too_large"
    )
