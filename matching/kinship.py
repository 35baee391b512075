"""Words of kinship: a treatment booked under a relative's number, and the relation column of the roster.

A generation is counted from the person spoken of: children +1, parents -1. `own` tells blood from marriage,
so that a daughter-in-law is not taken for the daughter.
"""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Kin:
    """What a word says about the relative it names."""

    sex: str | None
    generation: int
    own: bool


SON, DAUGHTER = Kin("男", 1, True), Kin("女", 1, True)
CHILD = Kin(None, 1, True)
FATHER, MOTHER = Kin("男", -1, True), Kin("女", -1, True)
WIFE, HUSBAND = Kin("女", 0, False), Kin("男", 0, False)

# Behind 之, as hospitals write a newborn without a number or a relative who came along: 王小花之子.
SUFFIXES = {
    "子": SON,
    "儿": CHILD,  # said of either child
    "儿子": SON,
    "女": DAUGHTER,
    "女儿": DAUGHTER,
    "婴": CHILD,
    "婴儿": CHILD,
    "孩": CHILD,
    "小孩": CHILD,
    "孩子": CHILD,
    "子女": CHILD,
    "父": FATHER,
    "父亲": FATHER,
    "母": MOTHER,
    "母亲": MOTHER,
    "妻": WIFE,
    "妻子": WIFE,
    "夫": HUSBAND,
    "丈夫": HUSBAND,
    "孙": Kin(None, 2, True),
    "孙子": Kin("男", 2, True),
    "孙女": Kin("女", 2, True),
    "外孙": Kin(None, 2, True),
    "外孙女": Kin("女", 2, True),
}

# Between 之 and the word: which of several. It singles nobody out here, for rosters seldom count.
ORDINALS = "长次大小幼一二三四双"

# The relation column, seen from the head of the household; a leading 之 (national system) is dropped first.
RELATIONS = {
    "户主": Kin(None, 0, True),
    "本人": Kin(None, 0, True),
    "配偶": Kin(None, 0, False),
    "妻": WIFE,
    "妻子": WIFE,
    "夫": HUSBAND,
    "丈夫": HUSBAND,
    "子": SON,
    "儿子": SON,
    "长子": SON,
    "次子": SON,
    "三子": SON,
    "四子": SON,
    "独生子": SON,
    "养子": SON,
    "继子": SON,
    "养子或继子": SON,
    "女": DAUGHTER,
    "女儿": DAUGHTER,
    "长女": DAUGHTER,
    "次女": DAUGHTER,
    "二女": DAUGHTER,
    "三女": DAUGHTER,
    "四女": DAUGHTER,
    "独生女": DAUGHTER,
    "养女": DAUGHTER,
    "继女": DAUGHTER,
    "养女或继女": DAUGHTER,
    "子女": CHILD,
    "儿媳": Kin("女", 1, False),
    "女婿": Kin("男", 1, False),
    "孙": Kin(None, 2, True),
    "孙子": Kin("男", 2, True),
    "孙女": Kin("女", 2, True),
    "外孙": Kin("男", 2, True),
    "外孙子": Kin("男", 2, True),
    "外孙女": Kin("女", 2, True),
    "孙子女": Kin(None, 2, True),
    "外孙子女": Kin(None, 2, True),
    "曾孙": Kin("男", 3, True),
    "曾孙子": Kin("男", 3, True),
    "曾孙女": Kin("女", 3, True),
    "孙媳": Kin("女", 2, False),
    "孙婿": Kin("男", 2, False),
    "父亲": FATHER,
    "父": FATHER,
    "母亲": MOTHER,
    "母": MOTHER,
    "父母": Kin(None, -1, True),
    "公公": Kin("男", -1, False),
    "婆婆": Kin("女", -1, False),
    "岳父": Kin("男", -1, False),
    "岳母": Kin("女", -1, False),
    "岳父母或公婆": Kin(None, -1, False),
    "祖父": Kin("男", -2, True),
    "祖母": Kin("女", -2, True),
    "外祖父": Kin("男", -2, True),
    "外祖母": Kin("女", -2, True),
    "祖父母": Kin(None, -2, True),
    "兄": Kin("男", 0, True),
    "弟": Kin("男", 0, True),
    "姐": Kin("女", 0, True),
    "妹": Kin("女", 0, True),
    "哥哥": Kin("男", 0, True),
    "弟弟": Kin("男", 0, True),
    "姐姐": Kin("女", 0, True),
    "妹妹": Kin("女", 0, True),
    "兄弟": Kin("男", 0, True),
    "姐妹": Kin("女", 0, True),
    "兄弟姐妹": Kin(None, 0, True),
}


def table(words: dict[str, Kin]) -> pl.DataFrame:
    """`words` as a frame: `word, sex, generation, own`."""
    return pl.DataFrame(
        [(word, kin.sex, kin.generation, kin.own) for word, kin in words.items()],
        schema={"word": pl.String, "sex": pl.String, "generation": pl.Int8, "own": pl.Boolean},
        orient="row",
    )
