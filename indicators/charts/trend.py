"""One area against its benchmark over time."""

import textwrap
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from indicators import lines, wording
from indicators.charts.style import COLOURS, SYMBOLS, Chart, Mode, escaped, figure
from indicators.model import STATUSES, Indicator, Strategy

#: Two tick labels are at least this share of the axis apart: a year, "2019", and longer ones, "2018/19".
APART, APART_LONG = 1 / 4, 2 / 5
#: Characters of a year, and of the line at which a tick label that is longer than one is broken.
YEAR_WIDTH, TICK_WIDTH = 4, 8
#: Characters in a line of a label at the right end of a line, and the pixels that takes.
LABEL_WIDTH, LABEL_MARGIN = 10, 88
#: A line of more points than this shows only the weak ones.
MARKED = 60
#: Labels closer than this share of the height are pushed apart by so many pixels.
CROWDED, CROWDED_PUSH = 0.12, 18


@dataclass(frozen=True)
class Plan:
    """What the strategy wants, as it is drawn: the baseline, and the path to a target if one is set."""

    baseline: float
    label: str
    path: tuple[tuple[date, float], ...] = ()

    @property
    def stepped(self) -> bool:
        """Whether there are milestones: what is expected then stays until the next one."""
        return len(self.path) > 2


def trend(
    frame: pd.DataFrame,
    indicator: Indicator,
    strategy: Strategy,
    title: str,
    mode: Mode = "light",
    plan: Plan | None = None,
) -> Chart:
    """The lines of the view over time: intervals as bands, gaps and breaks left open, weak points hollow.

    `frame` must hold at least one row with a value; `title` says what it shows; `plan` adds baseline and target path.
    """
    chart = figure(title, indicator.measure, mode, height=330)
    times = frame.assign(x=frame["period_start"] + (frame["period_end"] - frame["period_start"]) / 2)
    _shade_strategy(chart, times, strategy, mode)
    for role in ("benchmark", "beside", "area"):
        for _, line in times[times["role"] == role].groupby("breakdown"):
            if line["value"].notna().any():
                _draw_line(chart, line, indicator, role, mode)
    _label_ends(chart, times, mode)
    if plan:
        _draw_plan(chart, times, plan, indicator, mode)
    _mark_missing(chart, times[times["role"] == "area"], mode)
    _mark_breaks(chart, times[times["role"] == "area"], mode)
    set_axes(chart, times, indicator)
    return Chart(chart, title, f"{title}. {describe(frame, indicator, plan)}", _key(times[times["role"] == "area"]))


def describe(frame: pd.DataFrame, indicator: Indicator, plan: Plan | None = None) -> str:
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
        broken = line.loc[line["flags"].str.contains("break_before"), "period_label"]
        if len(broken):
            parts.append(f"{name} is not comparable before {', '.join(broken)}.")
    if plan:
        parts.append(f"Baseline: {wording.number(plan.baseline, indicator)}, {plan.label}.")
        parts += [f"Target: {wording.number(value, indicator)} by {wording.day(day)}." for day, value in plan.path[-1:]]
    return " ".join(parts)


def _key(line: pd.DataFrame) -> str:
    """What the symbols mean that stand for missing figures."""
    missing = set(line.loc[line["value"].isna(), "status"])
    return "  \n".join(wording.marker_meaning(status) for status in STATUSES if status in missing)


def _point(row: pd.Series, indicator: Indicator) -> str:
    return f"{wording.number(row['value'], indicator)} {wording.when(row['period_label'], row['period_end'])}"


def _draw_line(chart: go.Figure, line: pd.DataFrame, indicator: Indicator, role: str, mode: Mode) -> None:
    colours, own = COLOURS[mode], role != "benchmark"
    colour = {"area": colours.area, "beside": colours.beside}.get(role, colours.benchmark)
    for part in lines.segments(line, indicator.cadence):
        if role == "area":
            _draw_band(chart, part, mode)
        chart.add_scatter(
            x=part["x"],
            y=part["value"],
            mode="lines+markers",
            line={"color": colour, "width": 3 if own else 2, "dash": "solid" if own else "dash"},
            marker={
                "symbol": _symbols(part, role),
                "size": [7 if len(part) <= MARKED or is_weak else 0 for is_weak in _weak(part)],
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


def _weak(part: pd.DataFrame) -> "pd.Series[bool]":
    return part["flags"].str.contains("provisional|incomplete|estimated|carried_forward") | (part["status"] == "u")


def _symbols(part: pd.DataFrame, role: str) -> list[str]:
    return [f"{SYMBOLS[role]}-open" if is_weak else SYMBOLS[role] for is_weak in _weak(part)]


def _hover(part: pd.DataFrame, indicator: Indicator) -> list[str]:
    return [_hover_text(row, indicator) for row in part.to_dict("records")]


def _hover_text(row: Mapping[Hashable, Any], indicator: Indicator) -> str:
    interval = wording.interval(row["lower"], row["upper"], indicator)
    lines = [
        f"<b>{escaped(row['series'])}</b>, {escaped(row['period_label'])}: "
        + wording.marked(row["value"], row["status"], indicator),
        f"95% interval {interval}" if interval else "",
        *map(wording.flag, row["flags"].split()),
    ]
    return "<br>".join(line for line in lines if line)


def _label_ends(chart: go.Figure, times: pd.DataFrame, mode: Mode) -> None:
    """The name of each line at its right end; neighbours that end close together are pushed apart."""
    known = times[times["value"].notna()]
    ends = known.groupby(["role", "series"]).tail(1).sort_values("value", ascending=False).to_dict("records")
    pushes = [0] * len(ends)
    for place, (upper, lower) in enumerate(pairwise(ends)):
        if upper["value"] - lower["value"] < CROWDED * _height(known):
            pushes[place] += CROWDED_PUSH
            pushes[place + 1] -= CROWDED_PUSH
    for row, push in zip(ends, pushes, strict=True):
        text = "<br>".join(map(escaped, textwrap.wrap(row.get("label", row["series"]), LABEL_WIDTH)))
        chart.add_annotation(
            x=row["x"],
            y=row["value"],
            text=f"<b>{text}</b>" if row["role"] == "area" else text,
            font={"color": COLOURS[mode].area if row["role"] == "area" else COLOURS[mode].muted},
            align="left",
            xanchor="left",
            xshift=9,
            yshift=push,
        )
    chart.update_layout(margin_r=LABEL_MARGIN)


def _height(known: pd.DataFrame) -> float:
    return float(known["value"].max() - min(known["value"].min(), 0.0)) or 1.0


def _draw_plan(chart: go.Figure, times: pd.DataFrame, plan: Plan, indicator: Indicator, mode: Mode) -> None:
    """The baseline as a thin level line, the way to a target as a dotted one with the target marked."""
    colours = COLOURS[mode]
    ends = [times["x"].min(), times["x"].max()]
    chart.add_scatter(
        x=ends,
        y=[plan.baseline] * 2,
        mode="lines",
        line={"color": colours.similar, "width": 1.5, "dash": "longdashdot"},
        text=[f"Baseline {wording.number(plan.baseline, indicator)}, {plan.label}"] * 2,
        hovertemplate="%{text}<extra></extra>",
    )
    chart.add_annotation(
        x=ends[0], y=plan.baseline, text="baseline", xanchor="left", yanchor="bottom", font={"color": colours.muted}
    )
    if plan.path:
        chart.add_scatter(
            x=[day for day, _ in plan.path],
            y=[value for _, value in plan.path],
            mode="lines+markers",
            line={"color": colours.similar, "width": 2, "dash": "dot", "shape": "hv" if plan.stepped else "linear"},
            marker={"symbol": "star", "size": 9, "color": colours.similar},
            hovertemplate="Path to the target: %{y}<extra></extra>",
        )


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
    """A dotted line halfway between the figure after each break and the one before it."""
    times = line.assign(before=line["x"].shift().fillna(line["x"]))
    for row in times[times["flags"].str.contains("break_before")].to_dict("records"):
        x = row["before"] + (row["x"] - row["before"]) / 2
        chart.add_vline(x=x, line={"color": COLOURS[mode].muted, "dash": "dot", "width": 1.5})
        chart.add_annotation(
            x=x,
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


def set_axes(chart: go.Figure, times: pd.DataFrame, indicator: Indicator) -> None:
    """Tick labels that are periods of the series, and values in the indicator's unit."""
    ticks = _ticks(times)
    chart.update_xaxes(
        tickvals=ticks["x"].tolist(),
        ticktext=[
            "<br>".join(map(escaped, textwrap.wrap(label, TICK_WIDTH, break_long_words=False)))
            for label in ticks["short"]
        ],
        tickangle=0,
        showgrid=False,
    )
    chart.update_yaxes(
        tickprefix=indicator.unit.before,
        ticksuffix="%" if indicator.unit.after == "%" else "",
        rangemode="tozero" if indicator.kind in ("count", "proportion", "rate", "price") else "normal",
        nticks=6,
        separatethousands=True,
    )


def _ticks(times: pd.DataFrame) -> pd.DataFrame:
    """The latest period and others before it, never so close that their labels touch on a narrow screen."""
    ordered = times.drop_duplicates("x").sort_values("x", ascending=False)
    periods = zip(ordered["period_label"], ordered["period_end"], strict=True)
    ordered = ordered.assign(short=[wording.short_period(label, end) for label, end in periods])
    share = APART_LONG if ordered["short"].str.len().max() > YEAR_WIDTH else APART
    apart = (ordered["x"].iloc[0] - ordered["x"].iloc[-1]) * share
    places: list[int] = []
    for place, x in enumerate(ordered["x"]):
        if not places or ordered["x"].iloc[places[-1]] - x >= apart:
            places.append(place)
    return ordered.iloc[places[::-1]]
