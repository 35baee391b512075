"""A process of its own for workbooks and Parquet files, which may be made to eat all memory or never to end.

A sheet with two cells in opposite corners is laid out in full by the reader library, 400 GB of it, and a
damaged file may bring the library down. Here it takes down a process with bounded memory and time; the file
is rejected, and the next one gets a new process.
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

from connectors.readers.columnar import read_parquet
from connectors.readers.limits import Limits
from connectors.readers.spreadsheets import read_workbook
from connectors.readers.text_table import TextTable
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError

READERS: dict[str, Callable[[Path, Contract, Limits], TextTable]] = {
    ".xlsx": read_workbook,
    ".xls": read_workbook,
    ".parquet": read_parquet,
}
_START_S = 60.0  # importing the libraries takes one second on an idle machine
_RETIRING_BYTES = (
    16 << 20
)  # after a larger file the process is let go, and with it the memory it had grown to


@dataclass(frozen=True)
class _Job:
    path: Path
    suffix: str
    contract: Contract
    limits: Limits


class ReaderProcess:
    """The process and the wire to it: started when first needed, and again after it was lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._wire: Connection | None = None
        self._lock = threading.Lock()

    def read(self, path: Path, suffix: str, contract: Contract, limits: Limits) -> TextTable:
        """Read the file at `path` as its `suffix` says.

        Raises:
            UnreadableFileError: if it is damaged, unlike its contract, or beyond `limits`.
        """
        with self._lock:
            answer = self._ask(_Job(path, suffix, contract, limits))
            if path.stat().st_size > _RETIRING_BYTES:
                self.stop()
        if isinstance(answer, UnreadableFileError):
            raise answer
        return answer

    def _ask(self, job: _Job) -> TextTable | UnreadableFileError:
        wire = self._started()
        try:
            wire.send(job)
            if not wire.poll(job.limits.reader_s):
                self.stop()
                return UnreadableFileError("读取超时，请删去多余内容，或另存为 CSV 后报送。", "too_slow")
            answer: TextTable | UnreadableFileError = wire.recv()
        except (EOFError, OSError):
            self.stop()
            return _too_large()
        return answer

    def _started(self) -> Connection:
        if self._wire and self._process and self._process.poll() is None:
            return self._wire
        self.stop()
        self._wire, theirs = Pipe()
        with closing(theirs):
            # Not multiprocessing, which would run the caller's script again. Panics write cells to stderr.
            self._process = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
                [sys.executable, "-c", f"from {__name__} import serve; serve({theirs.fileno()})"],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        if not self._wire.poll(_START_S):
            self.stop()
            raise RuntimeError("the reader process does not start")
        self._wire.recv()
        return self._wire

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.wait()
        if self._wire:
            self._wire.close()
        self._process = self._wire = None


def serve(descriptor: int) -> None:
    """What the process does: answer jobs until the wire is closed."""
    with Connection(descriptor) as wire:
        wire.send("ready")
        while True:
            try:
                job: _Job = wire.recv()
            except EOFError:
                return
            wire.send(_answer(job))


def _answer(job: _Job) -> TextTable | UnreadableFileError:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (job.limits.reader_memory_bytes, hard))
    try:
        return READERS[job.suffix](job.path, job.contract, job.limits)
    except UnreadableFileError as error:
        return error
    except MemoryError:
        return _too_large()
    except BaseException:  # a library's panic is no Exception; its words may hold cells and are dropped
        return UnreadableFileError(
            f"打不开：不是完好的 {job.suffix} 文件，或加了密码。请用 Excel 打开确认并另存后重新报送。",
            "damaged",
        )


def _too_large() -> UnreadableFileError:
    return UnreadableFileError(
        "读取时内存不足，请删去数据以外的行、列和图片，或另存为 CSV 后报送。", "too_large"
    )
