"""The layout of a department's file: format, encoding, header, title rows, formats of dates and money."""

from dataclasses import dataclass, replace

from flows.demo.people.draws import declared


@dataclass(frozen=True)
class Layout:
    """The layout of one file.

    Attributes:
        name: file name; its suffix is the format.
        encoding: of text formats.
        dates: strftime pattern of dates.
        months: strftime pattern of months.
        money: pattern around an amount.
        english: whether the header has canonical names instead of Chinese titles.
        units: whether the titles of money columns end in `（元）`.
        titles: lines of text above the header.
        extra: a column that the contract does not have.
        blank_rows: whether some rows are empty.
        total: whether the last row is a sum.
        split: whether each township has a file, with `{township}` in the name.
        number_cells: whether identity numbers that lost digits are in number cells.
    """

    name: str
    encoding: str = "utf-8"
    dates: str = "%Y-%m-%d"
    months: str = "%Y-%m"
    money: str = "{}"
    english: bool = False
    units: bool = False
    titles: tuple[str, ...] = ()
    extra: str | None = None
    blank_rows: bool = False
    total: bool = False
    split: bool = False
    number_cells: bool = False

    @property
    def suffix(self) -> str:
        """The format, for instance `.csv`."""
        return self.name[self.name.rindex(".") :]


_WORKBOOK_ROWS = 100_000  # larger tables come as CSV, as departments' systems export them


def layout_of(source: str, ordinal: int, formats: str, rows: int) -> Layout:
    """The layout of a source's file in a period (counted from 0).

    Args:
        source: name of the source.
        ordinal: of the period.
        formats: `mixed` for what departments send, `plain` for one UTF-8 CSV each.
        rows: expected number of rows.

    Raises:
        ValueError: if `formats` is neither.
    """
    if formats == "plain":
        return Layout(name=f"{source}.csv")
    if formats != "mixed":
        raise ValueError(f"formats must be 'mixed' or 'plain', not {formats!r}")
    choices = declared("extracts/layouts")[source]
    choice = choices[ordinal % len(choices)]
    layout = Layout(**{**choice, "titles": tuple(choice.get("titles", ()))})
    too_long = layout.suffix == ".xlsx" and rows > _WORKBOOK_ROWS
    return replace(layout, name=layout.name.replace(".xlsx", ".csv"), titles=()) if too_long else layout
