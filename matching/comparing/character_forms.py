"""Characters that some program wrote in another form: radicals for ideographs, references of web pages."""

from html import unescape

import polars as pl

# The Unicode block of radicals that NFKC leaves as they are, and the ideographs that they look like, after
# EquivalentUnifiedIdeograph.txt. A PDF converted to text has them in place of the ideographs.
_RADICALS = (
    "⺁⺄⺈⺊⺌⺍⺎⺒⺓⺔⺕⺛⺝⺠⺧⺩⺪⺬⺮⺶⺻⺼⺽⻁⻄⻅⻆⻉⻊"
    "⻋⻐⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻱⻲⻳⺟"
)
_IDEOGRAPHS = (
    "厂乙刀卜小小兀巳幺彑彐旡月民牛王疋示竹羊聿月臼虎西见角贝足"
    "车钅長长门雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿竜龙龜亀龟母"
)
_SAME = dict(zip(_RADICALS, _IDEOGRAPHS, strict=True))
_IN_ANOTHER_FORM = r"[\u2e80-\u2eff]|&"
_REFERENCE = r"&(?:amp;)?(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,12});"


def plain_characters(texts: pl.Series) -> pl.Series:
    """Texts with ideographs in place of radicals, and characters in place of `&middot;` and `&#183;`."""
    if not texts.str.contains(_IN_ANOTHER_FORM).any():
        return texts
    found = texts.drop_nulls().str.extract_all(_REFERENCE).explode().drop_nulls().unique().to_list()
    meant = {reference: unescape(unescape(reference)) for reference in found}
    return texts.str.replace_many(_SAME | meant)
