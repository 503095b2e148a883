"""The files that the dashboard ships with: the strategy, the areas, their boundaries, and all of it together."""

import csv
import json
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import pandas as pd
import pytest

from indicators import catalogue, views
from indicators.model import Catalogue, Indicator, Measure, Selection

SHIPPED = Path(__file__).resolve().parents[1] / "data"

#: The text of the strategy, beside the repository where it is at hand.
DOCUMENT = SHIPPED.parents[1] / "shared" / "strategy.txt"

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
    assert len(strategy["figures"]) == 19  # the gap in length of life stands twice, for men and for women


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


def test_the_shipped_catalogue_loads(shipped_catalogue: Catalogue) -> None:
    assert shipped_catalogue.strategy.area == "E07000241"
    assert set(CATALOGUED.split()) <= set(shipped_catalogue.indicators)
    assert len(shipped_catalogue.similar) == 15
    assert [area.name for area in catalogue.selectable_areas(shipped_catalogue)][:3] == [
        "Welwyn Hatfield",
        "Broxbourne",
        "Dacorum",
    ]
    assert "obesity-year-6" in catalogue.search(shipped_catalogue, "fat children")
    assert catalogue.search(shipped_catalogue, "jobs")[0] == "jobs"


# What the strategy wants of its measures, and whether the figures can tell

#: What each judged indicator is held to, context apart.
AIMS = {
    "keep": "excess-weight-year-6 obesity-adults burglary crime-recorded-street violence-sexual-offences",
    "match": """
        obesity-year-6 obesity-reception excess-weight-reception excess-weight-adults smoking-adults
        smoking-routine-manual preventable-mortality-under-75 life-expectancy
    """,
    "improve": """
        social-contact-care-users social-contact-carers wellbeing-anxiety wellbeing-happiness
        wellbeing-life-satisfaction wellbeing-worthwhile active-adults inactive-adults active-children
        preventable-cardiovascular-mortality air-pollution dementia-diagnosis self-harm-admissions
        life-expectancy-gap anti-social-behaviour drug-offences alcohol-admissions landlord-possession-claims
        temporary-accommodation fuel-poverty children-low-income
    """,
}


def judged(shipped_catalogue: Catalogue) -> list[Measure]:
    return [
        measure
        for theme in shipped_catalogue.strategy.themes
        for priority in theme.priorities
        for measure in priority.measures
        if theme.judged
    ]


def line(indicator: Indicator, area: str, breakdown: str = "") -> list[dict[str, str]]:
    """The rows of an area's line, oldest first; the county's where nothing is published below it."""
    code = "E10000015" if indicator.geography == "county" else area
    with (SHIPPED / "published" / f"{indicator.slug}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["area_code"] == code]
    return [row for row in rows if row["breakdown"] == (breakdown or indicator.headline)]


def latest(indicator: Indicator, area: str) -> dict[str, str]:
    return [row for row in line(indicator, area) if row["value"]][-1]


def test_each_judged_measure_has_its_aim(shipped_catalogue: Catalogue) -> None:
    for aim, slugs in AIMS.items():
        assert {measure.indicator for measure in judged(shipped_catalogue) if measure.aim == aim} == set(slugs.split())
    assert {measure.aim for measure in judged(shipped_catalogue)} == {*AIMS, "context"}


def test_nobody_has_set_a_target_or_a_tolerance(shipped_catalogue: Catalogue) -> None:
    measures = [
        m for theme in shipped_catalogue.strategy.themes for priority in theme.priorities for m in priority.measures
    ]
    assert {(m.target, m.target_date, m.set_by, m.set_on, m.path, m.tolerance) for m in measures} == {
        (None, None, "", None, (), None)
    }


@pytest.mark.skipif(not DOCUMENT.exists(), reason="The strategy's text is not beside the repository")
def test_the_words_of_an_aim_are_those_of_the_strategy(shipped_catalogue: Catalogue) -> None:
    text = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    measures = [
        m for theme in shipped_catalogue.strategy.themes for priority in theme.priorities for m in priority.measures
    ]
    quoted = {measure.words for measure in measures if measure.words}
    assert len(quoted) == 25
    assert [words for words in quoted if words not in text or len(words.split()) > 11] == []


def test_what_has_to_match_england_can_be_compared(shipped_catalogue: Catalogue) -> None:
    for measure in judged(shipped_catalogue):
        if measure.aim == "match":
            indicator = shipped_catalogue.indicators[measure.indicator]
            row, england = latest(indicator, shipped_catalogue.strategy.area), latest(indicator, "E92000001")
            assert row["published_comparison"] or (row["lower"] and row["upper"])
            assert (row["period_start"], row["period_end"]) == (england["period_start"], england["period_end"])


def test_what_has_two_aims_is_kept_or_improved_where_that_can_be_tested(shipped_catalogue: Catalogue) -> None:
    """The catalogue gives these two aims, one of them to match England."""
    tested = {"excess-weight-year-6", "obesity-adults", "preventable-cardiovascular-mortality"}
    neither = {"air-pollution", "life-expectancy-gap"}
    for measure in judged(shipped_catalogue):
        row = (
            latest(shipped_catalogue.indicators[measure.indicator], shipped_catalogue.strategy.area)
            if measure.aim != "context"
            else {}
        )
        if measure.indicator in tested:
            assert measure.aim in ("keep", "improve")
            assert row["lower"]
            assert row["upper"]
        if measure.indicator in neither:
            assert (row["lower"], row["published_comparison"]) == ("", "")
            assert "Neither" in measure.note


def test_a_named_baseline_is_the_first_figure_of_a_series_without_a_break(shipped_catalogue: Catalogue) -> None:
    named = [measure for measure in judged(shipped_catalogue) if measure.baseline]
    assert [measure.indicator for measure in named] == [
        "obesity-adults",
        "active-adults",
        "inactive-adults",
        "active-children",
        "air-pollution",
        "dementia-diagnosis",
        "temporary-accommodation",
    ]
    for measure in named:
        rows = line(shipped_catalogue.indicators[measure.indicator], shipped_catalogue.strategy.area)
        assert measure.baseline is not None
        assert measure.baseline.isoformat() == rows[0]["period_end"] > shipped_catalogue.strategy.start.isoformat()
        assert rows[0]["period_label"] in measure.baseline_reason
        assert rows[0]["value"]
        assert not any("break_before" in row["flags"] for row in rows)


def test_what_is_kept_or_improved_has_a_baseline_or_says_why_not(shipped_catalogue: Catalogue) -> None:
    without = []
    for measure in judged(shipped_catalogue):
        if measure.aim in ("keep", "improve") and not measure.baseline:
            rows = line(shipped_catalogue.indicators[measure.indicator], shipped_catalogue.strategy.area)
            if not any(
                row["value"] and row["period_end"] < shipped_catalogue.strategy.start.isoformat() for row in rows
            ):
                without.append(measure)
    assert [measure.indicator for measure in without] == [
        "burglary",
        "crime-recorded-street",
        "anti-social-behaviour",
        "drug-offences",
        "violence-sexual-offences",
    ]
    assert all("No baseline can be named" in measure.note for measure in without)


def test_stated_figures_find_the_published_ones(shipped_catalogue: Catalogue) -> None:
    found = []
    for figure in shipped_catalogue.strategy.figures:
        if figure.start and figure.end:
            first, last = figure.start.isoformat(), figure.end.isoformat()
            rows = line(
                shipped_catalogue.indicators[figure.indicator], shipped_catalogue.strategy.area, figure.breakdown
            )
            within = [float(row["value"]) for row in rows if first <= row["period_start"] <= row["period_end"] <= last]
            found.append((figure.indicator, figure.value, len(within), round(fmean(within), 1)))
    assert found == [
        ("population", 114000, 1, 111990),
        ("jobs", 79000, 1, 76574),
        ("commuting-out", 44, 1, 43.2),
        ("households", 45000, 1, 43613),
        ("council-homes", 9000, 1, 9067),
        ("average-house-price", 332000, 12, 331329.2),
        ("affordability-lower-quartile", 9, 1, 9.4),
        ("life-expectancy-gap", 7.5, 1, 10.9),
        ("life-expectancy-gap", 7.5, 1, 8.2),
        ("obesity-year-6", 16.7, 1, 16.4),
    ]


@pytest.mark.slow("a chart of everything that ships")
def test_no_chart_of_the_borough_has_a_title_of_more_than_ten_words(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    titles = set()
    selection = Selection(shipped_catalogue.strategy.area, catalogue.country(shipped_catalogue))
    for slug, rows in shipped_rows.groupby("indicator"):
        indicator = shipped_catalogue.indicators[str(slug)]
        dimensions = [dimension.key for dimension in indicator.dimensions]
        ways = [(name, key) for name in views.VIEWS for key in (dimensions if name == "breakdown" else [""])]
        for name, key in ways:
            view = views.View(indicator.slug, name, selection, dimension=key)
            titles.add(views.show(view, rows, shipped_catalogue, date(2026, 11, 23)).title)
    assert len(titles) > 150
    assert [title for title in titles if len(title.split()) > 10] == []


def test_every_title_fits_on_a_card_and_is_its_own(shipped_catalogue: Catalogue) -> None:
    """A card's link is one line, and a longer title would be cut off."""
    titles = [one.title for one in shipped_catalogue.indicators.values()]
    assert [title for title in titles if len(title) > 32] == []
    assert len(set(titles)) == len(titles)
