"""A long file is typed and keyed in slices; what comes out is the same."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from connectors.readers import typed_rows
from connectors.readers.limits import Limits
from connectors.readers.reading import read_table
from data_contracts.contract import Contract, load_contracts
from flows.facts import identity
from tests.connectors.sheets import N, book

CONTRACTS = load_contracts()
LIMITS = Limits()
BILLS: list[Any] = [
    ["结算单号", "姓名", "证件号码", "结算日期", "医疗总费用", "个人自付", "冲正单号"],
    ["S1", "王小明", N, "2021-05-03", "100", "40", None],
    [None, "王小明", N, "2021-05-03", "100", "40", None],
    ["S3", "王小明", N, "2021年5月4日", "壹佰", "/", None],
    [],
    [None, "王小明", N, "2021-05-03", "100", "40", None],
    ["S4", "李四", "3.5E+17", "2020-13-01", "100", "-40", None],
    ["S5", "李四", None, "2017-01-01", "100", "40", "S1"],
]
LOSSES: list[Any] = [
    ["姓名", "证件号码", "灾种", "受灾日期", "住房损失", "农作物损失", "损失合计"],
    ["王小明", N, "洪涝", "2021-05-03", 10, 20, 30],
    ["王小明", N, "洪涝", "2021-05-04", 10, 20, None],
    ["王小明", N, "洪涝", "2021-05-05", 10, 20, 31],
    ["王小明", N, "洪涝", "2021-07-05", 10, None, 10],
]
MARKED = [
    ["结算单号", "姓名", "证件号码", "结算日期", "医疗总费用", "个人自付", "退费结算标志"],
    *(["A", "甲", N, "2021-05-03", 100, 40, "1"], ["B", "甲", N, "2021-05-03", -100, -40, "1"]),
    *(["C", "乙", N, "2021-05-03", 7, 7, "0"], ["D", "乙", N, "2021-05-03", 8, 8, "0"]),
]
FILES: dict[str, tuple[str, dict[str, Any]]] = {
    "bills": ("health_insurance", {"甲": BILLS, "乙": [*BILLS[:2], *BILLS[6:]], "丙": BILLS[:4]}),
    "losses": ("emergency", {"甲": LOSSES}),
    "marked refunds": ("health_insurance", {"甲": MARKED}),
}


@pytest.mark.parametrize("file", FILES)
def test_slices_of_a_file_are_typed_like_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    source, sheets = FILES[file]
    contract, path = CONTRACTS[source], book(tmp_path / "a.xlsx", sheets)
    table = read_table(path, path.name, contract, LIMITS)
    whole = typed_rows.type_rows(table, contract, "2021-06")
    monkeypatch.setattr(typed_rows, "_SLICE_ROWS", 2)
    sliced = typed_rows.type_rows(table, contract, "2021-06")
    for name in ("accepted", "rejected", "places"):
        assert getattr(sliced, name).equals(getattr(whole, name)), name
    assert (sliced.rows_read, sliced.notices) == (whole.rows_read, whole.notices)


def identities(rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    return pl.concat(identity.slices_with_identity(rows, contract))


@pytest.mark.parametrize("source", ["health_insurance", "emergency"])
@pytest.mark.parametrize("numbered", [True, False])
def test_slices_of_a_file_are_keyed_like_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, *, numbered: bool
) -> None:
    contract, path = CONTRACTS[source], book(tmp_path / "a.xlsx", {"甲": [*LOSSES, *LOSSES[1:]]})
    if source == "health_insurance":
        bills = [*BILLS, ["S5", "李四", None, "2017-01-01", "100", "40", "S1"]]
        path = book(tmp_path / "b.xlsx", {"甲": [row for row in bills if row and (row[0] or not numbered)]})
    rows = typed_rows.type_rows(read_table(path, path.name, contract, LIMITS), contract, "2021-06").accepted
    whole = identity.with_identity(rows, contract)
    monkeypatch.setattr(identity, "_SLICE_ROWS", 2)
    assert identities(rows, contract).equals(whole)


def test_a_file_without_accepted_rows_has_one_slice() -> None:
    contract = CONTRACTS["incomes"]
    columns = {column.name: pl.Date if column.type == "month" else pl.String for column in contract.columns}
    rows = pl.DataFrame(schema={"row_number": pl.Int32, **columns})
    assert identities(rows, contract).columns[-3:] == [
        "fact_identity", "identity_but_name", "identity_but_number",
    ]  # fmt: skip
