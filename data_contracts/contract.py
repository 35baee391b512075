"""The form of a department's extract: one YAML file per source, loaded into frozen dataclasses.

Another department is another YAML file, here in `sources/` or in the county's own folder, without code.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from data_contracts.cadence import Cadence
from data_contracts.digests import digest_of
from data_contracts.errors import SettingsError
from data_contracts.feeds import Feed, contradictions_of_feeds
from data_contracts.validation import IDENTIFIER, UniqueKeyLoader, fault

FOLDER = files(__package__).joinpath("sources")

Kind = Literal["snapshot", "facts"]
ColumnType = Literal["text", "code", "id_number", "date", "month", "money"]
Severity = Literal["critical", "warning"]

PERSON_COLUMNS = ("name", "id_number", "birth_date", "sex", "address")
"""Columns that every source about persons must declare, because linking compares them."""

PERSON_KEY = ("name", "id_number", "birth_date", "address")
"""The columns that `person` in a contract's key stands for."""

ORDINAL = "ordinal"
"""In `key_without`: a row's number among the equal rows of its file."""

MEASURES = frozenset(
    {"rows_ratio", "rejected_share", "usable_id_share", "anonymous_share", "duplicate_key_share"}
)
"""Measures that a check may name, besides `fill:<column>`."""

_RESERVED = frozenset(
    {"file_id", "row_number", "overflow", "fact_key", "person_key", "but_name_key", "but_number_key"}
)  # the warehouse's own columns
_SQL_TYPES = {"date": "DATE", "month": "DATE", "money": "DECIMAL(14, 2)"}  # others are text
_STRICT = ConfigDict(extra="forbid")

_MULTIPLES = {None: 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
_YUAN = r"(?:单位:?)?(?:人民币)?(?P<multiple>百万|[百千万亿])?元(?:/[^)\]】〕]*)?"
_OTHER_UNITS = (
    r"单位:?[^)\]】〕]*|人民币|rmb|cny|yuan|人|户|岁|周岁|\d+位|必填|选填|是/否"
    r"|年[/-]?月(?:[/-]?日)?|y{4}[^)\]】〕]*"
)
_BRACKETED_YUAN = re.compile(rf"[(\[【〔]{_YUAN}[)\]】〕]")
_BRACKETED_UNIT = re.compile(rf"[(\[【〔](?:{_YUAN}|{_OTHER_UNITS})[)\]】〕]")
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")  # white space and zero-width characters


def header_key(text: str) -> str:
    """Header text for matching: NFKC, lower case, without white space, unit in brackets, and the mark `*`.

    Other brackets stay: the guardian's number, `身份证号（监护人）`, is not the child's.
    """
    return _BRACKETED_UNIT.sub("", _folded(text)).strip("*:")


def unit_scale(header: str) -> int:
    """Yuan per unit of a money column with this header: 10,000 for `（万元）`, 1 without a unit."""
    unit = _BRACKETED_YUAN.search(_folded(header))
    return _MULTIPLES[unit["multiple"]] if unit else 1


def _folded(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).lower()


@dataclass(frozen=True, config=_STRICT)
class Column:
    """One column of an extract.

    Attributes:
        name: canonical English name.
        title: the interface's Chinese name.
        type: how its text is converted.
        aliases: other headers that name it.
        required: whether a file without it is rejected.
        not_blank: whether a row in which it is blank is rejected.
        categories: its usual values; others are kept and reported. Empty: any value.
        signed: whether the amount may be negative.
        lenient: whether an unreadable value becomes NULL with a notice, instead of rejecting the row.
        references: snapshot source that must have each value in its key column of the same name.
    """

    name: Annotated[str, Field(pattern=IDENTIFIER)]
    title: Annotated[str, Field(min_length=1)]
    type: ColumnType
    aliases: tuple[str, ...] = ()
    required: bool = False
    not_blank: bool = False
    categories: tuple[str, ...] = ()
    signed: bool = False
    lenient: bool = False
    references: str | None = None

    @property
    def header_keys(self) -> frozenset[str]:
        """All headers that name it, as returned by `header_key`."""
        return frozenset(map(header_key, (self.name, self.title, *self.aliases)))

    @property
    def sql_type(self) -> str:
        """Its type in the database."""
        return _SQL_TYPES.get(self.type, "VARCHAR")


@dataclass(frozen=True, config=_STRICT)
class Check:
    """Bounds of a file's measure. A critical check rejects the file; a warning is reported to the sender."""

    measure: str
    reason: Annotated[str, Field(min_length=1)]
    minimum: float | None = None
    maximum: float | None = None
    severity: Severity = "warning"


def _named(columns: Any) -> Any:
    """The columns as a tuple, from YAML's mapping by name; the validator refuses any other form."""
    if not isinstance(columns, dict):
        return columns
    return tuple({"name": name, **spec} if isinstance(spec, dict) else spec for name, spec in columns.items())


@dataclass(frozen=True, config=_STRICT)
class Contract:
    """The contract of one source.

    Attributes:
        source: English name, used for the drop folder and the tables.
        title: Chinese name of the extract.
        department: the department that sends it.
        kind: snapshot (all files of the newest period together) or facts (files add up).
        key: columns that identify a row; `person` stands for `PERSON_KEY`.
        key_without: what identifies a row whose `key` is blank; `ordinal` stands for its number among the
            rows of its file that are equal in the other parts. Empty: the key is never blank.
        columns: in the interface's order.
        cadence: when the extract is due.
        checks: bounds on a whole file's measures.
        person: whether its rows are about persons who must be linked.
        dated_by: column that dates a fact; None for snapshots.
        reversal: column that is filled in rows that cancel another row; only such rows may be negative.
        at_stake: money columns that make up the amount at stake in a row, with a minus before those to
            subtract; uncertain links with the largest amounts are reviewed first. Empty: no amount.
        feeds: which of its rows count for which measures of a household.
    """

    source: Annotated[str, Field(pattern=IDENTIFIER)]
    title: Annotated[str, Field(min_length=1)]
    department: Annotated[str, Field(min_length=1)]
    kind: Kind
    key: tuple[str, ...]
    columns: Annotated[tuple[Column, ...], BeforeValidator(_named)]
    cadence: Cadence
    checks: tuple[Check, ...] = ()
    person: bool = False
    dated_by: str | None = None
    reversal: str | None = None
    at_stake: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    key_without: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Its columns by canonical name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def _by_header(self) -> dict[str, Column]:
        return {key: column for column in self.columns for key in column.header_keys}

    def column_for(self, header: str) -> Column | None:
        """The column that a header text names; None if there is none."""
        return self._by_header.get(header_key(header))

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns of its key, with those of `person`."""
        return _columns_of(self.key)

    @property
    def references(self) -> dict[str, str]:
        """Column -> snapshot source that must have its values."""
        return {column.name: column.references for column in self.columns if column.references}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if contradictions := "；".join(_contradictions(self)):
            raise ValueError(contradictions)
        return self


def _columns_of(key: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that the parts of a key stand for."""
    parts = (PERSON_KEY if part == "person" else (part,) for part in key if part != ORDINAL)
    return tuple(name for part in parts for name in part)


def _contradictions(contract: Contract) -> Iterator[str]:
    """Contradictions between the parts of a contract, in Chinese."""
    names = contract.by_name.keys()
    mentioned = {
        *contract.key_columns,
        *_columns_of(contract.key_without),
        *(c.measure[5:] for c in contract.checks if c.measure.startswith("fill:")),
    }
    mentioned |= {name for name in (contract.dated_by, contract.reversal) if name}
    staked = {term.removeprefix("-") for term in contract.at_stake}
    mentioned |= staked
    if unknown := sorted(mentioned - names):
        yield f"提到了没有声明的列：{'、'.join(unknown)}"
    if unmeasured := sorted(c.measure for c in contract.checks if not _measurable(c.measure)):
        yield f"没有这样的检查指标：{'、'.join(unmeasured)}"
    if unbounded := sorted(c.measure for c in contract.checks if c.minimum is None and c.maximum is None):
        yield f"检查既无 minimum 也无 maximum：{'、'.join(unbounded)}"
    if taken := sorted(names & _RESERVED):
        yield f"列名已被系统使用：{'、'.join(taken)}"
    if contract.person and (missing := sorted(set(PERSON_COLUMNS) - names)):
        yield f"人员类来源必须声明列：{'、'.join(missing)}"
    if (contract.kind == "facts") != (contract.dated_by is not None):
        yield "事实类来源（facts）必须写 dated_by，名册（snapshot）不能写"
    if contract.dated_by in names and not _dates_rows(contract.by_name[str(contract.dated_by)]):
        yield "dated_by 必须是不可为空（not_blank）的日期或月份列"
    if any(contract.by_name[name].type != "money" for name in staked & names):
        yield "at_stake 只能写金额（money）列，要减去的在列名前加减号"
    if contract.feeds and contract.kind != "facts":
        yield "只有事实类来源（facts）可以写 feeds"
    yield from contradictions_of_feeds(contract.feeds, contract.by_name, person=contract.person)
    if ORDINAL in contract.key:
        yield "ordinal 只能写在 key_without 中"
    filled = {column.name for column in contract.columns if column.not_blank}
    if contract.key_without and filled & set(contract.key):
        yield "有 key_without 时，key 只能是可以为空的列"
    yield from _ambiguous_headers(contract)


def _measurable(measure: str) -> bool:
    return measure in MEASURES or measure.startswith("fill:")


def _dates_rows(column: Column) -> bool:
    return column.not_blank and column.type in {"date", "month"}


def _ambiguous_headers(contract: Contract) -> Iterator[str]:
    seen: dict[str, str] = {}
    for column in contract.columns:
        for key in sorted(column.header_keys):
            if (other := seen.setdefault(key, column.name)) != column.name:
                yield f"表头“{key}”同时指向 {other} 和 {column.name}"


def load_contracts(extra: Path | None = None) -> dict[str, Contract]:
    """The contracts of all sources: the packaged ones, and those in a county's own folder.

    Args:
        extra: folder with further `<source>.yaml` files; it need not exist.

    Raises:
        SettingsError: if a file is invalid, contradicts itself, or declares a source a second time.
    """
    own = sorted(extra.glob("*.y*ml")) if extra else []
    contracts: dict[str, Contract] = {}
    for path in [*sorted(FOLDER.iterdir(), key=lambda p: p.name), *own]:
        contract = _contract(path.name, path.read_bytes())
        if contract.source in contracts:
            raise SettingsError(f"{path.name}：来源 {contract.source} 已有契约，请换一个名称")
        contracts[contract.source] = contract
    _check_references(contracts)
    return contracts


def digests(extra: Path) -> list[str]:
    """Digests of the packaged contracts, and of those in a county's own folder, which need not exist."""
    return [digest_of(FOLDER), digest_of(extra)]


@lru_cache(maxsize=64)  # a command reads them several times, a process of many runs every time
def _contract(name: str, content: bytes) -> Contract:
    """The contract in a file of that name and content."""
    try:
        document = yaml.load(content.decode("utf-8"), Loader=UniqueKeyLoader)  # noqa: S506, a SafeLoader
        contract = TypeAdapter(Contract).validate_python(document)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}：不是 UTF-8 编码的 YAML，或有重复的键，请检查缩进和标点") from error
    except ValidationError as error:
        raise SettingsError(f"{name}：{'；'.join(map(fault, error.errors()))}") from error
    if name != f"{contract.source}.yaml":
        raise SettingsError(f"{name}：文件名应为 {contract.source}.yaml，与 source 一致")
    return contract


def _check_references(contracts: dict[str, Contract]) -> None:
    for contract in contracts.values():
        for column, source in contract.references.items():
            if source not in contracts or contracts[source].kind != "snapshot":
                raise SettingsError(
                    f"{contract.source}.yaml：列 {column} 参照的 {source} 不是名册（snapshot）来源"
                )
