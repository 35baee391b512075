"""The toolkit recordlinkage links prepared rows to prepared members: block, compare, ECM, as in its guide.

Writes `row, member, probability, weight`, the best member of each row; prints seconds and version as JSON.
ECM needs binary comparison vectors in which a missing value is 0; it refuses NaN.
"""

import argparse
import json
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import recordlinkage
from recordlinkage.index import Block

from benchmarks.linkage.laps import Laps
from benchmarks.linkage.prepared import MEMBERS, ROWS

# Splink's blocking rules without surname, birth date and township, which give this toolkit too many pairs.
BLOCKS = [
    ["id_valid"],
    ["name", "birth_date"],
    ["name", "village"],
    ["name", "last4"],
    ["birth_date", "village"],
    ["birth_date", "last4"],
    ["pinyin", "birth_date"],
    ["surname", "last4", "township"],
]
EXACT = [
    "id_valid",
    "id_birth",
    "last4",
    "name",
    "pinyin",
    "shape",
    "surname",
    "birth_date",
    "village",
    "sex",
]
LEAST_SIMILAR_NUMBER = 0.88  # two edits of 18 digits; a swap counts as two


def link(folder: Path, out: Path) -> dict[str, float]:
    """Link all rows and return seconds by lap."""
    laps = Laps()
    rows, members = (pd.read_parquet(folder / name).set_index("unique_id") for name in (ROWS, MEMBERS))
    laps.lap("load")
    indexer = recordlinkage.Index([Block(left_on=columns) for columns in BLOCKS])
    pairs = indexer.index(rows, members)
    laps.lap("index")
    vectors = _comparison().compute(pairs, rows, members)
    laps.lap("compare")
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(vectors)
    laps.lap("train")
    scored = pd.DataFrame(
        {"probability": classifier.prob(vectors), "weight": _weights(vectors, classifier.log_weights)}
    )
    laps.lap("predict")
    _best(scored).to_parquet(out)
    laps.lap("best")
    return laps.seconds


def _comparison() -> recordlinkage.Compare:
    comparison = recordlinkage.Compare()
    for column in EXACT:
        comparison.exact(column, column, label=column)
    comparison.string(
        "id_like", "id_like", method="levenshtein", threshold=LEAST_SIMILAR_NUMBER, label="id_near"
    )
    comparison.string("name", "name", method="jarowinkler", threshold=0.7, label="name_near")
    return comparison


def _weights(vectors: pd.DataFrame, log_weights: dict[str, dict[float, float]]) -> pd.Series:
    """Sum of the logarithms of m / u: distinguishes candidates that all have the probability 1.0."""
    return pd.concat([vectors[column].map(log_weights[column]) for column in vectors], axis=1).sum(axis=1)


def _best(scored: pd.DataFrame) -> pd.DataFrame:
    candidates = scored.rename_axis(["row", "member"]).reset_index()
    return candidates.sort_values("weight", ascending=False).drop_duplicates("row")


def main() -> None:
    """Arguments: folder of the prepared files, file to write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    seconds = link(arguments.folder, arguments.out)
    print(json.dumps({"seconds": seconds, "recordlinkage": version("recordlinkage")}))


if __name__ == "__main__":
    main()
