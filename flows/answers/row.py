"""Why one row of an extract was linked or not: the linker's waterfall of weights, down to the threshold."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from connectors.warehouse import loading
from connectors.warehouse.file_records import places_of
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from data_contracts.errors import UsageError
from flows.answers.published import NotFoundError, open_current
from matching import linker, waterfall
from matching.weighing.model import model
from sql import rows, statement

Row = dict[str, Any]


def parsed(row: str) -> tuple[int, int]:
    """File number and row number of `FILE_ID:ROW`.

    Raises:
        UsageError: if it is anything else.
    """
    numbers = re.fullmatch(r"(\d{1,9})[:：](\d{1,9})", row.strip())  # the columns are INTEGER
    if numbers is None:
        raise UsageError("--row 写作 文件编号:数据行，如 7:12；数据行从 1 起，不含表头和空行。")
    return int(numbers[1]), int(numbers[2])


def answer(root: Path, file_id: int, row_number: int) -> Row:
    """Everything behind the link of one accepted row about a person, without names or ID numbers.

    Returns:
        `file` (`file_id, source, title, name, period`), `row_number`, `sheet, sheet_row` (as a spreadsheet
        shows them; null for files accepted before version 0.16); `link` as in `links`, with `cancelled`
        (the row that a reversal takes its link from) and `last_period_in_roster` (of someone who has left);
        `status, person, search, candidates, registered` as in `matching.waterfall.Judgement`, `unlisted`
        (how many less probable candidates are left out), `settled` (linked by ID number and name alone),
        `thresholds`; `labels`: what reviewers decided; `changes`: earlier links.

    Raises:
        NotFoundError: if there is no such row, it was rejected, or its source is not about persons.
        WarehouseError: if nothing has been published yet, or only by a version that kept nothing to compare.
    """
    workspace = Workspace.open(root)
    keys = {"file_id": file_id, "row_number": row_number}
    with open_current(workspace) as con:
        file = _file(con, keys, load_contracts(workspace.contracts))
        link = _link(con, keys, file)
        (place,) = places_of(con, file_id, [row_number])
        person = {"person_key": link.pop("person_key")}
        return {
            "file": {name: file[name] for name in ("file_id", "source", "title", "name", "period")},
            "row_number": row_number,
            "sheet": place.sheet,
            "sheet_row": place.sheet_row,
            "link": link,
            **_judged(con, person["person_key"], link),
            "labels": rows(con, statement("explain/row_labels"), person),
            "changes": rows(con, statement("explain/row_changes"), keys),
        }


def _judged(con: duckdb.DuckDBPyConnection, person_key: int, link: Row) -> Row:
    judgement = waterfall.judged(con, person_key)
    bounds = model().decision
    return {
        "settled": link["probability"] == linker.SETTLED,
        "status": judgement.status,
        "person": judgement.person,
        "search": judgement.search,
        "candidates": [asdict(candidate) for candidate in judgement.candidates[: bounds.most]],
        "unlisted": max(len(judgement.candidates) - bounds.most, 0),
        "registered": judgement.registered,
        "thresholds": {"link": bounds.link, "review": bounds.review, "member": bounds.member},
    }


def _file(con: duckdb.DuckDBPyConnection, keys: dict[str, int], contracts: dict[str, Contract]) -> Row:
    files = rows(con, statement("explain/row_file"), keys)
    if not files:
        number = keys["file_id"]
        raise NotFoundError(f"没有编号为 {number} 的文件。编号见数据库 files、links 等表的 file_id。")
    (file,) = files
    _check_taken(file, keys)
    contract = contracts[file["source"]]
    if not contract.person:
        hint = "请用 fangfanpin explain 户编号。"
        raise NotFoundError(f"{contract.title}的行按户编号入户，不写人员，不需要匹配；{hint}")
    if file["rejections"]:
        reasons = _rejections(file, contract)
        raise NotFoundError(f"{_row(keys)}已退回，没有入库：{reasons}")
    loading.create_row_views(con, [contract])
    return file | {"title": contract.title}


def _check_taken(file: Row, keys: dict[str, int]) -> None:
    if file["status"] == "rejected":
        raise NotFoundError(f"{keys['file_id']} 号文件已整个退回，没有入库：{file['reason']}")
    if file["status"] == "duplicate":
        same = file["duplicate_of"]
        hint = f"请看 --row {same}:{keys['row_number']}。"
        raise NotFoundError(f"{keys['file_id']} 号文件与 {same} 号文件内容相同，没有重复入库；{hint}")


def _rejections(file: Row, contract: Contract) -> str:
    titles = {column.name: f"{column.title}：" for column in contract.columns}
    reasons = [
        titles.get(rejection["column_name"], "") + rejection["reason"] for rejection in file["rejections"]
    ]
    return "；".join(reasons)


def _row(keys: dict[str, int]) -> str:
    return f"{keys['file_id']} 号文件第 {keys['row_number']} 行"


def _link(con: duckdb.DuckDBPyConnection, keys: dict[str, int], file: Row) -> Row:
    links = rows(con, statement("explain/row"), keys)
    if links:
        return links[0]
    if 1 <= keys["row_number"] <= file["rows_read"]:
        raise NotFoundError(f"{_row(keys)}已超过保存期限，不再保留。")
    raise NotFoundError(f"{keys['file_id']} 号文件只有 {file['rows_read']} 行数据（不含表头和空行）。")
