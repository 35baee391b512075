import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_contracts.errors import UnreadableFileError
from tests.connectors.extracts import HEADER, read

SHANGHAI = pl.Datetime("us", "UTC")
COLUMNS: list[tuple[list[Any], Any, list[str | None]]] = [
    (["x ", None], pl.String, ["x ", None]),
    ([350181199001011238, None], pl.Int64, ["350181199001011238", None]),  # whole numbers are exact
    ([350181199001011238.0, 80.0], pl.Float64, ["3.50181199001011E+17", "80"]),
    ([Decimal("1234.50"), None], pl.Decimal(14, 2), ["1234.50", None]),
    ([True, None], pl.Boolean, ["TRUE", None]),
    ([dt.date(2021, 5, 3), None], pl.Date, ["2021-05-03", None]),
    (
        [dt.datetime(2021, 5, 3), dt.datetime(2021, 5, 3, 8)],
        pl.Datetime,
        ["2021-05-03", "2021-05-03 08:00:00"],
    ),
    (
        [dt.datetime(2021, 5, 2, 16), None],
        SHANGHAI,
        ["2021-05-03", None],
    ),  # midnight in the office's zone
    ([b"3501", None], pl.Binary, ["3501", None]),  # text without its type annotation, as in older Hive
    (["男", None], pl.Categorical, ["男", None]),
    ([None, None], pl.Null, [None, None]),
]


def write(path: Path, values: list[Any], kind: Any) -> Path:
    columns = {title: ["S1", "S2"] for title in HEADER}
    pl.DataFrame(columns).with_columns(pl.Series("证件号码", values, kind)).write_parquet(path)
    return path


@pytest.mark.parametrize(("values", "kind", "texts"), COLUMNS)
def test_every_type_becomes_text(
    tmp_path: Path, values: list[Any], kind: Any, texts: list[str | None]
) -> None:
    table = read(write(tmp_path / "a.parquet", values, kind))
    assert table.frame["id_number"].to_list() == texts
    assert table.header_row == 0
    assert len(table.notices) == (kind == pl.Float64)


@pytest.mark.parametrize(
    ("values", "kind", "code"),
    [([[1], [2]], pl.List(pl.Int64), "nested"), ([b"\xff", None], pl.Binary, "damaged")],
)
def test_values_that_are_no_cells_are_refused(
    tmp_path: Path, values: list[Any], kind: Any, code: str
) -> None:
    with pytest.raises(UnreadableFileError) as error:
        read(write(tmp_path / "a.parquet", values, kind))
    assert error.value.code == code
