"""What a figure can be by how it is made: bounds and ranks, a count beside its value, digits; each limit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from indicators import tables
from indicators.model import Bound, Indicator
from tests.build import BASILDON, BROXBOURNE, COUNTY, ENGLAND, OWN, REGION, RUGBY, WARWICK, WATFORD, observations, row
from tests.screening.situation import OBESITY, PLACE, catalogue, screened

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

AREAS = (OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK, COUNTY)
Rows = list[dict[str, Any]]


def told(check: str, rows: Rows, held: Sequence[dict[str, Any]] = (), *known: Indicator) -> list[str]:
    """What a check says of these rows in the tidy layout."""
    report = screened(tables.tidy_csv(observations(*rows)), observations(*held), known=catalogue(*known))
    return [found.message for found in report.findings if found.check == check]


# Bounds


@pytest.mark.parametrize(("value", "number"), [(1, 0), (317, 0), (318, 1), (0, 1)])
def test_a_rank_is_one_of_so_many(value: float, number: int) -> None:
    assert len(told("out-of-bounds", [row("2019", value, indicator="place")])) == number


@pytest.mark.parametrize(("breakdown", "value", "number"), [("", 11, 1), ("sex=male", 11, 0), ("sex=male", 101, 1)])
def test_a_line_that_a_bound_names_has_that_one(breakdown: str, value: float, number: int) -> None:
    known = replace(OBESITY, kind="mean", bounds=(Bound(1.0, 10.0), Bound(1.0, 100.0, ("sex=male",))))
    assert len(told("out-of-bounds", [row("2019", value, breakdown=breakdown)], (), known)) == number


def test_it_says_between_which_numbers() -> None:
    assert told("out-of-bounds", [row("2019", 412.0, indicator="place")]) == [
        "place lies between 1 and 317, and 412 does not."
    ]


@pytest.mark.parametrize(("value", "number"), [(91, 0), (91.5, 1)])
def test_a_rank_is_a_whole_number(value: float, number: int) -> None:
    assert len(told("broken-rank", [row("2019", value, indicator="place")])) == number


@pytest.mark.parametrize(("ranks", "number"), [((9, 9, 8, 8, 1, 2, 3), 1), ((9, 9, 9, 4, 1, 2, 3), 0)])
@pytest.mark.parametrize(("places", "counts"), [(317.0, True), (10.0, False)])
def test_a_rank_is_given_once(ranks: tuple[int, ...], number: int, places: float, counts: bool) -> None:
    """Three areas may share one; with fewer places than three an area, as deciles have, any number may."""
    known = replace(PLACE, bounds=(Bound(1.0, places),))
    rows = [row("2019", rank, indicator="place", area=area) for area, rank in zip(AREAS, ranks, strict=True)]
    assert len(told("shared-ranks", rows, (), known)) == (number if counts else 0)


@pytest.mark.parametrize(("rank", "number"), [(250, 0), (270, 1)])
def test_a_rank_that_leaps_over_half_of_all_places_is_far(rank: int, number: int) -> None:
    held = [row("2018", 100 + place, indicator="place", area=area) for place, area in enumerate(AREAS)]
    rows = [each | {"value": each["value"] + 1} for each in held[1:]] + [{**held[0], "value": rank}]
    later = [
        each | {name: row("2019")[name] for name in ("period_start", "period_end", "period_label")} for each in rows
    ]
    assert len(told("far-level", later, held)) == number


# A count beside its value


def counted(value: float, count: float, denominator: float | None, year: str = "2018", area: str = OWN) -> Rows:
    return [row(year, value, area=area, count=count, denominator=denominator)]


@pytest.mark.parametrize(("count", "number"), [(1_660, 0), (1_680, 0), (1_730, 1), (16_600, 1)])
def test_a_share_is_what_its_count_makes_if_all_held_are(count: float, number: int) -> None:
    held = [
        each
        for year in ("2014", "2015", "2016", "2017", "2018")
        for place, area in enumerate(AREAS[:4])
        for each in counted(16.0 + place, 1600 + 100 * place, 10_000.0, year, area)
    ]
    assert len(told("value-and-count", counted(16.6, count, 10_000.0, "2019"), held)) == number


@pytest.mark.parametrize(("count", "number"), [(1_660, 0), (1_900, 0), (2_200, 1)])
def test_where_few_are_held_it_may_be_weighted(count: float, number: int) -> None:
    assert (
        len(told("value-and-count", counted(16.6, count, 10_000.0, "2019"), counted(16.6, 1_660, 10_000.0))) == number
    )


@pytest.mark.parametrize(("count", "number"), [(1_660, 0), (2_400, 0), (2_600, 1), (16, 0)])
def test_without_a_denominator_the_population_may_move(count: float, number: int) -> None:
    assert len(told("value-and-count", counted(16.6, count, None, "2019"), counted(16.6, 1_660, None))) == number


# Digits


@pytest.mark.parametrize(("ends", "number"), [("2222222", 1), ("2222223", 0), ("1234567", 0)])
def test_figures_that_all_end_in_one_digit(ends: str, number: int) -> None:
    rows = [
        row("2019", float(f"1{place}.4{end}"), area=area)
        for place, (area, end) in enumerate(zip(AREAS, ends, strict=True))
    ]
    assert len(told("one-last-digit", rows)) == number


@pytest.mark.parametrize(("value", "number"), [(14.4, 0), (14.42, 1)])
@pytest.mark.parametrize("years", [5, 4])
def test_a_figure_with_a_digit_that_none_has(value: float, number: int, years: int) -> None:
    held = [
        row(str(2010 + year), 14.1 + place + year / 10, area=area)
        for year in range(years)
        for place, area in enumerate(AREAS[:4])
    ]
    rows = [row("2019", 14.5 + place, area=area) for place, area in enumerate(AREAS[1:])]
    expected = number if years * 4 >= 20 else 0
    assert len(told("finer-figures", [row("2019", value), *rows], held)) == expected


@pytest.mark.parametrize(("text", "number"), [("1.6E+01", 1), ("1.64E+01", 0), ("1.6e1", 0)])
def test_decimals_that_a_spreadsheet_dropped(text: str, number: int) -> None:
    plain = tables.tidy_csv(observations(row("2019", 16.4)))
    report = screened(plain.replace(",16.4,", f",{text},"))
    assert [each.check for each in report.findings].count("lost-digits") == number


# The own area, and an order of zeros


@pytest.mark.parametrize(("held", "number"), [(False, 1), (True, 0)])
def test_the_own_area_is_missed_when_an_indicator_comes_for_the_first_time(held: bool, number: int) -> None:
    """Where figures of others alone are held, it was asked when they came."""
    every = (*AREAS[1:], ENGLAND, REGION)
    past = [row("2018", 17.0, area=WATFORD)] if held else []
    assert len(told("own-area-missing", [row("2019", 17.0, area=area) for area in every], past)) == number
    assert told("own-area-missing", [row("2019", 17.0, area=area) for area in every[1:]], past) == []


@pytest.mark.parametrize(("zeros", "number"), [(4, 0), (3, 1)])
def test_areas_that_are_mostly_zero_have_no_order(zeros: int, number: int) -> None:
    def of(year: str, values: tuple[float, ...]) -> Rows:
        return [row(year, value, area=area) for area, value in zip(AREAS, values, strict=True)]

    few, many = (0.0,) * zeros, tuple(10.0 + place for place in range(7 - zeros))
    held = [each for year in ("2015", "2016", "2017", "2018") for each in of(year, (*few, *many))]
    assert len(told("order-of-areas", of("2019", (*many[::-1], *few)), held)) == number
