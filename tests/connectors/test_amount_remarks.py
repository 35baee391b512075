from collections.abc import Sequence

import pytest

from connectors.sheets.header import find_header
from connectors.sheets.header_groups import Top
from connectors.sheets.layout import layout
from data_contracts.contract import load_contracts
from data_contracts.errors import UnreadableFileError

INCOMES = load_contracts()["incomes"]


def laid_out(*headers: str) -> dict[str, int]:
    rows: Sequence[Sequence[str | None]] = [
        ["户编号", "月份", *headers],
        ["H1", "2021-05", *["1"] * len(headers)],
    ]
    header = find_header(Top(rows), INCOMES)
    assert header
    return layout(header, INCOMES).positions


@pytest.mark.parametrize(
    "header", ["工资性收入（含奖金）", "工资性收入(预计)", "工资性收入【上年】", "工资性收入（累计）"]
)
def test_an_amount_with_a_remark_that_is_not_understood_refuses_the_file(header: str) -> None:
    with pytest.raises(UnreadableFileError, match="可能改变金额") as refusal:
        laid_out(header, "转移净收入")
    assert header in refusal.value.message


def test_beside_the_plain_column_it_is_merely_unknown() -> None:
    assert laid_out("工资性收入", "工资性收入（累计）")["wage"] == 2


def test_a_remark_on_another_type_of_column_refuses_nothing() -> None:
    assert laid_out("工资性收入", "备注（可空）")["wage"] == 2
