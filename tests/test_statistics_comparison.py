"""Comparison with a benchmark and with an earlier figure: published rows, unit, direction, and what is refused."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.statistics import compare, compare_two, proposed_tolerance

# OHID Fingertips, comparisons with 95% confidence intervals: value, lower, upper, benchmark, polarity, verdict
PUBLISHED = [
    (11, 10, 12, 11, "lower_is_better", "similar"),
    (3.3, 3.2, 3.5, 3.0, "lower_is_better", "worse"),
    (3.3, 3.2, 3.5, 3.0, "higher_is_better", "better"),
    (2.5, 2.2, 2.8, 3.0, "lower_is_better", "better"),
    (2.5, 2.2, 2.8, 3.0, "higher_is_better", "worse"),
    (13.1, 13, 13.2, 13, "lower_is_better", "similar"),
    (14.4, 14.3, 14.6, 14.6, "lower_is_better", "similar"),
    (4, 2.9, 5.1, 1, "contextual", "higher"),
    (1, -0.1, 2.1, 4, "contextual", "lower"),
    (3, 1.9, 4.1, 2, "contextual", "similar"),
]
TENTHS = st.integers(-10_000, 10_000).map(lambda tenths: tenths / 10)
FIGURES = st.tuples(TENTHS, TENTHS, TENTHS, TENTHS).map(lambda four: (*sorted(four[:3]), four[3]))
POLARITIES = st.sampled_from(["higher_is_better", "lower_is_better", "contextual"])
OPPOSITE = {"higher_is_better": "lower_is_better", "lower_is_better": "higher_is_better", "contextual": "contextual"}


@pytest.mark.parametrize(("value", "lower", "upper", "benchmark", "polarity", "verdict"), PUBLISHED)
def test_as_published(value: float, lower: float, upper: float, benchmark: float, polarity: str, verdict: str) -> None:
    assert compare(value, lower, upper, benchmark, polarity) == verdict


@pytest.mark.parametrize("missing", [None, math.nan])
@pytest.mark.parametrize("position", range(4))
def test_anything_missing_is_not_compared(missing: float | None, position: int) -> None:
    figures: list[float | None] = [17.3, 16.1, 18.6, 22.1]
    figures[position] = missing
    assert compare(*figures, "lower_is_better") == "not_compared"


def test_zero_is_not_missing() -> None:
    assert compare(0, 0, 0, 0, "contextual") == "similar"
    assert compare(0, 0, 0.4, 0.5, "lower_is_better") == "better"


@pytest.mark.parametrize("figure", [(10, 11, 12), (13, 11, 12)])
def test_a_value_outside_its_own_limits_is_never_compared(figure: tuple[float, float, float]) -> None:
    assert compare(*figure, 5, "lower_is_better") == "not_compared"
    assert compare_two(*figure, 5, 4, 6, "lower_is_better") == "not_compared"
    assert compare_two(5, 4, 6, *figure, "lower_is_better") == "not_compared"
    assert compare(11, 11, 12, 5, "lower_is_better") == "worse"


# --- Two uncertain figures ------------------------------------------------------------------------------------------

#: Preventable deaths from diseases of the circulation, St Albans, 2022–24 and 2012–14, per 100,000 (OHID).
NOW, THEN = (16.69832, 12.72612, 21.50963), (23.62888, 18.60774, 29.57422)
SWAPPED = {"better": "worse", "worse": "better", "higher": "lower", "lower": "higher"}


def test_the_errors_of_both_count() -> None:
    assert compare_two(*NOW, *THEN, "lower_is_better") == "similar"
    assert compare(*NOW, THEN[0], "lower_is_better") == "better"


def test_how_far_apart_two_figures_must_be() -> None:
    """Limits of ±1.96 each, so errors of 1 each: clearly different from 1.959964·√2 = 2.7718 on."""
    for apart, found in ((2.771, "similar"), (2.772, "higher"), (-2.771, "similar"), (-2.772, "lower")):
        x = 20 + apart
        assert compare_two(x, x - 1.96, x + 1.96, 20, 18.04, 21.96, "contextual") == found
    assert compare_two(23, 21.04, 24.96, 20, 18.04, 21.96, "higher_is_better") == "better"
    assert compare_two(23, 21.04, 24.96, 20, 18.04, 21.96, "lower_is_better") == "worse"
    assert compare_two(0.3, 0.3, 0.3, 0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2, "contextual") == "similar"


@pytest.mark.parametrize("missing", [None, math.nan])
@pytest.mark.parametrize("position", range(6))
def test_with_anything_missing_two_figures_are_not_compared(missing: float | None, position: int) -> None:
    figures: list[float | None] = [*NOW, *THEN]
    figures[position] = missing
    assert compare_two(*figures, "lower_is_better") == "not_compared"


ESTIMATES = st.tuples(TENTHS, TENTHS, TENTHS).map(sorted).map(lambda three: (three[1], three[0], three[2]))


@settings(deadline=None)
@given(ESTIMATES, ESTIMATES, POLARITIES)
def test_unit_order_and_direction_of_two_figures(
    now: tuple[float, ...], then: tuple[float, ...], polarity: str
) -> None:
    found = compare_two(*now, *then, polarity)
    assert compare_two(*then, *now, polarity) == SWAPPED.get(found, found)
    assert compare_two(*(1000 * each for each in (*now, *then)), polarity) == found
    upside_down = [-each for value, low, high in (now, then) for each in (value, high, low)]
    if polarity == "contextual":
        assert compare_two(*upside_down, polarity) == SWAPPED.get(found, found)
    else:
        assert compare_two(*upside_down, OPPOSITE[polarity]) == found


@settings(deadline=None)
@given(ESTIMATES, ESTIMATES)
def test_an_uncertain_baseline_never_makes_more_certain(now: tuple[float, ...], then: tuple[float, ...]) -> None:
    exact = (then[0], then[0], then[0])
    if compare_two(*now, *then, "contextual") != "similar":
        assert compare_two(*now, *exact, "contextual") == compare_two(*now, *then, "contextual")


# --- Tolerance ------------------------------------------------------------------------------------------------------


def test_proposed_tolerance() -> None:
    """Two readings of 470 people each, ±4.1 points: 5.8 points apart."""
    assert round(proposed_tolerance(4.1, 4.1), 1) == 5.8
    assert proposed_tolerance(3, 4) == 5
    assert proposed_tolerance(0, 4) == 4
    assert math.isnan(proposed_tolerance(None, 4))
    assert math.isnan(proposed_tolerance(4, math.nan))


def test_the_proposed_tolerance_is_what_compare_two_needs() -> None:
    """But for 3.92 against twice the exact quantile."""
    reach = proposed_tolerance(4.1, 3.0)
    for times, found in ((0.999, "similar"), (1.001, "higher")):
        x = 60 + reach * times
        assert compare_two(x, x - 4.1, x + 4.1, 60, 57, 63, "contextual") == found


@settings(deadline=None)
@given(FIGURES, POLARITIES)
def test_the_unit_does_not_matter(figures: tuple[float, ...], polarity: str) -> None:
    lower, value, upper, benchmark = figures
    thousands = [each * 1000 for each in (value, lower, upper, benchmark)]
    assert compare(value, lower, upper, benchmark, polarity) == compare(*thousands, polarity)


@settings(deadline=None)
@given(FIGURES, POLARITIES)
def test_the_other_way_round_is_the_other_polarity(figures: tuple[float, ...], polarity: str) -> None:
    lower, value, upper, benchmark = figures
    found = compare(-value, -upper, -lower, -benchmark, OPPOSITE[polarity])
    swapped = {"higher": "lower", "lower": "higher"}.get(found, found)
    assert compare(value, lower, upper, benchmark, polarity) == swapped


@settings(deadline=None)
@given(FIGURES)
def test_polarity_only_names_the_difference(figures: tuple[float, ...]) -> None:
    lower, value, upper, benchmark = figures
    found = compare(value, lower, upper, benchmark, "contextual")
    names = {"higher": ("better", "worse"), "lower": ("worse", "better"), "similar": ("similar", "similar")}
    polarities = ("higher_is_better", "lower_is_better")
    assert names[found] == tuple(compare(value, lower, upper, benchmark, each) for each in polarities)


def test_refuses_limits_the_wrong_way_round() -> None:
    with pytest.raises(ValueError, match=r"lower: 18\.6 is above upper 16\.1"):
        compare(17.3, 18.6, 16.1, 22.1, "lower_is_better")


def test_refuses_an_unknown_polarity_even_with_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="polarity: 'low_is_good' is not one of higher_is_better, lower_is_better"):
        compare(None, None, None, None, "low_is_good")


def test_refuses_infinity_and_more_than_one_number() -> None:
    with pytest.raises(ValueError, match="benchmark: inf is not a finite number"):
        compare(17.3, 16.1, 18.6, math.inf, "contextual")
    with pytest.raises(ValueError, match=r"value: \[1, 2\] is not one number"):
        compare([1, 2], 0, 3, 2, "contextual")


def test_two_figures_refuse_what_one_does() -> None:
    with pytest.raises(ValueError, match="earlier_lower: 30 is above earlier_upper 29"):
        compare_two(*NOW, 29.5, 30, 29, "contextual")
    with pytest.raises(ValueError, match=r"lower: 18\.6 is above upper 16\.1"):
        compare_two(17.3, 18.6, 16.1, *THEN, "contextual")
    with pytest.raises(ValueError, match="polarity: 'up' is not one of"):
        compare_two(*NOW, *THEN, "up")
    with pytest.raises(ValueError, match="half_width_then: -1 is negative"):
        proposed_tolerance(1, -1)
    with pytest.raises(ValueError, match="half_width_now: -2 is negative"):
        proposed_tolerance(-2, 1)
