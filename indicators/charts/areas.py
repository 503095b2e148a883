"""All areas in one period, with their intervals: who is higher and lower, without a bare rank."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from indicators import wording
from indicators.charts.style import COLOURS, GLYPHS, SYMBOLS, Chart, Mode, escaped, figure
from indicators.lines import ROLES
from indicators.model import Indicator

ROW_HEIGHT = 24
#: What the marks of the roles are called in the key; two that look the same share one.
IN_THE_KEY = {
    "area": "the chosen area",
    "similar": "similar areas",
    "sibling": "other areas, in grey",
    "other": "other areas, in grey",
    "larger": "larger areas",
}


def areas(frame: pd.DataFrame, indicator: Indicator, title: str, mode: Mode = "light") -> Chart:
    """The rows of a view of areas as dots with intervals, highest on top; those without a figure are left to the table.

    `frame` must hold at least one row with a value.
    """
    known = frame[frame["value"].notna()]
    period = known["period_label"].iloc[0]
    chart = figure(title, f"{indicator.measure}, {period}", mode, height=ROW_HEIGHT * len(known) + 60)
    for role, group in known.groupby("role"):
        _draw_dots(chart, group, str(role), indicator, mode)
    _draw_benchmark(chart, known, mode)
    chart.update_yaxes(categoryorder="array", categoryarray=known["series"].tolist()[::-1], showgrid=True, ticks="")
    chart.update_yaxes(range=[-0.8, len(known) - 0.2])
    chart.update_yaxes(tickvals=known["series"].tolist(), ticktext=[_name(row) for row in known.to_dict("records")])
    chart.update_xaxes(
        tickprefix=indicator.unit.before,
        ticksuffix="%" if indicator.unit.after == "%" else "",
        nticks=6,
        side="top",
        separatethousands=True,
    )
    chart.update_layout(hovermode="closest")
    return Chart(chart, title, f"{title}. " + describe(frame, indicator), _key(known))


def describe(frame: pd.DataFrame, indicator: Indicator) -> str:
    """The same in words: the chosen area's place between the highest and the lowest, and who is missing."""
    known = frame[frame["value"].notna()]
    high, low = known.iloc[0], known.iloc[-1]
    parts = [f"Dot chart. {indicator.measure}, {high['period_label']}, {len(known)} areas."]
    parts.append(f"Highest: {_value(high, indicator)}. Lowest: {_value(low, indicator)}.")
    parts += [
        f"{ROLES[role].capitalize()}: {_value(row.iloc[0], indicator)}."
        for role in ("area", "benchmark")
        if len(row := known[known["role"] == role])
    ]
    if "area" not in set(frame["role"]):
        parts.append("The chosen area is not among them.")
    missing = frame.loc[frame["value"].isna(), "series"]
    if len(missing):
        parts.append(f"No figure for {', '.join(missing)}.")
    return " ".join(parts)


def _key(known: pd.DataFrame) -> str:
    """The marks that occur, where there is more than one."""
    roles = set(known["role"])
    marks = [f"{GLYPHS[SYMBOLS[role]]} {text}" for role, text in IN_THE_KEY.items() if role in roles]
    bench = known.loc[known["role"] == "benchmark", "series"]
    marks += [f"{GLYPHS[SYMBOLS['benchmark']]} and dashed line: {name}" for name in bench]
    different = list(dict.fromkeys(marks))
    return " · ".join(different) if len(different) > 1 else ""


def _value(row: pd.Series, indicator: Indicator) -> str:
    return f"{row['series']} {wording.number(row['value'], indicator)}"


def _name(row: Mapping[Hashable, Any]) -> str:
    return f"<b>{row['series']}</b>" if row["role"] == "area" else str(row["series"])


def _draw_dots(chart: go.Figure, group: pd.DataFrame, role: str, indicator: Indicator, mode: Mode) -> None:
    colours = COLOURS[mode]
    colour = {"area": colours.area, "benchmark": colours.benchmark, "similar": colours.similar}.get(role, colours.quiet)
    chart.add_scatter(
        x=group["value"],
        y=group["series"],
        mode="markers",
        name=ROLES[role],
        marker={"symbol": SYMBOLS[role], "size": 11 if role == "area" else 9, "color": colour},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": group["upper"] - group["value"],
            "arrayminus": group["value"] - group["lower"],
            "color": colour,
            "thickness": 1.5,
            "width": 4,
        },
        text=[_hover(row, role, indicator) for row in group.to_dict("records")],
        hovertemplate="%{text}<extra></extra>",
    )


def _hover(row: Mapping[Hashable, Any], role: str, indicator: Indicator) -> str:
    text = f"<b>{escaped(row['series'])}</b> ({ROLES[role]}): {wording.marked(row['value'], row['status'], indicator)}"
    interval = wording.interval(row["lower"], row["upper"], indicator)
    return f"{text}<br>95% interval {interval}" if interval else text


def _draw_benchmark(chart: go.Figure, known: pd.DataFrame, mode: Mode) -> None:
    bench = known[known["role"] == "benchmark"]
    if len(bench):
        chart.add_vline(x=bench["value"].iloc[0], line={"color": COLOURS[mode].benchmark, "dash": "dash", "width": 1.5})
