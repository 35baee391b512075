"""How good the links are, measured against known truth or against the reviewers' decisions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from connectors.readers import truth_files
from connectors.readers.truth_files import TruthError
from connectors.warehouse import database, loading
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from flows.answers.published import NotFoundError
from flows.answers.review import sample as review_sample
from matching.evaluation import calibration, evaluate, truth
from matching.weighing import shown_parameters
from matching.weighing.model import labels_of_all, model
from sql import count, frame, rows, statement

CHARTS = {
    "parameters": ("匹配参数.html", "匹配参数 m 和 u"),
    "weights": ("匹配权重.html", "匹配权重"),
    "calibration": ("概率校准.html", "概率校准"),
}


def report(root: Path, truth_file: Path | None, charts: Path | None) -> dict[str, Any]:
    """The quality of the links published last.

    Args:
        root: the workspace.
        truth_file: rows whose household is known; without it, the reviewers' decisions are compared with the
            probabilities that their workbooks showed.
        charts: folder for charts, made if missing.

    Returns:
        `basis` (`truth` or `labels`), `calibration` (`tenths, expected_error, worst_above_half`), `blocking`
        (one entry per rule), `charts` (paths), `sources` (Chinese titles). Measured against truth also
        `truth` (what was judged), `groups` and `missed` (as `matching.evaluation.evaluate` returns them);
        against labels also `labels` (counts in total and by source) and `sample`
        (`flows.answers.review.sample.precision`).

    Raises:
        NotFoundError: if nothing has been linked yet, or only by a version that kept no parameters.
        TruthError: if the truth file does not fit the links.
    """
    workspace = Workspace.open(root)
    contracts = load_contracts(workspace.contracts)
    with database.open_published(workspace) as con:
        _check(con)
        tenths, result = _by_truth(con, contracts, truth_file) if truth_file else _by_labels(con)
        result["calibration"] = {"tenths": tenths.to_dicts(), **calibration.summary(tenths)}
        result["blocking"] = _blocking(con)
        result["charts"] = _write_charts(con, contracts, tenths, charts) if charts else []
    result["sources"] = {contract.source: contract.title for contract in contracts.values()}
    return result


def _check(con: duckdb.DuckDBPyConnection) -> None:
    kept = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'linkage' AND table_name = 'parameters'"
    if not count(con, kept) or not count(con, "SELECT count(*) FROM links"):
        raise NotFoundError("还没有可以评估的匹配结果，请先执行 fangfanpin run。")


def _by_truth(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], truth_file: Path
) -> tuple[pl.DataFrame, dict[str, Any]]:
    linked = [source for (source,) in con.execute("SELECT DISTINCT source FROM links").fetchall()]
    given = truth_files.read_truth(truth_file, contracts.keys() - linked)
    loading.create_row_views(con, [contracts[source] for source in linked])
    unknown = truth.unknown_files(con, given)
    known = truth.placed(con, given)
    _check_truth(con, given, known)
    result = {
        "basis": "truth",
        "truth": {
            "rows": given.height,
            "judged": known.height,
            "gone": int(known["gone"].sum()),
            "unjudged": count(con, "SELECT count(*) FROM links") - known.height,
            "unknown_files": unknown.to_dicts(),
        },
        "groups": evaluate.evaluate(con, known).to_dicts(),
        "missed": evaluate.missed(con, known).to_dicts(),
    }
    return calibration.calibration(con, known), result


def _check_truth(con: duckdb.DuckDBPyConnection, given: pl.DataFrame, known: pl.DataFrame) -> None:
    if known.is_empty():
        raise TruthError(
            "真值文件没有一行能对上已匹配的数据行，请核对 source、file（inbox/<source>/ 以下）和 row_number。"
        )
    if repeated := int(known.select("file_id", "row_number").is_duplicated().sum()):
        raise TruthError(f"真值文件中有 {repeated} 行指向重复的数据行，每个数据行只能出现一次。")
    roster = frame(con, "SELECT household_id FROM roster.households")["household_id"]
    homes = given["household_id"].drop_nulls()
    if homes.len() and not homes.is_in(roster.implode()).any():
        raise TruthError("真值文件的户编号没有一个在名册中，请核对；编号可能被电子表格改成了数字。")


def _by_labels(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, dict[str, Any]]:
    result = {
        "basis": "labels",
        "labels": rows(con, statement("linkage/evaluate/labels")),
        "sample": review_sample.precision(con),
    }
    return calibration.calibration_of_labels(con), result


def _blocking(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    declared = model().blocking
    blocks = rows(con, statement("linkage/evaluate/blocking"))
    return [
        {**row, "label": declared[row["rule"]].label if row["rule"] in declared else row["rule"]}
        for row in blocks
    ]


def _write_charts(
    con: duckdb.DuckDBPyConnection, contracts: Mapping[str, Contract], tenths: pl.DataFrame, folder: Path
) -> list[str]:
    from connectors.charts import link_charts  # altair takes a second to import

    parameters = shown_parameters.shown(con)
    words = link_charts.Words(
        sources={c.source: c.title for c in contracts.values() if c.source in parameters["source"]},
        comparisons={name: comparison.label for name, comparison in model().comparisons.items()},
        levels=labels_of_all(parameters["source"].unique().sort().to_list()),
    )
    drawn: dict[str, link_charts.AnyChart] = {
        "parameters": link_charts.parameter_chart(parameters, words),
        "weights": link_charts.weight_chart(parameters, words),
        **({"calibration": link_charts.calibration_chart(tenths)} if tenths.height else {}),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in drawn.items():
        link_charts.write_chart(chart, folder / CHARTS[name][0], CHARTS[name][1])
    return [str(folder / CHARTS[name][0]) for name in drawn]
