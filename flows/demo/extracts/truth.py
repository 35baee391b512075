"""The truth about every row; the pipeline never reads it."""

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
import pyarrow.parquet as pq

from flows.demo.people.people import Population

_ROW = {
    "source": pl.String,
    "period": pl.String,
    "file": pl.String,
    "row_number": pl.Int64,
    "household_id": pl.String,
    "member_id": pl.String,
}
_FACT = {
    "fact": pl.Int64,
    "settled_on": pl.Date,
    "reported_on": pl.Date,
    "occurred_on": pl.Date,
    "month": pl.Date,
    **dict.fromkeys(("wage", "business", "property", "transfer"), pl.Float64),
    **dict.fromkeys(("self_paid", "expense", "aid", "loss", "relief", "amount"), pl.Float64),
    **dict.fromkeys(("benefit", "status", "housing_damage", "settlement_no", "reverses"), pl.String),
}
_SCHEMAS = {
    "rows": pl.Schema({**_ROW, "damage": pl.String, "rejected": pl.String, "enough": pl.Boolean}),
    "facts": pl.Schema({**_ROW, **_FACT}),
    "members": pl.Schema(
        {
            "period": pl.String,
            "household_id": pl.String,
            "member_id": pl.String,
            "name": pl.String,
            "id_number": pl.String,
            "sex": pl.String,
            "birth_date": pl.Date,
            "relation": pl.String,
            "village_code": pl.String,
            "story": pl.String,
        }
    ),
    "files": pl.Schema(
        {"source": pl.String, "period": pl.String, "file": pl.String, "rows": pl.Int64, "status": pl.String}
    ),
}


_REPEATED = ["source", "period", "file", "damage", "rejected", "benefit", "status", "housing_damage"]
"""Columns with few distinct values: only these gain from dictionary encoding."""


def _writer(path: Path, schema: pl.Schema) -> pq.ParquetWriter:
    repeated = [name for name in schema.names() if name in _REPEATED]
    shape = pl.DataFrame(schema=schema).to_arrow().schema
    return pq.ParquetWriter(path, shape, use_dictionary=repeated)  # type: ignore[no-untyped-call]  # untyped library


@dataclass
class Truth:
    """Parquet tables written batch by batch, so that memory does not limit the size of a county.

    `rows`: every row written; `rejected` is the code of a row that must be rejected; `enough`: for the four
    bureaus' rows about members, whether the row still identifies its household (see `Evidence`).
    `facts`: typed amounts of the accepted rows of fact sources. Rows with the same number `fact` report the
    same fact, and the last one counts; a reversal has the negative number of the fact that it cancels.
    `members`: who is in which household in each period, and the household's story.
    `files`: every file, the number of its data rows and its expected status.
    """

    folder: Path
    population: Population
    files: int = 0
    _writers: dict[str, pq.ParquetWriter] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        for table, schema in _SCHEMAS.items():
            self._writers[table] = _writer(self.folder / f"{table}.parquet", schema)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.close()  # type: ignore[no-untyped-call]  # untyped library

    def add_rows(self, source: str, period: str, file: str, before: int, rows: pl.DataFrame) -> None:
        """Records rows written after `before` earlier ones of the same file."""
        people, households = self.population.people, self.population.households
        known = rows.select(
            pl.lit(source).alias("source"),
            pl.lit(period).alias("period"),
            pl.lit(file).alias("file"),
            pl.int_range(before + 1, before + 1 + pl.len()).alias("row_number"),
            pl.Series("household_id", households["household_id"].gather(rows["household"])),
            pl.Series("member_id", people["member_id"].gather(rows["member"])),
            "damage",
            "rejected",
            *(name for name in ("enough", *_FACT) if name in rows.columns),
        )
        self.add("rows", known)
        if "fact" in rows.columns:
            self.add("facts", known.filter(pl.col("rejected").is_null()))

    def add_file(self, source: str, period: str, file: str, rows: int, status: str) -> None:
        """Records a file, the number of its data rows and its expected status."""
        self.files += 1
        known = {"source": source, "period": period, "file": file, "rows": rows, "status": status}
        self.add("files", pl.DataFrame([known], schema=_SCHEMAS["files"]))

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Appends to a table; columns that the rows lack are NULL."""
        schema = _SCHEMAS[table]
        columns = [
            (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in schema.items()
        ]
        self._writers[table].write_table(rows.select(columns).to_arrow())  # type: ignore[no-untyped-call]  # untyped library
