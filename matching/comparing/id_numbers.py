"""Resident identity numbers (GB 11643-1999) as written in extracts: canonical form and legible parts.

Places are counted from 1: 1-6 area, 7-14 birth date, 15-17 sequence (17 odd for men), 18 check digit.
Everything here is a function of a column; nothing touches files, the clock or the database. Steps are
materialised, because a nested expression is computed again in every place where it is used.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from data_contracts.id_checksum import check_digit, checksum_holds

PLACES = 18
HIDDEN = "?"

# Characters that people and spreadsheets put around or between the digits.
_AROUND = r"[\s\p{Cf}'’‘`\"‐‑‒–—―−-]"
# Characters that departments print over digits they hide; X only where it cannot be the check digit.
_MASKS = "*•●·×＊#?_○◯■□"

# Letters that look like a digit; numbers are in upper case before these are looked for.
_LIKE_DIGITS = {"O": "0", "L": "1", "I": "1"}
_WITH_LETTERS = r"^[0-9OLI]{17}[0-9XOLI]$"

# Zeros in place of the last three digits; scientific notation; a decimal fraction behind the digits.
_MANGLED = r"^[0-9]{15}000$|^[0-9](\.[0-9]+)?E\+1[47]$|^[0-9]{18}\.[0-9]*$"
# A spreadsheet keeps 15 significant digits and writes zeros for the others.
_KEPT_BY_SPREADSHEET = 15
# With fewer digits it could be a fragment of too many other numbers.
LEGIBLE_DIGITS = 14

_NUMBER = pl.col("number")


def canonical(numbers: pl.Series) -> pl.Series:
    """ID numbers in canonical form: half-width, upper-case X, nothing around them, stars for hidden digits.

    A 15-digit number (six digits of birth date, no check digit) becomes the 18-digit one of the same person.
    Applying the function twice gives the same as applying it once.
    """
    text = numbers.str.normalize("NFKC").str.to_uppercase().str.replace_all(_AROUND, "")
    digits = pl.DataFrame({"number": text}).select(_digits(_NUMBER).alias("number"))
    starred = digits.select(_starred(_NUMBER)).to_series()
    return _lengthened(starred).alias(numbers.name)


def read(numbers: pl.Series) -> pl.DataFrame:
    """Read numbers as written; one row per number, in the given order.

    Returns:
        kind: valid, checksum_wrong, masked, mangled, partial or missing.
        pattern: 18 places, `?` for each unknown one; only `?` if partial or missing.
        text: the number in canonical form; NULL if missing.
        first17: the first 17 digits of a valid number as an integer, otherwise NULL.
        birth_date: taken from the number if all its places are known and it is a day of the calendar.
        sex: M or F, taken from the pattern; NULL if the checksum shows that some digit is wrong.
        last4: the last four places, if all are known, as one hexadecimal integer in which X counts as ten.
    """
    written = pl.DataFrame({"number": numbers}, schema={"number": pl.String}).with_row_index("at")
    as_written, others = _parted(written)
    # Nearly all numbers are complete as written and skip these steps.
    complete, damaged = _parted(others.with_columns(canonical(others["number"])))
    result = pl.concat([_complete(pl.concat([as_written, complete])), _damaged(damaged)])
    return result.sort("at").drop("at")


def agreement(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Compare two patterns place by place; a struct of counts over the places visible in both.

    Fields:
        edits: places that differ; two swapped neighbours count once.
        birth: places of the birth date that agree.
        sequence: places of sequence and check digit that agree.
    """
    counts = pl.Struct(dict.fromkeys(("edits", "birth", "sequence"), pl.Int8))
    return pl.map_batches([left, right], _agreed, return_dtype=counts)


def _agreed(patterns: Sequence[pl.Series]) -> pl.Series:
    a, b = (_places(pattern) for pattern in patterns)
    visible = (a != ord(HIDDEN)) & (b != ord(HIDDEN))
    equal, differ = visible & (a == b), visible & (a != b)
    crosswise = (a[:, :-1] == b[:, 1:]) & (a[:, 1:] == b[:, :-1])
    swapped = differ[:, :-1] & differ[:, 1:] & crosswise
    counts = {
        "edits": differ.sum(axis=1) - swapped.sum(axis=1),
        "birth": equal[:, 6:14].sum(axis=1),
        "sequence": equal[:, 14:].sum(axis=1),
    }
    return pl.DataFrame(counts).cast(pl.Int8).to_struct()


def _places(patterns: pl.Series) -> npt.NDArray[np.uint8]:
    """Character codes: one row per pattern, one column per place."""
    text = "".join(patterns.to_list()).encode("ascii")
    return np.frombuffer(text, np.uint8).reshape(len(patterns), PLACES)


def _integer(digits: pl.Expr) -> pl.Expr:
    return digits.cast(pl.Int64, strict=False)


def _date(eight_digits: pl.Expr) -> pl.Expr:
    """The day in this century or the last, or NULL if there is no such day."""
    return pl.when(eight_digits.str.contains(r"^(19|20)[0-9]{6}$")).then(
        eight_digits.str.to_date("%Y%m%d", strict=False)
    )


def _digits(text: pl.Expr) -> pl.Expr:
    """The number with 0 for O and 1 for l or I, if the check digit shows that these were digits."""
    folded = text.str.replace_many(_LIKE_DIGITS)
    return pl.when(text.str.contains(_WITH_LETTERS) & checksum_holds(folded)).then(folded).otherwise(text)


def _starred(text: pl.Expr) -> pl.Expr:
    body = text.str.head(-1).str.replace_all(f"[{_MASKS}X]", "*")
    starred = pl.concat_str(body, text.str.tail(1).str.replace(f"[{_MASKS}]", "*"))
    swapped_check_digit = text.str.contains(r"^[0-9]{16}X[0-9]$")
    hides = text.str.contains(f"[{_MASKS}X].") & ~swapped_check_digit
    # An X behind a star may be a check digit or one more mask, so that place is unknown.
    return pl.when(hides).then(starred.str.replace(r"\*X$", "**")).otherwise(text)


def _lengthened(numbers: pl.Series) -> pl.Series:
    written = pl.DataFrame({"number": numbers}).with_row_index("at")
    old = written.filter(_NUMBER.str.contains(r"^[0-9]{15}$")).with_columns(
        digits=pl.concat_str(_NUMBER.str.slice(0, 6), pl.lit("19"), _NUMBER.str.slice(6))
    )
    dated = old.filter(_date(pl.col("digits").str.slice(6, 8)).is_not_null())
    new = dated.select("at", new=pl.concat_str("digits", check_digit(_integer(pl.col("digits")))))
    joined = written.join(new, on="at", how="left", maintain_order="left")
    return joined.select(pl.coalesce("new", "number")).to_series()


def _parted(numbers: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Numbers of 18 places, and all others."""
    # Three zeros at the end come from a spreadsheet, even in the 7 % of such numbers that pass the checksum.
    places = _NUMBER.str.contains(r"^[0-9]{17}[0-9X]$") & ~_NUMBER.str.ends_with("000")
    complete = numbers.select((places & ~_is_filler(_NUMBER)).fill_null(value=False)).to_series()
    return numbers.filter(complete), numbers.filter(~complete)


def _is_filler(number: pl.Expr) -> pl.Expr:
    return number.str.contains("^(0+|1+|9+)$")


def _complete(numbers: pl.DataFrame) -> pl.DataFrame:
    first17 = _integer(_NUMBER.str.slice(0, PLACES - 1))
    read = numbers.with_columns(first17=first17, birth_date=_date(_NUMBER.str.slice(6, 8)))
    right = _NUMBER.str.slice(PLACES - 1, 1) == check_digit(pl.col("first17"))
    judged = read.with_columns(valid=right & pl.col("birth_date").is_not_null())
    valid = pl.col("valid")
    return judged.select(
        "at",
        kind=pl.when(valid).then(pl.lit("valid")).otherwise(pl.lit("checksum_wrong")),
        pattern=_NUMBER,
        text=_NUMBER,
        first17=pl.when(valid).then("first17"),
        birth_date="birth_date",
        sex=pl.when(valid).then(_sex(pl.col("first17") % 10)),
        last4=_last4(_NUMBER.str.slice(PLACES - 4)),
    )


def _damaged(numbers: pl.DataFrame) -> pl.DataFrame:
    ends = numbers.with_columns(
        prefix=_NUMBER.str.extract(r"^([0-9]*)"), suffix=_NUMBER.str.extract(r"([0-9X]*)$")
    ).with_columns(gap=PLACES - _length("prefix") - _length("suffix"))
    kinds = ends.with_columns(kind=_kind(_NUMBER))
    read = kinds.with_columns(pattern=_pattern(_NUMBER, pl.col("kind")))
    partial = pl.col("kind") == "partial"
    # The digits before the lost one are mostly in their right places.
    legible = pl.when(partial).then(_NUMBER).otherwise("pattern")
    end = pl.when(partial).then(_NUMBER.str.tail(4)).otherwise(pl.col("pattern").str.slice(PLACES - 4))
    return read.with_columns(legible=legible, end=end).select(
        "at",
        "kind",
        "pattern",
        text=pl.when(pl.col("kind") != "missing").then(_NUMBER),
        first17=pl.lit(None, pl.Int64),
        birth_date=_date(pl.col("legible").str.slice(6, 8)),
        sex=_sex(_integer(pl.col("pattern").str.slice(16, 1))),
        last4=_last4(pl.col("end")),
    )


def _length(column: str) -> pl.Expr:
    return pl.col(column).str.len_chars().cast(pl.Int64)


def _kind(number: pl.Expr) -> pl.Expr:
    return (
        pl.when(number.is_null() | ~number.str.contains("[0-9]") | _is_filler(number))
        .then(pl.lit("missing"))
        .when(number.str.contains(_MANGLED))
        .then(pl.lit("mangled"))
        .when(number.str.contains(r"^[0-9*]*\*[0-9*]*X?$") & (pl.col("gap") > 0))
        .then(pl.lit("masked"))
        .otherwise(pl.lit("partial"))
    )


def _pattern(number: pl.Expr, kind: pl.Expr) -> pl.Expr:
    hidden = pl.lit(HIDDEN * PLACES)
    ends = pl.concat_str("prefix", hidden.str.slice(0, pl.col("gap").clip(0, PLACES)), "suffix")
    in_place = number.str.replace_all("*", HIDDEN, literal=True)
    return (
        pl.when(kind == "mangled")
        .then(pl.concat_str(_leading(number), hidden).str.slice(0, PLACES))
        .when((kind == "masked") & (number.str.len_chars() == PLACES))
        .then(in_place)
        .when(kind == "masked")
        .then(ends)
        .otherwise(hidden)
    )


def _leading(number: pl.Expr) -> pl.Expr:
    """Digits that a spreadsheet left unchanged.

    The last digit of a displayed mantissa is rounded, except in two cases: six digits are never rounded up,
    because the seventh place of a number is 1 or 2 (the century); and behind 15 digits there are only zeros.
    """
    mantissa = number.str.extract("^([0-9.]+)E").str.replace(".", "", literal=True)
    length = mantissa.str.len_chars().cast(pl.Int64)
    exact = pl.when(length.is_in([6, 15])).then(length).otherwise((length - 1).clip(0, _KEPT_BY_SPREADSHEET))
    # A 15-digit number has no century: only its area code is in the same places.
    exact = pl.when(number.str.ends_with("E+14")).then((length - 1).clip(0, 6)).otherwise(exact)
    # A number saved in scientific notation and opened again has zeros even for the birth date.
    kept = pl.when(number.str.slice(6, 8) == "00000000").then(6).otherwise(_KEPT_BY_SPREADSHEET)
    return (
        pl.when(mantissa.is_not_null())
        .then(mantissa.str.slice(0, exact))
        .otherwise(number.str.slice(0, kept))
    )


def _sex(place17: pl.Expr) -> pl.Expr:
    odd = place17 % 2 == 1
    return pl.when(odd).then(pl.lit("M")).when(~odd).then(pl.lit("F"))


def _last4(places: pl.Expr) -> pl.Expr:
    return places.str.replace("X", "A").str.to_integer(base=16, strict=False, dtype=pl.Int32)
