"""The files that the dashboard ships with: the strategy, the areas, their boundaries, and all of it together."""

import csv
import json
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from indicators import catalogue

SHIPPED = Path(__file__).resolve().parents[1] / "data"

#: The indicators that the catalogue promises: their slugs are public.
CATALOGUED = """
social-contact-care-users social-contact-carers loneliness wellbeing-anxiety wellbeing-happiness
wellbeing-life-satisfaction wellbeing-worthwhile obesity-year-6 obesity-reception excess-weight-year-6
excess-weight-adults obesity-adults active-adults inactive-adults active-children smoking-adults
smoking-routine-manual preventable-mortality-under-75 preventable-cardiovascular-mortality air-pollution five-a-day
food-outlets depression-prevalence dementia-diagnosis self-harm-admissions life-expectancy-gap life-expectancy
recorded-crime burglary crime-recorded-street anti-social-behaviour drug-offences alcohol-admissions
violence-sexual-offences universal-credit-households claimant-rate council-tax-support landlord-possession-claims
homelessness-duty-owed temporary-accommodation fuel-poverty children-low-income internet-access gigabit-broadband
ethnic-group deprivation-rank deprivation-score deprivation-deciles population population-by-age households
commuting-out jobs jobs-density employment-rate unemployment-rate weekly-pay enterprises enterprise-births tenure
average-house-price median-house-price affordability-median affordability-lower-quartile net-additional-dwellings
affordable-homes vacant-dwellings dwelling-stock council-homes housing-register
"""


@pytest.fixture(scope="module")
def strategy() -> dict[str, Any]:
    return tomllib.loads((SHIPPED / "strategy.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def areas() -> list[dict[str, str]]:
    with (SHIPPED / "areas.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def served(strategy: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (theme["slug"], priority["slug"], measure["indicator"], measure["aim"])
        for theme in strategy["themes"]
        for priority in theme["priorities"]
        for measure in priority.get("measures", [])
    ]


def test_the_strategy_is_carried_whole(strategy: dict[str, Any]) -> None:
    counts = {
        theme["slug"]: (
            len(theme["priorities"]), len(theme.get("commitments", [])), len(theme.get("achievements", []))
        )
        for theme in strategy["themes"]
    }  # fmt: skip
    assert counts == {
        "health-and-wellbeing": (7, 5, 4),  # six of its own and the gap in length of life
        "safer-communities": (6, 10, 5),
        "thriving-communities": (7, 0, 5),  # six of its own and deprivation
        "voluntary-and-community-sector": (1, 5, 0),
        "places": (4, 0, 0),
        "economy": (4, 0, 0),
        "housing": (4, 0, 0),
    }
    assert [theme["slug"] for theme in strategy["themes"] if not theme["judged"]] == ["places", "economy", "housing"]
    assert len(strategy["characteristics"]) == 4
    assert len(strategy["figures"]) == 18


def test_the_partnerships_have_their_members(strategy: dict[str, Any]) -> None:
    members = {part["slug"]: len(part.get("members", [])) for part in strategy["partnerships"]}
    assert members == {
        "executive-group": 9,
        "health-and-wellbeing-partnership": 3,
        "community-safety-partnership": 10,
        "community-inclusion-partnership": 11,
        "eleven-to-nineteen-group": 0,
        "cultural-consortium": 0,
        "strategic-housing-forum": 0,
        "interfaith-group": 0,
        "voluntary-sector-groups": 0,
        "whspaa": 0,
    }


def test_every_indicator_of_the_catalogue_serves_the_strategy(strategy: dict[str, Any]) -> None:
    slugs = CATALOGUED.split()
    assert len(slugs) == len(set(slugs)) == 70
    assert set(slugs) <= {indicator for _, _, indicator, _ in served(strategy)}


def test_the_four_judged_themes_judge_each_indicator_in_one_way(strategy: dict[str, Any]) -> None:
    judged = [theme["slug"] for theme in strategy["themes"] if theme["judged"]]
    aims: dict[str, set[str]] = {}
    for theme, _, indicator, aim in served(strategy):
        if theme in judged:
            aims.setdefault(indicator, set()).add(aim)
    assert {indicator: found for indicator, found in aims.items() if len(found) > 1} == {}


def test_what_has_no_measure_says_why(strategy: dict[str, Any]) -> None:
    without = [
        priority["slug"]
        for theme in strategy["themes"]
        for priority in theme["priorities"]
        if not priority.get("measures")
    ]
    assert without == [
        "domestic-abuse-and-hate-crime",
        "reassurance-and-confidence",
        "volunteering",
        "voluntary-sector",
    ]
    for theme in strategy["themes"]:
        for priority in theme["priorities"]:
            if not priority.get("measures"):
                assert priority["gap"]["reason"].startswith("No borough measure is published")


def test_only_affordability_has_a_direction_in_the_background(strategy: dict[str, Any]) -> None:
    background = ("places", "economy", "housing")
    directed = [indicator for theme, _, indicator, aim in served(strategy) if theme in background and aim != "context"]
    assert directed == ["affordability-median", "affordability-lower-quartile"]


def test_the_shipped_areas(areas: list[dict[str, str]]) -> None:
    kinds = {kind: sum(area["type"] == kind for area in areas) for kind in {area["type"] for area in areas}}
    assert kinds == {"country": 1, "region": 1, "county": 1, "district": 26, "lsoa": 74}
    successors = {area["code"]: area["successor"] for area in areas if area["successor"]}
    assert successors == {
        "E07000097": "E07000242",
        "E07000100": "E07000240",
        "E07000101": "E07000243",
        "E07000104": "E07000241",
    }
    county = [area for area in areas if area["parent"] == "E10000015" and not area["successor"]]
    assert len(county) == 10


@pytest.mark.parametrize(("day", "count"), [("2010-12-31", 64), ("2015-07-01", 67), ("2025-07-01", 69)])
def test_the_small_areas_of_each_census(areas: list[dict[str, str]], day: str, count: int) -> None:
    small = [area for area in areas if area["type"] == "lsoa"]
    there = [area for area in small if area["valid_from"] <= day <= (area["valid_to"] or "9999")]
    assert len(there) == count


def test_the_similar_areas_say_whose_list_it_is() -> None:
    with (SHIPPED / "neighbours.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    last = " ".join(row["neighbour"].removeprefix("E07000") for row in rows)
    assert last == "066 072 092 095 096 098 105 107 193 209 212 217 220 222 236"
    assert {row["area"] for row in rows} == {"E07000241"}
    (source,) = {row["source"] for row in rows}
    assert "Office for Local Government" in source
    assert "not stated" in source


@pytest.mark.parametrize(
    ("name", "kind", "day", "count"),
    [
        ("districts", "district", "2024-05-01", 22),
        ("lsoa-2011", "lsoa", "2015-07-01", 67),
        ("lsoa-2021", "lsoa", "2025-07-01", 69),
    ],
)
def test_the_boundaries_are_those_of_the_areas(
    areas: list[dict[str, str]], name: str, kind: str, day: str, count: int
) -> None:
    path = SHIPPED / "boundaries" / f"{name}.geojson"
    assert path.stat().st_size < 150_000
    shapes = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert len(shapes) == count
    assert all(set(shape["properties"]) == {"code", "name"} for shape in shapes)
    there = {
        area["code"]
        for area in areas
        if area["type"] == kind and not area["successor"] and area["valid_from"] <= day <= (area["valid_to"] or "9999")
    }
    assert {shape["properties"]["code"] for shape in shapes} == there
    for shape in shapes:
        several = shape["geometry"]["type"] == "MultiPolygon"
        for polygon in shape["geometry"]["coordinates"] if several else [shape["geometry"]["coordinates"]]:
            outer = polygon[0]
            assert outer[0] == outer[-1]
            assert all(-2.1 < x < 1.2 and 50.9 < y < 53.1 for x, y in outer)
            turn = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(outer))
            assert turn < 0  # clockwise, or Plotly's own maps fill the rest of the globe


def test_the_shipped_catalogue_loads() -> None:
    shipped = catalogue.load()
    assert shipped.strategy.area == "E07000241"
    assert set(CATALOGUED.split()) <= set(shipped.indicators)
    assert len(shipped.similar) == 15
    assert [area.name for area in catalogue.selectable_areas(shipped)][:3] == [
        "Welwyn Hatfield",
        "Broxbourne",
        "Dacorum",
    ]
    assert "obesity-year-6" in catalogue.search(shipped, "fat children")
    assert catalogue.search(shipped, "jobs")[0] == "jobs"
