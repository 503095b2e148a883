"""One area against its benchmark over time."""

import textwrap
from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from indicators import wording
from indicators.charts.style import COLOURS, SYMBOLS, Chart, Mode, figure
from indicators.model import FLAGS, Indicator, Strategy

TICKS = 6
#: Characters in a line of a label at the right end of a line, and the pixels that takes.
LABEL_WIDTH, LABEL_MARGIN = 10, 88
#: Labels closer than this share of the height are pushed apart by so many pixels.
CROWDED, CROWDED_PUSH = 0.12, 18
#: Days between the ends of two periods from which on the series has a hole, by how often it comes.
HOLE = {"monthly": 45, "quarterly": 140, "annual": 550}


def trend(frame: pd.DataFrame, indicator: Indicator, strategy: Strategy, title: str, mode: Mode = "light") -> Chart:
    """The lines of `views.over_time`: intervals as bands, gaps and breaks left open, weak points hollow.

    `frame` must hold at least one row with a value; `title` is the finding.
    """
    chart = figure(title, indicator.measure, mode, height=330)
    times = frame.assign(x=frame["period_start"] + (frame["period_end"] - frame["period_start"]) / 2)
    _shade_strategy(chart, times, strategy, mode)
    for role in ("benchmark", "area"):
        line = times[times["role"] == role]
        if line["value"].notna().any():
            _draw_line(chart, line, indicator, role, mode)
    _label_ends(chart, times, mode)
    _mark_missing(chart, times[times["role"] == "area"], mode)
    _mark_breaks(chart, times[times["role"] == "area"], mode)
    _axes(chart, times, indicator)
    return Chart(chart, title, describe(frame, indicator))


def describe(frame: pd.DataFrame, indicator: Indicator) -> str:
    """The same in words: for each line where it starts, its highest and lowest points, and where it ends."""
    parts = [f"Line chart. {indicator.measure}, over time."]
    for name, line in frame.groupby("series", sort=False):
        known = line[line["value"].notna()]
        if known.empty:
            parts.append(f"{name}: no figures.")
            continue
        first, last = known.iloc[0], known.iloc[-1]
        high, low = known.iloc[known["value"].argmax()], known.iloc[known["value"].argmin()]
        parts.append(
            f"{name}: {_point(first, indicator)}, {_point(last, indicator)}; highest {_point(high, indicator)}, "
            f"lowest {_point(low, indicator)}."
            if len(known) > 1
            else f"{name}: {_point(last, indicator)}, the only figure."
        )
        missing = line.loc[line["value"].isna(), "period_label"]
        if len(missing):
            parts.append(f"{name} has no figure for {', '.join(missing)}.")
    return " ".join(parts)


def _point(row: pd.Series, indicator: Indicator) -> str:
    return f"{wording.number(row['value'], indicator)} in {row['period_label']}"


def segments(line: pd.DataFrame, cadence: str) -> list[pd.DataFrame]:
    """The stretches that may be joined by a line: cut at a missing value, before a break, and over a hole in time."""
    hole = line["period_end"].diff().dt.days > HOLE.get(cadence, float("inf"))
    cut = line["value"].isna() | line["flags"].str.contains("break_before") | hole
    return [part for _, stretch in line.groupby(cut.cumsum()) if len(part := stretch[stretch["value"].notna()])]


def _draw_line(chart: go.Figure, line: pd.DataFrame, indicator: Indicator, role: str, mode: Mode) -> None:
    colour = COLOURS[mode].area if role == "area" else COLOURS[mode].benchmark
    for part in segments(line, indicator.cadence):
        if role == "area":
            _draw_band(chart, part, mode)
        chart.add_scatter(
            x=part["x"],
            y=part["value"],
            mode="lines+markers" if len(part) <= 60 else "lines",
            line={"color": colour, "width": 3 if role == "area" else 2, "dash": "solid" if role == "area" else "dash"},
            marker={
                "symbol": _symbols(part, role),
                "size": 7,
                "color": colour,
                "line": {"color": colour, "width": 1.5},
            },
            name=part["series"].iloc[0],
            text=_hover(part, indicator),
            hovertemplate="%{text}<extra></extra>",
        )


def _draw_band(chart: go.Figure, part: pd.DataFrame, mode: Mode) -> None:
    known = part[part["lower"].notna() & part["upper"].notna()]
    if len(known) == 1:
        row = known.iloc[0]
        chart.add_scatter(
            x=[row["x"], row["x"]],
            y=[row["lower"], row["upper"]],
            mode="lines",
            line={"color": COLOURS[mode].band, "width": 8},
            hoverinfo="skip",
        )
    elif len(known):
        chart.add_scatter(
            x=pd.concat([known["x"], known["x"][::-1]]),
            y=pd.concat([known["upper"], known["lower"][::-1]]),
            fill="toself",
            fillcolor=COLOURS[mode].band,
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
        )


def _symbols(part: pd.DataFrame, role: str) -> list[str]:
    weak = (part["flags"].str.contains("provisional|incomplete|estimated|carried_forward")) | (part["status"] == "u")
    return [f"{SYMBOLS[role]}-open" if is_weak else SYMBOLS[role] for is_weak in weak]


def _hover(part: pd.DataFrame, indicator: Indicator) -> list[str]:
    return [_hover_text(row, indicator) for row in part.to_dict("records")]


def _hover_text(row: Mapping[Hashable, Any], indicator: Indicator) -> str:
    interval = wording.interval(row["lower"], row["upper"], indicator)
    lines = [
        f"<b>{row['series']}</b>, {row['period_label']}: {wording.marked(row['value'], row['status'], indicator)}",
        f"95% interval {interval}" if interval else "",
        *(FLAGS[flag] for flag in row["flags"].split()),
    ]
    return "<br>".join(line for line in lines if line)


def _label_ends(chart: go.Figure, times: pd.DataFrame, mode: Mode) -> None:
    """The name of each line at its right end; two that end close together are pushed apart."""
    known = times[times["value"].notna()]
    ends = known.groupby("role").tail(1).sort_values("value", ascending=False).to_dict("records")
    crowded = len(ends) == 2 and ends[0]["value"] - ends[1]["value"] < CROWDED * _height(known)
    for row, push in zip(ends, (CROWDED_PUSH, -CROWDED_PUSH) if crowded else (0, 0), strict=False):
        text = "<br>".join(textwrap.wrap(row["series"], LABEL_WIDTH))
        chart.add_annotation(
            x=row["x"],
            y=row["value"],
            text=f"<b>{text}</b>" if row["role"] == "area" else text,
            font={"color": COLOURS[mode].area if row["role"] == "area" else COLOURS[mode].benchmark},
            align="left",
            xanchor="left",
            xshift=9,
            yshift=push,
        )
    chart.update_layout(margin_r=LABEL_MARGIN)


def _height(known: pd.DataFrame) -> float:
    return float(known["value"].max() - min(known["value"].min(), 0.0)) or 1.0


def _mark_missing(chart: go.Figure, line: pd.DataFrame, mode: Mode) -> None:
    for row in line[line["value"].isna()].to_dict("records"):
        chart.add_annotation(
            x=row["x"],
            y=0,
            yref="paper",
            yanchor="bottom",
            text=wording.marker(row["status"]),
            font={"color": COLOURS[mode].muted},
        )


def _mark_breaks(chart: go.Figure, line: pd.DataFrame, mode: Mode) -> None:
    for row in line[line["flags"].str.contains("break_before")].to_dict("records"):
        chart.add_vline(x=row["period_start"], line={"color": COLOURS[mode].muted, "dash": "dot", "width": 1.5})
        chart.add_annotation(
            x=row["period_start"],
            y=0.02,
            yref="paper",
            yanchor="bottom",
            xanchor="left",
            xshift=4,
            text="break",
            font={"color": COLOURS[mode].muted},
        )


def _shade_strategy(chart: go.Figure, times: pd.DataFrame, strategy: Strategy, mode: Mode) -> None:
    first, last = times["x"].min(), times["x"].max()
    start, end = max(pd.Timestamp(strategy.start), first), min(pd.Timestamp(strategy.end), last)
    if start >= end:
        return
    chart.add_vrect(x0=start, x1=end, fillcolor=COLOURS[mode].shade, line_width=0, layer="below")
    chart.add_annotation(
        x=start,
        y=1,
        yref="paper",
        xanchor="left",
        yanchor="top",
        xshift=4,
        text=f"Strategy {_years(strategy.start, strategy.end)}",
        font={"color": COLOURS[mode].muted, "size": 12},
    )


def _years(start: date, end: date) -> str:
    return f"{start.year}–{end.year % 100:02d}"


def _axes(chart: go.Figure, times: pd.DataFrame, indicator: Indicator) -> None:
    ticks = times.drop_duplicates("x").sort_values("x")
    step = max(1, -(-len(ticks) // TICKS))
    ticks = ticks.iloc[::-1].iloc[::step].iloc[::-1]
    chart.update_xaxes(
        tickvals=ticks["x"].tolist(),
        ticktext=[wording.short_period(label) for label in ticks["period_label"]],
        showgrid=False,
    )
    chart.update_yaxes(
        tickprefix=indicator.unit.before,
        ticksuffix="%" if indicator.unit.after == "%" else "",
        rangemode="tozero" if indicator.kind in ("count", "proportion", "rate", "price") else "normal",
        nticks=6,
        separatethousands=True,
    )
