"""The pack that speaks in a published period, and what it is applied with."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from connectors.settings import Settings
from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError
from data_contracts.periods import checked_period
from rules.declarations.model import Operand
from rules.declarations.operands import heard, operands_of
from rules.declarations.pack import Pack, choose, named, parameters
from sql import statement
from sql.migrate import is_current


class NotFoundError(FangfanpinError):
    """The warehouse has no such household or period."""

    code = "not_found"


@dataclass(frozen=True)
class Speaking:
    """A pack as it is applied in one period.

    Attributes:
        period: identification month.
        pack: what speaks.
        parameters: resolved, with the county's own.
        operands: that its conditions are made of.
    """

    period: str
    pack: Pack
    parameters: Mapping[str, Decimal]
    operands: Mapping[str, Operand]


def speaking(
    con: duckdb.DuckDBPyConnection,
    packs: Mapping[str, Pack],
    settings: Settings,
    period: str,
    key: str | None = None,
) -> Speaking:
    """What speaks in `period`: the pack `key`, else as the settings say, asking what sources have told.

    Raises:
        SettingsError: if there is no such pack, or the county's lines do not fit it.
    """
    pack = named(packs, key) if key else choose(packs, settings.policy, settings.area, period)
    operands = operands_of(pack)
    heard_of = heard(pack, operands, delivered(con, period))
    return Speaking(period, heard_of, parameters(pack, period, settings.lines), operands)


def delivered(con: duckdb.DuckDBPyConnection, period: str) -> set[str]:
    """Sources that had rows accepted in a period up to this one."""
    return {source for (source,) in con.execute(statement("files/delivered"), {"period": period}).fetchall()}


def open_current(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """The published database, read-only, as this program builds it.

    Raises:
        WarehouseError: if nothing was published yet, or by an older program.
    """
    con = database.open_published(workspace)
    if not is_current(con):
        con.close()
        raise database.WarehouseError("数据库由较早版本的程序建立，请先执行 fangfanpin run。")
    return con


def published_periods(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Periods with household months, oldest first."""
    return [
        period
        for (period,) in con.execute("SELECT DISTINCT period FROM household_months ORDER BY ALL").fetchall()
    ]


def published_period(con: duckdb.DuckDBPyConnection, period: str | None) -> str:
    """`period` if it is published; the newest one for None.

    Raises:
        NotFoundError: if it is not published, or nothing is.
        SettingsError: if it is no month.
    """
    published = published_periods(con)
    wanted = checked_period(period) if period else max(published, default="")
    if wanted not in published:
        raise NotFoundError(f"还没有 {period or '任何月份'} 的运行结果，请先执行 fangfanpin run。")
    return wanted
