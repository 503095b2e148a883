"""Comparison with a benchmark: published rows, unit and direction, and what is refused."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.statistics import compare

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
