"""Why a row that was accepted does not count: a later row is the same fact, or its file is out of force."""

from typing import Any

import duckdb

from connectors.warehouse.file_records import places_of
from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from data_contracts.keys import ORDINAL
from data_contracts.row_places import rows_of_files
from sql import rows, statement

Row = dict[str, Any]


def not_counted(
    con: duckdb.DuckDBPyConnection, contract: Contract, keys: dict[str, int], file: Row
) -> Row | None:
    """Why a row does not count in the period built last; None if it can.

    Args:
        con: the published database.
        contract: of the row's source.
        keys: `file_id, row_number`.
        file: the row of `files`.

    Returns:
        `because`: `same_fact`, `probable_repeat`, `file_replaced` or `file_withdrawn`; of what counts
        instead, as far as there is any, `file_id, file_name, row_number, sheet, sheet_row`; `alike`: titles
        of what both rows have in common; `sentence`: all this in Chinese.
    """
    reason = _reason(con, contract, keys, file)
    return reason and reason | {"sentence": _sentence(reason)}


def _reason(
    con: duckdb.DuckDBPyConnection, contract: Contract, keys: dict[str, int], file: Row
) -> Row | None:
    if file["status"] == "withdrawn":
        return {"because": "file_withdrawn"}
    if file["replaced_by"] is not None:
        return {"because": "file_replaced", "file_id": file["replaced_by"]}
    if contract.kind != "facts":
        return None
    query = statement("explain/counts_instead").format(rows=table_of(contract))
    instead = rows(con, query, {**keys, "source": contract.source})
    if not instead:
        return None
    (later,) = instead
    (place,) = places_of(con, later["file_id"], [later["row_number"]])
    because = "same_fact" if later.pop("same_fact") else "probable_repeat"
    return {
        "because": because,
        **later,
        "sheet": place.sheet,
        "sheet_row": place.sheet_row,
        "alike": _titles(contract),
    }


def _titles(contract: Contract) -> list[str]:
    columns = contract.by_name
    return [columns[part].title if part in columns else "人员" for part in contract.key if part != ORDINAL]


def _sentence(reason: Row) -> str:
    """Why the row does not count, as a Chinese sentence."""
    if reason["because"] == "file_withdrawn":
        return "本行不计入：它的文件已撤回。"
    if reason["because"] == "file_replaced":
        return f"本行不计入：它的文件已由 {reason['file_id']} 号文件整份替代。"
    later = f"{rows_of_files([reason])}（{reason['file_id']}:{reason['row_number']}）"
    if reason["because"] == "same_fact":
        return f"本行不计入：{'、'.join(reason['alike'])}都相同的是同一件事，以后报的为准，计入的是{later}。"
    return f"本行不计入：很可能与另一行是同一件事，只计较晚报送的一行，计入的是{later}。"
