"""How many a share is of, beside how many there are: more than all, another part than elsewhere or before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from indicators import tables
from indicators.model import Within
from tests.build import BASILDON, BROXBOURNE, COUNTY, OWN, RUGBY, WARWICK, WATFORD, observations, row
from tests.screening.situation import OBESITY, POPULATION, catalogue, screened

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

AREAS = (OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK, COUNTY)
PEOPLE = [row(year, 100_000.0, indicator="population", area=area) for year in ("2011", "2021") for area in AREAS]
Rows = list[dict[str, Any]]


def shares(parts: Mapping[str, float] | float, year: str = "2021", areas: Sequence[str] = AREAS) -> Rows:
    """Shares of 20% among so large a part of 100,000 people, of all areas or of each."""
    of = dict.fromkeys(areas, parts) if isinstance(parts, float) else parts
    return [row(year, 20.0, area=area, count=20_000 * part, denominator=100_000 * part) for area, part in of.items()]


def told(rows: Rows, held: Rows, same: bool = False, people: Rows = PEOPLE) -> list[str]:
    known = catalogue(replace(OBESITY, within=Within("population", same=same)), POPULATION)
    report = screened(tables.tidy_csv(observations(*rows)), observations(*held, *people), known=known)
    return [found.message for found in report.findings if found.check == "other-base"]


@pytest.mark.parametrize(("part", "number"), [(0.5, 0), (1.0, 0), (1.04, 0), (1.06, 1), (5.0, 1)])
def test_a_share_is_of_no_more_than_there_are(part: float, number: int) -> None:
    assert len(told(shares(part), [])) == number


@pytest.mark.parametrize(("part", "number"), [(0.94, 1), (0.96, 0), (1.04, 0), (1.06, 1)])
def test_a_share_of_all_is_of_about_as_many(part: float, number: int) -> None:
    assert len(told(shares(part, areas=[OWN]), [], same=True)) == number


@pytest.mark.parametrize(("part", "number"), [(0.59, 0), (0.61, 1), (0.27, 0), (0.26, 1)])
def test_of_one_area_it_is_about_the_part_that_it_is_of_the_others(part: float, number: int) -> None:
    assert len(told(shares(dict.fromkeys(AREAS, 0.4) | {RUGBY: part}), [])) == number


def test_five_others_say_what_is_usual_and_four_do_not() -> None:
    assert len(told(shares(dict.fromkeys(AREAS[:6], 0.4) | {OWN: 0.8}), [])) == 1
    assert told(shares(dict.fromkeys(AREAS[:5], 0.4) | {OWN: 0.8}), []) == []


@pytest.mark.parametrize(("part", "number"), [(0.14, 0), (0.13, 1), (0.99, 0)])
def test_it_is_about_the_part_that_is_held(part: float, number: int) -> None:
    """A lockdown halves those who travel to work; only a third of what is held, or three times that, is odd."""
    assert len(told(shares(part), shares(0.4, "2011"))) == number


def test_few_held_say_nothing_nor_does_a_population_of_long_before() -> None:
    assert told(shares(0.1), shares(0.4, "2011", AREAS[:4])) == []
    assert told(shares(5.0), [], people=[each for each in PEOPLE if each["period_label"] == "2011"]) == []


def test_it_says_how_many_there_are() -> None:
    first = "obesity: 7 shares are of another number than there can be. First: Welwyn Hatfield, 2021: of "
    assert told(shares(5.0), []) == [f"{first}500,000, where population has 100,000, which should be no fewer."]
    assert told(shares(5.0), [], same=True) == [
        f"{first}500,000, where population has 100,000, which should be about as many."
    ]
    before = f"{first}10,000, where population has 100,000; those held have 40% of that."
    assert told(shares(0.1), shares(0.4, "2011")) == [before]
    (beside,) = told(shares(dict.fromkeys(AREAS, 0.4) | {OWN: 0.8}), [])
    assert beside.endswith("of 80,000, where population has 100,000; the other areas have 40% of that.")


def test_a_share_held_and_a_definition_without_it_are_not_asked_about() -> None:
    assert told(shares(5.0), shares(5.0)) == []
    rows = tables.tidy_csv(observations(*shares(5.0)))
    found = screened(rows, observations(*PEOPLE), known=catalogue(replace(OBESITY, within=None), POPULATION))
    assert "other-base" not in [each.check for each in found.findings]


def test_areas_and_years_of_which_some_are_held_are_each_looked_at_once() -> None:
    """Rows of the file and of the store have numbers of their own, which may be the same."""
    rows = [*shares(0.4, "2011"), *shares(dict.fromkeys(AREAS, 0.4) | {RUGBY: 4.0})]
    (message,) = told(rows, shares(0.4, "2011"))
    assert "one share is of another number than there can be. First: Rugby, 2021: of 400,000" in message
