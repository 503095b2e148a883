"""Every page for every area, indicator and benchmark: drawn, or said in a sentence; never a traceback.

The borough is tried with every indicator. Of the other areas each is tried with every tenth, in turn, so that every
indicator meets a tenth of them, old codes among them; every fifth is tried on the other pages, beside a benchmark.
`make whole` tries all with all.
"""

import csv
from collections.abc import Iterator
from itertools import cycle

import pytest

from indicators import catalogue as catalogues
from indicators import lines, shipped, views
from indicators.model import SIMILAR_AREAS, Indicator
from tests.share import share

from .visits import PAGES, alternatives, faults, figures, go, said, visit

pytestmark = pytest.mark.slow("2,000 pages")

CATALOGUE = catalogues.load()
INDICATORS = CATALOGUE.indicators
BOROUGH = CATALOGUE.strategy.area
#: Old codes too: links from before a code changed must go on working. Small areas cannot be chosen.
AREAS = [code for code, area in CATALOGUE.areas.items() if area.type != "lsoa"]
COUNTIES = {code for code, area in CATALOGUE.areas.items() if area.type == "county"}
VIEWS = sorted({view for indicator in INDICATORS.values() for view in views.offered(indicator)})
OTHERS = [page for page in PAGES if page != "indicator.py"]
THEMES = [theme.slug for theme in CATALOGUE.strategy.themes]
BENCHMARKS = ["E92000001", "E12000006", "E10000015", SIMILAR_AREAS]
#: Every area beside one benchmark, in turn; the borough is tried with all of them.
PAIRS = [(area, benchmark) for area, benchmark in zip(AREAS, cycle(BENCHMARKS), strict=False) if area != BOROUGH]


def held(indicator: Indicator) -> set[str]:
    """The areas that the published file has a value of the headline for."""
    with (shipped.FOLDER / f"{indicator.slug}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["area_code"] for row in rows if row["breakdown"] == indicator.headline and row["value"]}


HELD = {slug: held(indicator) for slug, indicator in INDICATORS.items()}


def expected(indicator: Indicator, area: str) -> tuple[str, str]:
    """The name that the chart is about, and the name that a sentence names as having no figure; either may be empty."""
    area = CATALOGUE.areas[area].successor or area
    name, parent = CATALOGUE.areas[area].name, CATALOGUE.areas[area].parent
    if indicator.geography == "lsoa":
        return name if area == BOROUGH else "", name
    if area in HELD[indicator.slug]:
        return name, ""
    if indicator.geography == "county" and parent in COUNTIES & HELD[indicator.slug]:
        return CATALOGUE.areas[parent].name, name
    return "", name


def tried(area: str) -> list[str]:
    """The indicators that are tried with the area."""
    return list(INDICATORS) if area == BOROUGH else share(list(INDICATORS), 10, AREAS.index(area))


def addresses(view: str) -> Iterator[dict[str, str]]:
    """Every indicator that has the view, by every dimension and group of its definition."""
    for slug, indicator in INDICATORS.items():
        ways = {"over-time": ("group", ["", *lines.labels(indicator)])}
        ways["breakdown"] = ("by", [dimension.key for dimension in indicator.dimensions])
        name, values = ways.get(view, ("group", [""]))
        if view in views.offered(indicator):
            yield from ({"indicator": slug, "area": BOROUGH, "view": view, name: value} for value in values)


@pytest.mark.parametrize("area", AREAS)
def test_every_indicator_is_drawn_for_the_area_or_says_why_not(area: str) -> None:
    opened, wrong = visit("indicator.py", area=area), {}
    for slug in tried(area):
        indicator = INDICATORS[slug]
        drawn, missing = expected(indicator, area)
        go(opened, area=area, indicator=slug)
        found = (faults(opened), [heading.value for heading in opened.title], missing in said(opened))
        charts = [drawn in alternative for alternative in alternatives(opened)]
        if found != ([], [indicator.title], True) or charts != ([True] if drawn else []):
            wrong[slug] = (drawn, missing, *found, said(opened), alternatives(opened))
    assert wrong == {}


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_every_indicator_shows_the_borough_or_says_why_not(view: str) -> None:
    opened, wrong = visit("indicator.py"), {}
    for address in addresses(view):
        go(opened, **address)
        shown = len(alternatives(opened)) + len(figures(opened))
        if faults(opened) or (shown != 1 and not said(opened)):
            wrong[str(address)] = (faults(opened), shown)
    assert wrong == {}


@pytest.mark.parametrize(("area", "benchmark"), [*share(PAIRS, 5), *((BOROUGH, benchmark) for benchmark in BENCHMARKS)])
def test_every_other_page_shows_the_area_beside_the_benchmark(area: str, benchmark: str) -> None:
    wrong = {}
    for page in OTHERS:
        opened = visit(page, area=area, benchmark=benchmark)
        for theme in THEMES if page == "theme.py" else [""]:
            go(opened, area=area, benchmark=benchmark, theme=theme)
            if faults(opened) or len(opened.title) != 1:
                wrong[page, theme] = faults(opened)
    assert wrong == {}
