"""The rows of data below a header, under the contract's names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from connectors.readers.cells.codes import in_words
from connectors.readers.limits import Limits
from connectors.readers.text_table import Notice, SheetRemark, SheetText, TextTable
from connectors.sheets.amount_columns import contract_name
from connectors.sheets.ditto_marks import repeated
from connectors.sheets.header import Header
from connectors.sheets.layout import layout
from connectors.sheets.lines_without_data import (
    Cells,
    example_rows,
    totals_and_closing_lines,
    without_blank_rows,
)
from connectors.sheets.unnamed_columns import unnamed_columns, without_running_numbers
from connectors.sheets.unused_amounts import unused_amounts
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError
from data_contracts.units import stated_scale

_LISTED_ROWS = 20  # in a receipt
_CLOSING_LINES = 20  # that are searched for a unit


def check_size(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet of more rows or columns than `limits` allows.

    Raises:
        UnreadableFileError: if it is larger.
    """
    if rows > limits.rows:
        raise UnreadableFileError(f"超过 {limits.rows} 行，请拆成几个文件报送。", "too_many_rows")
    if columns > limits.columns:
        raise UnreadableFileError(
            f"超过 {limits.columns} 列，请只保留需要的列后重新报送。", "too_many_columns"
        )


@dataclass(frozen=True)
class Corner:
    """Where the cells that were read begin in a sheet.

    Attributes:
        rows_above: rows of the sheet above the first that was searched for the header.
        columns_left: columns of the sheet left of the first.
        sheet: the worksheet's name; None if the file is no workbook.
    """

    rows_above: int = 0
    columns_left: int = 0
    sheet: str | None = None


_FIRST = Corner()


def sheet_text(body: pl.DataFrame, header: Header, contract: Contract, corner: Corner = _FIRST) -> SheetText:
    """The text of a sheet.

    Args:
        body: the rows below the header, String columns in the order of the sheet; a cell beyond the header's
            width that is not blank marks its row as overflowing.
        header: the header above them.
        contract: the source's contract.
        corner: where these cells begin in the sheet.

    Raises:
        UnreadableFileError: naming all that is wrong with the header, or a column without a name that may
            hold amounts.
    """
    places = layout(header, contract)
    columns = {body.columns[place]: name for name, place in places.positions.items()}
    named = {column: contract.readable[contract_name(name)] for column, name in columns.items()}
    cells = Cells(body.columns, named)
    first_row = corner.rows_above + header.last_row + 2
    numbered = without_running_numbers(body, header).with_row_index("sheet_row", first_row)
    examples, rows = example_rows(without_blank_rows(numbered, cells), cells)
    totals, closing = totals_and_closing_lines(rows, cells)
    if not (totals.is_empty() and closing.is_empty()):
        none = pl.concat([totals, closing]).select("sheet_row")
        rows = rows.join(none, on="sheet_row", how="anti", maintain_order="left")
    unnamed = unnamed_columns(rows, header, corner.columns_left, _place_of(header, corner))
    own = {name for name, column in named.items() if column.name in contract.own_numbers}
    rows = repeated(rows, cells.of("text", "code", "id_number", "date", "month"), own)
    return SheetText(
        _refined(_named(rows, columns, unnamed.overflow), contract),
        places.headers,
        corner.rows_above + header.row + 1,
        [*places.unknown, *unnamed.unknown],
        corner.sheet,
        header.title,
        places.scale or _scale_below(closing),
        (
            SheetRemark("example_row", "填表示例不计入数据", tuple(examples["sheet_row"])),
            SheetRemark("total_rows", "合计行不计入数据", tuple(totals["sheet_row"])),
            SheetRemark("closing_lines", "填表人、备注等说明行不计入数据", tuple(closing["sheet_row"])),
        ),
        places.remarks,
        tuple(unused_amounts(rows, header, {*places.positions.values(), *header.ordinals})),
    )


def _place_of(header: Header, corner: Corner) -> str:
    """Sheet and row of a header's names, in words: `工作表“白沙乡”的表头（第 4 行）`."""
    of = f"工作表“{corner.sheet}”的" if corner.sheet else ""
    return f"{of}表头（第 {corner.rows_above + header.row + 1} 行）"


def _named(rows: pl.DataFrame, columns: dict[str, str], overflow: pl.Expr) -> pl.DataFrame:
    """The rows under the contract's names."""
    return rows.select(
        *(pl.col(column).alias(name) for column, name in columns.items()),
        pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_number"),
        pl.col("sheet_row").cast(pl.Int32),
        overflow.alias("overflow"),
    )


def _refined(rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The rows with the more exact word of a column that stands beside it, where that is one of its words."""
    beside = [name for name in rows.columns if name.endswith("~")]
    for name in beside:
        column = contract.by_name[contract_name(name)]
        word = in_words(pl.col(name), column.meanings)
        is_one = word.is_in([*column.meanings.values()])
        rows = rows.with_columns(pl.when(is_one).then(word).otherwise(pl.col(column.name)).alias(column.name))
    return rows.drop(beside) if beside else rows


def _scale_below(closing: pl.DataFrame) -> Decimal | None:
    """The unit that a closing line states: `注：金额单位为万元`."""
    lines = (" ".join(filter(None, line)) for line in closing.drop("sheet_row").head(_CLOSING_LINES).rows())
    return next((scale for line in lines if (scale := stated_scale(line)) is not None), None)


def text_table(sheets: Iterable[SheetText], notices: Iterable[Notice] = ()) -> TextTable:
    """The table of a file's sheets, whose rows are numbered on through them."""
    numbered: list[SheetText] = []
    rows = 0
    for sheet in sheets:
        frame = sheet.frame.with_columns(pl.col("row_number") + rows) if rows else sheet.frame
        numbered.append(replace(sheet, frame=frame))
        rows += frame.height
    asked = dict.fromkeys(remark for sheet in numbered for remark in sheet.header_remarks)
    of_headers = [Notice(remark.code, remark.column_name, 1, remark.message) for remark in asked]
    return TextTable(numbered, [*notices, *of_headers, *row_remarks(numbered)])


def row_remarks(sheets: Sequence[SheetText]) -> Iterator[Notice]:
    """One notice for each remark, with sheets and rows."""
    kinds: dict[tuple[str, str], list[tuple[SheetText, tuple[int, ...]]]] = defaultdict(list)
    for sheet in sheets:
        for lines in sheet.remarks:
            if lines.rows:
                kinds[lines.code, lines.words].append((sheet, lines.rows))
    for (code, words), places in kinds.items():
        texts = (f"{f'“{sheet.name}”' if len(sheets) > 1 else ''}{_listed(rows)}" for sheet, rows in places)
        count = sum(len(rows) for _, rows in places)
        yield Notice(code, "", count, f"{words}：{'；'.join(texts)}")


def _listed(rows: tuple[int, ...]) -> str:
    more = f" 等 {len(rows)} 行" if len(rows) > _LISTED_ROWS else " 行"
    return f"第 {'、'.join(map(str, rows[:_LISTED_ROWS]))}{more}"
