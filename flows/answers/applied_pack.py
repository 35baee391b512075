"""The pack that is in force in a published period, and what it is applied with."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from connectors.settings import Settings
from rules.declarations.model import Operand
from rules.declarations.operands import operands_of, restricted_to_delivered
from rules.declarations.pack import Pack, choose, named, parameters
from sql import statement


@dataclass(frozen=True)
class AppliedPack:
    """A pack as it is applied in one period.

    Attributes:
        period: identification month.
        pack: in force, restricted to sources that have delivered.
        parameters: resolved, with the county's own.
        operands: that its conditions are made of.
    """

    period: str
    pack: Pack
    parameters: Mapping[str, Decimal]
    operands: Mapping[str, Operand]


def applied_pack(
    con: duckdb.DuckDBPyConnection,
    packs: Mapping[str, Pack],
    settings: Settings,
    period: str,
    key: str | None = None,
) -> AppliedPack:
    """The pack of `period`: `key`, else as the settings say, restricted to sources that have delivered.

    Raises:
        SettingsError: if there is no such pack, or the county's lines do not fit it.
    """
    pack = named(packs, key) if key else choose(packs, settings.policy, settings.area, period)
    operands = operands_of(pack)
    restricted = restricted_to_delivered(pack, operands, delivered(con, period))
    return AppliedPack(period, restricted, parameters(pack, period, settings.lines), operands)


def delivered(con: duckdb.DuckDBPyConnection, period: str) -> set[str]:
    """Sources that had rows accepted in a period up to this one."""
    return {source for (source,) in con.execute(statement("files/delivered"), {"period": period}).fetchall()}
