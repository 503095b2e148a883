"""What is read of a view: its table, the choices it offers, its titles; and that chart, table and file are one."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from indicators import catalogue as catalogues
from indicators import charts, lines, tables, views
from indicators import stated as stated_figures
from indicators.assessment import process
from indicators.model import Selection, StatedFigure
from indicators.views.process import limits_table
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
    ENGLAND,
    OWN,
    POUNDS,
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
    view,
)

CATALOGUE = small_catalogue()
OBESITY = indicator()
BY_SEX = indicator(dimensions=(SEX,))
AGAINST_ENGLAND = Selection(OWN, ENGLAND)
RENT = indicator(slug="rent", title="Rent", kind="price", unit=POUNDS, decimals=0, cadence="monthly", period="month")
END = "2019-12-31"


# As people read it


def test_a_table_has_only_columns_that_hold_something() -> None:
    rows = observations(row(value=17.25), row("2020", 0, area=WATFORD))
    table = views.readable(view(rows, OBESITY, AGAINST_ENGLAND).frame, OBESITY)
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
    assert list(views.offered(indicator(geography="lsoa", dimensions=(SEX,), cadence="monthly"))) == ["areas"]


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
        row("July 2016", 1, kind="month", breakdown="sex=male"),
    )
    of_areas = views.View("obesity", "areas", AGAINST_ENGLAND)
    assert list(views.ends(rows, of_areas).items()) == [
        ("2016-06-30", "June 2016"),
        ("2016-04-30", "April 2016"),
        ("2015-12-31", "December 2015"),
    ]
    by_dimension = views.View("obesity", "breakdown", AGAINST_ENGLAND, dimension="sex")
    assert views.ends(rows, by_dimension) == {"2016-07-31": "July 2016"}
    assert views.ends(rows, replace(by_dimension, selection=Selection(WATFORD, ENGLAND))) == {}


def test_the_years_on_offer() -> None:
    rows = observations(row("2018/19", kind="financial_year"), row("2011", kind="census"), row("2019"))
    assert views.years(rows) == [2011, 2019]


def test_what_a_chart_is_called() -> None:
    rows = observations(row(), row(area=WATFORD))
    assert view(rows, OBESITY, AGAINST_ENGLAND, "areas", END).title == "Obesity: Welwyn Hatfield among other areas"
    watford = Selection(WATFORD, ENGLAND)
    assert view(rows, BY_SEX, watford, "breakdown", END, "sex").title == "Obesity, Watford: sex"
    small = indicator(geography="lsoa")
    assert view(rows, small, AGAINST_ENGLAND, "areas", END).title == "Obesity: small areas of Welwyn Hatfield"


def test_with_years_left_out_a_chart_is_not_called_by_the_latest_figure() -> None:
    rows = observations(*line([16.0, 17.3], first=2018))
    assert view(rows, OBESITY, AGAINST_ENGLAND).title == "Obesity: up 1.3 percentage points since 2018, not tested"
    for first, last in ((2018, 2018), (2019, None), (None, 2018)):
        assert view(rows, OBESITY, Selection(OWN, ENGLAND, "", first, last)).title == "Obesity"


@pytest.mark.parametrize(
    ("name", "group", "where"),
    [
        ("over-time", "", "for Welwyn Hatfield"),
        ("table", "sex=male", "for Men and boys for Welwyn Hatfield"),
        ("process", "", "for Welwyn Hatfield"),
        ("areas", "sex=male", "for Men and boys for any area"),
        ("breakdown", "", "for Welwyn Hatfield"),
    ],
)
def test_why_a_view_is_empty(name: str, group: str, where: str) -> None:
    chosen = Selection(OWN, ENGLAND, group)
    empty = view(observations(row("2018", area=WATFORD, breakdown="age=old")), BY_SEX, chosen, name, END, "sex")
    hint = "Another group, area or view may have some."
    assert empty.nothing == f"Obesity: no figure is held {where}. {hint}"
    assert (empty.frame.empty, empty.chart(), len(empty.elsewhere)) == (True, None, 0)


@pytest.mark.parametrize("name", ["over-time", "areas", "breakdown"])
def test_a_view_of_nothing_but_reasons_says_so(name: str) -> None:
    rows = observations(row(value=None), row(value=None, breakdown="sex=male"))
    shown = view(rows, BY_SEX, AGAINST_ENGLAND, name, END, "sex")
    assert shown.nothing == "The publisher gives no value for what is chosen here, only the reasons."
    assert (len(shown.frame), shown.chart(), len(shown.figures)) == (1, None, 1)


def test_a_table_is_all_there_is() -> None:
    shown = view(observations(row(value=None)), OBESITY, AGAINST_ENGLAND, "table")
    assert (shown.nothing, shown.chart(), shown.figures["Figure"].tolist()) == ("", None, ["[x]"])


def test_why_there_is_no_process_chart() -> None:
    monthly = indicator(cadence="monthly", period="month")
    rows = observations(*(row(f"2019-{month:02}", 1.0 + month, kind="month") for month in range(1, 12)))
    shown = view(rows, monthly, AGAINST_ENGLAND, "process")
    assert shown.nothing == "There is no process chart. Cannot say: there are fewer than twelve months in a row."
    assert (shown.chart(), len(shown.figures)) == (None, 11)


@pytest.mark.parametrize(
    ("rows", "holders", "sentence"),
    [
        ((row(value=1.0, area=ENGLAND, breakdown="sex=female"),), [ENGLAND], "this is held for England only."),
        (
            (*by_sex(COUNTY, 1.0, 2.0), row(value=1.0, area=ENGLAND, breakdown="sex=male")),
            [ENGLAND, COUNTY],
            "this is held for England and Hertfordshire only.",
        ),
        (
            (
                *(row(value=1.0, area=area, breakdown="sex=male") for area in (WATFORD, COUNTY, ENGLAND)),
                row(value=None, area=RUGBY, breakdown="sex=male"),
                row(value=1.0, area=BASILDON, breakdown="age=old"),
                row(value=1.0),
            ),
            [ENGLAND, COUNTY, WATFORD],
            "this is held for England, Hertfordshire and Watford only.",
        ),
        (
            [row(value=1.0, area=area, breakdown="sex=male") for area in (ENGLAND, COUNTY, WATFORD, RUGBY, BASILDON)],
            [ENGLAND, COUNTY, BASILDON, RUGBY, WATFORD],
            "this is held for 5 other areas, and not for Welwyn Hatfield.",
        ),
    ],
)
def test_for_which_areas_a_breakdown_is_held(rows: Sequence[dict[str, Any]], holders: list[str], sentence: str) -> None:
    shown = view(observations(*rows), BY_SEX, AGAINST_ENGLAND, "breakdown", dimension="sex")  # no period to choose
    assert (list(shown.elsewhere), shown.nothing) == (holders, f"Sex: {sentence}")


def test_what_a_breakdown_is_called() -> None:
    assert lines.breakdown_name(BY_SEX, "") == "All"
    assert lines.breakdown_name(BY_SEX, "sex=male") == "Men and boys"
    assert lines.breakdown_name(BY_SEX, "age=old") == "age=old"


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
    table = stated_figures.table(replace(CATALOGUE, strategy=strategy(figures=(stated,))), {"obesity": rows})
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
    figures = (STATED, replace(STATED, text="79,000", indicator="jobs"))
    catalogue = replace(CATALOGUE, strategy=strategy(figures=figures))
    assert stated_figures.table(catalogue, {}, "jobs")["The strategy says"].tolist() == ["79,000"]
    assert len(stated_figures.table(catalogue, {})) == 2
    assert stated_figures.table(catalogue, {}, "population").empty


def test_the_sources_that_are_used() -> None:
    unused = replace(CATALOGUE.sources["office"], slug="unused", dataset="Heights")
    catalogue = replace(CATALOGUE, sources={**CATALOGUE.sources, "unused": unused})
    table = catalogues.sources_table(catalogue)
    assert told(table, *table.columns) == [
        (
            "The Office",
            "[Weights](https://www.example.org/)",
            "",
            "not stated in the file",
            "23 November 2026",
            "Source: The Office. Open Government Licence v3.0.",
            "Copied.",
        )
    ]


# A process chart


def test_the_points_of_a_process_chart_and_the_rules_they_meet() -> None:
    values = [98.0, 104.0] * 6 + [130.0]
    months = [
        row(f"2019-{place + 1:02}" if place < 12 else "2020-01", value, kind="month", indicator="rent")
        for place, value in enumerate(values)
    ]
    table = limits_table(process(observations(*months), RENT))
    assert table.columns.tolist() == ["Period", "Figure", "Value", "Mean", "Lower limit", "Upper limit", "Rule"]
    assert told(table.tail(2), "Period", "Figure", "Value", "Rule") == [
        ("December 2019", "£104", 104.0, ""),
        ("January 2020", "£130", 130.0, "outside the limits"),
    ]
    assert table["Mean"].unique().tolist() == pytest.approx([sum(values) / 13])


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
    frame = view(rows, BY_SEX, AGAINST_ENGLAND).frame
    shown = frame["value"].dropna().tolist()
    assert shown == [16.4, 1 / 3, 17.123456789012345, 22.1, 22.3, 22.0]
    chart = charts.trend(frame, BY_SEX, CATALOGUE.strategy, "Obesity")
    assert drawn(chart, "y", "Welwyn Hatfield", "England") == shown
    assert values_in_the_table(frame) == values_in_the_file(frame) == shown


def test_areas_the_chart_the_table_and_the_file_show_the_same_values() -> None:
    cells = {OWN: 16.4, WATFORD: 1 / 3, BASILDON: 21.7, ENGLAND: 22.1, BROXBOURNE: None}
    rows = observations(*(row(value=value, area=area) for area, value in cells.items()))
    frame = view(rows, BY_SEX, AGAINST_ENGLAND, "areas", END).frame
    shown = frame["value"].dropna().tolist()
    assert shown == [22.1, 21.7, 16.4, 1 / 3]
    chart = charts.areas(frame, BY_SEX, "Obesity")
    assert sorted(drawn(chart, "x", *lines.ROLES.values()), reverse=True) == shown
    assert values_in_the_table(frame) == values_in_the_file(frame) == shown


def test_breakdowns_the_chart_the_table_and_the_file_show_the_same_values() -> None:
    rows = observations(*by_sex(OWN, 18.123456789012345, 16.5), *by_sex(ENGLAND, 23.0, None))
    frame = view(rows, BY_SEX, AGAINST_ENGLAND, "breakdown", END, "sex").frame
    shown = frame["value"].dropna().tolist()
    assert shown == [18.123456789012345, 23.0, 16.5]
    bars, diamonds = charts.breakdown(frame, BY_SEX, "Obesity").figure.data
    assert list(bars.x) == [18.123456789012345, 16.5]
    assert list(diamonds.x) == [23.0]
    assert values_in_the_table(frame) == values_in_the_file(frame) == shown
