"""Linked rows are drawn for review, blind among doubtful ones; answers give precision with an interval."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.answers.review import answers as review_answers
from flows.answers.review import evaluation
from flows.answers.review import sample as review_sample
from flows.demo.county import make_county
from flows.steps import run_month
from flows.words.evaluation import lines
from flows.words.review import sampled_lines
from tests.flows.small_county import make_workspace
from tests.flows.workspaces import copied, leftovers, query

pytestmark = pytest.mark.slow

PERIOD = "2021-06"
HEAD = 7  # row of the columns' headers
ROWS = 40


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("sample") / "county")
    make_county(root, 1_200, 5, (PERIOD,))
    run_month(root, PERIOD)
    return root


@pytest.fixture
def county(published: Path, tmp_path: Path) -> Path:
    return copied(published, tmp_path / "county")


def cells(path: Path) -> list[dict[str, object]]:
    header, *rows = load_workbook(path).active.iter_rows(min_row=HEAD, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def fill_in(path: Path, answer: Callable[[int], str]) -> None:
    """Answer each line by its place in the workbook."""
    book = load_workbook(path)
    sheet = book.active
    column = next(cell.column for cell in sheet[HEAD] if cell.value == "结论")
    for number, row in enumerate(range(HEAD + 1, sheet.max_row + 1)):
        sheet.cell(row, column).value = answer(number)
    book.save(path)


def test_rows_are_drawn_by_stratum_and_kept(county: Path) -> None:
    sampled = review_sample.draw(county, ROWS, 1, None)
    kept = query(
        county, "SELECT source, stage, stratum_rows, probability, count(*) FROM review_samples GROUP BY ALL"
    )
    assert sampled.rows == sum(drawn for *_, drawn in kept) == ROWS
    assert all(chance == pytest.approx(drawn / rows) for _, _, rows, chance, drawn in kept)
    strata = query(
        county,
        "SELECT count(*) FROM (SELECT DISTINCT source, stage FROM links SEMI JOIN roster.households "
        "USING (household_id) WHERE status = 'linked')",
    )
    assert [(sampled.strata,)] == strata
    assert leftovers(county) == []
    assert f"已匹配的 {ROWS} 行" in sampled_lines(sampled.as_dict())[0]


def test_equal_seeds_draw_equal_rows(county: Path) -> None:
    for seed in (1, 1, 2):
        review_sample.draw(county, ROWS, seed, None)
    drawn = (
        "SELECT list((file_id, row_number) ORDER BY file_id, row_number) "
        "FROM review_samples GROUP BY sample ORDER BY sample"
    )
    first, again, other = query(county, drawn)
    assert first == again != other


def test_nothing_in_the_workbook_shows_what_is_linked(county: Path) -> None:
    sampled = review_sample.draw(county, ROWS, 1, None)
    assert sampled.path
    assert sampled.doubtful > 5
    rows = cells(Path(sampled.path))
    assert len(rows) == sampled.lines >= sampled.doubtful + 1
    shown = ("候选", "把握", "疑点", "回收码：把握")
    assert all(row[name] in {None, ""} for row in rows for name in shown)


def answered(county: Path, answer: Callable[[int], str]) -> dict[str, object]:
    sampled = review_sample.draw(county, ROWS, 1, None)
    assert sampled.path
    fill_in(Path(sampled.path), answer)
    review_answers.take(county, [Path(sampled.path)])
    return evaluation.report(county, None, None)


def test_all_right_is_a_hundred_percent_with_an_interval(county: Path) -> None:
    assert evaluation.report(county, None, None)["sample"] is None
    report = answered(county, lambda _: "是")
    sample = report["sample"]
    assert (sample["precision"], sample["high"], sample["judged_rows"]) == (pytest.approx(1), 1, ROWS)
    assert 0.5 < sample["low"] < 1
    assert "精确率 100.00%，95% 区间" in "\n".join(lines(report))


def test_wrong_and_unsure_rows_count_as_what_they_are(county: Path) -> None:
    report = answered(county, lambda number: ("是", "否", "不确定", "是")[number % 4])
    sample = report["sample"]
    yes, no, unsure = (sum(stratum[name] for stratum in sample["strata"]) for name in ("yes", "no", "unsure"))
    assert yes + no == sample["judged_rows"]
    assert unsure == sample["unsure"] > 0
    assert no > 0
    assert sample["low"] < sample["precision"] < sample["high"]
    weighted = sum(
        s["stratum_rows"] * s["yes"] / (s["yes"] + s["no"]) for s in sample["strata"] if s["yes"] + s["no"]
    )
    judged = sum(s["stratum_rows"] for s in sample["strata"] if s["yes"] + s["no"])
    assert sample["precision"] == pytest.approx(weighted / judged)
    assert f"填“不确定”的 {unsure} 行" in "\n".join(lines(report))


def test_a_denied_row_is_linked_there_no_more(county: Path) -> None:
    answered(county, lambda _: "否")
    denied = query(county, "SELECT file_id, row_number, household_id FROM review_samples")
    run_month(county, PERIOD)
    linked = query(county, "SELECT file_id, row_number, household_id FROM links WHERE status = 'linked'")
    assert not set(denied) & set(linked)
