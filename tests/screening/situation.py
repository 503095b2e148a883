"""The small world of the screening tests: its indicators, its areas, what is held, and the files that are screened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from indicators.model import Area, Bound, Break, Catalogue, From, Indicator, Sum, Unit, Within
from indicators.screening import Report, screen_upload
from tests.build import SEX, indicator, observations, row, small_catalogue

FIXTURES = Path(__file__).parents[1] / "data" / "screening"
TODAY = date(2026, 11, 23)

ELS = "explore-local-statistics"
OBESITY = indicator(
    dimensions=(SEX,),
    within=Within("population"),
    files=(
        From(ELS, {"indicator": "Obesity", "measure": "Percentage"}),
        From(ELS, {"indicator": "Obesity", "measure": "Share"}, breakdown="sex=male", factor=100.0),
        From("fingertips", {"Indicator ID": "1", "Sex": "Persons"}),
    ),
)
JOBS = indicator(
    slug="jobs",
    title="Jobs",
    unit=Unit("jobs", after=" jobs"),
    decimals=0,
    kind="count",
    dimensions=(SEX,),
    sums=(Sum(("sex=male", "sex=female")),),
    files=(
        From("stat-xplore", {"Measure": "Jobs", "Filters": "none", "Time": "Year"}),
        From("ons-productivity", {"Sheet": "Productivity Jobs"}),
    ),
)
NUISANCE = indicator(
    slug="nuisance",
    unit=Unit("incidents per 1,000 residents"),
    kind="rate",
    period="month",
    cadence="monthly",
    files=(From("police-street", {"Crime type": "Anti-social behaviour"}, per_residents=1000.0),),
)
BURGLARY, CRIME = (
    replace(NUISANCE, slug=slug, files=(From("police-street", {"Crime type": kind}, per_residents=1000.0),))
    for slug, kind in (("burglary", "Burglary"), ("crime", "All crime except anti-social behaviour"))
)
POPULATION = indicator(slug="population", unit=Unit("people"), decimals=0, kind="count", period="mid_year")
PLACE = indicator(
    slug="place", title="Place", unit=Unit("place in England"), decimals=0, kind="rank", bounds=(Bound(1.0, 317.0),)
)


def catalogue(*indicators: Indicator) -> Catalogue:
    """The indicators given, else all of the small world; two areas are called Newport."""
    known = small_catalogue(*(indicators or (OBESITY, JOBS, NUISANCE, BURGLARY, CRIME, POPULATION, PLACE)))
    newports = [Area(code, "Newport", "district") for code in ("E07000997", "E07000998")]
    return replace(known, areas=dict(known.areas) | {area.code: area for area in newports})


NOTHING = observations()
HELD = observations(
    *(
        row(str(year), value, area=area)
        for area, values in {
            "E92000001": (16.9, 17.1, 17.3),
            "E07000241": (16.4, 16.1, 16.6),
            "E07000103": (18.2, 18.5, 18.3),
            "E07000095": (19.9, 20.4, 20.1),
        }.items()
        for year, value in zip((2017, 2018, 2019), values, strict=True)
    )
)
HELD_JOBS = observations(row("2016", 59_800.0, indicator="jobs"), row("2017", 60_100.0, indicator="jobs"))
BROKEN = replace(OBESITY, breaks=(Break(date(2018, 1, 1), "New scales."),))


def fixture(name: str) -> bytes:
    """The bytes of a file in tests/data/screening."""
    return (FIXTURES / name).read_bytes()


def screened(
    content: str | bytes,
    held: pd.DataFrame = NOTHING,
    *,
    known: Catalogue | None = None,
    name: str = "refreshed.csv",
    layout: str | None = None,
    markers: Mapping[str, str] | None = None,
) -> Report:
    """The one report for a file with this content."""
    bytes_ = content.encode() if isinstance(content, str) else content
    (report,) = screen_upload(name, bytes_, known or catalogue(), held, TODAY, layout, markers)
    return report


ELS_HEADER = "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes"
AREAS = {"E92000001": "England", "E07000241": "Welwyn Hatfield", "E07000103": "Watford", "E07000095": "Broxbourne"}


def els(*lines: str) -> str:
    """A file of Explore local statistics with these rows."""
    return "\n".join((ELS_HEADER, *lines)) + "\n"


def els_row(
    value: str = "16.1",
    year: int | str = 2018,
    area: str = "E07000241",
    *,
    measure: str = "Percentage",
    status: str = "",
) -> str:
    """A row of such a file."""
    period = year if isinstance(year, str) else f"{year}-01-01/P1Y"
    value = f'"{value}"' if "," in value else value
    return f"{area},{AREAS.get(area, 'Elsewhere')},District,Obesity,{period},{value},{measure},%,,,{status},"


def told(report: Report) -> list[str]:
    """The findings, each in one line."""
    return [found.sentence for found in report.findings]


def checks(report: Report) -> list[str]:
    """The ids of the checks that found something, in the report's order."""
    return [found.check for found in report.findings]
