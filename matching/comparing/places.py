"""Villages and townships of the roster, found in the addresses of extracts."""

from hashlib import blake2b

import polars as pl

from matching.comparing.vocabulary import vocabulary

# A shorter name stands inside too many others.
_LEAST_LENGTH = 2


def written(text: pl.Expr) -> pl.Expr:
    """One writing of an address or a place: half-width, without spaces."""
    return text.str.normalize("NFKC").str.replace_all(r"\s", "")


def village(text: pl.Expr) -> pl.Expr:
    """A village's name as an address would have it, without its committee."""
    return written(text).str.replace(f"({'|'.join(vocabulary().places.committees)})$", "")


def villages(households: pl.DataFrame) -> pl.DataFrame:
    """Distinct villages of the roster.

    Args:
        households: with `township` and `village`.

    Returns:
        `village_id`, `township_id` and the two names as an address would have them. Numbers are digests of
        the names: the same in every month, whatever other villages there are.
    """
    names = households.select(written(pl.col("township")), village(pl.col("village"))).unique()
    full = pl.concat_str("township", "village", separator="/", ignore_nulls=True)
    return names.sort("township", "village").with_columns(
        village_id=_digest(full), township_id=_digest(pl.col("township"))
    )


def _digest(name: pl.Expr) -> pl.Expr:
    return name.map_elements(_number, return_dtype=pl.UInt64)


def _number(name: str) -> int:
    # Kept in the warehouse: polars and DuckDB promise their own digests for one version only.
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def located(households: pl.DataFrame) -> pl.DataFrame:
    """`households` with `village_id` and `township_id` in place of the names."""
    named = households.with_columns(written(pl.col("township")), village(pl.col("village")))
    places = villages(households)
    joined = named.join(places, on=["township", "village"], nulls_equal=True, maintain_order="left")
    return joined.drop("township", "village")


def found(addresses: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Places that addresses name.

    A village counts if the address names its township too, or names no township at all.

    Args:
        addresses: `rid` and `address`.
        known: what `villages` returned.

    Returns:
        `rid`, `village_id` (NULL where the address names only the township), `township_id`.
    """
    mentions = _mentions(addresses, known)
    townships = known.select("township_id", mention="township").unique()
    in_township = mentions.join(townships, on="mention").select("rid", "township_id").unique()
    in_village = mentions.join(known.rename({"village": "mention"}), on="mention")
    said = in_village.join(in_township, on=["rid", "township_id"], how="semi")
    unsaid = in_village.join(in_township, on="rid", how="anti")
    villages_found = pl.concat([said, unsaid]).select("rid", "village_id", "township_id").unique()
    only_townships = in_township.join(villages_found, on="rid", how="anti")
    return pl.concat([villages_found, only_townships], how="diagonal")


def read_otherwise(addresses: pl.DataFrame, before: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    """Addresses that name other places than before.

    Args:
        addresses: `rid` and `address`.
        before: what `villages` returned.
        now: the same of another roster.

    Returns:
        Their `rid`.
    """
    changed = pl.concat(
        [before.join(now, on=now.columns, how="anti"), now.join(before, on=now.columns, how="anti")]
    )
    names = pl.concat([changed["township"], changed["village"]]).drop_nulls().unique()
    concerned = addresses.filter(written(pl.col("address")).str.contains_any(names.implode()))
    was, reads = (
        found(concerned, known).select("rid", "village_id", "township_id") for known in (before, now)
    )
    differing = [
        one.join(other, on=one.columns, how="anti", nulls_equal=True)
        for one, other in ((was, reads), (reads, was))
    ]
    return pl.concat(differing)["rid"].unique().sort()


def _mentions(addresses: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    distinct = addresses.drop_nulls("address").with_columns(clean=written(pl.col("address")))
    names = pl.concat([known["township"], known["village"]]).unique().to_frame("name")
    length = pl.col("name").str.len_chars()
    # Longest first: where two names begin alike, the address means the one it spells out.
    patterns = names.filter(length >= _LEAST_LENGTH).sort(length, "name", descending=True)["name"].implode()
    return (
        distinct.select("rid", mention=pl.col("clean").str.extract_many(patterns, leftmost=True))
        .explode("mention")
        .drop_nulls()
    )
