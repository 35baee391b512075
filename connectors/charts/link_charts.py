"""Charts of the linker's parameters and calibration: m and u, match weights. Self-contained HTML in Chinese.

Fellegi and Sunter (JASA 1969): m is the probability that a comparison of two records falls into a level if
both are of one person, u if they are of two; the match weight is log2(m/u). The charts follow Splink's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import altair as alt
import polars as pl

FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, SimHei, sans-serif"
LABEL_PX = 210  # fits the longest label of a level, so that the panels of all comparisons are aligned
M, U, FOR, AGAINST, GREY = "#1b6ca8", "#e07b39", "#2a9d63", "#c8453b", "#999999"
# The page may load nothing: it contains its scripts. Vega compiles its expressions, hence 'unsafe-eval'.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:"
)
_PARAMETERS = {
    "source": pl.String,
    "comparison": pl.String,
    "level": pl.String,
    "m": pl.Float64,
    "u": pl.Float64,
    "u_rare": pl.Float64,
    "u_common": pl.Float64,
}
AnyChart = alt.VConcatChart | alt.LayerChart
_Layers = Callable[[str | None], alt.LayerChart]  # title of the axis -> the layers of one panel


@dataclass(frozen=True)
class Words:
    """Chinese labels for the names in the parameters; a name without a label is shown as it is.

    Attributes:
        sources: labels of departments, in the order of their panels.
        comparisons: labels of comparisons.
        levels: labels by comparison and level, in the model's order.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    comparisons: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[tuple[str, str], str] = field(default_factory=dict)


def parameter_chart(parameters: pl.DataFrame, words: Words) -> alt.VConcatChart:
    """Probabilities m and u of every comparison level by source, on a logarithmic scale.

    Args:
        parameters: `source, comparison, level, m, u, u_rare, u_common`. Where u is computed for each pair, it
            is NULL and lies between the last two; all three are NULL where that range is not known.
        words: labels.
    """
    levels = _labelled(parameters, words)
    given = [share for name in ("m", "u", "u_rare") for share in levels[name].drop_nulls() if share > 0]
    scale = alt.Scale(type="log", domain=[min(given), 1], nice=True, padding=6)

    def layers(axis: str | None) -> alt.LayerChart:
        base = alt.Chart().encode(y=_levels())
        tips = [_name("level", "水平"), _number("u_rare", "u，少见值"), _number("u_common", "u，常见值")]
        left = alt.X("u_rare:Q", title=axis, scale=scale, axis=alt.Axis(format="~g", tickCount=6))
        span = base.transform_filter("datum.u_rare > 0").mark_bar(color=U, stroke=U, opacity=0.5, height=6)
        tips_of_dot = [_name("level", "水平"), _name("kind", "参数"), _number("share", "概率")]
        colour = alt.Color("kind:N", title=None).scale(domain=["m", "u"], range=[M, U])
        dots = base.transform_fold(["m", "u"], as_=["kind", "share"]).transform_filter("datum.share > 0")
        span = span.encode(x=left, x2="u_common:Q", tooltip=tips)
        dots = dots.mark_circle(size=60, opacity=1).encode(x="share:Q", color=colour, tooltip=tips_of_dot)
        return alt.LayerChart(layer=[span, dots])

    explanation = (
        "m：是同一人时出现该水平的概率；u：不是同一人时的概率。横条：u 按值在名册中的常见程度逐对计算。"
    )
    return _panels(layers, levels, "概率（对数刻度）", _title("匹配参数 m 和 u", explanation))


def weight_chart(parameters: pl.DataFrame, words: Words) -> alt.VConcatChart:
    """Match weight log2(m/u) of every comparison level by source; parameters as for `parameter_chart`."""
    weighed = _labelled(parameters, words).with_columns(
        start=(pl.col("m") / pl.col("u_common")).log(2).fill_null(0.0),
        end=(pl.col("m") / pl.coalesce("u", "u_rare")).log(2),
    )
    shown = weighed.filter(pl.col("end").is_finite() | pl.col("end").is_null())
    ends = [0.0, *shown["start"], *shown["end"].drop_nulls()]
    scale = alt.Scale(domain=[min(ends), max(ends)], nice=True)

    def layers(axis: str | None) -> alt.LayerChart:
        base = alt.Chart().encode(y=_levels())
        tips = [_name("level", "水平"), *(_number(name, name) for name in ("m", "u", "u_common", "u_rare"))]
        colour = alt.when("datum.end >= 0").then(alt.value(FOR)).otherwise(alt.value(AGAINST))
        faint = alt.when("datum.u === null").then(alt.value(0.5)).otherwise(alt.value(1))
        bars = base.transform_filter("datum.end !== null").mark_bar(strokeWidth=1)
        notes = base.transform_filter("datum.end === null").mark_text(align="left", dx=4, color=GREY)
        tips.append(_number("end", "权重"))
        x = alt.X("start:Q", title=axis, scale=scale)
        bars = bars.encode(x=x, x2="end:Q", color=colour, stroke=colour, opacity=faint, tooltip=tips)
        notes = notes.encode(x=alt.datum(0), text=alt.value("逐对计算"))
        return alt.LayerChart(layer=[bars, notes])

    explanation = (
        "各项权重与先验相加，即得同一人的对数几率（以 2 为底）。浅色：随值在名册中的常见程度，从常见到少见。"
    )
    return _panels(layers, shown, "log2(m/u)：正值支持同一人，负值反对", _title("匹配权重", explanation))


def calibration_chart(tenths: pl.DataFrame) -> alt.LayerChart:
    """Calibration: mean probability against the observed share of true matches.

    Args:
        tenths: `pairs, mean_probability, observed, observed_low, observed_high, error`, one row per tenth.
    """
    ideal = alt.Chart(pl.DataFrame({"x": [0.0, 1.0]})).mark_line(color=GREY, strokeDash=[4, 4])
    base = alt.Chart(tenths)
    x = alt.X("mean_probability:Q", title="系统给出的平均概率").scale(domain=[0, 1])
    y = alt.Y("observed:Q", title="实际为真的比例（竖线为 95% 区间）").scale(domain=[0, 1])
    size = alt.Size("pairs:Q", title="候选对数").scale(type="log", range=[30, 300])
    tips = [_number("pairs", "候选对", ","), _number("mean_probability", "平均概率", ".4f")]
    tips += [_number("observed", "实际为真", ".4f"), _number("error", "误差", ".4f")]
    bars = base.mark_rule(color=M).encode(x=x, y="observed_low:Q", y2="observed_high:Q")
    dots = base.mark_circle(color=M, opacity=1).encode(x=x, y=y, size=size, tooltip=tips)
    title = _title("概率校准", "点在虚线上，概率可信；在虚线以下，系统过于自信。")
    chart = alt.LayerChart(layer=[ideal.encode(x="x:Q", y="x:Q"), bars, dots])
    styled: alt.LayerChart = chart.properties(width=420, height=420, title=title).configure(font=FONT)
    return styled


def write_chart(chart: AnyChart, path: Path, title: str) -> None:
    """Write `chart` to `path` as one HTML page that loads no other resources."""
    page = chart.to_html(inline=True, embed_options={"actions": False, "renderer": "svg"})
    charset = '<meta charset="UTF-8">'
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    page = page.replace("<html>", '<html lang="zh-CN">', 1)
    page = page.replace(charset, f"{charset}\n  {policy}\n  <title>{title}</title>", 1)
    path.write_text(page, encoding="utf-8")


def _labelled(parameters: pl.DataFrame, words: Words) -> pl.DataFrame:
    """`parameters` with labels in place of names, sorted by the model's levels (`place`) and by source."""
    places = {pair: place for place, pair in enumerate(words.levels)}
    labelled = [
        {
            **row,
            "source": words.sources.get(row["source"], row["source"]),
            "comparison": words.comparisons.get(row["comparison"], row["comparison"]),
            "level": words.levels.get((row["comparison"], row["level"]), row["level"]),
            "place": places.get((row["comparison"], row["level"]), len(places)),
            "column": [*words.sources, row["source"]].index(row["source"]),
        }
        for row in parameters.select(_PARAMETERS.keys()).to_dicts()
    ]
    schema = {**_PARAMETERS, "place": pl.Int64, "column": pl.Int64}
    return pl.DataFrame(labelled, schema=schema).sort("place", "column", maintain_order=True)


def _levels() -> alt.Y:
    order = alt.EncodingSortField("place", op="min")
    return alt.Y("level:N", title=None, sort=order).axis(minExtent=LABEL_PX, labelLimit=LABEL_PX)


def _name(column: str, title: str) -> alt.Tooltip:
    return alt.Tooltip(f"{column}:N", title=title)


def _number(column: str, title: str, form: str = ".3g") -> alt.Tooltip:
    return alt.Tooltip(f"{column}:Q", title=title, format=form)


def _title(text: str, subtitle: str) -> alt.Title:
    return alt.Title(text, subtitle=subtitle, anchor="start", offset=14)


def _panels(layers: _Layers, levels: pl.DataFrame, axis: str, title: alt.Title) -> alt.VConcatChart:
    """One row of panels per comparison, one column per source; the last row has the common axis's title."""
    comparisons = levels["comparison"].unique(maintain_order=True).to_list()
    columns = levels.sort("column")["source"].unique(maintain_order=True).to_list()
    rows = [
        layers(axis if comparison == comparisons[-1] else None)
        .properties(width=230, height=alt.Step(20))
        .facet(
            column=alt.Column("source:N", title=None, sort=columns),
            data=levels.filter(comparison=comparison),
            title=alt.Title(comparison, anchor="start"),
        )
        for comparison in comparisons
    ]
    chart: alt.VConcatChart = alt.VConcatChart(vconcat=rows, title=title).configure(font=FONT)
    return chart
