"""Recent trends: published rows, worked examples, a slow twin in exact arithmetic, and what is refused."""

import math
import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.statistics import TREND_CHI2, TREND_REASONS, Trend, recent_trend, recent_trends

# OHID Fingertips, test data of its trend calculator: values, lower, upper, direction, chi-squared
LIMITS = [
    ([24.67, 24.6, 28, 30.2, 30.6], [23.16, 23.15, 26.44, 28.63, 28.98], [26.25, 26.19, 29.64, 31.9, 32.25]),
    (
        [20.5506, 19.5952, 19.0349, 21.3966, 18.4372],
        [18.1803, 17.3444, 16.8421, 19.0918, 16.2925],
        [23.1427, 22.0602, 21.4394, 23.8975, 20.7941],
    ),
    (
        [92.6254, 92.3221, 90.8708, 90.017, 90.1013],
        [92.4168, 92.1072, 90.6358, 89.7694, 89.8578],
        [92.8288, 92.5315, 91.1004, 90.2594, 90.3396],
    ),
]
COUNTS = ([994, 1023, 1199, 1332, 1367], [40299, 41527, 42811, 44064, 44701])


@pytest.mark.parametrize(
    ("case", "direction", "words"),
    [
        (0, "increasing", "getting worse"),
        (1, "no_change", "no significant change"),
        (2, "decreasing", "getting better"),
    ],
)
def test_as_published(case: int, direction: str, words: str) -> None:
    trend = recent_trend(*LIMITS[case])
    assert (trend.direction, trend.in_words("lower_is_better")) == (direction, words)


def test_chi_squared_as_published() -> None:
    assert round(recent_trend(*LIMITS[0]).chi2, 2) == 46.77
    shares = recent_trend(LIMITS[0][0], count=COUNTS[0], denominator=COUNTS[1], kind="proportion")
    assert (round(shares.chi2, 2), shares.direction) == (47.90, "increasing")


def test_worked_by_hand() -> None:
    """Limits two apart: w = 1/(2/3.92)² = 3.8416; values on a line: slope 1, D/Σw = 10·w."""
    trend = recent_trend([1, 2, 3, 4, 5], [0, 1, 2, 3, 4], [2, 3, 4, 5, 6])
    assert trend == Trend("increasing", 1.0, pytest.approx(38.416, rel=1e-12), "")


def test_proportion_worked_by_hand() -> None:
    """10, 20, 30, 40, 50 of 100, t from 1: N = 500, R = 150, Σrt = 550, Σnt = 1,500, Σnt² = 5,500; χ² = 1,000/21."""
    r, n = [10, 20, 30, 40, 50], [100] * 5
    trend = recent_trend(r, count=r, denominator=n, kind="proportion")
    assert 500 * (500 * 550 - 150 * 1500) ** 2 / (150 * 350 * (500 * 5500 - 1500**2)) == 1000 / 21
    assert trend.chi2 == pytest.approx(1000 / 21, rel=1e-12)
    logits = [math.log(x / (100 - x)) for x in r]
    assert trend.slope == pytest.approx((2 * (logits[4] - logits[0]) + logits[3] - logits[1]) / 10, rel=1e-12)


def test_the_threshold_is_strict() -> None:
    """Values on a line of slope 1 with limits ±h have χ² = 10·(3.92/2h)²."""
    half = 3.92 / 2 * math.sqrt(10 / TREND_CHI2)
    values = np.arange(1.0, 6.0)
    for times, direction in ((1 + 1e-9, "no_change"), (1 - 1e-9, "increasing")):
        trend = recent_trend(values, values - half * times, values + half * times)
        assert trend.chi2 == pytest.approx(TREND_CHI2, rel=1e-8)
        assert trend.direction == direction


def test_one_point_cannot_make_a_trend() -> None:
    values = np.array([10, 10, 10, 10, 50.0])
    trend = recent_trend(values, values - 1, values + 1)
    assert trend.chi2 > 1000
    assert (trend.direction, trend.reason) == ("no_change", TREND_REASONS["fragile"])


def test_zero_is_not_the_same_sign_as_anything_even_when_arithmetic_rounds() -> None:
    values = np.array([0.1, 0.3, 0.3, 0.1, 5.0])  # without the last, the slope is zero
    assert recent_trend(values, values - 0.05, values + 0.05).direction == "no_change"
    flat = np.full(5, 0.1)
    trend = recent_trend(flat, flat - 0.01, [0.11, 0.12, 0.13, 0.14, 0.15])
    assert (trend.direction, trend.slope, trend.chi2) == ("no_change", 0, 0)


NAN = math.nan
CANNOT: list[tuple[dict[str, object], str]] = [
    ({"values": [1, 2, 3, 4], "lower": [0, 1, 2, 3], "upper": [2, 3, 4, 5]}, "few"),
    ({"values": []}, "few"),
    ({"values": [1, 2, 3, 4, 5]}, "no_limits"),
    ({"values": [1, 2, 3, 4, 5], "lower": [0, 1, 2, 3, 4]}, "no_limits"),
    ({"values": [1, 2, 3, 4, 5], "upper": [2, 3, 4, 5, 6]}, "no_limits"),
    ({"values": [1, 2, 3, 4, 5], "kind": "proportion", "count": [1, 2, 3, 4, 5]}, "no_counts"),
    ({"values": [1, 2, 3, 4, 5], "kind": "proportion", "denominator": [9] * 5}, "no_counts"),
    ({"values": [1, 2, NAN, 4, 5], "lower": [0] * 5, "upper": [9] * 5}, "missing"),
    ({"values": [1, 2, 3, 4, None], "lower": [0] * 5, "upper": [9] * 5}, "missing"),
    ({"values": [1, 2, 3, 4, 5], "lower": [0] * 5, "upper": [9, 9, 9, 9, NAN]}, "missing"),
    ({"values": [7] * 5, "lower": [7] * 5, "upper": [7] * 5}, "zero_width"),
    ({"values": [1] * 5, "kind": "proportion", "count": [1, 2, NAN, 4, 5], "denominator": [9] * 5}, "missing"),
    ({"values": [1] * 5, "kind": "proportion", "count": [5, 3, 1, 1, 2], "denominator": [5, 5, 5, 4, 4]}, "all"),
    ({"values": [1] * 5, "kind": "proportion", "count": [0, 3, 1, 1, 2], "denominator": [5, 5, 5, 4, 4]}, "none"),
    ({"values": [1] * 5, "kind": "proportion", "count": [0] * 5, "denominator": [0] * 5}, "all"),
]


@pytest.mark.parametrize(("arguments", "reason"), CANNOT)
def test_cannot_be_calculated_with_its_reason(arguments: dict[str, object], reason: str) -> None:
    trend = recent_trend(**arguments)
    assert (trend.direction, trend.reason) == ("cannot_be_calculated", TREND_REASONS[reason])
    assert math.isnan(trend.slope)
    assert math.isnan(trend.chi2)
    assert trend.in_words("lower_is_better") == "cannot be calculated"


# Points at their true places in time.

YEARS = [2013.0, 2014.0, 2016.0, 2017.0, 2021.0]
#: Each series of five with gaps, and what it needs.
RISING: dict[str, list[float]] = {"values": [1, 2, 4, 5, 9], "lower": [0, 1, 3, 4, 8], "upper": [2, 3, 5, 6, 10]}


def test_a_gap_keeps_the_points_in_their_places() -> None:
    """On a line of slope 1 in true time; Σ(t − mean)² = 38.8, so χ² = 38.8·(3.92/2)²."""
    trend = recent_trend(**RISING, times=YEARS)
    assert (trend.direction, trend.slope) == ("increasing", pytest.approx(1, rel=1e-12))
    assert sum((year - 2016.2) ** 2 for year in YEARS) == pytest.approx(38.8)
    assert trend.chi2 == pytest.approx(38.8 * 1.96**2, rel=1e-12)
    assert recent_trend(**RISING).slope != trend.slope


def test_a_proportion_with_gaps_worked_by_hand() -> None:
    r, n, t = [10, 20, 30, 40, 50], [100] * 5, [0, 1, 3, 4, 5]
    trend = recent_trend(r, count=r, denominator=n, kind="proportion", times=t)
    rt, nt, ntt = sum(map(lambda r, t: r * t, r, t)), sum(100 * at for at in t), sum(100 * at * at for at in t)
    assert trend.chi2 == pytest.approx(500 * (500 * rt - 150 * nt) ** 2 / (150 * 350 * (500 * ntt - nt**2)), rel=1e-12)
    logits = np.log(np.array(r) / (100 - np.array(r)))
    assert trend.slope == pytest.approx(np.polyfit(t, logits, 1)[0], rel=1e-9)


def test_missing_points_are_passed_over_where_times_are_given() -> None:
    """2016/17 to 2021/22, no figure for 2020/21."""
    years = [2015, 2016, 2017, 2018, 2019, 2020, 2021]
    values, lower, upper = [9, 1, 2, 3, 4, NAN, 6], [8, 0, 1, 2, 3, NAN, 5], [10, 2, 3, 4, 5, NAN, 7]
    assert recent_trend(values, lower, upper).reason == TREND_REASONS["missing"]
    trend = recent_trend(values, lower, upper, times=years)
    assert (trend.direction, trend.slope) == ("increasing", pytest.approx(1, rel=1e-12))
    lower[4] = NAN  # a point without its limits is no point: then 2015 is among the five
    assert recent_trend(values, lower, upper, times=years).direction == "no_change"
    upper[0] = NAN
    assert recent_trend(values, lower, upper, times=years).reason == TREND_REASONS["few"]


@pytest.mark.parametrize(("first", "reason"), [(2013.0, ""), (2012.9, "spread")])
def test_five_points_must_lie_within_eight_years(first: float, reason: str) -> None:
    trend = recent_trend(**RISING, times=[first, *YEARS[1:]])
    assert trend.reason == (TREND_REASONS[reason] if reason else "")
    assert (trend.direction == "cannot_be_calculated") == bool(reason)


def test_only_the_five_latest_need_to_lie_within_eight_years() -> None:
    older = {
        name: [0.5, *each] if name == "values" else [0.1 if name == "lower" else 0.9, *each]
        for name, each in RISING.items()
    }
    assert recent_trend(**older, times=[1990, *YEARS]) == recent_trend(**RISING, times=YEARS)


def test_times_without_what_is_needed() -> None:
    assert recent_trend([1, 2, 3, 4, 5], times=YEARS).reason == TREND_REASONS["no_limits"]
    assert recent_trend([1, 2, 3, 4], times=YEARS[:4]).reason == TREND_REASONS["few"]
    assert recent_trend([7] * 5, [7] * 5, [7] * 5, times=YEARS).reason == TREND_REASONS["zero_width"]


def test_many_series_have_their_points_at_the_same_times() -> None:
    values = np.array([[1, 2, 4, 5, 9, NAN], [NAN, 1, 2, 4, 5, 9], [NAN, NAN, 2, 4, 5, 9]])
    years = [2013, 2014, 2015, 2017, 2018, 2021]
    table = recent_trends(values, values - 1, values + 1, times=years)
    for row, series in zip(table.itertuples(index=False), values, strict=True):
        one = recent_trend(series, series - 1, series + 1, times=years)
        assert (row.direction, row.reason) == (one.direction, one.reason)
        np.testing.assert_array_equal([row.slope, row.chi2], [one.slope, one.chi2])
    assert table["reason"].tolist() == ["", "", TREND_REASONS["few"]]


def test_in_words() -> None:
    words = {
        ("increasing", "higher_is_better"): "getting better",
        ("increasing", "lower_is_better"): "getting worse",
        ("decreasing", "higher_is_better"): "getting worse",
        ("decreasing", "lower_is_better"): "getting better",
        ("increasing", "contextual"): "increasing",
        ("no_change", "higher_is_better"): "no significant change",
    }
    for (direction, polarity), expected in words.items():
        assert Trend(direction, 0.0, 0.0, "").in_words(polarity) == expected


# The slow twin: the formulas as they stand, in exact fractions of the published digits.

Points = tuple[list[float], list[float], list[float]]


def exact(number: float) -> Fraction:
    return Fraction(repr(number))


def slow_slope(weights: list[Fraction], y: list[Fraction], t: list[int]) -> Fraction:
    sw, swt = sum(weights), sum(w * at for w, at in zip(weights, t, strict=True))
    swy = sum(w * v for w, v in zip(weights, y, strict=True))
    swty = sum(w * at * v for w, at, v in zip(weights, t, y, strict=True))
    swtt = sum(w * at * at for w, at in zip(weights, t, strict=True))
    return Fraction(sw * swty - swt * swy) / (sw * swtt - swt**2)


def slow_signs(weights: list[Fraction], y: list[Fraction]) -> set[int]:
    signs = set()
    for left_out in (None, 0, 1, 2, 3, 4):
        kept = [point for point in range(5) if point != left_out]
        slope = slow_slope([weights[p] for p in kept], [y[p] for p in kept], kept)
        signs.add((slope > 0) - (slope < 0))
    return signs


def slow_direction(chi2: Fraction, signs: set[int]) -> str:
    if chi2 > exact(TREND_CHI2) and signs == {1}:
        return "increasing"
    return "decreasing" if chi2 > exact(TREND_CHI2) and signs == {-1} else "no_change"


def slow_trend(values: list[float], lower: list[float], upper: list[float]) -> tuple[str, float, float]:
    five = list(zip(values, lower, upper, strict=True))[-5:]
    if len(five) < 5 or any(math.isnan(figure) for point in five for figure in point):
        return "cannot_be_calculated", NAN, NAN
    if any(low == high for _, low, high in five):
        return "cannot_be_calculated", NAN, NAN
    weights = [1 / ((exact(high) - exact(low)) / Fraction("3.92")) ** 2 for _, low, high in five]
    y = [exact(value) for value, _, _ in five]
    slope, sw = slow_slope(weights, y, [0, 1, 2, 3, 4]), sum(weights)
    d = sw * sum(w * t * t for t, w in enumerate(weights)) - sum(w * t for t, w in enumerate(weights)) ** 2
    chi2 = slope**2 * d / sw
    return slow_direction(chi2, slow_signs(weights, y)), float(slope), float(chi2)


def slow_proportion_trend(count: list[float], denominator: list[float]) -> tuple[str, float, float]:
    five = list(zip(count, denominator, strict=True))[-5:]
    if any(math.isnan(figure) for point in five for figure in point) or any(r in (0, n) for r, n in five):
        return "cannot_be_calculated", NAN, NAN
    with localcontext(prec=50):
        logits = [Fraction((Decimal(r) / (Decimal(n) - Decimal(r))).ln()) for r, n in five]
    logits = [Fraction(round(logit * 10**40), 10**40) for logit in logits]
    slope = slow_slope([Fraction(1)] * 5, logits, [0, 1, 2, 3, 4])
    people, events = sum(exact(n) for _, n in five), sum(exact(r) for r, _ in five)
    rt, nt = sum(exact(r) * t for t, (r, _) in enumerate(five)), sum(exact(n) * t for t, (_, n) in enumerate(five))
    ntt = sum(exact(n) * t * t for t, (_, n) in enumerate(five))
    top = people * (people * rt - events * nt) ** 2
    chi2 = top / (events * (people - events) * (people * ntt - nt**2))
    return slow_direction(chi2, slow_signs([Fraction(1)] * 5, logits)), float(slope), float(chi2)


def random_series(dice: random.Random) -> Points:
    """Eight points to one decimal: drifting, flat or with ties; some figures missing, some limits of zero width."""
    drift, noise = dice.choice([-2, -0.5, 0, 0.5, 2]), dice.choice([0, 0.1, 1])
    start = dice.choice([0, 5, 90])
    values = [round(start + drift * t + dice.choice([-1, 0, 0, 1]) * noise, 1) + 0.0 for t in range(8)]
    reach = dice.choice([[0.1], [0.4, 0.5], [1.0, 3.0, 9.0]])
    lower = [round(value - dice.choice(reach), 1) for value in values]
    upper = [round(value + dice.choice(reach), 1) for value in values]
    for spoilt in (values, lower, upper):
        if dice.random() < 0.1:
            spoilt[dice.randrange(8)] = NAN
    if dice.random() < 0.05:
        lower[6] = upper[6] = values[6]
    return values, lower, upper


def same(fast: pd.DataFrame, slow: list[tuple[str, float, float]]) -> None:
    assert fast["direction"].tolist() == [direction for direction, _, _ in slow]
    np.testing.assert_allclose(fast["slope"], [slope for _, slope, _ in slow], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(fast["chi2"], [chi2 for _, _, chi2 in slow], rtol=1e-9, atol=1e-12)


@pytest.mark.slow("hundreds of lines, each worked out twice")
def test_agrees_with_the_slow_twin() -> None:
    dice = random.Random(2015)
    many = [random_series(dice) for _ in range(3000)]
    values, lower, upper = (np.array(each) for each in zip(*many, strict=True))
    fast = recent_trends(values, lower, upper)
    same(fast, [slow_trend(*series) for series in many])
    assert min(Counter(fast["direction"]).values()) > 300
    met = {TREND_REASONS[reason] for reason in ("missing", "zero_width", "weak", "fragile")} | {""}
    assert set(fast["reason"]) == met


@pytest.mark.slow("hundreds of lines, each worked out twice")
def test_agrees_with_the_slow_twin_for_proportions() -> None:
    dice = random.Random(2020)
    denominators = [[float(dice.choice([4, 50, 50, 900, 40_000])) for _ in range(6)] for _ in range(1500)]
    drifts = [dice.choice([-0.1, 0, 0.02, 0.1]) for _ in denominators]
    shares = [[0.5 + drift * t + dice.choice([0, 0, 0.05]) for t in range(6)] for drift in drifts]
    counts = [
        [min(n, max(0.0, float(round(n * share)))) for n, share in zip(row, chances, strict=True)]
        for row, chances in zip(denominators, shares, strict=True)
    ]
    for row in counts[::40]:
        row[dice.randrange(6)] = NAN
    fast = recent_trends(np.ones((1500, 6)), count=counts, denominator=denominators, kind="proportion")
    same(fast, [slow_proportion_trend(*series) for series in zip(counts, denominators, strict=True)])
    assert min(Counter(fast["direction"]).values()) > 80


TENTHS = st.integers(-500, 500).map(lambda tenths: tenths / 10)
SERIES = st.lists(st.tuples(TENTHS, st.integers(1, 50), st.integers(1, 50)), min_size=5, max_size=9)


def limits(points: list[tuple[float, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values, below, above = (np.array(each, dtype=float) for each in zip(*points, strict=True))
    return values, values - below / 10, values + above / 10


@settings(deadline=None)
@given(SERIES, TENTHS | st.just(NAN))
def test_an_older_point_never_changes_the_recent_trend(points: list[tuple[float, int, int]], older: float) -> None:
    before = recent_trend(*limits(points))
    assert recent_trend(*limits([(older, 1, 1), *points])) == before
    assert recent_trend(*limits(points[-5:])) == before


@settings(deadline=None)
@given(SERIES, st.integers(-3000, 3000))
def test_consecutive_years_are_what_is_taken_without_times(points: list[tuple[float, int, int]], first: int) -> None:
    years = [first + year for year in range(len(points))]
    assert recent_trend(*limits(points), times=years) == recent_trend(*limits(points))


@settings(deadline=None)
@given(SERIES, st.data())
def test_years_that_are_twice_as_long_halve_the_slope(
    points: list[tuple[float, int, int]], data: st.DataObject
) -> None:
    steps = data.draw(st.lists(st.sampled_from([0.5, 1.0]), min_size=len(points), max_size=len(points)))
    times = np.cumsum(steps)
    one, other = (recent_trend(*limits(points), times=each) for each in (times, 2 * times))
    assert (other.direction, other.reason) == (one.direction, one.reason)
    assert other.chi2 == pytest.approx(one.chi2, rel=1e-9)
    assert other.slope == pytest.approx(one.slope / 2, rel=1e-9)


@settings(deadline=None)
@given(SERIES)
def test_the_unit_does_not_matter(points: list[tuple[float, int, int]]) -> None:
    one, thousand = recent_trend(*limits(points)), recent_trend(*(each * 1000 for each in limits(points)))
    assert (thousand.direction, thousand.reason) == (one.direction, one.reason)
    assert thousand.chi2 == pytest.approx(one.chi2, rel=1e-9)
    assert thousand.slope == pytest.approx(one.slope * 1000, rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(SERIES)
def test_upside_down_and_backwards_turn_the_direction(points: list[tuple[float, int, int]]) -> None:
    turned = {"increasing": "decreasing", "decreasing": "increasing", "no_change": "no_change"}
    values, lower, upper = (each[-5:] for each in limits(points))
    before = turned[recent_trend(values, lower, upper).direction]
    assert recent_trend(-values, -upper, -lower).direction == before
    assert recent_trend(values[::-1], lower[::-1], upper[::-1]).direction == before


def test_many_series_are_judged_as_each_one() -> None:
    dice = random.Random(7)
    many = [random_series(dice) for _ in range(200)]
    table = recent_trends(*(np.array(each) for each in zip(*many, strict=True)))
    assert table.columns.tolist() == ["direction", "slope", "chi2", "reason"]
    for row, series in zip(table.itertuples(index=False), many, strict=True):
        one = recent_trend(*series)
        assert (row.direction, row.reason) == (one.direction, one.reason)
        np.testing.assert_array_equal([row.slope, row.chi2], [one.slope, one.chi2])


def test_many_series_keep_the_index_of_their_frame() -> None:
    values = pd.DataFrame([[1.0, 2, 3, 4, 5]], index=["E07000241"])
    assert recent_trends(values, values - 1, values + 1).loc["E07000241", "direction"] == "increasing"
    assert recent_trends(np.empty((0, 5)), np.empty((0, 5)), np.empty((0, 5))).empty


def test_a_rate_may_count_more_events_than_people() -> None:
    counts = {"count": [250] * 5, "denominator": [220] * 5}
    assert recent_trend(*LIMITS[0], **counts) == recent_trend(*LIMITS[0])


FIVE = [1, 2, 3, 4, 5]
REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: recent_trend(FIVE, FIVE[:4], FIVE), r"lower: shape \(4,\) does not go with values: shape \(5,\)"),
    (lambda: recent_trend(FIVE, [2] * 5, [1] * 5), "lower: 2 is above upper 1"),
    (lambda: recent_trend(FIVE, kind="rate"), "kind: 'rate' is not one of other, proportion"),
    (
        lambda: recent_trend(FIVE, count=[8] * 5, denominator=[4] * 5, kind="proportion"),
        "count: 8 is above its denominator 4",
    ),
    (lambda: recent_trend(FIVE, count=[-1] * 5, denominator=[4] * 5), "count: -1 is negative"),
    (lambda: recent_trend([FIVE]), "values: 2 dimensions, where one series has 1"),
    (lambda: recent_trend(5), "values: 0 dimensions, where one series has 1"),
    (lambda: recent_trends(FIVE), "values: 1 dimensions, where many series have 2"),
    (lambda: recent_trend([1, 2, 3, 4, math.inf]), "values: inf is not a finite number"),
    (lambda: recent_trend(FIVE, FIVE, FIVE, times=[1, 2, 3, 5, 4]), "times: 4 comes after 5; positions ascend"),
    (lambda: recent_trend(FIVE, FIVE, FIVE, times=[1, 2, 3]), "times: 3 positions for 5 points"),
    (lambda: recent_trends([FIVE], [FIVE], [FIVE], times=[1, 2, 3, 4, NAN]), "times: nan is not a position"),
    (lambda: recent_trends([FIVE], [FIVE], [FIVE], times=[FIVE]), "times: 2 dimensions, where one series has 1"),
    (lambda: Trend("increasing", 1, 10, "").in_words("low"), "polarity: 'low' is not one of"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_impossible_arguments_are_refused_by_name_and_value(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
