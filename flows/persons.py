"""By what the interface tells persons of facts apart."""

import polars as pl

from connectors.loading import IDENTITY
from matching import id_numbers, names


def with_identity(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `person_identity`: the complete ID number with the name, else all that was written.

    Args:
        rows: typed rows with name, id_number, birth_date, address.
    """
    number = id_numbers.canonical(pl.col("id_number"))
    name = names.cleaned(pl.col("name")).fill_null("")
    complete = id_numbers.described(number).struct.field("kind") == "valid"
    written = [pl.col("birth_date").cast(pl.String), pl.col("address"), pl.col("id_number")]
    otherwise = pl.concat_str(name, *(field.fill_null("") for field in written), separator="\x1f")
    return rows.with_columns(
        pl.when(complete)
        .then(pl.concat_str(number, name, separator="\x1f"))
        .otherwise(otherwise)
        .alias(IDENTITY)
    )
