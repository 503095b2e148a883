"""XmR charts: published rows, one example per rule, a slow twin in exact arithmetic, and what is refused."""

import math
import random
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.statistics import Fit, process_fit, xmr

NAN = math.nan
COLUMNS = ["value", "group", "mean", "lower", "upper", "lower_near", "upper_near", "moving_range", "rule"]
VIGNETTE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
RISING = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def found(values: list[float], **arguments: object) -> list[str]:
    return xmr(values, **arguments)["rule"].tolist()


# NHSRplotthedots and nhspy-plotthedots, test data of the packages: values, screen, mean, lower, upper
@pytest.mark.parametrize(
    ("values", "screen", "mean", "lower", "upper"),
    [
        (VIGNETTE, True, 1.94, -0.72, 4.60),
        (VIGNETTE, False, 1.94, -3.06, 6.95),
        ([16, 9, 4, 2, 1], True, 6.4, -3.575, 16.375),
        ([1, 6, 1, 8, 0, 3], True, 3.1666666666666665, -11.729333333333333, 18.062666666666665),
        ([3, 1, 4, 1, 5, 9, 2], True, 3.5714285714285716, -6.625238095238096, 13.768095238095238),
    ],
)
def test_limits_as_published(values: list[float], screen: bool, mean: float, lower: float, upper: float) -> None:
    row = xmr(values, screen=screen).iloc[0]
    close = 0.005 if values is VIGNETTE else 1e-12
    assert [row["mean"], row["lower"], row["upper"]] == pytest.approx([mean, lower, upper], abs=close)


def test_near_limits_as_published() -> None:
    table = xmr(RISING)
    assert table.columns.tolist() == COLUMNS
    row = table.iloc[0]
    expected = [5.5, 2.84, 8.16, 3.7266666666666666, 7.273333333333333]
    assert row[["mean", "lower", "upper", "lower_near", "upper_near"]].tolist() == pytest.approx(expected, rel=1e-12)
    assert table["moving_range"].tolist() == pytest.approx([NAN, *[1] * 9], nan_ok=True)


def test_a_point_outside() -> None:
    assert found(VIGNETTE) == ["none"] * 4 + ["outside"] + ["none"] * 13


def test_a_trend_of_seven_points_flags_all_seven() -> None:
    seven = [5, 5, 1, 2, 3, 4, 5, 6, 7, 6, 2, 5, 3]
    assert found(seven) == ["none"] * 2 + ["trend"] * 7 + ["none"] * 4
    assert set(found([-value for value in seven])) == {"none", "trend"}
    six = [5, 5, 2, 3, 4, 5, 6, 7, 6, 2, 5, 3]
    assert set(found(six)) == {"none"}
    tie = [5, 5, 1, 2, 3, 3, 5, 6, 7, 6, 2, 5, 3]
    assert set(found(tie)) == {"none"}


def test_outside_comes_before_trend() -> None:
    assert found(RISING) == ["outside"] * 2 + ["trend"] * 6 + ["outside"] * 2


def test_two_in_three_flags_only_the_near_ones() -> None:
    steady = [1, -1] * 7
    assert found([*steady, 5.8, 1, 5.8]) == ["none"] * 14 + ["two_in_three", "none", "two_in_three"]
    assert found([*steady, 5.8, -0.5, 5.8]) == ["none"] * 17  # not all three on that side


def test_near_limits_on_opposite_sides_are_common_cause() -> None:
    assert found([*[1, -1] * 7, 5.5, -5.5])[-2:] == ["none", "none"]  # NHSRplotthedots


def test_a_point_outside_counts_towards_two_in_three() -> None:
    flagged = found([*[1, -1] * 7, 12, 6, 2])
    assert flagged[-3:] == ["outside", "two_in_three", "none"]


def test_a_run_of_seven_flags_all_seven() -> None:
    up, down = [2, 1, 2, 1, 2, 1, 2], [-2, -1, -2, -1, -2, -1, -2]
    assert found([*up, *down]) == ["run"] * 14
    assert found([*up[:6], *down[:6]]) == ["none"] * 12
    on_the_mean = [2, 1, 2, 0, 2, 1, 2, -2, -1, -2, 0, -2, -1, -2]
    assert set(found(on_the_mean)) == {"none"}


def test_a_flat_series_has_no_rules_however_its_mean_rounds() -> None:
    for value in (0.1, 0.3, 17.3, 0, 1e9 + 0.1):
        table = xmr([value] * 12)
        assert set(table["rule"]) == {"none"}
        assert table["upper"].tolist() == pytest.approx([value] * 12)


def test_limits_do_not_collapse_where_screening_leaves_only_ranges_of_zero() -> None:
    """With the only range above zero screened out all fourteen points would lie outside."""
    table = xmr([*[5] * 13, 6])
    assert table["rule"].tolist() == ["run"] * 13 + ["outside"]
    assert table["upper"][0] == pytest.approx(71 / 14 + 2.66 / 13, rel=1e-12)
    assert xmr([1, 1, 1, 1, 2])["upper"][0] == pytest.approx(1.2 + 2.66 / 4, rel=1e-12)
    assert xmr([*[5] * 13, 6], screen=False)["upper"].tolist() == table["upper"].tolist()


def test_neither_limits_nor_rules_cross_a_rebase() -> None:
    table = xmr([*RISING[:5], *RISING[5:]], rebase=[5])
    assert table["group"].tolist() == [0] * 5 + [1] * 5
    assert table["mean"].tolist() == [3.0] * 5 + [8.0] * 5
    assert table["moving_range"].isna().tolist() == [True, *[False] * 4] * 2
    assert set(table["rule"]) == {"none"}
    assert xmr([1, 2, 3, 4], rebase=[1, 3])["group"].tolist() == [0, 1, 1, 2]


@settings(deadline=None)
@given(st.lists(st.integers(-20, 20), min_size=2, max_size=40), st.data())
def test_a_rebased_chart_is_its_parts(values: list[int], data: st.DataObject) -> None:
    start = data.draw(st.integers(1, len(values) - 1))
    whole = xmr(values, rebase=[start]).drop(columns="group")
    parts = pd.concat([xmr(values[:start]), xmr(values[start:])], ignore_index=True).drop(columns="group")
    pd.testing.assert_frame_equal(whole, parts)


def test_a_missing_point_stays_missing_and_interrupts() -> None:
    table = xmr([5, 5, 1, 2, 3, NAN, 4, 5, 6, 7, 6, 2, 5, 3])
    assert math.isnan(table["value"][5])
    assert table["moving_range"].isna().tolist() == [position in (0, 5, 6) for position in range(14)]
    assert set(table["rule"]) == {"none"}
    assert table["mean"][5] == pytest.approx(54 / 13)


@pytest.mark.parametrize("values", [[], [NAN], [NAN] * 8])
def test_nothing_in_nothing_out(values: list[float]) -> None:
    table = xmr(values)
    assert table.columns.tolist() == COLUMNS
    assert len(table) == len(values)
    assert table[["value", "mean", "lower", "upper", "moving_range"]].isna().all(axis=None)
    assert set(table["rule"]) <= {"none"}


def test_one_point_has_a_mean_and_no_limits() -> None:
    (row,) = xmr([4]).itertuples()
    assert (row.value, row.mean, row.rule) == (4, 4, "none")
    assert math.isnan(row.lower)
    assert math.isnan(row.upper)


def test_rows_keep_the_index_of_a_series() -> None:
    months = pd.period_range("2016-04", periods=10, freq="M")
    table = xmr(pd.Series(RISING, index=months))
    assert table.index.equals(months)
    assert table.loc["2016-04", "rule"] == "outside"


# Whether a chart fits.

DRIFT = [float(month) for month in range(24)]
STEADY = [1.0, -1.0] * 12


def test_a_drift_does_not_fit() -> None:
    found = process_fit(DRIFT, [False] * 24)
    assert (found.fits, found.reason, found.flagged) == (False, "neighbours are too alike", 0)
    squares = sum((month - 11.5) ** 2 for month in range(24))
    products = sum((month - 11.5) * (month + 1 - 11.5) for month in range(23))
    assert found.autocorrelation == pytest.approx(products / squares, rel=1e-12)


def test_neighbours_that_are_opposite_are_no_drift() -> None:
    assert process_fit(STEADY, [False] * 24) == Fit(True, "", pytest.approx(-23 / 24), 0.0)


@pytest.mark.parametrize(("flagged", "fits"), [(8, True), (9, False)])
def test_more_than_a_third_flagged_does_not_fit(flagged: int, fits: bool) -> None:
    found = process_fit(STEADY, [True] * flagged + [False] * (24 - flagged))
    assert (found.fits, found.flagged) == (fits, flagged / 24)
    assert found.reason == ("" if fits else "too many points flagged")


def test_a_drift_is_told_before_its_flags() -> None:
    assert process_fit(DRIFT, [True] * 24).reason == "neighbours are too alike"


@pytest.mark.parametrize(("each", "correlation", "fits"), [(3, 3 / 6, True), (4, 5 / 8, False)])
def test_the_correlation_must_be_above_six_tenths(each: int, correlation: float, fits: bool) -> None:
    """Two levels of so many points: all neighbours but one pair are alike."""
    found = process_fit([1.0] * each + [-1.0] * each, [False] * 2 * each)
    assert (found.autocorrelation, found.fits) == (pytest.approx(correlation, rel=1e-12), fits)


def test_a_step_that_was_rebased_is_no_drift() -> None:
    values = [*STEADY, *(value + 50 for value in STEADY)]
    table = xmr(values, rebase=[24])
    flagged = table["rule"] != "none"
    assert process_fit(values, flagged).reason == "neighbours are too alike"
    found = process_fit(values, flagged, table["group"])
    assert found == Fit(True, "", pytest.approx(-23 / 24), 0.0)


def test_a_drift_in_one_group_counts_beside_the_others() -> None:
    """All groups in one ratio: products over squares of both."""
    group = [0] * 24 + [1] * 24
    found = process_fit([*DRIFT, *STEADY], [False] * 48, group)
    squares = sum((month - 11.5) ** 2 for month in range(24))
    products = sum((month - 11.5) * (month + 1 - 11.5) for month in range(23))
    assert found.autocorrelation == pytest.approx((products - 23) / (squares + 24), rel=1e-12)


def test_missing_points_are_neither_counted_nor_neighbours() -> None:
    found = process_fit([1.0, -1.0, NAN, 1.0, -1.0], [False, False, True, True, False])
    assert (found.autocorrelation, found.flagged) == (pytest.approx(-2 / 4), 1 / 4)


def test_nothing_stands_in_the_way_of_a_flat_series_or_of_none() -> None:
    assert process_fit([0.1] * 12, [False] * 12) == Fit(True, "", 0.0, 0.0)
    empty = process_fit([], [])
    assert (empty.fits, empty.flagged, math.isnan(empty.autocorrelation)) == (True, 0, True)
    assert process_fit([NAN], [False]).fits


@settings(deadline=None)
@given(st.lists(st.integers(-500, 500), min_size=2, max_size=40), st.integers(-100, 100))
def test_neither_unit_nor_level_nor_direction_matter_to_the_fit(values: list[int], level: int) -> None:
    tenths = [value / 10 for value in values]
    flags = [False] * len(values)
    one = process_fit(tenths, flags)
    for other in ([value * 1000 for value in tenths], [value + level for value in tenths], tenths[::-1]):
        assert process_fit(other, flags).autocorrelation == pytest.approx(one.autocorrelation, rel=1e-6, abs=1e-9)
    assert -1 <= one.autocorrelation <= 1


# The slow twin: plain loops over exact fractions.


def slow_limits(values: list[Fraction | None], screen: bool) -> tuple[Fraction, Fraction] | None:
    """The mean and the distance from it to a limit."""
    present = [value for value in values if value is not None]
    ranges = []
    for before, value in pairwise(values):
        if before is not None and value is not None:
            ranges.append(abs(value - before))
    if not ranges:
        return None
    average = sum(ranges) / len(ranges)
    if screen and average:
        ranges = [each for each in ranges if each < Fraction("3.267") * average]
        average = sum(ranges) / len(ranges) if any(ranges) else average
    return sum(present) / len(present), Fraction("2.66") * average


def slow_rules(values: list[Fraction | None], mean: Fraction, reach: Fraction) -> list[str]:
    return [slow_rule(values, at, mean, reach) for at in range(len(values))]


def slow_rule(values: list[Fraction | None], at: int, mean: Fraction, reach: Fraction) -> str:
    value = values[at]
    if value is None:
        return "none"
    if abs(value - mean) > reach:
        return "outside"
    if any(steadily(stretch) for stretch in stretches(values, at, 7)):
        return "trend"
    near = reach * Fraction(2, 3)
    if abs(value - mean) > near and any(near_one_side(each, mean, near) for each in stretches(values, at, 3)):
        return "two_in_three"
    return "run" if any(one_side(stretch, mean) for stretch in stretches(values, at, 7)) else "none"


def stretches(values: list[Fraction | None], at: int, length: int) -> list[list[Fraction]]:
    """Every stretch of so many points in a row, none missing, that this point belongs to."""
    firsts = range(max(0, at - length + 1), min(at, len(values) - length) + 1)
    rows = [values[first : first + length] for first in firsts]
    return [[value for value in row if value is not None] for row in rows if None not in row]


def steadily(row: list[Fraction]) -> bool:
    pairs = list(pairwise(row))
    return all(after > before for before, after in pairs) or all(after < before for before, after in pairs)


def one_side(row: list[Fraction], mean: Fraction) -> bool:
    return all(value > mean for value in row) or all(value < mean for value in row)


def near_one_side(row: list[Fraction], mean: Fraction, near: Fraction) -> bool:
    return one_side(row, mean) and sum(abs(value - mean) > near for value in row) >= 2


def random_series(dice: random.Random) -> list[float]:
    """Counts and tenths: noise with ties, slow drifts, steps, spikes, gaps."""
    length, kind = dice.randrange(1, 40), dice.choice(["noise", "drift", "step", "tenths"])
    values = [float(dice.randrange(7)) for _ in range(length)]
    if kind == "drift":
        values = [value / 2 + at for at, value in enumerate(values)]
    if kind == "step":
        values = [value + 9 * (at > length / 2) for at, value in enumerate(values)]
    if kind == "tenths":
        values = [round(value / 10 + 0.2 * (at // 5), 1) for at, value in enumerate(values)]
    if dice.random() < 0.3:
        values[dice.randrange(length)] = dice.choice([NAN, 0.0, 25.0])
    return values


@pytest.mark.slow("2,000 charts, each worked out twice")
def test_agrees_with_the_slow_twin() -> None:
    dice, seen = random.Random(1924), Counter[str]()
    for _ in range(2000):
        values, screen = random_series(dice), dice.random() < 0.7
        table = xmr(values, screen=screen)
        exact = [None if math.isnan(value) else Fraction(repr(value)) for value in values]
        limits = slow_limits(exact, screen)
        if limits is None:
            assert table[["lower", "upper"]].isna().all(axis=None)
            continue
        mean, reach = limits
        assert table["rule"].tolist() == slow_rules(exact, mean, reach), values
        expected = [mean, mean - reach, mean + reach, mean - reach * Fraction(2, 3), mean + reach * Fraction(2, 3)]
        assert table.iloc[0, 2:7].tolist() == pytest.approx([float(each) for each in expected], rel=1e-9, abs=1e-12)
        seen.update(table["rule"])
    assert set(seen) == {"none", "outside", "trend", "two_in_three", "run"}
    assert min(seen.values()) > 100


@settings(deadline=None)
@given(st.lists(st.integers(-500, 500), min_size=2, max_size=40), st.booleans())
def test_the_unit_does_not_matter_and_upside_down_has_the_same_rules(values: list[int], screen: bool) -> None:
    tenths = [value / 10 for value in values]
    one = xmr(tenths, screen=screen)
    thousand = xmr([value * 1000 for value in tenths], screen=screen)
    below = xmr([-value for value in tenths], screen=screen)
    assert one["rule"].tolist() == thousand["rule"].tolist() == below["rule"].tolist()
    np.testing.assert_allclose(thousand["upper"], one["upper"] * 1000, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(below["lower"], -one["upper"], rtol=1e-9, atol=1e-9)


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: xmr(RISING, rebase=[0]), "rebase: 0 is not a position from 1 to 9"),
    (lambda: xmr(RISING, rebase=[10]), "rebase: 10 is not a position from 1 to 9"),
    (lambda: xmr(RISING, rebase=[-1]), "rebase: -1 is not a position from 1 to 9"),
    (lambda: xmr(RISING, rebase=[6, 3]), "rebase: 3 comes after 6; positions ascend"),
    (lambda: xmr(RISING, rebase=[3, 3]), "rebase: 3 comes after 3; positions ascend"),
    (lambda: xmr([RISING]), "values: 2 dimensions, where one series has 1"),
    (lambda: process_fit([1, 2], [True]), r"flagged: shape \(1,\) does not go with values: shape \(2,\)"),
    (lambda: process_fit([1, 2], [True] * 2, [0]), r"group: shape \(1,\) does not go with values: shape \(2,\)"),
    (lambda: process_fit([RISING], [True]), "values: 2 dimensions, where one series has 1"),
    (lambda: xmr([1, math.inf]), "values: inf is not a finite number"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_impossible_arguments_are_refused_by_name_and_value(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
