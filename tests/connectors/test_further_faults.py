"""All faults of a refused file at once: the month in its name, its header, its cells."""

from pathlib import Path, PurePosixPath

from connectors.inbox.claims import claim
from connectors.inbox.drop_folder import arrival
from connectors.inbox.further_faults import with_further_faults
from connectors.readers.limits import Limits
from data_contracts.errors import UnreadableFileError
from tests.connectors.extracts import Rows, write_csv
from tests.connectors.sheets import CONTRACTS, LOSS, N, loss, refusal

BAD_CELLS: Rows = [["甲", N, "台风", "五月初", 5], ["乙", N, "台风", "2021-05-10", "很多"]]


def message(folder: Path, rows: Rows, name: str = "应急.csv") -> str:
    path = write_csv(folder / name, rows)
    sent = arrival(path, "emergency", PurePosixPath(name))
    assert sent is not None
    taken = claim(sent, folder / "copies")
    problem = sent.problem or refusal(path)
    assert isinstance(problem, UnreadableFileError)
    return with_further_faults(problem, taken, CONTRACTS["emergency"], "2021-06", Limits()).message


def test_a_name_without_a_month_hides_nothing(tmp_path: Path) -> None:
    assert "都没有写明月份" in message(tmp_path, [LOSS, loss("甲")])
    assert "另外" not in message(tmp_path, [LOSS, loss("甲")])
    text = message(tmp_path, [LOSS, *BAD_CELLS])
    assert "都没有写明月份" in text
    assert (
        "另外，表中还有这些问题，请一并改正：受灾日期：日期无法识别，应如 2021-05-03（1 行）；损失金额："
        in text
    )


def test_a_name_without_a_month_a_header_without_a_column_and_bad_cells(tmp_path: Path) -> None:
    rows = [[*LOSS[:2], *LOSS[3:]], *([*row[:2], *row[3:]] for row in BAD_CELLS)]
    text = message(tmp_path, [[*row, "x"] for row in rows])
    for fault in ("都没有写明月份", "缺少必需的列：灾种", "日期无法识别", "金额无法识别"):
        assert fault in text


def test_a_missing_column_does_not_hide_the_faults_of_the_others(tmp_path: Path) -> None:
    rows = [[*row[:1], *row[2:]] for row in [LOSS, *BAD_CELLS]]
    text = message(tmp_path, rows, "应急202106.csv")
    assert text.startswith("缺少必需的列：证件号码")
    assert "日期无法识别，应如 2021-05-03（1 行）" in text
    assert "证件号码为空" not in text
