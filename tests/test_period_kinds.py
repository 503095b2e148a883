"""So many months later: one rule for the day a figure is due and the day from which one counts as known."""

from datetime import date, timedelta

import pandas as pd
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessment.facts import freshness
from indicators.period_kinds import months_later
from indicators.snapshot.known import published_on
from tests.build import indicator, small_catalogue

LEAP, ORDINARY = date(2020, 2, 29), date(2019, 2, 28)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2019, 1, 31), 1, ORDINARY),
        (date(2020, 1, 31), 1, LEAP),
        (ORDINARY, 1, date(2019, 3, 31)),
        (ORDINARY, 12, LEAP),
        (LEAP, 12, date(2021, 2, 28)),
        (date(2020, 2, 28), 12, date(2021, 2, 28)),  # not the last day of its month
        (date(2020, 2, 28), 1, date(2020, 3, 28)),
        (date(2019, 6, 30), 6, date(2019, 12, 31)),
        (date(2019, 8, 30), 6, LEAP),
        (date(2019, 8, 29), 6, LEAP),
        (date(2018, 11, 15), 14, date(2020, 1, 15)),
        (date(2019, 12, 31), 0, date(2019, 12, 31)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_the_last_day_of_a_month_stays_one_and_any_other_day_stays_itself_where_it_can(day: date, months: int) -> None:
    later, plainly = months_later(day, months), day + relativedelta(months=months)
    assert (later.year, later.month) == (plainly.year, plainly.month)
    if (day + timedelta(days=1)).day == 1:
        assert (later + timedelta(days=1)).day == 1
    else:
        assert later == plainly


@pytest.mark.parametrize("lag", [0, 1, 3, 8, 11, 18])
@pytest.mark.parametrize(
    "end",
    [date(2019, 12, 31), date(2018, 8, 31), date(2019, 3, 31), ORDINARY, LEAP, date(2019, 6, 30), date(2018, 11, 15)],
)
def test_a_figure_counts_as_known_from_the_day_on_which_it_was_due(end: date, lag: int) -> None:
    yearly = indicator(cadence="annual", lag_months=lag)
    following = months_later(end, 12)
    rows = pd.DataFrame({"period_end": pd.to_datetime([following, following, end]).astype("datetime64[s]")})
    known = published_on(rows, yearly, small_catalogue(), None)
    due = freshness(end, yearly, date(2030, 1, 1)).due
    assert [day.date() for day in known] == [due, due, months_later(end, lag)]
