"""Persons written under a relative's name and number: 王小花之子."""

from functools import cache

import polars as pl

from flows.demo.people.characters import option
from flows.demo.people.draws import declared

_DRAW, _DRAW_2 = pl.col("draw"), pl.col("draw_2")
_BORN_SINCE = 2008  # people born later may be treated under a relative's number


def _by_sex(kind: str, which: pl.Expr) -> pl.Expr:
    """The text that the kind adds for a boy or a girl; for a girl's if the sex is missing."""
    words = declared("writing/damage")[kind]
    return (
        pl.when(pl.col("sex") == "男").then(option(words["男"], which)).otherwise(option(words["女"], which))
    )


def _twin() -> pl.Expr:
    """The text added for a twin; every row follows one clerk's custom, so the two twins' may differ."""
    flat = {
        sex: [word for pair in pairs for word in pair]
        for sex, pairs in declared("writing/damage")["twins"].items()
    }
    which = _DRAW_2 % 3 * 2 + pl.col("twin_order") - 1
    return pl.when(pl.col("sex") == "男").then(option(flat["男"], which)).otherwise(option(flat["女"], which))


def _under_parent(after: pl.Expr) -> dict[str, pl.Expr]:
    return {
        "name": pl.col("parent_name") + after,
        "id_number": pl.col("parent_id"),
        "birth_date": pl.when(_DRAW % 2 == 0).then(pl.col("birth_date")),
    }


@cache
def family_damage() -> dict[str, dict[str, pl.Expr]]:
    """Kind of damage -> the columns that it changes."""
    some_child = pl.when(_DRAW % 2 == 0).then(pl.lit("之子")).otherwise(pl.lit("之女"))
    return {
        "child_of_parent": _under_parent(_by_sex("child", _DRAW_2)),
        "first_child_of_parent": _under_parent(_by_sex("first_children", pl.col("birth_order") - 1)),
        "twin_of_parent": _under_parent(_twin()),
        "grandchild_of_head": _under_parent(_by_sex("grandchild", _DRAW_2)),
        "child_without_trace": {
            "name": pl.col("name") + some_child,
            "birth_date": pl.lit(None, pl.Date),
            "sex": pl.when(_DRAW % 2 == 0).then(pl.lit("男")).otherwise(pl.lit("女")),
        },
        "mother_of_child": {"name": pl.col("child_name") + "之母", "id_number": pl.col("child_id")},
    }


@cache
def family_eligible() -> dict[str, pl.Expr]:
    """Kind of damage -> the rows that it can apply to."""
    relation, kids = pl.col("relation"), pl.col("kids")
    young = (pl.col("birth_date").dt.year() > _BORN_SINCE) & (kids > 0)
    child = relation.is_in(["之子", "之女"]) & young
    parents = relation.is_in(["户主", "配偶"])
    return {
        "child_of_parent": child,
        "first_child_of_parent": child & pl.col("birth_order").is_between(1, 3),
        "twin_of_parent": child & (pl.col("twin_order") > 0),
        "grandchild_of_head": relation.is_in(["之孙子", "之孙女"])
        & (pl.col("birth_date").dt.year() > _BORN_SINCE),
        "child_without_trace": parents & (kids == 0),
        "mother_of_child": parents & (pl.col("sex") == "女") & pl.col("child_is_young"),
    }
