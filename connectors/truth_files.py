"""Files in which somebody who knows has written down whose rows are whose, for evaluation."""

from io import BytesIO
from pathlib import Path

import polars as pl

from connectors.encodings import encoding_of
from data_contracts.errors import FangfanpinError

TEXTS = ("source", "file", "household_id", "member_id", "damage")
NUMBERS = ("file_id", "row_number")
ENOUGH = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
_PLACE = "file_id，或者 source 和 file（file 是 inbox/<source>/ 以下的路径）"


class TruthError(FangfanpinError):
    """A truth file that cannot be held against the links."""

    code = "truth"


def read_truth(path: Path) -> pl.DataFrame:
    """Read the truth file at `path`, CSV (UTF-8, UTF-16 or GB18030) or Parquet.

    Returns:
        `row_number, household_id` (NULL: not in the roster) and whichever of `file_id, source, file,
        member_id, damage, enough` the file has; rows that it marks as `rejected` are left out.

    Raises:
        TruthError: if a column is missing or a cell cannot be read; it names the row, never a value.
        UnreadableFileError: if the text is in no known encoding.
    """
    cells = _cells(path)
    cells = cells.rename({name: name.strip().lower() for name in cells.columns})
    _check_columns(cells.columns)
    if "rejected" in cells.columns:
        cells = cells.filter(_text("rejected").is_null())
    return cells.select(
        *(_text(name) for name in TEXTS if name in cells.columns),
        *(_number(cells, name) for name in NUMBERS if name in cells.columns),
        *([_enough(cells)] if "enough" in cells.columns else []),
    )


def _cells(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise TruthError(f"没有找到真值文件 {path.name}，请核对路径。")
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        if path.suffix.lower() == ".csv":
            text = path.read_text(encoding=encoding_of(path))
            return pl.read_csv(BytesIO(text.encode()), infer_schema=False)
    except pl.exceptions.PolarsError:  # its words may quote a cell
        raise TruthError(f"真值文件 {path.name} 已损坏或格式不对，请重新导出。") from None
    raise TruthError("真值文件应为 .csv 或 .parquet。")


def _check_columns(columns: list[str]) -> None:
    missing = [name for name in ("household_id", "row_number") if name not in columns]
    if "file_id" not in columns and not {"source", "file"} <= set(columns):
        missing.append(_PLACE)
    if missing:
        raise TruthError(f"真值文件缺少列：{'、'.join(missing)}。")


def _text(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return text.replace("", None)


def _number(cells: pl.DataFrame, name: str) -> pl.Series:
    numbers = cells.select(pl.col(name).cast(pl.Int64, strict=False))[name]
    _check_read(numbers.is_null(), name, "应为整数")
    return numbers


def _enough(cells: pl.DataFrame) -> pl.Series:
    words = cells.select(_text("enough").str.to_lowercase())["enough"]
    answers = words.replace_strict(ENOUGH, default=None, return_dtype=pl.Boolean)
    _check_read(words.is_not_null() & answers.is_null(), "enough", "应为 true、false、1、0、是、否或空白")
    return answers


def _check_read(faulty: pl.Series, column: str, wanted: str) -> None:
    if faulty.any():
        row = int(faulty.arg_true()[0]) + 1
        raise TruthError(f"真值文件第 {row} 个数据行的 {column} {wanted}，共 {faulty.sum()} 行不符。")
