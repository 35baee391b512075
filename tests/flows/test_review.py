"""Doubtful persons are exported to a workbook, the answers are imported and kept: with the real command."""

import json
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from connectors.warehouse import database
from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError
from flows.answers.review import answers as review_answers
from flows.answers.review import workbook as review
from flows.demo.county import make_county
from flows.running import is_unchanged
from flows.steps import run_month
from flows.words.review import exported_lines, imported_lines
from tests.flows.commands import fangfanpin
from tests.flows.small_county import make_workspace
from tests.flows.workspaces import contents, copied, leftovers, query

pytestmark = pytest.mark.slow

PERIOD = "2021-06"
HEAD = 7  # row of the columns' headers
DIVIDED = 3  # persons who get a second candidate household, as a linker may give them
LABELS = "FROM linkage.labels ORDER BY ALL"

Edit = Callable[[Worksheet], object]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("review") / "county")
    make_county(root, 2_500, 5, (PERIOD,))
    run_month(root, PERIOD)
    with duckdb.connect(root / "warehouse.duckdb") as con:
        con.execute(
            "INSERT INTO linkage.person_reviews (person_key, household_id, probability, reasons) "
            "SELECT person_key, (SELECT max(household_id) FROM roster.households), 0.2, '同名' "
            "FROM (SELECT DISTINCT person_key FROM linkage.person_reviews ORDER BY ALL LIMIT $persons)",
            {"persons": DIVIDED},
        )
    return root


@pytest.fixture
def county(published: Path, tmp_path: Path) -> Path:
    return copied(published, tmp_path / "county")


@pytest.fixture
def sheet(county: Path) -> Path:
    """The workbook of the county, as exported."""
    exported = review.export(county, None, None, None)
    assert exported.path is not None
    assert exported.lines > exported.persons > DIVIDED
    return Path(exported.path)


def filled(path: Path, name: str, edit: Edit) -> Path:
    """A copy of the workbook at `path`, edited and saved by another program."""
    book = load_workbook(path)
    edit(book["待核匹配"])
    target = path.with_name(name)
    book.save(target)
    return target


def lines(page: Worksheet) -> Iterator[dict[str, Any]]:
    """Every line as cells by title; of titles that both sides have, the roster's cell."""
    titles = [cell.value for cell in page[HEAD]]
    for row in page.iter_rows(min_row=HEAD + 1):
        yield dict(zip(titles, row, strict=True))


def answering(*answers: str | None) -> Edit:
    """Fill in answers from the first line on."""

    def edit(page: Worksheet) -> None:
        for line, answer in zip(lines(page), answers, strict=False):
            line["结论"].value = answer

    return edit


def by_candidates(page: Worksheet, several: bool) -> list[dict[str, Any]]:
    """Lines of persons with several candidates, or with one."""
    return [line for line in lines(page) if (line["候选"].value is not None) == several]


def labels(root: Path) -> list[tuple[Any, ...]]:
    return query(root, LABELS)


def decisions(root: Path) -> Counter[str]:
    return Counter(decision for *_, decision, _, _ in labels(root))


def refused(root: Path, *files: Path) -> str:
    with pytest.raises(FangfanpinError) as error:
        review_answers.take(root, files)
    assert leftovers(root) == []
    assert not (root / "archive" / "review").exists()
    return error.value.message


def test_out_and_back_with_the_real_command(county: Path) -> None:
    assert is_unchanged(Workspace.open(county), PERIOD)
    exported = fangfanpin("review", "export", "-w", county, "--json")
    assert exported.returncode == 0, exported.stderr
    result = json.loads(exported.stdout)
    path = Path(result["path"])
    assert path == county.resolve() / "review" / PERIOD / f"待核匹配_{PERIOD}.xlsx"
    page = load_workbook(path)["待核匹配"]
    assert result["lines"] == page.max_row - HEAD
    assert result["persons"] == len({line["回收码：人员"].value for line in lines(page)})

    back = filled(path, "填好.xlsx", answering("是", None, " 否 ", "不 确　定"))
    imported = fangfanpin("review", "import", back, "-w", county)
    assert imported.returncode == 0, imported.stderr
    assert imported.stdout.splitlines() == [
        f"读取工作簿 1 个：是 1 条、否 1 条、不确定 1 条，未填 {result['lines'] - 3} 条。",
        "记录结论：新增 3 条，更改 0 条，原已记录 0 条。",
        "结论从下次运行起生效，请重新运行 fangfanpin run。",
    ]
    first, _, third, fourth = list(lines(page))[:4]
    assert set(labels(county)) == {
        (
            int(line["回收码：人员"].value),
            line["户编号"].value,
            line["回收码：成员"].value,
            decision,
            float(line["回收码：把握"].value),
            PERIOD,
        )
        for line, decision in ((first, "yes"), (third, "no"), (fourth, "unsure"))
    }
    assert leftovers(county) == []


def test_a_run_is_due_after_an_import_and_keeps_the_labels(county: Path, sheet: Path) -> None:
    review_answers.take(county, [filled(sheet, "a.xlsx", answering("是", "否"))])
    remembered = labels(county)
    assert len(remembered) == 2
    assert not is_unchanged(Workspace.open(county), PERIOD)
    run_month(county, PERIOD)
    assert labels(county) == remembered
    assert is_unchanged(Workspace.open(county), PERIOD)


def test_importing_twice_has_no_further_effect(county: Path, sheet: Path) -> None:
    back = filled(sheet, "a.xlsx", answering("是", "否", "不确定"))
    review_answers.take(county, [back])
    database, kept = (county / "warehouse.duckdb").read_bytes(), contents(county, "archive/review")
    again = review_answers.take(county, [back, back])
    assert (again.new, again.changed, again.known) == (0, 0, 3)
    assert imported_lines(again.as_dict())[-1] == "没有新的结论，结果不变。"
    assert (county / "warehouse.duckdb").read_bytes() == database
    assert contents(county, "archive/review") == kept == {next(iter(kept)): back.read_bytes()}


def test_the_last_decision_counts(county: Path, sheet: Path) -> None:
    review_answers.take(county, [filled(sheet, "a.xlsx", answering("是", "否", "不确定"))])
    second = review_answers.take(county, [filled(sheet, "b.xlsx", answering("否", None, "不确定"))])
    assert (second.new, second.changed, second.known, second.outdated) == (0, 1, 1, 0)
    assert decisions(county) == {"no": 2, "unsure": 1}


def test_a_person_confirmed_elsewhere_leaves_the_first_household(county: Path, sheet: Path) -> None:
    def first_home(page: Worksheet) -> None:
        by_candidates(page, several=True)[0]["结论"].value = "是"

    def second_home(page: Worksheet) -> None:
        by_candidates(page, several=True)[1]["结论"].value = "是"

    review_answers.take(county, [filled(sheet, "a.xlsx", first_home)])
    ((person, home, *_),) = labels(county)
    review_answers.take(county, [filled(sheet, "b.xlsx", second_home)])
    ((same_person, other_home, _, decision, *_),) = labels(county)
    assert (same_person, decision) == (person, "yes")
    assert other_home != home


def test_a_workbook_of_an_earlier_period_does_not_overrule(county: Path, sheet: Path) -> None:
    back = filled(sheet, "a.xlsx", answering("否"))
    with duckdb.connect(county / "warehouse.duckdb") as con:
        (line,) = [next(lines(load_workbook(sheet)["待核匹配"]))]
        con.execute(
            "INSERT INTO linkage.labels VALUES (?, ?, NULL, 'yes', 0.5, '2021-07')",
            [int(line["回收码：人员"].value), line["户编号"].value],
        )
    imported = review_answers.take(county, [back])
    assert (imported.outdated, imported.new, imported.changed) == (1, 0, 0)
    assert decisions(county) == {"yes": 1}


def test_sorted_thinned_and_annotated_lines_keep_their_meaning(county: Path, sheet: Path) -> None:
    """All columns sorted backwards, half the lines gone, blank lines and a remark between."""

    def edit(page: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD + 1)]
        page.delete_rows(HEAD + 1, len(rows))
        conclusion, remark = (
            next(c.column - 1 for c in page[HEAD] if c.value == t) for t in ("结论", "备注")
        )
        for row in reversed(rows[::2]):
            row[conclusion], row[remark] = ("是" if row[0] == 1 else "否"), "电话核实"
            page.append(row)
            page.append([])

    first = next(lines(load_workbook(sheet)["待核匹配"]))
    count = sum(1 for _ in lines(load_workbook(sheet)["待核匹配"]))
    review_answers.take(county, [filled(sheet, "a.xlsx", edit)])
    assert decisions(county) == {"yes": 1, "no": (count + 1) // 2 - 1}
    (yes,) = [label for label in labels(county) if label[3] == "yes"]
    assert yes[:2] == (int(first["回收码：人员"].value), first["户编号"].value)


def test_an_unknown_word_is_refused_with_its_line_and_nothing_is_taken(county: Path, sheet: Path) -> None:
    back = filled(sheet, "a.xlsx", answering("是", "对", "否"))
    good = filled(sheet, "b.xlsx", answering("是"))
    message = refused(county, back, good)
    assert "a.xlsx 第 9 行（序号 2）：“结论”只能填 是、否 或 不确定" in message
    assert labels(county) == []
    refusal = fangfanpin("review", "import", back, "-w", county)
    assert (refusal.returncode, refusal.stdout) == (1, "")
    assert "第 9 行" in refusal.stderr


def test_one_person_in_two_households_is_refused(county: Path, sheet: Path) -> None:
    def edit(page: Worksheet) -> None:
        for line in by_candidates(page, several=True)[:2]:
            line["结论"].value = "是"

    one, other = (
        line["序号"].value for line in by_candidates(load_workbook(sheet)["待核匹配"], several=True)[:2]
    )
    message = refused(county, filled(sheet, "a.xlsx", edit))
    for ordinal in (one, other):
        assert f"（序号 {ordinal}）：同一人对不止一户填了“是”" in message


def test_two_workbooks_that_contradict_each_other_are_refused(county: Path, sheet: Path) -> None:
    files = [filled(sheet, "a.xlsx", answering("是")), filled(sheet, "b.xlsx", answering("否"))]
    message = refused(county, *files)
    assert message.count("同一人同一户在别处填了不同的结论") == 2
    assert "a.xlsx" in message and "b.xlsx" in message


def test_columns_sorted_apart_from_their_keys_are_refused(county: Path, sheet: Path) -> None:
    """Sorting only the visible columns leaves the hidden keys in place."""

    def edit(page: Worksheet) -> None:
        seen = [cell.column for cell in page[HEAD] if not str(cell.value).startswith("回收码")]
        rows = [[cell.value for cell in row[: len(seen)]] for row in page.iter_rows(min_row=HEAD + 1)]
        for place, values in enumerate(reversed(rows), HEAD + 1):
            for column, value in zip(seen, values, strict=True):
                page.cell(place, column).value = value
        next(lines(page))["结论"].value = "是"

    assert "第 8 行" in (message := refused(county, filled(sheet, "a.xlsx", edit)))
    assert "对不上" in message


@pytest.mark.parametrize(
    "title", ["序号", "户编号", "回收码：人员", "回收码：成员", "回收码：把握", "回收码：期别"]
)
def test_a_key_that_was_changed_is_refused(county: Path, sheet: Path, title: str) -> None:
    def edit(page: Worksheet) -> None:
        line = next(lines(page))
        line["结论"].value, line[title].value = "是", "1234567"

    assert "对不上" in refused(county, filled(sheet, "a.xlsx", edit))


def test_a_workbook_of_another_county_is_refused(county: Path, sheet: Path, tmp_path: Path) -> None:
    back = filled(sheet, "a.xlsx", answering("是"))
    with duckdb.connect(county / "warehouse.duckdb") as con:
        con.execute("DELETE FROM linkage.persons")
    assert "数据库中没有这个人" in refused(county, back)


def test_files_that_are_no_workbooks_are_refused_by_name(county: Path, tmp_path: Path) -> None:
    text = tmp_path / "名单.xlsx"
    text.write_text("结论", encoding="utf-8")
    assert refused(county, text).startswith("名单.xlsx：")
    assert "名单2.xlsx" in refused(county, tmp_path / "名单2.xlsx")


def test_no_value_of_a_person_is_in_an_error(county: Path, sheet: Path) -> None:
    def edit(page: Worksheet) -> None:
        for line in lines(page):
            line["结论"].value = f"{line['姓名'].value}{line['证件号码'].value}"

    message = refused(county, filled(sheet, "a.xlsx", edit))
    values = [
        str(line[title].value)
        for line in lines(load_workbook(sheet)["待核匹配"])
        for title in ("姓名", "证件号码")
    ]
    assert not any(value in message for value in values if value != "None")


def test_a_workspace_that_is_busy_takes_nothing(county: Path, sheet: Path) -> None:
    back = filled(sheet, "a.xlsx", answering("是"))
    with database.locked(Workspace.open(county)):
        busy = fangfanpin("review", "import", back, "-w", county)
    assert busy.returncode == 4
    assert labels(county) == []


def test_an_import_that_dies_is_undone_or_done(
    county: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = filled(sheet, "a.xlsx", answering("是", "否"))

    def die(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(database, "publish", die)
        with pytest.raises(OSError, match="No space"):
            review_answers.take(county, [back])
    assert (labels(county), leftovers(county)) == ([], [])
    (county / ".work").mkdir()  # and one that was killed
    shutil.copyfile(back, county / ".work" / "0.xlsx")
    shutil.copyfile(county / "warehouse.duckdb", county / ".warehouse.building.duckdb")
    review_answers.take(county, [back])
    assert decisions(county) == {"yes": 1, "no": 1}
    assert leftovers(county) == []


def test_what_was_read_is_kept_for_the_owner(county: Path, sheet: Path) -> None:
    back = filled(sheet, "核对 王.xlsx", answering("是"))
    review_answers.take(county, [back])
    (kept,) = (county / "archive" / "review" / PERIOD).iterdir()
    assert kept.read_bytes() == back.read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    review_answers.take(county, [kept])  # after a backup was restored, say
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_the_workbook_is_for_its_owner_and_for_no_township(county: Path, sheet: Path) -> None:
    for path, mode in ((sheet, 0o600), (sheet.parent, 0o700), (sheet.parent.parent, 0o700)):
        assert stat.S_IMODE(path.stat().st_mode) == mode
    assert not list((county / "outbox").rglob("*待核匹配*"))


def test_a_workbook_that_may_be_filled_in_is_never_overwritten(county: Path, sheet: Path) -> None:
    untouched = sheet.read_bytes()
    assert review.export(county, None, None, None).path == str(sheet)
    edited = filled(sheet, sheet.name, answering("是")).read_bytes()
    second = Path(str(review.export(county, PERIOD, None, None).path))
    assert second.name == f"待核匹配_{PERIOD}_2.xlsx"
    assert (sheet.read_bytes(), second.read_bytes()) == (edited, untouched)
    with pytest.raises(FangfanpinError, match="已存在"):
        review.export(county, None, sheet, None)
    assert sheet.read_bytes() == edited
    assert sorted(path.name for path in sheet.parent.iterdir()) == [sheet.name, second.name]


def test_out_and_limit(county: Path, tmp_path: Path) -> None:
    out = tmp_path / "核.xlsx"
    exported = fangfanpin("review", "export", "-w", county, "--out", out, "--limit", "2", "--json")
    result = json.loads(exported.stdout)
    assert (result["path"], result["persons"]) == (str(out), 2)
    assert (
        result["left_out"]
        == query(county, "SELECT count(DISTINCT person_key) FROM linkage.person_reviews")[0][0] - 2
    )
    assert not (county / "review").exists()
    assert fangfanpin("review", "export", "-w", county, "--out", tmp_path / "a.csv").returncode == 1


def test_once_everything_is_answered_nothing_is_exported(county: Path, sheet: Path) -> None:
    review_answers.take(county, [filled(sheet, "a.xlsx", answering(*["否"] * 10_000))])
    exported = review.export(county, None, None, None)
    assert (exported.path, exported.persons) == (None, 0)
    assert exported_lines(exported.as_dict()) == [f"{PERIOD} 没有待核的匹配。"]


def test_links_of_another_period_are_not_reviewed(county: Path) -> None:
    other = fangfanpin("review", "export", "-w", county, "--period", "2021-05")
    assert other.returncode == 5
    assert PERIOD in other.stderr


def test_before_the_first_run_there_is_nothing_to_review(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    assert fangfanpin("review", "export", "-w", root).returncode == 6
    assert fangfanpin("review", "import", root / "fangfanpin.toml", "-w", root).returncode == 6


def test_a_warehouse_of_an_older_program_asks_for_a_run(county: Path) -> None:
    with duckdb.connect(county / "warehouse.duckdb") as con:
        con.execute("DROP TABLE linkage.labels; DELETE FROM schema_migrations WHERE number > 1")
    assert not is_unchanged(Workspace.open(county), PERIOD)
    with pytest.raises(database.WarehouseError, match="fangfanpin run"):
        review.export(county, None, None, None)
