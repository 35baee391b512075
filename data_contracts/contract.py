"""The form of a department's extract: one YAML file per source, loaded into frozen dataclasses.

Another department is another YAML file, here in `sources/` or in the county's own folder, without code.
"""

from decimal import Decimal
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from data_contracts import extensions
from data_contracts.cadence import Cadence
from data_contracts.contradictions import contradictions
from data_contracts.digests import digest_of
from data_contracts.errors import SettingsError
from data_contracts.extensions import (
    Extension,
    Place,
    Synonyms,
    Unit,
    extended,
    folded_word,
    with_shared_words,
)
from data_contracts.feeds import Feed
from data_contracts.keys import columns_of
from data_contracts.parts import Parts, Total
from data_contracts.special_rows import Heads, Refunds
from data_contracts.units import bracketed_scale, header_key
from data_contracts.validation import IDENTIFIER, UniqueKeyLoader, fault

FOLDER = files(__package__).joinpath("sources")

Kind = Literal["snapshot", "facts"]
ColumnType = Literal["text", "code", "id_number", "date", "month", "money"]
Severity = Literal["critical", "warning"]

STAND_IN = 2
"""Rank of a header that stands in for a column."""

_SQL_TYPES = {"date": "DATE", "month": "DATE", "money": "DECIMAL(14, 2)"}  # others are text
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=_STRICT)
class Column:
    """One column of an extract.

    Attributes:
        name: canonical English name.
        title: the interface's Chinese name.
        type: how its text is converted.
        aliases: other headers that name it.
        stand_ins: headers of much the same meaning, that name it only in a file without the others; the
            receipt asks the sender whether they mean the same.
        stand_ins_are_usual: whether files usually have a stand-in, so that the receipt asks nothing.
        refined: whether a stand-in says it more exactly: beside its own header, each of its words in the
            stand-in's column takes the place of what its own column says.
        text_parts: headers of each of the parts that a text may stand in, in the order in which they are
            joined; only in a file where no header names it whole.
        named_in: where the one value of all rows may stand instead, in this order: the title above, the
            sheet's name, the file's (`file` in words, `file_code` also as 202105), the period's last day.
        to_the_day: whether a date in `named_in` must name its day; a month otherwise means its last day.
        required: whether a file without it is rejected.
        not_blank: whether a row in which it is blank is rejected.
        categories: its usual values; others are kept and reported. Empty: any value.
        place: whether it names a place: white space inside is no part of the name, full width is the same.
        synonyms: value -> other words for it; they are replaced by the value.
        unit: of a money column where neither its header nor the sheet states one.
        signed: whether the amount may be negative.
        lenient: whether an unreadable value becomes NULL with a notice; else it rejects the row.
        references: snapshot source that must have each value in its key column of the same name.
        parts, total: of which headers it is made; of which amounts a control is the sum.
    """

    name: Annotated[str, Field(pattern=IDENTIFIER)]
    title: Annotated[str, Field(min_length=1)]
    type: ColumnType
    aliases: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    refined: bool = False
    stand_ins_are_usual: bool = False
    text_parts: tuple[tuple[str, ...], ...] = ()
    required: bool = False
    not_blank: bool = False
    categories: tuple[str, ...] = ()
    place: bool = False
    synonyms: Synonyms = Field(default_factory=dict)
    unit: Unit = "元"
    named_in: tuple[Place, ...] = ()
    to_the_day: bool = False
    signed: bool = False
    lenient: bool = False
    references: str | None = None
    parts: Parts | None = None
    total: Total | None = None

    @property
    def header_keys(self) -> frozenset[str]:
        """All headers that may name it, as returned by `header_key`."""
        return frozenset(map(header_key, (self.name, self.title, *self.aliases, *self.stand_ins)))

    def rank(self, header: str) -> int:
        """How well a header text names it: 0 is its own name, 1 an alias, `STAND_IN` the least."""
        keys = ((self.name, self.title), self.aliases)
        named = (rank for rank, texts in enumerate(keys) if header_key(header) in map(header_key, texts))
        return next(named, STAND_IN)

    @cached_property
    def meanings(self) -> dict[str, str]:
        """Each of its words, folded, and the value that it means."""
        values = {folded_word(value): value for value in (*self.categories, *self.synonyms)}
        words = {folded_word(w): value for value, words in self.synonyms.items() for w in words}
        return words | values

    @property
    def scale(self) -> Decimal:
        """Yuan per unit of its amounts where nothing else states one."""
        return bracketed_scale(f"（{self.unit}）") or Decimal(1)

    @property
    def in_header(self) -> bool:
        """Whether a header without it is refused: it is required, and nothing else can name its value."""
        return self.required and not self.named_in

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
        columns, cadence: in the interface's order; when the extract is due.
        inside: whether the poverty office or its townships make it themselves. Its `department` is then not
            one of those that are told who was confirmed, and what came of their rows (F6, N6).
        checks: bounds on a whole file's measures.
        person: whether its rows are about persons who must be linked.
        dated_by: column that dates a fact; None for snapshots.
        reversal: column that is filled in rows that cancel another; only such rows may be negative.
        at_stake: money columns that make up the amount at stake in a row, with a minus before those to
            subtract; uncertain links with the largest amounts are reviewed first. Empty: no amount.
        feeds: which of its rows count for which measures of a household.
        holds: another source whose columns may stand repeated in its rows; such a file is taken for both.
        heads: what the rows of heads say of the household, where the file has no columns for it.
        controls, refunds: columns that control others and are not kept; which rows cancel an unnamed one.
    """

    source: Annotated[str, Field(pattern=IDENTIFIER)]
    title: Annotated[str, Field(min_length=1)]
    department: Annotated[str, Field(min_length=1)]
    kind: Kind
    key: tuple[str, ...]
    columns: Annotated[tuple[Column, ...], BeforeValidator(_named)]
    cadence: Cadence
    checks: tuple[Check, ...] = ()
    inside: bool = False
    person: bool = False
    dated_by: str | None = None
    reversal: str | None = None
    at_stake: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    key_without: tuple[str, ...] = ()
    holds: str | None = None
    heads: Heads | None = None
    controls: Annotated[tuple[Column, ...], BeforeValidator(_named)] = ()
    refunds: Refunds | None = None

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Its columns by canonical name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def readable(self) -> dict[str, Column]:
        """Its columns and controls by canonical name."""
        return {column.name: column for column in (*self.columns, *self.controls)}

    @cached_property
    def _by_header(self) -> dict[str, Column]:
        return {key: column for column in self.readable.values() for key in column.header_keys}

    def column_for(self, header: str) -> Column | None:
        """The column or control that a header text names; None if there is none."""
        return self._by_header.get(header_key(header))

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns of its key, with those of `person`."""
        return columns_of(self.key)

    @property
    def own_numbers(self) -> frozenset[str]:
        """Columns that number single rows, such as bills, and may be blank: no two rows share one."""
        return frozenset(self.key if self.key_without else ())

    @property
    def references(self) -> dict[str, str]:
        """Column -> snapshot source that must have its values."""
        return {column.name: column.references for column in self.columns if column.references}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if faults := "；".join(contradictions(self)):
            raise ValueError(faults)
        return self


def load_contracts(extra: Path | None = None) -> dict[str, Contract]:
    """The contracts of all sources: the packaged ones, and those in a county's own folder.

    Args:
        extra: folder with further `<source>.yaml` files, or ones that extend a source; it need not exist.

    Raises:
        SettingsError: if a file is invalid, contradicts itself, or declares a source a second time.
    """
    own = [(path.name, path.read_bytes()) for path in sorted(extra.glob("*.y*ml"))] if extra else []
    shipped = sorted((path.name, path.read_bytes()) for path in FOLDER.iterdir())
    read = [(name, _declared(name, content)) for name, content in [*shipped, *own]]
    contracts: dict[str, Contract] = {}
    for name, contract in read:
        if isinstance(contract, Contract):
            if contract.source in contracts:
                raise SettingsError(
                    f"{name}：来源 {contract.source} 已有契约，请换一个名称；"
                    f"要给它补充列名等，请在文件开头写 extends: {contract.source}"
                )
            contracts[contract.source] = contract
    for name, extension in read:
        if isinstance(extension, Extension):
            contracts[extension.extends] = _extended(contracts, extension, name)
    _check_references(contracts)
    return contracts


def digests(extra: Path) -> list[str]:
    """Digests of the packaged contracts, and of those in a county's own folder, which need not exist."""
    return [digest_of(FOLDER), extensions.digest(), digest_of(extra)]


@lru_cache(maxsize=64)  # a command reads them several times, a process of many runs every time
def _declared(name: str, content: bytes) -> Contract | Extension:
    """The contract in a file of that name and content, or what the file adds to another."""
    try:
        document = yaml.load(content.decode("utf-8"), Loader=UniqueKeyLoader)  # noqa: S506, a SafeLoader
        extends = isinstance(document, dict) and "extends" in document
        form: TypeAdapter[Contract | Extension] = TypeAdapter(Extension if extends else Contract)
        declared = form.validate_python(document)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}：不是 UTF-8 编码的 YAML，或有重复的键，请检查缩进和标点") from error
    except ValidationError as error:
        raise SettingsError(f"{name}：{'；'.join(map(fault, error.errors()))}") from error
    if isinstance(declared, Extension):
        return declared
    if name != f"{declared.source}.yaml":
        raise SettingsError(f"{name}：文件名应为 {declared.source}.yaml，与 source 一致")
    return with_shared_words(declared)


def _extended(contracts: dict[str, Contract], extension: Extension, name: str) -> Contract:
    """The contract with what the county's file `name` adds to it."""
    if extension.extends not in contracts:
        raise SettingsError(
            f"{name}：extends 写的来源 {extension.extends} 不存在，可写：{'、'.join(contracts)}"
        )
    if name != f"{extension.extends}.yaml":
        raise SettingsError(f"{name}：文件名应为 {extension.extends}.yaml，与 extends 一致")
    try:
        return extended(contracts[extension.extends], extension, name)
    except ValidationError as error:
        raise SettingsError(f"{name}：{'；'.join(map(fault, error.errors()))}") from error


def _check_references(contracts: dict[str, Contract]) -> None:
    for contract in contracts.values():
        if contract.holds and contract.holds not in contracts:
            raise SettingsError(f"{contract.source}.yaml：holds 写的来源 {contract.holds} 不存在")
        for column, source in contract.references.items():
            if source not in contracts or contracts[source].kind != "snapshot":
                raise SettingsError(
                    f"{contract.source}.yaml：列 {column} 参照的 {source} 不是名册（snapshot）来源"
                )
