"""Forms to fill in by hand as a layout declares them: a printed page a household, three cells wide."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from connectors.workbooks.layout import Column

Kind = Literal["title", "note", "header", "known", "asked", "both", "foot"]
Style = Literal["title", "note", "label", "known", "asked", "foot"]
Lines = tuple[tuple[str, ...], ...]

_GAP = "　　"  # between blanks of one line
_INDENT = 1.5  # of what is known and asked, in the unit of widths


@dataclass(frozen=True)
class PageCell:
    """One cell of every page: a text, which may name facts in braces, or what a column says."""

    style: Style
    text: str = ""
    column: str = ""


@dataclass(frozen=True)
class PageRow:
    """One row of every page.

    Attributes:
        kind: `title`, `note` and `foot` are one cell. The others begin with their title; beside it stands
            what is `known`, what is `asked`, or `both` beside each other; `header` is above these.
        title: in the first cell; may name facts in braces.
        column: of the relation: what is known.
        headers: of the second and third cell of a `header`.
        always: lines of blanks that every visit fills in.
        further: lines of blanks for what differs, or leads to monitoring.
        height: least height in points, at the largest font.
        grows: takes the room that is left on the page.
    """

    kind: Kind
    title: str = ""
    column: str = ""
    headers: tuple[str, ...] = ()
    always: Lines = ()
    further: Lines = ()
    height: float = 18
    grows: bool = False

    @property
    def blanks(self) -> str:
        """What is asked, as printed."""
        return "\n".join(_GAP.join(line) for line in (*self.always, *self.further))

    @property
    def cells(self) -> tuple[PageCell, PageCell, PageCell]:
        """Its three cells; where cells are merged, all but the first are empty."""
        title = PageCell("label", self.title)
        known, asked = PageCell("known", column=self.column), PageCell("asked", self.blanks)
        match self.kind:
            case "header":
                second, third = self.headers
                return title, PageCell("label", second), PageCell("label", third)
            case "known":
                return title, known, PageCell("known")
            case "asked":
                return title, asked, PageCell("asked")
            case "both":
                return title, known, asked
            case "title" | "note" | "foot" as style:
                return PageCell(style, self.title, self.column), PageCell(style), PageCell(style)

    @property
    def merged(self) -> str:
        """First and last column of its merged cells; empty without any."""
        return {"header": "", "both": "", "known": "BC", "asked": "BC"}.get(self.kind, "AC")


@dataclass(frozen=True)
class PrintedPage:
    """A page for each row of the relation.

    Attributes:
        widths: of the three columns of cells, as those of a table.
        rows: from top to bottom.
    """

    widths: tuple[float, float, float]
    rows: tuple[PageRow, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the relation that it shows."""
        return tuple(row.column for row in self.rows if row.column)

    def width(self, row: PageRow) -> tuple[float, float]:
        """Widths of the cells with what is known and with what is asked."""
        title, known, asked = self.widths
        if row.kind in {"header", "both"}:
            return known - _INDENT, asked - _INDENT
        whole = known + asked + (title if row.merged == "AC" else -_INDENT)
        return whole, whole


def read_page(declared: Mapping[str, Any], entries: Callable[[str, str], Iterable["Column"]]) -> PrintedPage:
    """The page that a layout declares.

    Args:
        declared: `widths` and `rows`; a row may ask what the sheet of another layout asks (`entries_of`).
        entries: the columns of a sheet, by layout and form.
    """
    return PrintedPage(tuple(declared["widths"]), tuple(_row(row, entries) for row in declared["rows"]))


def _row(declared: Mapping[str, Any], entries: Callable[[str, str], Iterable["Column"]]) -> PageRow:
    parts = dict(declared)
    for name in ("always", "further"):
        parts[name] = tuple(tuple(line) for line in parts.get(name, ()))
    parts["headers"] = tuple(parts.get("headers", ()))
    if source := parts.pop("entries_of", None):
        columns = {column.name: column for column in entries(source["layout"], source["form"])}
        asked = tuple((_blank(columns[name], source["leaving_out"]),) for name in source["fields"])
        parts["always"] = (*asked, *parts["always"])
    return PageRow(**parts)


def _blank(column: "Column", leaving_out: Iterable[str]) -> str:
    """An entry of a sheet as it is asked on paper."""
    if column.fill_in == "date":
        return f"{column.title}：＿＿＿＿年＿＿月＿＿日"
    choices = [choice for choice in column.choices if choice not in leaving_out]
    return f"{column.title}：{' '.join(f'□{choice}' for choice in choices)}"
