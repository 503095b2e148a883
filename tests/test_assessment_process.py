"""Changing? Months and quarters: which stretch is charted, what is charted of it, and what the latest point is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from indicators import lines
from indicators.assessment import Process, process
from indicators.assessment.change import yearly_means
from indicators.assessment.process import process_stretch
from indicators.model import Indicator, Rebase
from indicators.statistics import xmr
from tests.build import JOBS, OWN, POUNDS, indicator, observations, row
from tests.test_assessment import Row, assessed

MONTHLY = indicator(period="month", cadence="monthly", kind="rate")
QUARTERLY = indicator(period="quarter", cadence="quarterly", kind="count", unit=JOBS, decimals=0)
PRICE = indicator(
    period="month",
    cadence="monthly",
    kind="price",
    unit=POUNDS,
    decimals=0,
    polarity="contextual",
    process_on="yearly-change",
)
STEADY = (10.0, 11.0)


def months(*values: float | None, first: str = "2016-01", **cells: Any) -> list[Row]:
    """A row a month from `first` on."""
    start = pd.Period(first, "M")
    return [row(str(start + step), value, kind="month", **cells) for step, value in enumerate(values)]


def quarters(*values: float | None, first: int = 2016) -> list[Row]:
    return [row(f"{first + step // 4} Q{step % 4 + 1}", value, kind="quarter") for step, value in enumerate(values)]


def charted(rows: list[Row], of: Indicator = MONTHLY) -> Process:
    return process(lines.line(observations(*rows), OWN, ""), of)


def stretch(rows: list[Row], of: Indicator = MONTHLY) -> list[str]:
    found = process_stretch(lines.line(observations(*rows), OWN, ""), of)
    return found["period_label"].tolist()


def change(rows: list[Row], of: Indicator = MONTHLY) -> tuple[str, str, str]:
    """What is said on the day after the last period, when its figure is fresh."""
    end = max((each["period_end"] for each in rows if each["value"] is not None), default=date(2020, 6, 1))
    found = assessed(*rows, of=of, wants=None, on=end + timedelta(days=1)).change
    return found.word, found.reason, found.sentence


# The stretch


def test_the_last_unbroken_stretch() -> None:
    every = months(*STEADY * 3)  # January to June 2016
    assert len(stretch(every)) == 6
    assert stretch([*every[:2], *months(None, first="2016-03"), *every[3:]]) == ["April 2016", "May 2016", "June 2016"]
    assert stretch(every[:2] + every[3:]) == ["April 2016", "May 2016", "June 2016"]
    broken = every[3] | {"flags": "break_before"}
    assert stretch([*every[:3], broken, *every[4:]]) == ["April 2016", "May 2016", "June 2016"]
    assert stretch([]) == []
    assert stretch(months(None, None)) == []


def test_a_missing_latest_month_is_passed_over_like_everywhere() -> None:
    """The latest figure is the last one there is: one month that is late does not take the chart away."""
    rows = months(*STEADY * 6, None, None)
    assert stretch(rows)[-1] == "December 2016"
    assert change(rows) == change(months(*STEADY * 6))
    assert change(rows)[0] == "no unusual change"


def test_a_gap_of_one_quarter_is_a_hole() -> None:
    rows = quarters(*STEADY * 4)
    assert stretch(rows[:3] + rows[4:], QUARTERLY) == [
        "January to March 2017",
        "April to June 2017",
        "July to September 2017",
        "October to December 2017",
    ]
    assert len(stretch(rows, QUARTERLY)) == 8


def test_zero_is_a_value() -> None:
    assert len(stretch(months(1.0, 0.0, 0.0, 1.0))) == 4


# What is charted


def test_the_chart_s_figures_are_those_of_xmr() -> None:
    values = [12.0, 11.5, 12.5, 11.0, 13.0, 12.2, 11.8, 12.6, 11.4, 12.1, 12.9, 11.7, 19.0]
    found = charted(months(*values))
    assert found.indicator == MONTHLY
    assert found.points["value"].tolist() == values
    pd.testing.assert_frame_equal(found.limits, xmr(values))


def test_prices_are_charted_by_their_change_on_the_year_before() -> None:
    before, after = [200_000.0 + 1000 * step for step in range(12)], [210_000.0 + 2000 * step for step in range(12)]
    found = charted(months(*before, *after), PRICE)
    changes = [(new / old - 1) * 100 for old, new in zip(before, after, strict=True)]
    assert found.points["value"].tolist() == pytest.approx(changes, rel=1e-12)
    assert found.points["period_label"].tolist()[::11] == ["January 2017", "December 2017"]
    pd.testing.assert_frame_equal(found.limits, xmr(found.points["value"].to_numpy()))
    assert (found.indicator.unit.name, found.indicator.unit.after, found.indicator.decimals) == ("%", "%", 1)


def test_a_quarter_s_year_is_four_quarters() -> None:
    of = replace(QUARTERLY, process_on="yearly-change")
    found = charted(quarters(100.0, 200.0, 300.0, 400.0, 110.0, 180.0), of)
    assert found.points["value"].tolist() == pytest.approx([10.0, -10.0], rel=1e-12)


def test_a_year_before_must_lie_in_the_same_stretch() -> None:
    assert len(charted(months(*STEADY * 6), PRICE).points) == 0
    assert len(charted(months(*STEADY * 12), PRICE).points) == 12
    rows = months(*STEADY * 12)
    rows[5] |= {"flags": "break_before"}
    assert len(charted(rows, PRICE).points) == 24 - 5 - 12


def test_a_rebase_counts_afresh_from_its_day() -> None:
    rebased = replace(MONTHLY, rebases=(Rebase(date(2017, 1, 1), "The Partners", "A new way of recording."),))
    low, high = (10.0, 12.0) * 6, (20.0, 21.0) * 6
    found = charted(months(*low, *high), rebased)
    assert found.limits["group"].tolist() == [0] * 12 + [1] * 12
    assert set(found.limits["mean"].round(6)) == {11.0, 20.5}
    pd.testing.assert_frame_equal(found.limits, xmr([*low, *high], rebase=(12,)))


@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2016, 1, 1), date(2018, 1, 1)])
def test_a_rebase_outside_the_stretch_changes_nothing(day: date) -> None:
    rebased = replace(MONTHLY, rebases=(Rebase(day, "The Partners", "A new way of recording."),))
    rows = months(*STEADY * 12)
    pd.testing.assert_frame_equal(charted(rows, rebased).limits, charted(rows).limits)


def test_rebases_stand_in_the_order_of_their_days() -> None:
    days = (date(2017, 5, 1), date(2016, 9, 15))
    rebased = replace(MONTHLY, rebases=tuple(Rebase(day, "The Partners", "New.") for day in days))
    assert charted(months(*STEADY * 12), rebased).limits["group"].tolist() == [0] * 9 + [1] * 7 + [2] * 8


# What the latest point is

LEVEL = STEADY * 6
#: Three years, so that what comes after them does not move the mean beyond them.
LONG = STEADY * 18


def test_nothing_unusual() -> None:
    assert change(months(*LEVEL, 10.0)) == (
        "no unusual change",
        "",
        "No unusual change: 10.0% in January 2017, with limits of 7.8% to 13.1% from 13 months. "
        "No rule of the process chart is met. The season is not taken out.",
    )


def test_below_thirteen_points_the_limits_are_trial_limits() -> None:
    assert "with trial limits of 7.8% to 13.2% from 12 months" in change(months(*LEVEL))[2]
    assert change(months(*LEVEL[1:])) == (
        "cannot say",
        "fewer than twelve months",
        "Cannot say: there are fewer than twelve months in a row.",
    )
    assert change(quarters(*LEVEL[1:]), QUARTERLY)[2] == "Cannot say: there are fewer than twelve quarters in a row."


RUN = "Seven points in a row lie on the same side of the mean"


@pytest.mark.parametrize(
    ("values", "word", "rule"),
    [
        ((*LONG, 20.0), "unusually high", "It lies outside the limits"),
        ((*LONG, 1.0), "unusually low", "It lies outside the limits"),
        ((*LONG, 12.8, 12.8), "unusually high", "Two of three points lie near a limit"),
        ((*LONG[:-1], 8.2, 8.2), "unusually low", "Two of three points lie near a limit"),
        ((*LONG, *(10.6, 10.9) * 3, 10.6), "above its average", RUN),
        ((*LONG, *(10.3, 10.4) * 3, 10.3), "below its average", RUN),
    ],
)
def test_the_rules(values: tuple[float, ...], word: str, rule: str) -> None:
    found = change(months(*values))
    assert found[0] == word
    assert found[2].startswith(f"{word.capitalize()}: ")
    assert found[2].endswith(f"months. {rule}. The season is not taken out.")


@pytest.mark.parametrize(
    ("values", "polarity", "word"),
    [
        ((9.0, 9.5, 10.0, 10.2, 10.4, 10.8, 11.2), "lower_is_better", "getting worse"),
        ((9.0, 9.5, 10.0, 10.2, 10.4, 10.8, 11.2), "higher_is_better", "getting better"),
        ((9.0, 9.5, 10.0, 10.2, 10.4, 10.8, 11.2), "contextual", "increasing"),
        ((12.0, 11.8, 11.6, 11.4, 11.2, 11.0, 10.9), "lower_is_better", "getting better"),
        ((12.0, 11.8, 11.6, 11.4, 11.2, 11.0, 10.9), "contextual", "decreasing"),
    ],
)
def test_seven_that_go_the_same_way_are_on_the_move(values: tuple[float, ...], polarity: str, word: str) -> None:
    """Whichever side of the mean they have come to: seven falls in a row are not "unusually high"."""
    found = change(months(*LONG, *values), replace(MONTHLY, polarity=polarity))
    assert found[0] == word
    assert "Seven points in a row have gone the same way." in found[2]


def test_a_quarterly_count() -> None:
    assert change(quarters(*(100.0, 110.0) * 7), QUARTERLY)[2] == (
        "No unusual change: 110 jobs in April to June 2019, with limits of 78 to 132 from 14 quarters. "
        "No rule of the process chart is met. The season is not taken out."
    )


def test_the_change_of_prices_is_said_to_be_one_and_has_no_season() -> None:
    prices = [100_000.0] * 12 + [103_000.0, 104_000.0] * 6 + [106_090.0]
    assert change(months(*prices), PRICE) == (
        "no unusual change",
        "",
        "No unusual change: a change on the year before of 3.0% in January 2018, with limits of 0.8% to 6.1% "
        "from 13 months. No rule of the process chart is met.",
    )


def test_after_a_rebase_the_limits_are_those_of_the_points_since() -> None:
    rebased = replace(MONTHLY, rebases=(Rebase(date(2017, 1, 1), "The Partners", "A new way of recording."),))
    assert change(months(*(10.0, 12.0) * 6, *(20.0, 21.0) * 6), rebased)[2].startswith(
        "No unusual change: 21.0% in December 2017, with trial limits of 17.8% to 23.2% from 12 months."
    )
    assert change(months(*(10.0, 12.0) * 6, *(20.0, 21.0) * 5), rebased)[1] == "fewer than twelve months"
    assert change(months(*(10.0, 12.0) * 6, 20.0), rebased)[1] == "fewer than twelve months"


def test_windows_that_overlap_are_no_process() -> None:
    rolling = replace(QUARTERLY, overlapping=True, period="year_ending")
    rows = [row(f"year ending {month} 2016", 10.0, kind="year_ending") for month in ("Mar", "Jun", "Sep", "Dec")]
    assert change(rows, rolling)[1] == "fewer than five periods"


def test_a_lower_limit_below_what_can_be_is_left_out() -> None:
    """A number of crimes is never below zero, a change of prices is."""
    values = (1.0, 5.0) * 6 + (1.0,)
    assert "with limits of up to 13.5% from 13 months" in change(months(*values))[2]
    assert "with limits of −7.8% to 13.5% from 13 months" in change(months(*values), replace(MONTHLY, kind="mean"))[2]


# Where no process chart fits

DRIFT = [float(100 + step) for step in range(36)]


def test_a_figure_that_drifts_has_no_process_chart_but_the_change_on_the_year() -> None:
    """Twenty-eight quarters of 28 flagged say only that it drifts."""
    rows = quarters(*(float(value) for value in (100, 120, 150, 190, 230, 260, 280, 300, 290, 260, 196, 181, 171, 149)))
    assert not charted(rows, QUARTERLY).fit.fits
    assert change(rows, QUARTERLY) == (
        "down on the year",
        "",
        "Down 42.7% on the year: from 260 in April to June 2018 to 149 jobs in April to June 2019. "
        "The figure drifts from quarter to quarter, so a process chart does not fit.",
    )
    assert assessed(*rows, of=QUARTERLY, wants=None).change.ground == "not tested"


@pytest.mark.parametrize(
    ("last", "word", "said"),
    [
        (160.0, "up on the year", "Up 37.0 percentage points on the year: from 123.0% in December 2018 to 160.0%"),
        (90.0, "down on the year", "Down 33.0 percentage points on the year: from 123.0% in December 2018 to 90.0%"),
        (123.04, "level on the year", "No change on the year: from 123.0% in December 2018 to 123.0%"),
    ],
)
def test_what_it_has_done_in_a_year(last: float, word: str, said: str) -> None:
    found = change(months(*DRIFT[:-12], *DRIFT[-13:-2], last, first="2017-01"))
    assert found[0] == word
    assert found[2] == (
        f"{said} in December 2019. The figure drifts from month to month, so a process chart does not fit."
    )


def test_a_month_of_the_year_before_must_be_held() -> None:
    """Twelve months allow a chart, but the change on the year needs a thirteenth."""
    assert change(months(*DRIFT[:12])) == (
        "cannot say",
        "no year before",
        "Cannot say: the figure drifts, so a process chart does not fit, and none of a year before is held.",
    )
    assert change(months(*DRIFT[:13]))[0] == "up on the year"


def test_money_that_drifts_says_that_inflation_is_in_it() -> None:
    price = replace(MONTHLY, kind="price", unit=POUNDS, decimals=0, nominal=True)
    assert change(months(*DRIFT), price)[2] == (
        "Up 9.8% on the year: from £123 in December 2017 to £135 in December 2018. "
        "The figure drifts from month to month, so a process chart does not fit. Before inflation."
    )


def test_eight_whole_years_of_a_drift_have_a_direction_by_their_means() -> None:
    steps = (0.0, 3.0, 2.0, 5.0, 7.0, 6.0, 9.0, 8.0, 11.0, 13.0)
    rows = months(*(step + month / 100 for step in steps for month in range(12)), 14.0, first="2009-01")
    assert change(rows) == (
        "rising",
        "",
        "Rising over ten years: from 0.1% in 2009 to 13.1% in 2018. That is about 1.3 percentage points a year "
        "(1.0 to 1.7). The figure drifts, so a process chart does not fit; these are yearly means.",
    )
    assert change(rows[36:])[0] == "up on the year"  # seven whole years


def test_the_mean_of_a_year_needs_all_of_its_months() -> None:
    found = yearly_means(
        process_stretch(lines.line(observations(*months(*DRIFT[:30], first="2016-02")), OWN, ""), MONTHLY), MONTHLY
    )
    assert found["period_label"].tolist() == ["2017"]
    assert found["value"].tolist() == [sum(DRIFT[11:23]) / 12]
    assert found["period_end"].tolist() == [pd.Timestamp(2017, 12, 31)]


def test_a_step_that_has_been_rebased_is_no_drift() -> None:
    low, high = (10.0, 12.0) * 6, (20.0, 21.0) * 6
    rows = months(*low, *high)
    assert change(rows)[0] == "up on the year"
    rebased = replace(MONTHLY, rebases=(Rebase(date(2017, 1, 1), "The Partners", "A new way of recording."),))
    assert change(rows, rebased)[0] == "no unusual change"


def test_behind_a_price_of_zero_the_yearly_change_begins_afresh() -> None:
    """From zero there is no change in per cent, and one that is not finite was refused by the process chart."""
    found = charted(months(*[100.0] * 5, 0.0, *[100.0] * 6, *[110.0] * 24), of=PRICE)
    assert len(found.points) == 18
    assert found.points["period_label"].iloc[0] == "July 2017"
