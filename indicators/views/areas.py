"""Areas: every area in one period, with intervals."""

from collections.abc import Sequence

import pandas as pd

from indicators import charts, lines, wording
from indicators.lines import LARGER
from indicators.model import SIMILAR_AREAS, Area, Catalogue, Indicator, Selection
from indicators.views.readable import readable
from indicators.views.view import NO_VALUE, Choice, Shown

CHOICES: Sequence[Choice] = ("group", "period")


def offered(indicator: Indicator) -> str:
    """Of figures for small areas only, these are the view."""
    return "Small areas" if indicator.geography == "lsoa" else "Areas"


def frame(shown: Shown) -> pd.DataFrame:
    """Every area's observation of the period, highest value first, missing ones last.

    Larger areas are left out where their values are not comparable.
    """
    rows, indicator, catalogue, selection = shown.rows, shown.indicator, shown.catalogue, shown.view.selection
    end = pd.Timestamp(shown.view.end)
    chosen = rows[(rows["period_end"] == end) & (rows["breakdown"] == selection.breakdown)]
    if indicator.geography == "lsoa":
        inside = [catalogue.areas[code].parent == selection.area for code in chosen["area_code"]]
        chosen = chosen[pd.Series(inside, index=chosen.index, dtype=bool)]
    if selection.benchmark == SIMILAR_AREAS and lines.comparable(indicator):
        median = lines.benchmark_line(rows, selection.breakdown, SIMILAR_AREAS, catalogue, selection.area)
        chosen = pd.concat([chosen, median[median["period_end"] == end]], ignore_index=True)
    named = chosen.assign(
        series=[lines.area_name(catalogue, code) for code in chosen["area_code"]],
        role=[_role(code, selection, catalogue) for code in chosen["area_code"]],
    )
    if not lines.comparable(indicator):
        larger = [code in catalogue.areas and catalogue.areas[code].type in LARGER for code in named["area_code"]]
        named = named[~pd.Series(larger, index=named.index) | (named["role"] == "area")]
    return named.sort_values(["value", "series"], ascending=[False, True], ignore_index=True)


def figures(shown: Shown) -> pd.DataFrame:
    """A row for each area."""
    return readable(shown.frame, shown.indicator)


def title(shown: Shown) -> str:
    """What is shown: who is higher and lower is for the chart to say."""
    small = shown.indicator.geography == "lsoa"
    where = f"small areas of {shown.area_name}" if small else f"{shown.area_name} among other areas"
    return wording.title(shown.indicator.title, where)


def chart(shown: Shown, mode: charts.Mode) -> charts.Chart | None:
    """Dots with intervals."""
    if shown.frame["value"].isna().all():
        return None
    return charts.areas(shown.frame, shown.indicator, shown.title, mode)


def nothing(shown: Shown) -> str:
    """That no figure is held for any area, or that the publisher gives reasons only."""
    if shown.frame.empty:
        return shown.unheld("any area", shown.view.selection.breakdown)
    return NO_VALUE if shown.frame["value"].isna().all() else ""


def elsewhere(shown: Shown) -> Sequence[str]:
    """All areas are in the view already."""
    return ()


def _role(code: str, selection: Selection, catalogue: Catalogue) -> str:
    if code == selection.area:
        return "area"
    if code == selection.benchmark:
        return "benchmark"
    other, chosen = catalogue.areas[code], catalogue.areas[selection.area]
    if other.type in LARGER and other.type != chosen.type:
        return "larger"
    return _relation(other, chosen, catalogue)


def _relation(other: Area, chosen: Area, catalogue: Catalogue) -> str:
    if other.code in catalogue.similar.get(chosen.code, ()):
        return "similar"
    county = catalogue.areas.get(other.parent)
    return "sibling" if county and county.type == "county" and other.parent == chosen.parent else "other"
