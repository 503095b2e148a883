"""Charts of areas, of categories, of a process, and the small line in a table cell: what is drawn, and in words."""

import base64
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from indicators import charts
from indicators.charts.areas import IN_THE_KEY, ROW_HEIGHT
from indicators.charts.style import COLOURS, GLYPHS, SYMBOLS
from indicators.model import Dimension, Indicator, Selection
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
    ENGLAND,
    OWN,
    SEX,
    WATFORD,
    indicator,
    observations,
    row,
    small_catalogue,
    view,
)

CATALOGUE = small_catalogue()
OBESITY = indicator()
BY_SEX = indicator(dimensions=(SEX,))

# Areas

ENDS = "2019-12-31"


def areas(*rows: dict[str, Any], of: Indicator = OBESITY) -> charts.Chart:
    frame = view(observations(*rows), of, Selection(OWN, ENGLAND), "areas", ENDS).frame
    return charts.areas(frame, of, "Obesity: areas")


AREAS = (
    row(value=17.3, lower=16.0, upper=18.5),
    row(value=22.1, area=ENGLAND),
    row(value=25.0, lower=23.0, upper=28.0, area=WATFORD, status="u"),
    row(value=10.0, area=BASILDON),
    row(value=None, area=BROXBOURNE),
)


def test_areas_are_dots_with_their_intervals_highest_on_top() -> None:
    chart = areas(*AREAS)
    dots = {trace.name: trace for trace in chart.figure.data}
    assert {name: (list(trace.y), list(trace.x)) for name, trace in dots.items()} == {
        "the chosen area": (["Welwyn Hatfield"], [17.3]),
        "benchmark": (["England"], [22.1]),
        "same county": (["Watford"], [25.0]),
        "similar area": (["Basildon"], [10.0]),
    }
    error = dots["same county"].error_x
    assert (list(error.array), list(error.arrayminus), error.symmetric) == ([3.0], [2.0], False)
    axis = chart.figure.layout.yaxis
    assert list(axis.categoryarray) == ["Basildon", "Welwyn Hatfield", "England", "Watford"]  # from below
    assert "<b>Welwyn Hatfield</b>" in axis.ticktext
    assert list(axis.tickvals)[::-1] == list(axis.categoryarray)
    (rule,) = chart.figure.layout.shapes
    assert (rule.x0, rule.x1) == (22.1, 22.1)
    assert list(dots["same county"].text) == ["<b>Watford</b> (same county): 25.0% [u]<br>95% interval 23.0% to 28.0%"]
    symbols = {dots[name].marker.symbol for name in ("the chosen area", "benchmark", "similar area")}
    assert len(symbols) == 3


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        (
            AREAS,
            "● the chosen area · ■ similar areas · ● other areas, in grey · ◆ and dashed line: England",
        ),
        (AREAS[:2], "● the chosen area · ◆ and dashed line: England"),
        (AREAS[:1], ""),
        (
            (AREAS[0], row(value=18.0, area=COUNTY), row(value=None, area=WATFORD)),
            "● the chosen area · ◇ larger areas",
        ),
        (AREAS[2:3], ""),
    ],
)
def test_the_key_of_areas_has_the_marks_that_occur(rows: tuple[dict[str, Any], ...], key: str) -> None:
    assert areas(*rows).key == key


def test_marks_that_look_alike_share_one_place_in_the_key() -> None:
    """A key names shapes, so two entries of the same shape must differ in words that can be seen: grey, or not."""
    looks: dict[str, set[str]] = {}
    for role, text in IN_THE_KEY.items():
        looks.setdefault(text, set()).add(SYMBOLS[role])
    assert {text: len(shapes) for text, shapes in looks.items()} == dict.fromkeys(looks, 1)
    assert set(IN_THE_KEY) | {"benchmark", "beside"} == set(SYMBOLS)
    assert set(SYMBOLS.values()) <= set(GLYPHS)


def test_areas_in_words() -> None:
    assert areas(*AREAS).alt == (
        "Obesity: areas. "
        "Dot chart. People living with obesity, 2019, 4 areas. Highest: Watford 25.0%. Lowest: Basildon 10.0%. "
        "The chosen area: Welwyn Hatfield 17.3%. Benchmark: England 22.1%. No figure for Broxbourne."
    )


def test_areas_grow_with_their_number() -> None:
    one, four = areas(AREAS[0]).figure.layout, areas(*AREAS).figure.layout
    assert four.height - one.height == 3 * ROW_HEIGHT


# Breakdowns


def breakdown(*rows: dict[str, Any]) -> charts.Chart:
    frame = view(observations(*rows), BY_SEX, Selection(OWN, ENGLAND), "breakdown", ENDS, "sex").frame
    return charts.breakdown(frame, BY_SEX, "Obesity: sex")


def test_a_breakdown_is_bars_with_the_benchmark_as_a_diamond() -> None:
    chart = breakdown(
        row(value=18.1, breakdown="sex=male", lower=17.0, upper=20.0),
        row(value=16.5, breakdown="sex=female"),
        row(value=23.0, breakdown="sex=male", area=ENGLAND),
        row(value=None, breakdown="sex=female", area=ENGLAND),
    )
    bars, diamonds = chart.figure.data
    assert dict(zip(bars.y, bars.x, strict=True)) == {"Men and boys": 18.1, "Women and girls": 16.5}
    assert bars.text is None  # the diamond could cover it
    axis = chart.figure.layout.yaxis
    assert dict(zip(axis.tickvals, axis.ticktext, strict=True)) == {
        "Men and boys": "Men and boys<br><b>18.1%</b>",
        "Women and girls": "Women and girls<br><b>16.5%</b>",
    }
    assert chart.key == "◆ England"
    assert bars.error_x.array[0] == pytest.approx(1.9)
    assert bars.error_x.arrayminus[0] == pytest.approx(1.1)
    assert dict(zip(diamonds.y, diamonds.x, strict=True)) == {"Men and boys": 23.0}
    assert diamonds.marker.symbol == "diamond"
    assert list(chart.figure.layout.yaxis.categoryarray) == ["Women and girls", "Men and boys"]  # from below
    assert chart.figure.layout.xaxis.rangemode == "tozero"
    assert bars.hovertext[0] == "<b>Men and boys</b>, Welwyn Hatfield: 18.1%"
    assert chart.alt == (
        "Obesity: sex. "
        "Bar chart. People living with obesity, 2019. Men and boys: Welwyn Hatfield 18.1%; England 23.0%. "
        "Women and girls: Welwyn Hatfield 16.5%; England no figure."
    )


def test_a_category_without_a_figure_of_the_area_has_its_name_alone() -> None:
    chart = breakdown(
        row(value=18.1, breakdown="sex=male"),
        row(value=None, breakdown="sex=female"),
        row(value=23.0, breakdown="sex=female", area=ENGLAND),
    )
    assert list(chart.figure.layout.yaxis.ticktext) == ["Men and boys<br><b>18.1%</b>", "Women and girls"]


def test_a_long_name_takes_lines_of_its_own() -> None:
    tenure = Dimension("tenure", "Tenure", {"own": "Owned", "rent": "Rented from the council or a housing association"})
    homes = indicator(dimensions=(tenure,))
    rows = observations(row(value=60.0, breakdown="tenure=own"), row(value=40.0, breakdown="tenure=rent"))
    frame = view(rows, homes, Selection(OWN, ENGLAND), "breakdown", ENDS, "tenure").frame
    chart, short = charts.breakdown(frame, homes, "Homes"), charts.breakdown(frame[:1], homes, "Homes")
    assert list(chart.figure.layout.yaxis.ticktext) == [
        "Owned<br><b>60.0%</b>",
        "Rented from the council or<br>a housing association<br><b>40.0%</b>",
    ]
    assert chart.figure.layout.height - short.figure.layout.height == 2 * (46 + 17) - 46


def test_a_breakdown_without_benchmark() -> None:
    chart = breakdown(row(value=18.1, breakdown="sex=male"))
    assert len(chart.figure.data) == 1
    assert chart.key == ""
    assert (
        chart.alt == "Obesity: sex. Bar chart. People living with obesity, 2019. Men and boys: Welwyn Hatfield 18.1%."
    )


# A process

VALUES = (10.0, 11.0, 12.0, 30.0)


def process() -> charts.Chart:
    points = observations(*(row(f"2016-0{month}", value, kind="month") for month, value in enumerate(VALUES, 1)))
    limits = pd.DataFrame(
        {
            "value": VALUES,
            "group": 0,
            "mean": 11.0,
            "lower": 8.0,
            "upper": 14.0,
            "rule": ["none", "none", "none", "outside"],
        }
    )
    return charts.process(points, limits, OBESITY, "Obesity: process")


def test_a_process_is_its_points_within_limits() -> None:
    chart = process()
    *levels, points = chart.figure.data
    assert [list(level.y) for level in levels] == [[11.0] * 4, [8.0] * 4, [14.0] * 4]
    assert list(points.y) == list(VALUES)
    light = COLOURS["light"]
    assert list(points.marker.symbol) == ["circle"] * 3 + ["diamond"]
    assert list(points.marker.color) == [light.area] * 3 + [light.benchmark]
    assert points.text[3] == "April 2016: 30.0%<br>outside the limits"
    assert [found.text for found in chart.figure.layout.annotations] == ["trial limit", "mean", "trial limit"]


def test_a_process_in_words() -> None:
    assert process().alt == (
        "Obesity: process. "
        "Process chart of 4 points. Mean 11.0%, trial limits 8.0% to 14.0%. Latest: 30.0% in April 2016. "
        "Points that meet a rule: outside the limits, 1."
    )


# Sparklines

SVG = "{http://www.w3.org/2000/svg}"


def drawing(points: Sequence[float | None]) -> ElementTree.Element:
    address = charts.sparkline(points)
    return ElementTree.fromstring(base64.b64decode(address.removeprefix("data:image/svg+xml;base64,")))


def drawn_points(svg: ElementTree.Element) -> list[list[tuple[float, float]]]:
    return [
        [tuple(map(float, point.split(","))) for point in found.attrib["points"].split()]
        for found in svg.findall(f"{SVG}polyline")
    ]


def test_a_sparkline_has_a_point_for_each_value() -> None:
    svg = drawing([1, 3, 2, 5])
    (points,) = drawn_points(svg)
    width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
    assert len(points) == 4
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert all(0 < x < width and 0 < y < height for x, y in points)
    ys = [y for _, y in points]
    assert ys[0] == max(ys)  # the lowest value is the lowest point
    assert ys[3] == min(ys)
    (dot,) = svg.findall(f"{SVG}circle")
    assert (float(dot.attrib["cx"]), float(dot.attrib["cy"])) == points[-1]


def test_a_sparkline_leaves_gaps_open_and_marks_the_last_value() -> None:
    svg = drawing([1, 2, None, 4, 5, None])
    first, second = drawn_points(svg)
    assert (len(first), len(second)) == (2, 2)
    (dot,) = svg.findall(f"{SVG}circle")
    assert float(dot.attrib["cx"]) == second[-1][0] < float(svg.attrib["width"]) - 10


def test_a_sparkline_of_equal_values_is_level() -> None:
    (points,) = drawn_points(drawing([7, 7, 7]))
    assert len({y for _, y in points}) == 1


@pytest.mark.parametrize("points", [[], [1.0], [None, None], [1.0, None]])
def test_a_sparkline_needs_two_values(points: list[float | None]) -> None:
    assert charts.sparkline(points) == ""


def test_a_value_between_gaps_is_seen_in_a_sparkline() -> None:
    """A polyline of one point draws nothing: every value needs a line or a dot."""
    svg = drawing([1, 2, None, 9, None, 3, 4])
    lone = [points for points in drawn_points(svg) if len(points) == 1]
    assert lone == []
    assert len(svg.findall(f"{SVG}circle")) == 2
