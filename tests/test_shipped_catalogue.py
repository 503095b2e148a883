"""The files that the dashboard ships with: the strategy, the areas, their boundaries, and all of it together."""

import csv
import json
import re
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest

from indicators import catalogue, views
from indicators.model import Catalogue, Indicator, Margin, Measure, Selection
from tests.sources import REAL_DATA, needs_sources

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


def test_nothing_is_judged_where_it_is_not_counted(strategy: dict[str, Any]) -> None:
    """Counts are made of the judged themes: an aim in the background would be answered and in no count."""
    background = [theme["slug"] for theme in strategy["themes"] if not theme["judged"]]
    assert [found for found in served(strategy) if found[0] in background and found[3] != "context"] == []


def test_what_is_judged_stands_under_one_priority(strategy: dict[str, Any]) -> None:
    aimed = [indicator for _, _, indicator, aim in served(strategy) if aim != "context"]
    assert sorted(set(aimed)) == sorted(aimed)


def test_well_being_is_shown_once_and_not_as_a_measure_of_isolation(strategy: dict[str, Any]) -> None:
    places = [priority for _, priority, indicator, _ in served(strategy) if indicator.startswith("wellbeing-")]
    assert places == ["mental-health-and-dementia"] * 4


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
    assert len(shipped_catalogue.similar[shipped_catalogue.strategy.area]) == 15
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
    "keep": """
        obesity-year-6 obesity-reception excess-weight-year-6 excess-weight-reception excess-weight-adults
        obesity-adults
    """,
    "match": """
        preventable-mortality-under-75 early-cancer-diagnosis under-75-cancer-mortality life-expectancy
        gigabit-broadband residential-burglary all-recorded-crime
    """,
    "improve": """
        social-contact-care-users social-contact-carers active-adults inactive-adults active-children
        preventable-cardiovascular-mortality air-pollution dementia-diagnosis self-harm-admissions
        life-expectancy-gap anti-social-behaviour alcohol-admissions smoking-adults-pooled
    """,
}
#: What is asked of an indicator beside its aim.
ALSO = {"life-expectancy-gap": ("match",), "residential-burglary": ("keep",)}


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
    assert {measure.indicator: measure.also for measure in judged(shipped_catalogue) if measure.also} == ALSO


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
    assert len(quoted) == 24
    assert [words for words in quoted if words not in text or len(words.split()) > 11] == []


def test_each_judged_measure_has_its_words(shipped_catalogue: Catalogue) -> None:
    wordless = [m.indicator for m in judged(shipped_catalogue) if m.aim != "context" and not (m.words and m.place)]
    assert wordless == []


def test_what_has_to_match_can_be_compared(shipped_catalogue: Catalogue) -> None:
    """By limits, by the publisher's own verdict, or because everything is counted."""
    for measure in judged(shipped_catalogue):
        if measure.aim == "match":
            indicator = shipped_catalogue.indicators[measure.indicator]
            row = latest(indicator, shipped_catalogue.strategy.area)
            tested = row["published_comparison"] or (row["lower"] and row["upper"])
            assert tested or indicator.evidence == "complete"
            if indicator.benchmark == "E92000001":
                england = latest(indicator, "E92000001")
                assert (row["period_start"], row["period_end"]) == (england["period_start"], england["period_end"])


def since_break(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows from the last break on."""
    breaks = [number for number, row in enumerate(rows) if "break_before" in row["flags"]]
    return rows[breaks[-1] if breaks else 0 :]


def test_a_named_baseline_is_the_first_figure_that_can_be_compared(shipped_catalogue: Catalogue) -> None:
    named = [measure for measure in judged(shipped_catalogue) if measure.baseline and not measure.baseline_of]
    assert [measure.indicator for measure in named] == [
        "excess-weight-adults",
        "obesity-adults",
        "active-adults",
        "inactive-adults",
        "active-children",
        "air-pollution",
        "dementia-diagnosis",
        "life-expectancy-gap",
    ]
    for measure in named:
        rows = line(shipped_catalogue.indicators[measure.indicator], shipped_catalogue.strategy.area)
        first = since_break(rows)[0]
        assert measure.baseline is not None
        assert measure.baseline.isoformat() == first["period_end"] > shipped_catalogue.strategy.start.isoformat()
        assert first["period_label"] in measure.baseline_reason
        assert first["value"]
        assert ("earlier one" in measure.baseline_reason) == (len(since_break(rows)) < len(rows))


def test_a_baseline_in_another_line_is_its_last_figure_before_the_strategy(shipped_catalogue: Catalogue) -> None:
    """It is of the same survey, has limits, and shares no day with the figures held against it."""
    (measure,) = [measure for measure in judged(shipped_catalogue) if measure.baseline_of]
    area, start = shipped_catalogue.strategy.area, shipped_catalogue.strategy.start.isoformat()
    other = shipped_catalogue.indicators[measure.baseline_of]
    before = [row for row in line(other, area) if row["value"] and row["period_end"] < start]
    assert measure.baseline is not None
    assert (measure.indicator, measure.baseline.isoformat()) == ("smoking-adults-pooled", before[-1]["period_end"])
    assert before[-1]["period_label"] in measure.baseline_reason
    assert before[-1]["lower"]
    assert line(shipped_catalogue.indicators[measure.indicator], area)[0]["period_start"] > before[-1]["period_end"]


def test_what_is_kept_or_improved_has_a_baseline_or_says_why_not(shipped_catalogue: Catalogue) -> None:
    without = []
    for measure in judged(shipped_catalogue):
        if measure.aim in ("keep", "improve") and not measure.baseline:
            rows = line(shipped_catalogue.indicators[measure.indicator], shipped_catalogue.strategy.area)
            if not any(
                row["value"] and row["period_end"] < shipped_catalogue.strategy.start.isoformat() for row in rows
            ):
                without.append(measure)
    assert [measure.indicator for measure in without] == ["anti-social-behaviour"]
    assert all("No baseline can be named" in measure.note for measure in without)


def margins(shipped_catalogue: Catalogue) -> dict[str, Margin]:
    return {measure.indicator: measure.margin for measure in judged(shipped_catalogue) if measure.margin}


def test_a_margin_stands_in_where_the_latest_figure_has_none(shipped_catalogue: Catalogue) -> None:
    """Half of what its source prints as an interval, of a period that is held."""
    found = margins(shipped_catalogue)
    assert list(found) == [
        "excess-weight-adults",
        "active-adults",
        "inactive-adults",
        "self-harm-admissions",
        "alcohol-admissions",
    ]
    for slug, margin in found.items():
        rows = line(shipped_catalogue.indicators[slug], shipped_catalogue.strategy.area)
        assert not rows[-1]["lower"]
        assert margin.period in [row["period_label"] for row in rows]
        (low, high) = re.findall(r"\(([\d.]+)%? to ([\d.]+)%?\)", margin.source)[0]
        step = 10 ** -len(low.partition(".")[2])
        assert margin.half_width == pytest.approx((float(high) - float(low)) / 2, abs=step / 2)


@needs_sources
def test_a_margin_is_half_of_an_interval_in_a_published_file(shipped_catalogue: Catalogue) -> None:
    """Read afresh: the indicators of January 2020 by their numbers, adults' weight by the statistics office's name."""
    found = margins(shipped_catalogue)
    columns = ["area_code", "indicator_id", "lower_95", "upper_95"]
    (name,) = REAL_DATA.glob("psychty-ohid_31-fingertips-indicators-with-CI*.csv.gz")
    published = pd.read_csv(name, usecols=columns)
    published = published[published["area_code"] == shipped_catalogue.strategy.area].set_index("indicator_id")
    for number, slug in {
        93014: "active-adults",
        93015: "inactive-adults",
        21001: "self-harm-admissions",
        91414: "alcohol-admissions",
    }.items():
        half = (published.loc[number, "upper_95"] - published.loc[number, "lower_95"]) / 2
        assert f"indicator {number}:" in found[slug].source
        assert found[slug].half_width == pytest.approx(half, abs=1e-4)


# What the definitions say of their evidence


def test_a_count_is_divided_by_a_count_that_is_held_for_its_areas(shipped_catalogue: Catalogue) -> None:
    """Every district's latest figure has a denominator beside it, or one of within three years of it."""

    def districts(slug: str) -> pd.DataFrame:
        rows = pd.read_csv(SHIPPED / "published" / f"{slug}.csv", parse_dates=["period_end"], keep_default_na=False)
        headline = rows["breakdown"] == shipped_catalogue.indicators[slug].headline
        return rows[headline & rows["area_code"].str.startswith("E07") & (rows["value"] != "")]

    without = []
    for indicator in shipped_catalogue.indicators.values():
        if indicator.per is not None:
            held = districts(indicator.per.indicator)
            for area, rows in districts(indicator.slug).groupby("area_code"):
                row = rows.sort_values("period_end").iloc[-1]
                apart = (held.loc[held["area_code"] == area, "period_end"] - row["period_end"]).abs()
                if not row["denominator"] and not (apart.dt.days < 3 * 365).any():
                    without.append((indicator.slug, area))
    assert without == []


def test_every_count_is_a_rate_a_size_or_told_as_a_share_elsewhere(shipped_catalogue: Catalogue) -> None:
    counts = [one for one in shipped_catalogue.indicators.values() if one.kind == "count"]
    assert [one.slug for one in counts if one.per is None and not one.size] == ["children-low-income-number"]


def test_money_is_in_the_prices_of_its_year(shipped_catalogue: Catalogue) -> None:
    """Whatever is in pounds, and nothing else."""
    pounds = [one.slug for one in shipped_catalogue.indicators.values() if one.unit.before == "£"]
    assert [one.slug for one in shipped_catalogue.indicators.values() if one.nominal] == pounds
    assert len(pounds) == 5


def test_a_series_that_has_ended_holds_nothing_later(shipped_catalogue: Catalogue) -> None:
    ended = {one.slug: one.ended.day for one in shipped_catalogue.indicators.values() if one.ended}
    assert ended == {"alcohol-admissions": date(2018, 3, 31)}
    for slug, day in ended.items():
        last = latest(shipped_catalogue.indicators[slug], shipped_catalogue.strategy.area)
        assert last["period_end"] == day.isoformat()


def test_both_sexes_are_judged_together_where_no_total_is_published(shipped_catalogue: Catalogue) -> None:
    beside = {one.slug: (one.headline, one.beside) for one in shipped_catalogue.indicators.values() if one.beside}
    assert beside == dict.fromkeys(["life-expectancy", "life-expectancy-gap"], ("sex=male", ("sex=female",)))


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


# Where the next figures are fetched


def test_whatever_comes_regularly_has_a_file_to_fetch(shipped_catalogue: Catalogue) -> None:
    without = [
        slug
        for slug, indicator in shipped_catalogue.indicators.items()
        if indicator.cadence not in ("irregular", "once") and not catalogue.fetching(shipped_catalogue, indicator)
    ]
    assert without == []


def test_an_address_is_a_page_or_file_of_its_own_and_never_a_home_page(shipped_catalogue: Catalogue) -> None:
    for slug, source in shipped_catalogue.sources.items():
        assert bool(source.file) == bool(source.address), slug
        assert source.address or not source.steps, slug
        if source.address:
            parts = urlsplit(source.address)
            assert (parts.scheme, bool(parts.netloc), parts.path.strip("/") != "") == ("https", True, True), slug
            assert not set(source.address) & set(" ()<>[]"), slug  # it stands in a link


def test_steps_are_one_line_of_short_sentences(shipped_catalogue: Catalogue) -> None:
    for slug, source in shipped_catalogue.sources.items():
        assert "\n" not in source.steps, slug
        assert [part for part in source.steps.split(". ") if len(part.split()) > 25] == [], slug


def test_a_series_came_out_before_it_was_published_again(shipped_catalogue: Catalogue) -> None:
    first = {slug: one.first_published for slug, one in shipped_catalogue.sources.items() if one.first_published}
    assert first["ons-health-index"] == date(2020, 12, 3)
    for slug, day in first.items():
        source = shipped_catalogue.sources[slug]
        assert day <= (source.published or source.retrieved), slug
