"""Persons and members as the linker compares them: each value normalised once, keys made integers."""

from dataclasses import dataclass

import polars as pl

from matching import id_numbers, kinship, names, places
from matching.vocabulary import sexes


@dataclass(frozen=True)
class Normalised:
    """What the linker's statements read.

    Attributes:
        rows: one a person of `linkage.persons`, by `rid`.
        members: one a member of the roster, by `mid`; of the same household by `hid`.
        names: one a distinct name of either side, by `name_id`.
        villages: as `places.villages`.
    """

    rows: pl.DataFrame
    members: pl.DataFrame
    names: pl.DataFrame
    villages: pl.DataFrame


def normalised(persons: pl.DataFrame, members: pl.DataFrame, households: pl.DataFrame) -> Normalised:
    """Bring both sides to one form.

    Args:
        persons: `person_key, name, id_number, birth_date, sex, address`.
        members: `household_id, member_id, name, id_number, relation, sex, birth_date`.
        households: `household_id, township, village`.
    """
    spelled = _spelled(pl.concat([persons["name"], members["name"]]))
    vocabulary = _vocabulary(spelled)
    named = _with_name_ids(spelled, vocabulary)
    located = places.located(households).with_row_index("hid")
    known = _members(members).join(
        named.select("name", "name_id"), on="name", how="left", maintain_order="left"
    )
    return Normalised(
        rows=_rows(persons).join(named, on="name", how="left", maintain_order="left").drop("name"),
        members=known.drop("name").join(located, on="household_id", maintain_order="left"),
        names=vocabulary,
        villages=places.villages(households),
    )


def _spelled(written: pl.Series) -> pl.DataFrame:
    """Per name as written: `spelled` as compared, `owner` of the number (王小花 of 王小花之子), `kin`."""
    distinct = written.drop_nulls().unique()
    split = pl.DataFrame({"name": distinct, "spelled": names.comparable(distinct)}).with_columns(
        names.kin_split(pl.col("spelled")).struct.unnest()
    )
    kin = kinship.table("suffixes").rename(
        {"sex": "kin_sex", "generation": "kin_generation", "own": "kin_own"}
    )
    known = split.join(kin, left_on="kin", right_on="word", how="left")
    return known.with_columns(pl.col("owner").fill_null(pl.col("spelled")))


def _vocabulary(spelled: pl.DataFrame) -> pl.DataFrame:
    name = pl.col("name")
    distinct = pl.concat([spelled["spelled"], spelled["owner"]]).drop_nulls().unique().sort().alias("name")
    return (
        distinct.to_frame()
        .with_row_index("name_id")
        .with_columns(
            surname_id=name.str.head(1).rank("dense"),
            masked=name.str.contains(r"[*?]"),
            visible=name.str.replace_all(r"[*?]", "").str.len_chars(),
        )
    )


def _with_name_ids(spelled: pl.DataFrame, vocabulary: pl.DataFrame) -> pl.DataFrame:
    names_of = vocabulary.select("name", "name_id")
    owners = names_of.rename({"name": "owner", "name_id": "owner_name_id"})
    names_of = names_of.rename({"name": "spelled"})
    return (
        spelled.join(names_of, on="spelled", how="left")
        .join(owners, on="owner", how="left")
        .drop("spelled", "owner")
    )


def _sex(column: pl.Expr) -> pl.Expr:
    return column.str.strip_chars().replace_strict(sexes(), default=None)


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with what its ID numbers say in place of them."""
    said = id_numbers.read(frame["id_number"]).rename(
        {"birth_date": "birth_in_number", "sex": "sex_in_number"}
    )
    return pl.concat([frame.drop("id_number"), said], how="horizontal")


def _trusted_birth() -> pl.Expr:
    """Birth date in the number, where no wrong or lost digit can have changed it."""
    return pl.when(~pl.col("kind").is_in(["checksum_wrong", "partial"])).then(pl.col("birth_in_number"))


def _rows(persons: pl.DataFrame) -> pl.DataFrame:
    read = _numbers(persons.with_row_index("rid").with_columns(_sex(pl.col("sex"))))
    return read.with_columns(birth_trusted=_trusted_birth())


def _members(members: pl.DataFrame) -> pl.DataFrame:
    relation = kinship.relation(pl.col("relation"))
    read = _numbers(members.with_row_index("mid").with_columns(_sex(pl.col("sex")), relation))
    relations = kinship.table("relations").rename({"sex": "sex_in_relation"})
    related = read.join(relations, left_on="relation", right_on="word", how="left", maintain_order="left")
    return related.with_columns(
        sex=pl.coalesce("sex_in_number", "sex", "sex_in_relation"),
        birth=pl.coalesce(_trusted_birth(), "birth_date"),
    ).drop("relation", "birth_date", "sex_in_number", "sex_in_relation")
