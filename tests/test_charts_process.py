"""The process chart that a page draws: its figures are those of `statistics.xmr`, in shapes and in words."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from indicators import charts, lines, wording
from indicators.assessment import process
from indicators.charts.process import SYMBOLS
from indicators.charts.style import COLOURS, GLYPHS
from indicators.model import Indicator, Rebase
from indicators.statistics import xmr
from tests.build import OWN, observations
from tests.test_assessment_process import LEVEL, MONTHLY, PRICE, QUARTERLY, STEADY, months, quarters

LIGHT = COLOURS["light"]


def drawn(rows: list[dict[str, object]], of: Indicator = MONTHLY) -> charts.Chart:
    """The chart as a page makes it from the area's line."""
    made = process(lines.line(observations(*rows), OWN, ""), of)
    return charts.process(made.points, made.limits, made.indicator, "Obesity: the process")


def levels(chart: charts.Chart) -> list[tuple[float, ...]]:
    """The level lines in the order they are drawn: mean, lower and upper limit of each group."""
    return [tuple(trace.y) for trace in chart.figure.data[:-1]]


UNUSUAL = (*LEVEL, 14.0)


def test_the_figures_are_those_of_xmr() -> None:
    chart, expected = drawn(months(*UNUSUAL)), xmr(UNUSUAL)
    assert list(chart.figure.data[-1].y) == list(UNUSUAL)
    assert levels(chart) == [tuple(expected[name]) for name in ("mean", "lower", "upper")]
    assert expected["rule"].tolist() == ["none"] * 12 + ["outside"]


def test_points_lie_in_the_middle_of_their_month() -> None:
    days = pd.to_datetime(drawn(months(*UNUSUAL)).figure.data[-1].x[:2])
    assert list(days) == [pd.Timestamp("2016-01-16"), pd.Timestamp("2016-02-15")]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        (UNUSUAL, "outside"),
        ((*LEVEL, 9.0, 9.5, 10.0, 10.2, 10.4, 10.8, 11.2), "trend"),
        ((*LEVEL, 12.8, 12.8), "two_in_three"),
        ((*LEVEL, *(10.6, 10.9) * 3, 10.6), "run"),
    ],
)
def test_every_rule_has_its_own_shape_and_words(values: tuple[float, ...], rule: str) -> None:
    chart = drawn(months(*values))
    flagged = (xmr(values)["rule"] == rule).tolist()
    points = chart.figure.data[-1]
    words, shape = wording.PROCESS_RULES[rule], SYMBOLS[rule]
    assert any(flagged)
    assert [symbol == shape for symbol in points.marker.symbol] == flagged
    assert [text.endswith(f"<br>{words}") for text in points.text] == flagged
    assert f"{words}, {sum(flagged)}" in chart.alt
    assert f"{GLYPHS[shape]} {words}" in chart.key.split(" · ")
    special = [colour == LIGHT.benchmark for colour in points.marker.color]
    assert special == [size == 11 for size in points.marker.size] == (xmr(values)["rule"] != "none").tolist()


def test_every_rule_of_xmr_has_a_shape_of_its_own() -> None:
    assert set(SYMBOLS) == set(wording.PROCESS_RULES) == {"outside", "trend", "two_in_three", "run"}
    assert len(set(SYMBOLS.values()) | {"circle"}) == 5


def test_the_key_has_only_rules_that_occur() -> None:
    assert drawn(months(*LEVEL)).key == ""
    assert drawn(months(*UNUSUAL)).key == "◆ outside the limits"
    assert drawn(months(*LEVEL, 9.0, 9.5, 10.0, 10.2, 10.4, 10.8, 11.2, 16.0)).key == (
        "◆ outside the limits · ▲ seven in a row go the same way"
    )


# In words


def test_the_chart_in_words() -> None:
    assert drawn(months(*UNUSUAL)).alt == (
        "Obesity: the process. Process chart of 13 points. Mean 10.8%, limits 7.7% to 13.9%. "
        "Latest: 14.0% in January 2017. Points that meet a rule: outside the limits, 1."
    )


def test_below_thirteen_points_limits_are_trial_limits() -> None:
    chart = drawn(months(*LEVEL))
    assert chart.alt == (
        "Obesity: the process. Process chart of 12 points. Mean 10.5%, trial limits 7.8% to 13.2%. "
        "Latest: 11.0% in December 2016. Points that meet a rule: none."
    )
    assert [found.text for found in chart.figure.layout.annotations] == ["trial limit", "mean", "trial limit"]
    enough = drawn(months(*LEVEL, 10.0))
    assert [found.text for found in enough.figure.layout.annotations] == ["upper limit", "mean", "lower limit"]


def test_several_rules_in_words() -> None:
    chart = drawn(quarters(*(100.0, 110.0) * 7, 160.0, 107.0, 108.0), QUARTERLY)
    assert chart.alt == (
        "Obesity: the process. Process chart of 17 points. Mean 109 jobs, limits 84 to 133. "
        "Latest: 108 jobs in January to March 2020. Points that meet a rule: outside the limits, 1."
    )


def test_the_yearly_change_of_prices_is_said_to_be_one() -> None:
    prices = [100_000.0] * 12 + [103_000.0, 104_000.0] * 6 + [106_090.0]
    chart = drawn(months(*prices), PRICE)
    assert chart.alt == (
        "Obesity: the process. Process chart of 13 points. Change on the year before, in per cent. Mean 3.5%, "
        "limits 0.8% to 6.1%. Latest: 3.0% in January 2018. Points that meet a rule: none."
    )
    assert "Change on the year before, in per cent" in chart.figure.layout.title.text
    assert PRICE.measure not in chart.figure.layout.title.text
    axis = chart.figure.layout.yaxis
    assert (axis.tickprefix, axis.ticksuffix, axis.rangemode) == ("", "%", "normal")


# A rebase


def test_a_rebase_draws_each_group_s_own_limits() -> None:
    rebased = replace(MONTHLY, rebases=(Rebase(date(2017, 1, 1), "The Partners", "A new way of recording."),))
    values = [*(10.0, 12.0) * 6, *(20.0, 21.0) * 6]
    chart, expected = drawn(months(*values), rebased), xmr(values, rebase=(12,))
    names = ("mean", "lower", "upper")
    assert levels(chart) == [tuple(group[name]) for _, group in expected.groupby("group") for name in names]
    assert chart.alt == (
        "Obesity: the process. Process chart of 24 points. Mean 20.5%, trial limits 17.8% to 23.2%. "
        "Latest: 21.0% in December 2017. Points that meet a rule: none."
    )
    ends = {found.text: found.y for found in chart.figure.layout.annotations}
    assert ends["mean"] == 20.5


def test_only_the_last_unbroken_stretch_is_drawn() -> None:
    rows = months(*STEADY * 8)
    rows[2] |= {"flags": "break_before"}
    chart = drawn(rows)
    assert len(chart.figure.data[-1].y) == 14
    assert chart.alt.startswith("Obesity: the process. Process chart of 14 points.")
