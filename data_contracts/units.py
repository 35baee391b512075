"""Units of money, as headers, unit rows and title lines state them; header texts without them.

A unit that is stated and not understood is an error: no amount is read at scale 1 by default.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from data_contracts.errors import UnreadableFileError

_MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000,
              "千万": 10_000_000, "亿": 100_000_000}  # fmt: skip
_SCALES = {name: Decimal(times) for name, times in _MULTIPLES.items()}
_PARTS_OF_YUAN = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_FORMAL = str.maketrans(
    "拾佰仟萬億圆圓幣單"
    + "戶⻓⻅⻔⻛⺠⻋⻉⻚⻬⻝⻣⻢⻆⻄",  # and radicals, with which a PDF writes some characters
    "十百千万亿元元币单" + "户长见门风民车贝页齐食骨马角西",
)

# Texts are folded before: NFKC, lower case, formal and traditional numerals plain.
_MULTIPLE = r"(?:十万|百万|千万|[十百千万亿])"
_RENMINBI = r"(?:人民币|rmb|cny|¥)"
_YUAN = r"(?:(?<![单公状])元(?:角分?)?(?![旦宵])|块钱?|yuan)"
_FOREIGN = r"(?:[美港欧日英澳加韩台新]元|[美港台日韩英外]币|美金|英镑|usd|hkd|eur|jpy|gbp|twd|[$€£])"
_UNIT = re.compile(
    rf"(?:请?(?:填写?|[按以用]))?{_RENMINBI}?:?(?P<multiple>{_MULTIPLE}?)(?P<name>(?:{_YUAN}|[角分])?)"
    rf"整?{_RENMINBI}?(?:为单位|计算?|填[写报])?"
)
_FOREIGN_UNIT = re.compile(rf"{_MULTIPLE}?{_FOREIGN}")
_MONEY = re.compile(rf"{_YUAN}|^[角分]$|{_RENMINBI}|{_FOREIGN}|币|^[wk]$|^(?:[百千万亿]|{_MULTIPLE}{{2}})$")

_STATEMENT = r"(?:金额|货币|计量|计价|价格|费用|资金|收入|经费|数据|本表)*单位[:=为是]*"
_STATED = re.compile(rf"^{_STATEMENT}")
_BETWEEN_PARTS = re.compile(r"[\s,;、|。和及]")
_BETWEEN_RATES = re.compile(r"[/每·.*]+")
_RATES = frozenset([*"人户生名月年季角分", "人次", "学生", "学年", "学期", "季度", "人月", "户月"])
_LONGER_THAN_A_MONTH = frozenset(["年", "学年", "学期", "季度", "季"])
_PER_PERSON = frozenset(["人", "人次", "生", "学生", "名", "人月"])
_OTHER_UNITS = frozenset(
    [*"人户岁次个件间亩头只年月日天名%", "人次", "人数", "户数", "周岁", "公斤", "平方米"]
)
_PEOPLE = re.compile(r"人|户|人次|岁|周岁")
_REMARK = re.compile(
    rf"{_RENMINBI}|\d+位|必填项?|必须填写?|选填项?|非必填|可不填|可?为?空|小写|是/否|年[/-]?月(?:[/-]?日)?|y{{4}}.*"
    r"|(?:均?保留|精确到|小数点?后).*|两位小数|[只请]?填?(?:写|入)?(?:整数|数字|数值)|(?:例如|示例|如|例)[:\d].*"
)

_BRACKET = re.compile(r"[(\[{<【〔〖《〈「]([^()\[\]{}<>【】〔〕〖〗《》〈〉「」]*)(?:[)\]}>】〕〗》〉」]|$)")
_ENDING = re.compile(
    rf"^(?P<named>\S.*?)(?:[\s/_\-—:,、|]*"
    rf"(?P<unit>(?:{_STATEMENT}\s*)?{_RENMINBI}?(?:{_MULTIPLE}?(?:{_YUAN}|{_FOREIGN})(?:/\w+)*)|{_RENMINBI})"
    rf"|[\s/_\-—:,、|]+(?P<multiple>(?:{_STATEMENT}\s*)?{_MULTIPLE})|[/_\-—:]+(?P<part>[角分]))$"
)
_IN_TITLE = (
    re.compile(r"单位[:=为是]*([^\s()\[\]【】;。:]*)"),
    re.compile(rf"以({_MULTIPLE}?{_YUAN})(?:为|计)"),
    re.compile(rf"(?:^|[:_\-—|]|(?<!\d)\s)({_RENMINBI}?{_MULTIPLE}?(?:{_YUAN}|{_FOREIGN})(?:/\w+)*)$"),
)
_ENDS_IN_MONEY = re.compile(rf"(?:{_YUAN}|{_FOREIGN}|币|[百千万亿])$|^{_MULTIPLE}.$")
_INNER_SPACE = re.compile(
    r"(?<=[单计金])\s+(?=[位量额])|(?<=[十百千万亿])\s+(?=[元万亿])|\s+(?=[:=])|(?<=[:=])\s+"
)
_AROUND_NAMES = " *:='\"‘’“”`"  # the mark of required columns; marks of spreadsheets and web systems
_NUMBERING = re.compile(  # `一、`, `1.`, `（1）`, `①`, `其中：`; not the year of `2020年收入`
    r"^\s*(?:其中\s*[:：、]?\s*|[（(〔【\[]\s*(?:[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[)）〕】\]]\s*[、.．]?\s*"
    r"|第?(?:[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})[项列]?\s*(?:[、．)）:：]|[.](?![\d０-９]))\s*"
    r"|(?:[\d０-９]{1,2}[.．]){1,3}[\d０-９]{0,2}(?:\s+|(?=[^\d０-９\s%％倍]))"
    r"|[\d０-９]{1,2}(?:\s+|[-_—]+)(?=[^\d０-９\s])"
    r"|[\d０-９]{1,2}(?=[\u4e00-\u9fff])(?![年月日号天季岁周人户口名次个元角分级类期学至到寸星等孩代])"
    r"|(?:[IVX]{1,4}|[A-Za-z]|[Ⅰ-ⅿ]{1,2}|[甲乙丙丁戊己庚辛壬癸])[、．.)）]\s*(?=.)|0[\d０-９](?=[^\d０-９])"
    r"|[（(]\s*[A-Za-z]\s*[)）]\s*|[Nn][Oo][.．]?\s*[\d０-９]{1,2}[、．.)）:：]?\s*(?=[^\d０-９])"
    r"|[A-Za-z][\d０-９]{1,2}[、．.)）:：]?\s*(?=[\u4e00-\u9fff])"
    r"|[①-⒛⓪-⓿㈠-㈩㊀-㊉❶-➓]\s*[、.．]?\s*)+"
)
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]+")  # zero-width characters
_SPACE = re.compile(r"\s+")
_SHOWN_CHARACTERS = 50


@lru_cache(maxsize=1 << 14)  # every command asks for the headers of all contracts, some of them ten times
def header_key(header: str) -> str:
    """Header text for matching: NFKC, lower case, without numbering, white space, unit, remark, `*`, quotes.

    Other brackets stay: the guardian's number, `身份证号（监护人）`, is not the child's.
    """
    return _SPACE.sub("", _parted(_NUMBERING.sub("", header))[0])


def without_brackets(header: str) -> str:
    """The `header_key` of a header without anything in brackets."""
    return header_key(_BRACKET.sub("", _folded(header)))


def bracketed_scale(header: str) -> Decimal | None:
    """Yuan per unit of a money column with this header, 10,000 for `损失（万元）`; None if it names no unit.

    Raises:
        UnreadableFileError: if it names a unit that is no multiple of yuan, or several.
    """
    return _the_one([_scale_beside(text, header) for text in _parted(header)[1]], header)


def check_rate(header: str, *, per_month: bool, per_person: bool) -> None:
    """Refuse a money column whose amounts are for another time or for fewer people than its rows.

    Args:
        header: the column's header, `工资性收入（元/年）`.
        per_month: whether a row is for one month.
        per_person: whether a row is for one person; otherwise it is for a household.

    Raises:
        UnreadableFileError: if the unit is per year or term in a row for a month, or per person in a row for
            a household (except averages, 人均).
    """
    rates = {rate for text in _parted(header)[1] for part in _parts(text) for rate in _rates(part)}
    others = rates & _LONGER_THAN_A_MONTH if per_month else set[str]()
    if not per_person and "均" not in header:
        others |= rates & _PER_PERSON
    if others:
        raise UnreadableFileError(
            f"“{header.strip()[:_SHOWN_CHARACTERS]}”是每{'、每'.join(sorted(others))}的金额，与每行应填的不同，"
            "请换算后重新报送。",
            "unit",
        )


def stated_scale(line: str) -> Decimal | None:
    """Yuan per unit by a title line, `单位：万元`, or a unit row's cell, `（万元）`; None if it states none.

    Raises:
        UnreadableFileError: if it states a unit of money that is no multiple of yuan, or several.
    """
    text = _folded(line)
    stated = [content for content in _BRACKET.findall(text) if _is_only_units(content)]
    stated += [content for pattern in _IN_TITLE for content in pattern.findall(text)]
    for content in stated:
        if any(map(_is_other_money, _parts(content))):
            raise _not_understood(content)
    return _the_one([scale for content in stated for scale in map(_scale, _parts(content))], line)


def _folded(text: str) -> str:
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).lower().translate(_FORMAL)
    return _INNER_SPACE.sub("", _SPACE.sub(" ", plain)).strip()


def _parted(header: str) -> tuple[str, list[str]]:
    """A header without its unit and remarks, and the texts of these."""
    rest, before, texts = _folded(header), "", []

    def taken(bracket: re.Match[str]) -> str:
        if not _is_beside_the_name(bracket[1]):
            return bracket[0]
        texts.append(bracket[1])
        return ""

    while rest != before:
        before = rest
        rest = _BRACKET.sub(taken, rest).strip(_AROUND_NAMES)
        if ending := _ENDING.match(rest):
            texts.append(next(filter(None, ending.group("unit", "multiple", "part"))))
            rest = ending["named"]
    return rest, texts


def _is_beside_the_name(content: str) -> bool:
    """Whether a bracket's content is a unit or a remark, hence no part of a column's name."""
    if _states_unit(content):
        return True
    parts = _parts(content)
    return any(map(_MONEY.search, parts)) or all(_REMARK.fullmatch(p) or _PEOPLE.fullmatch(p) for p in parts)


def _is_only_units(content: str) -> bool:
    """Whether the content of a title's bracket is units, at least one of them of money."""
    parts = [part for part in _parts(content) if part not in _OTHER_UNITS]
    return bool(parts) and all(_scale(part) or _FOREIGN_UNIT.fullmatch(part) for part in parts)


def _is_other_money(part: str) -> bool:
    """Whether a title's statement names a unit of money that is not understood; an office's name is none."""
    unit = _BETWEEN_RATES.split(part)[0]
    return _scale(part) is None and not _REMARK.fullmatch(part) and bool(_ENDS_IN_MONEY.search(unit))


def _states_unit(content: str) -> bool:
    """Whether a part of the content says `单位`."""
    return any(map(_STATED.match, _BETWEEN_PARTS.split(content)))


def _parts(content: str) -> list[str]:
    """The parts of a statement, without `单位：`."""
    parts = (_STATED.sub("", part) for part in _BETWEEN_PARTS.split(content))
    return [part for part in parts if part]


def _scale_beside(text: str, header: str) -> Decimal | None:
    """The scale that a text beside a money column's name states; None for a remark."""
    parts = [part for part in _parts(text) if not _REMARK.fullmatch(part)]
    scales = [_scale(part) for part in parts]
    foreign = any(scale is None and _MONEY.search(part) for scale, part in zip(scales, parts, strict=True))
    no_unit = not any(scales) and (_states_unit(text) or any(part in _OTHER_UNITS for part in parts))
    if foreign or no_unit:
        raise _not_understood(header)
    return _the_one(scales, header)


def _scale(part: str) -> Decimal | None:
    """The scale of `万元` or `元/人·月`; None for any other text."""
    match = _UNIT.fullmatch(_words(part)[0])
    if (
        not match
        or not _RATES.issuperset(_rates(part))
        or match[0] in {"", "十"}
        or _REMARK.fullmatch(match[0])
    ):
        return None
    multiple, name = match.group("multiple", "name")
    if name in _PARTS_OF_YUAN:
        return None if multiple else _PARTS_OF_YUAN[name]
    return _SCALES[multiple]


def _rates(part: str) -> list[str]:
    """What the unit of a part is per: `元/人·月` is per person and month."""
    return _words(part)[1:]


def _words(part: str) -> list[str]:
    return [word for word in _BETWEEN_RATES.split(part) if word] or [""]


def _the_one(scales: list[Decimal | None], text: str) -> Decimal | None:
    """The only scale; that of the yuan where its parts are named with it, `元、角、分`."""
    different = {scale for scale in scales if scale is not None}
    if 1 in different:
        different -= set(_PARTS_OF_YUAN.values())
    if len(different) > 1:
        raise _not_understood(text)
    return next(iter(different), None)


def _not_understood(text: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"“{text.strip()[:_SHOWN_CHARACTERS]}”中的金额单位无法识别或互相矛盾，为免金额有误，文件未采用。"
        "请写明单位，如（元）或（万元），外币请折算成人民币，再重新报送。",
        "unit",
    )
