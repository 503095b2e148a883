"""The chart over time: lines, gaps, breaks, bands, marks, axes, and the same in words, for tiny frames."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from indicators import charts
from indicators.charts.style import COLOURS
from indicators.charts.trend import Plan
from indicators.lines import HOLE_DAYS, segments
from indicators.model import Indicator, Selection
from tests.build import (
    ENGLAND,
    OWN,
    POUNDS,
    YEARS,
    indicator,
    line,
    observations,
    row,
    small_catalogue,
    strategy,
    view,
)

CATALOGUE = small_catalogue()
OBESITY = indicator()
MONTHLY = indicator(title="Price", measure="Average price", unit=POUNDS, decimals=0, kind="price", cadence="monthly")
LIGHT = COLOURS["light"]


def over_time(*rows: dict[str, Any], of: Indicator = OBESITY) -> pd.DataFrame:
    return view(observations(*rows), of, Selection(OWN, ENGLAND)).frame


def trend(*rows: dict[str, Any], of: Indicator = OBESITY, **named: Any) -> charts.Chart:
    return charts.trend(over_time(*rows, of=of), of, named.pop("strategy", strategy()), "Obesity", **named)


def lines(chart: charts.Chart, name: str = "Welwyn Hatfield") -> list[list[float]]:
    """The values of each stretch of a line."""
    return [list(trace.y) for trace in chart.figure.data if trace.name == name]


def texts(chart: charts.Chart) -> list[str]:
    return [found.text for found in chart.figure.layout.annotations]


def note(chart: charts.Chart, text: str) -> go.layout.Annotation:
    (found,) = [each for each in chart.figure.layout.annotations if each.text == text]
    return found


def rectangles(chart: charts.Chart) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    return [(shape.x0, shape.x1) for shape in chart.figure.layout.shapes if shape.type == "rect"]


def months(first: str, *values: float | None, **cells: Any) -> list[dict[str, Any]]:
    days = pd.date_range(first, periods=len(values), freq="MS")
    return [row(f"{day:%Y-%m}", value, kind="month", **cells) for day, value in zip(days, values, strict=True)]


# Over time: lines


def test_each_point_stands_in_the_middle_of_its_period() -> None:
    chart = trend(row("2019", 16.4), row("2020", 17.0))
    (drawn,) = chart.figure.data
    assert [pd.Timestamp(x) for x in drawn.x] == [pd.Timestamp("2019-07-02"), pd.Timestamp("2020-07-01 12:00")]
    assert list(drawn.y) == [16.4, 17.0]


def test_a_missing_value_leaves_a_gap_and_its_symbol() -> None:
    chart = trend(*line([16.0, 16.4, None, 17.0]), row("2019", None, status="c"))
    assert lines(chart) == [[16.0, 16.4], [17.0]]
    assert [(text, pd.Timestamp(note(chart, text).x).year) for text in ("[x]", "[c]")] == [("[x]", 2017), ("[c]", 2019)]


def test_only_the_chosen_area_has_symbols_for_what_is_missing() -> None:
    chart = trend(*line([16.0, 16.4]), *line([None, 22.0], area=ENGLAND))
    assert [text for text in texts(chart) if text.startswith("[")] == []


def test_a_break_leaves_a_gap_and_is_named() -> None:
    chart = trend(row("2017", 16.0), row("2018", 16.4), row("2019", 14.0, flags="break_before"), row("2020", 14.2))
    assert lines(chart) == [[16.0, 16.4], [14.0, 14.2]]
    assert note(chart, "break").x == pd.Timestamp("2018-12-31 12:00")
    (rule,) = [shape for shape in chart.figure.layout.shapes if shape.type == "line"]
    assert (rule.x0, rule.line.dash) == (pd.Timestamp("2018-12-31 12:00"), "dot")


def test_a_hole_in_time_leaves_a_gap() -> None:
    assert lines(trend(row("2015", 1), row("2016", 2), row("2019", 3))) == [[1, 2], [3]]
    monthly = trend(*months("2016-01", 1, 2), *months("2016-04", 3), of=MONTHLY)
    assert lines(monthly) == [[1, 2], [3]]
    assert lines(trend(row("2011", 1), row("2021", 2), of=replace(OBESITY, cadence="decennial"))) == [[1, 2]]


@pytest.mark.parametrize(
    ("cadence", "kind", "joined", "apart"),
    [
        ("monthly", "month", ["2016-01", "2016-02"], ["2016-01", "2016-03"]),
        ("quarterly", "quarter", ["2016 Q1", "2016 Q2"], ["2016 Q1", "2016 Q3"]),
        ("annual", "academic_year", ["2015/16", "2016/17"], ["2015/16", "2017/18"]),
        ("annual", "pooled_years", ["2010-12", "2011-13"], ["2010-12", "2012-14"]),
    ],
)
def test_what_a_hole_in_time_is(cadence: str, kind: str, joined: Sequence[str], apart: Sequence[str]) -> None:
    assert cadence in HOLE_DAYS
    for periods, stretches in ((joined, 1), (apart, 2)):
        assert len(segments(observations(*(row(period, kind=kind) for period in periods)), cadence)) == stretches


def test_the_area_is_told_from_its_benchmark_by_more_than_colour() -> None:
    chart = trend(*line([16.4, 17.0]), *line([22.1, 22.3], area=ENGLAND))
    benchmark, area = chart.figure.data
    assert (area.name, area.line.dash, area.line.color, set(area.marker.symbol)) == (
        *("Welwyn Hatfield", "solid", LIGHT.area, {"circle"}),
    )
    assert (benchmark.name, benchmark.line.dash, benchmark.line.color, set(benchmark.marker.symbol)) == (
        *("England", "dash", LIGHT.benchmark, {"diamond"}),
    )
    assert chart.figure.layout.showlegend is False
    assert note(chart, "<b>Welwyn<br>Hatfield</b>").y == 17.0
    assert note(chart, "England").y == 22.3


def test_labels_that_would_cover_each_other_are_pushed_apart() -> None:
    near = trend(row(value=22.0), row(value=22.1, area=ENGLAND))
    assert note(near, "England").yshift > 0 > note(near, "<b>Welwyn<br>Hatfield</b>").yshift
    far = trend(row(value=2.0), row(value=22.1, area=ENGLAND))
    assert note(far, "England").yshift == note(far, "<b>Welwyn<br>Hatfield</b>").yshift == 0


@pytest.mark.parametrize(
    ("cells", "symbol"),
    [
        ({}, "circle"),
        ({"flags": "provisional"}, "circle-open"),
        ({"flags": "incomplete"}, "circle-open"),
        ({"flags": "estimated"}, "circle-open"),
        ({"flags": "carried_forward"}, "circle-open"),
        ({"flags": "break_before"}, "circle"),
        ({"status": "u"}, "circle-open"),
    ],
)
def test_a_weak_point_is_hollow(cells: dict[str, str], symbol: str) -> None:
    (drawn,) = trend(row(value=16.4, **cells)).figure.data
    assert list(drawn.marker.symbol) == [symbol]


def test_weak_points_of_a_long_line_are_hollow_too() -> None:
    """Average house prices: 257 months, of which the last three are provisional."""
    (drawn,) = trend(
        *months("2010-01", *range(100)), *months("2018-05", 1, flags="provisional"), of=MONTHLY
    ).figure.data
    assert "markers" in drawn.mode
    assert (list(drawn.marker.size[:2]), drawn.marker.size[-1]) == ([0, 0], 7)
    assert drawn.marker.symbol[-1] == "circle-open"


def test_what_a_point_says() -> None:
    (drawn,) = trend(row(value=16.4, lower=15.1, upper=17.9, flags="provisional", status="u")).figure.data[-1:]
    assert list(drawn.text) == [
        "<b>Welwyn Hatfield</b>, 2019: 16.4% [u]<br>95% interval 15.1% to 17.9%"
        "<br>provisional: the publisher will revise it"
    ]
    (plain,) = trend(row(value=16.4)).figure.data
    assert list(plain.text) == ["<b>Welwyn Hatfield</b>, 2019: 16.4%"]


# Over time: intervals


def test_the_band_is_the_interval() -> None:
    limits = [(15.0, 18.0), (15.5, 18.5), (16.0, 19.0)]
    rows = [row(str(2017 + place), 17, lower=low, upper=high) for place, (low, high) in enumerate(limits)]
    band, drawn = trend(*rows).figure.data
    assert (band.fill, band.fillcolor) == ("toself", LIGHT.band)
    assert list(band.y) == [18.0, 18.5, 19.0, 16.0, 15.5, 15.0]
    assert list(band.x) == [*drawn.x, *drawn.x[::-1]]


def test_the_band_of_a_single_point_is_a_bar() -> None:
    band, drawn = trend(row(value=17, lower=15, upper=18)).figure.data
    assert list(band.y) == [15, 18]
    assert [pd.Timestamp(x) for x in band.x] == [pd.Timestamp(drawn.x[0])] * 2


def test_a_band_ends_where_its_line_does_and_without_limits_there_is_none() -> None:
    rows = [*line([16, 17], lower=15, upper=18), row("2017", None), *line([18, 19], 2018), row("2020", 20, lower=1)]
    bands = [trace for trace in trend(*rows).figure.data if trace.fill == "toself"]
    assert [list(band.y) for band in bands] == [[18, 18, 15, 15]]


def test_only_the_chosen_area_has_a_band() -> None:
    rows = [*line([16, 17]), *line([22, 23], area=ENGLAND, lower=21, upper=24)]
    assert [trace.fill for trace in trend(*rows).figure.data] == [None, None]


# Over time: the strategy


@pytest.mark.parametrize(
    ("first", "shaded"),
    [
        (2010, ("2015-07-01", "2019-07-02")),  # 2010 to 2019: up to the last point
        (2013, ("2015-07-01", "2020-12-31")),  # 2013 to 2022: all of it
        (2018, ("2018-07-02", "2020-12-31")),  # 2018 to 2027: from the first point on
    ],
)
def test_the_strategy_is_shaded_where_it_overlaps(first: int, shaded: tuple[str, str]) -> None:
    chart = trend(*line([1.0] * 10, first))
    assert rectangles(chart) == [tuple(map(pd.Timestamp, shaded))]
    assert note(chart, "Strategy 2015–20").x == pd.Timestamp(shaded[0])


@pytest.mark.parametrize("years", [(2001, 2014), (2021, 2024), (2018, 2018)])
def test_the_strategy_is_not_shaded_where_it_does_not_overlap(years: tuple[int, int]) -> None:
    chart = trend(*line([1.0] * (years[1] - years[0] + 1), years[0]))
    assert rectangles(chart) == []
    assert not [text for text in texts(chart) if "Strategy" in text]


def test_the_plan_is_drawn_and_told() -> None:
    plan = Plan(16.0, "2014/15", ((date(2016, 1, 1), 16.0), (date(2020, 12, 31), 15.0)))
    chart = trend(*line([16.4, 17.0]), plan=plan)
    assert [16.0, 16.0] in [list(trace.y) for trace in chart.figure.data]
    assert [16.0, 15.0] in [list(trace.y) for trace in chart.figure.data]
    assert chart.alt.endswith("Baseline: 16.0%, 2014/15. Target: 15.0% by 31 December 2020.")


# Over time: axes


def test_ticks_are_periods_the_latest_among_them() -> None:
    chart = trend(*line(list(range(30)), 1991))
    axis = chart.figure.layout.xaxis
    assert 2 <= len(axis.ticktext) == len(axis.tickvals) <= 5
    assert axis.ticktext[-1] == "2020"
    assert list(axis.ticktext) == sorted(axis.ticktext)
    places = dict(zip(chart.figure.data[0].x, range(1991, 2021), strict=True))
    found = {pd.Timestamp(x): str(year) for x, year in places.items()}
    assert [found[pd.Timestamp(x)] for x in axis.tickvals] == list(axis.ticktext)


def test_tick_labels_are_short() -> None:
    chart = trend(*months("2016-04", 1, 2), of=MONTHLY)
    assert list(chart.figure.layout.xaxis.ticktext) == ["Apr 2016", "May 2016"]


@pytest.mark.parametrize("number", [2, 3, 6, 9, 10, 12, 30])
@pytest.mark.parametrize(("kind", "length"), [("financial_year", 2), ("pooled_years", 3)])
def test_labels_longer_than_a_year_are_three_at_most(number: int, kind: str, length: int) -> None:
    """At 390 pixels the axis has room for three of them; "2012/132016/172020/21" is none."""
    periods = [(year, year + length - 1) for year in range(2001, 2001 + number)]
    sign = "/" if length == 2 else "-"
    chart = trend(*(row(f"{first}{sign}{last % 100:02d}", 1.0, kind=kind) for first, last in periods))
    shown = list(chart.figure.layout.xaxis.ticktext)
    assert 2 <= len(shown) <= 3
    assert shown[-1].endswith(f"{periods[-1][1] % 100:02d}")


def test_the_longest_labels_take_two_lines() -> None:
    rows = [row(f"{2015 + place} Q2", 1.0, kind="quarter") for place in range(2)]
    assert list(trend(*rows).figure.layout.xaxis.ticktext) == ["Apr to<br>Jun 2015", "Apr to<br>Jun 2016"]


# Over time: key


def test_the_symbols_of_missing_figures_are_explained_below_the_chart() -> None:
    rows = [row("2017", None, status="x"), row("2018", 1), row("2019", None, status="c"), row("2020", 2, status="u")]
    others = [row("2017", None, area=ENGLAND, status="z"), row("2018", 3, area=ENGLAND)]
    assert trend(*rows, *others).key == (
        "[c] confidential: the publisher withholds it so that nobody can be recognised  \n"
        "[x] not available from the publisher"
    )
    assert trend(row("2018", 1), row("2019", 2)).key == ""


@pytest.mark.parametrize(
    ("of", "before", "after", "origin"),
    [
        (OBESITY, "", "%", "tozero"),
        (MONTHLY, "£", "", "tozero"),
        (indicator(unit=YEARS, kind="index"), "", "", "normal"),
        (replace(OBESITY, kind="mean"), "", "%", "normal"),
    ],
)
def test_the_axis_of_values(of: Indicator, before: str, after: str, origin: str) -> None:
    axis = trend(*line([1, 2]), of=of).figure.layout.yaxis
    assert (axis.tickprefix, axis.ticksuffix, axis.rangemode, axis.separatethousands) == (before, after, origin, True)


# Over time: in words


def test_the_trend_in_words() -> None:
    chart = trend(*line([16.4, 15.9, None, 17.0]), *line([22.1], area=ENGLAND))
    assert chart.alt == (
        "Obesity. Line chart. People living with obesity, over time. "
        "Welwyn Hatfield: 16.4% in 2015, 17.0% in 2018; highest 17.0% in 2018, lowest 15.9% in 2016. "
        "Welwyn Hatfield has no figure for 2017. "
        "England: 22.1% in 2015, the only figure."
    )


def test_a_line_without_figures_in_words() -> None:
    chart = trend(row("2018", None), *line([22.1], 2018, area=ENGLAND))
    assert chart.alt == (
        "Obesity. Line chart. People living with obesity, over time. Welwyn Hatfield: no figures. "
        "England: 22.1% in 2018, the only figure."
    )


def test_a_text_of_a_file_is_no_markup_in_a_chart() -> None:
    link = '<a href="http://host/p">2019</a> & more'
    chart = trend(row("2018", 16.0), row("2019", 16.4) | {"period_label": link})
    texts = [text for trace in chart.figure.data for text in trace.text or ()]
    texts += chart.figure.layout.xaxis.ticktext
    assert any("&lt;a href=" in text and "&amp; more" in text for text in texts)
    assert not [text for text in texts if "<a" in text]
    subtitle = charts.style.figure("a <b", link, "light", 330).layout.title.text
    assert "a &lt;b" in subtitle
    assert "<a" not in subtitle
