"""The door of the statistics: every worked example runs, every constant says where it comes from."""

import ast
import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from indicators import statistics

PACKAGE = Path(statistics.__file__).parent
MODULES = ["comparison", "direction", "intervals", "plan", "process", "trend"]
METHODS = [
    *("agrees", "compare", "compare_two", "count_interval", "mann_kendall", "process_fit", "projection"),
    *("proportion_interval", "proposed_tolerance", "rate_interval", "recent_trend", "recent_trends", "sample_size"),
    *("status", "xmr"),
]


@pytest.mark.parametrize("name", MODULES)
def test_worked_examples_run_as_written(name: str) -> None:
    done = doctest.testmod(importlib.import_module(f"indicators.statistics.{name}"))
    assert (done.failed, done.attempted > 0) == (0, True)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_a_source_and_a_worked_example(name: str) -> None:
    text = getattr(statistics, name).__doc__
    assert "Refuses" in text or "as `recent_trend`" in text or "refused as in `mann_kendall`" in text
    assert ">>> " in text
    assert "Source: " in text or "source" in text


def test_constants_are_those_of_the_specification() -> None:
    assert statistics.TREND_CHI2 == 9.54953570608324
    assert (statistics.TREND_POINTS, statistics.LIMITS_WIDTH) == (5, 3.92)
    assert (statistics.XMR_FACTOR, statistics.XMR_SCREEN, statistics.RUN_LENGTH) == (2.66, 3.267, 7)
    assert (statistics.XMR_POINTS, statistics.XMR_TRIAL_BELOW, statistics.NEAR_SHARE) == (12, 13, 2 / 3)
    assert (statistics.EXACT_BELOW, statistics.DEFAULT_TOLERANCE_SHARE) == (10, 0.1)
    assert (statistics.CLEARLY, statistics.SMALL_SAMPLE_SHARE, statistics.TREND_YEARS) == (0.95, 0.2, 8)
    assert (statistics.DIRECTION_POINTS, statistics.DIRECTION_FEWEST, statistics.DIRECTION_EXACT) == (10, 8, 10)
    assert (statistics.DIRECTION_CONFIDENCE, statistics.DIRECTION_LAG1, statistics.SLOPE_CONFIDENCE) == (
        0.99,
        0.5,
        0.95,
    )
    assert (statistics.FIT_LAG1, statistics.FIT_FLAGGED) == (0.6, 1 / 3)
    assert statistics.METHOD_VERSION == "2.0"


def test_every_method_is_one_of_those_tested() -> None:
    assert {name for name in statistics.__all__ if name.islower()} == set(METHODS)


def test_every_change_says_what_and_why() -> None:
    assert statistics.CHANGES[0].version == statistics.METHOD_VERSION
    for change in statistics.CHANGES:
        assert change.what.endswith(".")
        assert change.why.endswith(".")
        assert change.version <= statistics.METHOD_VERSION
    assert len({change.what for change in statistics.CHANGES}) == len(statistics.CHANGES)


def test_the_slow_library_is_not_imported() -> None:
    """`scipy.stats` takes as long to import as everything else that a command needs."""
    asked = "import sys, indicators.__main__; print('scipy.stats' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_every_numeric_constant_has_a_source() -> None:
    constants = {name for name in statistics.__all__ if isinstance(getattr(statistics, name), int | float)}
    assert set(statistics.SOURCES) == constants


def test_nothing_of_ours_is_imported() -> None:
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("indicators"):
                assert node.module.startswith("indicators.statistics"), path.name
