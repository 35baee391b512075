"""Headers that are an amount with a remark in brackets that is not understood: 工资性收入（含奖金）."""

from collections.abc import Iterable, Iterator

from connectors.sheets.header_questions import shown
from data_contracts.contract import Contract
from data_contracts.units import header_key, without_brackets


def remark_faults(unknown: Iterable[str], contract: Contract, named: Iterable[str]) -> Iterator[str]:
    """One message for each such header, if the amount counts for a household and has no other column.

    Without the column the amount would be blank, and with it perhaps another one than meant.

    A column that every file must have is missing anyway, which is told otherwise.

    Args:
        unknown: header texts that name no column.
        contract: the source's contract.
        named: the columns that the file has.
    """
    present = set(named)
    counted = {name for feed in contract.feeds for name in feed.amount_columns}
    for text in unknown:
        bare = without_brackets(text)
        column = contract.column_for(bare)
        if column and column.name in counted - present and not column.in_header and bare != header_key(text):
            yield (
                f"“{shown(text)}”括号里的说明可能改变金额，无法判断是否就是“{column.title}”。"
                "若是，请去掉括号后重新报送；若不是，请删去这一列或改用别的列名。"
            )
