"""Faulty files: sent twice, of the following month, truncated, or without a required column."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.demo.people.draws import first_day, month_number


@dataclass(frozen=True)
class Mishap:
    """A file that must not be accepted; `status` is the expected one, `duplicate` or `rejected`."""

    source: str
    name: str
    status: str


def write_mishaps(inbox: Path, period: str) -> Iterator[Mishap]:
    """Adds the faulty files to those of `period`."""
    following = first_day(month_number(period) + 1).strftime("%Y%m")
    health, civil, emergency = (
        inbox / source / period for source in ("health_insurance", "civil_affairs", "emergency")
    )
    sent = _first(health)
    yield _sent_twice(sent)
    yield _rejected(health / f"医保结算_{following}.csv", sent.read_bytes().removesuffix(b"\n"))
    yield _rejected(civil / "临时救助_补报.csv", _without_month())
    yield _rejected(emergency / "受灾救助_补报.xlsx", b"PK\x03\x04 cut off")


def _first(folder: Path) -> Path:
    return min(path for path in folder.iterdir() if path.is_file())


def _sent_twice(sent: Path) -> Mishap:
    # The copy's name sorts after the original's, so the copy is the duplicate.
    copy = sent.with_name(f"{sent.stem}_副本{sent.suffix}")
    copy.write_bytes(sent.read_bytes())
    return Mishap(sent.parent.parent.name, copy.name, "duplicate")


def _rejected(path: Path, content: bytes) -> Mishap:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Mishap(path.parent.parent.name, path.name, "rejected")


def _without_month() -> bytes:
    row = {"姓名": ["李明"], "证件号码": [""], "救助类别": ["临时救助"], "金额": ["600"]}
    return pl.DataFrame(row).write_csv().encode()
