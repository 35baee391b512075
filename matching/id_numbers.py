"""Resident identity numbers (GB 11643-1999) as written in extracts: one form, and what survives in it.

Places are counted from 1: 1-6 area, 7-14 birth date, 15-17 sequence (17 odd for men), 18 check digit.
Everything here is an expression over a column; nothing touches files, clock or database.
"""

from itertools import pairwise

import polars as pl

PLACES = 18
HIDDEN = "?"

# ISO 7064 MOD 11-2: weight 2^(18 - place) mod 11, and the check digit of each remainder.
_WEIGHTS = tuple(pow(2, PLACES - place, 11) for place in range(1, PLACES))
_CHECK_DIGITS = "10X98765432"

# What people and spreadsheets put around or between the digits.
_AROUND = r"[\s\p{Cf}'’‘`\"‐‑‒–—―−-]"
# What departments print over digits they hide; X only where it cannot be the check digit.
_MASKS = r"[*•●·×＊#?]"

# Zeros for the last three digits; scientific notation; a fraction behind the digits.
_MANGLED = r"^[0-9]{15}000$|^[0-9](\.[0-9]+)?E\+1[47]$|^[0-9]{18}\.[0-9]*$"
# A spreadsheet keeps 15 digits of a number and writes the others as zeros.
_KEPT_BY_SPREADSHEET = 15
# Fewer digits than this say too little to be told apart from a fragment of any other number.
LEGIBLE_DIGITS = 14


def check_digit(first17: pl.Expr) -> pl.Expr:
    """Check digit of a number's first 17 digits, given as an integer column."""
    total = pl.sum_horizontal(
        (first17 // 10 ** (16 - index)) % 10 * weight for index, weight in enumerate(_WEIGHTS)
    )
    return (total % 11).replace_strict(
        list(range(11)), list(_CHECK_DIGITS), return_dtype=pl.String, default=None
    )


def checksum_holds(number: pl.Expr) -> pl.Expr:
    """Whether an 18-place number carries the check digit of its first 17."""
    return number.str.slice(17, 1) == check_digit(_integer(number.str.slice(0, 17)))


def canonical(number: pl.Expr) -> pl.Expr:
    """One writing of an ID number: half-width, upper-case X, nothing around it, stars for hidden digits.

    A 15-digit number (six digits of birth date, no check digit) becomes the 18-digit one of the same person.
    Applying it twice is applying it once.
    """
    text = number.str.normalize("NFKC").str.to_uppercase().str.replace_all(_AROUND, "")
    return _lengthened(_starred(text))


def described(number: pl.Expr) -> pl.Expr:
    """What a canonical number says, as a struct.

    Fields:
        kind: valid, checksum_wrong, masked, mangled, partial or missing.
        pattern: 18 places, `?` for each that is not known; only `?` when partial or missing.
        text: the number as far as it was legible; NULL when missing.
        first17: integer of the first 17 digits of a valid number, else NULL.
        birth_date: read off the number, if all its places are there and name a day.
        sex: 男 or 女, read off the pattern; NULL when the checksum says that some digit is wrong.
    """
    kind = _kind(number)
    pattern = _pattern(number, kind)
    return pl.struct(kind.alias("kind"), pattern.alias("pattern"), *_readings(number, kind, pattern))


def read(numbers: pl.Series) -> pl.DataFrame:
    """What each number says as written, one row a number in the given order; columns as in `described`.

    Numbers that are complete as written, nearly all, skip the work that only damaged ones need.
    """
    written = pl.DataFrame({"number": numbers}, schema={"number": pl.String}).with_row_index("at")
    number, kind = pl.col("number"), pl.col("kind")
    complete = _is_complete(number).fill_null(False)
    clean = written.filter(complete).with_columns(kind=_complete_kind(number))
    clean = clean.select("at", "kind", number.alias("pattern"), *_readings(number, kind, number))
    damaged = written.filter(~complete).with_columns(canonical(number))
    others = damaged.select("at", described(number).alias("said")).unnest("said")
    return pl.concat([clean, others]).sort("at").drop("at")


def agreement(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Compare two patterns place by place, as a struct of counts over the places visible in both.

    Fields:
        edits: places that differ, two neighbours swapped counting as one.
        birth: places of the birth date that agree.
        sequence: places of sequence and check digit that agree.
    """
    places = [(left.str.slice(index, 1), right.str.slice(index, 1)) for index in range(PLACES)]
    visible = [(a != HIDDEN) & (b != HIDDEN) for a, b in places]
    equal = [seen & (a == b) for seen, (a, b) in zip(visible, places, strict=True)]
    differ = [seen & (a != b) for seen, (a, b) in zip(visible, places, strict=True)]
    swapped = [
        differ[index] & differ[index + 1] & (a == d) & (b == c)
        for index, ((a, b), (c, d)) in enumerate(pairwise(places))
    ]
    return pl.struct(
        edits=_count(differ) - _count(swapped),
        birth=_count(equal[6:14]),
        sequence=_count(equal[14:]),
    )


def _count(flags: list[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(flag.cast(pl.Int8) for flag in flags)


def _integer(digits: pl.Expr) -> pl.Expr:
    return digits.cast(pl.Int64, strict=False)


def _starred(text: pl.Expr) -> pl.Expr:
    body = text.str.head(-1).str.replace_all(r"[*•●·×＊#?X]", "*")
    starred = pl.concat_str(body, text.str.tail(1).str.replace(_MASKS, "*"))
    # An X behind a star may be a check digit or one more mask: nothing is known there.
    return (
        pl.when(text.str.contains(r"[*•●·×＊#?X].")).then(starred.str.replace(r"\*X$", "**")).otherwise(text)
    )


def _lengthened(text: pl.Expr) -> pl.Expr:
    first17 = pl.concat_str(text.str.slice(0, 6), pl.lit("19"), text.str.slice(6))
    is_old = text.str.contains(r"^[0-9]{15}$") & _date(first17.str.slice(6, 8)).is_not_null()
    return (
        pl.when(is_old)
        .then(pl.concat_str(first17, check_digit(_integer(first17.str.slice(0, 17)))))
        .otherwise(text)
    )


def _date(text: pl.Expr) -> pl.Expr:
    plausible = text.str.contains(r"^(19|20)[0-9]{6}$")
    return pl.when(plausible).then(text).str.to_date("%Y%m%d", strict=False)


def _is_complete(number: pl.Expr) -> pl.Expr:
    # Three zeros at the end are a spreadsheet's: the 7 % that pass the checksum are no proof of the opposite.
    return number.str.contains(r"^[0-9]{17}[0-9X]$") & ~number.str.ends_with("000") & ~_is_filler(number)


def _is_filler(number: pl.Expr) -> pl.Expr:
    return number.str.contains("^(0+|1+|9+)$")


def _complete_kind(number: pl.Expr) -> pl.Expr:
    names_a_day = _date(number.str.slice(6, 8)).is_not_null()
    return (
        pl.when(checksum_holds(number) & names_a_day)
        .then(pl.lit("valid"))
        .otherwise(pl.lit("checksum_wrong"))
    )


def _readings(number: pl.Expr, kind: pl.Expr, pattern: pl.Expr) -> list[pl.Expr]:
    # What is left of a partial number mostly stands where it belongs, up to the lost digit.
    legible = pl.when(kind == "partial").then(number).otherwise(pattern)
    return [
        pl.when(kind != "missing").then(number).alias("text"),
        pl.when(kind == "valid").then(_integer(number.str.slice(0, 17))).alias("first17"),
        _date(legible.str.slice(6, 8)).alias("birth_date"),
        pl.when(kind != "checksum_wrong").then(_sex(pattern)).alias("sex"),
    ]


def _kind(number: pl.Expr) -> pl.Expr:
    return (
        pl.when(number.is_null() | ~number.str.contains("[0-9]") | _is_filler(number))
        .then(pl.lit("missing"))
        .when(number.str.contains(_MANGLED))
        .then(pl.lit("mangled"))
        .when(_is_complete(number))
        .then(_complete_kind(number))
        .when(number.str.contains(r"^[0-9*]*\*[0-9*]*X?$") & (_prefix(number) + _suffix(number) < PLACES))
        .then(pl.lit("masked"))
        .otherwise(pl.lit("partial"))
    )


def _prefix(number: pl.Expr) -> pl.Expr:
    return number.str.extract(r"^([0-9]*)").str.len_chars().cast(pl.Int64)


def _suffix(number: pl.Expr) -> pl.Expr:
    return number.str.extract(r"([0-9X]*)$").str.len_chars().cast(pl.Int64)


def _pattern(number: pl.Expr, kind: pl.Expr) -> pl.Expr:
    hidden = pl.lit(HIDDEN * PLACES)
    gap = PLACES - _prefix(number) - _suffix(number)
    ends = pl.concat_str(
        number.str.extract(r"^([0-9]*)"), hidden.str.slice(0, gap), number.str.extract(r"([0-9X]*)$")
    )
    in_place = number.str.replace_all("*", HIDDEN, literal=True)
    return (
        pl.when(kind.is_in(["valid", "checksum_wrong"]))
        .then(number)
        .when(kind == "mangled")
        .then(pl.concat_str(_leading(number), hidden).str.slice(0, PLACES))
        .when((kind == "masked") & (number.str.len_chars() == PLACES))
        .then(in_place)
        .when(kind == "masked")
        .then(ends)
        .otherwise(hidden)
    )


def _leading(number: pl.Expr) -> pl.Expr:
    """Digits that a spreadsheet left standing.

    A shown mantissa is rounded in its last digit, save in two cases: the seventh place of a number is 1 or 2
    (the century), so six digits are never rounded up; and of 15 digits the rest is zeros already.
    """
    mantissa = number.str.extract("^([0-9.]+)E").str.replace(".", "", literal=True)
    length = mantissa.str.len_chars().cast(pl.Int64)
    exact = pl.when(length.is_in([6, 15])).then(length).otherwise((length - 1).clip(0, _KEPT_BY_SPREADSHEET))
    # A 15-digit number has no century: only its area code stands in the same places.
    exact = pl.when(number.str.ends_with("E+14")).then((length - 1).clip(0, 6)).otherwise(exact)
    # Saved in scientific notation and opened again: even the birth date is zeros.
    kept = pl.when(number.str.slice(6, 8) == "00000000").then(6).otherwise(_KEPT_BY_SPREADSHEET)
    return (
        pl.when(mantissa.is_not_null())
        .then(mantissa.str.slice(0, exact))
        .otherwise(number.str.slice(0, kept))
    )


def _sex(pattern: pl.Expr) -> pl.Expr:
    odd = _integer(pattern.str.slice(16, 1)) % 2 == 1
    return pl.when(odd).then(pl.lit("男")).when(~odd).then(pl.lit("女"))
