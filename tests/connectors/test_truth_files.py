"""Truth files as analysts write them, and the errors for files that cannot be used."""

from pathlib import Path

import polars as pl
import pytest

from connectors.readers.truth_files import TruthError, read_truth

VALUE = "35018100000092"


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "truth.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    text = "source,file, Row_Number,household_id,damage,enough\n"
    text += f"education,2021-06/学生.csv,3, {VALUE} ,错一位,是\n"
    text += "education,2021-06/学生.csv,4,,,否\neducation,2021-06/学生.csv,5,,,\n"
    truth = read_truth(write(tmp_path, text, encoding))
    assert truth.select("file", "row_number", "household_id", "damage", "enough").rows() == [
        ("2021-06/学生.csv", 3, VALUE, "错一位", True),
        ("2021-06/学生.csv", 4, None, None, False),
        ("2021-06/学生.csv", 5, None, None, None),
    ]


def test_rows_marked_as_rejected_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    rows = {"file_id": [1, 1], "row_number": [1, 2], "household_id": [VALUE, None], "enough": [True, None]}
    pl.DataFrame({**rows, "rejected": [None, "blank"], "surplus": [1, 2]}).write_parquet(path)
    truth = read_truth(path)
    assert truth.to_dicts() == [{"file_id": 1, "row_number": 1, "household_id": VALUE, "enough": True}]


def test_rows_of_sources_without_links_are_left_out_but_still_numbered(tmp_path: Path) -> None:
    text = "source,file,row_number,household_id\nincomes,a.csv,1,A\nfood,a.csv,2,A\neducation,a.csv,x,A\n"
    path = write(tmp_path, text)
    with pytest.raises(TruthError, match="第 3 个数据行的 row_number"):
        read_truth(path, {"incomes"})
    assert read_truth(path, {"incomes", "education"})["source"].to_list() == ["food"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("row_number,file_id\n1,1\n", "缺少列：household_id。"),
        ("household_id,source\n1,education\n", "缺少列：row_number、file_id，或者 source 和 file"),
        (f"household_id,file_id,row_number\n{VALUE},1,1\n{VALUE},1,{VALUE}x\n", "第 2 个数据行的 row_number"),
        (f"household_id,file_id,row_number\n{VALUE},1,\n{VALUE},1,\n", "共 2 行不符"),
        (f"household_id,file_id,row_number,enough\n{VALUE},1,1,{VALUE}\n", "第 1 个数据行的 enough"),
        (f'household_id,file_id,row_number\n"{VALUE},1,1\n', "已损坏或格式不对"),
    ],
)
def test_a_fault_is_reported_by_its_place_without_its_value(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(TruthError) as error:
        read_truth(write(tmp_path, text))
    assert expected in error.value.message
    assert VALUE not in error.value.message


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("truth.xlsx", b"PK", "应为 .csv 或 .parquet"),
        ("truth.parquet", b"PAR", "已损坏或格式不对"),
        ("missing.csv", None, "没有找到"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    tmp_path: Path, name: str, content: bytes | None, expected: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TruthError, match=expected):
        read_truth(tmp_path / name)
