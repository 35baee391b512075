"""Villages and townships of the roster, recognised in the addresses of extracts."""

from hashlib import blake2b

import polars as pl

from matching.comparing.vocabulary import vocabulary

# Shorter names occur inside too many other words.
_LEAST_LENGTH = 2


def written(text: pl.Expr) -> pl.Expr:
    """An address or the name of a place in one form: half-width, without spaces."""
    return text.str.normalize("NFKC").str.replace_all(r"\s", "")


def village(text: pl.Expr) -> pl.Expr:
    """The name of a village as an address has it, without the ending of its committee."""
    return written(text).str.replace(f"({'|'.join(vocabulary().places.committees)})$", "")


def villages(households: pl.DataFrame) -> pl.DataFrame:
    """Distinct villages of the roster.

    Args:
        households: with `township` and `village`.

    Returns:
        `village_id`, `township_id`, and the two names as addresses have them. The ids are digests of the
        names, so they stay the same every month, whatever other villages there are.
    """
    names = households.select(written(pl.col("township")), village(pl.col("village"))).unique()
    full = pl.concat_str("township", "village", separator="/", ignore_nulls=True)
    return names.sort("township", "village").with_columns(
        village_id=_digest(full), township_id=_digest(pl.col("township"))
    )


def _digest(name: pl.Expr) -> pl.Expr:
    return name.map_elements(_number, return_dtype=pl.UInt64)


def _number(name: str) -> int:
    # The ids are kept in the warehouse; the hashes of polars and DuckDB may change with their versions.
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def located(households: pl.DataFrame) -> pl.DataFrame:
    """`households` with `village_id` and `township_id` in place of the names."""
    named = households.with_columns(written(pl.col("township")), village(pl.col("village")))
    places = villages(households)
    joined = named.join(places, on=["township", "village"], nulls_equal=True, maintain_order="left")
    return joined.drop("township", "village")


def recognised(addresses: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Places that are mentioned in addresses.

    A village counts if its township is mentioned too, or no township at all.

    Args:
        addresses: `rid` and `address`.
        known: as returned by `villages`.

    Returns:
        `rid`, `village_id` (NULL where only the township is mentioned), `township_id`.
    """
    mentions = _mentions(addresses, known)
    townships = known.select("township_id", mention="township").unique()
    in_township = mentions.join(townships, on="mention").select("rid", "township_id").unique()
    in_village = mentions.join(known.rename({"village": "mention"}), on="mention")
    with_township = in_village.join(in_township, on=["rid", "township_id"], how="semi")
    alone = in_village.join(in_township, on="rid", how="anti")
    in_villages = pl.concat([with_township, alone]).select("rid", "village_id", "township_id").unique()
    only_townships = in_township.join(in_villages, on="rid", how="anti")
    return pl.concat([in_villages, only_townships], how="diagonal")


def recognised_otherwise(addresses: pl.DataFrame, before: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    """Addresses in which other places are recognised now than before.

    Args:
        addresses: `rid` and `address`.
        before: as returned by `villages`.
        now: the same for the present roster.

    Returns:
        `rid` of these addresses.
    """
    changed = pl.concat(
        [before.join(now, on=now.columns, how="anti"), now.join(before, on=now.columns, how="anti")]
    )
    names = pl.concat([changed["township"], changed["village"]]).drop_nulls().unique()
    concerned = addresses.filter(written(pl.col("address")).str.contains_any(names.implode()))
    former, present = (
        recognised(concerned, known).select("rid", "village_id", "township_id") for known in (before, now)
    )
    differing = [
        one.join(other, on=one.columns, how="anti", nulls_equal=True)
        for one, other in ((former, present), (present, former))
    ]
    return pl.concat(differing)["rid"].unique().sort()


def _mentions(addresses: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    distinct = addresses.drop_nulls("address").with_columns(clean=written(pl.col("address")))
    names = pl.concat([known["township"], known["village"]]).unique().to_frame("name")
    length = pl.col("name").str.len_chars()
    # Longest first: of two names that begin alike, the address means the longer one if it has it in full.
    patterns = names.filter(length >= _LEAST_LENGTH).sort(length, "name", descending=True)["name"].implode()
    return (
        distinct.select("rid", mention=pl.col("clean").str.extract_many(patterns, leftmost=True))
        .explode("mention")
        .drop_nulls()
    )
