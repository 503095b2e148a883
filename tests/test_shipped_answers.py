"""The answers that the shipped figures give, for every district of the county: what the methods promise of them."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

import pandas as pd
import pytest

from indicators import catalogue as catalogues
from indicators import lines, shipped
from indicators.assessment import Assessment, answer_rate, assess, process
from indicators.model import SIMILAR_AREAS, Catalogue, Selection
from indicators.snapshot import on_day
from indicators.statistics import XMR_POINTS
from tests.build import COUNTY, ENGLAND, OWN

pytestmark = pytest.mark.slow("all indicators are assessed for each area")

TODAY = date(2026, 11, 30)
EAST_HERTS, ST_ALBANS = "E07000242", "E07000240"


@cache
def loaded() -> tuple[Catalogue, Mapping[str, pd.DataFrame]]:
    """The shipped catalogue and figures, read once."""
    catalogue = catalogues.load()
    frame = shipped.read(catalogue).to_pandas(date_as_object=False)
    return catalogue, {str(slug): rows.reset_index(drop=True) for slug, rows in frame.groupby("indicator")}


def assessed(area: str = OWN, benchmark: str = ENGLAND, on: date = TODAY) -> dict[str, Assessment]:
    """Every indicator for an area on a day."""
    catalogue, held = loaded()
    chosen = Selection(area, benchmark)
    return {slug: assess(rows, catalogue.indicators[slug], chosen, catalogue, on, held) for slug, rows in held.items()}


@pytest.fixture(scope="module")
def borough() -> dict[str, Assessment]:
    return assessed()


def districts() -> list[str]:
    areas = loaded()[0].areas.values()
    return sorted(area.code for area in areas if area.parent == COUNTY and not area.successor)


# What a committee is promised


def test_most_indicators_have_two_answers_or_more(borough: dict[str, Assessment]) -> None:
    given = [sum(answer.given for answer in (one.plan, one.difference, one.change)) for one in borough.values()]
    assert sum(number >= 2 for number in given) >= 50
    assert sum(not one.difference.given for one in borough.values()) <= 32
    assert sum(not one.change.given for one in borough.values()) <= 32


def test_most_judged_measures_have_a_word(borough: dict[str, Assessment]) -> None:
    plan = answer_rate(borough.values())[0]
    assert plan.answered / plan.answerable >= 0.8


@pytest.mark.parametrize("slug", ["excess-weight-year-6", "social-contact-carers"])
def test_old_news_that_is_bad_stays_news(borough: dict[str, Assessment], slug: str) -> None:
    assert borough[slug].plan.text == "last known: off plan"


@pytest.mark.parametrize(
    "slug", ["temporary-accommodation", "council-tax-support", "average-house-price", "landlord-possession-claims"]
)
def test_what_drifts_is_not_called_unusual(borough: dict[str, Assessment], slug: str) -> None:
    assert "unusual" not in borough[slug].change.word
    assert re.search(r"(up|down|rising|falling)", borough[slug].change.sentence)


def test_every_monthly_and_quarterly_series_goes_through_the_fit_rule() -> None:
    catalogue, held = loaded()
    tried = 0
    for slug, indicator in catalogue.indicators.items():
        if not indicator.on_process_chart:
            continue
        for area in held[slug]["area_code"].unique():
            charted = process(lines.line(held[slug], area, indicator.headline), indicator)
            if len(charted.current) < XMR_POINTS or charted.fit.fits:
                continue
            tried += 1
            one = assess(held[slug], indicator, Selection(area, ENGLAND), catalogue, TODAY, held)
            assert "unusual" not in one.change.word, (slug, area)
    assert tried > 20


def test_both_ends_are_uncertain() -> None:
    assert assessed(ST_ALBANS)["preventable-cardiovascular-mortality"].plan.word == "close to plan"


def test_both_ends_were_uncertain_in_2018(built: str) -> None:
    known = on_day(built, date(2018, 6, 30), loaded()[0], Selection(OWN, ENGLAND))
    slug, chosen = "social-contact-care-users", Selection(OWN, ENGLAND)
    indicator = known.catalogue.indicators[slug]
    one = assess(known.rows[slug], indicator, chosen, known.catalogue, known.on, known.rows)
    assert one.facts.latest is not None
    assert one.facts.latest.value == 45.1
    assert one.plan.word == "close to plan"


def test_what_cannot_be_told_apart_is_not_on_plan() -> None:
    one = assessed(EAST_HERTS)["smoking-routine-manual"]
    assert one.facts.latest is not None
    assert one.facts.latest.value == 38.5
    assert one.plan.word != "on plan"


def test_no_district_is_compared_with_anothers_similar_areas() -> None:
    for area in districts():
        for one in assessed(area, SIMILAR_AREAS).values():
            if area != OWN:
                assert one.facts.benchmark_value is None
    assert all(OWN not in similar for similar in loaded()[0].similar.values())


def test_money_is_told_before_inflation(borough: dict[str, Assessment]) -> None:
    catalogue, _ = loaded()
    for slug, one in borough.items():
        if catalogue.indicators[slug].nominal and one.change.given:
            assert "Before inflation." in one.change.sentence, slug
            assert one.change.word not in ("getting better", "getting worse"), slug


def test_what_is_published_for_the_county_is_named_as_the_countys(borough: dict[str, Assessment]) -> None:
    for slug in ("social-contact-care-users", "social-contact-carers"):
        for answer in (borough[slug].plan, borough[slug].difference):
            assert "Hertfordshire" in answer.sentence, slug
