"""A county small enough to compute by hand: rows as dictionaries, dropped as ordinary files."""

import csv
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from connectors import workspace
from data_contracts.contract import load_contracts

WINDOW = [f"{2020 + (5 + n) // 12}-{(5 + n) % 12 + 1:02}" for n in range(12)]  # 2020-06 to 2021-05
PREVIOUS = [f"{2019 + (5 + n) // 12}-{(5 + n) % 12 + 1:02}" for n in range(12)]


def make_workspace(root: Path, settings: str = "") -> Path:
    """A workspace that takes files without waiting for them to settle."""
    workspace.create(root, sorted(load_contracts()), area="350181")
    with (root / "fangfanpin.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[intake]\nquiet_s = 0\n{settings}")
    return root


def drop(
    root: Path, source: str, name: str, rows: Sequence[dict[str, Any]], header: list[str] | None = None
) -> Path:
    """Put `rows` into the inbox as a CSV file that arrived an hour ago."""
    path = root / "inbox" / source / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header or list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    settled = time.time() - 3600
    os.utime(path, (settled, settled))
    return path


def id_number(first17: str) -> str:
    """A complete number: the first 17 digits with their check digit."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return first17 + "10X98765432"[total % 11]


def household(household_id: str, **fields: Any) -> dict[str, Any]:
    """A row of `households`."""
    base = {
        "household_id": household_id, "head_name": "王大明", "head_id_number": "", "township": "东张镇",
        "village": "道桥村", "household_type": "脱贫户", "last_year_income_per_capita": "",
    }  # fmt: skip
    return base | fields


def member(household_id: str, member_id: str, name: str, number: str, **fields: Any) -> dict[str, Any]:
    """A row of `members`."""
    base = {"household_id": household_id, "member_id": member_id, "name": name, "id_number": number,
            "relation": "户主", "sex": "", "birth_date": "", "labour": "普通劳动力"}  # fmt: skip
    return base | fields


def incomes(household_id: str, months: Sequence[str], wage: float) -> list[dict[str, Any]]:
    """Rows of `incomes`, the same wage every month."""
    return [{"household_id": household_id, "month": month, "wage": wage} for month in months]


def settlement(
    settlement_no: str, name: str, number: str, settled_on: str, self_paid: float, **fields: Any
) -> dict[str, Any]:
    """A row of `health_insurance`."""
    base = {"settlement_no": settlement_no, "name": name, "id_number": number, "settled_on": settled_on,
            "total": self_paid, "self_paid": self_paid, "reverses": ""}  # fmt: skip
    return base | fields


def benefit(name: str, number: str, month: str, amount: float, **fields: Any) -> dict[str, Any]:
    """A row of `civil_affairs`."""
    return {
        "name": name,
        "id_number": number,
        "benefit": "农村低保",
        "amount": amount,
        "month": month,
    } | fields


def report(name: str, number: str, reported_on: str, expense: float, **fields: Any) -> dict[str, Any]:
    """A row of `education`."""
    base = {
        "name": name,
        "id_number": number,
        "status": "在读",
        "reported_on": reported_on,
        "expense": expense,
    }
    return base | fields


def disaster(name: str, number: str, occurred_on: str, loss: float, **fields: Any) -> dict[str, Any]:
    """A row of `emergency`."""
    base = {"name": name, "id_number": number, "hazard": "台风", "occurred_on": occurred_on, "loss": loss}
    return base | fields


WANG = ("王大明", id_number("35018119800101123"))
LIN = ("林秀英", id_number("35018119750302224"))
STRANGER = ("吴外人", id_number("11010119700101001"))  # of no household: a source has reported
CHEN = ("陈国强", id_number("35018119620704331"))


def drop_rosters(root: Path, period: str = "2021-06") -> None:
    """Two households in two townships: 王 and 林 in H1, 陈 in H2."""
    rosters = [household("H1"), household("H2", head_name="陈国强", township="龙田镇", village="东壁村")]
    drop(root, "households", f"{period}/户.csv", rosters)
    people = [member("H1", "M1", *WANG), member("H1", "M2", *LIN, relation="配偶"), member("H2", "M3", *CHEN)]
    drop(root, "members", f"{period}/人.csv", people)
