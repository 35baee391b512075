"""Write every list that a layout declares, such as the verification list (核查清单) of every township."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import duckdb
import polars as pl

from connectors.file_names import distinct_name
from connectors.workbooks.layout import Layout, Sheet, list_layouts, load_layout
from connectors.workbooks.list_queries import (
    NO_OFFICE,
    NO_TITLES,
    Office,
    Titles,
    day_title,
    declare_county,
    period_title,
    prepare,
    tables,
)
from connectors.workbooks.notice_days import declare_notice_days
from connectors.workbooks.printed_pages import shown_pages
from connectors.workbooks.step_columns import with_steps
from connectors.workbooks.table_rows import shown
from connectors.workbooks.workbook import Book, Row, write_book
from data_contracts.calendar.working_days import is_published, months_after, working_day_after
from sql import count, rows, statement

_WRITERS = 2  # the cores of an office machine: while one compresses its workbook, the other goes on
_UNPUBLISHED = "；{year} 年放假安排程序尚未收录，工作日暂按周一至周五推算，遇节假日调休请自行顺延"


def write_lists(  # noqa: PLR0913 -- each is needed
    con: duckdb.DuckDBPyConnection,
    period: str,
    folder: Path,
    *,
    area: str,
    titles: Titles = NO_TITLES,
    office: Office = NO_OFFICE,
    write: Callable[[Book], None] = write_book,
) -> dict[str, int]:
    """Write the workbooks of every declared list.

    A township gets its verification list if it has anything to visit, to report or to review. What its rows
    ask is remembered in `returned.issued`, by which they are known when they come back.

    Args:
        con: warehouse with the period's alerts, `lists_issued`, and the ledger.
        period: identification month, `2021-06`.
        folder: gets the workbooks; each township's has a folder of its own.
        area: the county's administrative division code.
        titles: Chinese titles of sources.
        office: who hands them out.
        write: writes one workbook; called in several threads.

    Returns:
        Households to visit, by township.
    """
    prepare(con, titles)
    declare_county(con, area, office)
    of_period = {"period": period}
    _gather(con, of_period)
    issued = of_period | {"period_title": period_title(period)}
    with ThreadPoolExecutor(_WRITERS) as writers:
        for declared in list_layouts():
            layout = with_steps(con, declared)
            books = _books(con, layout, folder, issued | _deadlines(con, layout, period))
            deque(writers.map(write, books), maxlen=0)  # which raises what a writer raised
    to_visit = rows(con, statement("lists/townships"), of_period)
    return {row["township"]: row["households"] for row in to_visit}


def _gather(con: duckdb.DuckDBPyConnection, of_period: Mapping[str, str]) -> None:
    """Make what several sheets show, for all townships at once."""
    con.execute(statement("issued/given_answers"), of_period)
    con.execute(statement("matters/steps_done"))
    con.execute(statement("matters/labelled_matters"), of_period)
    con.execute(statement("lists/numbered_alerts"), of_period)
    con.execute(statement("lists/evidence_members"), of_period)
    con.execute(statement("roster/birth_dates"))
    con.execute(statement("lists/listed_members"))
    con.execute(statement("lists/listed_evidence"), of_period)
    con.execute(statement("forms/listed_reasons"))
    _note_benefits(con, of_period)
    declare_notice_days(con, rows(con, statement("lists/issue_days"), of_period)[-1]["issued_on"])


def _note_benefits(con: duckdb.DuckDBPyConnection, of_period: Mapping[str, str]) -> None:
    """Make `listed_benefits`; a county, or an older program, may not have the source that fills it."""
    con.execute(statement("forms/listed_benefits"))
    if count(con, "SELECT count(*) FROM duckdb_views() WHERE view_name = 'facts_civil_affairs'"):
        con.execute(statement("forms/benefits_paid"), of_period)


def list_path(folder: Path, period: str, township: str) -> Path:
    """Path of a township's list below `folder`; no two townships share a folder."""
    return _path(folder, load_layout("township_list"), period, {"township": township})


def _path(folder: Path, layout: Layout, period: str, addressee: Row) -> Path:
    named = {name for _, name, _, _ in Formatter().parse(layout.file) if name}
    names = {name: distinct_name(addressee[name]) for name in named - {"period"}}
    return folder / layout.file.format(period=period, **names)


def _books(
    con: duckdb.DuckDBPyConnection, layout: Layout, folder: Path, issued: Mapping[str, Any]
) -> Iterator[Book]:
    """A workbook for every row of the layout's `one_per`."""
    period = issued["period"]
    of_period = {"period": period}
    for text in map(statement, layout.prepare):
        con.execute(text, of_period if "$period" in text else None)
    addressees = rows(con, statement(layout.one_per), of_period)
    if not addressees:
        return
    column = next(iter(addressees[0]))
    found = tables(con, layout, of_period)
    _remember(con, layout, found, of_period | {"issued_on": issued["last_issued_on"]})
    shares = {sheet.name: _shares(sheet, found.pop(sheet.name), column) for sheet in layout.sheets}
    for facts in addressees:
        addressee = facts[column]
        path = _path(folder, layout, period, facts)
        own = {name: share.get(addressee, pl.DataFrame()) for name, share in shares.items()}
        yield Book(path, layout, own, {**issued, **facts}, date.fromisoformat(f"{period}-01"))


def _shares(sheet: Sheet, rows_of_all: pl.DataFrame, column: str) -> dict[Any, pl.DataFrame]:
    """The part of a sheet's table that each addressee gets."""
    if rows_of_all.is_empty():
        return {}
    table = shown_pages(sheet.page, rows_of_all) if sheet.page else shown(sheet, rows_of_all)
    table = table.with_columns(rows_of_all[column].alias("addressee"))
    return {key: share for (key,), share in table.partition_by("addressee", as_dict=True).items()}


def _remember(
    con: duckdb.DuckDBPyConnection,
    layout: Layout,
    found: Mapping[str, pl.DataFrame],
    values: Mapping[str, Any],
) -> None:
    """Remember the rows that are to be filled in, unless they were handed out before."""
    for sheet in layout.sheets:
        if sheet.form and found[sheet.name].height:
            con.register("handed_out", found[sheet.name])
            con.execute(statement("issued/remember"), {**values, "form": sheet.form})
            con.unregister("handed_out")


def _deadlines(con: duckdb.DuckDBPyConnection, layout: Layout, period: str) -> dict[str, Any]:
    """Facts for the headings: the days on which the lists went out, and the deadlines counted from each."""
    duties = rows(con, statement("lists/deadlines"), {"period": period}) or layout.settings.get(
        "deadlines", []
    )
    days = [issue["issued_on"] for issue in rows(con, statement("lists/issue_days"), {"period": period})]
    ends = [[_end(duty, day) for duty in duties] for day in days]
    counted = [
        day
        for of_issue in ends
        for duty, (day, _) in zip(duties, of_issue, strict=True)
        if duty.get("within_working_days")
    ]
    unpublished = [day for day in counted if not is_published(day)]
    return {
        "last_issued_on": days[-1],
        "issued_on": "；".join(
            f"{'补充 ' if number else ''}{day_title(day)}" for number, day in enumerate(days)
        ),
        "deadlines": "；".join(
            f"{'补充的户　' if number else ''}{_in_words(duties, of_issue)}"
            for number, of_issue in enumerate(ends)
        ),
        "deadline_basis": "；".join(dict.fromkeys(duty.get("cites", "本地口径") for duty in duties)),
        "calendar_note": _UNPUBLISHED.format(year=unpublished[0].year) if unpublished else "",
    }


def _in_words(duties: Sequence[Mapping[str, Any]], ends: Sequence[tuple[date, str]]) -> str:
    return "　　　".join(
        f"{duty['label']}：{day_title(day)} 前（{time}）"
        for duty, (day, time) in zip(duties, ends, strict=True)
    )


def _end(duty: Mapping[str, Any], issued_on: date) -> tuple[date, str]:
    """Last day of a duty, and its time in words."""
    if days := duty.get("within_working_days"):
        return working_day_after(issued_on, days), f"{days} 个工作日"
    return months_after(issued_on, duty["within_months"]), f"{duty['within_months']} 个月"
