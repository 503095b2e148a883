"""Intervals: published rows, what must always hold, and what is refused."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.statistics import agrees, count_interval, proportion_interval, rate_interval, sample_size

CONFIDENCES = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])

# PHEindicatormethods, test data of the package: count, denominator, confidence, lower, upper
WILSON = [
    (1, 100, 0.95, 0.0017674320641406511, 0.054486196178705294),
    (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247),
    (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697),
    (9856, 12345, 0.95, 0.7912101752909069, 0.8053640073614909),
    (7776456, 7564336677, 0.95, 0.0010273201001641094, 0.0010287644578977231),
    (0.445, 1, 0.95, 0.04381744772058822, 0.9334621276979156),
]
EVENTS = [
    (1, 0.95, 0.025317807984289897, 5.571643390938898),
    (5, 0.95, 1.62348639011842, 11.668332079322669),
    (5, 0.998, 0.739371731917839, 16.454745203680105),
    (10, 0.998, 2.916318374695686, 24.193724927880535),
    (20, 0.95, 12.211428834875937, 30.889880369197066),
    (1045, 0.95, 982.5932018073325, 1110.33121298565),
]
# OHID Fingertips, as published, to four decimals: count, denominator, per, lower, upper
PUBLISHED_RATES = [
    (2, 1973, 1000, 0.1228, 3.6618),  # infant mortality, Adur
    (8, 1844, 1000, 1.8730, 8.5484),  # infant mortality, Fylde
    (13, 4267, 1000, 1.6206, 5.2102),  # infant mortality, Eastleigh
]


@pytest.mark.parametrize(("count", "denominator", "confidence", "lower", "upper"), WILSON)
def test_wilson_as_published(count: float, denominator: float, confidence: float, lower: float, upper: float) -> None:
    found = proportion_interval(count, denominator, confidence)
    assert tuple(map(float, found)) == pytest.approx((lower, upper), rel=1e-8)


@pytest.mark.parametrize(("count", "confidence", "lower", "upper"), EVENTS)
def test_events_as_published(count: float, confidence: float, lower: float, upper: float) -> None:
    assert tuple(map(float, count_interval(count, confidence))) == pytest.approx((lower, upper), rel=1e-8)


@pytest.mark.parametrize(("count", "denominator", "per", "lower", "upper"), PUBLISHED_RATES)
def test_rates_as_published(count: float, denominator: float, per: float, lower: float, upper: float) -> None:
    found = rate_interval(count, denominator, per)
    assert tuple(map(float, found)) == pytest.approx((lower, upper), abs=0.5e-4)


def test_exact_below_ten_and_byars_from_ten() -> None:
    lower, upper = count_interval([9, 9.999, 10])
    assert lower.round(4).tolist() == [4.1154, 4.7947, 4.7874]
    assert upper.round(4).tolist() == [17.0848, 18.3891, 18.3915]


def test_arrays_series_and_single_numbers_agree() -> None:
    count, denominator = [1.0, 65.0, np.nan], [100.0, 100.0, 100.0]
    expected = [float(proportion_interval(x, 100)[0]) for x in count]
    for made in (list, np.array, pd.Series, lambda x: pd.Series(x, index=[7, 8, 9], dtype="Float64")):
        np.testing.assert_array_equal(proportion_interval(made(count), made(denominator))[0], expected)
    np.testing.assert_array_equal(proportion_interval(count, 100)[0], expected)
    table = proportion_interval(np.array([count, count]), 100)[1]
    assert table.shape == (2, 3)


def test_zero_stays_zero_and_all_stays_one() -> None:
    assert proportion_interval(0, 10)[0] == 0
    assert proportion_interval(10, 10)[1] == 1
    assert count_interval(0)[0] == 0
    assert round(float(count_interval(0)[1]), 4) == 3.6889
    assert rate_interval(0, 1000, per=1000)[0] == 0


@pytest.mark.parametrize("interval", [proportion_interval, rate_interval])
def test_missing_in_missing_out(interval: Callable[..., tuple[np.ndarray, np.ndarray]]) -> None:
    for limit in interval([np.nan, 5, np.nan, 0, 5, None], [100, np.nan, np.nan, 0, 100, 100]):
        assert np.isnan(limit).tolist() == [True, True, True, True, False, True]
    assert [limit.tolist() for limit in interval([], [])] == [[], []]


def test_a_missing_count_of_events_has_no_limits() -> None:
    for limit in count_interval([np.nan, 3, 12]):
        assert np.isnan(limit).tolist() == [True, False, False]


@settings(deadline=None)
@given(st.integers(0, 10**7), st.integers(0, 10**7), CONFIDENCES)
def test_a_proportion_lies_in_its_interval(one: int, other: int, confidence: float) -> None:
    count, denominator = min(one, other), max(one, other, 1)
    lower, upper = proportion_interval(count, denominator, confidence)
    assert 0 <= lower <= count / denominator <= upper <= 1
    assert lower < upper


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(2, 50))
def test_a_proportion_narrows_with_more_people(count: int, more: int, times: int) -> None:
    narrow = np.subtract(*reversed(proportion_interval(count * times, (count + more) * times)))
    assert narrow < np.subtract(*reversed(proportion_interval(count, count + more)))


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**6), CONFIDENCES)
def test_the_rest_of_a_proportion_mirrors_it(count: int, more: int, confidence: float) -> None:
    lower, upper = proportion_interval(count, count + more, confidence)
    mirrored = proportion_interval(more, count + more, confidence)
    assert (1 - upper, 1 - lower) == pytest.approx(tuple(map(float, mirrored)), abs=1e-12)


@settings(deadline=None)
@given(st.one_of(st.integers(0, 30), st.integers(0, 10**9)), CONFIDENCES)
def test_events_lie_in_their_interval_and_more_of_them_narrow_it(count: int, confidence: float) -> None:
    lower, upper = count_interval([count, count + 1], confidence)
    assert 0 <= lower[0] <= count < upper[0]
    assert lower[0] < lower[1]
    assert upper[0] < upper[1]
    if count:
        assert (upper[1] - lower[1]) / (count + 1) < (upper[0] - lower[0]) / count


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(1, 10**6))
def test_a_rate_is_its_count_over_its_denominator(count: int, denominator: int) -> None:
    events = np.array(count_interval(count)) / denominator * 100_000
    np.testing.assert_allclose(rate_interval(count, denominator, per=100_000), events, rtol=1e-12)


REFUSED = [
    (lambda: proportion_interval(12, 10), "count: 12 is above its denominator 10"),
    (lambda: proportion_interval([1, 3.5], [2, 3]), "count: 3.5 is above its denominator 3"),
    (lambda: proportion_interval([1, -2], 10), "count: -2 is negative"),
    (lambda: proportion_interval(0, -10), "denominator: -10 is negative"),
    (lambda: proportion_interval([1, 2], [3, 4, 5]), r"denominator: shape \(3,\) does not go with count: shape \(2,\)"),
    (lambda: proportion_interval(1, 10, 95), "confidence: 95 is not between 0 and 1; 95% is written 0.95"),
    (lambda: proportion_interval(1, 10, 0), "confidence: 0 is not between 0 and 1"),
    (lambda: proportion_interval(1, 10, 1.0), "confidence: 1.0 is not between 0 and 1"),
    (lambda: proportion_interval(1, 10, float("nan")), "confidence: nan is not between 0 and 1"),
    (lambda: proportion_interval(1, float("inf")), "denominator: inf is not a finite number"),
    (lambda: proportion_interval(["c"], 10), "count: could not convert string to float: 'c'"),
    (lambda: count_interval(-1), "count: -1 is negative"),
    (lambda: count_interval([], 95), "confidence: 95 is not between 0 and 1"),
    (lambda: rate_interval(3, 0), "count: 3 events with a denominator of 0"),
    (lambda: rate_interval([1, 2], [10, -1]), "denominator: -1 is negative"),
    (lambda: rate_interval([1, 2], [3]), r"denominator: shape \(1,\) does not go with count: shape \(2,\)"),
    (lambda: rate_interval(1, 10, per=0), "per: 0 is not above 0"),
    (lambda: rate_interval(1, 10, per=1000, confidence=-0.5), "confidence: -0.5 is not between 0 and 1"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_impossible_arguments_are_refused_by_name_and_value(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_a_rate_may_count_more_events_than_people() -> None:
    lower, upper = rate_interval(250, 220, per=100_000)
    assert (float(lower), float(upper)) == pytest.approx((99984.94738532876, 128631.14487455782), rel=1e-8)


# --- How many people a share was measured of ------------------------------------------------------------------------


def test_sample_size_worked_by_hand() -> None:
    assert float(sample_size(0.5, 0.402, 0.598)) == pytest.approx(0.25 * (3.92 / 0.196) ** 2, rel=1e-12)
    assert round(float(sample_size(0.5, 0.402, 0.598)), 9) == 100


@settings(deadline=None)
@given(st.integers(400, 3000), st.floats(0.15, 0.6))
def test_sample_size_recovers_who_was_measured(people: int, share: float) -> None:
    """From Wilson limits to three decimals of a share, as such shares are printed: to within a few in a hundred."""
    count = round(share * people)
    lower, upper = proportion_interval(count, people)
    found = float(sample_size(count / people, float(lower), float(upper)))
    assert found == pytest.approx(people, rel=0.012)
    printed = [round(float(each), 3) for each in (count / people, float(lower), float(upper))]
    assert float(sample_size(*printed)) == pytest.approx(people, rel=0.012 + 2.5 * 0.001 / (printed[2] - printed[1]))


def test_sample_size_of_many_and_of_what_is_missing() -> None:
    found = sample_size([0.5, np.nan, 0.5, 0.5], [0.402, 0.4, np.nan, 0.5], [0.598, 0.6, 0.6, 0.5])
    assert found.round(6).tolist() == pytest.approx([100, np.nan, np.nan, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ((35, 0.3, 0.4), "p: 35 is not a share between 0 and 1"),
        ((0.35, -0.1, 0.4), r"lower: -0\.1 is not a share between 0 and 1"),
        ((0.35, 0.3, 1.4), r"upper: 1\.4 is not a share between 0 and 1"),
        ((0.35, 0.4, 0.3), r"lower: 0\.4 is above upper 0\.3"),
        (([0.3, 0.3], [0.2] * 3, [0.4] * 3), r"lower: shape \(3,\) does not go with p: shape \(2,\)"),
    ],
)
def test_sample_size_refuses(figures: tuple[float, float, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sample_size(*figures)


# --- Whether value and count agree ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "count", "denominator", "times", "decimals", "agree"),
    [
        (0.3, 5, 1900, 100, 1, True),  # 0.263
        (0.2, 5, 1900, 100, 1, False),
        (0.3, 5, 2000, 100, 1, True),  # 0.25 is rounded either way
        (0.2, 5, 2000, 100, 1, True),
        (0.26, 5, 1900, 100, 2, True),
        (0.3, 5, 1900, 100, 2, False),
        (6.96, 351, 50431, 1000, 2, True),
        (6.97, 351, 50431, 1000, 2, False),
        (0, 0, 5000, 1000, 1, True),
        (0, 1, 25000, 1000, 1, True),
        (0, 1, 5000, 1000, 1, False),
        (1200, 1249, 1, 1, -2, True),
        (1200, 1251, 1, 1, -2, False),
        (64.2, 642, 1000, 100, 1, True),
        (None, 5, 1900, 100, 1, False),
        (0.3, None, 1900, 100, 1, False),
        (0.3, 5, np.nan, 100, 1, False),
        (0, 0, 0, 100, 1, False),
    ],
)
def test_agrees(
    value: float | None, count: float | None, denominator: float, times: float, decimals: int, agree: bool
) -> None:
    assert agrees(value, count, denominator, times, decimals) is agree


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(1, 5000), st.sampled_from([1, 100, 1000, 100_000]), st.integers(0, 6))
def test_what_is_rounded_agrees_and_its_neighbours_do_not(
    count: int, denominator: int, times: float, decimals: int
) -> None:
    printed = round(count / denominator * times, decimals)
    assert agrees(printed, count, denominator, times, decimals)
    unit = 10.0**-decimals
    assert not agrees(printed + 1.01 * unit, count, denominator, times, decimals)
    assert not agrees(printed - 1.01 * unit, count, denominator, times, decimals)


def test_agrees_refuses() -> None:
    with pytest.raises(ValueError, match="count: -1 is negative"):
        agrees(0.3, -1, 5)
    with pytest.raises(ValueError, match="denominator: -5 is negative"):
        agrees(0.3, 1, -5)
    with pytest.raises(ValueError, match="times: 0 is not above 0"):
        agrees(0.3, 1, 5, times=0)
