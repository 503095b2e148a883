"""Intervals, comparison, trend, process limits and status: numbers in, numbers out. Imports nothing of ours.

- `proportion_interval`, `count_interval`, `rate_interval`: how sure a figure is.
- `compare`: is it different from the benchmark?
- `recent_trend`, `recent_trends`: is it changing, year by year?
- `xmr`: is it changing, month by month?
- `status`: is it on plan?

In all of them `nan` (or None) is a missing number and gives a missing answer; an impossible argument is a
ValueError that names the argument and the value.
"""

from collections.abc import Mapping
from types import MappingProxyType

from indicators.statistics.comparison import compare
from indicators.statistics.intervals import EXACT_BELOW, count_interval, proportion_interval, rate_interval
from indicators.statistics.plan import AIMS, DEFAULT_TOLERANCE_SHARE, REASONS, WORDS, Status, status
from indicators.statistics.process import (
    NEAR_SHARE,
    RUN_LENGTH,
    XMR_FACTOR,
    XMR_POINTS,
    XMR_SCREEN,
    XMR_TRIAL_BELOW,
    xmr,
)
from indicators.statistics.trend import (
    LIMITS_WIDTH,
    TREND_CHI2,
    TREND_POINTS,
    TREND_REASONS,
    Trend,
    recent_trend,
    recent_trends,
)

#: Goes up whenever any of these functions may answer differently for the same numbers. Snapshots keep it.
METHOD_VERSION = "1.0"

#: Where each constant comes from, for the page that explains the methods.
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "EXACT_BELOW": "Public Health England, technical guide on confidence intervals: exact Poisson limits below "
        "10 events, Byar's method from 10 on",
        "TREND_CHI2": "OHID Fingertips, recent trends: the 99.8% point of chi-squared with one degree of freedom",
        "TREND_POINTS": "OHID Fingertips, recent trends: the five latest points",
        "LIMITS_WIDTH": "OHID Fingertips, recent trends: 95% limits are taken to lie 2 × 1.96 standard errors apart",
        "XMR_FACTOR": "Wheeler, Understanding Variation: 3 / 1.128, from the average moving range to three sigma",
        "XMR_SCREEN": "Wheeler, Understanding Variation: the upper limit of the moving ranges themselves (D4)",
        "NEAR_SHARE": "NHS England, Making Data Count: two thirds of the way from the mean to a limit (two sigma)",
        "RUN_LENGTH": "NHS England, Making Data Count: seven points in a row",
        "XMR_POINTS": "This dashboard: monthly and quarterly series of a year's worth of points or more",
        "XMR_TRIAL_BELOW": "This dashboard, after NHS England, Making Data Count: limits from few points will move",
        "DEFAULT_TOLERANCE_SHARE": "This dashboard: close to plan is within a tenth of the whole way to the target",
    }
)

__all__ = [
    "AIMS",
    "DEFAULT_TOLERANCE_SHARE",
    "EXACT_BELOW",
    "LIMITS_WIDTH",
    "METHOD_VERSION",
    "NEAR_SHARE",
    "REASONS",
    "RUN_LENGTH",
    "SOURCES",
    "TREND_CHI2",
    "TREND_POINTS",
    "TREND_REASONS",
    "WORDS",
    "XMR_FACTOR",
    "XMR_POINTS",
    "XMR_SCREEN",
    "XMR_TRIAL_BELOW",
    "Status",
    "Trend",
    "compare",
    "count_interval",
    "proportion_interval",
    "rate_interval",
    "recent_trend",
    "recent_trends",
    "status",
    "xmr",
]
