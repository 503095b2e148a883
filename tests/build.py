"""Builders with defaults: name only what matters to the test."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import pandas as pd

from indicators import periods, views
from indicators.model import (
    OBSERVATIONS,
    Area,
    Break,
    Catalogue,
    Dimension,
    Indicator,
    Measure,
    Priority,
    Selection,
    Source,
    Strategy,
    Theme,
    Unit,
)
from indicators.store import Release

OWN, WATFORD, BROXBOURNE = "E07000241", "E07000103", "E07000095"
BASILDON, RUGBY, WARWICK = "E07000066", "E07000220", "E07000222"
COUNTY, REGION, ENGLAND = "E10000015", "E12000006", "E92000001"
SMALL_AREA = "E01023908"
#: Ten areas of one type, the chosen one first: as many as make a position.
DISTRICTS = (OWN, *(f"E079{place:05}" for place in range(9)))

PERCENT = Unit("%", after="%")
POUNDS = Unit("£", before="£")
YEARS = Unit("years", after=" years", after_one=" year")
JOBS = Unit("jobs", after=" jobs", after_one=" job")
SEX = Dimension("sex", "Sex", {"male": "Men and boys", "female": "Women and girls"})

_NUMBERS = ("value", "lower", "upper", "count", "denominator")


def row(period: str = "2019", value: float | None = 17.3, *, kind: str = "year", **cells: Any) -> dict[str, Any]:
    """One valid observation; a value of None has the status "x". `area` is short for `area_code`."""
    found = periods.parse(period, kind)
    when = {"period_start": found.start, "period_end": found.end, "period_label": found.label}
    names = {"indicator": "obesity", "area_code": cells.pop("area", OWN), "breakdown": ""}
    numbers = dict.fromkeys(_NUMBERS, None) | {"value": value}
    texts = {"status": "x" if value is None else "", "flags": "", "published_comparison": "", "note": ""}
    return names | when | numbers | texts | cells


def line(values: Sequence[float | None], first: int = 2015, **cells: Any) -> list[dict[str, Any]]:
    """A row a year from `first` on, None where there is no value."""
    return [row(str(first + place), value, **cells) for place, value in enumerate(values)]


def by_sex(area: str, male: float | None, female: float | None) -> list[dict[str, Any]]:
    """A row for each sex."""
    cells = {"sex=male": male, "sex=female": female}
    return [row(value=value, area=area, breakdown=breakdown) for breakdown, value in cells.items()]


def observations(*rows: dict[str, Any]) -> pd.DataFrame:
    """The rows as `store.read` would return them."""
    frame = pd.DataFrame(list(rows), columns=OBSERVATIONS.names)
    for name in OBSERVATIONS.names:
        if name in _NUMBERS:
            frame[name] = frame[name].astype("float64")
        elif name in ("period_start", "period_end"):
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
        else:
            frame[name] = frame[name].astype("str")
    return frame


def told(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """The rows of these columns, nan as None."""
    cells = frame[list(columns)].astype(object)
    return list(cells.where(cells.notna(), None).itertuples(index=False, name=None))


def indicator(**fields: Any) -> Indicator:
    """A percentage with one decimal, once a year."""
    plain: dict[str, Any] = {
        "slug": "obesity",
        "title": "Obesity",
        "measure": "People living with obesity",
        "description": "Weighed and measured.",
        "method": "As published.",
        "limits": ("Not everybody is measured.",),
        "unit": PERCENT,
        "decimals": 1,
        "polarity": "lower_is_better",
        "kind": "proportion",
        "period": "year",
        "cadence": "annual",
        "lag_months": 3,
        "sources": ("office",),
        "benchmark": ENGLAND,
    }
    return Indicator(**(plain | fields))


def strategy(**fields: Any) -> Strategy:
    """July 2015 to December 2020, one theme with one priority that obesity measures."""
    priority = Priority("weight", "Healthy weight", "Keep it.", (Measure("obesity", "keep"),))
    plain: dict[str, Any] = {
        "title": "Onwards",
        "organisation": "The Partners",
        "area": OWN,
        "start": date(2015, 7, 1),
        "end": date(2020, 12, 31),
        "period_note": "As printed.",
        "vision": "Well and safe.",
        "characteristics": ("Well",),
        "themes": (Theme("health", "Health", "Stay well.", ":material/home:", True, priorities=(priority,)),),
        "partnerships": (),
        "figures": (),
        "headline": ("obesity",),
    }
    return Strategy(**(plain | fields))


def small_catalogue(*indicators: Indicator, similar: Sequence[str] = (BASILDON, RUGBY, WARWICK)) -> Catalogue:
    """A county with three districts, three areas elsewhere, one small area; obesity where no indicator is given."""
    areas = (
        Area(ENGLAND, "England", "country"),
        Area(REGION, "East of England", "region", ENGLAND),
        Area(COUNTY, "Hertfordshire", "county", REGION),
        Area(OWN, "Welwyn Hatfield", "district", COUNTY),
        Area(BROXBOURNE, "Broxbourne", "district", COUNTY),
        Area(WATFORD, "Watford", "district", COUNTY),
        Area(BASILDON, "Basildon", "district", REGION),
        Area(RUGBY, "Rugby", "district", ENGLAND),
        Area(WARWICK, "Warwick", "district", ENGLAND),
        Area("E07000104", "Welwyn Hatfield", "district", COUNTY, successor=OWN),
        Area(SMALL_AREA, "Welwyn Hatfield 015A", "lsoa", OWN),
    )
    source = Source(
        slug="office",
        publisher="The Office",
        dataset="Weights",
        page="https://www.example.org/",
        licence="Open Government Licence v3.0",
        attribution="Source: The Office.",
        retrieved=date(2026, 11, 23),
        processing="Copied.",
    )
    chosen = {each.slug: each for each in indicators or (indicator(),)}
    return Catalogue(
        MappingProxyType(chosen),
        {area.code: area for area in areas},
        {OWN: tuple(similar)},
        {source.slug: source},
        strategy(),
        "0" * 64,
    )


def many_districts(*indicators: Indicator, of: int = 10) -> Catalogue:
    """The small catalogue with only so many districts in it, DISTRICTS the first ten of them."""
    plain = small_catalogue(*indicators)
    others = {code: area for code, area in plain.areas.items() if area.type != "district"}
    codes = [*DISTRICTS, *(f"E06{place:06}" for place in range(of))][:of]
    return replace(plain, areas=others | {code: Area(code, f"District {code[-3:]}", "district") for code in codes})


def ruptured(*days: date, breakdown: str = "", **fields: Any) -> Indicator:
    """An indicator whose series breaks on these days."""
    return indicator(breaks=tuple(Break(day, "New scales.", breakdown) for day in days), **fields)


def view(
    rows: pd.DataFrame, of: Indicator, selection: Selection, name: str = "over-time", end: str = "", dimension: str = ""
) -> views.Shown:
    """What a view shows of the observations of an indicator, in the small catalogue in June 2020."""
    chosen = views.View(of.slug, name, selection, end, dimension)
    return views.show(chosen, rows, small_catalogue(of), date(2020, 6, 1))


def release(**fields: Any) -> Release:
    """The third release, of a file."""
    plain: dict[str, Any] = {"version": 3, "kind": "publish", "by": "Jo", "note": "As revised"}
    return Release(**(plain | {"at": datetime(2026, 11, 3, 9, 5, 59, tzinfo=UTC)} | fields))
