"""Figures held that a file has otherwise: by how much, all of them, or those of some areas alone."""

from dataclasses import replace

import pandas as pd
import pytest

from indicators import tables
from indicators.model import Catalogue
from tests.build import BASILDON, BROXBOURNE, OWN, WATFORD, line, observations, row
from tests.screening.situation import HELD, OBESITY, catalogue, screened

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

Rows = list[dict[str, object]]
STEADY = (60_137.0, 60_641.0, 61_153.0, 61_659.0, 62_171.0, 62_677.0)  # about 500 more each year


def told(check: str, rows: Rows, held: pd.DataFrame, known: Catalogue | None = None) -> list[str]:
    """What a check says of these rows in the tidy layout."""
    report = screened(tables.tidy_csv(observations(*rows)), held, known=known)
    return [found.message for found in report.findings if found.check == check]


# By how much


def test_a_total_that_is_ten_times_what_is_held() -> None:
    held = observations(row("2018", 119_839.0, indicator="jobs"))
    assert told("large-revision", [row("2018", 1_198_390.0, indicator="jobs")], held) == [
        "jobs: Welwyn Hatfield, 2018: 119,839 is held, 1,198,390 in the file (a factor of 10?)."
    ]


@pytest.mark.parametrize(("value", "number"), [(85_000.0, 0), (87_000.0, 1), (41_000.0, 1), (43_000.0, 0)])
def test_three_tenths_are_far_where_a_line_is_young(value: float, number: int) -> None:
    held = observations(row("2018", 60_413.0, indicator="jobs"))
    assert len(told("large-revision", [row("2018", value, indicator="jobs")], held)) == number


@pytest.mark.parametrize(("value", "number"), [(77_500.0, 0), (79_500.0, 1)])
def test_a_fifth_is_far_where_a_line_moves_little(value: float, number: int) -> None:
    held = line(STEADY, indicator="jobs")
    now = [*held[:-1], held[-1] | {"value": value}]
    assert len(told("large-revision", now, observations(*held))) == number


@pytest.mark.parametrize(("value", "number"), [(120_000.0, 0), (170_000.0, 1)])
def test_a_line_that_moves_much_may_be_revised_much(value: float, number: int) -> None:
    """Half of its changes are larger than 15,000: six times that is far."""
    held = line((60_137.0, 75_641.0, 60_153.0, 75_659.0, 60_171.0, 75_677.0), indicator="jobs")
    now = [*held[:-1], held[-1] | {"value": value}]
    assert len(told("large-revision", now, observations(*held))) == number


@pytest.mark.parametrize(("value", "number"), [(19.0, 0), (27.0, 1)])
def test_a_small_count_may_differ_by_what_chance_does(value: float, number: int) -> None:
    held = observations(row("2018", 11.0, indicator="jobs"))
    assert len(told("large-revision", [row("2018", value, indicator="jobs")], held)) == number


@pytest.mark.parametrize(("factor", "number"), [(1.04, 0), (1.06, 1), (1.25, 1), (0.8, 1)])
def test_all_areas_revised_by_one_factor_are_one_finding(factor: float, number: int) -> None:
    values = {OWN: 80_413.0, WATFORD: 88_217.0, BROXBOURNE: 34_871.0, BASILDON: 91_013.0}
    held = observations(*(row("2018", value, indicator="jobs", area=area) for area, value in values.items()))
    now = [row("2018", float(round(value * factor)), indicator="jobs", area=area) for area, value in values.items()]
    found = told("large-revision", now, held)
    assert len(found) == number
    assert all(f"4 of 4 revised figures by one factor: {factor}" in each for each in found)


@pytest.mark.parametrize(("areas", "number"), [(2, 0), (3, 1)])
def test_two_areas_may_have_one_factor_by_chance(areas: int, number: int) -> None:
    values = dict(list({OWN: 80_413.0, WATFORD: 88_217.0, BROXBOURNE: 34_871.0}.items())[:areas])
    held = observations(*(row("2018", value, indicator="jobs", area=area) for area, value in values.items()))
    now = [row("2018", float(round(value * 1.1)), indicator="jobs", area=area) for area, value in values.items()]
    assert len(told("large-revision", now, held)) == number


@pytest.mark.parametrize(("factor", "guess"), [(12.0, "12"), (52.0, "52"), (4.33, "4.33"), (1 / 12, "12"), (7.0, "")])
def test_a_factor_that_has_a_meaning_is_named(factor: float, guess: str) -> None:
    held = observations(row("2018", 60_413.0, indicator="jobs"))
    (found,) = told("large-revision", [row("2018", float(round(60_413 * factor)), indicator="jobs")], held)
    assert found.endswith(f" (a factor of {guess}?)." if guess else "in the file.")


# All of them

HIGHER: Rows = [
    dict(each) | {"value": round(each["value"] + (0.2 if place % 2 else -0.3), 1)}
    for place, each in enumerate(HELD.to_dict("records"))
]


def test_a_series_of_which_nothing_stays_is_asked_about() -> None:
    (found,) = told("series-revised", HIGHER, HELD)
    assert found == (
        "obesity: all 12 figures held are others in the file, of 3 periods. "
        "First: England, 2017: 16.9 held, 16.6 in the file."
    )


def test_not_where_the_publisher_says_that_it_revises_the_whole_series() -> None:
    known = catalogue(replace(OBESITY, revised_whole="Each release revises all years."))
    assert told("series-revised", HIGHER, HELD, known) == []


def test_not_where_one_figure_stays_or_only_one_period_is_held() -> None:
    one = [HIGHER[0] | {"value": 16.9}, *HIGHER[1:]]
    assert told("series-revised", one, HELD) == []
    last = HELD[HELD["period_label"] == "2019"].reset_index(drop=True)
    assert told("series-revised", [each for each in HIGHER if each["period_label"] == "2019"], last) == []


@pytest.mark.parametrize(("areas", "number"), [(1, 0), (2, 1)])
def test_three_figures_are_no_series_and_four_are(areas: int, number: int) -> None:
    codes = [OWN, WATFORD][:areas]
    held = HELD[HELD["area_code"].isin(codes) & (HELD["period_label"] != "2017")].reset_index(drop=True)
    now = [each for each in HIGHER if each["area_code"] in codes and each["period_label"] != "2017"]
    assert len(told("series-revised", now, held)) == number


def test_figures_that_the_publisher_called_provisional_may_all_change() -> None:
    held = HELD.assign(flags="provisional")
    assert told("series-revised", HIGHER, held) == []


def test_figures_with_fewer_digits_are_told_as_such_alone() -> None:
    held = HELD.assign(value=HELD["value"] + 0.01234)
    assert told("series-revised", HELD.to_dict("records"), held) == []


# Some areas


def test_an_area_of_another_release_than_the_others() -> None:
    rows = [
        HIGHER[place] if each["area_code"] == WATFORD else each for place, each in enumerate(HELD.to_dict("records"))
    ]
    assert told("mixed-areas", rows, HELD) == [
        "obesity: 1 of 4 areas differs from what is held, 3 do not. First: Watford, 2017: 18.2 held, 17.9 in the file."
    ]


def test_a_single_period_is_judged_across_areas() -> None:
    held = HELD[HELD["period_label"] == "2018"].reset_index(drop=True)
    rows = held.to_dict("records")
    assert len(told("mixed-areas", [rows[0] | {"value": 17.0}, *rows[1:]], held)) == 1
    assert told("mixed-areas", [each | {"value": each["value"] + 0.3} for each in rows], held) == []


def test_a_period_that_all_areas_have_otherwise_is_a_revision() -> None:
    rows = [
        each | {"value": each["value"] + (0.4 if each["period_label"] == "2019" else 0)}
        for each in HELD.to_dict("records")
    ]
    assert told("mixed-areas", rows, HELD) == []
