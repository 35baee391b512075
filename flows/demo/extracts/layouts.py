"""How a department's file looks: format, encoding, header, title rows, how dates and money are written."""

from dataclasses import dataclass, replace

from flows.demo.people.draws import declared


@dataclass(frozen=True)
class Layout:
    """The look of one file.

    Attributes:
        name: file name; its ending is the format.
        encoding: of text formats.
        dates: strftime pattern of dates.
        months: strftime pattern of months.
        money: pattern around an amount.
        english: header of canonical names instead of Chinese titles.
        units: money titles carry `（元）`.
        titles: lines above the header.
        extra: a column that no contract knows.
        blank_rows: some rows are empty.
        total: the last row is a sum.
        split: one file per township, `{township}` in the name.
        number_cells: identity numbers that lost digits stand in number cells.
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
        """The format, `.csv` for instance."""
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
    said = choices[ordinal % len(choices)]
    layout = Layout(**{**said, "titles": tuple(said.get("titles", ()))})
    too_long = layout.suffix == ".xlsx" and rows > _WORKBOOK_ROWS
    return replace(layout, name=layout.name.replace(".xlsx", ".csv"), titles=()) if too_long else layout
