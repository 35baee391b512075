"""The published database as commands read it, and its periods."""

import duckdb

from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError
from data_contracts.periods import checked_period
from sql.migrate import is_current


class NotFoundError(FangfanpinError):
    """The warehouse has no such household or period."""

    code = "not_found"


def open_current(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """The published database, read-only, with the tables of this version.

    Raises:
        WarehouseError: if nothing has been published yet, or only by an older version.
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
        NotFoundError: if it has not been published, or nothing has.
        SettingsError: if it is not a month.
    """
    published = published_periods(con)
    wanted = checked_period(period) if period else max(published, default="")
    if wanted not in published:
        raise NotFoundError(f"还没有 {period or '任何月份'} 的运行结果，请先执行 fangfanpin run。")
    return wanted
