"""Where rows stand in what the sender sees, kept small: of consecutive rows, only the first."""

import polars as pl

LISTED_ROWS = 20  # in a sentence


def places(rows: pl.DataFrame) -> pl.DataFrame:
    """The place of every row, by runs of consecutive ones.

    Args:
        rows: `row_number, sheet, sheet_row`, all rows of a file in order.

    Returns:
        The same columns, of the first row of each run: a new run begins where the sheet changes, or where
        the sheet has lines between.
    """
    ahead = pl.col("sheet_row") - pl.col("row_number")
    begins = (ahead != ahead.shift(1)) | pl.col("sheet").ne_missing(pl.col("sheet").shift(1))
    return rows.select("row_number", "sheet", "sheet_row").filter(begins.fill_null(value=True))


def place_words(numbers: pl.Series, runs: pl.DataFrame) -> list[str]:
    """The place of each row in words: `“白沙乡”第 12 行`, without a sheet where the file has only one table.

    Args:
        numbers: row numbers.
        runs: as returned by `places`.
    """
    starts = runs.with_columns(ahead=pl.col("sheet_row") - pl.col("row_number")).sort("row_number")
    asked = pl.DataFrame({"row_number": numbers.cast(pl.Int32)}).with_row_index("nth").sort("row_number")
    at = asked.join_asof(starts.select("row_number", "sheet", "ahead"), on="row_number").sort("nth")
    sheet = pl.format("“{}”", "sheet").fill_null("")
    return (
        at.select(pl.format("{}第 {} 行", sheet, pl.col("row_number") + pl.col("ahead")))
        .to_series()
        .to_list()
    )


def listed_places(numbers: pl.Series, runs: pl.DataFrame) -> str:
    """The first rows in words, with the numbers by which commands name them: `第 5 行（数据第 2 行）`."""
    shown = numbers.head(LISTED_ROWS)
    words = (f"{at}（数据第 {n} 行）" for at, n in zip(place_words(shown, runs), shown, strict=True))
    return "、".join(words) + ("等" if len(numbers) > LISTED_ROWS else "")
