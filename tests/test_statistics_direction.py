"""Direction over ten years and the way to a target: published examples, every order of few points, and SciPy."""

import math
from collections import Counter
from collections.abc import Callable
from itertools import combinations, pairwise, permutations
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from indicators.statistics import Direction, mann_kendall, projection
from indicators.statistics.direction import Heading, Undirected, _exact, _ranks, _test

NAN = math.nan
#: Alcohol-related admissions per 100,000 people, Welwyn Hatfield, 2008/09 to 2017/18, as published by OHID.
ALCOHOL = [360, 390, 380, 416, 436, 424, 470, 451, 434, 538]
NUMBERS = ("tau", "p", "slope", "slope_lower", "slope_upper", "autocorrelation")


def test_alcohol_admissions_rise_by_about_fifteen_a_year() -> None:
    found = mann_kendall(ALCOHOL)
    assert (found.word, found.reason, found.n) == ("rising", "", 10)
    assert round(found.slope) == 15
    assert sum((after > before) - (after < before) for before, after in combinations(ALCOHOL, 2)) == 33
    assert found.tau == pytest.approx(33 / 45, rel=1e-12)


# --- Published examples ---------------------------------------------------------------------------------------------

#: College of the Holy Cross, "A Mann-Kendall Example (By Hand)": 72 pairs rise, 18 fall, one is a tie.
BY_HAND = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]
#: Wisconsin Administrative Code, Mann-Kendall statistic look-up table B: the least S, by points, at 0.2 one-sided.
LEAST = {4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 10, 10: 11}
#: Gilbert (1987), table A18, and Hollander and Wolfe: points, S, one-sided probability as printed.
PRINTED = [(4, 6, "0.042"), (5, 10, "0.0083"), (10, 21, "0.036")]


def test_the_example_by_hand() -> None:
    s, p, tau = _test(_ranks(np.array(BY_HAND)))
    assert s == 72 - 18
    z = (54 - 1) / math.sqrt((14 * 13 * 33 - 2 * 1 * 9) / 18)
    assert round(z, 4) == 2.9058
    assert p / 2 == pytest.approx(stats.norm.sf(z), rel=1e-12)
    assert round(p / 2, 4) == 0.0018
    assert tau == pytest.approx(54 / math.sqrt(91 * 90), rel=1e-12)
    assert mann_kendall(BY_HAND).word == "rising"


@pytest.mark.parametrize(("n", "s", "printed"), PRINTED)
def test_probabilities_as_printed(n: int, s: int, printed: str) -> None:
    assert f"{_exact(n)[s] / 2:.{len(printed) - 2}f}" == printed


@pytest.mark.parametrize(("n", "least"), LEAST.items())
def test_least_s_of_a_published_table(n: int, least: int) -> None:
    """S goes in steps of two from the number of pairs down; the table's number may lie between two steps."""
    pairs = n * (n - 1) // 2
    possible = range(pairs % 2, pairs + 1, 2)
    assert min(s for s in possible if _exact(n)[s] / 2 <= 0.2) == min(s for s in possible if s >= least)


@pytest.mark.parametrize("n", range(2, 8))
def test_exact_probabilities_are_those_of_every_order(n: int) -> None:
    sizes = Counter(abs(sum((b > a) - (b < a) for a, b in combinations(order, 2))) for order in permutations(range(n)))
    for s in range(n * (n - 1) // 2 + 1):
        share = sum(many for size, many in sizes.items() if size >= s) / math.factorial(n)
        assert _exact(n)[s] == pytest.approx(share, rel=1e-12)


def test_which_s_is_a_direction() -> None:
    """Below 0.01 two-sided: 22 of 28 with eight points, 26 of 36 with nine, 29 of 45 with ten."""
    least = {}
    for n in (8, 9, 10):
        pairs = n * (n - 1) // 2
        least[n] = min(s for s in range(pairs % 2, pairs + 1, 2) if _exact(n)[s] < 0.01)
    assert least == {8: 22, 9: 26, 10: 29}


# --- The words ------------------------------------------------------------------------------------------------------


def test_rising_falling_and_neither() -> None:
    noise = [0.3, -0.2, 0.1, -0.4, 0.4, -0.1, 0.2, -0.3, 0.0, 0.35]
    rising = [year + each for year, each in enumerate(noise)]
    assert mann_kendall(rising).word == "rising"
    assert mann_kendall([-value for value in rising]).word == "falling"
    assert mann_kendall(noise).word == "no clear direction"
    assert mann_kendall(rising, confidence=1 - 1e-9).word == "no clear direction"


def test_a_flat_series_has_no_direction_and_no_slope() -> None:
    assert mann_kendall([0.1] * 10) == Direction("no clear direction", 0.0, 1.0, 0.0, 0.0, 0.0, 10, 0.0)


def test_a_straight_line_leaves_nothing_that_could_be_alike() -> None:
    found = mann_kendall([0.1 * year + 17.3 for year in range(10)])
    assert (found.word, found.tau, found.autocorrelation) == ("rising", 1.0, 0.0)
    assert found.slope == pytest.approx(0.1, rel=1e-12)
    assert found.p == pytest.approx(2 / math.factorial(10), rel=1e-9)


@pytest.mark.parametrize("values", [[], [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, NAN, 4, 5, 6, None, 7]])
def test_fewer_than_eight_points(values: list[float]) -> None:
    found = mann_kendall(values)
    assert (found.word, found.reason) == ("cannot be calculated", "fewer than eight points")
    assert found.n == sum(value is not None and not math.isnan(value) for value in values)
    assert all(math.isnan(getattr(found, name)) for name in NUMBERS)


def test_eight_points_are_enough() -> None:
    assert mann_kendall([1, 2, 3, 5, 4, 6, 7, 8]).word == "rising"


def test_neighbours_that_are_too_alike() -> None:
    """A slow wave about a rise: the figures stand, and nothing is stated."""
    wave = [year + 4 * math.sin(2 * math.pi * year / 20) for year in range(20)]
    found = mann_kendall(wave)
    assert found.autocorrelation > 0.5
    assert (found.word, found.reason) == ("cannot be calculated", "neighbours are too alike")
    assert found.p < 0.01
    assert found.slope > 0


def test_autocorrelation_of_the_residuals_by_hand() -> None:
    found = mann_kendall(ALCOHOL)
    left = [y - found.slope * t for t, y in enumerate(ALCOHOL)]
    mean = sum(left) / 10
    apart = [each - mean for each in left]
    expected = sum(a * b for a, b in pairwise(apart)) / sum(a * a for a in apart)
    assert found.autocorrelation == pytest.approx(expected, rel=1e-9)
    assert -1 < expected < 0.5


def test_a_missing_year_keeps_its_place() -> None:
    with_gap = mann_kendall([*ALCOHOL[:4], NAN, *ALCOHOL[5:]])
    timed = mann_kendall([*ALCOHOL[:4], *ALCOHOL[5:]], times=[2008, 2009, 2010, 2011, 2013, 2014, 2015, 2016, 2017])
    assert with_gap == timed
    assert with_gap.n == 9
    assert with_gap.slope != mann_kendall([*ALCOHOL[:4], *ALCOHOL[5:]]).slope


def test_words_and_reasons_are_fixed() -> None:
    assert get_args(Heading) == ("rising", "falling", "no clear direction", "cannot be calculated")
    assert get_args(Undirected) == ("", "fewer than eight points", "neighbours are too alike")


# --- SciPy ----------------------------------------------------------------------------------------------------------

TENTHS = st.integers(-500, 500).map(lambda tenths: tenths / 10)
#: Few different values, so that there are ties.
SERIES = st.lists(TENTHS, min_size=8, max_size=14) | st.lists(st.integers(0, 6).map(float), min_size=8, max_size=14)


@settings(deadline=None)
@given(st.lists(TENTHS, min_size=8, max_size=10, unique=True))
def test_exact_p_is_that_of_scipy(values: list[float]) -> None:
    theirs = stats.kendalltau(range(len(values)), values, method="exact")
    ours = mann_kendall(values)
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9)
    assert ours.tau == pytest.approx(theirs.statistic, abs=1e-12)


@settings(deadline=None)
@given(SERIES)
def test_with_ties_p_is_that_of_scipy_but_for_continuity(values: list[float]) -> None:
    """SciPy's normal approximation has the same variance, and does not take the step of S into account."""
    assume(len(set(values)) > 1 and (len(values) > 10 or len(set(values)) < len(values)))
    theirs = stats.kendalltau(range(len(values)), values, method="asymptotic")
    s, p, tau = _test(_ranks(np.array(values)))
    assert tau == pytest.approx(theirs.statistic, abs=1e-12)
    z = stats.norm.isf(theirs.pvalue / 2)
    if abs(s) > 1:
        assert stats.norm.isf(p / 2) == pytest.approx(z * (abs(s) - 1) / abs(s), rel=1e-6)
    else:
        assert p == 1


@settings(deadline=None)
@given(SERIES, st.data())
def test_sens_slope_and_its_limits_are_those_of_scipy(values: list[float], data: st.DataObject) -> None:
    steps = data.draw(st.lists(st.integers(1, 3), min_size=len(values), max_size=len(values)))
    times = np.cumsum(steps)
    ours, theirs = mann_kendall(values, times), stats.theilslopes(values, times, alpha=0.95)
    expected = (theirs.slope, theirs.low_slope, theirs.high_slope)
    assert (ours.slope, ours.slope_lower, ours.slope_upper) == pytest.approx(expected, rel=1e-9, abs=1e-12)


# --- What must always hold ------------------------------------------------------------------------------------------

TURNED = {"rising": "falling", "falling": "rising"}


@settings(deadline=None)
@given(SERIES)
def test_backwards_and_upside_down_turn_the_direction(values: list[float]) -> None:
    one = mann_kendall(values)
    for turned in (mann_kendall(values[::-1]), mann_kendall([-value for value in values])):
        assert turned.word == TURNED.get(one.word, one.word)
        assert (turned.p, turned.tau) == (one.p, -one.tau)
        assert (turned.slope, turned.autocorrelation) == pytest.approx((-one.slope, one.autocorrelation), abs=1e-9)
        assert (turned.slope_lower, turned.slope_upper) == pytest.approx((-one.slope_upper, -one.slope_lower), abs=1e-9)


@settings(deadline=None)
@given(SERIES, TENTHS, st.integers(-2000, 2000))
def test_a_constant_added_changes_nothing(values: list[float], constant: float, years: int) -> None:
    one = mann_kendall(values)
    moved = mann_kendall([value + constant for value in values], times=[years + year for year in range(len(values))])
    assert (moved.word, moved.p, moved.tau, moved.reason) == (one.word, one.p, one.tau, one.reason)
    for name in ("slope", "slope_lower", "slope_upper", "autocorrelation"):
        assert getattr(moved, name) == pytest.approx(getattr(one, name), rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(SERIES, st.sampled_from([0.001, 3, 1000]))
def test_the_unit_scales_the_slope_and_nothing_else(values: list[float], factor: float) -> None:
    one, other = mann_kendall(values), mann_kendall([value * factor for value in values])
    assert (other.word, other.p, other.tau) == (one.word, one.p, one.tau)
    assert other.autocorrelation == pytest.approx(one.autocorrelation, rel=1e-6, abs=1e-9)
    for name in ("slope", "slope_lower", "slope_upper"):
        assert getattr(other, name) == pytest.approx(getattr(one, name) * factor, rel=1e-9, abs=1e-12)


@settings(deadline=None)
@given(SERIES, st.data())
def test_missing_values_may_stand_anywhere(values: list[float], data: st.DataObject) -> None:
    times = [2000 + year for year in range(len(values))]
    one, with_gaps = mann_kendall(values, times), list(zip(times, values, strict=True))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(with_gaps)))
        before = with_gaps[place - 1][0] if place else with_gaps[0][0] - 2
        after = with_gaps[place][0] if place < len(with_gaps) else before + 2
        with_gaps.insert(place, ((before + after) / 2, NAN))
    at, found = zip(*with_gaps, strict=True)
    assert mann_kendall(found, at) == one


@settings(deadline=None)
@given(SERIES)
def test_the_slope_lies_between_its_limits_and_goes_where_the_word_says(values: list[float]) -> None:
    found = mann_kendall(values)
    assert found.slope_lower <= found.slope <= found.slope_upper
    assert 0 < found.p <= 1
    if found.word == "rising":
        assert found.slope >= 0
        assert found.tau > 0
    assert (found.word == "cannot be calculated") == bool(found.reason)


# --- The way to a target --------------------------------------------------------------------------------------------

FALLING = [20, 19, 19.5, 18, 18.5, 17.5, 17, 16.5, 17, 16]


def test_projection_worked_by_hand() -> None:
    found, pace = projection(FALLING, target=12, target_time=15), mann_kendall(FALLING)
    assert (found.slope, found.slope_lower, found.slope_upper) == (pace.slope, pace.slope_lower, pace.slope_upper)
    assert found.needed == pytest.approx((12 - 16) / (15 - 9), rel=1e-12)
    assert (found.lower, found.upper) == pytest.approx((16 + 6 * pace.slope_lower, 16 + 6 * pace.slope_upper))
    assert found.paces == pytest.approx(found.needed / pace.slope, rel=1e-12)
    assert (found.n, found.reason) == (10, "")


def test_projection_starts_from_the_latest_figure_that_is_there() -> None:
    years = range(2015, 2026)
    assert projection([*FALLING, NAN], 12, 2030, years) == projection(FALLING, 12, 2030, years[:-1])


@pytest.mark.parametrize(
    ("values", "when", "reason"),
    [
        (FALLING[:7], 15, "fewer than eight points"),
        (FALLING, 9, "the target date has passed"),
        (FALLING, 8.5, "the target date has passed"),
    ],
)
def test_no_projection_with_its_reason(values: list[float], when: float, reason: str) -> None:
    found = projection(values, 12, when)
    assert (found.reason, found.n) == (reason, len(values))
    names = ("lower", "upper", "needed", "slope", "slope_lower", "slope_upper", "paces")
    assert all(math.isnan(getattr(found, name)) for name in names)


def test_no_number_of_paces_leads_the_other_way() -> None:
    assert math.isnan(projection(FALLING, 21, 15).paces)
    assert math.isnan(projection([5.0] * 10, 4, 15).paces)
    assert math.isnan(projection(FALLING, FALLING[-1], 15).paces)


@settings(deadline=None)
@given(SERIES, TENTHS, st.integers(1, 20))
def test_a_target_is_in_reach_if_its_pace_is(values: list[float], target: float, years: int) -> None:
    found = projection(values, target, len(values) - 1 + years)
    assert found.lower <= found.upper
    near = 1e-9 * (1 + abs(target))
    if found.lower + near < target < found.upper - near:
        assert found.slope_lower < found.needed < found.slope_upper
    if target < found.lower - near or target > found.upper + near:
        assert not found.slope_lower <= found.needed <= found.slope_upper


# --- Refused --------------------------------------------------------------------------------------------------------

REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: mann_kendall([ALCOHOL]), "values: 2 dimensions, where one series has 1"),
    (lambda: mann_kendall(ALCOHOL, range(9)), "times: 9 positions for 10 points"),
    (lambda: mann_kendall(ALCOHOL, [*range(9), 8]), "times: 8 comes after 8; positions ascend"),
    (lambda: mann_kendall(ALCOHOL, [*range(9), 2]), "times: 2 comes after 8; positions ascend"),
    (lambda: mann_kendall(ALCOHOL, [*range(9), NAN]), "times: nan is not a position"),
    (lambda: mann_kendall(ALCOHOL, [range(10)]), "times: 2 dimensions, where one series has 1"),
    (lambda: mann_kendall([*ALCOHOL, math.inf]), "values: inf is not a finite number"),
    (lambda: mann_kendall(ALCOHOL, confidence=99), "confidence: 99 is not between 0 and 1"),
    (lambda: projection(ALCOHOL, math.inf, 12), "target: inf is not a finite number"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_impossible_arguments_are_refused_by_name_and_value(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
