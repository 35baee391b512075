"""Rows that repeat others, surely or probably: they count once, and the receipt of their file names them."""

import duckdb
import polars as pl

from connectors.readers.text_table import Notice
from connectors.warehouse.file_records import places_of
from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from data_contracts.row_places import LISTED_ROWS, listed
from matching.comparing import repeats
from sql import count, frame, quoted, statement


def find_repeats(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int) -> list[Notice]:
    """Note which rows of a loaded file probably repeat others, in `received.repeated_rows`.

    Args:
        con: the working copy.
        contract: of the file's source.
        file_id: the file.

    Returns:
        One notice with the places of these rows, if there are any.
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
    return [_notice(con, file_id, same["row_number"].unique().sort())] if same.height else []


def find_reported_again(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int) -> list[Notice]:
    """What to say of the rows of a loaded file that do not count, since a later row of it is the same fact.

    Args:
        con: the working copy.
        contract: of the file's source.
        file_id: the file.

    Returns:
        One notice with the rows that differ from the later one in an amount or in what else counts, one with
        those that do not; each only if there are any.
    """
    counting = _counting(contract)
    if contract.kind != "facts" or not counting:
        return []
    query = statement("facts/reported_again").format(rows=table_of(contract), counting=", ".join(counting))
    again = frame(con, query, {"file_id": file_id})
    differing, equal = again.filter("differs"), again.filter(~pl.col("differs"))
    titles = "、".join(contract.by_name[p].title if p in contract.by_name else "人员" for p in contract.key)
    notices = []
    if differing.height:
        message = (
            f"{titles}都相同的行是同一件事，内容不同时只计后面的一行。这些行没有计入："
            f"{_with_later(con, file_id, differing)}。如是分别发生的，请把金额相加后填成一行，重新报送。"
        )
        notices.append(Notice("reported_again", "", differing.height, message))
    if equal.height:
        rows = _with_later(con, file_id, equal)
        message = f"{titles}和金额等都相同的行视为重复，只计一次。这些行没有另计：{rows}。"
        notices.append(Notice("equal_rows", "", equal.height, message))
    return notices


def _counting(contract: Contract) -> list[str]:
    """Columns that decide what a row counts for: amounts, and what feeds ask or show; as SQL."""
    amounts = [column.name for column in contract.columns if column.type == "money"]
    fed = (name for feed in contract.feeds for name in [*feed.amount_columns, *feed.when, *feed.detail])
    return [quoted(name) for name in sorted({*amounts, *fed})]


def _with_later(con: duckdb.DuckDBPyConnection, file_id: int, again: pl.DataFrame) -> str:
    """Rows with the later one that counts: `工作表“白沙乡”第 3 行（数据第 2 行），计入的是…；…`."""
    pairs = again.head(LISTED_ROWS).select("row_number", "counts_instead").rows()
    numbers = sorted({number for pair in pairs for number in pair})
    places = {place.row_number: listed([place]) for place in places_of(con, file_id, numbers)}
    words = (f"{places[row]}，计入的是{places[later]}" for row, later in pairs)
    return "；".join(words) + (f"等 {again.height} 行" if again.height > LISTED_ROWS else "")


def _notice(con: duckdb.DuckDBPyConnection, file_id: int, numbers: pl.Series) -> Notice:
    named = listed(places_of(con, file_id, numbers.head(LISTED_ROWS).to_list()))
    more = f"等 {len(numbers)} 行" if len(numbers) > LISTED_ROWS else ""
    return Notice(
        "probable_repeats",
        "",
        len(numbers),
        f"很可能与另一行重复，只计较晚报送的一行：{named}{more}。"
        "日期等相同，且证件号码相同、姓名差一个字，或姓名和金额相同、证件号码差一位。"
        "如确是两个人，请核对姓名和证件号码后重新报送。",
    )
