"""Months of street crime that lack a type of crime."""

from collections.abc import Mapping

import pytest

from indicators.screening import offences
from tests.build import OWN, observations, row
from tests.screening.situation import BURGLARY, CRIME, NUISANCE, POPULATION, catalogue, screened

pytestmark = pytest.mark.slow("months of a force are screened")

FORCE = "Hertfordshire Constabulary"
HEADINGS = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
RESIDENTS = [row("2018", 120_000.0, kind="mid_year", indicator="population", area=OWN)]


def records(kinds: Mapping[str, int], month: str = "2026-03", force: str = FORCE) -> list[str]:
    """So many records of each type, each with an ID of its own."""
    return [
        f"{month}-{kind}-{number},{month},{force},{force},-0.2,51.8,On a Lane,E01023908,Welwyn Hatfield 001A,{kind},,"
        for kind, many in kinds.items()
        for number in range(many)
    ]


def told(lines: list[str], held: list[dict[str, object]] | None = None) -> list[str]:
    content = "\n".join([HEADINGS, *lines]) + "\n"
    known = catalogue(NUISANCE, BURGLARY, CRIME, POPULATION)
    report = screened(content, observations(*RESIDENTS, *(held or [])), known=known)
    return [found.message for found in report.findings if found.check == "fewer-offences"]


@pytest.mark.parametrize(("burglaries", "number"), [(11, 0), (12, 1)])
def test_a_type_that_the_other_months_of_the_file_have(burglaries: int, number: int) -> None:
    """Six in a month, of which one month has none."""
    march = records({"Drugs": 12, "Burglary": burglaries})
    found = told([*march, *records({"Drugs": 12}, "2026-04")])
    assert found == ["Hertfordshire Constabulary, 2026-04: 1 type of crime. Missing: Burglary."] * number


def test_another_force_need_not_have_it() -> None:
    march = records({"Drugs": 12, "Burglary": 20})
    assert told([*march, *records({"Drugs": 12}, force="British Transport Police")]) == []


@pytest.mark.parametrize(("count", "number"), [(5.0, 0), (6.0, 1)])
def test_a_type_of_which_figures_are_held(count: float, number: int) -> None:
    held = [row("2026-02", 0.1, kind="month", indicator="burglary", count=count, denominator=120_000.0)]
    assert len(told(records({"Drugs": 30}), held)) == number


@pytest.mark.parametrize(("many", "number"), [(1_999, 0), (2_000, 1)])
def test_a_whole_force_has_every_type(many: int, number: int) -> None:
    found = told(records({"Drugs": many}))
    assert len(found) == number
    assert all("Missing: Anti-social behaviour, Bicycle theft, Burglary, Criminal damage" in each for each in found)


def test_a_month_with_all_types_lacks_none() -> None:
    assert told(records(dict.fromkeys(offences.TYPES, 150))) == []


@pytest.mark.parametrize(("month", "number"), [("2018-09", 0), ("2018-10", 1)])
def test_months_before_the_files_at_hand_may_have_other_types(month: str, number: int) -> None:
    assert len(told(records({"Drugs": 2_000}, month))) == number


def test_no_type_that_has_records_is_missing_for_want_of_a_place() -> None:
    lines = [line.replace("E01023908,Welwyn Hatfield 001A", ",") for line in records({"Drugs": 40})]
    assert told(lines) == []
