"""The peers' input: both sides in the forms that this project's own normalisation gives them.

Users of Splink or recordlinkage would have to make these columns themselves; here they get them for free:
numbers in one form, 15 digits extended to 18, readable digits as a pattern; names in simplified characters,
the parent's for 王小花之子; readings and shapes; villages recognised in addresses; birth date and sex from
the number where the field is blank. The time it takes is not counted as theirs.
"""

import sys
import time
from pathlib import Path

import polars as pl
from pypinyin import lazy_pinyin

from benchmarks.linkage.county import CountyFiles
from matching.comparing import id_numbers, names, places
from matching.comparing.vocabulary import look_alikes, sexes

ROWS, MEMBERS = "prepared_rows.parquet", "prepared_members.parquet"


def write_prepared(files: CountyFiles, folder: Path) -> None:
    """Write `prepared_rows.parquet` and `prepared_members.parquet` to `folder`.

    Columns, with one row per row of the extracts or per member:
        unique_id: position in the county's file, from 0.
        id_like: 18 digits, `_` for a hidden one, as a pattern for LIKE; NULL if none is visible.
        id_full: whether all 18 digits are visible.
        id_valid: the number, if its check digit is valid.
        id_birth, last4: digits 7 to 14, and the last four, if all of them are visible.
        name, name_like, surname: normalised; a pattern for LIKE, if characters are hidden; first character.
        pinyin, shape: reading; look-alike characters replaced by one of them; NULL if any is hidden.
        birth_date, sex: as written, else from the number.
        village, township: numbers; for rows, from the address.
    """
    households = pl.read_parquet(files.households())
    members = pl.read_parquet(files.members()).with_row_index("unique_id")
    rows = pl.read_parquet(files.rows).with_row_index("unique_id")
    located = places.located(households).rename({"village_id": "village", "township_id": "township"})
    homes = located.select("household_id", "village", "township")
    lived = members.join(homes, on="household_id", how="left", maintain_order="left")
    _prepared(lived).select(_COLUMNS).write_parquet(folder / MEMBERS)
    _prepared(_with_places(rows, households)).select(_COLUMNS).write_parquet(folder / ROWS)


_COLUMNS = [
    "unique_id", "id_like", "id_full", "id_valid", "id_birth", "last4",
    "name", "name_like", "surname", "pinyin", "shape", "birth_date", "sex", "village", "township",
]  # fmt: skip


def _with_places(rows: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    addresses = rows.select(pl.col("unique_id").alias("rid"), "address")
    recognised = places.recognised(addresses, places.villages(households)).unique(
        "rid", keep="first", maintain_order=True
    )
    named = recognised.select(unique_id="rid", village="village_id", township="township_id")
    return rows.join(named, on="unique_id", how="left", maintain_order="left")


def _prepared(people: pl.DataFrame) -> pl.DataFrame:
    parts = id_numbers.read(people["id_number"]).rename({"birth_date": "born", "sex": "number_sex"})
    numbered = people.hstack(parts).with_columns(_number_columns())
    name = names.comparable(numbered["name"])
    owner = pl.select(names.kin_split(pl.lit(name)).struct.field("owner").fill_null(pl.lit(name))).to_series()
    wild = pl.col("name").str.contains(f"[{names.HIDDEN}{names.LOST}]")
    spelled = numbered.with_columns(name=owner, pinyin=_readings(owner), shape=_shapes(owner))
    return spelled.with_columns(
        pl.when(~wild).then(pl.col("pinyin", "shape")),
        name_like=pl.when(wild).then(pl.col("name").str.replace_all(f"[{names.HIDDEN}{names.LOST}]", "_")),
        surname=pl.col("name").str.head(1),
    )


def _number_columns() -> list[pl.Expr]:
    pattern, kind = pl.col("pattern"), pl.col("kind")
    birth, end = pattern.str.slice(6, 8), pattern.str.slice(14)
    return [
        pl.when(pattern != "?" * 18).then(pattern.str.replace_all("?", "_", literal=True)).alias("id_like"),
        kind.is_in(["valid", "checksum_wrong"]).alias("id_full"),
        pl.when(kind == "valid").then(pattern).alias("id_valid"),
        pl.when(~birth.str.contains("?", literal=True)).then(birth).alias("id_birth"),
        pl.when(~end.str.contains("?", literal=True)).then(end).alias("last4"),
        pl.coalesce("birth_date", pl.when(kind != "checksum_wrong").then("born")).alias("birth_date"),
        pl.coalesce(pl.col("sex").replace_strict(sexes(), default=None), "number_sex").alias("sex"),
    ]


def _readings(words: pl.Series) -> pl.Series:
    """Each name in pinyin without tones, with one reading per character."""
    characters = words.drop_nulls().str.split("").explode().unique().to_list()
    return words.str.replace_many({each: lazy_pinyin(each)[0] + " " for each in characters})


def _shapes(words: pl.Series) -> pl.Series:
    """Each name with every look-alike character replaced by the first of its group."""
    groups = look_alikes()
    first = {number: character for character, numbers in reversed(groups.items()) for number in numbers}
    return words.str.replace_many({character: first[numbers[0]] for character, numbers in groups.items()})


def main() -> None:
    """Arguments: folder of the county, folder to write to; prints the seconds."""
    started = time.perf_counter()
    write_prepared(CountyFiles(Path(sys.argv[1])), Path(sys.argv[2]))
    print(round(time.perf_counter() - started, 2))


if __name__ == "__main__":
    main()
