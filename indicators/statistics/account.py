"""The account of the methods: their version, the source of each constant, what changed and why, how often they err."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

#: Goes up whenever any of these functions may answer differently for the same numbers. Snapshots keep it.
METHOD_VERSION = "2.0"

#: Where each constant comes from, for the page that explains the methods.
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "EXACT_BELOW": "Public Health England, technical guide on confidence intervals: exact Poisson limits below "
        "10 events, Byar's method from 10 on",
        "CLEARLY": "OHID Fingertips, comparison by 95% confidence intervals",
        "SMALL_SAMPLE_SHARE": "This dashboard: an interval of a fifth of the value either way tells little apart",
        "TREND_CHI2": "OHID Fingertips, recent trends: the 99.8% point of chi-squared with one degree of freedom",
        "TREND_POINTS": "OHID Fingertips, recent trends: the five latest points",
        "TREND_YEARS": "This dashboard, after OHID Fingertips, recent trends: the method allows missing values and "
        "varying intervals",
        "LIMITS_WIDTH": "OHID Fingertips, recent trends: 95% limits are taken to lie 2 × 1.96 standard errors apart",
        "DIRECTION_POINTS": "This dashboard: ten years",
        "DIRECTION_FEWEST": "This dashboard: with five to seven points the test can hardly find anything",
        "DIRECTION_CONFIDENCE": "This dashboard: some thirty series of an area are tested, so a false direction in "
        "1 of 100",
        "DIRECTION_EXACT": "Gilbert, Statistical methods for environmental pollution monitoring (1987), table A18: "
        "exact up to 10 points",
        "DIRECTION_LAG1": "This dashboard: where neighbours are so alike, more than 1 of 20 directions are chance",
        "SLOPE_CONFIDENCE": "Sen, Journal of the American Statistical Association 63 (1968)",
        "XMR_FACTOR": "Wheeler, Understanding Variation: 3 / 1.128, from the average moving range to three sigma",
        "XMR_SCREEN": "Wheeler, Understanding Variation: the upper limit of the moving ranges themselves (D4)",
        "NEAR_SHARE": "NHS England, Making Data Count: two thirds of the way from the mean to a limit (two sigma)",
        "RUN_LENGTH": "NHS England, Making Data Count: seven points in a row",
        "XMR_POINTS": "This dashboard: monthly and quarterly series of a year's worth of points or more",
        "XMR_TRIAL_BELOW": "This dashboard, after NHS England, Making Data Count: limits from few points will move",
        "FIT_LAG1": "This dashboard: where neighbours are so alike, moving ranges are far too small for limits",
        "FIT_FLAGGED": "This dashboard: what is unusual cannot be a third of everything",
        "DEFAULT_TOLERANCE_SHARE": "This dashboard: close to plan is within a tenth of the whole way to the target",
    }
)


class MethodChange(NamedTuple):
    """One thing that a version of the methods decides otherwise than the one before, and why."""

    version: str
    what: str
    why: str


#: Newest version first.
CHANGES: tuple[MethodChange, ...] = (
    MethodChange(
        "2.0",
        "A figure is held against its baseline with the errors of both. A baseline without limits is taken to be as "
        "uncertain as the figure, and this is said.",
        "Both are samples. Held against the baseline as if it were exact, 1 of 6 unchanged figures would be called "
        "changed, not 1 of 20.",
    ),
    MethodChange(
        "2.0",
        "A figure that is to match a benchmark and is not clearly different from it is “in line”, no longer “on "
        "plan”; where half its interval is wider than a fifth of the value, the sample is too small to tell.",
        "With small samples nearly every figure is not clearly different. Not to be told apart is no success.",
    ),
    MethodChange(
        "2.0",
        "Where no interval is published, the direction over ten years is tested by Mann and Kendall’s test at 99%, "
        "with Sen’s slope.",
        "Most series have no interval, and some of them have risen or fallen for ten years.",
    ),
    MethodChange(
        "2.0",
        "The recent trend allows gaps: five points within eight years, each at its own place in time.",
        "One missing year, such as 2020/21, is no reason to say nothing; the publisher’s method allows it.",
    ),
    MethodChange(
        "2.0",
        "A process chart must fit: not where neighbouring points are too alike, nor where more than a third of them "
        "are flagged.",
        "On a series that drifts nearly every point is called unusual, and the word says nothing.",
    ),
    MethodChange(
        "2.0",
        "Where screening would leave only moving ranges of zero, the limits of a process chart keep all ranges.",
        "A flat series with a single step would have no room between its limits, and every point would lie outside.",
    ),
    MethodChange(
        "2.0",
        "A figure outside its own limits is neither compared nor assessed.",
        "One of the three numbers must be wrong.",
    ),
)

#: The lag-1 correlations of neighbouring figures at which false alarms were counted.
FALSE_ALARM_CORRELATIONS = (0.0, 0.3, 0.5)

#: How often each rule sees something where nothing is, at each of these correlations: `benchmarks/false_alarms.py`.
FALSE_ALARMS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "different from the benchmark": (0.0511, 0.0503, 0.0509),
        "changed since the baseline": (0.0495, 0.0493, 0.0481),
        "changed since the baseline, taken as exact": (0.1693, 0.1681, 0.1621),
        "off plan, where the aim is to keep": (0.0260, 0.0242, 0.0233),
        "recent trend": (0.0013, 0.0045, 0.0057),
        "direction over ten years": (0.0100, 0.0308, 0.0613),
        "direction over ten years, without its guard": (0.0101, 0.0309, 0.0616),
        "latest point of a process chart": (0.0109, 0.0293, 0.0434),
        "latest point outside the limits": (0.0066, 0.0186, 0.0407),
        "no process chart": (0.0229, 0.1168, 0.3097),
    }
)
