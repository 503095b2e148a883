"""Intervals, comparison, trend, process limits and status: numbers in, numbers out. Imports nothing of ours.

- `proportion_interval`, `count_interval`, `rate_interval`: how sure a figure is; `agrees`: whether it is of that count;
  `sample_size`: how many people it was measured of.
- `compare`: is it different from the benchmark? `compare_two`: from an earlier figure?
- `recent_trend`, `recent_trends`, and `mann_kendall` where no interval is published: is it changing, year by year?
- `xmr`: is it changing, month by month? `process_fit`: whether that may be asked of a process chart.
- `status`: is it on plan? `proposed_tolerance`: how near is near. `projection`: where would its pace lead?
- `METHOD_VERSION`, `SOURCES`, `CHANGES`, `FALSE_ALARMS`: the account of all this.

In all of them `nan` (or None) is a missing number and gives a missing answer; an impossible argument is a
ValueError that names the argument and the value.
"""

from indicators.statistics.account import (
    CHANGES,
    FALSE_ALARM_CORRELATIONS,
    FALSE_ALARMS,
    METHOD_VERSION,
    SOURCES,
    MethodChange,
)
from indicators.statistics.comparison import CLEARLY, compare, compare_two, proposed_tolerance
from indicators.statistics.direction import (
    DIRECTION_CONFIDENCE,
    DIRECTION_EXACT,
    DIRECTION_FEWEST,
    DIRECTION_LAG1,
    DIRECTION_POINTS,
    SLOPE_CONFIDENCE,
    Direction,
    Projection,
    mann_kendall,
    projection,
)
from indicators.statistics.intervals import (
    EXACT_BELOW,
    LIMITS_WIDTH,
    agrees,
    count_interval,
    proportion_interval,
    rate_interval,
    sample_size,
)
from indicators.statistics.plan import AIMS, DEFAULT_TOLERANCE_SHARE, SMALL_SAMPLE_SHARE, status
from indicators.statistics.process import (
    FIT_FLAGGED,
    FIT_LAG1,
    NEAR_SHARE,
    RUN_LENGTH,
    XMR_FACTOR,
    XMR_POINTS,
    XMR_SCREEN,
    XMR_TRIAL_BELOW,
    Fit,
    process_fit,
    xmr,
)
from indicators.statistics.statuses import REASONS, WORDS, Status
from indicators.statistics.trend import (
    TREND_CHI2,
    TREND_POINTS,
    TREND_REASONS,
    TREND_YEARS,
    Trend,
    recent_trend,
    recent_trends,
)

__all__ = [
    "AIMS",
    "CHANGES",
    "CLEARLY",
    "DEFAULT_TOLERANCE_SHARE",
    "DIRECTION_CONFIDENCE",
    "DIRECTION_EXACT",
    "DIRECTION_FEWEST",
    "DIRECTION_LAG1",
    "DIRECTION_POINTS",
    "EXACT_BELOW",
    "FALSE_ALARMS",
    "FALSE_ALARM_CORRELATIONS",
    "FIT_FLAGGED",
    "FIT_LAG1",
    "LIMITS_WIDTH",
    "METHOD_VERSION",
    "NEAR_SHARE",
    "REASONS",
    "RUN_LENGTH",
    "SLOPE_CONFIDENCE",
    "SMALL_SAMPLE_SHARE",
    "SOURCES",
    "TREND_CHI2",
    "TREND_POINTS",
    "TREND_REASONS",
    "TREND_YEARS",
    "WORDS",
    "XMR_FACTOR",
    "XMR_POINTS",
    "XMR_SCREEN",
    "XMR_TRIAL_BELOW",
    "Direction",
    "Fit",
    "MethodChange",
    "Projection",
    "Status",
    "Trend",
    "agrees",
    "compare",
    "compare_two",
    "count_interval",
    "mann_kendall",
    "process_fit",
    "projection",
    "proportion_interval",
    "proposed_tolerance",
    "rate_interval",
    "recent_trend",
    "recent_trends",
    "sample_size",
    "status",
    "xmr",
]
