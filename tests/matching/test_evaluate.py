"""Measures of accuracy, compared with numbers computed by hand and intervals from the literature."""

from typing import Any

import duckdb
import polars as pl
import pytest

from matching.evaluation import calibration, truth
from matching.evaluation.evaluate import evaluate, missed
from matching.evaluation.intervals import wilson, wilson_of_f1
from matching.weighing import shown_parameters
from matching.weighing.model import Frequency, model
from sql.migrate import migrate

TRUTH = ["file_id", "row_number", "household_id", "member_id", "damage", "enough", "person_key"]
# Newcombe, Statistics in Medicine 17 (1998), table I, method 3: hits, trials, 95 % interval.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    con.execute("CREATE TABLE linked AS FROM links; DROP VIEW links; ALTER TABLE linked RENAME TO links")
    return con


def add_link(
    con: duckdb.DuckDBPyConnection,
    place: tuple[int, int],
    status: str = "unlinked",
    home: tuple[str | None, str | None] = (None, None),
    probability: float | None = None,
    *,
    stage: str = "no_candidate",
    source: str = "education",
) -> None:
    values = [source, "2021-06", *place, status, *home, stage, probability]
    con.execute("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def add_candidate(
    con: duckdb.DuckDBPyConnection, place: tuple[int, int], household: str, probability: float | None = None
) -> None:
    con.execute("INSERT INTO review_pairs VALUES (?, ?, ?, NULL, ?, '')", [*place, household, probability])


def known(*rows: tuple[Any, ...]) -> pl.DataFrame:
    schema = {"file_id": pl.Int64, "row_number": pl.Int64, "household_id": pl.String, "member_id": pl.String,
              "damage": pl.String, "enough": pl.Boolean, "person_key": pl.UInt64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def six_rows(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Four rows of members, of which one is in review, and two of strangers, of which one is linked."""
    add_link(con, (1, 1), "linked", ("A", "A-1"))
    add_link(con, (1, 2), "linked", ("A", None))
    add_link(con, (1, 3), "linked", ("B", "B-1"))
    add_link(con, (2, 1), "review", stage="weak", source="emergency")
    add_link(con, (2, 2), "linked", ("C", "C-2"), source="emergency")
    add_link(con, (2, 3), source="emergency")
    add_link(con, (9, 9), "linked", ("Z", "Z-1"))  # not covered by the truth
    add_candidate(con, (2, 1), "C")
    add_candidate(con, (2, 1), "D")
    return known(
        (1, 1, "A", "A-1", "clean", True, 1),
        (1, 2, "A", "A-2", "masked", True, 2),
        (1, 3, None, None, "masked", None, 3),
        (2, 1, "C", "C-1", "missing", True, 4),
        (2, 2, "C", "C-1", "clean", False, 5),
        (2, 3, None, None, "clean", None, 6),
    )


def groups(report: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["dimension"], row["value"]): row for row in report.to_dicts()}


def test_strangers_count_against_precision_and_lost_members_against_recall(
    con: duckdb.DuckDBPyConnection,
) -> None:
    by_group = groups(evaluate(con, six_rows(con)))
    total = by_group["total", ""]
    assert (total["rows"], total["registered"], total["linked"], total["correct"]) == (6, 4, 4, 3)
    assert total["wrong_members"] == 1
    assert (total["precision"], total["recall"], total["f1"]) == (3 / 4, 3 / 4, 3 / 4)
    assert total["review_share"] == 1 / 6
    assert by_group["damage", "masked"]["precision"] == 1 / 2
    assert by_group["damage", "missing"]["precision"] is None
    assert by_group["damage", "missing"]["precision_low"] is None
    assert by_group["source", "emergency"]["recall"] == 1 / 2
    assert by_group.keys() == {("total", ""), ("source", "education"), ("source", "emergency"),
                            ("damage", "clean"), ("damage", "masked"), ("damage", "missing")}  # fmt: skip


def test_a_lost_member_in_review_counts_only_with_the_true_household(con: duckdb.DuckDBPyConnection) -> None:
    rows = six_rows(con)
    add_link(con, (3, 1), "review", stage="ambiguous")
    add_candidate(con, (3, 1), "X")
    add_link(con, (3, 2), stage="outsider")
    more = pl.concat(
        [rows, known((3, 1, "Y", "Y-1", "clean", None, 7), (3, 2, "Y", "Y-1", "clean", None, 8))]
    )
    total = groups(evaluate(con, more))["total", ""]
    assert (total["missed"], total["missed_in_review"]) == (3, 1)
    reasons = missed(con, more).to_dicts()
    assert {(row["status"], row["stage"], row["rows"]) for row in reasons} == {
        ("review", "weak", 1),
        ("review", "ambiguous", 1),
        ("unlinked", "outsider", 1),
    }


def test_recall_of_rows_with_enough_information(con: duckdb.DuckDBPyConnection) -> None:
    by_group = groups(evaluate(con, six_rows(con)))
    assert (by_group["total", ""]["enough"], by_group["total", ""]["recall_enough"]) == (3, 2 / 3)
    assert by_group["damage", "masked"]["recall_enough"] == 1
    assert by_group["source", "emergency"]["recall_enough"] == 0


def test_truth_needs_only_rows_and_households(con: duckdb.DuckDBPyConnection) -> None:
    by_group = groups(evaluate(con, six_rows(con).select("file_id", "row_number", "household_id")))
    assert by_group["total", ""]["precision"] == 3 / 4
    assert by_group["total", ""]["recall_enough"] is None
    assert {dimension for dimension, _ in by_group} == {"total", "source"}


def test_intervals_are_the_published_ones() -> None:
    trials = pl.DataFrame(NEWCOMBE, schema=["hits", "trials", "low", "high"], orient="row")
    ends = trials.select(wilson("share", pl.col("hits") / pl.col("trials"), pl.col("trials")))
    assert ends["share_low"].to_list() == pytest.approx(trials["low"].to_list(), abs=5e-5)
    assert ends["share_high"].to_list() == pytest.approx(trials["high"].to_list(), abs=5e-5)


def test_the_interval_of_f1_is_that_of_its_share() -> None:
    """81 correct of 131 linked and 213 true: F1 = 162/344, F* = 81/263, whose interval is published."""
    one = pl.DataFrame({"share": [81 / 263], "trials": [263]})
    low, high = one.select(wilson_of_f1("f1", pl.col("share"), pl.col("trials"))).row(0)
    assert low == pytest.approx(2 * 0.2553 / 1.2553, abs=1e-4)
    assert high == pytest.approx(2 * 0.3662 / 1.3662, abs=1e-4)
    assert low < 162 / 344 < high


def test_the_intervals_of_a_report_are_those_of_its_counts(con: duckdb.DuckDBPyConnection) -> None:
    """20 rows of 20 persons, all right: 1 minus the interval of 0 in 20."""
    for row in range(20):
        add_link(con, (1, row), "linked", ("A", "A-1"))
    rows = known(*((1, row, "A", "A-1", "clean", True, row) for row in range(20)))
    total = groups(evaluate(con, rows))["total", ""]
    for share in ("precision", "recall", "recall_enough"):
        assert total[f"{share}_low"] == pytest.approx(1 - 0.1611, abs=5e-5)
        assert total[f"{share}_high"] == 1
    assert total["f1_low"] == pytest.approx(2 * 0.8389 / 1.8389, abs=5e-5)


@pytest.mark.parametrize(("persons", "trials"), [([1] * 20, 1), ([1, 1, 1, 2], 1.6), ([1, 1, 2, 2], 2)])
def test_rows_of_one_person_are_one_trial(
    con: duckdb.DuckDBPyConnection, persons: list[int], trials: float
) -> None:
    """All links are right, so the lower end of Wilson's interval is n / (n + z²)."""
    for row in range(len(persons)):
        add_link(con, (1, row), "linked", ("A", "A-1"))
    rows = known(*((1, row, "A", "A-1", "clean", None, person) for row, person in enumerate(persons)))
    total = groups(evaluate(con, rows))["total", ""]
    assert total["rows"] == len(persons)
    assert total["precision_low"] == pytest.approx(trials / (trials + 1.959964**2), abs=1e-6)


def test_calibration_by_tenth(con: duckdb.DuckDBPyConnection) -> None:
    add_link(con, (1, 1), "linked", ("A", None), 1.0)
    add_link(con, (1, 2), "linked", ("A", None), 0.98)
    add_link(con, (1, 3), "linked", ("B", None), 0.96)  # wrong
    add_link(con, (1, 4), "linked", ("C", None), None)  # does not count
    add_link(con, (1, 5), "linked", ("C", None), 1.0, stage="reviewed")  # a reviewer's decision
    add_link(con, (1, 6), "unlinked")
    add_link(con, (1, 7), "review")
    for household, probability in [("D", 0.5), ("D", 0.5), ("E", 0.41), ("F", 0.0)]:
        add_candidate(con, (1, 7), household, probability)
    homes = ["A", "A", "A", "C", "D", "C", "D"]
    rows = known(*((1, row, home, None, None, None, row) for row, home in enumerate(homes, 1)))
    tenths = calibration.calibration(con, rows)
    assert tenths["tenth"].to_list() == [0, 4, 5, 9]
    assert tenths["pairs"].to_list() == [1, 1, 1, 3]
    assert tenths["mean_probability"].to_list() == pytest.approx([0, 0.41, 0.5, 0.98])
    assert tenths["observed"].to_list() == pytest.approx([0, 0, 1, 2 / 3])
    assert tenths["error"].to_list() == pytest.approx([0, 0.41, 0.5, 0.98 - 2 / 3])
    summary = calibration.summary(tenths)
    assert summary["expected_error"] == pytest.approx((0.41 + 0.5 + 3 * (0.98 - 2 / 3)) / 6)
    assert summary["worst_above_half"] == {"tenth": 5, "pairs": 1, "error": 0.5}


def test_calibration_of_nothing_is_empty(con: duckdb.DuckDBPyConnection) -> None:
    add_link(con, (1, 1))
    tenths = calibration.calibration(con, known((1, 1, "A", None, None, None, 1)))
    assert tenths.is_empty()
    assert calibration.summary(tenths) == {"expected_error": None, "worst_above_half": None}


def test_labels_calibrate_by_the_probability_at_the_time_of_the_review(
    con: duckdb.DuckDBPyConnection,
) -> None:
    decisions = [("yes", 0.6), ("yes", 0.62), ("no", 0.64), ("unsure", 0.66), ("no", 0.31), ("yes", None)]
    for key, (decision, probability) in enumerate(decisions):
        values = [key, "A", decision, probability]
        con.execute("INSERT INTO linkage.labels VALUES (?, ?, NULL, ?, ?, '2021-06')", values)
    tenths = calibration.calibration_of_labels(con)
    assert tenths.select("tenth", "pairs").rows() == [(3, 1), (6, 3)]
    assert tenths["observed"].to_list() == pytest.approx([0, 2 / 3])
    assert tenths["mean_probability"].to_list() == pytest.approx([0.31, 0.62])


GIVEN = {"source": pl.String, "file": pl.String, "row_number": pl.Int64, "household_id": pl.String,
         "member_id": pl.String}  # fmt: skip


@pytest.fixture
def county(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two households, each with a member 1; member 9 has left the roster, and household X is gone."""
    files = [
        (4, "a.csv", "accepted"),
        (5, "a.csv", "accepted"),
        (6, "a.csv", "rejected"),
        (7, "b.csv", "accepted"),
        (8, "c.csv", "rejected"),
    ]
    for file_id, name, status in files:
        con.execute(
            "INSERT INTO files (file_id, source, name, status, sha256, rows_read, rows_accepted, "
            "rows_rejected, received_at, taken_in, size_bytes) "
            "VALUES (?, 'education', ?, ?, '', 0, 0, 0, '2021-06-01', '', 0)",
            [file_id, name, status],
        )
    con.execute("CREATE TABLE roster.households AS FROM (VALUES ('A'), ('B')) t(household_id)")
    con.execute("""CREATE TABLE roster.members AS
        FROM (VALUES ('A', 'a'), ('B', 'b'), ('A', '1'), ('B', '1')) t(household_id, member_id)""")
    con.execute("""CREATE VIEW person_rows AS
        SELECT 7 AS file_id, i::INTEGER AS row_number, 100 + i AS person_key FROM range(1, 9) t(i)""")
    return con


def placed(con: duckdb.DuckDBPyConnection, *rows: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    given = pl.DataFrame([("education", *row) for row in rows], schema=GIVEN, orient="row")
    columns = ["file_id", "row_number", "household_id", "gone", "person_key"]
    return truth.placed(con, given).select(columns).sort("row_number").rows()


def test_truth_follows_members_who_moved(county: duckdb.DuckDBPyConnection) -> None:
    for row in range(1, 5):
        add_link(county, (7, row))
    assert placed(
        county,
        ("b.csv", 1, "A", "a"),  # still there
        ("b.csv", 2, "A", "b"),  # moved to B
        ("b.csv", 3, "B", "1"),  # numbered within the household
        ("b.csv", 4, None, None),  # a stranger
        ("b.csv", 5, "A", "a"),  # no row of links
    ) == [
        (7, 1, "A", False, 101),
        (7, 2, "B", False, 102),
        (7, 3, "B", False, 103),
        (7, 4, None, False, 104),
    ]


def test_a_member_who_left_is_expected_with_the_former_household_or_no_link(
    county: duckdb.DuckDBPyConnection,
) -> None:
    add_link(county, (7, 1), "linked", ("A", None))
    add_link(county, (7, 2))
    add_link(county, (7, 3), "linked", ("B", "b"))
    add_link(county, (7, 4))
    add_link(county, (7, 5))
    rows = [("b.csv", row, "A", "9") for row in (1, 2, 3)]
    rows_now = placed(county, *rows, ("b.csv", 4, "X", None), ("b.csv", 5, "A", None))
    assert [row[2:4] for row in rows_now] == [
        ("A", True),
        (None, True),
        (None, True),
        (None, True),
        ("A", False),
    ]


def test_truth_means_the_newest_accepted_file_of_a_name(county: duckdb.DuckDBPyConnection) -> None:
    for file_id in (4, 5, 6, 7, 8):
        add_link(county, (file_id, 1))
    rows_now = placed(county, ("a.csv", 1, "A", "a"), ("c.csv", 1, "A", "a"))
    assert [row[0] for row in rows_now] == [5]
    by_number = pl.DataFrame({"file_id": [7], "row_number": [1], "household_id": ["A"]})
    assert truth.placed(county, by_number)["file_id"].to_list() == [7]


def test_files_that_never_arrived_are_named(county: duckdb.DuckDBPyConnection) -> None:
    rows = [("education", name, 1, "A", "a") for name in ("a.csv", "c.csv", "d.csv", "d.csv")]
    unknown = truth.unknown_files(county, pl.DataFrame(rows, schema=GIVEN, orient="row"))
    assert unknown.rows() == [("education/d.csv", 2)]


def test_parameters_are_shown_as_in_force(con: duckdb.DuckDBPyConnection) -> None:
    """A fifth of the members have values with frequency 0.02 (rare), three tenths one with 0.3 (common)."""
    con.execute("INSERT INTO linkage.persons (person_key, source) VALUES (1, 'education')")
    con.execute(
        "INSERT INTO linkage.parameters VALUES "
        "('education', 'name', 'different', 0.25, 0.5, 9, 9, '2021-06'), "
        "('education', 'prior', 'registered', 0.7, NULL, 9, 0, '2021-06')"
    )
    shares = [0.02] * 10 + [0.1] * 5 + [0.3]
    for value, share in enumerate(shares):
        con.execute("INSERT INTO linkage.term_frequencies VALUES ('name', ?, ?)", [value, share])
    figures = {(row["comparison"], row["level"]): row for row in shown_parameters.shown(con).to_dicts()}
    assert {row["source"] for row in figures.values()} == {"education"}
    assert "prior" not in {comparison for comparison, _ in figures}
    assert (figures["name", "different"]["m"], figures["name", "different"]["u"]) == (0.25, 0.5)
    same = model().comparisons["name"].levels["same"].u
    assert isinstance(same, Frequency)
    assert figures["name", "same"]["u"] is None
    assert figures["name", "same"]["u_rare"] == pytest.approx(0.02 * same.times)
    assert figures["name", "same"]["u_common"] == pytest.approx(0.3 * same.times)
    assert figures["birth", "date"]["u_rare"] is None  # no frequency is saved
    assert figures["name", "different"]["u_rare"] is None
