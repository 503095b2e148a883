"""How often each rule sees a change or a difference where there is none: `python -m benchmarks.false_alarms`.

Figures about a truth that stands still: normal errors with the same spread every year, neighbours correlated as the
head of the column says (a stationary autoregressive process of order 1). Published limits are right for one figure
by itself. Seeded, so the same table every time; `indicators.statistics.FALSE_ALARMS` quotes it, and a test runs a
smaller one. A minute or two on one processor.
"""

import sys
import time
from collections.abc import Callable, Mapping

import numpy as np

from indicators.statistics import (
    DIRECTION_CONFIDENCE,
    DIRECTION_POINTS,
    FALSE_ALARM_CORRELATIONS,
    compare,
    compare_two,
    mann_kendall,
    process_fit,
    recent_trends,
    status,
)
from indicators.statistics.arguments import Numbers
from indicators.statistics.process import process_limits, rules

SEED = 2015
RUNS = 10_000
#: Points of a process chart: two years of months, six years of quarters.
CHART = 24
#: Half of a 95% interval of figures with a standard deviation of 1.
HALF = 1.959963984540054
LEVEL = 50.0


def series(dice: np.random.Generator, runs: int, points: int, correlation: float) -> Numbers:
    """So many series of so many points about the same level, neighbours correlated, one a row."""
    noise = dice.standard_normal((runs, points))
    values = np.empty_like(noise)
    values[:, 0] = noise[:, 0]
    for at in range(1, points):
        values[:, at] = correlation * values[:, at - 1] + np.sqrt(1 - correlation**2) * noise[:, at]
    return LEVEL + values


def benchmark(years: Numbers) -> list[bool]:
    """Latest figure against a benchmark that is known exactly and is the truth."""
    return [compare(x, x - HALF, x + HALF, LEVEL, "contextual") != "similar" for x in years[:, -1]]


def baseline_both(years: Numbers) -> list[bool]:
    """Latest figure against that of nine years before, with the errors of both."""
    return [
        compare_two(x, x - HALF, x + HALF, b, b - HALF, b + HALF, "contextual") != "similar"
        for b, x in years[:, [0, -1]]
    ]


def baseline_point(years: Numbers) -> list[bool]:
    """The same as if the figure of nine years before were exact: what is not done."""
    return [compare(x, x - HALF, x + HALF, b, "contextual") != "similar" for b, x in years[:, [0, -1]]]


def off_plan(years: Numbers) -> list[bool]:
    """`keep` is off plan, which only one of the two directions can be."""
    return [
        status(
            x,
            aim="keep",
            polarity="lower_is_better",
            baseline=b,
            lower=x - HALF,
            upper=x + HALF,
            baseline_lower=b - HALF,
            baseline_upper=b + HALF,
        ).word
        == "off plan"
        for b, x in years[:, [0, -1]]
    ]


def trend(years: Numbers) -> list[bool]:
    """The recent trend of the five latest years."""
    found = recent_trends(years, years - HALF, years + HALF)["direction"]
    return found.isin(["increasing", "decreasing"]).tolist()


def direction(years: Numbers) -> list[bool]:
    """The direction over ten years, with its guard against neighbours that are too alike."""
    return [mann_kendall(row).word in ("rising", "falling") for row in years]


def direction_unguarded(years: Numbers) -> list[bool]:
    """The same without the guard: what is not done."""
    return [mann_kendall(row).p < 1 - DIRECTION_CONFIDENCE for row in years]


def latest_flagged(months: Numbers) -> list[bool]:
    """The latest point of a process chart that fits meets a rule."""
    return [fits and flags[-1] for fits, flags in charts(months)]


def latest_outside(months: Numbers) -> list[bool]:
    """The latest point of a process chart lies outside the limits, whether the chart fits or not."""
    return [
        abs(row[-1] - limits.mean) > limits.upper - limits.mean for row in months for limits in [process_limits(row)]
    ]


def no_chart(months: Numbers) -> list[bool]:
    """The process chart does not fit: no alarm, but no answer either."""
    return [not fits for fits, _ in charts(months)]


def charts(months: Numbers) -> list[tuple[bool, Numbers]]:
    """Of each chart whether it fits, and which points meet a rule."""
    flagged = [rules(row, process_limits(row)) != "none" for row in months]
    return [(process_fit(row, flags).fits, flags) for row, flags in zip(months, flagged, strict=True)]


#: What is quoted -> the rule, and how many points its series have.
RULES: Mapping[str, tuple[Callable[[Numbers], list[bool]], int]] = {
    "different from the benchmark": (benchmark, DIRECTION_POINTS),
    "changed since the baseline": (baseline_both, DIRECTION_POINTS),
    "changed since the baseline, taken as exact": (baseline_point, DIRECTION_POINTS),
    "off plan, where the aim is to keep": (off_plan, DIRECTION_POINTS),
    "recent trend": (trend, DIRECTION_POINTS),
    "direction over ten years": (direction, DIRECTION_POINTS),
    "direction over ten years, without its guard": (direction_unguarded, DIRECTION_POINTS),
    "latest point of a process chart": (latest_flagged, CHART),
    "latest point outside the limits": (latest_outside, CHART),
    "no process chart": (no_chart, CHART),
}


def rates(runs: int = RUNS, seed: int = SEED) -> dict[str, tuple[float, ...]]:
    """The share of alarms of each rule, at each of FALSE_ALARM_CORRELATIONS."""
    found: dict[str, list[float]] = {name: [] for name in RULES}
    for correlation in FALSE_ALARM_CORRELATIONS:
        dice = np.random.default_rng(seed)
        drawn = {points: series(dice, runs, points, correlation) for points in (DIRECTION_POINTS, CHART)}
        for name, (rule, points) in RULES.items():
            found[name].append(float(np.mean(rule(drawn[points]))))
    return {name: tuple(shares) for name, shares in found.items()}


def report(runs: int) -> None:
    start = time.perf_counter()
    found = rates(runs)
    print(f"{'lag-1 correlation':45}" + "".join(f"{each:>8}" for each in FALSE_ALARM_CORRELATIONS))
    for name, shares in found.items():
        print(f"{name:45}" + "".join(f"{share:>8.2%}" for share in shares))
    print(f"{runs:,} runs each, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
