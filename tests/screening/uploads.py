"""What an analyst uploads in each layout, and what is held by then: real figures, the newest of them in the file alone.

Each layout has two uploads. In the first the file goes on where what is held ends, in the other periods are missing in
between; of a census, which comes once in ten years, the first brings what is held already and the other what is new.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from indicators.model import Catalogue, From
from tests.screening import published_texts, published_workbooks
from tests.screening.sheets import Sheets

TODAY = date(2026, 11, 23)
#: Periods that are neither held nor in the file.
_GAP = 2

Writer = Callable[[pd.DataFrame, Catalogue], Sheets]


@dataclass(frozen=True)
class Kept:
    """Which figures a file holds: those of some indicators, of all their lines or some, for areas whose codes begin so,
    and so many periods; the newest of them is the last that there is, or the one that is named."""

    indicators: tuple[str, ...]
    lines: tuple[str, ...] = ()
    areas: str = ""
    periods: int = 1
    newest: str = ""
    older: int = 0  # periods held that the file has too, even after a gap
    beside: tuple[str, ...] = ()  # indicators that take the same figures from the file


_STREET = ("anti-social-behaviour", "burglary", "crime-recorded-street", "drug-offences", "violence-sexual-offences")
_TENURES = ("owned-outright", "owned-mortgage", "private-rent", "social-rent")


#: For each layout, whose figures its upload holds. Layouts from which no definition takes figures yet are given one.
KEPT: Mapping[str, Kept] = MappingProxyType(
    {
        "tidy": Kept(("excess-weight-adults",), periods=3),
        "explore-local-statistics": Kept(("wellbeing-happiness",), periods=4),
        "fingertips": Kept(("preventable-mortality-under-75",), periods=4),
        "nomis-api": Kept(("population",), periods=3),
        "nomis-bulk": Kept(("population-by-age",)),
        "nomis-query": Kept(("weekly-pay",), periods=4),
        "uk-hpi": Kept(("average-house-price",), periods=14),
        "police-street": Kept(_STREET, newest="January 2021"),
        "stat-xplore": Kept(("universal-credit-households",), periods=4),
        "dwp-table": Kept(("children-low-income",), ("",), periods=4),
        "ons-affordability": Kept(("affordability-median",), periods=5),
        "ons-hpssa": Kept(("median-house-price",), periods=5),
        "ons-productivity": Kept(("jobs",), periods=4),
        "ons-ashe": Kept(("weekly-pay",)),
        "ons-mye": Kept(("population",), periods=4, areas="E0"),
        "ons-dwelling-tenure": Kept(("tenure",), tuple(f"dwellings={tenure}" for tenure in _TENURES), periods=3),
        "iod-file-1": Kept(("deprivation-deciles",)),
        "lahs": Kept(("housing-register",), periods=3, newest="2020/21"),
        "csp-crime": Kept(("recorded-crime",), areas="E0", beside=("all-recorded-crime", "residential-burglary")),
        "fuel-poverty": Kept(("fuel-poverty",)),
        "hclic": Kept(("homelessness-duty-owed",)),
        "explore-education-statistics": Kept(("gcse-english-maths",), periods=3),
        "census-flows": Kept(("commuting-out",)),
        "iod-file-10": Kept(("deprivation-rank",)),
        "trafford-iod": Kept(("deprivation-rank",)),
        "ons-census-custom": Kept(("ethnic-group",)),
        "live-tables": Kept(("net-additional-dwellings",), periods=5),
        "affordable-supply": Kept(("affordable-homes",), periods=3),
        "moj-possession": Kept(("landlord-possession-claims",), periods=3),
        "voa-stock": Kept(("dwelling-stock",), periods=5),
        "year-sheet": Kept(("enterprises",), periods=4, older=1),
    }
)
#: Layouts that no definition names so far, with what one would say.
_FOUND = {
    "ons-ashe": ("weekly-pay", {"Table": "8.1a", "Jobs": "all employee", "Figure": "Median"}),
    "explore-education-statistics": ("gcse-english-maths", {"Indicator": "met_standard_percent", "Filters": ""}),
    "year-sheet": ("enterprises", {"Title": "Number of enterprises"}),
    "ons-mye": ("population", {"Component": "population", "Sex": "", "Age": ""}),
}


@dataclass(frozen=True)
class Upload:
    """A file and what is held when it comes; the catalogue knows its layout."""

    layout: str
    after_a_gap: bool
    catalogue: Catalogue
    held: pd.DataFrame
    sheets: Sheets


def upload(layout: str, after_a_gap: bool, catalogue: Catalogue, shipped: pd.DataFrame) -> Upload:
    """The upload of a layout, of figures that are shipped."""
    kept, known = KEPT[layout], _knowing(layout, catalogue)
    rows = shipped[shipped["indicator"].isin((*kept.indicators, *kept.beside))]
    mine = rows[rows["indicator"].isin(kept.indicators) & rows["area_code"].str.startswith(kept.areas)]
    mine = mine[mine["breakdown"].isin(kept.lines)] if kept.lines else mine
    days = _days(mine, kept.newest)
    before = days[: -1 - _GAP] if after_a_gap else days[:-1] or days
    written = [*before[len(before) - kept.older :], days[-1]] if after_a_gap else days[-kept.periods :]
    others = shipped[shipped["indicator"].isin(_others(layout, known)) & ~shipped["indicator"].isin(rows["indicator"])]
    there = rows["period_start"].isin(before) | (rows["period_start"] < days[0])
    names = {code: area.name for code, area in catalogue.areas.items()}
    file = mine[mine["period_start"].isin(written)]
    sheets = _writer(layout)(file.assign(name=file["area_code"].map(names)), known)
    return Upload(layout, after_a_gap, known, pd.concat([rows[there], others], ignore_index=True), sheets)


def _others(layout: str, catalogue: Catalogue) -> list[str]:
    """The other indicators that are held: the population, and all that such files are about."""
    found = (slug for slug, each in catalogue.indicators.items() if any(file.layout == layout for file in each.files))
    return [*found, "population"]


def _days(rows: pd.DataFrame, newest: str) -> list[pd.Timestamp]:
    """The first days of the periods, up to the one that is named, or all."""
    if newest:
        rows = rows[rows["period_start"] <= rows.loc[rows["period_label"] == newest, "period_start"].max()]
    return sorted(rows["period_start"].unique())


def _writer(layout: str) -> Writer:
    name = layout.replace("-", "_")
    writer: Writer = getattr(published_texts, name, None) or getattr(published_workbooks, name)
    return writer


def _knowing(layout: str, catalogue: Catalogue) -> Catalogue:
    """The catalogue, with a definition that takes figures from the layout where none does."""
    if layout not in _FOUND:
        return catalogue
    slug, match = _FOUND[layout]
    indicator = catalogue.indicators[slug]
    found = replace(indicator, files=(*indicator.files, From(layout, match)))
    return replace(catalogue, indicators=MappingProxyType(dict(catalogue.indicators) | {slug: found}))
