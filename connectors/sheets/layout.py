"""Where the contract's columns stand in a sheet, and all that is wrong with its header, told at once."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from connectors.sheets.header import Header, missing
from data_contracts.contract import Contract
from data_contracts.errors import UnreadableFileError
from data_contracts.units import bracketed_scale, header_key, stated_scale

_SHOWN_CHARACTERS = 50  # of an unknown header, in a receipt


@dataclass(frozen=True)
class Layout:
    """The positions of the contract's columns in a sheet.

    Attributes:
        positions: column of the frame -> position. A column is named by its canonical name; the further parts
            of an amount by `<name>+2`, `<name>+3` ..., and the sum of the parts by `<name>=`.
        headers: column of the frame -> header text as sent.
        unknown: header texts that name no column, or a column that has a better header.
        scale: yuan per unit of the money columns that name none; None if the sheet states none.
    """

    positions: dict[str, int]
    headers: dict[str, str]
    unknown: list[str]
    scale: Decimal | None


@dataclass
class _Faults:
    """What is wrong with a header: codes and Chinese messages."""

    codes: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def add(self, code: str, message: str) -> None:
        self.codes.append(code)
        self.messages.append(message)

    def stop(self) -> None:
        """Raise the faults, if there are any."""
        if self.codes:
            raise UnreadableFileError("".join(dict.fromkeys(self.messages)), self.codes[0])


def layout(header: Header, contract: Contract) -> Layout:
    """The position of each of the contract's columns.

    Args:
        header: the sheet's header.
        contract: the source's contract.

    Raises:
        UnreadableFileError: naming all that is wrong: required columns or all amounts are missing, a column
            is duplicated, a unit is not understood.
    """
    faults = _Faults()
    if absent := missing(header, contract):
        faults.add("missing_column", f"缺少必需的列：{'、'.join(absent)}。请补上后重新报送。")
    candidates: dict[str, list[int]] = defaultdict(list)
    for position, column in header.columns.items():
        candidates[column.name].append(position)
    positions: dict[str, int] = {}
    for name, places in candidates.items():
        best = _best(places, header)
        positions |= _positions(name, best, header)
        if not _is_one_column(best, header):
            title_of = contract.by_name[name].title
            faults.add("duplicate_column", f"列名重复：有不止一列是“{title_of}”，请只保留一列。")
    headers = {name: header.cells[place] for name, place in positions.items()}
    scale = _scale(header, headers, contract, faults)
    if faults.codes and (absent := _named_elsewhere(header, contract)):
        faults.add("missing_column", f"表头也没有{'、'.join(absent)}，标题和文件名中没有写明的，请补上。")
    faults.stop()
    taken = set(positions.values()) | header.ordinals
    unknown = [text.strip()[:_SHOWN_CHARACTERS] for place, text in header.cells.items() if place not in taken]
    return Layout(positions, headers, unknown, scale)


def _named_elsewhere(header: Header, contract: Contract) -> list[str]:
    """Titles of required columns that it lacks, and that the title or a name may give."""
    present = {column.name for column in header.columns.values()}
    return [c.title for c in contract.columns if c.required and c.named_in and c.name not in present]


def _best(places: list[int], header: Header) -> list[int]:
    """The positions of a column: only those under its own name rather than an alias, where there are any."""
    own = [place for place in places if _is_own_name(place, header)]
    return places if len(places) == 1 or len(own) != 1 or _is_one_column(places, header) else own


def _is_one_column(places: list[int], header: Header) -> bool:
    """Whether it is one, or the parts of one amount and at most one sum of them."""
    parts = [place for place in places if header.named[place].is_part]
    sums = [place for place in places if _is_sum(place, header)]
    return len(places) == 1 or (bool(parts) and len(sums) <= 1)


def _is_sum(place: int, header: Header) -> bool:
    return header.named[place].is_subtotal or not header.named[place].is_part


def _positions(name: str, places: list[int], header: Header) -> dict[str, int]:
    """The frame's columns of one column of the contract."""
    if len(places) == 1:
        return {name: places[0]}
    parts = [place for place in places if not _is_sum(place, header)]
    sums = {f"{name}=": place for place in places if _is_sum(place, header)}
    return {name if n == 1 else f"{name}+{n}": place for n, place in enumerate(parts, 1)} | sums


def _is_own_name(place: int, header: Header) -> bool:
    column = header.columns[place]
    return header_key(header.named[place].text) in {header_key(column.name), header_key(column.title)}


def _scale(header: Header, headers: dict[str, str], contract: Contract, faults: _Faults) -> Decimal | None:
    """The unit that the lines above state, the nearest one; units that are not understood are faults."""
    columns = {header.columns[place].name for place in header.columns}
    if not any(contract.by_name[name].type == "money" for name in columns):
        return None
    for name, text in headers.items():
        if contract.by_name[contract_name(name)].type == "money":
            _attempt(bracketed_scale, text, faults)
    below = [f"（{unit}）" for unit in header.units] if len(header.units) == 1 else []
    for line in reversed([*header.title, *below]):
        if (scale := _attempt(stated_scale, line, faults)) is not None:
            return scale
    return None


def _attempt(reading: Callable[[str], Decimal | None], text: str, faults: _Faults) -> Decimal | None:
    """The scale that a text states; a unit that is not understood is a fault."""
    try:
        return reading(text)
    except UnreadableFileError as error:
        faults.add(error.code, error.message)
        return None


def contract_name(column: str) -> str:
    """The contract's column that a column of the frame belongs to."""
    return column.rstrip("=").split("+", 1)[0]
