import time
from pathlib import Path

import pytest

from connectors.readers.limits import Limits
from connectors.readers.text_table import TextTable
from data_contracts.errors import UnreadableFileError
from tests.connectors.corruptions import CORRUPTIONS, corrupt
from tests.connectors.extracts import ROWS, read

pytestmark = pytest.mark.slow

CELLS = {cell for row in ROWS for cell in row if cell and len(cell) > 3}
LIMITS = Limits(reader_s=20)


def read_or_refuse(path: Path) -> None:
    """Read a table, or get a message for the sender without any of the cells; anything else fails."""
    started = time.monotonic()
    try:
        assert isinstance(read(path, LIMITS), TextTable)
    except UnreadableFileError as error:
        assert "请" in error.message
        assert not any(cell in error.message for cell in CELLS)
    assert time.monotonic() - started < LIMITS.reader_s


@pytest.mark.parametrize("seed", range(3))
def test_broken_files_end_in_a_table_or_a_refusal(tmp_path: Path, seed: int) -> None:
    for path in corrupt(seed, tmp_path):
        read_or_refuse(path)
        path.unlink()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", range(3, 13))
def test_two_hundred_more_broken_files(tmp_path: Path, seed: int) -> None:
    test_broken_files_end_in_a_table_or_a_refusal(tmp_path, seed)


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    first, second = (
        [path.read_bytes() for path in corrupt(7, tmp_path / name) if path.suffix in {".csv", ".tsv"}]
        for name in ("a", "b")
    )
    assert first == second
    assert len(CORRUPTIONS) >= 20
