"""Changing? Which five periods make a trend, what stands in its way, and its sentence."""

from itertools import pairwise
from typing import Any

import pytest

from indicators import lines
from indicators.assessment.answers import trend_points
from indicators.model import Indicator
from tests.build import JOBS, OWN, WATFORD, YEARS, indicator, observations, row
from tests.test_assessment import Row, assessed, sure

ANNUAL = indicator()
POOLED = indicator(period="pooled_years", overlapping=True, unit=YEARS, kind="index")
YEARS_OF_FIVE = ("2015", "2016", "2017", "2018", "2019")


def change(*rows: Row, of: Indicator = ANNUAL, **given: Any) -> tuple[str, str, str]:
    found = assessed(*rows, of=of, wants=None, **given).change
    return found.word, found.reason, found.sentence


def points(*rows: Row, of: Indicator = ANNUAL) -> tuple[list[str], str]:
    """The labels of the periods that make the trend, and why it cannot be told."""
    chosen, reason = trend_points(lines.line(observations(*rows), OWN, ""), of)
    return chosen["period_label"].tolist(), reason


def yearly(*values: float | None, first: int = 2015, margin: float = 1.5, **cells: Any) -> list[Row]:
    """A row a year with limits; None where there is no value."""
    every = [(str(year), value) for year, value in enumerate(values, start=first)]
    return [row(year, None) if value is None else sure(year, value, margin, **cells) for year, value in every]


def windows(*starts: int, years: int = 3, broken: int | None = None) -> list[Row]:
    """Pooled windows of so many years."""
    return [
        row(
            f"{start}-{start + years - 1}",
            10.0,
            kind="pooled_years",
            lower=9,
            upper=11,
            flags="break_before" if start == broken else "",
        )
        for start in starts
    ]


# The words and their sentence

RISING = (24.67, 24.6, 28.0, 30.2, 30.6)
MOVED = "over five periods: up 5.9 percentage points, from 24.7% in 2015 to 30.6% in 2019"


@pytest.mark.parametrize(
    ("polarity", "word"),
    [("lower_is_better", "getting worse"), ("higher_is_better", "getting better"), ("contextual", "increasing")],
)
def test_a_trend_in_words(polarity: str, word: str) -> None:
    assert change(*yearly(*RISING), of=indicator(polarity=polarity)) == (
        word,
        "",
        f"{word[0].upper()}{word[1:]} {MOVED}; more than chance would explain.",
    )


def test_a_falling_trend_in_words() -> None:
    word, _, sentence = change(*yearly(*RISING[::-1]), of=indicator(polarity="contextual"))
    assert word == "decreasing"
    assert sentence == (
        "Decreasing over five periods: down 5.9 percentage points, from 30.6% in 2015 to 24.7% in 2019; "
        "more than chance would explain."
    )


def test_no_change_that_chance_would_not_explain() -> None:
    assert change(*yearly(17.0, 17.2, 16.9, 17.4, 17.3)) == (
        "no significant change",
        "",
        "No significant change over five periods: up 0.3 percentage points, from 17.0% in 2015 to 17.3% in 2019; "
        "no more than chance would explain.",
    )


def test_two_ends_that_are_written_alike_have_not_moved() -> None:
    assert change(*yearly(17.0, 17.2, 16.9, 17.4, 17.04))[2] == (
        "No significant change over five periods: from 17.0% in 2015 to 17.0% in 2019; no more than chance would "
        "explain."
    )


def test_a_change_that_hangs_on_a_single_point_is_none_but_not_by_chance() -> None:
    word, reason, sentence = change(*yearly(10.0, 10.0, 10.0, 10.0, 30.0))
    assert (word, reason) == ("no significant change", "")
    assert sentence.endswith("from 10.0% in 2015 to 30.0% in 2019; the direction hangs on a single point.")


def test_counts_change_in_per_cent() -> None:
    jobs = indicator(kind="count", unit=JOBS, decimals=0)
    assert change(*yearly(76000, 77000, 78500, 79000, 80500, margin=500), of=jobs)[2] == (
        "Getting worse over five periods: up 5.9%, from 76,000 jobs in 2015 to 80,500 jobs in 2019; "
        "more than chance would explain."
    )


def test_a_share_is_tested_by_its_counts() -> None:
    """Narrow limits would make a trend of it; a hundred people do not."""
    shares = yearly(10.0, 11.0, 12.0, 13.0, 14.0, margin=0.01)
    few = [each | {"count": each["value"], "denominator": 100} for each in shares]
    assert change(*few)[0] == "no significant change"
    assert change(*few, of=indicator(kind="mean"))[0] == "getting worse"
    assert change(*few, of=indicator(survey=True))[0] == "getting worse"  # a survey's counts are not its own
    many = [each | {"count": each["count"] * 1000, "denominator": 100_000} for each in few]
    assert change(*many)[0] == "getting worse"


def test_a_computed_interval_is_said() -> None:
    rate = indicator(kind="rate", compute_interval=True)
    rows = [row(str(2015 + step), 20.0 + step, count=2000 + 100 * step, denominator=10_000) for step in range(5)]
    assert change(*rows, of=rate)[2] == (
        "Getting worse over five periods: up 4.0 percentage points, from 20.0% in 2015 to 24.0% in 2019 "
        "(interval calculated here from count and denominator); more than chance would explain."
    )


# Which five


def test_the_five_latest_years() -> None:
    assert points(*yearly(*range(10, 20), first=2010)) == (list(YEARS_OF_FIVE), "")


def test_one_pooled_window_in_so_many() -> None:
    assert points(*windows(*range(2001, 2023)), of=POOLED) == (
        ["2010–12", "2013–15", "2016–18", "2019–21", "2022–24"],
        "",
    )
    assert points(*windows(*range(2001, 2023), years=2), of=POOLED)[0][0] == "2014–15"


def test_windows_that_touch_do_not_overlap() -> None:
    assert points(*windows(2010, 2013, 2016, 2019, 2022), of=POOLED)[1] == ""


def test_periods_that_share_a_day_overlap() -> None:
    rows = yearly(*range(10, 20), first=2010)
    for one, other in pairwise(rows):
        one["period_end"] = other["period_start"]
    assert points(*rows)[0] == ["2011", "2013", "2015", "2017", "2019"]


def test_too_few_windows_that_do_not_overlap() -> None:
    assert points(*windows(*range(2012, 2023)), of=POOLED)[1] == "fewer than five periods"
    assert points(*windows(*range(2011, 2023)), of=POOLED)[1] == "fewer than five periods"
    assert points(*windows(*range(2010, 2023)), of=POOLED)[1] == ""


def test_a_missing_window_leaves_a_gap() -> None:
    """2017–19 ends before 2020 begins, but 2019–21 should have come between it and 2022–24."""
    held = [start for start in range(1999, 2023) if start not in (2018, 2019)]
    assert points(*windows(*held), of=POOLED)[1] == "a gap in the periods"
    late = [start for start in range(1999, 2023) if start != 2019]
    assert points(*windows(*late), of=POOLED) == (
        ["2009–11", "2012–14", "2015–17", "2018–20", "2022–24"],
        "a gap in the periods",
    )


def test_a_window_without_a_figure_is_missing() -> None:
    rows = windows(*range(2010, 2023))
    rows[9] = row("2019-21", None, kind="pooled_years")
    assert points(*rows, of=POOLED)[1] == "a figure is missing"
    rows = windows(*range(2010, 2023))
    rows[8] = row("2018-20", None, kind="pooled_years")  # one that is passed over
    assert points(*rows, of=POOLED)[1] == ""


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (2010, ""),  # the first of the five begins after it
        (2011, "break in the series"),  # on a window that is passed over
        (2019, "break in the series"),
        (2021, "break in the series"),
        (2022, "break in the series"),
        (2009, ""),
    ],
)
def test_a_break_inside_overlapping_windows(broken: int, reason: str) -> None:
    assert points(*windows(*range(2001, 2023), broken=broken), of=POOLED)[1] == reason


def test_a_break_in_a_yearly_series() -> None:
    rows = yearly(*RISING)
    assert points(*rows[:1], *(each | {"flags": "break_before"} for each in rows[1:2]), *rows[2:])[1] == (
        "break in the series"
    )
    assert points(rows[0] | {"flags": "break_before"}, *rows[1:])[1] == ""


def test_instants_never_overlap() -> None:
    people = indicator(kind="count", unit=JOBS, decimals=0, period="mid_year")
    rows = [row(str(year), 100 + year, kind="mid_year") for year in range(2010, 2020)]
    assert points(*rows, of=people) == (list(YEARS_OF_FIVE), "")
    assert points(*rows[:6], *rows[7:], of=people)[1] == "a gap in the periods"


def test_a_month_a_year_is_a_yearly_series() -> None:
    april = [row(f"April {year}", 500.0, kind="month") for year in range(2015, 2020)]
    assert points(*april, of=indicator(period="month"))[1] == ""
    assert points(*april[:2], *april[3:], row("April 2020", 1.0, kind="month"), of=indicator(period="month"))[1] == (
        "a gap in the periods"
    )


# fmt: off
UNSAID: list[tuple[list[Row], Indicator, str, str]] = [
    ([row("2019", None)], ANNUAL, "no figure", "there is no figure"),
    (yearly(1, 2, 3, 4), ANNUAL, "fewer than five periods",
     "there are fewer than five periods that do not overlap"),
    (yearly(1, 2, None, 4, 5), ANNUAL, "a figure is missing", "one of the latest five periods has no figure"),
    (yearly(1, 2, 3, 4, None), ANNUAL, "a figure is missing", "one of the latest five periods has no figure"),
    (yearly(1, 2) + yearly(4, 5, 6, first=2018), ANNUAL, "a gap in the periods",
     "the latest five figures do not follow on each other"),
    ([sure(str(year), 1.0) for year in range(2011, 2020, 2)], ANNUAL, "a gap in the periods",
     "the latest five figures do not follow on each other"),
    (yearly(1, 2) + yearly(3, 4, 5, first=2017, flags="break_before"), ANNUAL, "break in the series",
     "the figures of the latest five periods are not comparable with each other"),
    ([row(year, 1.0) for year in YEARS_OF_FIVE], ANNUAL, "no interval published",
     "no interval is published for each of the five periods, so a change cannot be told from chance"),
    ([*yearly(1, 2, 3, 4), row("2019", 5.0)], ANNUAL, "no interval published",
     "no interval is published for each of the five periods, so a change cannot be told from chance"),
    ([sure(year, 1.0, 0.0) for year in YEARS_OF_FIVE], ANNUAL, "95% limits of zero width",
     "95% limits of zero width"),
    ([sure(year, 100.0, count=9, denominator=9) for year in YEARS_OF_FIVE], ANNUAL,
     "a count equal to its denominator", "a count equal to its denominator"),
    ([sure(year, 0.0, count=0, denominator=9) for year in YEARS_OF_FIVE], ANNUAL, "a count of zero",
     "a count of zero"),
    (yearly(*RISING), indicator(cadence="irregular"), "a gap in the periods",
     "the latest five figures do not follow on each other"),
]
# fmt: on


@pytest.mark.parametrize(("rows", "of", "reason", "meaning"), UNSAID)
def test_what_cannot_be_said_says_why(rows: list[Row], of: Indicator, reason: str, meaning: str) -> None:
    assert change(*rows, of=of) == ("cannot say", reason, f"Cannot say: {meaning}.")


def test_years_that_come_every_other_year_follow_on_each_other() -> None:
    every_other = [sure(str(year), value, 1.5) for year, value in zip(range(2011, 2020, 2), RISING, strict=True)]
    assert change(*every_other, of=indicator(cadence="biennial"))[0] == "getting worse"


def test_other_lines_do_not_matter() -> None:
    others = [each | {"area_code": WATFORD, "flags": "break_before"} for each in yearly(*RISING)]
    others += [each | {"breakdown": "sex=male", "value": None} for each in yearly(*RISING)]
    assert change(*yearly(*RISING), *others)[0] == "getting worse"


def test_an_older_year_never_changes_the_recent_trend() -> None:
    five = yearly(*RISING)
    for older in (yearly(99.0, first=2014), yearly(None, first=2014), yearly(1.0, first=2003)):
        assert change(*older, *five) == change(*five)
