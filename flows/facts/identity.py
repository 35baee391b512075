"""The identity of facts: what a row that is sent again has in common with the earlier one.

It folds what the linker folds: traditional and simplified characters, width, spaces, interpuncts, brackets.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from connectors.warehouse.loading import BUT_NAME, BUT_NUMBER, IDENTITY
from data_contracts.contract import Contract
from data_contracts.keys import ORDINAL
from data_contracts.texts import nfkc
from matching.comparing import names, repeats

_SLICE_ROWS = 500_000
_SEPARATOR = "\x1f"
_PERSON = "person"
_UNSEEN = r"[\s\p{Cf}\p{Cc}]"
_UNSPOKEN = r"[\s\p{Cf}\p{Cc}\p{P}]"  # brackets, interpuncts, dashes


def slices_with_identity(rows: pl.DataFrame, contract: Contract) -> Iterator[pl.DataFrame]:
    """A file's rows as `with_identity` returns them, in slices that together use little memory.

    Rows that are numbered among their equals are numbered in the whole file.
    """
    keyed = rows.select(pl.all_horizontal(pl.col(contract.key_columns).is_not_null()).all()).item()
    is_numbered = ORDINAL in (contract.key if keyed else {*contract.key, *contract.key_without})
    parts = [rows] if is_numbered or rows.is_empty() else rows.iter_slices(_SLICE_ROWS)
    return (with_identity(part, contract) for part in parts)


def with_identity(rows: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Add the texts by which facts are the same, or nearly so.

    Args:
        rows: typed rows of a source of facts.
        contract: of the source.

    Returns:
        `rows` with `fact_identity`; `identity_but_name` and `identity_but_number`: what else makes a fact of
        a person the same, for rows that may repeat one with another name, or with another number and the
        same amounts. These are NULL where the fact is not known by its person.
    """
    amounts = (term.removeprefix("-") for term in contract.at_stake)
    wanted = {*contract.key, *contract.key_without, *amounts} & contract.by_name.keys()
    parts = {name: _folded(rows[name], contract.by_name[name].type) for name in sorted(wanted)}
    known = rows.select(pl.all_horizontal(pl.col(contract.key_columns).is_not_null())).to_series()
    by_key = _identities(contract, contract.key, rows, parts)
    if not contract.key_without or known.all():
        return rows.with_columns(by_key)
    otherwise = _identities(contract, contract.key_without, rows, parts)
    chosen = [pl.when(known).then(by_key[name]).otherwise(otherwise[name]) for name in by_key.columns]
    return rows.with_columns(pl.select(chosen))


def _identities(
    contract: Contract, key: Sequence[str], rows: pl.DataFrame, parts: dict[str, pl.Series]
) -> pl.DataFrame:
    """The three texts of every row, by one of the contract's keys."""
    person = _person(rows) if _PERSON in key else pl.DataFrame()
    others = [parts[part] for part in key if part not in {_PERSON, ORDINAL}]
    exact = [person["identity"] if part == _PERSON else parts[part] for part in key if part != ORDINAL]
    if ORDINAL in key:
        exact = [*exact, _ordinals(exact)]
        others = [*others, exact[-1]]
    identity = _joined(exact).alias(IDENTITY)
    if _PERSON not in key:
        nothing = pl.Series([None] * len(identity), dtype=pl.String)
        return pl.DataFrame([identity, nothing.alias(BUT_NAME), nothing.alias(BUT_NUMBER)])
    amounts = [parts[term.removeprefix("-")] for term in contract.at_stake]
    return pl.DataFrame(
        [
            identity,
            _joined([person["but_name"], *others]).alias(BUT_NAME),
            _joined([person["but_number"], *others, *amounts]).alias(BUT_NUMBER),
        ]
    )


def _folded(column: pl.Series, kind: str) -> pl.Series:
    """A column as text, in one form whatever the sender's system writes; blanks are empty."""
    if kind == "text":
        return repeats.each_once(column, _spoken).fill_null("")
    if kind == "code":
        return pl.select(nfkc(pl.lit(column)).str.replace_all(_UNSEEN, "").fill_null("")).to_series()
    return column.cast(pl.String).fill_null("")


def _spoken(texts: pl.Series) -> pl.Series:
    plain = texts.str.normalize("NFKC").str.to_uppercase().str.replace_all(_UNSPOKEN, "")
    return names.simplified(plain)


def _person(rows: pl.DataFrame) -> pl.DataFrame:
    """`identity`: the valid ID number with the name, else the name, birth date, address and number.

    `but_name` is the same without the name, where another name may mean this person: with a number, or if a
    character of the name may be lost. `but_number` is the name, where the number may be misread.
    """
    person = repeats.written(rows.select("name", "id_number"))
    name, number = person["name"].fill_null(""), person["number"].fill_null("")
    # The address of the many who have a valid number is not needed.
    address = rows.select(pl.when(~person["valid"]).then("address")).to_series()
    described = [_folded(rows["birth_date"], "date"), _folded(address, "text"), number]
    losable = repeats.may_be_lost(person["name"])
    legible, complete_name = person["legible"], ~person["name"].fill_null("?").str.contains(r"[?*]")
    return pl.select(
        identity=pl.when(person["valid"])
        .then(_joined([number, name]))
        .otherwise(_joined([name, *described])),
        but_name=pl.when(legible & (name != "")).then(number).when(losable).then(_joined(described)),
        but_number=pl.when(legible & complete_name).then(name),
    )


def _joined(parts: Sequence[pl.Series]) -> pl.Series:
    """One text of all parts; NULL where one is."""
    return pl.select(pl.concat_str([pl.lit(part) for part in parts], separator=_SEPARATOR)).to_series()


def _ordinals(parts: Sequence[pl.Series]) -> pl.Series:
    """The number of each row among those that are equal in all parts, from 1."""
    alike = pl.DataFrame({"alike": _joined(parts)})
    return alike.select(pl.int_range(1, pl.len() + 1).over("alike").cast(pl.String)).to_series()
