"""One indicator in a nutshell: every sentence exact, and every reason why there is none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from indicators import summary
from indicators.assessment import Assessment, assess
from indicators.model import SIMILAR_AREAS, Indicator, Selection
from indicators.summary import Summary
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
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
    observations,
    row,
    small_catalogue,
)

CATALOGUE = small_catalogue()
OBESITY = indicator()
POOLED = indicator(period="pooled_years", overlapping=True, unit=YEARS, kind="index")
PRICE = indicator(title="Average house price", unit=POUNDS, decimals=0, kind="price", period="month", cadence="monthly")


def summarise(
    *rows: dict[str, Any], of: Indicator = OBESITY, area: str = OWN, benchmark: str = ENGLAND, breakdown: str = ""
) -> Summary:
    return summary.summarise(observations(*rows), of, Selection(area, benchmark, breakdown), CATALOGUE)


def both(*rows: dict[str, Any], benchmark: str = ENGLAND) -> tuple[Summary, Assessment]:
    selection = Selection(OWN, benchmark)
    return (
        summarise(*rows, benchmark=benchmark),
        assess(observations(*rows), OBESITY, selection, CATALOGUE, date(2020, 6, 1)),
    )


def plainly(told: Summary) -> str:
    """The finding with the plain comparison, as it stands where the difference is tested and clear."""
    return summary.finding(told, told.comparison_text)


def pooled(*values: float | None, first: int = 2010, **cells: object) -> list[dict[str, object]]:
    """Windows of three years, each a year after the one before."""
    return [
        row(f"{first + place}-{first + place + 2}", value, kind="pooled_years", **cells)
        for place, value in enumerate(values)
    ]


def test_everything_about_an_ordinary_indicator() -> None:
    told = summarise(
        row("2017", 16.9),
        row("2018", 17.0),
        row("2019", 17.3, lower=16.1, upper=18.6),
        *line([22.4], first=2019, area=ENGLAND),
    )
    assert told == Summary(
        indicator=OBESITY,
        area=OWN,
        area_name="Welwyn Hatfield",
        value="17.3%",
        period="2019",
        interval="16.1% to 18.6%",
        comparison="lower than",
        comparison_text="lower than England’s 22.4%",
        change="up 0.3 percentage points",
        change_text="up 0.3 percentage points since 2018",
        title="Obesity: lower than England",
        points=(16.9, 17.0, 17.3),
    )
    assert plainly(told) == (
        "Welwyn Hatfield: 17.3% (16.1% to 18.6%) in 2019, lower than England’s 22.4%. "
        "Up 0.3 percentage points since 2018."
    )


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
    told = summarise(row(value=value), row(value=other, area=ENGLAND))
    assert told.comparison == word
    assert told.title == f"Obesity: {word} England"


def test_the_median_of_the_similar_areas_has_its_own_words() -> None:
    rows = [row(value=17.3), row(value=10, area=BASILDON), row(value=20.4, area=RUGBY), row(value=30, area=WARWICK)]
    told = summarise(*rows, benchmark=SIMILAR_AREAS)
    assert told.comparison_text == "lower than the similar areas’ median of 20.4%"
    assert told.title == "Obesity: lower than similar areas (median)"


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
    rows = (row(value=17.3, **tested), row(value=other, area=ENGLAND))
    told, answers = both(*rows)
    assert summary.compared(told, answers) == said
    assert f"in 2019, {said}." in summary.finding(told, summary.compared(told, answers))
    assert summary.chart_title(told, answers, "over-time", all_years=True) == title


def test_the_similar_areas_median_is_not_clearly_different_either() -> None:
    others = [row(value=value, area=area) for value, area in ((10, BASILDON), (17, RUGBY), (30, WARWICK))]
    told, answers = both(row(value=17.3, lower=16.1, upper=18.6), *others, benchmark=SIMILAR_AREAS)
    assert summary.compared(told, answers) == "no clear difference from the similar areas’ median of 17.0%"


def test_without_a_comparison_none_is_said() -> None:
    told, answers = both(row())
    assert summary.compared(told, answers) == ""
    assert summary.finding(told, "") == "Welwyn Hatfield: 17.3% in 2019."
    assert summary.chart_title(told, answers, "over-time", all_years=True) == "Obesity: 17.3% in 2019"


@pytest.mark.parametrize("kind", ["count", "rank"])
def test_what_depends_on_size_is_not_compared(kind: str) -> None:
    counted = indicator(title="Jobs", unit=JOBS, decimals=0, kind=kind)
    told = summarise(*line([76574, 80220], first=2012), row("2013", 3e7, area=ENGLAND), of=counted)
    assert (told.comparison, told.comparison_text) == ("", "")
    assert told.comparison_reason == f"a {kind} is not compared"
    assert told.change == ("up 4.8%" if kind == "count" else "up 3,646 jobs")
    assert told.title == f"Jobs: {told.change} since 2012"


def test_the_benchmark_must_have_the_very_same_period() -> None:
    for other in (row("2018", 22.4, area=ENGLAND), row("2019", None, area=ENGLAND), row(area=WATFORD)):
        told = summarise(row(), other)
        assert told.comparison == told.comparison_text == ""
        assert told.comparison_reason == "no figure for England in 2019"
    same_end = row("2017-19", 22.4, kind="pooled_years", area=ENGLAND)
    assert summarise(row(), same_end).comparison_reason == "no figure for England in 2019"


def test_the_benchmark_is_not_compared_with_itself() -> None:
    told = summarise(row(area=ENGLAND), area=ENGLAND)
    assert told.comparison_reason == "England is the benchmark itself"
    assert told.title == "Obesity: 17.3% in 2019"


# Since when


def test_no_change_is_said_as_it_is_written() -> None:
    told = summarise(row("2018", 17.26), row("2019", 17.34))
    assert told.change_text == "no change since 2018"
    assert plainly(told) == "Welwyn Hatfield: 17.3% in 2019. No change since 2018."
    assert told.title == "Obesity: no change since 2018"


def test_a_single_figure_has_no_change() -> None:
    told = summarise(row())
    assert (told.change, told.change_text, told.change_reason) == ("", "", "no earlier figure to compare with")
    assert plainly(told) == "Welwyn Hatfield: 17.3% in 2019."
    assert told.title == "Obesity: 17.3% in 2019"


def test_a_gap_in_the_series_is_passed_over() -> None:
    assert summarise(row("2016", 17.0), row("2017", None), row("2019", 17.3)).change_text == (
        "up 0.3 percentage points since 2016"
    )


@pytest.mark.parametrize("broken", ["2018", "2019"])
def test_no_change_is_told_over_a_break(broken: str) -> None:
    """Between the two figures, or at the latest: even where the broken period itself has no value."""
    cells = {"2017": 16.0, "2018": None, "2019": 17.3}
    rows = [row(year, value, flags="break_before" if year == broken else "") for year, value in cells.items()]
    told = summarise(*rows)
    assert (told.change, told.change_text) == ("", "")
    assert told.change_reason == "not comparable with 2017"
    assert plainly(told) == "Welwyn Hatfield: 17.3% in 2019."


def test_a_break_before_both_figures_does_not_matter() -> None:
    told = summarise(row("2017", 16.0), row("2018", 17.0, flags="break_before"), row("2019", 17.3))
    assert told.change_text == "up 0.3 percentage points since 2018"


def test_a_break_in_another_breakdown_or_area_does_not_matter() -> None:
    told = summarise(
        *line([17.0, 17.3], first=2018),
        row("2019", flags="break_before", breakdown="sex=male"),
        row("2019", flags="break_before", area=WATFORD),
    )
    assert told.change_text == "up 0.3 percentage points since 2018"


def test_a_month_is_compared_with_the_same_month_a_year_before() -> None:
    months = {"April 2015": 332000, "December 2015": 350000, "March 2016": 355000, "April 2016": 359432}
    told = summarise(*(row(month, value, kind="month") for month, value in months.items()), of=PRICE)
    assert told.change_text == "up 8.3% since April 2015"
    assert plainly(told) == "Welwyn Hatfield: £359,432 in April 2016. Up 8.3% since April 2015."
    without = summarise(row("March 2016", 1, kind="month"), row("April 2016", 2, kind="month"), of=PRICE)
    assert without.change == ""
    assert without.change_reason == "no earlier figure to compare with"


def test_a_quarter_is_compared_with_the_same_quarter_a_year_before() -> None:
    quarterly = indicator(period="quarter", cadence="quarterly")
    quarters = {"2018 Q2": 10, "2019 Q1": 14, "2019 Q2": 12}
    told = summarise(*(row(quarter, value, kind="quarter") for quarter, value in quarters.items()), of=quarterly)
    assert told.change_text == "up 2.0 percentage points since April to June 2018"


def test_a_rolling_year_every_quarter_is_compared_with_the_year_before() -> None:
    quarterly = indicator(period="year_ending", cadence="quarterly")
    ends = {"YE Jun 2018": 10, "YE Mar 2019": 14, "YE Jun 2019": 12}
    told = summarise(*(row(end, value, kind="year_ending") for end, value in ends.items()), of=quarterly)
    assert told.change_text == "up 2.0 percentage points since the year ending June 2018"


def test_pooled_windows_are_compared_where_they_do_not_overlap() -> None:
    told = summarise(*pooled(10.9, 9.5, 9.0, 8.2), of=POOLED)
    assert told.period == "2013–15"
    assert told.change_text == "down 2.7 years since 2010–12"
    overlapping = summarise(*pooled(10.9, 9.5, 9.0), of=POOLED)
    assert overlapping.change_reason == "no earlier figure to compare with"


def test_a_break_inside_overlapping_windows_stops_the_comparison() -> None:
    windows = pooled(10.9, 9.5, 9.0, 8.2)
    windows[2]["flags"] = "break_before"
    assert summarise(*windows, of=POOLED).change_reason == "not comparable with 2010–12"


def test_days_are_compared_with_the_day_before_them() -> None:
    yearly = indicator(period="mid_year", unit=JOBS, decimals=0, kind="count")
    told = summarise(row("2012", 110000, kind="mid_year"), row("2013", 111990, kind="mid_year"), of=yearly)
    assert told.change_text == "up 1.8% since 2012"


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
    found = summary.earlier(rows, rows.iloc[-1], cadence)
    assert (None if found is None else found["period_label"]) == expected


# What is missing


def test_the_latest_figure_is_the_latest_that_has_a_value() -> None:
    told = summarise(row("2018", 17.0), row("2019", 17.3), row("2020", None, status="x"), row("2021", None, status="c"))
    assert (told.value, told.period) == ("17.3%", "2019")
    assert told.missing_since == (
        "2021: [c] confidential: the publisher withholds it so that nobody can be recognised."
    )
    assert told.points == (17.0, 17.3, None, None)


def test_nothing_is_missing_where_only_an_earlier_figure_is() -> None:
    told = summarise(row("2018", None), row("2019", 17.3))
    assert told.missing_since == ""
    assert told.points == (None, 17.3)


def test_zero_is_a_figure() -> None:
    told = summarise(row("2018", 1), row("2019", 0))
    assert told.value == "0.0%"
    assert told.change_text == "down 1.0 percentage points since 2018"


def test_a_line_without_any_value_says_why() -> None:
    told = summarise(row("2018", None), row("2019", None, status="z"))
    assert told == Summary(
        OBESITY, OWN, "Welwyn Hatfield", reason="No value: 2019 is [z] not applicable.", title="Obesity"
    )


def test_an_area_without_rows_says_so() -> None:
    told = summarise(row(area=WATFORD))
    assert told.reason == "No figure is held for Welwyn Hatfield: the source has none, or none was carried over."
    assert (told.value, plainly(told), told.title, told.points) == ("", "", "Obesity", ())


def test_a_breakdown_without_rows_says_so() -> None:
    told = summarise(row(), of=replace(OBESITY, dimensions=(SEX,)), breakdown="sex=female")
    assert told.reason == "No figure is held for Women and girls here."


def test_small_areas_have_no_figure_for_the_borough() -> None:
    told = summarise(row(area=SMALL_AREA), of=indicator(geography="lsoa"))
    assert told.value == ""
    assert told.reason == "This is published for small areas only; there is no figure for Welwyn Hatfield as a whole."


def test_only_the_county_has_figures() -> None:
    told = summarise(
        row(value=44.4, area=COUNTY), row(value=45.9, area=ENGLAND), of=indicator(geography="county"), area=BROXBOURNE
    )
    assert (told.area, told.area_name) == (COUNTY, "Hertfordshire")
    assert told.reason == "This is published for counties only, so Hertfordshire is shown instead of Broxbourne."
    assert plainly(told) == "Hertfordshire: 44.4% in 2019, lower than England’s 45.9%."
    itself = summarise(row(area=COUNTY), of=indicator(geography="county"), benchmark=COUNTY)
    assert itself.comparison_reason == "Hertfordshire is the benchmark itself"


# Breakdowns


def test_the_headline_breakdown_stands_for_the_indicator() -> None:
    gap = replace(POOLED, title="Gap in life expectancy", dimensions=(SEX,), headline="sex=male")
    men, women = pooled(10.9, breakdown="sex=male"), pooled(8.2, breakdown="sex=female")
    told = summarise(*men, *women, of=gap)
    assert (told.group, told.value) == ("Men and boys", "10.9 years")
    assert plainly(told) == "Welwyn Hatfield (Men and boys): 10.9 years in 2010–12."
    chosen = summarise(*men, *women, of=gap, breakdown="sex=female")
    assert (chosen.group, chosen.value) == ("Women and girls", "8.2 years")


def test_a_breakdown_is_compared_with_the_same_breakdown() -> None:
    rows = [
        row(value=1, breakdown="sex=male"),
        row(value=2, breakdown="sex=male", area=ENGLAND),
        row(value=0, area=ENGLAND),
    ]
    told = summarise(*rows, of=replace(OBESITY, dimensions=(SEX,)), breakdown="sex=male")
    assert told.comparison_text == "lower than England’s 2.0%"


# The shipped figures


def test_the_borough_s_year_6_obesity(shipped_catalogue, shipped_rows: pd.DataFrame) -> None:
    rows = shipped_rows[
        (shipped_rows["indicator"] == "obesity-year-6")
        & (shipped_rows["period_end"] <= pd.Timestamp(date(2015, 8, 31)))
    ]
    told = summary.summarise(
        rows, shipped_catalogue.indicators["obesity-year-6"], Selection(OWN, ENGLAND), shipped_catalogue
    )
    assert (told.value, told.period) == ("16.4%", "2014/15")
    assert told.comparison_text == "lower than England’s 19.1%"
    assert told.change_text == "up 0.3 percentage points since 2013/14"


@pytest.mark.parametrize("benchmark", [ENGLAND, SIMILAR_AREAS])
def test_every_shipped_indicator_has_a_figure_or_a_reason(
    shipped_catalogue, shipped_rows: pd.DataFrame, benchmark: str
) -> None:
    for slug, rows in shipped_rows.groupby("indicator"):
        told = summary.summarise(rows, shipped_catalogue.indicators[slug], Selection(OWN, benchmark), shipped_catalogue)
        assert bool(told.value) or bool(told.reason), slug
        if told.value:
            assert bool(told.comparison_text) != bool(told.comparison_reason), slug
            assert bool(told.change_text) != bool(told.change_reason), slug
            assert plainly(told).endswith("."), slug
            assert len(told.title.split()) <= 14, told.title
