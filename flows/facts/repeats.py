"""Rows that repeat others, surely or probably: they count once, and the receipt of their file names them."""

import duckdb
import polars as pl

from connectors.readers.text_table import Notice
from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from matching.comparing import repeats
from sql import count, frame, quoted, statement

MOST_NAMED = 50  # row numbers in one notice


def find_repeats(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int) -> list[Notice]:
    """Note which rows of a loaded file probably repeat others, in `received.repeated_rows`.

    Args:
        con: the working copy.
        contract: of the file's source.
        file_id: the file.

    Returns:
        One notice with the numbers of these rows, if there are any.
    """
    con.execute(
        "DELETE FROM received.repeated_rows WHERE file_id = $file_id OR like_file_id = $file_id",
        {"file_id": file_id},
    )
    if "person" not in {*contract.key, *contract.key_without}:
        return []
    rows = {"rows": table_of(contract)}
    con.execute(statement("facts/repeat_keys").format(**rows), {"file_id": file_id})
    if not count(con, "SELECT count(*) FROM repeat_keys"):
        return []
    pairs = frame(con, statement("facts/repeat_candidates").format(**rows), {"file_id": file_id})
    same = pairs.filter(repeats.judged(pairs)).select("row_number", "like_file_id", "like_row_number")
    con.register("repeats_frame", same)
    con.execute(statement("facts/repeated_rows"), {"file_id": file_id, "source": contract.source})
    con.unregister("repeats_frame")
    return [_notice(same["row_number"].unique().sort())] if same.height else []


def find_reported_again(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int) -> list[Notice]:
    """One notice with the rows of a loaded file that a later row of it replaces with other amounts.

    Args:
        con: the working copy.
        contract: of the file's source.
        file_id: the file.
    """
    amounts = [quoted(column.name) for column in contract.columns if column.type == "money"]
    if contract.kind != "facts" or not amounts:
        return []
    query = statement("facts/reported_again").format(rows=table_of(contract), amounts=", ".join(amounts))
    numbers = frame(con, query, {"file_id": file_id}).to_series()
    return [_reported_again(numbers, contract)] if len(numbers) else []


def _reported_again(numbers: pl.Series, contract: Contract) -> Notice:
    titles = [contract.by_name[part].title if part in contract.by_name else "人员" for part in contract.key]
    return Notice(
        "reported_again",
        "",
        len(numbers),
        f"与后面的行{'、'.join(titles)}相同而金额不同，只计最后一行，这些行的金额没有计入：{_listed(numbers)}。"
        "如是分别发生的，请把金额相加后填成一行，重新报送。",
    )


def _listed(numbers: pl.Series) -> str:
    more = "等" if len(numbers) > MOST_NAMED else ""
    return f"数据第 {'、'.join(map(str, numbers.head(MOST_NAMED)))} 行{more}"


def _notice(numbers: pl.Series) -> Notice:
    return Notice(
        "probable_repeats",
        "",
        len(numbers),
        f"很可能与另一行重复，只计较晚报送的一行：{_listed(numbers)}。"
        "日期等相同，且证件号码相同、姓名差一个字，或姓名和金额相同、证件号码差一位。"
        "如确是两个人，请核对姓名和证件号码后重新报送。",
    )
