"""An assessment in a few words: every one exact, and every reason why there is none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from indicators import lines, wording
from indicators.assessment import Assessment, assess, words
from indicators.assessment.facts import Missing
from indicators.model import SIMILAR_AREAS, Catalogue, Indicator, Selection
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
    DISTRICTS,
    ENGLAND,
    JOBS,
    OWN,
    POUNDS,
    RUGBY,
    SEX,
    SMALL_AREA,
    WARWICK,
    WATFORD,
    YEARS,
    indicator,
    line,
    many_districts,
    observations,
    row,
    small_catalogue,
)

CATALOGUE = small_catalogue()
OBESITY = indicator()
COUNTED = indicator(evidence="complete")
POOLED = indicator(period="pooled_years", overlapping=True, unit=YEARS, kind="index")
PRICE = indicator(title="Average house price", unit=POUNDS, decimals=0, kind="price", period="month", cadence="monthly")


def assessed(
    *rows: dict[str, Any], of: Indicator = OBESITY, area: str = OWN, benchmark: str = ENGLAND, breakdown: str = ""
) -> Assessment:
    return assess(observations(*rows), of, Selection(area, benchmark, breakdown), CATALOGUE, date(2020, 6, 1))


def pooled(*values: float | None, first: int = 2010, **cells: object) -> list[dict[str, object]]:
    """Windows of three years, each a year after the one before."""
    return [
        row(f"{first + place}-{first + place + 2}", value, kind="pooled_years", **cells)
        for place, value in enumerate(values)
    ]


def test_everything_about_an_ordinary_indicator() -> None:
    one = assessed(
        row("2017", 16.9),
        row("2018", 17.0),
        row("2019", 17.3, lower=16.1, upper=18.6),
        *line([22.4], first=2019, area=ENGLAND),
    )
    assert (words.name(one), words.value(one), words.period(one)) == ("Obesity", "17.3%", "2019")
    assert words.interval(one) == "16.1% to 18.6%"
    assert words.compared(one) == "lower than England’s 22.4%"
    assert words.changed(one) == "up 0.3 percentage points since 2018, not tested"
    assert words.title(one) == "Obesity: lower than England"
    assert (words.reason(one), words.missing_since(one)) == ("", "")
    assert one.facts.points == (16.9, 17.0, 17.3)
    assert words.summary(one) == ("Welwyn Hatfield: 17.3% (16.1% to 18.6%) in 2019, lower than England’s 22.4%.")
    assert words.small_print(one) == "Up 0.3 percentage points since 2018, not tested."


def test_an_interval_that_is_ours_is_not_told_as_published() -> None:
    computed = indicator(compute_interval=True)
    one = assessed(row(value=20.0, count=20, denominator=100), of=computed)
    assert one.facts.latest is not None
    assert one.facts.latest.computed
    assert (words.interval(one), words.summary(one)) == ("", "Welwyn Hatfield: 20.0% in 2019.")


# Against the benchmark


@pytest.mark.parametrize(
    ("value", "other", "word"),
    [
        (17.3, 22.4, "lower than"),
        (22.4, 17.3, "higher than"),
        (22.4, 22.4, "the same as"),
        (22.36, 22.44, "the same as"),  # both written 22.4
        (22.34, 22.36, "lower than"),  # written 22.3 and 22.4
        (0, 0, "the same as"),
    ],
)
def test_the_comparison_is_of_what_is_written(value: float, other: float, word: str) -> None:
    one = assessed(row(value=value), row(value=other, area=ENGLAND))
    figure = f"{other:.1f}%"
    assert words.compared(one) == f"{word} England’s {figure}, not tested"
    assert words.title(one) == f"Obesity: {word} England, not tested"


def test_a_title_leads_with_the_change_that_was_tested() -> None:
    """A move since the year before that goes the other way stands in the small print."""
    one = assessed(*line([10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 18.0, 17.0], first=2011))
    assert (words.title(one), words.changed(one)) == (
        "Obesity: rising",
        "down 1.0 percentage points since 2018, not tested",
    )


def test_the_median_of_the_similar_areas_has_its_own_words() -> None:
    rows = [row(value=17.3), row(value=10, area=BASILDON), row(value=20.4, area=RUGBY), row(value=30, area=WARWICK)]
    one = assessed(*rows, benchmark=SIMILAR_AREAS)
    assert words.compared(one) == "lower than the similar areas’ median of 20.4%, not tested"
    assert words.title(one) == "Obesity: lower than similar areas (median), not tested"


@pytest.mark.parametrize(
    ("tested", "other", "said", "title"),
    [
        ({"lower": 16.1, "upper": 18.6}, 22.1, "lower than England’s 22.1%", "Obesity: lower than England"),
        (
            {"lower": 16.1, "upper": 18.6},
            17.0,
            "no clear difference from England’s 17.0%",
            "Obesity: no clear difference from England",
        ),
        (
            {"lower": 16.1, "upper": 18.6},
            17.3,
            "no clear difference from England’s 17.3%",
            "Obesity: no clear difference from England",
        ),
        ({}, 22.1, "lower than England’s 22.1%, not tested", "Obesity: lower than England, not tested"),
        ({}, 17.3, "the same as England’s 17.3%, not tested", "Obesity: the same as England, not tested"),
        ({"published_comparison": "worse"}, 12.0, "higher than England’s 12.0%", "Obesity: higher than England"),
        (
            {"published_comparison": "similar"},
            12.0,
            "no clear difference from England’s 12.0%",
            "Obesity: no clear difference from England",
        ),
    ],
)
def test_no_difference_is_said_that_the_answer_does_not_give(
    tested: dict[str, Any], other: float, said: str, title: str
) -> None:
    one = assessed(row(value=17.3, **tested), row(value=other, area=ENGLAND))
    assert words.compared(one) == said
    bold, small = words.summary(one), words.small_print(one)
    assert (bold.endswith(f"in 2019, {said}."), small == wording.sentence(said)) == (bool(tested), not tested)
    assert words.title(one) == title


def test_a_verdict_of_the_publisher_needs_no_figure_of_the_benchmark() -> None:
    one = assessed(row(published_comparison="similar"))
    assert words.title(one) == "Obesity: no clear difference from England"
    assert (words.compared(one), words.summary(one)) == ("", "Welwyn Hatfield: 17.3% in 2019.")


def test_the_similar_areas_median_is_not_clearly_different_either() -> None:
    others = [row(value=value, area=area) for value, area in ((10, BASILDON), (17, RUGBY), (30, WARWICK))]
    one = assessed(row(value=17.3, lower=16.1, upper=18.6), *others, benchmark=SIMILAR_AREAS)
    assert words.compared(one) == "no clear difference from the similar areas’ median of 17.0%"


def test_without_a_comparison_none_is_said() -> None:
    one = assessed(row())
    assert words.compared(one) == ""
    assert words.summary(one) == "Welwyn Hatfield: 17.3% in 2019."
    assert words.title(one) == "Obesity: 17.3% in 2019"


@pytest.mark.parametrize("kind", ["count", "rank"])
def test_what_depends_on_size_is_not_compared(kind: str) -> None:
    counted = indicator(title="Jobs", unit=JOBS, decimals=0, kind=kind)
    one = assessed(*line([76574, 80220], first=2012), row("2013", 3e7, area=ENGLAND), of=counted)
    assert words.compared(one) == ""
    assert words.changed(one) == f"{'up 4.8%' if kind == 'count' else 'up 3,646 jobs'} since 2012, not tested"
    assert words.title(one) == f"Jobs: {words.changed(one)}"


def test_the_benchmark_must_have_the_very_same_period() -> None:
    others = (row("2018", 22.4, area=ENGLAND), row("2019", None, area=ENGLAND), row(area=WATFORD))
    for other in (*others, row("2017-19", 22.4, kind="pooled_years", area=ENGLAND)):
        one = assessed(row(), other)
        assert (words.compared(one), one.difference.reason) == ("", "no figure for the benchmark")


def test_the_benchmark_is_not_compared_with_itself() -> None:
    one = assessed(row(area=ENGLAND), area=ENGLAND)
    assert (words.compared(one), one.difference.reason) == ("", "this is the benchmark itself")
    assert words.title(one) == "Obesity: 17.3% in 2019"


# Since when


def test_no_change_is_said_as_it_is_written() -> None:
    one = assessed(row("2018", 17.26), row("2019", 17.34))
    assert words.changed(one) == "no change since 2018, not tested"
    assert words.summary(one) == "Welwyn Hatfield: 17.3% in 2019."
    assert words.small_print(one) == "No change since 2018, not tested."
    assert words.title(one) == "Obesity: no change since 2018, not tested"


def test_where_all_are_counted_there_is_nothing_to_test() -> None:
    one = assessed(row("2018", 17.0), row("2019", 17.3), row("2019", 22.4, area=ENGLAND), of=COUNTED)
    assert words.changed(one) == "up 0.3 percentage points since 2018"
    assert words.summary(one) == "Welwyn Hatfield: 17.3% in 2019, below England’s 22.4%."
    assert words.small_print(one) == "Up 0.3 percentage points since 2018."


def test_a_tested_change_leads_and_an_untested_one_is_small_print() -> None:
    values = (24.7, 24.6, 28.0, 30.2, 30.6)
    one = assessed(*(row(str(2015 + step), v, lower=v - 1.5, upper=v + 1.5) for step, v in enumerate(values)))
    assert words.summary(one) == "Welwyn Hatfield: 30.6% (29.1% to 32.1%) in 2019. Getting worse."
    assert words.small_print(one) == "Up 0.4 percentage points since 2018, not tested."


def test_a_position_is_not_a_test() -> None:
    rows = [row(value=10.0 + place, area=area) for place, area in enumerate(DISTRICTS)]
    chosen, catalogue = Selection(OWN, ENGLAND), many_districts()
    alone = assess(observations(*rows), OBESITY, chosen, catalogue, date(2020, 6, 1))
    assert (words.compared(alone), words.summary(alone)) == ("", "District 241: 10.0% in 2019.")
    beside = observations(*rows, row(value=22.4, area=ENGLAND))
    one = assess(beside, OBESITY, chosen, catalogue, date(2020, 6, 1))
    assert words.compared(one) == "lower than England’s 22.4%, not tested"


def test_a_single_figure_has_no_change() -> None:
    one = assessed(row())
    assert (words.changed(one), one.facts.earlier) == ("", None)
    assert words.summary(one) == "Welwyn Hatfield: 17.3% in 2019."
    assert words.title(one) == "Obesity: 17.3% in 2019"


def test_a_gap_in_the_series_is_passed_over() -> None:
    one = assessed(row("2016", 17.0), row("2017", None), row("2019", 17.3))
    assert words.changed(one) == "up 0.3 percentage points since 2016, not tested"


@pytest.mark.parametrize("broken", ["2018", "2019"])
def test_no_change_is_told_over_a_break(broken: str) -> None:
    """Between the two figures, or at the latest: even where the broken period itself has no value."""
    cells = {"2017": 16.0, "2018": None, "2019": 17.3}
    rows = [row(year, value, flags="break_before" if year == broken else "") for year, value in cells.items()]
    one = assessed(*rows)
    assert words.changed(one) == ""
    assert one.facts.broken_since_earlier
    assert one.facts.earlier is not None
    assert one.facts.earlier.period == "2017"
    assert words.summary(one) == "Welwyn Hatfield: 17.3% in 2019."


def test_a_break_before_both_figures_does_not_matter() -> None:
    one = assessed(row("2017", 16.0), row("2018", 17.0, flags="break_before"), row("2019", 17.3))
    assert words.changed(one) == "up 0.3 percentage points since 2018, not tested"


def test_a_break_in_another_breakdown_or_area_does_not_matter() -> None:
    one = assessed(
        *line([17.0, 17.3], first=2018),
        row("2019", flags="break_before", breakdown="sex=male"),
        row("2019", flags="break_before", area=WATFORD),
    )
    assert words.changed(one) == "up 0.3 percentage points since 2018, not tested"


def test_a_month_is_compared_with_the_same_month_a_year_before() -> None:
    months = {"April 2015": 332000, "December 2015": 350000, "March 2016": 355000, "April 2016": 359432}
    one = assessed(*(row(month, value, kind="month") for month, value in months.items()), of=PRICE)
    assert words.changed(one) == "up 8.3% since April 2015, not tested"
    assert words.summary(one) == "Welwyn Hatfield: £359,432 in April 2016."
    without = assessed(row("March 2016", 1, kind="month"), row("April 2016", 2, kind="month"), of=PRICE)
    assert (words.changed(without), without.facts.earlier) == ("", None)


def test_a_quarter_is_compared_with_the_same_quarter_a_year_before() -> None:
    quarterly = indicator(period="quarter", cadence="quarterly")
    quarters = {"2018 Q2": 10, "2019 Q1": 14, "2019 Q2": 12}
    one = assessed(*(row(quarter, value, kind="quarter") for quarter, value in quarters.items()), of=quarterly)
    assert words.changed(one) == "up 2.0 percentage points since April to June 2018, not tested"


def test_a_rolling_year_every_quarter_is_compared_with_the_year_before() -> None:
    quarterly = indicator(period="year_ending", cadence="quarterly")
    ends = {"YE Jun 2018": 10, "YE Mar 2019": 14, "YE Jun 2019": 12}
    one = assessed(*(row(end, value, kind="year_ending") for end, value in ends.items()), of=quarterly)
    assert words.changed(one) == "up 2.0 percentage points since the year ending June 2018, not tested"


def test_pooled_windows_are_compared_where_they_do_not_overlap() -> None:
    one = assessed(*pooled(10.9, 9.5, 9.0, 8.2), of=POOLED)
    assert words.period(one) == "2013–15"
    assert words.changed(one) == "down 2.7 years since 2010–12, not tested"
    overlapping = assessed(*pooled(10.9, 9.5, 9.0), of=POOLED)
    assert overlapping.facts.earlier is None


def test_a_break_inside_overlapping_windows_stops_the_comparison() -> None:
    windows = pooled(10.9, 9.5, 9.0, 8.2)
    windows[2]["flags"] = "break_before"
    one = assessed(*windows, of=POOLED)
    assert (words.changed(one), one.facts.broken_since_earlier) == ("", True)


def test_days_are_compared_with_the_day_before_them() -> None:
    yearly = indicator(period="mid_year", unit=JOBS, decimals=0, kind="count")
    one = assessed(row("2012", 110000, kind="mid_year"), row("2013", 111990, kind="mid_year"), of=yearly)
    assert words.changed(one) == "up 1.8% since 2012, not tested"


@pytest.mark.parametrize(
    ("cadence", "kind", "periods", "expected"),
    [
        ("annual", "year", ["2017", "2018", "2019"], "2018"),
        ("annual", "census", ["2011", "2021"], "Census 2011"),
        ("annual", "mid_year", ["2012", "2013"], "2012"),
        ("annual", "pooled_years", ["2010-12", "2011-13", "2013-15"], "2010–12"),
        ("annual", "pooled_years", ["2011-13", "2013-15"], None),
        ("monthly", "month", ["March 2015", "April 2015", "March 2016"], "March 2015"),
        ("monthly", "month", ["April 2015", "February 2016", "March 2016"], None),
        ("annual", "year", ["2019"], None),
    ],
)
def test_the_earlier_observation(cadence: str, kind: str, periods: list[str], expected: str | None) -> None:
    rows = observations(*(row(period, 1.0, kind=kind) for period in periods))
    earlier = lines.earlier(rows, rows.iloc[-1], indicator(cadence=cadence))
    assert (None if earlier is None else earlier["period_label"]) == expected


# What is missing


def test_the_latest_figure_is_the_latest_that_has_a_value() -> None:
    one = assessed(row("2018", 17.0), row("2019", 17.3), row("2020", None, status="x"), row("2021", None, status="c"))
    assert (words.value(one), words.period(one)) == ("17.3%", "2019")
    assert one.facts.missing_since == Missing("2021", "c")
    assert words.missing_since(one) == (
        "2021: [c] confidential: the publisher withholds it so that nobody can be recognised."
    )
    assert one.facts.points == (17.0, 17.3, None, None)


def test_nothing_is_missing_where_only_an_earlier_figure_is() -> None:
    one = assessed(row("2018", None), row("2019", 17.3))
    assert one.facts.missing_since is None
    assert one.facts.points == (None, 17.3)


def test_zero_is_a_figure() -> None:
    one = assessed(row("2018", 1), row("2019", 0))
    assert words.value(one) == "0.0%"
    assert words.changed(one) == "down 1.0 percentage points since 2018, not tested"


def test_a_line_without_any_value_says_why() -> None:
    one = assessed(row("2018", None), row("2019", None, status="z"))
    assert words.reason(one) == "No value: 2019 is [z] not applicable."
    empty = [words.value(one), words.period(one), words.interval(one), words.compared(one), words.changed(one)]
    assert ([*empty, words.summary(one), words.missing_since(one)], words.title(one)) == ([""] * 7, "Obesity")


def test_an_area_without_rows_says_so() -> None:
    one = assessed(row(area=WATFORD))
    assert words.reason(one) == "No figure is held for Welwyn Hatfield: the source has none, or none was carried over."
    assert (words.value(one), words.summary(one), words.title(one), one.facts.points) == ("", "", "Obesity", ())


def test_a_breakdown_without_rows_says_so() -> None:
    one = assessed(row(), of=replace(OBESITY, dimensions=(SEX,)), breakdown="sex=female")
    assert words.reason(one) == "No figure is held for Women and girls here."


def test_small_areas_have_no_figure_for_the_borough() -> None:
    one = assessed(row(area=SMALL_AREA), of=indicator(geography="lsoa"))
    assert words.value(one) == ""
    assert (
        words.reason(one)
        == "This is published for small areas only; there is no figure for Welwyn Hatfield as a whole."
    )


def test_only_the_county_has_figures() -> None:
    one = assessed(
        row(value=44.4, area=COUNTY), row(value=45.9, area=ENGLAND), of=indicator(geography="county"), area=BROXBOURNE
    )
    facts = one.facts
    assert (facts.area, facts.area_name, facts.asked_name) == (COUNTY, "Hertfordshire", "Broxbourne")
    assert words.reason(one) == "This is published for counties only, so Hertfordshire is shown instead of Broxbourne."
    assert words.summary(one) == "Hertfordshire: 44.4% in 2019."
    assert words.small_print(one) == "Lower than England’s 45.9%, not tested."
    itself = assessed(row(area=COUNTY), of=indicator(geography="county"), benchmark=COUNTY)
    assert (words.compared(itself), itself.difference.reason) == ("", "this is the benchmark itself")


# Breakdowns


def test_the_headline_breakdown_stands_for_the_indicator() -> None:
    gap = replace(POOLED, title="Gap in life expectancy", dimensions=(SEX,), headline="sex=male")
    men, women = pooled(10.9, breakdown="sex=male"), pooled(8.2, breakdown="sex=female")
    one = assessed(*men, *women, of=gap)
    assert (one.facts.group, words.value(one)) == ("Men and boys", "10.9 years")
    assert words.summary(one) == "Welwyn Hatfield (Men and boys): 10.9 years in 2010–12."
    chosen = assessed(*men, *women, of=gap, breakdown="sex=female")
    assert (chosen.facts.group, words.value(chosen)) == ("Women and girls", "8.2 years")


def test_a_breakdown_is_compared_with_the_same_breakdown() -> None:
    rows = [
        row(value=1, breakdown="sex=male"),
        row(value=2, breakdown="sex=male", area=ENGLAND),
        row(value=0, area=ENGLAND),
    ]
    one = assessed(*rows, of=replace(OBESITY, dimensions=(SEX,)), breakdown="sex=male")
    assert words.compared(one) == "lower than England’s 2.0%, not tested"


# The shipped figures


def test_the_borough_s_year_6_obesity(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    rows = shipped_rows[
        (shipped_rows["indicator"] == "obesity-year-6")
        & (shipped_rows["period_end"] <= pd.Timestamp(date(2015, 8, 31)))
    ]
    indicator, selection = shipped_catalogue.indicators["obesity-year-6"], Selection(OWN, ENGLAND)
    one = assess(rows, indicator, selection, shipped_catalogue, date(2015, 12, 1))
    assert (words.value(one), words.period(one)) == ("16.4%", "2014/15")
    assert words.compared(one) == "lower than England’s 19.1%"
    assert words.changed(one) == "up 0.3 percentage points since 2013/14, not tested"


@pytest.mark.parametrize("benchmark", [ENGLAND, SIMILAR_AREAS])
def test_every_shipped_indicator_has_a_figure_or_a_reason(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame, benchmark: str
) -> None:
    for slug, rows in shipped_rows.groupby("indicator"):
        selection = Selection(OWN, benchmark)
        one = assess(rows, shipped_catalogue.indicators[str(slug)], selection, shipped_catalogue, date(2026, 11, 23))
        assert bool(words.value(one)) or bool(words.reason(one)), slug
        assert bool(words.summary(one)) == bool(words.value(one)), slug
        assert words.summary(one).endswith("." if words.value(one) else ""), slug
        assert len(words.title(one).split()) <= 10, words.title(one)
