"""Is an annual series changing? The recent trend of its five latest points, after OHID Fingertips.

Sums over points are written as sums over pairs of points, which are the same in algebra,
`Σw·Σwty − Σwt·Σwy = Σ w_i·w_j·(t_j − t_i)·(y_j − y_i)` over i < j, and better in arithmetic: equal values give
exactly zero, and leaving a point out is leaving its pairs out, so that ten terms serve all six slopes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.statistics.arguments import (
    ROUNDING,
    SIGNS,
    Flags,
    Numbers,
    ascending,
    check_counts,
    check_limits,
    check_shapes,
    check_shares,
    choice,
    numbers,
    one_series,
)
from indicators.statistics.intervals import LIMITS_WIDTH

#: The 99.8% point of chi-squared with one degree of freedom. Source: OHID Fingertips, recent trends.
TREND_CHI2 = 9.54953570608324

#: How many of the latest points make a recent trend. Source: OHID Fingertips, recent trends.
TREND_POINTS = 5

#: With their positions given, the five may be as many years apart, first to last. Source: the same page allows missing
#: values and varying intervals; how many years is this dashboard's own rule.
TREND_YEARS = 8

#: Why a trend is not there, or cannot be calculated.
TREND_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "few": "fewer than five points",
        "missing": "a figure is missing among the five latest points",
        "spread": "the five latest points do not lie within eight years",
        "no_limits": "no 95% limits",
        "no_counts": "no counts and denominators",
        "zero_width": "95% limits of zero width",
        "all": "a count equal to its denominator",
        "none": "a count of zero",
        "weak": "not significant at 99.8%",
        "fragile": "the direction hangs on a single point",
    }
)

_WORDS: Mapping[str, str] = MappingProxyType(
    {"no_change": "no significant change", "cannot_be_calculated": "cannot be calculated"}
)
_EARLIER, _LATER = np.array(list(combinations(range(TREND_POINTS), 2))).T
_GAPS = (_LATER - _EARLIER).astype(np.float64)

#: Which pairs count (rows) with all points (first column) and with each point left out (the others).
_MASKS = np.array(
    [
        [1.0, *(float(point not in (earlier, later)) for point in range(TREND_POINTS))]
        for earlier, later in zip(_EARLIER, _LATER, strict=True)
    ]
)

_Latest = Mapping[str, Numbers]


@dataclass(frozen=True)
class Trend:
    """The recent trend of one series.

    `direction` is `increasing`, `decreasing`, `no_change` or `cannot_be_calculated`; `slope` is per period, in the
    unit of the values (log-odds for a proportion); `reason` is empty for a trend, else one of TREND_REASONS.
    """

    direction: str
    slope: float
    chi2: float
    reason: str

    def in_words(self, polarity: str) -> str:
        """`getting better`, `getting worse`, or the direction where no direction is good. Refuses other polarities.

        >>> Trend("increasing", 1.75, 46.77, "").in_words("lower_is_better")
        'getting worse'
        """
        good = SIGNS[choice("polarity", polarity, SIGNS)]
        turn = {"increasing": 1, "decreasing": -1}.get(self.direction, 0)
        if turn and good:
            return "getting better" if turn == good else "getting worse"
        return _WORDS.get(self.direction, self.direction)


def recent_trend(
    values: npt.ArrayLike,
    lower: npt.ArrayLike | None = None,
    upper: npt.ArrayLike | None = None,
    count: npt.ArrayLike | None = None,
    denominator: npt.ArrayLike | None = None,
    kind: str = "other",
    times: npt.ArrayLike | None = None,
) -> Trend:
    """The recent trend of one series, from the oldest point to the latest, nan for a missing one.

    Only the five latest points count. Without `times` they are taken to be consecutive periods that do not overlap:
    of pooled windows the caller takes one in so many. `times` are the positions of all points in years, ascending:
    then points that lack a number that is needed are passed over, the five latest of the others keep their true
    positions, and must lie within eight years, first to last. With t the position of a point:

    - `kind="proportion"`, from counts r and denominators n with totals R and N:
      χ² = N(N·Σrt − R·Σnt)² / (R(N − R)(N·Σnt² − (Σnt)²)), slope by least squares of logit(r/n) on t;
    - `kind="other"`, from values y and their 95% limits: w = 1/((U − L)/3.92)², D = Σw·Σwt² − (Σwt)²,
      slope = (Σw·Σwty − Σwt·Σwy)/D, χ² = slope²·D/Σw.

    A trend if χ² is above 9.54953570608324 (99.8%, one degree of freedom) and the slope has the same sign with all
    five points and with each one left out. Refuses arrays of unequal length, limits the wrong way round, counts
    that cannot make a proportion, positions that do not ascend or are missing, and an unknown kind.

    Source: OHID Fingertips, technical guidance on recent trends.

    >>> trend = recent_trend(
    ...     [24.67, 24.6, 28, 30.2, 30.6], [23.16, 23.15, 26.44, 28.63, 28.98], [26.25, 26.19, 29.64, 31.9, 32.25]
    ... )
    >>> trend.direction, round(trend.slope, 3), round(trend.chi2, 2)
    ('increasing', 1.752, 46.77)
    """
    row = {
        name: numbers(name, each)
        for name, each in _given(values=values, lower=lower, upper=upper, count=count, denominator=denominator)
    }
    for name, array in row.items():
        one_series(name, array)
    _check(row, kind)
    at = None if times is None else ascending("times", times, row["values"].size)
    direction, slope, chi2, reason = _judge({name: array[np.newaxis] for name, array in row.items()}, kind, at)
    return Trend(str(direction[0]), float(slope[0]), float(chi2[0]), str(reason[0]))


def recent_trends(
    values: npt.ArrayLike,
    lower: npt.ArrayLike | None = None,
    upper: npt.ArrayLike | None = None,
    count: npt.ArrayLike | None = None,
    denominator: npt.ArrayLike | None = None,
    kind: str = "other",
    times: npt.ArrayLike | None = None,
) -> pd.DataFrame:
    """The recent trends of many series: one row per series, columns `direction`, `slope`, `chi2`, `reason`.

    Arguments are two-dimensional, one row per series and one column per period; a shorter series has nan before
    its first point. `times` has one position for each column. Rows keep the index of a frame. Formulas, units,
    source and refusals as `recent_trend`.

    >>> trends = recent_trends([[1, 2, 3, 4, 5]], [[0, 1, 2, 3, 4]], [[2, 3, 4, 5, 6]])
    >>> trends["direction"][0], round(float(trends["slope"][0]), 3), round(float(trends["chi2"][0]), 3)
    ('increasing', 1.0, 38.416)
    """
    table = {
        name: numbers(name, each)
        for name, each in _given(values=values, lower=lower, upper=upper, count=count, denominator=denominator)
    }
    for name, array in table.items():
        if array.ndim != 2:
            raise ValueError(f"{name}: {array.ndim} dimensions, where many series have 2")
    _check(table, kind)
    at = None if times is None else ascending("times", times, table["values"].shape[1])
    direction, slope, chi2, reason = _judge(table, kind, at)
    index = values.index if isinstance(values, pd.DataFrame) else None
    return pd.DataFrame({"direction": direction, "slope": slope, "chi2": chi2, "reason": reason}, index=index)


def _given(**arguments: npt.ArrayLike | None) -> list[tuple[str, npt.ArrayLike]]:
    return [(name, each) for name, each in arguments.items() if each is not None]


def _check(given: _Latest, kind: str) -> None:
    choice("kind", kind, _KINDS)
    check_shapes(**given)
    if "lower" in given and "upper" in given:
        check_limits(given["lower"], given["upper"])
    if "count" in given and "denominator" in given:
        check = check_shares if kind == "proportion" else check_counts
        check(given["count"], given["denominator"])


def _judge(
    given: _Latest, kind: str, times: Numbers | None
) -> tuple[npt.NDArray[np.object_], Numbers, Numbers, npt.NDArray[np.object_]]:
    """Direction, slope, chi-squared and reason of each row."""
    how = _KINDS[kind]
    series = given["values"].shape[0]
    slope, chi2 = np.full(series, np.nan), np.full(series, np.nan)
    direction = np.full(series, "cannot_be_calculated", dtype=object)
    reason = _lack(given, how)
    if reason:
        return direction, slope, chi2, np.full(series, TREND_REASONS[reason], dtype=object)
    latest, gaps = _five(given, how, times)
    obstacles = _hindrance(latest, gaps, how, times is not None)
    clear = obstacles == ""
    if clear.any():
        measured = how.measure({name: latest[name][clear] for name in how.needs}, gaps[clear])
        signs, slope[clear], chi2[clear] = measured
        direction[clear], obstacles[clear] = _verdict(signs, chi2[clear])
    return direction, slope, chi2, obstacles


def _lack(given: _Latest, how: "_Kind") -> str:
    """Why no row can have a trend, as a key of TREND_REASONS; empty where one may."""
    if given["values"].shape[1] < TREND_POINTS:
        return "few"
    absent = [name for name in how.needs if name not in given]
    if not absent:
        return ""
    return "no_limits" if absent[0] in ("lower", "upper") else "no_counts"


def _five(given: _Latest, how: "_Kind", times: Numbers | None) -> tuple[_Latest, Numbers]:
    """The five points of each row that count, and how far apart in time each pair of them is."""
    if times is None:
        return {name: given[name][:, -TREND_POINTS:] for name in how.needs}, np.tile(_GAPS, (len(given["values"]), 1))
    whole = np.all([~np.isnan(given[name]) for name in how.needs], axis=0)
    # Points that lack something go to the front, and are among the five only where there are too few others.
    chosen = np.argsort(whole, axis=1, kind="stable")[:, -TREND_POINTS:]
    at = times[chosen]
    latest = {name: np.take_along_axis(given[name], chosen, axis=1) for name in how.needs}
    return latest, at[:, _LATER] - at[:, _EARLIER]


def _hindrance(latest: _Latest, gaps: Numbers, how: "_Kind", timed: bool) -> npt.NDArray[np.object_]:
    """Why the trend of each row cannot be calculated; empty where it can."""
    missing = np.any([np.isnan(latest[name]).any(axis=1) for name in how.needs], axis=0)
    hindrances = {
        "few" if timed else "missing": missing,
        "spread": timed & (gaps.max(axis=1) > TREND_YEARS * (1 + ROUNDING)),
    }
    hindrances |= how.obstacles(latest)
    return np.select(list(hindrances.values()), [TREND_REASONS[why] for why in hindrances], default="").astype(object)


def _verdict(signs: Numbers, chi2: Numbers) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Direction and reason, from the signs of the six slopes and chi-squared."""
    agreed = signs.sum(axis=1)
    steady, strong = np.abs(agreed) == TREND_POINTS + 1, chi2 > TREND_CHI2
    direction = np.where(steady & strong, np.where(agreed > 0, "increasing", "decreasing"), "no_change")
    reason = np.select([~strong, ~steady], [TREND_REASONS["weak"], TREND_REASONS["fragile"]], default="")
    return direction.astype(object), reason.astype(object)


def _limits_obstacles(latest: _Latest) -> dict[str, Flags]:
    return {"zero_width": (latest["lower"] == latest["upper"]).any(axis=1)}


def _share_obstacles(latest: _Latest) -> dict[str, Flags]:
    # The logit of 0 is as infinite as the logit of 1.
    return {
        "all": (latest["count"] == latest["denominator"]).any(axis=1),
        "none": (latest["count"] == 0).any(axis=1),
    }


def _weighted(latest: _Latest, gaps: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Signs of the six slopes, the slope and chi-squared, from values and their limits."""
    width = latest["upper"] - latest["lower"]
    narrowest = width.min(axis=1)
    weight = (narrowest[:, np.newaxis] / width) ** 2  # in units of the largest weight, so that none overflows
    signs, slope, spread = _slopes(latest["values"], weight, gaps)
    error = narrowest / LIMITS_WIDTH
    return signs, slope, (slope / error) ** 2 * spread / _total(weight)


def _logistic(latest: _Latest, gaps: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Signs of the six slopes, the slope and chi-squared, from counts and denominators."""
    r, n = latest["count"], latest["denominator"]
    signs, slope, _ = _slopes(np.log(r / (n - r)), np.ones_like(r), gaps)
    events, people = _total(r), _total(n)
    drift = _total((r[:, _LATER] * n[:, _EARLIER] - r[:, _EARLIER] * n[:, _LATER]) * gaps)
    spread = _total(n[:, _LATER] * n[:, _EARLIER] * gaps**2)
    return signs, slope, people * drift**2 / (events * (people - events) * spread)


def _slopes(y: Numbers, weight: Numbers, gaps: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Signs of the slope with all points and with each left out, the slope with all, and D, for each row."""
    pair = weight[:, _EARLIER] * weight[:, _LATER] * gaps
    rise = _leaving_out(pair * (y[:, _LATER] - y[:, _EARLIER]))
    size = _leaving_out(pair * (np.abs(y[:, _LATER]) + np.abs(y[:, _EARLIER])))
    signs = np.where(np.abs(rise) <= ROUNDING * size, 0.0, np.sign(rise))
    spread = _total(pair * gaps)
    return signs, np.where(signs[:, 0] == 0, 0.0, rise[:, 0] / spread), spread


def _leaving_out(terms: Numbers) -> Numbers:
    """Totals of all pairs, and of those without each point."""
    return np.stack([_total(terms * mask) for mask in _MASKS.T], axis=1)


def _total(terms: Numbers) -> Numbers:
    """The sum of each row, from left to right: a matrix product or `sum` would round by how many rows there are."""
    return reduce(np.add, terms.T)


@dataclass(frozen=True)
class _Kind:
    """What a kind of trend needs, what stands in its way, and how its signs, slope and chi-squared are had."""

    needs: tuple[str, ...]
    obstacles: Callable[[_Latest], dict[str, Flags]]
    measure: Callable[[_Latest, Numbers], tuple[Numbers, Numbers, Numbers]]


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "other": _Kind(("values", "lower", "upper"), _limits_obstacles, _weighted),
        "proportion": _Kind(("values", "count", "denominator"), _share_obstacles, _logistic),
    }
)
