"""How fast the statistics are: `python -m benchmarks.statistics_speed` prints one line per method.

Best of three. The slow twins are the formulas in plain Python, timed on a thousandth of the work.
"""

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from indicators.statistics import count_interval, proportion_interval, recent_trends, status, xmr

FIGURES = 1_000_000
SERIES = 60_000
POINTS = 24


def seconds(work: Callable[[], object]) -> float:
    """The shortest of three runs."""
    best = math.inf
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def report(what: str, many: int, taken: float, slow: float | None = None) -> None:
    ratio = "" if slow is None else f", {slow / taken:,.0f} times as fast as plain Python"
    print(f"{what}: {many:,} in {taken:.3f} s, {taken / many * 1e6:.2f} microseconds each{ratio}")


def slow_wilson(counts: list[float], denominators: list[float]) -> list[tuple[float, float]]:
    z = 1.959963984540054
    limits = []
    for x, n in zip(counts, denominators, strict=True):
        spread = z * math.sqrt(z**2 + 4 * x * (1 - x / n))
        limits.append(((2 * x + z**2 - spread) / (2 * (n + z**2)), (2 * x + z**2 + spread) / (2 * (n + z**2))))
    return limits


def slow_trends(values: list[list[float]], half: float) -> list[float]:
    """Six weighted slopes of each series, as a loop would have them."""
    slopes = []
    for row in values:
        for left_out in range(-1, 5):
            kept = [(t, y, (3.92 / (2 * half)) ** 2) for t, y in enumerate(row[-5:]) if t != left_out]
            sw, swt, swy = (sum(each) for each in zip(*((w, w * t, w * y) for t, y, w in kept), strict=True))
            swty, swtt = (sum(each) for each in zip(*((w * t * y, w * t * t) for t, y, w in kept), strict=True))
            slopes.append((sw * swty - swt * swy) / (sw * swtt - swt**2))
    return slopes


def measure() -> None:
    dice = np.random.default_rng(2015)
    denominators = dice.integers(1, 100_000, FIGURES).astype(float)
    counts = np.floor(denominators * dice.random(FIGURES))
    few = slice(FIGURES // 1000)
    slow = seconds(lambda: slow_wilson(counts[few].tolist(), denominators[few].tolist())) * 1000
    report("Wilson intervals", FIGURES, seconds(lambda: proportion_interval(counts, denominators)), slow)
    events = dice.integers(0, 40, FIGURES).astype(float)
    report("intervals of events", FIGURES, seconds(lambda: count_interval(events)))
    values = dice.normal(20, 2, (SERIES, POINTS)).round(1)
    slow = seconds(lambda: slow_trends(values[: SERIES // 1000].tolist(), 1.0)) * 1000
    report("recent trends", SERIES, seconds(lambda: recent_trends(values, values - 1, values + 1)), slow)
    months = values[:100].reshape(40, 60)
    report("XmR charts of 60 points", 40, seconds(lambda: [xmr(row, rebase=[30]) for row in months]))
    reach: dict[str, Any] = {
        "aim": "reach",
        "polarity": "lower_is_better",
        "baseline": 20.0,
        "target": 15.0,
        "elapsed": 0.6,
    }
    report("statuses", 1000, seconds(lambda: [status(x, **reach, lower=x - 1, upper=x + 1) for x in range(1000)]))


if __name__ == "__main__":
    measure()
