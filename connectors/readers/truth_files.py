"""Truth files for evaluation: which household each row is really about."""

from collections.abc import Collection
from io import BytesIO
from pathlib import Path

import polars as pl

from connectors.readers.encodings import encoding_of
from data_contracts.errors import FangfanpinError

TEXTS = ("source", "file", "household_id", "member_id", "damage")
NUMBERS = ("file_id", "row_number")
ENOUGH = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
PLACE = "place"
_WHERE = "file_id，或者 source 和 file（file 是 inbox/<source>/ 以下的路径）"


class TruthError(FangfanpinError):
    """A truth file that cannot be compared with the links."""

    code = "truth"


def read_truth(path: Path, unlinked: Collection[str] = ()) -> pl.DataFrame:
    """Read the truth file at `path`, CSV (UTF-8, UTF-16 or GB18030) or Parquet.

    Args:
        path: path of the file.
        unlinked: sources that are not linked; their rows are left out.

    Returns:
        `row_number, household_id` (NULL: not in the roster) and whichever of `file_id, source, file,
        member_id, damage, enough` the file has; rows marked as `rejected` in it are left out.

    Raises:
        TruthError: if a column is missing or a cell cannot be read; the message names the row, never a value.
        UnreadableFileError: if the text is in no known encoding.
    """
    try:
        cells = _chosen(_scanned(path), unlinked).collect(engine="streaming")
    except pl.exceptions.PolarsError:  # its message may quote a cell
        raise TruthError(f"真值文件 {path.name} 已损坏或格式不对，请重新导出。") from None
    return cells.select(
        *(name for name in TEXTS if name in cells.columns),
        *(_number(cells, name) for name in NUMBERS if name in cells.columns),
        *([_enough(cells)] if "enough" in cells.columns else []),
    )


def _scanned(path: Path) -> pl.LazyFrame:
    if not path.is_file():
        raise TruthError(f"没有找到真值文件 {path.name}，请核对路径。")
    if path.suffix.lower() == ".parquet":
        return pl.scan_parquet(path, glob=False)
    if path.suffix.lower() == ".csv":
        text = path.read_text(encoding=encoding_of(path))
        return pl.read_csv(BytesIO(text.encode()), infer_schema=False).lazy()
    raise TruthError("真值文件应为 .csv 或 .parquet。")


def _chosen(cells: pl.LazyFrame, unlinked: Collection[str]) -> pl.LazyFrame:
    """The relevant rows with the known columns, and `place`, the number of the data row in the file."""
    cells = cells.rename({name: name.strip().lower() for name in cells.collect_schema().names()})
    given = cells.collect_schema().names()
    _check_columns(given)
    cells = cells.with_row_index(PLACE, offset=1)
    if "rejected" in given:
        cells = cells.filter(_text("rejected").is_null())
    if "source" in given:
        cells = cells.filter(_text("source").is_in(list(unlinked)).fill_null(value=False).not_())
    texts = [_text(name) for name in (*TEXTS, "enough") if name in given]
    return cells.select(PLACE, *texts, *(name for name in NUMBERS if name in given))


def _check_columns(columns: list[str]) -> None:
    missing = [name for name in ("household_id", "row_number") if name not in columns]
    if "file_id" not in columns and not {"source", "file"} <= set(columns):
        missing.append(_WHERE)
    if missing:
        raise TruthError(f"真值文件缺少列：{'、'.join(missing)}。")


def _text(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def _number(cells: pl.DataFrame, name: str) -> pl.Series:
    numbers = cells.select(pl.col(name).cast(pl.Int64, strict=False))[name]
    _check_read(cells, numbers.is_null(), name, "应为整数")
    return numbers


def _enough(cells: pl.DataFrame) -> pl.Series:
    words = cells["enough"].str.to_lowercase()
    answers = words.replace_strict(ENOUGH, default=None, return_dtype=pl.Boolean)
    wanted = "应为 true、false、1、0、是、否或空白"
    _check_read(cells, words.is_not_null() & answers.is_null(), "enough", wanted)
    return answers


def _check_read(cells: pl.DataFrame, faulty: pl.Series, column: str, wanted: str) -> None:
    if faulty.any():
        place = cells.filter(faulty)[PLACE].item(0)
        raise TruthError(f"真值文件第 {place} 个数据行的 {column} {wanted}，共 {faulty.sum()} 行不符。")
