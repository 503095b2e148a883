"""The false-alarm rates that the methods page quotes are those of the simulation."""

import math

import numpy as np
import pytest

from benchmarks import false_alarms
from indicators.statistics import FALSE_ALARM_CORRELATIONS, FALSE_ALARMS

RUNS = 300


@pytest.fixture(scope="module")
def again() -> dict[str, tuple[float, ...]]:
    """A smaller run with other numbers."""
    return false_alarms.rates(RUNS, seed=2024)


@pytest.mark.parametrize("name", FALSE_ALARMS)
def test_a_smaller_run_is_within_what_chance_allows(name: str, again: dict[str, tuple[float, ...]]) -> None:
    for quoted, found in zip(FALSE_ALARMS[name], again[name], strict=True):
        error = math.sqrt(quoted * (1 - quoted) * (1 / RUNS + 1 / false_alarms.RUNS))
        assert abs(found - quoted) <= 4 * error + 1 / RUNS


def test_every_rule_is_quoted_at_every_correlation() -> None:
    assert list(FALSE_ALARMS) == list(false_alarms.RULES)
    assert {len(shares) for shares in FALSE_ALARMS.values()} == {len(FALSE_ALARM_CORRELATIONS)}
    assert FALSE_ALARM_CORRELATIONS == (0.0, 0.3, 0.5)


def test_what_can_be_worked_out_is_what_was_counted() -> None:
    """Of independent figures: 5%, 5%, 2.5% on one side, and 16.6% where the baseline is taken as exact."""
    exact = {
        "different from the benchmark": 0.05,
        "changed since the baseline": 0.05,
        "off plan, where the aim is to keep": 0.025,
        "changed since the baseline, taken as exact": math.erfc(1.959963984540054 / 2),
    }
    assert round(exact["changed since the baseline, taken as exact"], 3) == 0.166
    for name, rate in exact.items():
        assert FALSE_ALARMS[name][0] == pytest.approx(rate, abs=4 * math.sqrt(rate * (1 - rate) / false_alarms.RUNS))


def test_the_series_are_as_correlated_as_they_say() -> None:
    drawn = false_alarms.series(np.random.default_rng(1), 4000, 10, 0.5)
    assert np.corrcoef(drawn[:, 4], drawn[:, 5])[0, 1] == pytest.approx(0.5, abs=0.05)
    assert drawn[:, 0].std() == pytest.approx(1, abs=0.05)
    assert drawn[:, 9].std() == pytest.approx(1, abs=0.05)
    assert drawn.mean() == pytest.approx(false_alarms.LEVEL, abs=0.1)
