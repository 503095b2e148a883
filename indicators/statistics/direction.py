"""Where has an annual series gone over ten years, and where would that lead? For figures without an interval.

The formulas are written out, and tests hold them against `scipy.stats.kendalltau` and `theilslopes`: to import
`scipy.stats` takes as long as the rest of the dashboard, and of the tests it has none is at once exact for small
series, corrected for ties and corrected for continuity.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import erfc, nan, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from indicators.statistics.arguments import ROUNDING, Numbers, ascending, number, numbers, one_series
from indicators.statistics.intervals import normal_quantile
from indicators.statistics.neighbours import lag1

#: How many of the latest periods the caller hands over at most, and with how few nothing is said: five to seven
#: points have next to no power.
DIRECTION_POINTS = 10
DIRECTION_FEWEST = 8

#: Two-sided: a direction is stated below p = 0.01.
DIRECTION_CONFIDENCE = 0.99

#: Up to so many points without ties p is exact. Source: Gilbert (1987), table A18.
DIRECTION_EXACT = 10

#: No statement where the residuals' lag-1 correlation is above this: then more than 1 of 20 directions are chance
#: (benchmarks/false_alarms.py). In ten points such neighbours seldom show, so that this catches few of them.
DIRECTION_LAG1 = 0.5

#: The confidence of the limits of Sen's slope.
SLOPE_CONFIDENCE = 0.95

Heading = Literal["rising", "falling", "no clear direction", "cannot be calculated"]
Undirected = Literal["", "fewer than eight points", "neighbours are too alike"]
Unprojected = Literal["", "fewer than eight points", "the target date has passed"]


@dataclass(frozen=True)
class Direction:
    """Where a series has gone: the word, and what it rests on.

    `tau` is Kendall's τ_b, `p` two-sided, `slope` Sen's in the unit of the values per unit of time with its 95%
    limits, `n` the points that are there, `autocorrelation` that of the residuals from Sen's line (lag 1). `reason` is
    empty but where the word is `cannot be calculated`; with too few points all figures but `n` are nan.
    """

    word: Heading
    tau: float
    p: float
    slope: float
    slope_lower: float
    slope_upper: float
    n: int
    autocorrelation: float
    reason: Undirected = ""


@dataclass(frozen=True)
class Projection:
    """Where the direction of a series would lead by a target's date. A projection, never a status.

    `lower` to `upper`: the value on that date, in the unit of the values. `needed` is the change per unit of time
    from the latest figure to the target, beside Sen's `slope` with its limits; `paces` is needed ÷ slope, nan where
    the series stands still or goes the other way. With a reason all figures but `n` are nan.
    """

    lower: float
    upper: float
    needed: float
    slope: float
    slope_lower: float
    slope_upper: float
    paces: float
    n: int
    reason: Unprojected = ""


def mann_kendall(
    values: npt.ArrayLike, times: npt.ArrayLike | None = None, confidence: float = DIRECTION_CONFIDENCE
) -> Direction:
    """The direction of a series by Mann and Kendall's test, and its pace by Sen's slope.

    S = Σ sign(y_j − y_i) over i < j. p is exact for ten points or fewer without ties; else normal with
    z = (|S| − 1)/√V, V = (n(n − 1)(2n + 5) − Σ g(g − 1)(2g + 5))/18 over groups of g equal values. `rising` or
    `falling` if p < 1 − confidence. Sen's slope is the median of all (y_j − y_i)/(t_j − t_i); its limits are those
    of `scipy.stats.theilslopes` at 0.95, whatever the confidence of the test.

    The caller passes points that can be compared: since the last break, none overlapping, the latest ten.
    `times` are their positions in years, ascending; without them the points are one year apart. A missing value
    (nan) is left out and the others keep their positions: a gap of one year in ten is no reason to say nothing.
    `cannot be calculated` with fewer than eight values, and where the lag-1 correlation of the residuals from Sen's
    line is above 0.5: neighbours so alike are called a direction by chance far more often than in 1 of 100.
    Refuses values that are not one series, positions that do not ascend or are missing, and a confidence outside 0–1.

    Source: Mann (1945), Econometrica 13, 245–259; Kendall (1975), Rank correlation methods; Sen (1968), Journal of
    the American Statistical Association 63, 1379–1389; Gilbert (1987), Statistical methods for environmental
    pollution monitoring, chapter 16.

    >>> found = mann_kendall([360, 390, 380, 416, 436, 424, 470, 451, 434, 538])
    >>> found.word, round(found.tau, 3), round(found.p, 5)
    ('rising', 0.733, 0.00221)
    >>> round(found.slope, 1), round(found.slope_lower, 1), round(found.slope_upper, 1)
    (14.7, 8.5, 20.3)
    """
    normal_quantile(confidence)
    t, y = _points(values, times)
    if y.size < DIRECTION_FEWEST:
        return Direction("cannot be calculated", nan, nan, nan, nan, nan, y.size, nan, "fewer than eight points")
    ranks = _ranks(y)
    s, p, tau = _test(ranks)
    slope, lower, upper = _sen(t, y, ranks)
    autocorrelation = lag1(y - slope * (t - t[0]), scale=float(np.abs(y).max()))
    word, reason = _judged(s, p, autocorrelation, confidence)
    return Direction(word, tau, p, slope, lower, upper, y.size, autocorrelation, reason)


def projection(
    values: npt.ArrayLike, target: float, target_time: float, times: npt.ArrayLike | None = None
) -> Projection:
    """Where the pace of at least eight comparable points leads by a target's date, and what pace the target needs.

    From the latest figure, at either limit of Sen's slope: y + slope·(T − t). The same figure is the start of what
    is needed, (target − y)/(T − t), so that the target lies in the range exactly if the needed change lies within
    Sen's limits. The range tells how sure the pace is, not how single figures scatter about it, and it is not kept
    within what is possible: no share is below 0, and who writes the sentence knows which figures are shares.
    Values, times and what is left out and refused as in `mann_kendall`; `target_time` is a position as `times` are.

    Source: Sen (1968), as in `mann_kendall`.

    >>> found = projection([20, 19, 19.5, 18, 18.5, 17.5, 17, 16.5, 17, 16], target=12, target_time=15)
    >>> round(found.lower, 1), round(found.upper, 1), round(found.needed, 2), round(found.paces, 1)
    (13.0, 14.0, -0.67, 1.6)
    """
    aim, when = number("target", target), number("target_time", target_time)
    t, y = _points(values, times)
    if y.size < DIRECTION_FEWEST:
        return _unprojected(y.size, "fewer than eight points")
    years = when - t[-1]
    if years <= 0:
        return _unprojected(y.size, "the target date has passed")
    slope, lower, upper = _sen(t, y, _ranks(y))
    needed = float((aim - y[-1]) / years)
    return Projection(
        lower=float(y[-1] + lower * years),
        upper=float(y[-1] + upper * years),
        needed=needed,
        slope=slope,
        slope_lower=lower,
        slope_upper=upper,
        paces=needed / slope if needed * slope > 0 else nan,
        n=y.size,
    )


def _unprojected(n: int, reason: Unprojected) -> Projection:
    return Projection(nan, nan, nan, nan, nan, nan, nan, n, reason)


def _points(values: npt.ArrayLike, times: npt.ArrayLike | None) -> tuple[Numbers, Numbers]:
    """Positions and values of the points that are there."""
    y = one_series("values", numbers("values", values))
    t = np.arange(y.size, dtype=np.float64) if times is None else ascending("times", times, y.size)
    present = ~np.isnan(y)
    return t[present], y[present]


def _judged(s: int, p: float, autocorrelation: float, confidence: float) -> tuple[Heading, Undirected]:
    if autocorrelation > DIRECTION_LAG1:
        return "cannot be calculated", "neighbours are too alike"
    if p < 1 - confidence:
        return ("rising" if s > 0 else "falling"), ""
    return "no clear direction", ""


def _ranks(y: Numbers) -> npt.NDArray[np.int_]:
    """The place of each value among the different ones. What differs by no more than arithmetic rounds is equal."""
    order = np.argsort(y, kind="stable")
    steps = np.diff(y[order]) > ROUNDING * float(np.abs(y).max())
    ranks = np.empty(y.size, dtype=np.int_)
    ranks[order] = np.concatenate([[0], np.cumsum(steps)])
    return ranks


def _test(ranks: npt.NDArray[np.int_]) -> tuple[int, float, float]:
    """S, its two-sided p and Kendall's τ_b."""
    n = ranks.size
    earlier, later = _pairs(n)
    s = int(np.sign(ranks[later] - ranks[earlier]).sum())
    pairs, groups = n * (n - 1) // 2, np.bincount(ranks)
    untied = pairs - int((groups * (groups - 1)).sum()) // 2
    tau = s / sqrt(pairs * untied) if untied else 0.0
    if n <= DIRECTION_EXACT and untied == pairs:
        return s, float(_exact(n)[abs(s)]), tau
    variance = _variance(groups)
    # S of 0 and of 1 are both within half a step of nothing.
    p = erfc((abs(s) - 1) / sqrt(2 * variance)) if abs(s) > 1 else 1.0
    return s, p, tau


def _variance(groups: npt.NDArray[np.int_]) -> float:
    """The variance of S where the values fall into groups of so many equal ones."""
    n = int(groups.sum())
    ties = groups * (groups - 1) * (2 * groups + 5)
    return (n * (n - 1) * (2 * n + 5) - float(ties.sum())) / 18


@cache
def _exact(n: int) -> Numbers:
    """The two-sided p of S = 0, 1, 2 … of n different values in any order: how often |S| is as large."""
    orders: Numbers = np.ones(1)
    for places in range(2, n + 1):  # the next value makes 0 to places − 1 pairs that fall
        orders = np.convolve(orders, np.ones(places))
    pairs = n * (n - 1) // 2
    sizes = np.abs(pairs - 2 * np.arange(pairs + 1))
    tails: Numbers = np.array([orders[sizes >= s].sum() for s in range(pairs + 1)]) / orders.sum()
    return tails


def _sen(t: Numbers, y: Numbers, ranks: npt.NDArray[np.int_]) -> tuple[float, float, float]:
    """Sen's slope and its limits, which are slopes of single pairs: the nearest by rank."""
    earlier, later = _pairs(y.size)
    rise = np.where(ranks[later] == ranks[earlier], 0.0, y[later] - y[earlier])
    slopes = np.sort(rise / (t[later] - t[earlier]))
    reach = normal_quantile(SLOPE_CONFIDENCE) * sqrt(_variance(np.bincount(ranks)))
    below = max(round((slopes.size - reach) / 2) - 1, 0)
    above = min(round((slopes.size + reach) / 2), slopes.size - 1)
    return float(np.median(slopes)), float(slopes[below]), float(slopes[above])


@cache
def _pairs(n: int) -> npt.NDArray[np.int_]:
    """Positions of the earlier and of the later point of every pair, in two rows."""
    return np.array(list(combinations(range(n), 2)), dtype=np.int_).reshape(-1, 2).T
