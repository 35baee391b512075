from pathlib import Path

import pytest

from connectors.readers.limits import Limits
from data_contracts.errors import UnreadableFileError
from tests.connectors.extracts import EXPECTED, HEADER, ROWS, csv_text, read, rows_of, write_csv

LINE = "S9,王小明,350181199001011238,仙龙镇,2021-05-03,80,10"
HEAD = ",".join(HEADER)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(path: Path, limits: Limits | None = None) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as error:
        read(path, limits)
    assert "王" not in error.value.message
    return error.value


def test_too_many_cells_overflow(tmp_path: Path) -> None:
    text = f"{HEAD}\n{LINE}\n{LINE},x\n{LINE},\n{LINE},,,x\n"
    assert read(written(tmp_path, text)).frame["overflow"].to_list() == [False, True, False, True]


def test_short_rows_are_padded(tmp_path: Path) -> None:
    (row,) = rows_of(read(written(tmp_path, f"{HEAD}\nS9,王\n")))
    assert (row["settlement_no"], row["name"], row["self_paid"]) == ("S9", "王", None)


OPEN_QUOTES = [
    LINE.replace("王", '"王'),  # never closed
    LINE.replace("王", '王"'),  # inside a cell
    LINE.replace("王小明", '"王"小明'),  # closed too early
]


@pytest.mark.parametrize("line", OPEN_QUOTES)
@pytest.mark.parametrize("before", [0, 50])
def test_open_quotes_are_refused(tmp_path: Path, line: str, before: int) -> None:
    text = "\n".join([HEAD, *[LINE] * before, line, *[LINE] * 50, ""])
    error = refusal(written(tmp_path, text))
    assert error.code == "open_quote"


def test_rows_between_two_stray_quotes_are_refused(tmp_path: Path) -> None:
    text = "\n".join(
        [HEAD, LINE, LINE.replace("王", '"王'), LINE, LINE, LINE.replace("王小明", '王"'), LINE, ""]
    )
    error = refusal(written(tmp_path, text))
    assert error.code == "open_quote"
    assert "第 3 行" in error.message


@pytest.mark.parametrize(
    "cut", ["S9,王小明,35018119", "S9", "S9,王小明,350181199001011238,仙龙镇,2021-05-03,8"]
)
def test_a_truncated_last_line_is_refused(tmp_path: Path, cut: str) -> None:
    assert refusal(written(tmp_path, f"{HEAD}\n{LINE}\n{cut}")).code == "cut_off"


@pytest.mark.parametrize("last", [LINE, f"{LINE}\n  ", LINE.removesuffix("10"), 'S9,王,3,村,5-3,8,"1\n0"'])
def test_a_complete_last_line_needs_no_line_end(tmp_path: Path, last: str) -> None:
    assert read(written(tmp_path, f"{HEAD}\n{LINE}\n{last}")).frame.height == 2


def test_damaged_utf8_is_not_read_as_gb18030(tmp_path: Path) -> None:
    text = csv_text([HEADER, *ROWS * 100], end_of_line="\n").encode()
    damage = text.index("买".encode())
    error = refusal(written(tmp_path, text[: damage + 1] + text[damage + 2 :]))
    assert error.code == "damaged_text"
    assert "第 3 行" in error.message


def test_utf8_cut_inside_a_character(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, f"{HEAD}\n{LINE}\nS9,王".encode()[:-1])).code == "damaged_text"


def test_neither_encoding(tmp_path: Path) -> None:
    text = f"{HEAD}\n{LINE}\n".encode("gb18030")
    error = refusal(written(tmp_path, text + b"S9,\xff\xff\n"))
    assert error.code == "encoding"
    assert "第 3 行" in error.message


@pytest.mark.parametrize(("junk", "code"), [(b"\0", "binary"), (b"x" * (2 << 20), "long_line")])
def test_content_that_is_no_text_is_refused(tmp_path: Path, junk: bytes, code: str) -> None:
    error = refusal(written(tmp_path, f"{HEAD}\n{LINE}\n".encode() + junk + b"\n"))
    assert error.code == code
    assert "第 3 行" in error.message


def test_the_length_of_a_line_is_measured_across_chunks(tmp_path: Path) -> None:
    text = f"{HEAD}\n".encode() + b"\n" * (4 << 20) + b"x" * (5 << 20)
    assert refusal(written(tmp_path, text)).code == "long_line"


def quoted(text: str) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.split("\n")) + "\n"


PECULIARITIES = [
    "\ufeff" + quoted(f"{HEAD}\n{LINE}"),  # a byte order mark before a quote
    quoted(f"{HEAD}\n{LINE}").replace(",", ";"),
    f"sep=,\r\n{HEAD}\r\n{LINE}\r\n",  # the line that Excel adds
    f"{HEAD}\r\r\n{LINE}\r\r\n",  # line ends converted twice
    f"{HEAD},,,\n{LINE},,,\n,,,,,,,,,\n",  # empty columns of a sheet
    f'"医保\n结算"\n{HEAD}\n{LINE}\n'.replace("姓名", '"姓\n名"'),
    f"{HEAD}\n{LINE}\n\n\n",
]


@pytest.mark.parametrize("text", PECULIARITIES)
def test_peculiarities_of_exporting_programs(tmp_path: Path, text: str) -> None:
    (row,) = rows_of(read(written(tmp_path, text)))
    assert [cell.strip() for cell in row.values()] == LINE.split(",")


def test_full_width_commas_within_cells_survive(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [HEADER, *ROWS], separator="，")
    assert rows_of(read(tmp_path / "a.csv")) == EXPECTED


def test_glob_characters_in_a_name_have_no_meaning(tmp_path: Path) -> None:
    write_csv(tmp_path / "a[1]*.csv", [HEADER, *ROWS])
    assert rows_of(read(tmp_path / "a[1]*.csv")) == EXPECTED
