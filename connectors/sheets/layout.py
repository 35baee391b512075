"""Where the contract's columns stand in a sheet, and all that is wrong with its header, told at once."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from connectors.sheets.amount_remarks import remark_faults
from connectors.sheets.header import Header, missing
from connectors.sheets.header_questions import (
    asked,
    doubtful_message,
    duplicate_message,
    missing_message,
    question,
    shown,
    stand_in_message,
    unused_message,
)
from data_contracts.contract import STAND_IN, Column, Contract
from data_contracts.errors import UnreadableFileError
from data_contracts.units import bracketed_scale, stated_scale


@dataclass(frozen=True)
class HeaderRemark:
    """A remark on a header that is read nevertheless.

    Attributes:
        code: English word for programs to test.
        column_name: canonical English name; '' if it is about a header that names no column.
        message: Chinese sentence.
    """

    code: str
    column_name: str
    message: str


@dataclass(frozen=True)
class Layout:
    """The positions of the contract's columns in a sheet.

    Attributes:
        positions: column of the frame -> position. A column is named by its canonical name; the further parts
            of an amount by `<name>+2`, `<name>+3` ..., and the sum of the parts by `<name>=`.
        headers: column of the frame -> header text as sent.
        unknown: header texts that name no column, or a column that has a better header.
        scale: yuan per unit of the money columns that name none; None if the sheet states none.
        remarks: what the receipt says of the header.
    """

    positions: dict[str, int]
    headers: dict[str, str]
    unknown: list[str]
    scale: Decimal | None
    remarks: tuple[HeaderRemark, ...] = ()


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
            is duplicated, a unit or a remark on an amount is not understood, a header may name an amount that
            counts.
    """
    faults = _Faults()
    positions, remarks = _chosen(header, contract, faults)
    headers = {name: header.cells[place] for name, place in positions.items()}
    taken = set(positions.values()) | header.ordinals
    unknown = [shown(text) for place, text in header.cells.items() if place not in taken]
    if absent := _absent(header, contract, positions):
        faults.add("missing_column", missing_message(absent, unknown, contract, positions))
    for message in remark_faults(unknown, contract, positions):
        faults.add("amount_remark", message)
    doubts = asked(unknown, contract, positions)
    counting = {name for feed in contract.feeds for name in feed.amount_columns}
    for text, column in () if absent else doubts:
        if column.name in counting:
            faults.add("doubtful_amount", doubtful_message(text, column))
    scale = _scale(header, headers, contract, faults)
    if faults.codes and (elsewhere := _named_elsewhere(header, contract)):
        message = f"表头也没有{'、'.join(elsewhere)}，标题和文件名中没有写明的，请补上。"
        faults.add("missing_column", message)
    faults.stop()
    if no_amounts := _without_amounts(positions, contract):
        remarks.append(no_amounts)
    questions = (HeaderRemark("header_question", "", question(*doubt)) for doubt in doubts)
    return Layout(positions, headers, unknown, scale, (*remarks, *questions))


def _without_amounts(positions: dict[str, int], contract: Contract) -> HeaderRemark | None:
    """A remark that none of the amounts that count is there: the file says nothing of expenses."""
    added_up = (feed for feed in contract.feeds if not feed.detail)
    counting = {name: None for feed in added_up for name in feed.amount if not name.startswith("-")}
    if not counting or not counting.keys().isdisjoint(map(contract_name, positions)):
        return None
    titles = "、".join(f"“{contract.by_name[name].title}”" for name in counting)
    message = f"没有认出{titles}一列，这份文件不计入支出；若有这一列，请把列名改成约定的名称后重新报送"
    return HeaderRemark("no_amounts", "", message)


def _chosen(header: Header, contract: Contract, faults: _Faults) -> tuple[dict[str, int], list[HeaderRemark]]:
    """The positions of the columns that the header names; several headers of one column are a fault."""
    candidates: dict[str, list[int]] = defaultdict(list)
    for position, column in header.columns.items():
        candidates[column.name].append(position)
    best = {name: _best(places, header) for name, places in candidates.items()}
    if _is_of_another_person(best, header):
        del best["id_number"]
    positions: dict[str, int] = {}
    remarks = []
    for name, places in best.items():
        column, texts = contract.by_name[name], [header.cells[place] for place in places]
        if _is_one_column(places, header):
            positions |= _positions(name, places, header)
            if more := _more_exact(column, candidates[name], header):
                positions[f"{name}~"] = more[0]
            if _rank(places[0], header) == STAND_IN and not header.named[places[0]].is_part:
                remarks.append(HeaderRemark("stand_in", name, stand_in_message(column, texts[0])))
        elif _only_describes(column, contract):
            remarks.append(HeaderRemark("unused_columns", name, unused_message(column, texts)))
        else:
            positions[name] = places[0]
            faults.add("duplicate_column", duplicate_message(column, texts))
    return positions, remarks


def _absent(header: Header, contract: Contract, positions: dict[str, int]) -> list[str]:
    """Titles of what is missing, in the header or since its header is not taken for the column."""
    dropped = [c.title for c in contract.columns if c.in_header and c.name not in positions]
    return [*dict.fromkeys([*missing(header, contract), *dropped])]


def _named_elsewhere(header: Header, contract: Contract) -> list[str]:
    """Titles of required columns that it lacks, and that the title or a name may give."""
    present = {column.name for column in header.columns.values()}
    return [c.title for c in contract.columns if c.required and c.named_in and c.name not in present]


def _best(places: list[int], header: Header) -> list[int]:
    """The positions of a column: those that name it best, by its own name, an alias, or a stand-in."""
    parts = [place for place in places if header.named[place].is_part]
    best = min(_rank(place, header) for place in places)
    if parts:
        return [place for place in places if place in parts or _rank(place, header) < STAND_IN]
    return [place for place in places if _rank(place, header) == best]


def _rank(place: int, header: Header) -> int:
    return header.columns[place].rank(header.named[place].text)


def _is_of_another_person(best: dict[str, list[int]], header: Header) -> bool:
    """Whether the number would be the household's head's, while the name is that of the person itself."""
    ranks = [_rank(best[name][0], header) if name in best else STAND_IN for name in ("name", "id_number")]
    return "id_number" in best and ranks[0] < STAND_IN == ranks[1]


def _only_describes(column: Column, contract: Contract) -> bool:
    """Whether a column decides nothing: a row counts, and for whom, and how much, without it as well."""
    deciding = {*contract.key_columns, *(name for feed in contract.feeds for name in feed.when)}
    return column.type == "text" and not column.required and column.name not in deciding - {"address"}


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


def _more_exact(column: Column, places: list[int], header: Header) -> list[int]:
    """The positions of stand-ins beside a column's own name, if they say it more exactly."""
    ranks = {place: _rank(place, header) for place in places}
    beside = column.refined and min(ranks.values()) < STAND_IN
    return [place for place, rank in ranks.items() if beside and rank == STAND_IN]


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
    return column.rstrip("=~").split("+", 1)[0]
