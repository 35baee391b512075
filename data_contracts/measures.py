"""A file's measures: shares of its rows that show whether it is plausible, without any person's values."""

from typing import Protocol

import polars as pl

from data_contracts.contract import Contract
from data_contracts.id_checksum import checksum_holds

SMALLEST_BASE = 50
"""With fewer rows a share is too uncertain and is not measured."""


_FULL = r"^[0-9]{17}[0-9X]$"


class Rows(Protocol):
    """The interface of `connectors.readers.typed_rows.TypedRows` that measures need."""

    @property
    def accepted(self) -> pl.DataFrame:
        """Accepted rows under canonical names."""

    @property
    def rows_read(self) -> int:
        """Number of rows in the file."""

    @property
    def rows_rejected(self) -> int:
        """Number of rejected rows."""


def measures(typed: Rows, contract: Contract) -> dict[str, float | None]:
    """One file's measures by name; None for a share of fewer than `SMALLEST_BASE` rows.

    `rejected_share` is a share of all rows; all others are shares of accepted rows: `fill:<column>`,
    `duplicate_key_share`, `usable_id_share` (of non-blank numbers), `anonymous_share` (no name, no number).
    """
    rows = typed.accepted
    shares = {
        "rejected_share": _share(typed.rows_rejected, typed.rows_read),
        "duplicate_key_share": _share(_repeated(rows, contract), rows.height),
    }
    shares |= {f"fill:{name}": _share(rows[name].count(), rows.height) for name in contract.by_name}
    if id_column := _id_column(contract):
        numbers = rows[id_column].drop_nulls()
        shares["usable_id_share"] = _share(_usable(numbers), numbers.len())
    if contract.person:
        anonymous = rows.filter(pl.all_horizontal(pl.col("name", "id_number").is_null()))
        shares["anonymous_share"] = _share(anonymous.height, rows.height)
    return shares


def _repeated(rows: pl.DataFrame, contract: Contract) -> int:
    """How many rows repeat another one's key; a row that may be without a key, and is, repeats none."""
    keys = rows.select(contract.key_columns)
    if contract.key_without:
        keys = keys.filter(pl.any_horizontal(pl.col(contract.key_columns).is_not_null()))
    # Few rows share a digest: comparing the keys of all would take as much memory as the whole file.
    alike = keys.filter(keys.hash_rows().is_duplicated())
    return alike.height - alike.n_unique()


def _share(part: int, base: int) -> float | None:
    return part / base if base >= SMALLEST_BASE else None


def _id_column(contract: Contract) -> str | None:
    return next((column.name for column in contract.columns if column.type == "id_number"), None)


def _usable(numbers: pl.Series) -> int:
    """How many numbers are complete: 15 digits, or 18 with a valid check digit."""
    is_full = numbers.str.contains(_FULL)
    others = numbers.filter(~is_full).str.normalize("NFKC").str.replace_all(r"[\s'’]", "").str.to_uppercase()
    full = pl.concat([numbers.filter(is_full), others.filter(others.str.contains(_FULL))])
    right = int(full.to_frame("number").select(checksum_holds(pl.col("number")).sum()).item())
    return right + int(others.str.contains(r"^[0-9]{15}$").sum())
