"""Figures that stand somewhere else already: of another period, area or line, or one value for many."""

from collections.abc import Mapping

import pandas as pd
import pytest

from indicators import tables
from tests.build import BASILDON, BROXBOURNE, COUNTY, OWN, RUGBY, WARWICK, WATFORD, indicator, observations, row
from tests.screening.situation import NOTHING, catalogue, screened

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

FIVE = (OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY)
JOBS = {OWN: 80_413, WATFORD: 88_217, BROXBOURNE: 34_871, BASILDON: 91_013, RUGBY: 47_319}


def jobs(year: int, values: Mapping[str, float], **cells: object) -> list[dict[str, object]]:
    """A row of jobs for each area."""
    return [row(str(year), float(value), indicator="jobs", area=area, **cells) for area, value in values.items()]


def told(check: str, rows: list[dict[str, object]], held: pd.DataFrame = NOTHING, *known: object) -> list[str]:
    """What a check says of these rows in the tidy layout."""
    report = screened(tables.tidy_csv(observations(*rows)), held, known=catalogue(*known))  # type: ignore[arg-type]
    return [found.message for found in report.findings if found.check == check]


def moved(values: Mapping[str, float], by: float) -> dict[str, float]:
    return {area: round(value * by) for area, value in values.items()}


# Another period


def test_last_years_figures_under_this_years_label() -> None:
    held = observations(*jobs(2018, JOBS), *jobs(2017, moved(JOBS, 0.97)))
    assert told("repeated-period", jobs(2019, JOBS), held) == [
        "jobs: all 5 new figures for 2019 are exactly those of 2018."
    ]
    assert told("repeated-period", jobs(2019, moved(JOBS, 0.97)), held) == [
        "jobs: all 5 new figures for 2019 are exactly those of 2017."
    ]


@pytest.mark.parametrize(("edited", "number"), [(1, 1), (2, 0)])
def test_four_of_five_are_most_of_them_and_three_are_not(edited: int, number: int) -> None:
    held = observations(*jobs(2018, JOBS))
    now = {area: value + (7 if place < edited else 0) for place, (area, value) in enumerate(JOBS.items())}
    found = told("repeated-period", jobs(2019, now), held)
    assert len(found) == number
    assert all("4 of 5 new figures for 2019" in each for each in found)


@pytest.mark.parametrize(("areas", "number"), [(1, 0), (2, 1)])
def test_one_figure_of_five_digits_may_be_chance_and_two_are_not(areas: int, number: int) -> None:
    few = dict(list(JOBS.items())[:areas])
    assert len(told("repeated-period", jobs(2019, few), observations(*jobs(2018, few)))) == number


@pytest.mark.parametrize(("value", "number"), [(26.64292, 1), (26.6, 0)])
def test_many_digits_tell_what_few_do_not(value: float, number: int) -> None:
    now = [row("2019", value + place, area=area) for place, area in enumerate((OWN, WATFORD))]
    held = observations(*(row("2018", value + place, area=area) for place, area in enumerate((OWN, WATFORD))))
    assert len(told("repeated-period", now, held)) == number


def test_zeros_and_series_that_repeat_themselves_tell_nothing() -> None:
    zeros = dict.fromkeys(FIVE, 0.0)
    assert told("repeated-period", jobs(2019, zeros), observations(*jobs(2018, zeros))) == []
    sticky = observations(*(each for year in range(2013, 2019) for each in jobs(year, JOBS)))
    assert told("repeated-period", jobs(2019, JOBS), sticky) == []


def test_a_line_that_is_moved_by_a_year_is_one_finding() -> None:
    values = [80_413, 81_217, 82_001, 82_987, 84_119]
    held = observations(*(each for year, value in enumerate(values, 2014) for each in jobs(year, {OWN: value})))
    late = [each for year, value in enumerate(values, 2015) for each in jobs(year, {OWN: value})]
    (found,) = told("repeated-period", late, held)
    assert found.startswith("jobs: all 5 new figures are exactly those of other periods: 2015 has those of 2014; ")
    assert found.endswith("2018 has those of 2017; and 1 more.")


def test_a_period_of_the_same_file_counts_too() -> None:
    (found,) = told("repeated-period", [*jobs(2018, JOBS), *jobs(2019, JOBS)])
    assert found == "jobs: all 5 new figures for 2019 are exactly those of 2018."


def test_what_the_publisher_carries_forward_is_no_mistake() -> None:
    """As with the five-a-day figures of 2021, which are those of 2020; what nobody says so of is told."""
    held, forward = observations(*jobs(2018, JOBS)), "carried_forward"
    assert told("repeated-period", jobs(2019, JOBS, flags=f"estimated {forward}"), held) == []
    half = [*jobs(2019, JOBS)[:3], *jobs(2019, JOBS, flags=forward)[3:]]
    assert told("repeated-period", half, held) == ["jobs: all 3 new figures for 2019 are exactly those of 2018."]
    assert len(told("repeated-period", jobs(2019, JOBS, flags="estimated"), held)) == 1


def test_figures_that_are_held_as_they_are_are_no_repeat() -> None:
    rows = [*jobs(2018, JOBS), *jobs(2019, JOBS)]
    assert told("repeated-period", rows, observations(*rows)) == []


# Another area


def test_two_areas_that_are_exchanged() -> None:
    years = {year: moved(JOBS, 1 + year / 100) for year in range(3)}
    held = observations(*(each for year, values in years.items() for each in jobs(2016 + year, values)))
    wrong = {OWN: WATFORD, WATFORD: OWN}
    rows = [
        each
        for year, values in years.items()
        for each in jobs(2016 + year, {area: values[wrong.get(area, area)] for area in values})
    ]
    assert told("another-area", rows, held) == [
        "jobs: 3 of 3 figures under Welwyn Hatfield are those held for Watford; "
        "3 of 3 figures under Watford are those held for Welwyn Hatfield."
    ]


def test_a_column_that_is_moved_by_one_area() -> None:
    moved_on = dict(zip(JOBS, [*list(JOBS.values())[1:], JOBS[OWN]], strict=True))
    (found,) = told("another-area", jobs(2018, moved_on), observations(*jobs(2018, JOBS)))
    assert "1 of 1 figure under Welwyn Hatfield are those held for Watford" in found
    assert found.endswith("; and 1 more.")


def test_one_area_with_one_figure_of_another_may_be_chance() -> None:
    held = observations(*jobs(2018, JOBS))
    assert told("another-area", jobs(2018, JOBS | {OWN: JOBS[WATFORD]}), held) == []


def test_an_area_that_is_in_the_file_under_two_names() -> None:
    rows = [each for year in (2017, 2018) for each in jobs(year, {OWN: 80_413 + year, WATFORD: 80_413 + year})]
    (found,) = told("another-area", rows)
    assert found == "jobs: 2 of 2 figures under Watford stand there also for Welwyn Hatfield."


# Another line


def test_mens_figures_under_women() -> None:
    values = {OWN: 17.20894, WATFORD: 16.41237}
    held = observations(*(row(value=value, area=area, breakdown="sex=male") for area, value in values.items()))
    rows = [row(value=value, area=area, breakdown="sex=female") for area, value in values.items()]
    assert told("another-line", rows, held) == [
        "obesity for sex=female: 2 of 2 new figures are those of obesity for sex=male."
    ]


def test_the_figures_of_another_indicator_that_is_held() -> None:
    score = indicator(slug="score", kind="mean", title="Score")
    held = observations(*(row(value=18.20894 + place, area=area) for place, area in enumerate(FIVE)))
    rows = [row(value=18.20894 + place, area=area, indicator="score") for place, area in enumerate(FIVE)]
    assert told("another-line", rows, held, score, indicator()) == ["score: 5 of 5 new figures are those of obesity."]


@pytest.mark.parametrize(("alike", "number"), [(0, 1), (1, 0)])
def test_a_part_that_has_been_all_of_it_may_be_so_again(alike: int, number: int) -> None:
    held = [*jobs(2018, JOBS), *jobs(2018, moved(JOBS, 1 if alike else 0.9), breakdown="sex=male")]
    rows = [*jobs(2019, moved(JOBS, 1.03)), *jobs(2019, moved(JOBS, 1.03), breakdown="sex=male")]
    assert len(told("another-line", rows, observations(*held))) == number


# One value


@pytest.mark.parametrize(("areas", "number"), [(2, 0), (3, 1)])
def test_one_value_for_many_areas(areas: int, number: int) -> None:
    held = observations(*jobs(2018, JOBS))
    now = moved(JOBS, 1.02) | dict.fromkeys(FIVE[:areas], 60_413)
    found = told("one-value", jobs(2019, now), held)
    assert found == ["jobs, 2019: 60,413 for 3 of 5 areas."] * number


def test_all_areas_have_one_value() -> None:
    held = observations(*jobs(2018, JOBS))
    assert told("one-value", jobs(2019, dict.fromkeys(FIVE, 60_413)), held) == ["jobs, 2019: 60,413 for all 5 areas."]


@pytest.mark.parametrize(("usual", "number"), [(2, 1), (3, 0)])
def test_more_areas_alike_than_ever_before(usual: int, number: int) -> None:
    """Four are more than one and a half times two, and not of three."""
    past = [moved(JOBS, 1 + year / 50) | dict.fromkeys(FIVE[:usual], 60_000 + year) for year in range(1)]
    held = observations(*(each for year, values in enumerate(past, 2018) for each in jobs(year, values)))
    now = jobs(2019, moved(JOBS, 1.05) | dict.fromkeys(FIVE[:4], 61_417))
    assert len(told("one-value", now, held)) == number


@pytest.mark.parametrize(("periods", "number"), [(2, 0), (3, 1)])
def test_one_value_filled_down_over_the_periods_of_an_area(periods: int, number: int) -> None:
    years = range(2017, 2017 + periods)
    found = told("one-value", [each for year in years for each in jobs(year, {OWN: 60_413})])
    assert found == ["jobs, Welwyn Hatfield: 60,413 in 3 periods in a row, to 2019."] * number


@pytest.mark.parametrize("value", [3.0, 0.0])
def test_small_counts_are_alike_by_nature(value: float) -> None:
    counts = {area: float(place) for place, area in enumerate((*FIVE, WARWICK, COUNTY))}
    held = observations(*(each for year in (2017, 2018) for each in jobs(year, counts)))
    now = counts | dict.fromkeys(FIVE[:3], value)
    assert told("one-value", jobs(2019, now), held) == []
