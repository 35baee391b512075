"""The identity by which the interface distinguishes the persons in rows of facts."""

import polars as pl

from connectors.warehouse.loading import IDENTITY
from matching.comparing import id_numbers, names


def with_identity(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `person_identity`: the name with the valid ID number, else with all other fields as written.

    Args:
        rows: typed rows with name, id_number, birth_date, address.
    """
    number = id_numbers.read(rows["id_number"])  # as an expression it would be computed several times
    name = names.cleaned(pl.col("name")).fill_null("")
    written = [pl.col("birth_date").cast(pl.String), pl.col("address"), pl.col("id_number")]
    otherwise = pl.concat_str(name, *(field.fill_null("") for field in written), separator="\x1f")
    return rows.with_columns(
        pl.when(number["kind"] == "valid")
        .then(pl.concat_str(number["text"], name, separator="\x1f"))
        .otherwise(otherwise)
        .alias(IDENTITY)
    )
