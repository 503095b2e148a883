"""What digits can tell apart."""

import math

import pandas as pd
import pytest

from indicators.screening import chance


@pytest.mark.parametrize(
    ("number", "digits"), [(0.0, 0), (27.0, 0), (26.6, 1), (26.64292, 5), (0.1 + 0.2, 1), (math.nan, 0), (-1.25, 2)]
)
def test_the_digits_behind_the_point(number: float, digits: int) -> None:
    assert chance.decimals(pd.Series([number])).tolist() == [digits]


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ([10.0, 20.0, 0.0], 10.0),
        ([5.0, 15.0], 5.0),
        ([1.0, 2.0], 1.0),
        ([0.0, 0.0], 1.0),
        ([100.0, 300.0], 100.0),
        ([3_000.0, math.nan], 1_000.0),
        ([0.5, 2.25, 1.0], 0.01),
    ],
)
def test_the_smallest_difference_that_a_series_can_show(values: list[float], step: float) -> None:
    found = chance.steps(pd.Series(values), pd.Series([7] * len(values)))[: len(values) - 1]
    assert found == pytest.approx(step)


def test_each_series_has_its_own() -> None:
    assert chance.steps(pd.Series([10.0, 0.1, 20.0]), pd.Series([1, 2, 1])) == pytest.approx([10.0, 0.1, 10.0])
