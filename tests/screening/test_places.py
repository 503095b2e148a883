"""Names of areas as publishers write them: spelling and rank do not matter, and no name is guessed."""

from dataclasses import replace

import pytest

from indicators.model import Area, Catalogue
from indicators.screening.places import codes_of, names_of, same
from tests.screening.situation import catalogue

AREAS = {
    "St Albans": "district",
    "Welwyn Hatfield": "district",
    "Stoke-on-Trent": "district",
    "Brighton and Hove": "district",
    "Bristol, City of": "district",
    "Kingston upon Hull, City of": "district",
    "Herefordshire, County of": "district",
    "King's Lynn and West Norfolk": "district",
    "York": "district",
    "Rugby": "district",
    "Vale of White Horse": "district",
    "Newcastle-under-Lyme": "district",
    "Hertfordshire": "county",
    "London": "region",
    "West Midlands": "region",
    "Durham": "lsoa",
}


def of(areas: dict[str, str]) -> Catalogue:
    known = {str(code): Area(str(code), name, type_) for code, (name, type_) in enumerate(areas.items(), start=1)}
    return replace(catalogue(), areas=known)


KNOWN = of(AREAS)
NAMES = names_of(KNOWN)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *[(text, "St Albans") for text in ("St. Albans", "St.Albans", "ST ALBANS", "Saint Albans", " St  Albans ")],
        *[("St Albans City and District", "St Albans"), ("St Albans District Council", "St Albans")],
        *[("Welwyn-Hatfield", "Welwyn Hatfield"), ("Welwyn Hatfield Borough Council", "Welwyn Hatfield")],
        *[("Stoke on Trent", "Stoke-on-Trent"), ("Stoke\u2013on\u2013Trent UA", "Stoke-on-Trent")],
        *[("Brighton & Hove", "Brighton and Hove"), ("Brighton &Hove", "Brighton and Hove")],
        *[("The City of Brighton and Hove", "Brighton and Hove")],
        *[(text, "Bristol, City of") for text in ("City of Bristol", "Bristol", "Bristol UA", "Bristol City of")],
        *[("Kingston-upon-Hull", "Kingston upon Hull, City of"), ("Herefordshire", "Herefordshire, County of")],
        *[("Kings Lynn & West Norfolk", "King's Lynn and West Norfolk")],
        *[("King’s Lynn and West Norfolk", "King's Lynn and West Norfolk")],
        *[
            (text, "York")
            for text in ("York UA", "York (unitary)", "City of York", "York Unitary Authority", "York City")
        ],
        *[("Rugby (B)", "Rugby"), ("Borough of Rugby", "Rugby"), ("The Vale of White Horse", "Vale of White Horse")],
        *[("Vale of White Horse, The", "Vale of White Horse"), ("Newcastle under Lyme", "Newcastle-under-Lyme")],
        *[("Hertfordshire County Council", "Hertfordshire"), ("Hertfordshire County", "Hertfordshire")],
    ],
)
def test_a_name_is_known_however_it_is_written(written: str, name: str) -> None:
    assert [KNOWN.areas[code].name for code in codes_of(written, NAMES)] == [name]


@pytest.mark.parametrize(
    "written",
    [
        *("City of London", "London Borough", "West Midlands (Met County)", "City of Durham", "County Durham"),
        *("St Alban", "Hatfield", "Welwyn", "North York", "Rugby and Warwick", "East Hertfordshire", "", "The", "UA"),
    ],
)
def test_another_area_is_not_taken_for_one_that_is_named_like_it(written: str) -> None:
    assert codes_of(written, NAMES) == set()


def test_a_name_that_two_areas_share_is_of_both() -> None:
    names = names_of(of({"Newport": "district", "Newport, City of": "district"}))
    assert codes_of("Newport", names) == {"1"}, "as it is written comes first"
    assert codes_of("City of Newport", names) == {"1", "2"}
    assert codes_of("Newport (UA)", names) == {"1", "2"}


def test_no_two_names_of_the_areas_that_are_kept_become_one(shipped_catalogue: Catalogue) -> None:
    names = names_of(shipped_catalogue)
    assert {len(codes_of(area.name, names)) for area in shipped_catalogue.areas.values()} == {1}
    assert same("Stevenage") != same("Stevenage 001A")
