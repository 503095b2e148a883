"""What a view shows, as one frame: over time, areas, breakdown. Chart, table and file are all made from it.

Every function takes the observations of one indicator (a pandas frame with the columns of OBSERVATIONS, as
`store.read` returns it) and returns a new frame with those columns and `series`, the name a person reads,
and `role`: "area", "benchmark", or how another area stands to the chosen one.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from indicators import wording
from indicators.model import FLAGS, SIMILAR_AREAS, Area, Catalogue, Indicator, Selection

ROLES = {
    "area": "the chosen area",
    "sibling": "same county",
    "similar": "similar area",
    "other": "other area",
    "larger": "larger area",
    "benchmark": "benchmark",
}
#: Days between the ends of two periods above which a series has a hole, by how often it comes.
HOLE_DAYS = {"monthly": 45, "quarterly": 140, "annual": 550, "biennial": 920}
LARGER = ("county", "region", "country")
#: No more areas than these are named in a sentence.
NAMED = 4


def area_name(catalogue: Catalogue, code: str) -> str:
    """The name people read, the median of the similar areas included."""
    return "similar areas (median)" if code == SIMILAR_AREAS else catalogue.areas[code].name


def line(rows: pd.DataFrame, area: str, breakdown: str) -> pd.DataFrame:
    """One area's observations of one breakdown, oldest first."""
    places = np.flatnonzero((rows["area_code"] == area) & (rows["breakdown"] == breakdown))
    starts, ends = (rows[name].to_numpy()[places] for name in ("period_start", "period_end"))
    return rows.take(places[np.lexsort((starts, ends))]).reset_index(drop=True)


def last(line: pd.DataFrame, where: "pd.Series[bool]") -> "pd.Series[Any] | None":
    """The last row for which it is so; None where it is so for none. Much cheaper than a frame of these rows."""
    places = np.flatnonzero(where)
    return line.iloc[places[-1]] if places.size else None


def benchmark_line(rows: pd.DataFrame, breakdown: str, benchmark: str, catalogue: Catalogue) -> pd.DataFrame:
    """The benchmark's observations; for the similar areas their median, where at least half have a figure.

    The median of other areas is ours, not published: it has no interval, count or denominator.
    """
    if benchmark != SIMILAR_AREAS:
        return line(rows, benchmark, breakdown)
    group = rows[rows["area_code"].isin(catalogue.similar) & (rows["breakdown"] == breakdown) & rows["value"].notna()]
    keys = ["period_start", "period_end", "period_label"]
    values = group.groupby(keys)["value"]
    medians = pd.DataFrame({"value": values.median()[values.size() * 2 >= len(catalogue.similar)]}).reset_index()
    blank: dict[str, Any] = dict.fromkeys(("lower", "upper", "count", "denominator"), float("nan"))
    blank |= dict.fromkeys(("status", "flags", "published_comparison"), "")
    blank |= {"indicator": "".join(group["indicator"].unique()), "area_code": SIMILAR_AREAS, "breakdown": breakdown}
    blank |= {"note": "median of the similar areas, calculated here"}
    cells = {name: medians[name] if name in medians else blank[name] for name in rows.columns}
    median = pd.DataFrame(cells, index=medians.index)
    return median.sort_values(["period_end", "period_start"], ignore_index=True)


def shown_area(rows: pd.DataFrame, indicator: Indicator, area: str, catalogue: Catalogue) -> tuple[str, str]:
    """The area whose figures stand for `area`, and a sentence where that is another one, or none has any.

    An indicator that is published for counties only shows a district its county, and says so.
    """
    published = set(rows["area_code"].unique())
    name = area_name(catalogue, area)
    if area in published:
        return area, ""
    parent = catalogue.areas[area].parent
    if indicator.geography == "county" and parent in published and catalogue.areas[parent].type == "county":
        where = area_name(catalogue, parent)
        return parent, f"This is published for counties only, so {where} is shown instead of {name}."
    if indicator.geography == "lsoa":
        return area, f"This is published for small areas only; there is no figure for {name} as a whole."
    return area, f"No figure is held for {name}: the source has none, or none was carried over."


def comparable(indicator: Indicator) -> bool:
    """Whether values of areas of different size can be set side by side: a count depends on how many live there."""
    return indicator.kind not in ("count", "rank")


def over_time(rows: pd.DataFrame, indicator: Indicator, selection: Selection, catalogue: Catalogue) -> pd.DataFrame:
    """The chosen area and, where the two are comparable, its benchmark: all periods that end within the chosen
    years, oldest first."""
    parts = [line(rows, selection.area, selection.breakdown).assign(role="area")]
    if selection.benchmark != selection.area and comparable(indicator):
        bench = benchmark_line(rows, selection.breakdown, selection.benchmark, catalogue)
        parts.append(bench.assign(role="benchmark"))
    both = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    both["series"] = [area_name(catalogue, code) for code in both["area_code"]]
    return within_years(both, selection.first_year, selection.last_year)


def segments(line: pd.DataFrame, cadence: str) -> list[pd.DataFrame]:
    """The stretches that may be joined by a line: cut at a missing value, before a break, and over a hole in time."""
    groups = line.groupby(cuts(line, cadence).cumsum())
    return [part for _, stretch in groups if len(part := stretch[stretch["value"].notna()])]


def cuts(line: pd.DataFrame, cadence: str) -> "pd.Series[bool]":
    """Whether an observation may not be joined with the one before it."""
    hole = line["period_end"].diff().dt.days > HOLE_DAYS.get(cadence, float("inf"))
    cut: pd.Series[bool] = line["value"].isna() | line["flags"].str.contains("break_before") | hole
    return cut


def within_years(frame: pd.DataFrame, first: int | None, last: int | None) -> pd.DataFrame:
    """The rows whose period ends in the years from `first` to `last`, both included; None leaves a side open."""
    years = frame["period_end"].dt.year
    kept: pd.DataFrame = frame[years.between(first or years.min(), last or years.max())]
    return kept.reset_index(drop=True)


def areas(
    rows: pd.DataFrame, indicator: Indicator, selection: Selection, end: pd.Timestamp, catalogue: Catalogue
) -> pd.DataFrame:
    """Every area's observation for the period that ends on `end`, highest value first, missing ones last.

    Larger areas are left out where their values are not comparable.
    """
    chosen = rows[(rows["period_end"] == end) & (rows["breakdown"] == selection.breakdown)]
    if indicator.geography == "lsoa":
        inside = [catalogue.areas[code].parent == selection.area for code in chosen["area_code"]]
        chosen = chosen[pd.Series(inside, index=chosen.index, dtype=bool)]
    if selection.benchmark == SIMILAR_AREAS and comparable(indicator):
        median = benchmark_line(rows, selection.breakdown, SIMILAR_AREAS, catalogue)
        chosen = pd.concat([chosen, median[median["period_end"] == end]], ignore_index=True)
    named = chosen.assign(
        series=[area_name(catalogue, code) for code in chosen["area_code"]],
        role=[_role(code, selection, catalogue) for code in chosen["area_code"]],
    )
    if not comparable(indicator):
        larger = [code in catalogue.areas and catalogue.areas[code].type in LARGER for code in named["area_code"]]
        named = named[~pd.Series(larger, index=named.index) | (named["role"] == "area")]
    return named.sort_values(["value", "series"], ascending=[False, True], ignore_index=True)


def breakdowns(
    rows: pd.DataFrame,
    indicator: Indicator,
    selection: Selection,
    end: pd.Timestamp,
    catalogue: Catalogue,
    dimension: str,
) -> pd.DataFrame:
    """The chosen area and, where the two are comparable, its benchmark by category of one dimension in one period,
    categories in their order."""
    order = {key: place for place, key in enumerate(labels(indicator)) if key.startswith(f"{dimension}=")}
    own = rows[(rows["area_code"] == selection.area) & rows["breakdown"].isin(order)]
    parts = [own.assign(role="area", series=area_name(catalogue, selection.area))]
    if selection.benchmark != selection.area and comparable(indicator):
        bench = [benchmark_line(rows, key, selection.benchmark, catalogue) for key in order]
        name = area_name(catalogue, selection.benchmark)
        parts += [found.assign(role="benchmark", series=name) for found in bench if len(found)]
    both = pd.concat(parts, ignore_index=True)
    both = both[both["period_end"] == end]
    both = both.assign(place=both["breakdown"].map(order))
    return both.sort_values(["place", "role"], ignore_index=True).drop(columns="place")


def labels(indicator: Indicator) -> dict[str, str]:
    """Every breakdown of the definition, in its order: "sex=female" -> "Women and girls"."""
    return {
        f"{dimension.key}={value}": text
        for dimension in indicator.dimensions
        for value, text in dimension.values.items()
    }


def breakdown_name(indicator: Indicator, breakdown: str) -> str:
    """What a breakdown is called; "All" for the headline without one."""
    return labels(indicator).get(breakdown, breakdown) if breakdown else "All"


def readable(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The frame as people read it: only columns that hold something, symbols in place of what is missing.

    Values keep their published precision; `Figure` is the value as it is written everywhere.
    """
    table = pd.DataFrame(
        {
            "Area": frame["series"],
            "Period": frame["period_label"],
            "Group": [breakdown_name(indicator, key) for key in frame["breakdown"]],
            "Figure": [
                wording.marked(value, status, indicator)
                for value, status in zip(frame["value"], frame["status"], strict=True)
            ],
            "Value": frame["value"],
            "Lower 95% limit": frame["lower"],
            "Upper 95% limit": frame["upper"],
            "Count": frame["count"],
            "Denominator": frame["denominator"],
            "Publisher’s comparison with England": frame["published_comparison"],
            "Remarks": [_remarks(flags, note) for flags, note in zip(frame["flags"], frame["note"], strict=True)],
        }
    )
    always = {"Area", "Period", "Figure", "Value"}
    kept = [name for name in table if name in always or (table[name].notna() & (table[name] != "")).any()]
    return table[[name for name in kept if name != "Group" or indicator.dimensions]].reset_index(drop=True)


def _remarks(flags: str, note: str) -> str:
    return "; ".join([*(FLAGS[flag] for flag in flags.split()), *([note] if note else [])])


def offered(indicator: Indicator) -> dict[str, str]:
    """The views an indicator has, by the name they have in an address, the first one shown first.

    Figures for small areas only have no line for the borough: its small areas are the view.
    """
    if indicator.geography == "lsoa":
        return {"areas": "Small areas"}
    process = indicator.cadence in ("monthly", "quarterly") and not indicator.overlapping
    views = {
        "over-time": "Over time",
        "areas": "Areas",
        "breakdown": "Breakdown" if indicator.dimensions else "",
        "process": "Process chart" if process else "",
        "table": "Table",
    }
    return {name: title for name, title in views.items() if title}


def groups(rows: pd.DataFrame, indicator: Indicator, area: str) -> dict[str, str]:
    """The breakdowns that the area has rows for, the headline first: "" -> "All", "sex=female" -> "Women and girls"."""
    of_area = rows[rows["area_code"] == area] if indicator.geography != "lsoa" else rows
    held = {indicator.headline, *of_area["breakdown"]}
    order = [indicator.headline, *(key for key in ["", *labels(indicator)] if key != indicator.headline)]
    return {key: breakdown_name(indicator, key) for key in order if key in held}


def ends(rows: pd.DataFrame, area: str = "") -> dict[str, str]:
    """The periods in which some area, or this one, has a value, latest first: the day it ends -> its label."""
    known = rows[rows["value"].notna() & ((rows["area_code"] == area) | (area == ""))]
    ordered = known.sort_values(["period_end", "period_start"], ascending=False).drop_duplicates("period_end")
    return dict(zip(ordered["period_end"].dt.strftime("%Y-%m-%d"), ordered["period_label"], strict=True))


def years(rows: pd.DataFrame) -> list[int]:
    """The years in which periods end, oldest first."""
    return sorted(rows["period_end"].dt.year.unique().tolist())


def title(indicator: Indicator, view: str, area: str, dimension: str) -> str:
    """What a chart of areas or categories is called; a chart over time is called by its finding."""
    if view == "areas":
        where = f"small areas of {area}" if indicator.geography == "lsoa" else f"{area} among other areas"
        return wording.title(indicator.title, where)
    label = next((part.label for part in indicator.dimensions if part.key == dimension), "")
    whole = f"{indicator.title}, {area}: {label.lower()}"
    return whole if len(whole.split()) <= wording.LONGEST_TITLE else f"{area}: {label.lower()}"


def holders(rows: pd.DataFrame, dimension: str, catalogue: Catalogue) -> list[str]:
    """The codes of the areas with a value in some category of the dimension, the largest areas first."""
    known = rows[rows["breakdown"].str.startswith(f"{dimension}=") & rows["value"].notna()]
    places = [catalogue.areas[code] for code in known["area_code"].unique()]
    size = {kind: place for place, kind in enumerate(reversed(LARGER))}
    return [area.code for area in sorted(places, key=lambda area: (size.get(area.type, len(size)), area.name))]


def held_elsewhere(indicator: Indicator, dimension: str, held: Sequence[str], area: str, catalogue: Catalogue) -> str:
    """For which areas a breakdown is held, where it is not held for this one; empty where it is held for none."""
    label = next((part.label for part in indicator.dimensions if part.key == dimension), dimension)
    names = [area_name(catalogue, code) for code in held]
    if not names:
        return ""
    if len(names) > NAMED:
        return f"{label}: this is held for {len(names)} other areas, and not for {area_name(catalogue, area)}."
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{label}: this is held for {listed} only."


def nothing(indicator: Indicator, view: str, area: str, group: str) -> str:
    """Why a view is empty."""
    what = f" for {breakdown_name(indicator, group)}" if group else ""
    where = "any area" if view == "areas" else area
    return f"{indicator.title}: no figure is held{what} for {where}. Another group, area or view may have some."


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
    if chosen.code == catalogue.strategy.area and other.code in catalogue.similar:
        return "similar"
    county = catalogue.areas.get(other.parent)
    return "sibling" if county and county.type == "county" and other.parent == chosen.parent else "other"
