"""What is usual of a line: its season, the way back from an odd year, a deviation that few changes say, and how far it
goes in a time."""

from collections.abc import Sequence

import numpy as np
import pytest

from indicators.screening.pace import pace
from indicators.screening.panel import Panel
from indicators.screening.together import odd_steps

#: Eight areas that differ in size, and in each step by a little.
SIZES = np.array([100.0, 130.0, 160.0, 210.0, 260.0, 340.0, 450.0, 800.0])


def panel(levels: Sequence[float], new: int = 1, days: float = 365.25, areas: int = 8, start: float = 0.0) -> Panel:
    """Areas that all go with these levels, of which the last ones are new, each after so many days."""
    steps = np.arange(len(levels))
    apart = 0.01 * np.sin(np.arange(areas)[:, None] * 1.7 + steps * 2.3)
    values = SIZES[:areas, None] * np.asarray(levels) * np.exp(apart)
    fresh = np.zeros(values.shape, dtype=bool)
    fresh[:, len(levels) - new :] = True
    return Panel(
        series=1,
        indicator="jobs",
        breakdown="",
        areas=[f"E0700000{area}" for area in range(areas)],
        labels=[str(step) for step in steps],
        windows=steps,
        starts=start + np.round(steps * days),
        values=values,
        fresh=fresh,
        filed=np.where(fresh, values, np.nan),
        breaks=np.zeros(len(levels), dtype=bool),
    )


#: The months of five years, the first of each half as high again as the others, and how long one is.
SEASONS = [1.5 if month % 12 == 0 else 1.0 for month in range(60)]
MONTH = 30.44


@pytest.mark.parametrize(("level", "odd"), [(1.5, False), (1.6, False), (1.7, True), (1.2, True), (0.6, True)])
def test_a_month_may_do_what_it_did_in_the_years_before(level: float, odd: bool) -> None:
    assert bool(odd_steps(panel([*SEASONS, level], days=MONTH))) == odd


@pytest.mark.parametrize(("years", "odd"), [(3, True), (4, False)])
def test_three_years_make_a_season(years: int, odd: bool) -> None:
    """The first month has nothing before it."""
    assert bool(odd_steps(panel([*SEASONS[: 12 * years], 1.5], days=MONTH))) == odd


def test_another_month_may_not() -> None:
    assert odd_steps(panel([*SEASONS[:54], 1.5], days=MONTH)) == [54]


def test_a_yearly_line_has_no_season() -> None:
    assert odd_steps(panel([1.0] * 12 + [1.5])) == [12]


@pytest.mark.parametrize(
    ("levels", "odd"),
    [
        ((1.3, 1.0), False),
        ((1.3, 1.32, 1.0), False),
        ((1.3, 1.32, 1.31, 1.0), True),  # it has stayed there
        ((1.3, 0.7), True),  # beyond where it was
        ((1.3, 1.7), True),  # on and on
        ((1.08, 0.8), True),  # there was nothing unusual to come back from
    ],
)
def test_the_way_back_from_an_odd_year_is_no_second_one(levels: tuple[float, ...], odd: bool) -> None:
    before = [1.0, 1.02, 0.99, 1.01, 1.03, 1.0, 0.98, 1.0, 1.01, 1.0]
    assert bool(odd_steps(panel([*before, *levels]))) == odd


@pytest.mark.parametrize(("changes", "odd"), [(4, False), (12, True)])
def test_few_changes_say_less_of_what_is_usual_than_many(changes: int, odd: bool) -> None:
    """The changes are 5% up and 5% down; 22% more is odd where twelve of them are known, and not where four are."""
    levels = [1.0 + 0.05 * (step % 2) for step in range(changes + 1)]
    assert bool(odd_steps(panel([*levels, levels[-1] * 1.219]))) == odd


def test_a_line_goes_as_far_in_a_time_as_it_did_in_as_long_a_time() -> None:
    growing = panel([1.05**year for year in range(20)], new=1)
    center, wider = pace(growing, 5)
    assert center == pytest.approx(5 * np.log(1.05), abs=0.01)
    assert 0 <= wider < 0.1
    center, _ = pace(growing, 40)  # longer than is known: it goes on
    assert center == pytest.approx(40 * np.log(1.05), abs=0.05)


def test_a_line_that_comes_back_goes_nowhere_in_a_long_time() -> None:
    center, wider = pace(panel([1.0, 1.3] * 10, new=2), 8)
    assert abs(center) < 0.02
    assert wider < 0.1


def test_of_few_periods_nothing_is_known() -> None:
    assert pace(panel([1.0, 1.1, 1.2, 1.3], new=1), 2) == (0.0, 0.0)
    assert pace(panel([1.0, 1.1], new=1), 1) == (0.0, 0.0)
