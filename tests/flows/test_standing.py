"""Which files are in force, after any history of deliveries and withdrawals, without running a month."""

import random
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from connectors.warehouse import loading, standing
from connectors.warehouse.file_records import FileRecord, record_file
from data_contracts.contract import load_contracts
from flows.facts.identity import with_identity
from flows.facts.rekeying import bring_up_to_date
from flows.withdrawal.files import take_back
from sql.migrate import migrate
from tests.flows.deliveries import History, Sent

CONTRACTS = load_contracts()


class County:
    """A warehouse that takes files one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.con, self.files = folder, duckdb.connect(), 0
        migrate(self.con)
        for contract in CONTRACTS.values():
            loading.ensure_table(self.con, contract)

    def take(self, sent: Sent) -> None:
        self.files += 1
        sent.file_id, contract = self.files, CONTRACTS[sent.source]
        original = sent.duplicate_of.file_id if sent.duplicate_of else None
        record_file(self.con, FileRecord(
            file_id=sent.file_id, source=sent.source, period=sent.period, name=sent.name,
            sha256=str(hash(sent.rows)), status="duplicate" if original else "accepted", reason=None,
            received_at=datetime(2021, 6, 1), taken_in="2021-06", size_bytes=1, stored_as=None,
            duplicate_of=original,
        ))  # fmt: skip
        if original is None:
            loading.load(self.con, contract, sent.file_id, [self._typed(sent)])
        standing.compare(self.con, contract, original or sent.file_id)
        standing.settle(self.con, contract)

    def _typed(self, sent: Sent) -> Path:
        columns = CONTRACTS[sent.source].columns
        rows = [{c.name: str(dict(row).get(c.name, "")) or None for c in columns} for row in sent.rows]
        typed = pl.DataFrame(rows, schema={c.name: pl.String for c in columns}).with_columns(
            [pl.col(c.name).cast(pl.Decimal(14, 2)) for c in columns if c.type == "money"]
            + [pl.col(c.name).str.to_date("%Y-%m-%d", strict=False) for c in columns if c.type == "date"]
            + [(pl.col(c.name) + "-01").str.to_date("%Y-%m-%d") for c in columns if c.type == "month"]
        )
        path = self.folder / f"{sent.file_id}.parquet"
        numbered = typed.with_row_index("row_number", offset=1)
        with_identity(numbered, CONTRACTS[sent.source]).write_parquet(path)
        return path

    def in_force(self) -> list[int]:
        found = self.con.execute("SELECT file_id FROM received.in_force ORDER BY file_id").fetchall()
        return [file_id for (file_id,) in found]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_in_force_depends_on_what_was_sent_and_not_withdrawn(tmp_path: Path, seed: int) -> None:
    history, county = History(seed, random.Random(1000 + seed)), County(tmp_path)
    for _ in range(12):
        county.take(history.deliver())
        assert county.in_force() == [sent.file_id for sent in history.in_force()]
        if history.random.random() < 0.6 and (toggled := history.toggle()):
            sent, undo = toggled
            take_back(county.con, CONTRACTS[sent.source], sent.file_id, undo=undo)
            assert county.in_force() == [sent.file_id for sent in history.in_force()]
    county.con.close()


def test_facts_that_an_older_program_loaded_get_the_keys_of_this_one(tmp_path: Path) -> None:
    history, county = History(1, random.Random(3)), County(tmp_path)
    for _ in range(6):
        county.take(history.deliver())
    for source in ("emergency", "health_insurance", "incomes"):
        contract, keys = (
            CONTRACTS[source],
            f"SELECT file_id, row_number, fact_key FROM accepted.{source} ORDER BY ALL",
        )
        before = county.con.execute(keys).fetchall()
        for column in ("but_name_key", "but_number_key"):
            county.con.execute(f"ALTER TABLE accepted.{source} DROP COLUMN {column}")
        county.con.execute(f"UPDATE accepted.{source} SET fact_key = 1")
        bring_up_to_date(county.con, contract, tmp_path / "rekeyed")
        assert county.con.execute(keys).fetchall() == before
    county.con.close()
