"""How received files stand to each other: which replaces which whole, and what it did to earlier rows."""

from collections.abc import Iterable

import duckdb

from connectors.readers.text_table import Notice
from connectors.warehouse import roster
from connectors.warehouse.loading import table_of
from data_contracts.contract import Contract
from sql import count, quoted, rows, statement

LAST_PERIOD = "9999-12"  # every period comes before it
_KEEP_BOTH = "如本次只报新增部分、两份都应计入，请换一个文件名重新报送原文件。"
_REPLACE = "如本应整份替代原文件，请告知县级分析人员撤回原文件。"


def settle(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Bring `files.status` and `files.replaced_by` of a source in line with the files that count.

    The result depends on these files alone, not on how they became so: taking, withdrawing, undoing.
    """
    values = {"source": contract.source, "is_snapshot": contract.kind == "snapshot"}
    con.execute(statement("files/replaced_files"), values)
    con.execute(statement("files/note_replaced"))
    roster.select_snapshot(con, contract.source, LAST_PERIOD)
    con.execute(statement("files/supersede"), values)


def compare(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int) -> None:
    """Compare a loaded file with those of its period and name: `received.resent_files`.

    Args:
        con: the working copy.
        contract: of the file's source.
        file_id: the file; where a duplicate of it has arrived under another name, that name counts too.
    """
    slots = {"rows": table_of(contract), "fact": _fact(contract)}
    con.execute(statement("files/same_name"), {"file_id": file_id})
    if count(con, "SELECT count(*) FROM same_name"):
        con.execute(statement("files/resent").format(**slots))


def count_effects(con: duckdb.DuckDBPyConnection, contract: Contract, file_id: int) -> list[Notice]:
    """Count which earlier rows a loaded file replaces, with which effect; return what its sender should know.

    Args:
        con: the working copy, in which earlier files still stand as they did before this one.
        contract: of the file's source.
        file_id: the file, after `compare`.
    """
    compared = (f"n.{quoted(c.name)} IS NOT DISTINCT FROM e.{quoted(c.name)}" for c in contract.columns)
    slots = {"rows": table_of(contract), "fact": _fact(contract), "same": f"({' AND '.join(compared)})"}
    values = {"file_id": file_id, "is_snapshot": contract.kind == "snapshot"}
    con.execute(statement("files/sent_facts").format(**slots), {"file_id": file_id})
    con.execute(statement("files/same_facts").format(**slots), values)
    con.execute(statement("files/effects").format(**slots), values)
    (effect,) = rows(con, statement("files/effect_of"), values)
    return [*_notices(effect)]


def _fact(contract: Contract) -> str:
    """SQL of what makes two rows the same fact, or the same entry of a roster."""
    if contract.kind == "facts":
        return "fact_key"
    return f"hash({', '.join(map(quoted, contract.key))})"


def _notices(effect: dict[str, int | str | None]) -> Iterable[Notice]:
    """What a file did to earlier ones; numbers of files and rows only."""
    unchanged, changed, gone = effect["rows_unchanged"], effect["rows_changed"], effect["rows_gone"]
    replaced, added = effect["replaced"], effect["added"]
    counts = f"与原来相同 {unchanged} 行，内容有改 {changed} 行"
    if replaced:
        gone_too = f"本文件没有而不再计入 {gone} 行"
        message = f"同名的 {replaced} 号文件内容不同，已由本文件整份替代：{counts}，{gone_too}。"
        yield Notice("replaces_file", "", 1, message + _KEEP_BOTH)
    elif unchanged or changed:
        message = f"有些行此前已报送过，只计本文件的：{counts}。"
        yield Notice("replaces_rows", "", int(unchanged or 0) + int(changed or 0), message)
    if added:
        message = f"同名的 {added} 号文件的记录，在本文件中不到一半，两份都计入。"
        yield Notice("adds_to_file", "", 1, message + _REPLACE)
