"""Rows that repeat others, surely or probably: they count once, and the receipt of their file names them."""

import duckdb
import polars as pl

from connectors.readers.text_table import Notice
from connectors.sheets.row_places import LISTED_ROWS, listed_places, place_words
from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from matching.comparing import repeats
from sql import count, frame, quoted, statement


def find_repeats(
    con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int, places: pl.DataFrame
) -> list[Notice]:
    """Note which rows of a loaded file probably repeat others, in `received.repeated_rows`.

    Args:
        con: the working copy.
        contract: of the file's source.
        file_id: the file.
        places: where its rows stand, as returned by `row_places.places`.

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
    return [_notice(same["row_number"].unique().sort(), places)] if same.height else []


def find_reported_again(
    con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int, places: pl.DataFrame
) -> list[Notice]:
    """What to say of the rows of a loaded file that do not count, since a later row of it is the same fact.

    Args:
        con: the working copy.
        contract: of the file's source.
        file_id: the file.
        places: where its rows stand, as returned by `row_places.places`.

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
    notices = [_reported_again(differing, contract, places)] if differing.height else []
    return notices + ([_equal_rows(equal, contract, places)] if equal.height else [])


def _counting(contract: Contract) -> list[str]:
    """Columns that decide what a row counts for: amounts, and what feeds ask or show; as SQL."""
    amounts = [column.name for column in contract.columns if column.type == "money"]
    fed = (name for feed in contract.feeds for name in [*feed.amount_columns, *feed.when, *feed.detail])
    return [quoted(name) for name in sorted({*amounts, *fed})]


def _reported_again(again: pl.DataFrame, contract: Contract, places: pl.DataFrame) -> Notice:
    return Notice(
        "reported_again",
        "",
        again.height,
        f"{_titles(contract)}都相同的行是同一件事，内容不同时只计后面的一行。这些行没有计入："
        f"{_with_later(again, places)}。如是分别发生的，请把金额相加后填成一行，重新报送。",
    )


def _equal_rows(again: pl.DataFrame, contract: Contract, places: pl.DataFrame) -> Notice:
    return Notice(
        "equal_rows",
        "",
        again.height,
        f"{_titles(contract)}和金额等都相同的行视为重复，只计一次。"
        f"这些行没有另计：{_with_later(again, places)}。",
    )


def _titles(contract: Contract) -> str:
    """What makes two rows the same fact, in words."""
    return "、".join(contract.by_name[p].title if p in contract.by_name else "人员" for p in contract.key)


def _with_later(again: pl.DataFrame, places: pl.DataFrame) -> str:
    """Rows with the later one that counts instead: `“白沙乡”第 12 行（数据第 22 行；计入的是第 18 行）`."""
    shown = again.head(LISTED_ROWS)
    later = place_words(shown["counts_instead"], places)
    columns = zip(place_words(shown["row_number"], places), shown["row_number"], later, strict=True)
    words = (f"{place}（数据第 {number} 行；计入的是{instead}）" for place, number, instead in columns)
    return "、".join(words) + (f"等 {again.height} 行" if again.height > LISTED_ROWS else "")


def _notice(numbers: pl.Series, places: pl.DataFrame) -> Notice:
    return Notice(
        "probable_repeats",
        "",
        len(numbers),
        f"很可能与另一行重复，只计较晚报送的一行：{listed_places(numbers, places)}。"
        "日期等相同，且证件号码相同、姓名差一个字，或姓名和金额相同、证件号码差一位。"
        "如确是两个人，请核对姓名和证件号码后重新报送。",
    )
