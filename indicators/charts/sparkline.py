"""A line small enough for a table cell, as an SVG image in a data address.

Plotly's figures are far too heavy for a cell. One colour that has enough contrast on white and on the dark theme.
"""

import base64
import html
from collections.abc import Callable, Sequence

COLOUR = "#3A86C8"
MARGIN = 3
#: Width and height in pixels, for a cell of a table and for a card.
CELL, CARD = (110, 26), (230, 52)


def sparkline(points: Sequence[float | None], size: tuple[int, int] = CELL) -> str:
    """A `data:image/svg+xml` address, the last value marked by a dot; an empty string without two values."""
    svg = drawing(points, size)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}" if svg else ""


def drawing(points: Sequence[float | None], size: tuple[int, int] = CELL, label: str = "") -> str:
    """The same as SVG to stand in a document, there with a label as its text alternative."""
    known = [(place, value) for place, value in enumerate(points) if value is not None]
    if len(known) < 2:
        return ""
    points = points[known[0][0] :]  # what is missing before the first figure is no gap
    known = [(place - known[0][0], value) for place, value in known]
    width, height = size
    low, high = min(value for _, value in known), max(value for _, value in known)
    span, steps = high - low or 1.0, max(len(points) - 1, 1)

    def at(place: int, value: float) -> str:
        x = MARGIN + (width - 2 * MARGIN) * place / steps
        y = height - MARGIN - (height - 2 * MARGIN) * (value - low) / span
        return f"{x:.1f},{y:.1f}"

    last = at(*known[-1]).split(",")
    paths = "".join(_path(run) for run in _runs(points, at))
    role = f' role="img" aria-label="{html.escape(label)}"' if label else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"{role}>{paths}'
        f'<circle cx="{last[0]}" cy="{last[1]}" r="2.6" fill="{COLOUR}"/></svg>'
    )


def _path(run: list[str]) -> str:
    """A stretch as a line, or a dot where it is a single point: a line of one point is not drawn."""
    if len(run) == 1:
        x, y = run[0].split(",")
        return f'<circle cx="{x}" cy="{y}" r="1.2" fill="{COLOUR}"/>'
    return f'<polyline points="{" ".join(run)}" fill="none" stroke="{COLOUR}" stroke-width="1.8"/>'


def _runs(points: Sequence[float | None], at: Callable[[int, float], str]) -> list[list[str]]:
    """The stretches without a gap, as SVG points."""
    runs: list[list[str]] = [[]]
    for place, value in enumerate(points):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(at(place, value))
    return [run for run in runs if run]
