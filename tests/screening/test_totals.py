"""Parts against their total, and a county against its districts."""

from dataclasses import replace

import pandas as pd
import pytest

from indicators import tables
from indicators.model import Catalogue, Indicator, Sum, Within
from tests.build import BROXBOURNE, COUNTY, OWN, WATFORD, observations, row
from tests.screening.situation import JOBS, NOTHING, OBESITY, POPULATION, catalogue, screened

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

Rows = list[dict[str, object]]


def told(check: str, rows: Rows, held: pd.DataFrame = NOTHING, known: Catalogue | None = None) -> list[str]:
    """What a check says of these rows in the tidy layout."""
    report = screened(tables.tidy_csv(observations(*rows)), held, known=known)
    return [found.message for found in report.findings if found.check == check]


def by_sex(total: float | None, male: float | None, female: float | None, area: str = OWN, year: str = "2019") -> Rows:
    cells = {"": total, "sex=male": male, "sex=female": female}
    return [row(year, value, indicator="jobs", area=area, breakdown=each) for each, value in cells.items()]


def test_parts_that_do_not_come_to_their_total() -> None:
    rows = [*by_sex(60_413, 30_123, 31_290), *by_sex(80_217, 40_109, 40_108, WATFORD)]
    assert told("parts-and-total", rows) == [
        "jobs: 1 of 2 places and periods have parts that do not add up to the total. "
        "First: Welwyn Hatfield, 2019: 61,413, where 60,413 is the whole."
    ]


@pytest.mark.parametrize(("total", "number"), [(60_413, 0), (60_713, 0), (60_723, 1), (60_113, 0), (60_103, 1)])
def test_half_a_percent_is_no_matter(total: float, number: int) -> None:
    assert len(told("parts-and-total", by_sex(total, 30_123, 30_290))) == number


@pytest.mark.parametrize(("total", "number"), [(21, 0), (22, 0), (23, 1)])
def test_each_number_may_be_rounded_by_half_of_its_last_digit(total: float, number: int) -> None:
    assert len(told("parts-and-total", by_sex(total, 9, 12))) == number


def test_numbers_that_are_all_rounded_to_ten_may_miss_by_more() -> None:
    lines = [each for year in range(2012, 2019) for each in by_sex(220, 90, 120, year=str(year))]
    assert told("parts-and-total", [*lines, *by_sex(220, 90, 120)]) == []
    assert len(told("parts-and-total", [*lines, *by_sex(230, 90, 120)])) == 1


@pytest.mark.parametrize(("total", "number"), [(60_413, 0), (25_000, 1)])
def test_a_part_that_is_held_back_is_not_known_but_no_less_than_nothing(total: float, number: int) -> None:
    assert len(told("parts-and-total", by_sex(total, 30_123, None))) == number


def test_a_total_is_compared_with_parts_that_are_held() -> None:
    held = observations(*by_sex(60_413, 30_123, 30_290))
    (found,) = told("parts-and-total", by_sex(70_413, None, None)[:1], held)
    assert "60,413, where 70,413 is the whole" in found
    assert told("parts-and-total", by_sex(60_413, None, None)[:1], held) == []


def test_what_is_held_already_is_not_asked_about_again() -> None:
    rows = by_sex(70_413, 30_123, 30_290)
    assert told("parts-and-total", rows, observations(*rows)) == []


def shares(**of: object) -> Indicator:
    return replace(OBESITY, sums=(Sum(("sex=male", "sex=female"), **of),))  # type: ignore[arg-type]


@pytest.mark.parametrize(("female", "number"), [(58.8, 0), (59.4, 0), (59.6, 1), (29.4, 1)])
def test_shares_come_to_a_hundred(female: float, number: int) -> None:
    rows = [row(value=41.2, breakdown="sex=male"), row(value=female, breakdown="sex=female")]
    assert len(told("parts-and-total", rows, known=catalogue(shares(number=100.0)))) == number


@pytest.mark.parametrize(("total", "number"), [(40.9, 0), (40.8, 1)])
def test_some_of_a_whole_are_no_more_than_it(total: float, number: int) -> None:
    rows = [row(value=total), row(value=41.2, breakdown="sex=male"), row(value=12.3, breakdown="sex=female")]
    found = told("parts-and-total", rows, known=catalogue(shares(some=True)))
    assert len(found) == number
    assert all(
        "have a part that is larger than the total. First: Welwyn Hatfield, 2019: 41.2 of 40.8." in each
        for each in found
    )


# A county

DISTRICTS = {BROXBOURNE: 34_871.0, WATFORD: 88_217.0, OWN: 80_413.0}


def county(year: int, own: float, indicator: str = "jobs", times: float = 1) -> Rows:
    values = {area: value * times for area, value in DISTRICTS.items()} | {COUNTY: own}
    return [row(str(year), value + year, indicator=indicator, area=area) for area, value in values.items()]


PAST = [each for year in (2016, 2017, 2018) for each in county(year, 203_501 + 2 * year)]


@pytest.mark.parametrize(("times", "number"), [(1.0, 0), (0.92, 0), (0.88, 1), (1.08, 0), (1.15, 1), (10, 1)])
def test_a_county_that_is_not_the_sum_of_its_districts(times: float, number: int) -> None:
    found = told("county-and-districts", county(2019, round((203_501 + 3 * 2019) * times) - 2019), observations(*PAST))
    assert len(found) == number
    assert all(", its districts come to 209,558." in each for each in found)


@pytest.mark.parametrize(("years", "number"), [(2, 0), (3, 1)])
def test_two_periods_do_not_show_what_a_county_is(years: int, number: int) -> None:
    held = observations(*PAST[-4 * years :])
    assert len(told("county-and-districts", county(2019, 150_000), held)) == number


def test_a_county_that_never_was_the_sum_need_not_be() -> None:
    held = observations(*(each for year in (2016, 2017, 2018) for each in county(year, 150_000)))
    assert told("county-and-districts", county(2019, 203_501), held) == []


def test_a_district_without_a_figure_leaves_nothing_to_compare() -> None:
    rows = county(2019, 150_000)[1:]
    assert told("county-and-districts", rows, observations(*PAST)) == []


@pytest.mark.parametrize(("own", "number"), [(18.4, 0), (20.1, 0), (22.9, 1), (14.0, 1)])
def test_the_share_of_a_county_lies_between_those_of_its_districts(own: float, number: int) -> None:
    def shares_of(year: str, value: float) -> Rows:
        values = {BROXBOURNE: 20.4, WATFORD: 18.5, OWN: 16.1, COUNTY: value}
        return [row(year, share, area=area) for area, share in values.items()]

    held = observations(*(each for year in ("2016", "2017", "2018") for each in shares_of(year, 18.2)))
    found = told("county-and-districts", shares_of("2019", own), held)
    assert len(found) == number
    assert all("its districts lie between 16.1 and 20.4." in each for each in found)


# Within another indicator


def beside_residents(jobs: float, year: str = "2019", same: bool = False) -> list[str]:
    """What is told of so many jobs where 100,000 residents are held for 30 June 2019."""
    held = observations(row("2019", 100_000.0, kind="mid_year", indicator="population"))
    known = catalogue(replace(JOBS, within=Within("population", same)), POPULATION)
    return told("parts-and-total", [row(year, jobs, indicator="jobs")], held, known)


@pytest.mark.parametrize(("jobs", "number"), [(105_499, 0), (105_503, 1), (40_001, 0)])
def test_a_total_is_no_more_than_there_are_in_all(jobs: float, number: int) -> None:
    assert len(beside_residents(jobs)) == number


@pytest.mark.parametrize(("jobs", "number"), [(105_499, 0), (105_503, 1), (94_503, 0), (94_497, 1)])
def test_or_about_as_many(jobs: float, number: int) -> None:
    assert len(beside_residents(jobs, same=True)) == number


def test_it_says_what_is_held_of_the_other_indicator() -> None:
    assert beside_residents(400_000) == [
        "jobs: 1 of 1 place and period are more than there are in all, by population. "
        "First: Welwyn Hatfield, 2019: 400,000, where 100,000 is held."
    ]


@pytest.mark.parametrize(("year", "number"), [("2016", 1), ("2015", 0), ("2021", 1), ("2022", 0)])
def test_it_is_compared_with_what_is_held_of_about_the_same_time(year: str, number: int) -> None:
    assert len(beside_residents(400_000, year)) == number
