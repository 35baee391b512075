"""The pack applied in a published period, with its parameters and operands."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from connectors.settings import Settings
from connectors.workspace import Workspace
from rules.declarations.model import Operand
from rules.declarations.operands import operands_of, restricted_to_delivered
from rules.declarations.pack import Pack, choose, load_packs, named, parameters
from sql import statement


@dataclass(frozen=True)
class AppliedPack:
    """A pack as it is applied in one period.

    Attributes:
        period: identification month.
        pack: the pack in force, restricted to the sources that have delivered.
        parameters: resolved values, the county's own among them.
        operands: the indicators that its conditions may use.
    """

    period: str
    pack: Pack
    parameters: Mapping[str, Decimal]
    operands: Mapping[str, Operand]


def chosen_pack(workspace: Workspace, period: str) -> Pack:
    """The pack that `fangfanpin.toml` names, else the most specific one in force."""
    settings = workspace.settings
    return choose(load_packs(workspace.packs), settings.policy, settings.area, period)


def applied_pack(
    con: duckdb.DuckDBPyConnection,
    packs: Mapping[str, Pack],
    settings: Settings,
    period: str,
    key: str | None = None,
) -> AppliedPack:
    """The pack `key`, or the one that the settings choose, restricted to the sources that have delivered.

    Raises:
        SettingsError: if there is no such pack, or the county's lines do not fit it.
    """
    pack = named(packs, key) if key else choose(packs, settings.policy, settings.area, period)
    operands = operands_of(pack)
    restricted = restricted_to_delivered(pack, operands, delivered(con, period))
    return AppliedPack(period, restricted, parameters(pack, period, settings.lines), operands)


def delivered(con: duckdb.DuckDBPyConnection, period: str) -> set[str]:
    """Sources with accepted rows in this period or an earlier one."""
    return {source for (source,) in con.execute(statement("files/delivered"), {"period": period}).fetchall()}
