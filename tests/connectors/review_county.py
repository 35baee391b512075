"""A warehouse in memory as after a run, with persons who await a reviewer's decision."""

from collections.abc import Mapping
from typing import Any

import duckdb

from connectors.warehouse.loading import ensure_table
from data_contracts.contract import Contract, load_contracts
from sql import quoted
from sql.migrate import migrate

PERIOD = "2021-06"
CONTRACTS = load_contracts()
NUMBERS = {"M1": "350181198001011231", "M2": "350181198203044423", "M3": "350181196207043312"}


class ReviewCounty:
    """Two households, 王 and 林 in H1, 陈 in H2; every person added awaits a decision."""

    def __init__(self, contracts: Mapping[str, Contract] = CONTRACTS) -> None:
        self.con = duckdb.connect()
        self._bills = 0
        self.contracts = contracts
        migrate(self.con)
        for contract in contracts.values():
            ensure_table(self.con, contract)
        self._file(1, "households", "2021-06/户.csv")
        self.household("H1", "王大明", "东张镇", "道桥村")
        self.household("H2", "陈国强", "龙田镇", "东壁村民委员会")
        self.member("H1", "M1", "王大明", relation="户主", sex="男")
        self.member("H1", "M2", "林秀英", relation="配偶", sex="女")
        self.member("H2", "M3", "陈国强", relation="户主", sex="男")
        self._insert(
            "runs", period=PERIOD, fingerprint="f", pack="p", pack_version="1", households=2, program="0"
        )

    def household(self, household_id: str, head: str, township: str, village: str) -> None:
        row = {"household_id": household_id, "head_name": head, "township": township, "village": village}
        self._insert("accepted.households", file_id=1, row_number=1, household_type="脱贫户", **row)
        self.con.execute("CREATE OR REPLACE TABLE roster.households AS FROM accepted.households")

    def member(self, household_id: str, member_id: str, name: str, **fields: Any) -> None:
        row = {"household_id": household_id, "member_id": member_id, "name": name}
        row |= {"id_number": NUMBERS.get(member_id)} | fields
        self._insert("accepted.members", file_id=1, row_number=1, **row)
        self.con.execute("CREATE OR REPLACE TABLE roster.members AS FROM accepted.members")

    def person(self, key: int, **fields: Any) -> None:
        """A person as written in an extract."""
        self._insert(
            "linkage.persons", person_key=key, source="health_insurance", **{"name": "王大明"} | fields
        )

    def candidate(
        self, key: int, household_id: str = "H1", member_id: str | None = "M1", **fields: Any
    ) -> None:
        row = {"probability": 0.5, "reasons": "条件相当"} | fields
        self._insert(
            "linkage.person_reviews", person_key=key, household_id=household_id, member_id=member_id, **row
        )

    def row(
        self, key: int, file_id: int, row_number: int, source: str = "health_insurance", **fields: Any
    ) -> None:
        """An accepted row in review; it is a fact of its own unless `fact_key` is given."""
        if not self.con.execute("SELECT 1 FROM files WHERE file_id = ?", [file_id]).fetchall():
            self._file(file_id, source, f"{PERIOD}/{file_id}.csv")
        place = {"file_id": file_id, "row_number": row_number}
        fact = {"fact_key": file_id * 1000 + row_number} | fields
        self._insert(f"accepted.{source}", **place, person_key=key, **fact)
        self._insert("linkage.row_links", **place, status="review", stage="weak")

    def bill(self, key: int, yuan: float, **fields: Any) -> None:
        """A person's bill, in yuan."""
        self._bills += 1
        self.row(key, 9, self._bills, **{"settled_on": "2021-03-04", "self_paid": yuan} | fields)

    def label(self, key: int, household_id: str, decision: str, **fields: Any) -> None:
        row = {"probability": 0.5, "period": "2021-05"} | fields
        self._insert("linkage.labels", person_key=key, household_id=household_id, decision=decision, **row)

    def doubtful(self, key: int, yuan: float = 100, probability: float = 0.5, **fields: Any) -> None:
        """A person with one candidate and one bill."""
        self.person(key, **fields)
        self.candidate(key, probability=probability)
        self.bill(key, yuan)

    def _file(self, file_id: int, source: str, name: str) -> None:
        known = {"file_id": file_id, "source": source, "period": PERIOD, "name": name, "status": "accepted"}
        counts = {"rows_read": 0, "rows_accepted": 0, "rows_rejected": 0, "size_bytes": 1}
        self._insert("files", **known, **counts, sha256="", received_at="2021-06-05", taken_in=PERIOD)

    def _insert(self, table: str, **row: Any) -> None:
        names, places = ", ".join(map(quoted, row)), ", ".join(["?"] * len(row))
        self.con.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", [*row.values()])
