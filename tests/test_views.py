"""What a view shows: tiny frames in, exact frames out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from indicators import lines
from indicators.model import OBSERVATIONS, SIMILAR_AREAS, Selection
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
    ENGLAND,
    JOBS,
    OWN,
    REGION,
    RUGBY,
    SEX,
    SMALL_AREA,
    WARWICK,
    WATFORD,
    by_sex,
    indicator,
    line,
    observations,
    row,
    small_catalogue,
    told,
    view,
)

CATALOGUE = small_catalogue()
OBESITY = indicator()
BY_SEX = indicator(dimensions=(SEX,))
COUNT = indicator(unit=JOBS, decimals=0, kind="count")
AGAINST_ENGLAND = Selection(OWN, ENGLAND)
AGAINST_SIMILAR = Selection(OWN, SIMILAR_AREAS)
END = "2019-12-31"


# One line


def test_a_line_is_one_area_and_breakdown_oldest_first() -> None:
    rows = observations(
        row("April 2016", 3, kind="month"),
        row("December 2015", 2, kind="month"),
        row("August 2015", 1, kind="month"),
        row("May 2016", 9, kind="month", area=WATFORD),
        row("May 2016", 9, kind="month", breakdown="sex=male"),
    )
    assert told(lines.line(rows, OWN, ""), "period_label", "value") == [
        ("August 2015", 1),
        ("December 2015", 2),
        ("April 2016", 3),
    ]


def test_the_benchmark_is_an_area() -> None:
    rows = observations(*line([20, 21], area=ENGLAND), *line([16, 17]))
    assert told(lines.benchmark_line(rows, "", ENGLAND, CATALOGUE, OWN), "area_code", "value") == [
        (ENGLAND, 20),
        (ENGLAND, 21),
    ]


def test_the_benchmark_is_the_median_where_at_least_half_have_a_figure() -> None:
    catalogue = small_catalogue(similar=(BASILDON, RUGBY, WARWICK, WATFORD))
    rows = observations(
        *line([10, 10, 10, None], area=BASILDON),
        *line([12, 13, None, None], area=RUGBY),
        *line([20, 14, None, None], area=WARWICK),
        *line([99, 15, 11, 11], area=WATFORD),
        *line([1, 1, 1, 1]),  # the chosen area is none of them
        row("2015", 50, area=RUGBY, breakdown="sex=male"),
    )
    median = lines.benchmark_line(rows, "", SIMILAR_AREAS, catalogue, OWN)
    assert told(median, "period_label", "value") == [("2015", 16), ("2016", 13.5), ("2017", 10.5)]  # 2018: 1 of 4
    assert median.columns.tolist() == OBSERVATIONS.names
    assert told(median, "indicator", "area_code", "breakdown", "lower", "upper", "count", "denominator")[0] == (
        *("obesity", "similar", "", None, None, None, None),
    )
    assert set(median["note"]) == {"median of the similar areas, calculated here"}
    assert set(median["status"] + median["flags"] + median["published_comparison"]) == {""}


def test_a_median_of_nothing_is_empty() -> None:
    rows = observations(*line([16, 17]))
    median = lines.benchmark_line(rows, "", SIMILAR_AREAS, CATALOGUE, OWN)
    assert median.empty
    assert median.columns.tolist() == OBSERVATIONS.names


@pytest.mark.parametrize(
    ("areas", "geography", "code", "stand_in"),
    [
        ([OWN, COUNTY], "district", OWN, ""),
        ([OWN, COUNTY], "county", OWN, ""),
        ([COUNTY, ENGLAND], "county", COUNTY, "county"),
        ([SMALL_AREA], "lsoa", OWN, "small areas only"),
        ([COUNTY, ENGLAND], "district", OWN, "none"),
        ([ENGLAND], "county", OWN, "none"),
    ],
)
def test_whose_figures_are_shown(areas: Sequence[str], geography: str, code: str, stand_in: str) -> None:
    rows = observations(*(row(area=area) for area in areas))
    assert lines.shown_area(rows, indicator(geography=geography), OWN, CATALOGUE) == (code, stand_in)


# Over time


def test_over_time_is_the_area_and_its_benchmark() -> None:
    rows = observations(*line([16.4, None]), *line([22.1, 22.3], area=ENGLAND), *line([1, 1], area=WATFORD))
    frame = view(rows, OBESITY, AGAINST_ENGLAND).frame
    assert told(frame, "series", "role", "period_label", "value") == [
        ("Welwyn Hatfield", "area", "2015", 16.4),
        ("Welwyn Hatfield", "area", "2016", None),
        ("England", "benchmark", "2015", 22.1),
        ("England", "benchmark", "2016", 22.3),
    ]
    assert frame.columns.tolist() == [*OBSERVATIONS.names, "role", "series"]


def test_over_time_with_the_median_of_the_similar_areas() -> None:
    rows = observations(*line([16]), *line([10], area=BASILDON), *line([20], area=RUGBY))
    frame = view(rows, OBESITY, AGAINST_SIMILAR).frame
    assert told(frame, "series", "role", "value") == [
        ("Welwyn Hatfield", "area", 16),
        ("similar areas (median)", "benchmark", 15),
    ]


@pytest.mark.parametrize("kind", ["count", "rank"])
def test_over_time_a_count_or_rank_stands_alone(kind: str) -> None:
    rows = observations(*line([76574]), *line([2e7], area=ENGLAND))
    frame = view(rows, replace(COUNT, kind=kind), AGAINST_ENGLAND).frame
    assert told(frame, "series", "value") == [("Welwyn Hatfield", 76574)]


def test_over_time_an_area_is_not_its_own_benchmark() -> None:
    rows = observations(*line([22.1], area=ENGLAND))
    frame = view(rows, OBESITY, Selection(ENGLAND, ENGLAND)).frame
    assert told(frame, "series", "role") == [("England", "area")]


def test_over_time_of_one_breakdown_within_the_chosen_years() -> None:
    pooled = [row(f"{year}-{year + 2}", year, kind="pooled_years", breakdown="sex=male") for year in range(2010, 2016)]
    rows = observations(*pooled, row("2013", 1))
    selection = Selection(OWN, ENGLAND, "sex=male", 2013, 2015)
    frame = view(rows, BY_SEX, selection).frame
    assert told(frame, "period_label") == [("2011–13",), ("2012–14",), ("2013–15",)]  # by the year they end in


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (None, None, ["2015", "2016", "2017"]),
        (2016, None, ["2016", "2017"]),
        (None, 2016, ["2015", "2016"]),
        (2016, 2016, ["2016"]),
        (2020, 2021, []),
        (2017, 2015, []),
    ],
)
def test_the_chosen_years_are_both_included(first: int | None, last: int | None, years: list[str]) -> None:
    frame = view(observations(*line([1, 2, 3])), OBESITY, Selection(OWN, ENGLAND, "", first, last)).frame
    assert frame["period_label"].tolist() == years
    assert frame.index.tolist() == list(range(len(years)))


def test_over_time_of_nothing_is_empty() -> None:
    frame = view(observations(*line([1], area=WATFORD)), OBESITY, AGAINST_ENGLAND).frame
    assert frame.empty
    assert set(frame.columns) == {*OBSERVATIONS.names, "role", "series"}


def test_over_time_a_benchmark_alone_is_still_shown() -> None:
    frame = view(observations(*line([1], area=ENGLAND)), OBESITY, AGAINST_ENGLAND).frame
    assert told(frame, "series", "role", "value") == [("England", "benchmark", 1)]


# Areas


def test_areas_in_one_period_highest_first_and_missing_last() -> None:
    rows = observations(
        row(value=17.3),
        row(value=22.1, area=ENGLAND),
        row(value=21.0, area=REGION),
        row(value=19.0, area=COUNTY),
        row(value=None, status="c", area=BROXBOURNE),
        row(value=25.0, area=WATFORD),
        row(value=17.3, area=BASILDON),  # as high as the chosen area: by name
        row("2018", 99, area=RUGBY),
        row(value=98, area=RUGBY, breakdown="sex=male"),
    )
    frame = view(rows, OBESITY, AGAINST_ENGLAND, "areas", END).frame
    assert told(frame, "series", "role", "value") == [
        ("Watford", "sibling", 25.0),
        ("England", "benchmark", 22.1),
        ("East of England", "larger", 21.0),
        ("Hertfordshire", "larger", 19.0),
        ("Basildon", "similar", 17.3),
        ("Welwyn Hatfield", "area", 17.3),
        ("Broxbourne", "sibling", None),
    ]


def test_areas_beside_the_median_of_the_similar_ones() -> None:
    rows = observations(row(value=17), row(value=10, area=BASILDON), row(value=20, area=RUGBY))
    frame = view(rows, OBESITY, AGAINST_SIMILAR, "areas", END).frame
    assert told(frame, "series", "role", "value") == [
        ("Rugby", "similar", 20),
        ("Welwyn Hatfield", "area", 17),
        ("similar areas (median)", "benchmark", 15),
        ("Basildon", "similar", 10),
    ]


def test_areas_leave_larger_ones_out_where_only_size_would_show() -> None:
    rows = observations(*(row(value=9, area=area) for area in (OWN, WATFORD, BASILDON, COUNTY, REGION, ENGLAND)))
    for benchmark in (ENGLAND, SIMILAR_AREAS):
        frame = view(rows, COUNT, Selection(OWN, benchmark), "areas", END).frame
        assert frame["series"].tolist() == ["Basildon", "Watford", "Welwyn Hatfield"]
    chosen = view(rows, COUNT, Selection(COUNTY, ENGLAND), "areas", END).frame
    assert chosen["series"].tolist() == ["Basildon", "Hertfordshire", "Watford", "Welwyn Hatfield"]


@pytest.mark.parametrize(
    ("chosen", "role"),
    [
        (OWN, {WATFORD: "sibling", BASILDON: "similar", RUGBY: "similar", REGION: "larger", COUNTY: "larger"}),
        (WATFORD, {OWN: "sibling", BASILDON: "other", RUGBY: "other"}),  # similar to the borough, not to Watford
        (COUNTY, {OWN: "other", BASILDON: "other", REGION: "larger"}),
        (RUGBY, {OWN: "other", BASILDON: "other", COUNTY: "larger"}),
    ],
)
def test_how_another_area_stands_to_the_chosen_one(chosen: str, role: dict[str, str]) -> None:
    rows = observations(*(row(area=area) for area in (chosen, ENGLAND, *role)))
    frame = view(rows, OBESITY, Selection(chosen, ENGLAND), "areas", END).frame
    found = dict(zip(frame["area_code"], frame["role"], strict=True))
    assert found == {chosen: "area", ENGLAND: "benchmark", **role}


def test_two_districts_are_in_the_same_county_only_if_a_county_says_so() -> None:
    """The list of areas knows no county for Rugby and Warwick: they hang below England."""
    rows = observations(row(area=RUGBY), row(area=WARWICK), row(area=ENGLAND))
    frame = view(rows, OBESITY, Selection(RUGBY, ENGLAND), "areas", END).frame
    assert frame.set_index("area_code").loc[WARWICK, "role"] == "other"


def test_small_areas_are_other_areas() -> None:
    rows = observations(row(area=SMALL_AREA))
    frame = view(rows, indicator(geography="lsoa"), AGAINST_ENGLAND, "areas", END).frame
    assert told(frame, "series", "role") == [("Welwyn Hatfield 015A", "other")]


def test_areas_of_a_period_without_figures_is_empty() -> None:
    frame = view(observations(row()), OBESITY, AGAINST_ENGLAND, "areas", "2001-12-31").frame
    assert frame.empty


# Breakdowns


def test_breakdowns_in_the_order_of_the_definition() -> None:
    female_first = replace(SEX, values=dict(reversed(SEX.values.items())))
    rows = observations(
        *by_sex(OWN, 18.1, 16.5),
        *by_sex(ENGLAND, 23.0, None),
        row(value=17.3),
        row(value=1, breakdown="age=under-16"),
        row("2018", 2, breakdown="sex=male"),
    )
    for dimension, order in ((SEX, ["sex=male", "sex=female"]), (female_first, ["sex=female", "sex=male"])):
        frame = view(rows, indicator(dimensions=(dimension,)), AGAINST_ENGLAND, "breakdown", END, "sex").frame
        assert frame["breakdown"].unique().tolist() == order
        assert frame["role"].tolist() == ["area", "benchmark"] * 2
        assert told(frame[frame["breakdown"] == "sex=male"], "series", "value") == [
            ("Welwyn Hatfield", 18.1),
            ("England", 23.0),
        ]


def test_breakdowns_of_counts_stand_alone() -> None:
    """As over time: beside England's count every bar of the borough would be nothing."""
    rows = observations(*by_sex(OWN, 55000, 57000), *by_sex(ENGLAND, 27e6, 28e6))
    counted = replace(BY_SEX, kind="count", unit=JOBS)
    frame = view(rows, counted, AGAINST_ENGLAND, "breakdown", END, "sex").frame
    assert told(frame, "series", "value") == [("Welwyn Hatfield", 55000), ("Welwyn Hatfield", 57000)]


def test_breakdowns_beside_the_median_of_the_similar_areas() -> None:
    rows = observations(*by_sex(OWN, 18, 16), *by_sex(BASILDON, 10, 30), *by_sex(RUGBY, 20, 40))
    frame = view(rows, BY_SEX, AGAINST_SIMILAR, "breakdown", END, "sex").frame
    assert told(frame, "series", "breakdown", "value") == [
        ("Welwyn Hatfield", "sex=male", 18),
        ("similar areas (median)", "sex=male", 15),
        ("Welwyn Hatfield", "sex=female", 16),
        ("similar areas (median)", "sex=female", 35),
    ]


def test_breakdowns_of_the_benchmark_itself() -> None:
    rows = observations(*by_sex(ENGLAND, 23, 22))
    frame = view(rows, BY_SEX, Selection(ENGLAND, ENGLAND), "breakdown", END, "sex").frame
    assert told(frame, "role", "value") == [("area", 23), ("area", 22)]


def test_groups_that_are_judged_together_are_drawn_together() -> None:
    of = indicator(headline="sex=male", beside=("sex=female",), dimensions=(SEX,))
    rows = observations(*by_sex(OWN, 17.3, 15.1), *by_sex(ENGLAND, 20.1, 19.0))
    frame = view(rows, of, Selection(OWN, ENGLAND, "sex=male")).frame
    assert told(frame, "role", "series", "value") == [
        ("area", "Welwyn Hatfield, men and boys", 17.3),
        ("beside", "Welwyn Hatfield, women and girls", 15.1),
        ("benchmark", "England, men and boys", 20.1),
    ]
    chosen = view(rows, of, Selection(OWN, ENGLAND, "sex=female")).frame
    assert told(chosen, "role", "value") == [("area", 15.1), ("benchmark", 19.0)]
