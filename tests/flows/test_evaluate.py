"""`fangfanpin evaluate` on links with known errors: what it counts, prints, draws and refuses."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

from connectors.warehouse.loading import ensure_table
from data_contracts.contract import load_contracts
from flows.cli import app
from flows.commands.exit_codes import ExitCode
from flows.demo.county import make_county
from sql.migrate import migrate
from tests.flows.small_county import make_workspace

PERSONS = ("health_insurance", "civil_affairs", "education", "emergency")
Edit = Callable[[pl.DataFrame], pl.DataFrame]

# Everybody is linked to their household, strangers to nobody.
FILES = """INSERT INTO files (file_id, source, period, name, status, sha256, rows_read, rows_accepted,
        rows_rejected, received_at, taken_in, size_bytes)
    SELECT row_number() OVER (ORDER BY source, file), source, period, file, 'accepted', '', 0, 0, 0,
        '2021-06-01', '', 0
    FROM (SELECT DISTINCT source, period, file FROM rows)"""
ROSTER = """CREATE TABLE roster.members AS
        SELECT household_id, member_id FROM members WHERE period = '2021-06';
    CREATE TABLE roster.households AS SELECT DISTINCT household_id FROM roster.members"""
LINKS = """INSERT INTO linkage.row_links
    SELECT f.file_id, r.row_number, if(r.household_id IS NULL, 'unlinked', 'linked'),
        coalesce(m.household_id, r.household_id), r.member_id, 'id_exact',
        if(r.household_id IS NULL, NULL, 0.99)
    FROM rows AS r
    JOIN files AS f ON f.source = r.source AND f.name = r.file
    LEFT JOIN roster.members AS m ON m.member_id = r.member_id
    WHERE r.rejected IS NULL AND list_contains($persons, r.source)"""
SPOILT = """SELECT file_id, row_number, household_id FROM links
    WHERE status = 'linked' AND member_id IS NOT NULL
    ORDER BY source, file_id, row_number LIMIT 4"""


def make_links(root: Path) -> None:
    """A county of perfect links except one wrong, one lost and two in review, one of them rightly."""
    county = make_county(root, 300, seed=5, periods=("2021-05", "2021-06"), formats="plain")
    with duckdb.connect(root / "warehouse.duckdb") as con:
        migrate(con)
        for table in ("rows", "members"):
            con.register(table, pl.read_parquet(county.truth / f"{table}.parquet"))
        con.execute(FILES)
        con.execute(ROSTER)
        con.execute(LINKS, {"persons": PERSONS})
        for source in PERSONS:
            ensure_table(con, load_contracts()[source])
            con.execute(
                f"INSERT INTO accepted.{source} (file_id, row_number, person_key) "
                "SELECT file_id, row_number, hash(file_id, row_number) FROM links WHERE source = $source",
                {"source": source},
            )
        spoil(con)


def spoil(con: duckdb.DuckDBPyConnection) -> None:
    wrong, lost, reviewed, misled = con.execute(SPOILT).fetchall()
    ((other,),) = con.execute(
        "SELECT household_id FROM roster.households WHERE household_id NOT IN (?, ?) LIMIT 1",
        [wrong[2], misled[2]],
    ).fetchall()
    place = "WHERE file_id = ? AND row_number = ?"
    con.execute(
        f"UPDATE linkage.row_links SET household_id = ?, probability = 0.95 {place}", [other, *wrong[:2]]
    )
    for row, status, stage in [
        (lost, "unlinked", "no_candidate"),
        (reviewed, "review", "weak"),
        (misled, "review", "weak"),
    ]:
        con.execute(
            "UPDATE linkage.row_links "
            f"SET status = ?, stage = ?, household_id = NULL, probability = NULL {place}",
            [status, stage, *row[:2]],
        )
    for row, household in [(reviewed, reviewed[2]), (misled, other)]:
        con.execute("INSERT INTO review_pairs VALUES (?, ?, ?, NULL, 0.6, '')", [*row[:2], household])


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("evaluated") / "county")
    make_links(root)
    return root


def invoke(*words: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["evaluate", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def report(root: Path, *words: str | Path) -> dict[str, Any]:
    code, out, err = invoke("-w", root, "--json", *words)
    assert (code, err) == (ExitCode.OK, "")
    result: dict[str, Any] = json.loads(out)
    return result


def rewritten(root: Path, path: Path, edit: Edit) -> Path:
    """The county's truth about rows of persons, edited, as CSV."""
    rows = pl.read_parquet(root / "truth" / "rows.parquet").filter(
        pl.col("source").is_in(PERSONS), pl.col("rejected").is_null()
    )
    edit(rows).write_csv(path)
    return path


def test_the_demo_truth_is_taken_as_it_is(linked: Path) -> None:
    result = report(linked, "--truth", linked / "truth" / "rows.parquet")
    true_rows = pl.read_parquet(linked / "truth" / "rows.parquet").filter(pl.col("source").is_in(PERSONS))
    rows = true_rows.filter(pl.col("rejected").is_null())
    assert result["truth"] | {"gone": 0} == {
        "rows": rows.height,
        "judged": rows.height,
        "gone": 0,
        "unjudged": 0,
        "unknown_files": [],
    }
    total = result["groups"][0]
    registered = rows["household_id"].is_not_null().sum()
    assert (total["rows"], total["registered"], total["linked"]) == (rows.height, registered, registered - 3)
    assert total["correct"] == registered - 4
    assert total["precision"] == (registered - 4) / (registered - 3)
    assert total["recall"] == (registered - 4) / registered
    assert (total["missed"], total["missed_in_review"]) == (3, 1)
    assert {(row["status"], row["stage"]): row["rows"] for row in result["missed"]} == {
        ("review", "weak"): 2,
        ("unlinked", "no_candidate"): 1,
    }
    assert {group["value"] for group in result["groups"] if group["dimension"] == "source"} == {*PERSONS}
    damages = {group["value"]: group["rows"] for group in result["groups"] if group["dimension"] == "damage"}
    assert damages == dict(rows.group_by("damage").len().rows())


def test_probabilities_are_compared_with_the_truth(linked: Path) -> None:
    result = report(linked, "--truth", linked / "truth" / "rows.parquet")
    linked_rows = result["groups"][0]["linked"]
    tenths = {row["tenth"]: row for row in result["calibration"]["tenths"]}
    assert {tenth: row["pairs"] for tenth, row in tenths.items()} == {6: 2, 9: linked_rows}
    assert tenths[6]["observed"] == 0.5
    assert tenths[9]["mean_probability"] == pytest.approx(0.99 - 0.04 / linked_rows)
    assert result["calibration"]["worst_above_half"] == {"tenth": 6, "pairs": 2, "error": pytest.approx(0.1)}


def test_it_prints_chinese_and_no_value_of_a_row(linked: Path) -> None:
    words = ("--truth", linked / "truth" / "rows.parquet")
    code, out, _ = invoke("-w", linked, *words)
    assert code == ExitCode.OK
    for hint in ("精确率", "召回率", "医保结算", "名册中找不到可能的人", "概率校准", "95% 区间"):
        assert hint in out
    members = pl.read_parquet(linked / "truth" / "members.parquet")
    both = out + json.dumps(report(linked, *words), ensure_ascii=False)
    for column in ("household_id", "member_id", "name", "id_number"):
        assert [value for value in members[column].unique().drop_nulls() if value in both] == []


def test_a_share_of_the_rows_may_be_known(linked: Path, tmp_path: Path) -> None:
    def edit(rows: pl.DataFrame) -> pl.DataFrame:
        some = rows.filter(source="education").select("source", "file", "row_number", "household_id")
        return pl.concat([some, some.head(2).with_columns(file=pl.lit("2021-06/new.csv"))])

    path = rewritten(linked, tmp_path / "truth.csv", edit)
    result = report(linked, "--truth", path)
    assert result["truth"]["unknown_files"] == [{"file": "education/2021-06/new.csv", "rows": 2}]
    assert result["truth"]["judged"] == result["truth"]["rows"] - 2
    assert result["truth"]["unjudged"] > 0
    assert [group["dimension"] for group in result["groups"]] == ["total", "source"]
    _, out, _ = invoke("-w", linked, "--truth", path)
    assert "没有收到的文件：education/2021-06/new.csv" in out
    assert f"另有 {result['truth']['unjudged']} 个已匹配的数据行没有真值" in out


@pytest.mark.parametrize(
    ("edit", "hint"),
    [
        (lambda rows: rows.drop("household_id"), "缺少列：household_id"),
        (lambda rows: rows.with_columns(file=pl.lit("other.csv")), "没有一行能对上"),
        (lambda rows: pl.concat([rows, rows.head(3)]), "6 行指向重复的数据行"),
        (lambda rows: rows.with_columns(household_id=pl.lit("3.50181E+13")), "户编号没有一个在名册中"),
    ],
)
def test_a_truth_that_does_not_fit_the_links_is_refused(
    linked: Path, tmp_path: Path, edit: Edit, hint: str
) -> None:
    code, out, err = invoke("-w", linked, "--truth", rewritten(linked, tmp_path / "truth.csv", edit))
    assert (code, out) == (ExitCode.FAILED, "")
    assert hint in err.replace("\n", "")


def test_reviewers_decisions_give_a_calibration_and_no_groups(linked: Path, tmp_path: Path) -> None:
    root = shutil.copytree(linked, tmp_path / "county")
    assert "还没有审核结论" in invoke("-w", root)[1]
    with duckdb.connect(root / "warehouse.duckdb") as con:
        con.execute(
            "INSERT INTO linkage.persons (person_key, source) VALUES (1, 'education'), (2, 'emergency')"
        )
        labels = [(1, "A", "yes", 0.8), (2, "A", "no", 0.8), (2, "B", "yes", 0.8), (2, "C", "unsure", 0.4)]
        for key, household, decision, probability in labels:
            con.execute(
                "INSERT INTO linkage.labels VALUES (?, ?, NULL, ?, ?, '2021-06')",
                [key, household, decision, probability],
            )
    result = report(root)
    assert result["basis"] == "labels"
    assert result["labels"] == [
        {"source": None, "labels": 4, "yes": 2, "no": 1, "unsure": 1},
        {"source": "education", "labels": 1, "yes": 1, "no": 0, "unsure": 0},
        {"source": "emergency", "labels": 3, "yes": 1, "no": 1, "unsure": 1},
    ]
    (tenth,) = result["calibration"]["tenths"]
    assert (tenth["tenth"], tenth["pairs"], tenth["observed"]) == (8, 3, pytest.approx(2 / 3))
    assert "groups" not in result
    code, out, _ = invoke("-w", root)
    assert code == ExitCode.OK
    assert "不能说明：自动匹配的精确率、召回率" in out


def test_what_the_caps_of_the_last_run_cost(linked: Path, tmp_path: Path) -> None:
    root = shutil.copytree(linked, tmp_path / "county")
    with duckdb.connect(root / "warehouse.duckdb") as con:
        con.execute(
            "INSERT INTO linkage.blocking VALUES ('2021-05', 'rare_name', 1, 1, 1, 1), "
            "('2021-06', 'rare_name', 30, 90, 0, 0), ('2021-06', 'unheard_of', 120, 340, 2, 48)"
        )
    assert [tuple(row.values()) for row in report(root)["blocking"]] == [
        ("unheard_of", 120, 340, 2, 48, "unheard_of"),
        ("rare_name", 30, 90, 0, 0, "少见的姓名"),
    ]


@pytest.mark.slow
def test_charts_are_written_where_asked(linked: Path, tmp_path: Path) -> None:
    root = shutil.copytree(linked, tmp_path / "county")
    with duckdb.connect(root / "warehouse.duckdb") as con:
        con.execute("INSERT INTO linkage.persons (person_key, source) VALUES (1, 'education')")
    folder = tmp_path / "some" / "charts"
    result = report(root, "--truth", root / "truth" / "rows.parquet", "--charts", folder)
    assert sorted(result["charts"]) == sorted(str(path) for path in folder.iterdir())
    assert {path.name for path in folder.iterdir()} == {"匹配参数.html", "匹配权重.html", "概率校准.html"}
    assert json.dumps("学生就读")[1:-1] in (folder / "匹配权重.html").read_text("utf-8")
    assert {Path(path).name for path in report(root, "--charts", folder)["charts"]} == {
        "匹配参数.html",
        "匹配权重.html",
    }


def test_before_anything_was_linked(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "county")
    assert invoke("-w", root)[0] == ExitCode.WAREHOUSE
    with duckdb.connect(root / "warehouse.duckdb") as con:
        migrate(con)
    code, _, err = invoke("-w", root)
    assert code == ExitCode.NOT_FOUND
    assert "fangfanpin run" in err
