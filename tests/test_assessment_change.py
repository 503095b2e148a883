"""Changing? Which five periods make a trend, what stands in its way, and its sentence."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from indicators import lines
from indicators.assessment.change import trend_points
from indicators.model import Indicator, Unit
from tests.build import JOBS, OWN, POUNDS, WATFORD, YEARS, indicator, observations, row
from tests.test_assessment import Row, assessed, sure

ANNUAL = indicator()
POOLED = indicator(period="pooled_years", overlapping=True, unit=YEARS, kind="index")
YEARS_OF_FIVE = ("2015", "2016", "2017", "2018", "2019")


def change(*rows: Row, of: Indicator = ANNUAL, **given: Any) -> tuple[str, str, str]:
    found = assessed(*rows, of=of, wants=None, **given).change
    return found.word, found.reason, found.sentence


def points(*rows: Row, of: Indicator = ANNUAL) -> tuple[list[str], str]:
    """The labels of the periods that make the trend, and why it cannot be told."""
    chosen = trend_points(lines.line(observations(*rows), OWN, ""), of)
    return chosen.points["period_label"].tolist(), chosen.reason


def yearly(*values: float | None, first: int = 2015, margin: float | None = 1.5, **cells: Any) -> list[Row]:
    """A row a year with limits, or without a margin none; None where there is no value."""
    every = [(str(year), value) for year, value in enumerate(values, start=first)]
    return [
        row(year, value, **cells) if value is None or margin is None else sure(year, value, margin, **cells)
        for year, value in every
    ]


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
        f"{word[0].upper()}{word[1:]} {MOVED}. That is more than chance would explain.",
    )


def test_a_falling_trend_in_words() -> None:
    word, _, sentence = change(*yearly(*RISING[::-1]), of=indicator(polarity="contextual"))
    assert word == "decreasing"
    assert sentence == (
        "Decreasing over five periods: down 5.9 percentage points, from 30.6% in 2015 to 24.7% in 2019. "
        "That is more than chance would explain."
    )


def test_no_change_that_chance_would_not_explain() -> None:
    assert change(*yearly(17.0, 17.2, 16.9, 17.4, 17.3)) == (
        "no significant change",
        "",
        "No significant change over five periods: up 0.3 percentage points, from 17.0% in 2015 to 17.3% in 2019. "
        "Taken together, the five figures show no clear trend.",
    )


def test_two_ends_that_are_written_alike_have_not_moved() -> None:
    assert change(*yearly(17.0, 17.2, 16.9, 17.4, 17.04))[2] == (
        "No significant change over five periods: from 17.0% in 2015 to 17.0% in 2019. "
        "Taken together, the five figures show no clear trend."
    )


def test_a_change_that_hangs_on_a_single_point_is_none_but_not_by_chance() -> None:
    word, reason, sentence = change(*yearly(10.0, 10.0, 10.0, 10.0, 30.0))
    assert (word, reason) == ("no significant change", "")
    assert sentence.endswith("from 10.0% in 2015 to 30.0% in 2019. The direction hangs on a single point.")


def test_counts_change_in_per_cent() -> None:
    jobs = indicator(kind="count", unit=JOBS, decimals=0)
    assert change(*yearly(76000, 77000, 78500, 79000, 80500, margin=500), of=jobs)[2] == (
        "Getting worse over five periods: up 5.9%, from 76,000 in 2015 to 80,500 jobs in 2019. "
        "That is more than chance would explain."
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
        "Getting worse over five periods: up 4.0 percentage points, from 20.0% in 2015 to 24.0% in 2019. "
        "That is more than chance would explain. The intervals are calculated here."
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


def test_windows_with_one_missing_have_their_true_positions_and_lie_too_far_apart() -> None:
    """2018–20 ends before 2022 begins, but 2019–21 should have come between them; five windows span twelve years."""
    late = [start for start in range(2009, 2023) if start != 2019]
    chosen = trend_points(lines.line(observations(*windows(*late)), OWN, ""), POOLED)
    assert chosen.points["period_label"].tolist() == ["2009–11", "2012–14", "2015–17", "2018–20", "2022–24"]
    assert chosen.times == pytest.approx([0.0, 3.0, 6.0, 9.0, 13.0], abs=0.01)
    assert change(*windows(*late), of=POOLED)[1] == "the five latest points do not lie within eight years"


def test_a_window_without_a_figure_is_passed_over() -> None:
    rows = windows(*range(2010, 2023))
    rows[9] = row("2019-21", None, kind="pooled_years")
    assert points(*rows, of=POOLED)[0] == ["2012–14", "2015–17", "2018–20", "2022–24"]
    rows = windows(*range(2010, 2023))
    rows[8] = row("2018-20", None, kind="pooled_years")
    assert points(*rows, of=POOLED) == (["2010–12", "2013–15", "2016–18", "2019–21", "2022–24"], "")


# Over a gap


def test_a_year_without_a_figure_is_passed_over_and_named() -> None:
    """Five figures within eight years are held in their true positions."""
    gap = yearly(24.67, 24.6, None, 28.0, 30.2, 30.6, first=2014)
    chosen = trend_points(lines.line(observations(*gap), OWN, ""), ANNUAL)
    assert chosen.points["period_label"].tolist() == ["2014", "2015", "2017", "2018", "2019"]
    assert chosen.times == pytest.approx([0.0, 1.0, 3.0, 4.0, 5.0], abs=0.01)
    assert change(*gap)[::2] == (
        "getting worse",
        "Getting worse over five periods: up 5.9 percentage points, from 24.7% in 2014 to 30.6% in 2019. "
        "That is more than chance would explain. There is no figure for 2016.",
    )
    without = [each for each in gap if each["value"] is not None]
    assert change(*without)[2] == change(*gap)[2].removesuffix(" There is no figure for 2016.")


@pytest.mark.parametrize(
    ("years", "reason"),
    [
        ((2011, 2013, 2015, 2017, 2019), ""),
        ((2010, 2013, 2015, 2017, 2019), "the five latest points do not lie within"),
    ],
)
def test_five_figures_lie_within_eight_years(years: tuple[int, ...], reason: str) -> None:
    every = [sure(str(year), value, 1.5) for year, value in zip(years, RISING, strict=True)]
    word, found, _ = change(*every)
    assert (word, found) == ("cannot say", f"{reason} eight years") if reason else ("getting worse", "")


def test_years_that_follow_on_each_other_need_no_positions() -> None:
    assert trend_points(lines.line(observations(*yearly(*RISING)), OWN, ""), ANNUAL).times is None


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
    assert points(*rows[:6], *rows[7:], of=people) == (["2014", "2015", "2017", "2018", "2019"], "")


def test_a_month_a_year_is_a_yearly_series() -> None:
    april = [row(f"April {year}", 500.0, kind="month") for year in range(2015, 2020)]
    of = indicator(period="month")
    assert points(*april, of=of)[1] == ""
    gap = [*april[:2], *april[3:], row("April 2020", 1.0, kind="month")]
    for rows, timed in ((april, False), (gap, True)):
        chosen = trend_points(lines.line(observations(*rows), OWN, ""), of)
        assert (chosen.times is not None) is timed


# fmt: off
UNSAID: list[tuple[list[Row], Indicator, str, str]] = [
    ([row("2019", None)], ANNUAL, "no figure", "there is no figure"),
    (yearly(1, 2, 3, 4), ANNUAL, "fewer than five periods",
     "there are fewer than five periods that do not overlap"),
    (yearly(1, 2, None, 4, 5), ANNUAL, "fewer than five periods",
     "there are fewer than five periods that do not overlap"),
    ([sure(str(year), 1.0) for year in range(2007, 2020, 3)], ANNUAL,
     "the five latest points do not lie within eight years", "the five latest points do not lie within eight years"),
    (yearly(1, 2) + yearly(3, 4, 5, first=2017, flags="break_before"), ANNUAL, "break in the series",
     "the figures of the latest five periods are not comparable with each other"),
    ([row(year, 1.0) for year in YEARS_OF_FIVE], ANNUAL, "no margin of error",
     "the publisher gives no margin of error, and there are fewer than eight periods"),
    ([*yearly(1, 2, 3, 4), row("2019", 5.0)], ANNUAL, "no margin of error",
     "the publisher gives no margin of error, and there are fewer than eight periods"),
    (yearly(*map(float, (1, 2, 3, 4, 5, 5, 4, 3, 2, 1)), first=2010, margin=None), ANNUAL, "neighbours are too alike",
     "each figure is so much like the one before that chance cannot be told from change"),
    ([sure(year, 1.0, 0.0) for year in YEARS_OF_FIVE], ANNUAL, "95% limits of zero width",
     "95% limits of zero width"),
    ([sure(year, 100.0, count=9, denominator=9) for year in YEARS_OF_FIVE], ANNUAL,
     "a count equal to its denominator", "a count equal to its denominator"),
    ([sure(year, 0.0, count=0, denominator=9) for year in YEARS_OF_FIVE], ANNUAL, "a count of zero",
     "a count of zero"),
]
# fmt: on


@pytest.mark.parametrize(("rows", "of", "reason", "meaning"), UNSAID)
def test_what_cannot_be_said_says_why(rows: list[Row], of: Indicator, reason: str, meaning: str) -> None:
    assert change(*rows, of=of) == ("cannot say", reason, f"Cannot say: {meaning}.")


def test_years_that_come_every_other_year_follow_on_each_other() -> None:
    every_other = [sure(str(year), value, 1.5) for year, value in zip(range(2011, 2020, 2), RISING, strict=True)]
    assert change(*every_other, of=indicator(cadence="biennial"))[0] == "getting worse"


# All are counted


@pytest.mark.parametrize(
    ("value", "word", "moved"),
    [
        (71.6, "up", "Up 2.4 percentage points:"),
        (66.0, "down", "Down 3.2 percentage points:"),
        (69.24, "level", "Level:"),
    ],
)
def test_what_a_complete_count_has_done_is_a_fact(value: float, word: str, moved: str) -> None:
    counted = indicator(evidence="complete")
    accident = "" if word == "level" else ", so this is no sampling accident"
    assert change(row("2018", 69.2), row("2019", value), of=counted) == (
        word,
        "",
        f"{moved} from 69.2% in 2018 to {value:.1f}% in 2019. All are counted{accident}.",
    )
    assert assessed(row("2018", 69.2), row("2019", value), of=counted, wants=None).change.ground == "complete"
    broken = row("2019", value, flags="break_before")
    assert change(row("2018", 69.2), broken, of=counted)[:2] == ("cannot say", "fewer than five periods")
    assert change(row("2018", 69.2), row("2019", value))[0] == "cannot say"  # a sample


# Ten years without intervals

CLIMB = (360.0, 390.0, 380.0, 416.0, 436.0, 424.0, 470.0, 451.0, 434.0, 538.0)
RATE = indicator(kind="rate", unit=Unit("per 100,000", after=" per 100,000", change=" per 100,000"), decimals=0)


def plain(*values: float | None, first: int = 2010) -> list[Row]:
    """A row a year without limits."""
    return yearly(*values, first=first, margin=None)


def test_a_direction_over_ten_years_has_words_of_its_own() -> None:
    for values, word, ends in ((CLIMB, "rising", "360 in 2010 to 538"), (CLIMB[::-1], "falling", "538 in 2010 to 360")):
        assert change(*plain(*values), of=RATE) == (
            word,
            "",
            f"{word.capitalize()} over ten years: from {ends} per 100,000 in 2019. "
            "That is about 15 per 100,000 a year (8 to 20).",
        )
        assert assessed(*plain(*values), of=RATE, wants=None).change.ground == "tested"


def test_a_direction_is_never_good_or_bad() -> None:
    for polarity in ("higher_is_better", "lower_is_better", "contextual"):
        assert change(*plain(*CLIMB), of=replace(RATE, polarity=polarity))[0] == "rising"


def test_no_clear_direction_says_what_it_might_be() -> None:
    level = (20.0, 21.0, 19.5, 20.4, 20.9, 19.1, 20.2, 20.8)
    assert change(*plain(*level, first=2012)) == (
        "no clear direction",
        "",
        "No clear direction over eight years: between −0.3 and +0.6 percentage points a year.",
    )


def test_a_direction_that_is_not_sure_enough_says_so() -> None:
    """Sen's limits are at 95% and the test at 99%."""
    almost = (20.0, 20.4, 20.1, 20.9, 20.6, 21.3, 20.8, 21.1)
    assert change(*plain(*almost, first=2012))[2] == (
        "No clear direction over eight years: not sure enough of a rise of 0.1 to 0.3 percentage points a year."
    )


def test_eight_periods_since_the_last_break_make_a_direction_and_seven_do_not() -> None:
    broken = [each | {"flags": "break_before"} for each in plain(*CLIMB[2:3], first=2012)]
    assert change(*plain(*CLIMB[:2]), *broken, *plain(*CLIMB[3:], first=2013), of=RATE)[0] == "no clear direction"
    assert change(*plain(*CLIMB[3:], first=2013), of=RATE)[:2] == ("cannot say", "no margin of error")


def test_only_the_latest_ten_periods_make_a_direction() -> None:
    assert change(*plain(900.0, 800.0, *CLIMB, first=2008), of=RATE) == change(*plain(*CLIMB), of=RATE)


def test_the_trend_of_five_figures_with_limits_comes_first() -> None:
    every = [*plain(*CLIMB[:5]), *yearly(*CLIMB[5:], margin=100.0)]
    assert change(*every, of=RATE)[0] == "no significant change"


def test_ten_figures_with_a_year_left_out_are_not_ten_years() -> None:
    said = change(*plain(*CLIMB[:6], None, *CLIMB[6:]), of=RATE)[2]
    assert said.startswith("Rising over ten periods: from 360 in 2010 to 538 per 100,000 in 2020.")
    assert said.endswith("There is no figure for 2016.")


def test_money_in_the_prices_of_its_year_is_not_judged() -> None:
    pay = indicator(kind="price", unit=POUNDS, decimals=0, polarity="higher_is_better", nominal=True)
    word, _, sentence = change(*yearly(500.0, 520.0, 545.0, 560.0, 590.0, margin=8.0), of=pay)
    assert word == "increasing"
    assert sentence == (
        "Increasing over five periods: up 18.0%, from £500 in 2015 to £590 in 2019. "
        "That is more than chance would explain. Before inflation."
    )
    assert change(*plain(*CLIMB), of=pay)[2] == (
        "Rising over ten years: from £360 in 2010 to £538 in 2019. That is about £15 a year (£8 to £20). "
        "Before inflation."
    )


def test_other_lines_do_not_matter() -> None:
    others = [each | {"area_code": WATFORD, "flags": "break_before"} for each in yearly(*RISING)]
    others += [each | {"breakdown": "sex=male", "value": None} for each in yearly(*RISING)]
    assert change(*yearly(*RISING), *others)[0] == "getting worse"


def test_an_older_year_never_changes_the_recent_trend() -> None:
    five = yearly(*RISING)
    for older in (yearly(99.0, first=2014), yearly(None, first=2014), yearly(1.0, first=2003)):
        assert change(*older, *five) == change(*five)
