"""One area by category in one period, beside its benchmark."""

import textwrap
from collections.abc import Sequence

import pandas as pd

from indicators import lines, wording
from indicators.charts.style import COLOURS, GLYPHS, SYMBOLS, Chart, Mode, escaped, figure
from indicators.model import Indicator

#: Pixels of a category whose name takes one line, and what each further line takes.
ROW_HEIGHT, LINE_HEIGHT = 46, 17
#: Characters in a line of a category's name: a longer one would leave no room for bars on a narrow screen.
NAME_WIDTH = 26


def breakdown(frame: pd.DataFrame, indicator: Indicator, title: str, mode: Mode = "light") -> Chart:
    """The rows of the view of a breakdown of one dimension as bars, the benchmark as a diamond on the same line.

    `frame` must hold at least one row with a value of the chosen area.
    """
    known = frame[frame["value"].notna()]
    names = [lines.breakdown_name(indicator, key) for key in known["breakdown"].unique()]
    period = known["period_label"].iloc[0]
    longest = max(len(textwrap.wrap(name, NAME_WIDTH)) for name in names)
    row = ROW_HEIGHT + LINE_HEIGHT * (longest - 1)
    chart = figure(title, f"{indicator.measure}, {period}", mode, height=row * len(names) + 60)
    area, bench = known[known["role"] == "area"], known[known["role"] == "benchmark"]
    chart.add_bar(
        x=area["value"],
        y=[lines.breakdown_name(indicator, key) for key in area["breakdown"]],
        orientation="h",
        width=0.55,
        marker={"color": COLOURS[mode].area},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": area["upper"] - area["value"],
            "arrayminus": area["value"] - area["lower"],
            "color": COLOURS[mode].muted,
        },
        hovertext=_hover(area, indicator),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    if len(bench):
        chart.add_scatter(
            x=bench["value"],
            y=[lines.breakdown_name(indicator, key) for key in bench["breakdown"]],
            mode="markers",
            marker={
                "symbol": SYMBOLS["benchmark"],
                "size": 12,
                "color": COLOURS[mode].benchmark,
                "line": {"color": COLOURS[mode].paper, "width": 1},
            },
            hovertext=_hover(bench, indicator),
            hovertemplate="%{hovertext}<extra></extra>",
        )
    chart.update_yaxes(categoryorder="array", categoryarray=names[::-1], ticks="", showgrid=False)
    chart.update_yaxes(tickvals=names, ticktext=_labels(area, names, indicator), ticklabelstandoff=6)
    chart.update_xaxes(
        tickprefix=indicator.unit.before,
        ticksuffix="%" if indicator.unit.after == "%" else "",
        nticks=6,
        tickangle=0,
        rangemode="tozero",
        separatethousands=True,
    )
    chart.update_layout(hovermode="closest")
    key = "".join(f"{GLYPHS[SYMBOLS['benchmark']]} {name}" for name in bench["series"].unique())
    return Chart(chart, title, f"{title}. " + describe(frame, indicator), key)


def describe(frame: pd.DataFrame, indicator: Indicator) -> str:
    """The same in words: every category with the area's value and the benchmark's."""
    parts = [f"Bar chart. {indicator.measure}, {frame['period_label'].iloc[0]}."]
    for key, group in frame.groupby("breakdown", sort=False):
        values = "; ".join(
            f"{row['series']} {wording.number(row['value'], indicator)}" for row in group.to_dict("records")
        )
        parts.append(f"{lines.breakdown_name(indicator, str(key))}: {values}.")
    return " ".join(parts)


def _labels(area: pd.DataFrame, names: Sequence[str], indicator: Indicator) -> list[str]:
    """Each category with the area's figure below its name: on the bar the benchmark's diamond could cover it."""
    figures = {
        lines.breakdown_name(indicator, key): [f"<b>{wording.number(value, indicator)}</b>"]
        for key, value in zip(area["breakdown"], area["value"], strict=True)
    }
    return ["<br>".join([*map(escaped, textwrap.wrap(name, NAME_WIDTH)), *figures.get(name, [])]) for name in names]


def _hover(group: pd.DataFrame, indicator: Indicator) -> list[str]:
    return [
        f"<b>{escaped(lines.breakdown_name(indicator, row['breakdown']))}</b>, {escaped(row['series'])}: "
        + wording.marked(row["value"], row["status"], indicator)
        for row in group.to_dict("records")
    ]
