"""The readable pieces of a person as written, for rows and for the people they may be about."""

from functools import cache

import polars as pl

from flows.demo.people.characters import traditional
from flows.demo.people.id_numbers import check_digits

_HIDDEN = r"[*＊●○×xX?？□〓某#]"
_INTERPUNCTS = r"[·•．.・●‧\-]"
_LONGEST_COMMON = 4  # ● is an interpunct in longer names, a mask in these
_NUMBER, _NAME = pl.col("number"), pl.col("name")


def pieces(people: pl.DataFrame) -> pl.DataFrame:
    """Splits persons as written into the pieces that are readable.

    Args:
        people: `name, id_number, birth_date, village`.

    Returns:
        Text, NULL where it is not readable: `number` (18 digits with a valid check digit), `area` (its first
        six digits), `tail` (its last four), `born` (from the birth date, else from the number), `name` (in
        王小花之子 the relative's; NULL if a part is hidden), its `first`, `second` and `last` character,
        `village`; `undated` and `unplaced` are empty text where `born` and `village` are missing, else NULL.
    """
    numbers = _in_18_digits(_readable_numbers(people["id_number"]))
    texts = people.select("birth_date", "village", number=numbers, name=_readable_names(people["name"]))
    written_date = pl.col("birth_date").dt.strftime("%Y%m%d")
    born = pl.coalesce(written_date, _NUMBER.str.extract(r"^[0-9]{6}([0-9]{8})"))
    return texts.select(
        number=_complete(numbers),
        area=_NUMBER.str.extract(r"^([0-9]{6})"),
        tail=pl.when(~_NUMBER.str.ends_with("000")).then(_NUMBER.str.extract(r"([0-9]{3}[0-9X])$")),
        born=born,
        undated=pl.when(born.is_null()).then(pl.lit("")),
        name=_shown(_NAME),
        first=_shown(_NAME.str.head(1)),
        second=_shown(_NAME.str.slice(1, 1)),
        last=_shown(_NAME.str.tail(1)),
        village="village",
        unplaced=pl.when(pl.col("village").is_null()).then(pl.lit("")),
    )


def villages(addresses: pl.Series) -> pl.Series:
    """Township and village of addresses, which may lack province or house; empty if there is none."""
    named = addresses.str.extract(r"([^省市区县]+[镇乡][^镇乡]+村)").fill_null("")
    return pl.select(pl.when(addresses.is_not_null()).then(named).alias("village")).to_series()


def _readable_numbers(written: pl.Series) -> pl.Series:
    """Numbers without foreign characters; hidden and rounded digits become `*`."""
    odd = written.filter(~_whole(written))
    plain = odd.str.normalize("NFKC").str.to_uppercase().str.replace_all(r"[\s'‘’`]", "")
    known = plain.str.replace(r"^([0-9])\.([0-9]+)E\+17$", "${1}${2}*").str.replace(r"\.0+$", "")
    shown = known.str.head(known.str.len_chars().cast(pl.Int64) - 1).str.replace_all(r"[^0-9]", "*")
    return written.scatter((~_whole(written)).arg_true(), shown + known.str.tail(1))


def _whole(numbers: pl.Series) -> pl.Series:
    return numbers.str.contains(r"^[0-9]{17}[0-9X]$").fill_null(value=False)


def _readable_names(written: pl.Series) -> pl.Series:
    """Names in simplified characters, without spaces and interpuncts; in 王小花之子 the relative's name."""
    unusual = rf"\s|之|.{{{_LONGEST_COMMON + 1}}}|[{''.join(_simplified())}]"
    places = written.str.contains(unusual).fill_null(value=False).arg_true()
    compact = _NAME.str.replace_all(r"\s", "").str.replace(r"^(.{2,})之.{1,4}$", "${1}")
    compact = compact.str.replace_many(_simplified())
    long = compact.str.len_chars() > _LONGEST_COMMON
    readable = pl.when(long).then(compact.str.replace_all(_INTERPUNCTS, "")).otherwise(compact)
    return written.scatter(places, written.gather(places).to_frame("name").select(readable).to_series())


@cache
def _simplified() -> dict[str, str]:
    return {full: simple for simple, full in traditional().items()}


def _shown(text: pl.Expr) -> pl.Expr:
    return pl.when(~text.str.contains(_HIDDEN)).then(text)


def _in_18_digits(numbers: pl.Series) -> pl.Series:
    """Old numbers of 15 digits in the form of 18 digits that replaced them in 2000."""
    old = numbers.str.contains(r"^[0-9]{15}$").fill_null(value=False)
    body = numbers.filter(old).str.head(6) + "19" + numbers.filter(old).str.slice(6)
    return numbers.scatter(old.arg_true(), body + check_digits(body))


def _complete(numbers: pl.Series) -> pl.Series:
    """Numbers with a valid check digit; NULL for others and for numbers that a spreadsheet rounded."""
    whole = _whole(numbers) & ~numbers.str.ends_with("000").fill_null(value=False)
    known = numbers.filter(whole)
    right = check_digits(known.str.head(17)) == known.str.tail(1)
    places = whole.arg_true().filter(right)
    return numbers.clear(len(numbers)).scatter(places, known.filter(right))
