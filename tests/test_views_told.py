"""What is read of a view: its table, the choices it offers, its titles; and that chart, table and file are one."""

import csv
import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from indicators import charts, listings, tables, views
from indicators.model import Selection, StatedFigure
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
    ENGLAND,
    OWN,
    RUGBY,
    SEX,
    SMALL_AREA,
    WATFORD,
    by_sex,
    indicator,
    line,
    observations,
    row,
    small_catalogue,
    strategy,
    told,
)

CATALOGUE = small_catalogue()
OBESITY = indicator()
BY_SEX = indicator(dimensions=(SEX,))
AGAINST_ENGLAND = Selection(OWN, ENGLAND)
END = pd.Timestamp("2019-12-31")


# As people read it


def test_a_table_has_only_columns_that_hold_something() -> None:
    rows = observations(row(value=17.25), row("2020", 0, area=WATFORD))
    table = views.readable(views.over_time(rows, OBESITY, AGAINST_ENGLAND, CATALOGUE), OBESITY)
    assert list(table.columns) == ["Area", "Period", "Figure", "Value"]
    assert told(table, *table.columns) == [("Welwyn Hatfield", "2019", "17.2%", 17.25)]


def test_a_table_with_everything() -> None:
    rows = observations(
        row(value=17.3, lower=16.1, upper=18.6, count=200, denominator=1156, published_comparison="better"),
        row("2020", None, status="c", note="asked for"),
        row("2021", 12.3, status="u", flags="provisional break_before", note="few pupils"),
        row("2022", 0, breakdown="sex=female"),
    )
    frame = rows.assign(series="Welwyn Hatfield", role="area")
    table = views.readable(frame, BY_SEX)
    assert list(table.columns) == [
        "Area",
        "Period",
        "Group",
        "Figure",
        "Value",
        "Lower 95% limit",
        "Upper 95% limit",
        "Count",
        "Denominator",
        "Publisher’s comparison with England",
        "Remarks",
    ]
    assert table["Group"].tolist() == ["All", "All", "All", "Women and girls"]
    assert table["Figure"].tolist() == ["17.3%", "[c]", "12.3% [u]", "0.0%"]
    assert told(table, "Value") == [(17.3,), (None,), (12.3,), (0,)]
    assert told(table, "Lower 95% limit", "Upper 95% limit", "Count", "Denominator")[0] == (16.1, 18.6, 200, 1156)
    assert table["Remarks"].tolist() == [
        "",
        "asked for",
        "provisional: the publisher will revise it; not comparable with the periods before it; few pupils",
        "",
    ]


# What can be chosen


def test_the_views_on_offer() -> None:
    assert list(views.offered(OBESITY)) == ["over-time", "areas", "table"]
    assert list(views.offered(BY_SEX)) == ["over-time", "areas", "breakdown", "table"]
    assert views.offered(indicator(geography="lsoa")) == {"areas": "Small areas"}


@pytest.mark.parametrize(
    ("cadence", "overlapping", "offered"),
    [("monthly", False, True), ("quarterly", False, True), ("quarterly", True, False), ("annual", False, False)],
)
def test_a_process_chart_is_for_many_points_that_do_not_overlap(cadence: str, overlapping: bool, offered: bool) -> None:
    assert ("process" in views.offered(indicator(cadence=cadence, overlapping=overlapping))) == offered


def test_the_groups_of_an_area_the_headline_first() -> None:
    rows = observations(*by_sex(OWN, 1, 2), row(), row(area=WATFORD, breakdown="sex=female"))
    assert views.groups(rows, BY_SEX, OWN) == {"": "All", "sex=male": "Men and boys", "sex=female": "Women and girls"}
    assert views.groups(rows, BY_SEX, WATFORD) == {"": "All", "sex=female": "Women and girls"}
    without_total = replace(BY_SEX, headline="sex=female")
    assert list(views.groups(observations(*by_sex(OWN, 1, 2)), without_total, OWN)) == ["sex=female", "sex=male"]
    small = observations(row(area=SMALL_AREA, breakdown="sex=male"), row(area=SMALL_AREA))
    assert list(views.groups(small, replace(BY_SEX, geography="lsoa"), OWN)) == ["", "sex=male"]


def test_the_periods_on_offer_have_a_value_latest_first() -> None:
    rows = observations(
        row("April 2016", 1, kind="month"),
        row("December 2015", 1, kind="month"),
        row("May 2016", None, kind="month"),
        row("June 2016", 1, kind="month", area=WATFORD),
    )
    assert views.ends(rows) == {"2016-06-30": "June 2016", "2016-04-30": "April 2016", "2015-12-31": "December 2015"}
    assert views.ends(rows, OWN) == {"2016-04-30": "April 2016", "2015-12-31": "December 2015"}
    assert views.ends(rows, RUGBY) == {}


def test_the_years_on_offer() -> None:
    rows = observations(row("2018/19", kind="financial_year"), row("2011", kind="census"), row("2019"))
    assert views.years(rows) == [2011, 2019]


def test_what_a_chart_is_called() -> None:
    assert views.title(OBESITY, "areas", "Welwyn Hatfield", "") == "Obesity: Welwyn Hatfield among other areas"
    assert views.title(BY_SEX, "breakdown", "Watford", "sex") == "Obesity, Watford: sex"
    small = indicator(geography="lsoa")
    assert views.title(small, "areas", "Welwyn Hatfield", "") == "Obesity: small areas of Welwyn Hatfield"


def test_why_a_view_is_empty() -> None:
    hint = "Another group, area or view may have some."
    assert views.nothing(OBESITY, "over-time", "Watford", "") == f"Obesity: no figure is held for Watford. {hint}"
    assert (
        views.nothing(BY_SEX, "areas", "Watford", "sex=male")
        == f"Obesity: no figure is held for Men and boys for any area. {hint}"
    )


def test_for_which_areas_a_breakdown_is_held() -> None:
    rows = observations(
        row(value=1.0, area=WATFORD, breakdown="sex=male"),
        row(value=1.0, area=ENGLAND, breakdown="sex=female"),
        row(value=1.0, area=COUNTY, breakdown="sex=male"),
        row(value=1.0, area=COUNTY, breakdown="sex=female"),
        row(value=None, area=RUGBY, breakdown="sex=male"),
        row(value=1.0, area=BASILDON, breakdown="age=old"),
        row(value=1.0),
    )
    assert views.holders(rows, "sex", CATALOGUE) == [ENGLAND, COUNTY, WATFORD]
    assert views.holders(rows, "tenure", CATALOGUE) == []


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([], ""),
        ([ENGLAND], "Sex: this is held for England only."),
        ([ENGLAND, COUNTY], "Sex: this is held for England and Hertfordshire only."),
        ([ENGLAND, COUNTY, WATFORD], "Sex: this is held for England, Hertfordshire and Watford only."),
        (
            [ENGLAND, COUNTY, WATFORD, RUGBY, BASILDON],
            "Sex: this is held for 5 other areas, and not for Welwyn Hatfield.",
        ),
    ],
)
def test_for_whom_a_breakdown_is_held_where_it_is_not_for_this_area(held: list[str], said: str) -> None:
    assert views.held_elsewhere(BY_SEX, "sex", held, OWN, CATALOGUE) == said


def test_what_a_breakdown_is_called() -> None:
    assert views.breakdown_name(BY_SEX, "") == "All"
    assert views.breakdown_name(BY_SEX, "sex=male") == "Men and boys"
    assert views.breakdown_name(BY_SEX, "age=old") == "age=old"


# About the whole


STATED = StatedFigure("one in six", "Page 3", "obesity", 16.7, note="Rounded.")


@pytest.mark.parametrize(
    ("stated", "published", "latest"),
    [
        (replace(STATED, start=date(2016, 1, 1), end=date(2016, 12, 31)), "17.3% (2016)", "20.0% (2018)"),
        (replace(STATED, start=date(2015, 7, 1), end=date(2017, 12, 31)), "18.3% (mean of 2 periods)", "20.0% (2018)"),
        (replace(STATED, start=date(2016, 1, 2), end=date(2016, 12, 31)), "no figure", "20.0% (2018)"),
        (replace(STATED, start=date(2019, 1, 1), end=date(2019, 12, 31)), "no figure", "20.0% (2018)"),
        (STATED, "", "20.0% (2018)"),  # of no stated time
        (replace(STATED, breakdown="sex=male"), "", "9.0% (2018)"),
        (replace(STATED, value=None), "", ""),
        (replace(STATED, indicator=""), "", ""),
        (replace(STATED, indicator="unpublished"), "", ""),
    ],
)
def test_the_strategy_s_own_figures_beside_the_published_ones(
    stated: StatedFigure, published: str, latest: str
) -> None:
    rows = observations(*line([16.0, 17.3, 19.3, 20.0, None]), row("2018", 9, breakdown="sex=male"))
    table = listings.stated_figures(strategy(figures=(stated,)), CATALOGUE, {"obesity": rows})
    assert table.to_dict("records") == [
        {
            "The strategy says": "one in six",
            "Where": "Page 3",
            "Published for that time": published,
            "Latest": latest,
            "What is known": "Rounded.",
        }
    ]


def test_the_strategy_s_own_figures_of_one_indicator() -> None:
    stated = strategy(figures=(STATED, replace(STATED, text="79,000", indicator="jobs")))
    assert listings.stated_figures(stated, CATALOGUE, {}, "jobs")["The strategy says"].tolist() == ["79,000"]
    assert len(listings.stated_figures(stated, CATALOGUE, {})) == 2
    assert listings.stated_figures(stated, CATALOGUE, {}, "population").empty


def test_the_sources_that_are_used() -> None:
    unused = replace(CATALOGUE.sources["office"], slug="unused", dataset="Heights")
    catalogue = replace(CATALOGUE, sources={**CATALOGUE.sources, "unused": unused})
    table = listings.sources(catalogue)
    assert told(table, *table.columns) == [
        (
            "The Office",
            "[Weights](https://www.example.org/)",
            "not stated in the file",
            "23 November 2026",
            "Source: The Office. Open Government Licence v3.0.",
            "Copied.",
        )
    ]


# Chart, table and file are one


def values_in_the_file(frame: pd.DataFrame) -> list[float]:
    content = tables.csv(views.readable(frame, BY_SEX)).decode("utf-8-sig")
    return [float(cells["Value"]) for cells in csv.DictReader(io.StringIO(content, newline="")) if cells["Value"]]


def values_in_the_table(frame: pd.DataFrame) -> list[float]:
    return views.readable(frame, BY_SEX)["Value"].dropna().tolist()


def drawn(chart: charts.Chart, axis: str, *names: str) -> list[float]:
    """The values of the traces with these names in their order, bands left out."""
    return [value for name in names for trace in chart.figure.data if trace.name == name for value in trace[axis]]


def test_over_time_the_chart_the_table_and_the_file_show_the_same_values() -> None:
    rows = observations(
        *line([16.4, None, 1 / 3, 17.123456789012345], lower=1.5, upper=30), *line([22.1, 22.3, 22.0], area=ENGLAND)
    )
    frame = views.over_time(rows, BY_SEX, AGAINST_ENGLAND, CATALOGUE)
    shown = frame["value"].dropna().tolist()
    assert shown == [16.4, 1 / 3, 17.123456789012345, 22.1, 22.3, 22.0]
    chart = charts.trend(frame, BY_SEX, CATALOGUE.strategy, "Obesity")
    assert drawn(chart, "y", "Welwyn Hatfield", "England") == shown
    assert values_in_the_table(frame) == values_in_the_file(frame) == shown


def test_areas_the_chart_the_table_and_the_file_show_the_same_values() -> None:
    cells = {OWN: 16.4, WATFORD: 1 / 3, BASILDON: 21.7, ENGLAND: 22.1, BROXBOURNE: None}
    rows = observations(*(row(value=value, area=area) for area, value in cells.items()))
    frame = views.areas(rows, BY_SEX, AGAINST_ENGLAND, END, CATALOGUE)
    shown = frame["value"].dropna().tolist()
    assert shown == [22.1, 21.7, 16.4, 1 / 3]
    chart = charts.areas(frame, BY_SEX, "Obesity")
    assert sorted(drawn(chart, "x", *views.ROLES.values()), reverse=True) == shown
    assert values_in_the_table(frame) == values_in_the_file(frame) == shown


def test_breakdowns_the_chart_the_table_and_the_file_show_the_same_values() -> None:
    rows = observations(*by_sex(OWN, 18.123456789012345, 16.5), *by_sex(ENGLAND, 23.0, None))
    frame = views.breakdowns(rows, BY_SEX, AGAINST_ENGLAND, END, CATALOGUE, dimension="sex")
    shown = frame["value"].dropna().tolist()
    assert shown == [18.123456789012345, 23.0, 16.5]
    bars, diamonds = charts.breakdown(frame, BY_SEX, "Obesity").figure.data
    assert list(bars.x) == [18.123456789012345, 16.5]
    assert list(diamonds.x) == [23.0]
    assert values_in_the_table(frame) == values_in_the_file(frame) == shown
