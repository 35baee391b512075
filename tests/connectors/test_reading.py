from pathlib import Path

import pytest

from connectors.readers.limits import Limits
from data_contracts.errors import UnreadableFileError
from tests.connectors.extracts import (
    EXPECTED,
    FORMATS,
    HEADER,
    NAMES,
    ROWS,
    read,
    rows_of,
    write_csv,
    write_parquet,
    write_xls,
    write_xlsx,
)


def refusal(path: Path, limits: Limits | None = None) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as error:
        read(path, limits)
    return error.value


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_rows(tmp_path: Path, form: str) -> None:
    suffix, write = FORMATS[form]
    table = read(write(tmp_path / f"a{suffix}", [HEADER, *ROWS]))
    assert rows_of(table) == EXPECTED
    assert table.frame["row_number"].to_list() == [1, 2, 3, 4]
    assert not table.frame["overflow"].any()
    assert table.headers == dict(zip(NAMES, HEADER, strict=True))
    assert table.header_row == (0 if form == "parquet" else 1)
    assert (table.unknown_columns, table.notices) == ([], [])
    assert [path.name for path in tmp_path.iterdir()] == [f"a{suffix}"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_with_only_a_header_has_no_rows(tmp_path: Path, form: str) -> None:
    suffix, write = FORMATS[form]
    table = read(write(tmp_path / f"a{suffix}", [HEADER]))
    assert table.frame.is_empty()
    assert set(table.frame.columns) == {*NAMES, "row_number", "sheet_row", "overflow"}


TITLED = [["医保结算明细表"], [], ["填报单位：县医保局", None, "2021年6月"], HEADER, *ROWS]


@pytest.mark.parametrize(
    ("suffix", "write"), [(".csv", write_csv), (".xlsx", write_xlsx), (".xls", write_xls)]
)
def test_title_rows_above_the_header_are_skipped(tmp_path: Path, suffix: str, write) -> None:
    table = read(write(tmp_path / f"a{suffix}", TITLED))
    assert rows_of(table) == EXPECTED
    assert table.header_row == 4


@pytest.mark.parametrize(("suffix", "write"), [(".csv", write_csv), (".xlsx", write_xlsx)])
def test_blank_rows_are_dropped_and_not_counted(tmp_path: Path, suffix: str, write) -> None:
    blank = ["", " ", "　"]
    rows = [HEADER, blank, ROWS[0], [], ROWS[1], blank]
    table = read(write(tmp_path / f"a{suffix}", rows))
    assert rows_of(table) == EXPECTED[:2]
    assert table.frame["row_number"].to_list() == [1, 2]


def test_a_repeated_header_counts_as_a_row(tmp_path: Path) -> None:
    table = read(write_csv(tmp_path / "a.csv", [HEADER, ROWS[0], HEADER, ROWS[1]]))
    assert table.frame.height == 3


def test_english_names_aliases_and_unknown_columns(tmp_path: Path) -> None:
    header = [
        "序号",
        "settlement_no",
        "患者姓名",
        "身份证号码",
        "settled_on",
        "总费用",
        " 个人自付 ",
        "备注" * 40,
    ]
    table = read(
        write_csv(tmp_path / "a.csv", [header, ["1", "S1", "王", "3", "2021-05-03", "1", "2", "无"]])
    )
    assert table.unknown_columns == ["备注" * 25]  # 序号 numbers the rows
    assert table.headers["name"] == "患者姓名"
    assert "备注" not in table.frame.columns


def test_a_row_of_unknown_cells_only_is_a_row(tmp_path: Path) -> None:
    rows = [[*HEADER, "备注"], [*ROWS[0], None], [*[None] * 7, "以上共一笔"]]
    assert read(write_csv(tmp_path / "a.csv", rows)).frame.height == 2


def test_a_columns_own_name_takes_precedence_over_an_alias(tmp_path: Path) -> None:
    rows = [[*HEADER, "身份证号"], [*ROWS[0], "监护人的"]]
    table = read(write_csv(tmp_path / "a.csv", rows))
    assert table.frame["id_number"].to_list() == [ROWS[0][2]]
    assert table.unknown_columns == ["身份证号"]


@pytest.mark.parametrize("second", ["证件号码", "id_number"])
def test_equal_headers_are_refused(tmp_path: Path, second: str) -> None:
    error = refusal(write_csv(tmp_path / "a.csv", [[*HEADER, second], [*ROWS[0], "x"]]))
    assert error.code == "duplicate_column"
    assert "证件号码" in error.message


def test_missing_columns_are_named(tmp_path: Path) -> None:
    error = refusal(write_csv(tmp_path / "a.csv", [HEADER[:-2], *(row[:-2] for row in ROWS)]))
    assert error.code == "missing_column"
    assert "医疗总费用" in error.message
    assert "个人自付" in error.message


def test_a_missing_header_is_reported_with_the_expected_one(tmp_path: Path) -> None:
    error = refusal(write_csv(tmp_path / "a.csv", ROWS))
    assert error.code == "no_header"
    assert "结算日期" in error.message
    assert not any(cell in error.message for row in ROWS for cell in row if cell and len(cell) > 3)


MISNAMED = [
    (write_xlsx, ".csv", "Excel"),
    (write_xlsx, ".xls", "Excel"),
    (write_xls, ".xlsx", "Excel"),
    (write_csv, ".xls", "CSV"),
    (write_csv, ".parquet", "CSV"),
    (write_parquet, ".csv", "Parquet"),
    (lambda path, rows: path.write_text(f"\n<HTML><table><tr><td>{rows}"), ".xls", "网页"),
]


@pytest.mark.parametrize(("write", "suffix", "kind"), MISNAMED)
def test_a_false_extension_is_reported(tmp_path: Path, write, suffix: str, kind: str) -> None:
    write(tmp_path / "written", [HEADER, *ROWS])
    error = refusal((tmp_path / "written").rename(tmp_path / f"a{suffix}"))
    assert error.code == "not_what_it_says"
    assert kind in error.message


LIMITS = [
    (Limits(file_bytes=100), "too_large"),
    (Limits(rows=3), "too_many_rows"),
    (Limits(columns=6), "too_many_columns"),
]


@pytest.mark.parametrize(("limits", "code"), LIMITS)
@pytest.mark.parametrize("form", ["utf-8", "xlsx", "parquet"])
def test_limits(tmp_path: Path, form: str, limits: Limits, code: str) -> None:
    suffix, write = FORMATS[form]
    assert refusal(write(tmp_path / f"a{suffix}", [HEADER, *ROWS]), limits).code == code


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    assert refusal(tmp_path / "a.xlsx").code == "empty"
