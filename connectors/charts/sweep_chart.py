"""Chart of a sweep: alerts by level and each township's workload, by value of the parameter; Chinese HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import altair as alt
import polars as pl

from connectors.charts.link_charts import FONT

LEVELS = {"red": ("红色", "#c8453b"), "orange": ("橙色", "#e07b39"), "yellow": ("黄色", "#e3c23f")}
WIDTH_PX, TOWNSHIP_PX = 560, 22  # a township's row in the heat map has the height of a line of text


@dataclass(frozen=True)
class Captions:
    """Labels of the charts.

    Attributes:
        axis: name of the parameter, with its unit.
        period: of the first two panels.
        present: the value in force in that period.
    """

    axis: str
    period: str
    present: float


def sweep_chart(
    levels: pl.DataFrame, townships: pl.DataFrame, months: pl.DataFrame, captions: Captions
) -> alt.VConcatChart:
    """Three panels over one axis, with the present value marked; the last only if there are several months.

    Args:
        levels: `value, red, orange, yellow, added, dropped` of the newest period.
        townships: `value, township, listed` of the newest period.
        months: `value, period, listed` of every period.
        captions: labels.
    """
    scale = alt.Scale(domain=_domain(levels["value"], captions.present), nice=False, padding=8)
    panels: list[alt.LayerChart] = [
        _levels(levels, captions, scale),
        _townships(townships, captions, scale),
        *([_months(months, captions, scale)] if months["period"].n_unique() > 1 else []),
    ]
    title = alt.TitleParams(
        f"测算：{captions.axis}",
        subtitle=[f"竖线为现行取值 {captions.present:g}。只作测算，不改变已发布的结果。"],
        anchor="start",
    )
    chart = alt.VConcatChart(vconcat=panels, title=title, spacing=28)
    styled: alt.VConcatChart = chart.resolve_scale(color="independent").configure(font=FONT)
    return styled


def _domain(values: pl.Series, present: float) -> list[float]:
    given = [*map(float, values), present]
    return [min(given), max(given)]


def _x(captions: Captions, scale: alt.Scale) -> alt.X:
    return alt.X("value:Q", title=captions.axis, scale=scale)


def _mark(captions: Captions, scale: alt.Scale) -> alt.Chart:
    rule = alt.Chart(pl.DataFrame({"value": [captions.present]})).mark_rule(
        color="#333333", strokeDash=[5, 4]
    )
    marked: alt.Chart = rule.encode(x=_x(captions, scale))
    return marked


def _levels(levels: pl.DataFrame, captions: Captions, scale: alt.Scale) -> alt.LayerChart:
    named = {name: word for name, (word, _) in LEVELS.items() if levels[name].sum()} or {"red": "红色"}
    long = levels.rename(named).unpivot(
        on=list(named.values()),
        index=["value", "added", "dropped"],
        variable_name="level",
        value_name="households",
    )
    colours = [colour for name, (_, colour) in LEVELS.items() if name in named]
    colour = alt.Color("level:N", title="级别").scale(domain=list(named.values()), range=colours)
    tips = _tips(
        {"value": "取值", "level": "级别", "households": "户", "added": "比现行增加", "dropped": "比现行减少"}
    )
    base = alt.Chart(long).encode(
        x=_x(captions, scale), y=alt.Y("households:Q", title="户", stack="zero"), color=colour, tooltip=tips
    )
    order = alt.Order("rank:Q", sort="ascending")
    ranked = base.transform_calculate(rank=f"indexof({list(named.values())!r}, datum.level)").encode(
        order=order
    )
    layers = [ranked.mark_area(opacity=0.75), ranked.mark_circle(size=24, opacity=1), _mark(captions, scale)]
    return _panel(layers, f"{captions.period} 预警户数，按级别", height=220)


def _townships(townships: pl.DataFrame, captions: Captions, scale: alt.Scale) -> alt.LayerChart:
    height = TOWNSHIP_PX * max(townships["township"].n_unique(), 2)
    ends = _cells(townships)
    heat = (
        alt.Chart(ends)
        .mark_rect()
        .encode(
            x=alt.X("start:Q", title=captions.axis, scale=scale),
            x2="end:Q",
            y=alt.Y(
                "township:N", title=None, sort=alt.EncodingSortField("listed", op="max", order="descending")
            ),
            color=alt.Color("listed:Q", title="应核查户").scale(scheme="blues"),
            tooltip=_tips({"township": "乡镇", "value": "取值", "listed": "应核查户"}),
        )
    )
    return _panel([heat, _mark(captions, scale)], f"{captions.period} 各乡镇应核查户数", height=height)


def _cells(townships: pl.DataFrame) -> pl.DataFrame:
    """Each value's section of the axis: half-way to the neighbouring values."""
    values = townships["value"].unique().sort().to_list()
    halves = [(low + high) / 2 for low, high in pairwise(values)]
    edge = pl.DataFrame({"value": values, "start": [values[0], *halves], "end": [*halves, values[-1]]})
    return townships.join(edge, on="value")


def _months(months: pl.DataFrame, captions: Captions, scale: alt.Scale) -> alt.LayerChart:
    lines = (
        alt.Chart(months)
        .mark_line(point=True)
        .encode(
            x=_x(captions, scale),
            y=alt.Y("listed:Q", title="户"),
            color=alt.Color("period:O", title="月份").scale(scheme="viridis"),
            tooltip=_tips({"period": "月份", "value": "取值", "listed": "应核查户"}),
        )
    )
    return _panel([lines, _mark(captions, scale)], "各月应核查户数", height=180)


def _panel(layers: Sequence[alt.Chart], title: str, height: int) -> alt.LayerChart:
    heading = alt.TitleParams(title, anchor="start", fontSize=12)
    panel: alt.LayerChart = alt.LayerChart(layer=list(layers)).properties(
        width=WIDTH_PX, height=height, title=heading
    )
    return panel


def _tips(fields: Mapping[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(name, title=title) for name, title in fields.items()]
