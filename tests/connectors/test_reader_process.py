import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connectors.readers.limits import Limits
from connectors.readers.reader_process import ReaderProcess
from connectors.readers.text_table import TextTable
from data_contracts.errors import UnreadableFileError
from tests.connectors.corruptions import sparse_sheet
from tests.connectors.extracts import CONTRACT, HEADER, ROWS, write_xlsx


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_xlsx(tmp_path_factory.mktemp("good") / "a.xlsx", [HEADER, *ROWS])


@pytest.fixture(scope="module")
def reader():
    process = ReaderProcess()
    yield process
    process.stop()


def read(reader: ReaderProcess, path: Path, limits: Limits | None = None) -> TextTable:
    return reader.read(path, ".xlsx", CONTRACT, limits or Limits())


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_one_read(
    reader: ReaderProcess, good: Path, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFileError) as error:
        read(reader, sparse_sheet(0, tmp_path / "a"))
    assert error.value.code == "too_large"
    assert read(reader, good).frame.height == len(ROWS)


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read(
    reader: ReaderProcess, good: Path
) -> None:
    with pytest.raises(UnreadableFileError) as error:
        read(reader, good, Limits(reader_s=0))
    assert error.value.code == "too_slow"
    assert read(reader, good).frame.height == len(ROWS)


def test_a_process_that_was_killed_is_replaced(reader: ReaderProcess, good: Path) -> None:
    read(reader, good)
    reader._process.kill()
    reader._process.wait()
    assert read(reader, good).frame.height == len(ROWS)


def test_threads_take_turns(reader: ReaderProcess, good: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        tables = list(threads.map(lambda _: read(reader, good), range(12)))
    assert {table.frame.height for table in tables} == {len(ROWS)}


def test_a_script_without_main_guard_may_read(good: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\n"
        "from connectors.readers.limits import Limits\nfrom connectors.readers.reading import read_table\n"
        "from data_contracts.contract import load_contracts\n"
        "contract = load_contracts()['health_insurance']\n"
        "print(read_table(Path(sys.argv[1]), 'a.xlsx', contract, Limits()).frame.height)\n"
    )
    run = subprocess.run(
        [sys.executable, script, good], capture_output=True, text=True, check=False, timeout=60
    )
    assert (run.stdout, run.stderr) == (f"{len(ROWS)}\n", "")
