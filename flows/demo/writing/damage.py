"""The kinds of damage: for each, the columns it changes and the rows it can apply to.

Every expression reads a row as registered: `name, id_number, birth_date, sex, address, household, relation`,
relatives and strangers (as `write_persons` adds them), and two random whole numbers `draw`
and `draw_2`. Kinds joined by `+` apply to the same row.
"""

from functools import cache, reduce
from operator import and_

import polars as pl

from flows.demo.writing.family_damage import family_damage, family_eligible
from flows.demo.writing.name_damage import masked_name, name_damage, name_eligible
from flows.demo.writing.number_damage import masked_number, number_damage, number_eligible

_DRAW = pl.col("draw")
_NO_NUMBER, _NO_TEXT = pl.lit(None, pl.String), pl.lit(None, pl.String)
_LUNAR_DAYS = (20, 31)  # a lunar date is at least 20 days earlier than the solar one, by a range of 31


def _other_date() -> pl.Expr:
    """A lunar date, or the same date in the previous year."""
    born, (least, span) = pl.col("birth_date"), _LUNAR_DAYS
    lunar = born - pl.duration(days=least + _DRAW % span)
    return pl.when(_DRAW % 3 > 0).then(lunar).otherwise(born.dt.offset_by("-1y"))


def _other_address() -> pl.Expr:
    """Another person's address, as for people who work away or live with a married daughter."""
    return pl.when(_DRAW % 3 > 0).then("other_address").otherwise("stranger_address")


def _field_damage() -> dict[str, dict[str, pl.Expr]]:
    """Kinds that change several fields, or a field other than name and number."""
    no_date = pl.lit(None, pl.Date)
    village = pl.col("address").str.replace(r"\d+号$", "")
    return {
        "masked": {"id_number": masked_number(), "name": masked_name()},
        "birth_date_only": {"id_number": _NO_NUMBER, "address": _NO_TEXT},
        "village_only": {"id_number": _NO_NUMBER, "birth_date": no_date, "address": village},
        "wrong_birth_date": {"birth_date": _other_date()},
        "other_address": {"address": _other_address()},
    }


def _field_eligible() -> dict[str, pl.Expr]:
    return {
        "birth_date_only": pl.col("birth_date").is_not_null(),
        "village_only": pl.col("address").is_not_null(),
        "wrong_birth_date": pl.col("birth_date").is_not_null(),
        "other_address": pl.col("address").is_not_null() & pl.col("elsewhere"),
    }


@cache
def person_damage() -> dict[str, dict[str, pl.Expr]]:
    """Kind of damage -> the columns that it changes."""
    numbers = {kind: {"id_number": written} for kind, written in number_damage().items()}
    names = {kind: {"name": written} for kind, written in name_damage().items()}
    return numbers | names | family_damage() | _field_damage()


@cache
def _eligible_of_kind() -> dict[str, pl.Expr]:
    return number_eligible() | name_eligible() | family_eligible() | _field_eligible()


def eligible(label: str) -> pl.Expr | None:
    """The rows that all kinds of a label can apply to; None if to every row."""
    limits = [limit for kind in label.split("+") if (limit := _eligible_of_kind().get(kind)) is not None]
    return reduce(and_, limits) if limits else None


def damaged(label: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the damage of a label; `clean` changes nothing."""
    for kind in label.split("+") if label != "clean" else ():
        rows = rows.with_columns(**person_damage()[kind])
    return rows
