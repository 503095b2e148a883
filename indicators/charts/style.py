"""The house style of every chart: the afcharts template, its colours, and what all figures share.

afcharts is the Government Analysis Function's template for white paper. The dark variant keeps its layout and
swaps the colours for lighter ones with enough contrast on the dark background.
https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/
"""

import html
import textwrap
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import plotly.graph_objects as go
from afcharts import pio_template

Mode = Literal["light", "dark"]
#: Characters a title line holds on the narrowest screen, 390 pixels wide.
TITLE_WIDTH = 40


@dataclass(frozen=True)
class Colours:
    """What each colour is for. `area` and `benchmark` are the only two a reader must tell apart."""

    area: str
    benchmark: str
    similar: str
    beside: str
    quiet: str
    text: str
    muted: str
    grid: str
    paper: str
    band: str
    shade: str


COLOURS: dict[Mode, Colours] = {
    "light": Colours(
        area="#12436D",
        benchmark="#F46A25",
        similar="#28A197",
        beside="#801650",
        quiet="#8B9198",
        text="#0B0C0C",
        muted="#4A4F55",
        grid="#D6D6D6",
        paper="#FFFFFF",
        band="rgba(18,67,109,0.18)",
        shade="rgba(61,61,61,0.07)",
    ),
    "dark": Colours(
        area="#6BACE6",
        benchmark="#F79A6B",
        similar="#3FC1B6",
        beside="#D68FB8",
        quiet="#9AA3AC",
        text="#F2F2F2",
        muted="#C3C9CF",
        grid="#39434D",
        paper="#10151B",
        band="rgba(107,172,230,0.25)",
        shade="rgba(255,255,255,0.07)",
    ),
}

#: How each marker is written in a key.
GLYPHS = {
    "circle": "●",
    "diamond": "◆",
    "diamond-open": "◇",
    "square": "■",
    "triangle-up": "▲",
    "pentagon": "⬟",
}
#: Marker of each role: the shape says it as well as the colour does.
SYMBOLS = {
    "area": "circle",
    "benchmark": "diamond",
    "similar": "square",
    "beside": "triangle-up",
    "sibling": "circle",
    "other": "circle",
    "larger": "diamond-open",
}


@dataclass(frozen=True)
class Chart:
    """A figure with the title it carries and the text that says the same to those who cannot see it.

    `key` says in words what its marks mean; it is empty where nothing needs saying.
    """

    figure: go.Figure
    title: str
    alt: str
    key: str = ""


def escaped(text: str) -> str:
    """A text of people or files as a chart shows it: Plotly takes some HTML in any text, links among it."""
    return html.escape(text, quote=False)


@cache
def template(mode: Mode) -> go.layout.Template:
    """The afcharts template for `mode`. Passed explicitly: importing Streamlit changes Plotly's default.

    Made once: a figure takes a copy of it.
    """
    colours = COLOURS[mode]
    base = go.layout.Template(pio_template.pio.templates["afcharts"])
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "tickcolor": colours.grid,
        "zerolinecolor": colours.grid,
        "exponentformat": "none",
    }
    base.layout.update(
        font={"size": 14, "color": colours.text, "family": "Arial, Liberation Sans, sans-serif"},
        paper_bgcolor=colours.paper,
        plot_bgcolor=colours.paper,
        hoverlabel={"bgcolor": colours.paper, "font": {"size": 13, "color": colours.text}},
        title={"font": {"size": 17}},
        annotationdefaults={"font": {"size": 13}, "showarrow": False},
        xaxis=axis | {"tickfont": {"size": 13}},
        yaxis=axis | {"tickfont": {"size": 13}},
    )
    return base


def figure(title: str, subtitle: str, mode: Mode, height: int) -> go.Figure:
    """An empty figure with what it shows as title and what is measured below it, both wrapped for narrow screens."""
    lines = [f"<b>{escaped(part)}</b>" for part in textwrap.wrap(title, TITLE_WIDTH)]
    muted = COLOURS[mode].muted
    small = [
        f'<span style="font-size:13px;color:{muted}">{escaped(part)}</span>'
        for part in textwrap.wrap(subtitle, TITLE_WIDTH + 12)
    ]
    top = 34 + 22 * len(lines) + 18 * len(small)
    return go.Figure(
        layout=go.Layout(
            template=template(mode),
            title={
                "text": "<br>".join(lines + small),
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "yref": "container",
                "y": 1,
                "yanchor": "top",
                "pad": {"t": 14, "l": 4},
            },
            margin={"l": 8, "r": 16, "t": top, "b": 8},
            height=height + top,
            showlegend=False,
        )
    )


def config(name: str) -> dict[str, Any]:
    """What the chart's own menu offers: only the download, as SVG, under a name that says what it is."""
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "svg", "filename": name},
        "scrollZoom": False,
    }
