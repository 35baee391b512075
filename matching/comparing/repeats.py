"""Which rows probably repeat another one although a name or a number in them differs.

Nothing here touches files, the clock or the database.
"""

from collections.abc import Callable

import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from matching.comparing import id_numbers, names

LEAST_DIGITS = 15  # with fewer, a number is a fragment
_LEAST_NAME = 2
_COMMON = "gb2312"  # older systems write every other character as `?`


def written(rows: pl.DataFrame) -> pl.DataFrame:
    """Names and numbers as they are compared here, one row for each of `rows` (`name`, `id_number`).

    Returns:
        `name` in simplified characters without interpuncts (NULL if missing), `number` in canonical form
        (NULL if missing), `valid` (18 digits, the check digit right), `legible` (hardly a digit is missing).
    """
    number = id_numbers.read(rows["id_number"])
    digits = number["text"].fill_null("")
    shown = digits.str.contains(rf"^[0-9]{{{LEAST_DIGITS},}}X?$") & (number["kind"] != "mangled")
    return pl.DataFrame(
        {
            "name": comparable(rows["name"]),
            "number": number["text"],
            "valid": number["kind"] == "valid",
            "legible": shown & (number["kind"] != "missing"),
        }
    )


def comparable(column: pl.Series) -> pl.Series:
    """`names.comparable`; most names are comparable as they are written."""
    plain = column.str.contains(f"^{names.plain()}$").fill_null(value=False)
    others = each_once(column.set(plain, None), names.comparable)
    return pl.select(pl.when(plain).then(column).otherwise(others)).to_series()


def each_once(column: pl.Series, form: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`form` of a column, of which each distinct value is worked out once."""
    distinct = column.unique()
    forms = pl.DataFrame({"value": distinct, "form": form(distinct)})
    values = column.to_frame("value")
    return values.join(forms, on="value", how="left", nulls_equal=True, maintain_order="left")["form"]


def may_be_lost(name: pl.Series) -> pl.Series:
    """Whether a comparable name has a lost character, or one that some systems cannot write."""
    characters = name.drop_nulls().str.split("").explode().unique().drop_nulls().to_list()
    rare = [each for each in characters if each == names.LOST or not _is_common(each)]
    return name.str.contains_any(rare).fill_null(value=False) if rare else name.is_null() & name.is_not_null()


def _is_common(character: str) -> bool:
    return len(character.encode(_COMMON, errors="ignore")) > 0


def judged(pairs: pl.DataFrame) -> pl.Series:
    """Whether the rows of each pair probably are the same.

    Everything that is not compared here is equal already: day and kind of the fact, and the number
    (`differs` is `name`) or the name and the amounts (`differs` is `number`).

    - By number: the names are one edit apart, or one hides or has lost what the other shows. In the name of
      a relative (王小花之子) that word must be the same: a son and a daughter are two persons. Without a
      legible number, only lost characters may differ.
    - By name: the numbers are one edit apart, and not both valid: of two persons each has a valid one.

    Args:
        pairs: `differs`, `name, id_number, like_name, like_id_number` as written.
    """
    one = written(pairs.select("name", "id_number")).rename(lambda name: f"left_{name}")
    other = written(pairs.select(name="like_name", id_number="like_id_number")).rename(lambda n: f"right_{n}")
    both = pl.concat([pairs.select("differs"), one, other], how="horizontal")
    by_number = _same_number(both) & _near_names(both)
    by_name = (both["left_name"] == both["right_name"]) & _near_numbers(both)
    chosen = pl.when(both["differs"] == "name").then(by_number).otherwise(by_name)
    return pl.select(chosen.fill_null(value=False)).to_series()


def _same_number(both: pl.DataFrame) -> pl.Series:
    return both["left_number"].eq_missing(both["right_number"])


def _near_names(both: pl.DataFrame) -> pl.Series:
    sides = both.select(*(_parted(side) for side in ("left", "right"))).unnest("left", "right")
    named = sides.select(left="left_owner", right="right_owner")
    lost = names.compared(named) == "masked"
    one_edit = (_edits(named["left"], named["right"]) <= 1) & _long_enough(named)
    same_kin = sides["left_kin"].eq_missing(sides["right_kin"])
    return same_kin & (lost | (one_edit & both["left_legible"] & both["right_legible"]))


def _parted(side: str) -> pl.Expr:
    """The name, and what is behind the name of somebody's relative."""
    name = pl.col(f"{side}_name")
    owner = names.kin_split(name).struct.field("owner")
    kin = name.str.slice(owner.str.len_chars())
    return pl.struct(
        pl.coalesce(owner, name).alias(f"{side}_owner"),
        pl.when(owner.is_not_null()).then(kin).alias(f"{side}_kin"),
    ).alias(side)


def _long_enough(named: pl.DataFrame) -> pl.Series:
    shortest = pl.min_horizontal(pl.col("left", "right").str.len_chars())
    return named.select(shortest >= _LEAST_NAME).to_series()


def _near_numbers(both: pl.DataFrame) -> pl.Series:
    near = _edits(both["left_number"], both["right_number"]) == 1
    return near & both["left_legible"] & both["right_legible"] & ~(both["left_valid"] & both["right_valid"])


def _edits(left: pl.Series, right: pl.Series) -> pl.Series:
    """Edits by characters, two swapped neighbours being one; 2 stands for more."""
    texts = (left.fill_null("").to_list(), right.fill_null("").to_list())
    return pl.Series(cpdist(*texts, scorer=OSA.distance, score_cutoff=1))
