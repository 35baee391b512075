"""Charts of the linker's figures: the numbers drawn, and pages that load nothing else."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from connectors.charts.link_charts import Words, calibration_chart, parameter_chart, weight_chart, write_chart

CHROMIUM = shutil.which("chromium")
WORDS = Words(
    sources={"health_insurance": "医保结算", "education": "学生就读"},
    comparisons={"name": "姓名"},
    levels={
        ("name", "same"): "姓名相同",
        ("name", "masked"): "姓名可见部分一致",
        ("name", "different"): "姓名不同",
    },
)
PARAMETERS = pl.DataFrame(
    [
        ("education", "name", "different", 0.125, 0.5, None, None),
        ("education", "name", "same", 0.8, None, 0.1, 0.4),
        ("health_insurance", "name", "masked", 0.9, None, None, None),
        ("health_insurance", "name", "same", 0.8, 0.1, None, None),
        ("education", "village", "home", 0.8, 0.4, None, None),
        ("health_insurance", "village", "home", 0.0, 0.1, None, None),
    ],
    schema=["source", "comparison", "level", "m", "u", "u_rare", "u_common"],
    orient="row",
)
TENTHS = pl.DataFrame(
    {
        "tenth": [5, 9],
        "pairs": [10, 1000],
        "mean_probability": [0.55, 0.99],
        "observed": [0.5, 1.0],
        "observed_low": [0.24, 0.996],
        "observed_high": [0.76, 1.0],
        "error": [0.05, 0.01],
    }
)


def panels(chart: Any) -> dict[str, dict[tuple[str, str], dict[str, Any]]]:
    """The values drawn, by comparison, then by source and level."""
    page = chart.to_dict()
    return {
        panel["title"]["text"]: {
            (row["source"], row["level"]): row for row in page["datasets"][panel["data"]["name"]]
        }
        for panel in page["vconcat"]
    }


def test_weights_are_the_logarithms_of_m_over_u() -> None:
    drawn = panels(weight_chart(PARAMETERS, WORDS))
    name = drawn["姓名"]
    assert (name["医保结算", "姓名相同"]["start"], name["医保结算", "姓名相同"]["end"]) == (
        0,
        pytest.approx(3),
    )
    assert name["学生就读", "姓名不同"]["end"] == pytest.approx(-2)
    common, rare = name["学生就读", "姓名相同"]["start"], name["学生就读", "姓名相同"]["end"]
    assert (common, rare) == (pytest.approx(1), pytest.approx(3))
    assert name["医保结算", "姓名可见部分一致"]["end"] is None  # shown as text instead
    assert [*drawn["village"]] == [("学生就读", "home")]  # m of 0 has no weight


def test_m_and_u_are_drawn_in_the_models_order_with_labels() -> None:
    drawn = panels(parameter_chart(PARAMETERS, WORDS))
    assert [*drawn] == ["姓名", "village"]
    assert [*drawn["姓名"]] == [
        ("医保结算", "姓名相同"),
        ("学生就读", "姓名相同"),
        ("医保结算", "姓名可见部分一致"),
        ("学生就读", "姓名不同"),
    ]
    assert [*drawn["village"]] == [("医保结算", "home"), ("学生就读", "home")]  # by name, as it has no label
    assert drawn["姓名"]["学生就读", "姓名相同"]["u_common"] == 0.4


def charts() -> dict[str, Any]:
    return {
        "parameters": parameter_chart(PARAMETERS, WORDS),
        "weights": weight_chart(PARAMETERS, WORDS),
        "calibration": calibration_chart(TENTHS),
    }


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("charts")
    for name, chart in charts().items():
        write_chart(chart, folder / f"{name}.html", f"图：{name}")
    return {name: folder / f"{name}.html" for name in charts()}


def test_a_page_may_load_nothing(pages: dict[str, Path]) -> None:
    for name, page in pages.items():
        head, _, _ = page.read_text("utf-8").partition("<script")
        assert "content=\"default-src 'none';" in head
        assert f"<title>图：{name}</title>" in head
        assert '<html lang="zh-CN">' in head


def browsed(page: Path, profile: Path) -> tuple[str, str]:
    """The page's elements after its scripts have run, and the offline browser's messages."""
    line = [CHROMIUM or "", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
            "--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom", page.as_uri()]  # fmt: skip
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout, done.stderr


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("parameters", ["匹配参数 m 和 u", "医保结算", "姓名相同", "概率（对数刻度）"]),
        ("weights", ["匹配权重", "学生就读", "姓名不同", "逐对计算"]),
        ("calibration", ["概率校准", "系统给出的平均概率", "候选对数"]),
    ],
)
def test_a_page_is_drawn_in_a_browser_without_a_network(
    pages: dict[str, Path], tmp_path: Path, name: str, words: list[str]
) -> None:
    shown, complaints = browsed(pages[name], tmp_path / "profile")
    _, _, drawing = shown.partition("<svg")
    assert [word for word in words if word not in drawing] == []
    assert "Content Security Policy" not in complaints


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")
def test_a_page_cannot_load_anything_else(pages: dict[str, Path], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = pages["calibration"].read_text("utf-8")
    page.write_text(text.replace("<body>", '<body><img src="http://127.0.0.1:9/a.png">'), "utf-8")
    _, complaints = browsed(page, tmp_path / "profile")
    assert "Content Security Policy" in complaints
