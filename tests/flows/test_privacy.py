"""Nothing personal outside its place: planted values are searched for in all that a run leaves behind."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.connectors.extracts import HEADER, Rows, write_csv, write_xls, write_xlsx
from tests.flows.commands import fangfanpin, own_prefect
from tests.flows.returned_lists import filled_in, issued
from tests.flows.small_county import drop, household, id_number, incomes, make_workspace, member, report
from tests.flows.workspaces import contents, files, leftovers, query

pytestmark = pytest.mark.slow

NAME, CHILD, STRANGER = "欧阳铁柱", "欧阳小桃红", "买买提·阿凡提江"
NUMBER, OTHER = id_number("35018119630917573"), id_number("65312419710406227")
ADDRESS, PHONE, AMOUNT = "蟠桃园七弄九十九号", "13905917731", "73519.37"
PLANTED = (NAME, CHILD, STRANGER, NUMBER, OTHER, NUMBER[:17], ADDRESS, PHONE, AMOUNT, "7351937", "73,519.37")

# What a township writes into a list.
VISITOR, DEBT, WORDS = "司马南星", "三十七万八千六百", "等阿凡提江说了再定"
ANSWERED = (VISITOR, DEBT, WORDS, NAME, NUMBER, PHONE)

# Where personal values belong; an unfinished run may hold them too, for its owner only.
PLACES = ("archive", "quarantine", "outbox", "inbox", "returned", "warehouse.duckdb")

FAILING = """
import sys
from dataclasses import replace
from flows import steps
from flows.cli import main

def failing(month):
    month.con.execute("SELECT (name || id_number || address)::INTEGER FROM accepted.health_insurance")

steps.STEPS = tuple(replace(step, work=failing) if step.name == "decide" else step for step in steps.STEPS)
main()
"""


def bill(**fields: str) -> list[str]:
    good = dict(zip(HEADER, ["T1", NAME, NUMBER, ADDRESS, "2021-05-03", AMOUNT, AMOUNT], strict=True))
    return [*(good | fields).values()]


def bills() -> Rows:
    """One good row, and others with values where no check expects them."""
    return [
        bill(),
        bill(结算单号=NAME, 结算日期=NUMBER),
        bill(结算单号="T3", 结算日期=f"{NAME}{ADDRESS}"),
        bill(结算单号="T4", 个人自付=f"-{AMOUNT}"),
        bill(结算单号="T5", 个人自付=f"{STRANGER}欠{AMOUNT}"),
        bill(结算单号="", 姓名=STRANGER, 证件号码=OTHER),
        bill(结算单号="T7", 姓名=STRANGER * 200),
        [*bill(结算单号="T8"), PHONE, ADDRESS],
    ]


def put(root: Path, name: str, content: bytes) -> Path:
    path = drop(root, "health_insurance", f"2021-06/{name}", [{"": ""}])
    path.write_bytes(content)
    os.utime(path, (time.time() - 3600,) * 2)
    return path


def written(write: object, path: Path, rows: Rows) -> bytes:
    content = write(path, rows).read_bytes()  # type: ignore[operator]
    path.unlink()
    return content


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("privacy") / "county")
    home = household("H1", head_name=NAME, head_id_number=NUMBER, phone=PHONE, responsible_person=STRANGER)
    drop(root, "households", "2021-06/户.csv", [home | {"last_year_income_per_capita": f"{AMOUNT}?"}, home])
    people = [
        member("H1", "M1", NAME, NUMBER, birth_date=ADDRESS),
        member("H9", "M2", CHILD, OTHER, labour=NAME),
    ]
    drop(root, "members", "2021-06/人.csv", [*people, member("H1", "M2", CHILD, OTHER)])
    months = [f"2020-{month:02}" for month in range(6, 13)]
    drop(root, "incomes", "2021-06/收入.csv", incomes("H1", [*months, NAME, NUMBER], 73519.37))
    drop(
        root,
        "education",
        "2021-06/学籍.csv",
        [report(CHILD, OTHER, ADDRESS, 1), report(CHILD, OTHER, "2021-05-03", 2)],
    )
    clue = {"name": NAME, "id_number": NUMBER, "department": "医保局", "risk": "因病", "month": "2021-05"}
    drop(root, "clues", "2021-06/线索.csv", [clue | {"amount": AMOUNT, "note": f"{NAME}{PHONE}"}])
    scratch = root.parent / "made"
    for form, write in {"a.csv": write_csv, "b.xlsx": write_xlsx, "c.xls": write_xls}.items():
        rows = [HEADER, *bills()]
        put(root, form, written(write, scratch, rows if form == "a.csv" else [row[:7] for row in rows]))
    with_more = [[*HEADER, "备注", "联系电话"], *([*row[:7], f"{NAME}住{ADDRESS}", PHONE] for row in bills())]
    put(root, "unknown columns.csv", written(write_csv, scratch, with_more))
    put(root, "no header.csv", written(write_csv, scratch, bills()))
    put(root, "no header.xlsx", written(write_xlsx, scratch, [row[:7] for row in bills()]))
    whole = written(write_xlsx, scratch, [HEADER, *(row[:7] for row in bills())])
    put(root, "half.xlsx", whole[: len(whole) // 2])
    put(root, "broken.xlsx", broken_sheet(whole))
    put(
        root,
        "stray quote.csv",
        written(write_csv, scratch, [HEADER, bill()]).replace(b"2021-05-03", b'"2021-05-03'),
    )
    return root


def broken_sheet(workbook: bytes) -> bytes:
    """The workbook with a sheet whose XML ends in the middle of a cell."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if "sheet1" in part else content)
    return made.getvalue()


@pytest.fixture(scope="module")
def failed(county: Path) -> tuple[Path, str]:
    """A run that fails with an error that quotes whole rows; the workspace it left, and its output."""
    words = ["run", "-w", str(county), "--period", "2021-06"]
    line = [sys.executable, "-c", FAILING, *words]
    run = subprocess.run(line, env=own_prefect(), capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode != 0
    assert "ConversionException" in run.stderr
    return county, run.stdout + run.stderr


@pytest.fixture(scope="module")
def ran(failed: tuple[Path, str]) -> tuple[Path, str]:
    run = fangfanpin("run", "-w", failed[0], "--period", "2021-06")
    assert run.returncode == 0, run.stderr
    status = fangfanpin("status", "-w", failed[0])
    return failed[0], run.stdout + run.stderr + status.stdout + status.stderr


def left_behind(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file outside the places of personal values; the parts of a workbook as well."""
    for path in root.rglob("*"):
        name = path.relative_to(root)
        if path.is_file() and name.parts[0] not in (*PLACES, ".work"):
            yield str(name), path.read_bytes()
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as book:
                    yield from ((f"{name}!{part}", book.read(part)) for part in book.namelist())


def forms(value: str) -> set[bytes]:
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return {*(value.encode(encoding) for encoding in encodings), json.dumps(value)[1:-1].encode()}


def planted_in(content: bytes, planted: Iterable[str] = PLANTED) -> list[str]:
    return [value for value in planted if any(form in content for form in forms(value))]


def recorded(root: Path) -> str:
    """What the warehouse records about files, as text."""
    tables = ("contract_results", "file_notices", "rejected_rows", "files", "runs", "rules_in_force")
    return "\n".join(repr(query(root, f"FROM {table}")) for table in tables)


def test_the_search_finds_what_is_there(ran: tuple[Path, str]) -> None:
    root, _ = ran
    kept = {
        value for content in contents(root, "archive", "quarantine").values() for value in planted_in(content)
    }
    assert kept == {*PLANTED} - {"73,519.37", "7351937"}
    assert set(files(root).values()) == {"accepted", "rejected"}
    assert query(root, "SELECT count(*) > 10 FROM rejected_rows") == [(True,)]


def test_an_unforeseen_error_says_no_value(failed: tuple[Path, str]) -> None:
    root, output = failed
    assert planted_in(output.encode()) == []
    assert {name: values for name, content in left_behind(root) if (values := planted_in(content))} == {}


def test_a_run_leaves_no_value_outside_its_place(ran: tuple[Path, str]) -> None:
    root, output = ran
    assert any(name.startswith(".prefect/") for name, _ in left_behind(root))
    assert any(name.startswith("receipts/") and "!xl/" in name for name, _ in left_behind(root))
    assert {name: values for name, content in left_behind(root) if (values := planted_in(content))} == {}
    assert planted_in(output.encode()) == []
    assert planted_in(recorded(root).encode()) == []


def test_nothing_of_the_making_is_left(ran: tuple[Path, str]) -> None:
    assert leftovers(ran[0]) == []
    assert contents(ran[0], "inbox") == {}


def test_what_holds_values_is_not_for_everyone(ran: tuple[Path, str]) -> None:
    kept = [
        path for room in ("archive", "quarantine") for path in (ran[0] / room).rglob("*") if path.is_file()
    ]
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o440}


def test_what_came_back_leaves_no_value_outside_its_place(ran: tuple[Path, str]) -> None:
    """One list with good answers, one whose answers stand where no check expects them."""
    root, _ = ran
    household, township, day = issued(root)[0]
    at = datetime.combine(day, datetime.min.time().replace(minute=30))
    good = {"核查日期": day, "是否属实": "属实", "实际原因": "因病", "建议措施": "纳入监测"}
    remark = {"核查人": VISITOR, "备注": f"{NAME}欠{DEBT}，电话{PHONE}"}
    filled_in(root, township, "发回.xlsx", {household: good | remark}, at)
    odd = {"核查日期": WORDS, "是否属实": NUMBER, "实际原因": DEBT, "建议措施": NAME}
    filled_in(root, township, "又一份.xlsx", {household: odd | remark}, at)
    read = fangfanpin("returns", "-w", root)
    run = fangfanpin("run", "-w", root, "--period", "2021-06")
    assert (read.returncode, run.returncode) == (0, 0), read.stderr + run.stderr
    assert query(root, "SELECT sum(rows_taken), sum(rows_refused) FROM returned_files") == [(1, 1)]
    assert {*planted_in(repr(query(root, "FROM returned.entries")).encode(), ANSWERED)} >= {VISITOR, DEBT}
    output = read.stdout + read.stderr + run.stdout + run.stderr
    assert planted_in(output.encode(), ANSWERED) == []
    assert any(name.startswith("receipts/returned/") for name, _ in left_behind(root))
    found = {name: planted_in(content, ANSWERED) for name, content in left_behind(root)}
    assert {name: values for name, values in found.items() if values} == {}
    tables = ("returned_files", "returned_problems", "ledger_events", "ledger", "duties", "lists_issued")
    assert (
        planted_in("".join(repr(query(root, f"FROM {table}")) for table in tables).encode(), ANSWERED) == []
    )
