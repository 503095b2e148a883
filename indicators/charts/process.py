"""A process chart: a monthly or quarterly series with its usual range, and the points that are more than usual."""

import pandas as pd
import plotly.graph_objects as go

from indicators import wording
from indicators.charts.style import COLOURS, GLYPHS, Chart, Mode, escaped, figure
from indicators.charts.trend import set_axes
from indicators.model import Indicator
from indicators.statistics import XMR_TRIAL_BELOW

#: What is charted where prices drift.
YEARLY = "Change on the year before, in per cent"
#: What each rule of the chart means, and the shape of the points that meet it.
SYMBOLS = {"outside": "diamond", "trend": "triangle-up", "two_in_three": "square", "run": "pentagon"}


def process(
    points: pd.DataFrame, limits: pd.DataFrame, indicator: Indicator, title: str, mode: Mode = "light"
) -> Chart:
    """The points with mean and limits of `statistics.xmr`, those that meet a rule in another shape and colour.

    `points` are observations, oldest first; `limits` has a row for each of them.
    """
    chart = figure(title, YEARLY if indicator.process_on == "yearly-change" else indicator.measure, mode, height=330)
    times = points.assign(x=points["period_start"] + (points["period_end"] - points["period_start"]) / 2)
    _draw_limits(chart, times["x"], limits, indicator, mode)
    _draw_points(chart, times, limits, indicator, mode)
    set_axes(chart, times, indicator)
    chart.update_yaxes(rangemode="normal")
    return Chart(chart, title, f"{title}. " + describe(points, limits, indicator), _key(limits))


def describe(points: pd.DataFrame, limits: pd.DataFrame, indicator: Indicator) -> str:
    """The same in words: the range, the latest point, and how many points are more than usual."""
    last = limits.iloc[-1]
    usual = wording.usual(float(last["lower"]), float(last["upper"]), indicator)
    when = wording.when(points["period_label"].iloc[-1], points["period_end"].iloc[-1])
    latest = f"{wording.number(float(last['value']), indicator)} {when}"
    special = [
        f"{text}, {(limits['rule'] == rule).sum()}"
        for rule, text in wording.PROCESS_RULES.items()
        if rule in set(limits["rule"])
    ]
    mean = wording.number(float(last["mean"]), indicator)
    what = f"{YEARLY}. " if indicator.process_on == "yearly-change" else ""
    kind = "trial limits" if _are_trial(limits) else "limits"
    return (
        f"Process chart of {len(points)} points. {what}Mean {mean}, {kind} {usual}. Latest: {latest}. "
        f"Points that meet a rule: {'; '.join(special) if special else 'none'}."
    )


def _key(limits: pd.DataFrame) -> str:
    """The shapes that occur, each with its rule."""
    met = set(limits["rule"])
    return " · ".join(f"{GLYPHS[SYMBOLS[rule]]} {text}" for rule, text in wording.PROCESS_RULES.items() if rule in met)


def _are_trial(limits: pd.DataFrame) -> bool:
    """Whether the latest limits rest on so few points that they will move."""
    return bool((limits["group"] == limits["group"].iloc[-1]).sum() < XMR_TRIAL_BELOW)


def _draw_limits(chart: go.Figure, x: pd.Series, limits: pd.DataFrame, indicator: Indicator, mode: Mode) -> None:
    colours = COLOURS[mode]
    if indicator.kind in wording.NEVER_NEGATIVE:
        limits = limits.assign(lower=limits["lower"].clip(lower=0.0))
    for _, group in limits.groupby("group"):
        where = x.loc[group.index]
        for name, dash, width in (("mean", "solid", 1.5), ("lower", "dash", 1.2), ("upper", "dash", 1.2)):
            chart.add_scatter(
                x=where,
                y=group[name],
                mode="lines",
                line={"color": colours.muted, "dash": dash, "width": width},
                hoverinfo="skip",
            )
    last = limits.iloc[-1]
    trial = _are_trial(limits)  # which of the two is plain to see; longer words would not fit
    upper, lower = ("trial limit",) * 2 if trial else ("upper limit", "lower limit")
    for name, text in (("upper", upper), ("mean", "mean"), ("lower", lower)):
        chart.add_annotation(
            x=x.iloc[-1], y=last[name], text=text, xanchor="left", xshift=8, font={"color": colours.muted, "size": 12}
        )
    chart.update_layout(margin_r=88)


def _draw_points(chart: go.Figure, times: pd.DataFrame, limits: pd.DataFrame, indicator: Indicator, mode: Mode) -> None:
    colours = COLOURS[mode]
    special = (limits["rule"] != "none").to_numpy()
    chart.add_scatter(
        x=times["x"],
        y=times["value"],
        mode="lines+markers",
        line={"color": colours.area, "width": 1.5},
        marker={
            "symbol": [SYMBOLS.get(rule, "circle") for rule in limits["rule"]],
            "size": [11 if flagged else 6 for flagged in special],
            "color": [colours.benchmark if flagged else colours.area for flagged in special],
        },
        text=[
            f"{escaped(row['period_label'])}: {wording.number(row['value'], indicator)}"
            + (f"<br>{wording.PROCESS_RULES[rule]}" if rule in wording.PROCESS_RULES else "")
            for row, rule in zip(times.to_dict("records"), limits["rule"], strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
    )
