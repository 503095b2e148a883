"""An indicator's line for an area: its observations of one breakdown, oldest first, and what may be joined in it.

Functions take the observations of one indicator (a pandas frame with the columns of OBSERVATIONS, as `store.read`
returns it). Assessment, charts and views all stand on these.
"""

from collections.abc import Collection, Hashable, Mapping
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from indicators import statistics
from indicators.model import SIMILAR_AREAS, Catalogue, Indicator

#: Whose figures are shown for an area: its own, its county's, none for the whole of it, none at all.
StandIn = Literal["", "county", "small areas only", "none"]
#: How an area stands to the chosen one, as people read it.
ROLES: Mapping[str, str] = {
    "area": "the chosen area",
    "beside": "another group of the chosen area",
    "sibling": "same county",
    "similar": "similar area",
    "other": "other area",
    "larger": "larger area",
    "benchmark": "benchmark",
}
#: Days between the ends of two periods above which a series has a hole, by how often it comes.
HOLE_DAYS = {"monthly": 45, "quarterly": 140, "annual": 550, "biennial": 920}
#: What rates and shares are given per.
SCALES = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
#: Areas that others lie in, the smallest first.
LARGER = ("county", "region", "country")


def area_name(catalogue: Catalogue, code: str) -> str:
    """The name people read, the median of the similar areas included."""
    return "similar areas (median)" if code == SIMILAR_AREAS else catalogue.areas[code].name


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


def comparable(indicator: Indicator) -> bool:
    """Whether values of areas of different size can be set side by side: a count depends on how many live there."""
    return indicator.kind not in ("count", "rank")


def line(rows: pd.DataFrame, area: str, breakdown: str) -> pd.DataFrame:
    """One area's observations of one breakdown, oldest first."""
    places = np.flatnonzero((rows["area_code"] == area) & (rows["breakdown"] == breakdown))
    starts, ends = (rows[name].to_numpy()[places] for name in ("period_start", "period_end"))
    return rows.take(places[np.lexsort((starts, ends))]).reset_index(drop=True)


def last(line: pd.DataFrame, where: "pd.Series[bool] | np.ndarray[Any, np.dtype[np.bool_]]") -> "pd.Series[Any] | None":
    """The last row for which it is so; None where it is so for none. Much cheaper than a frame of these rows."""
    places = np.flatnonzero(where)
    return line.iloc[places[-1]] if places.size else None


def benchmark_line(rows: pd.DataFrame, breakdown: str, benchmark: str, catalogue: Catalogue, area: str) -> pd.DataFrame:
    """The benchmark's observations; for the areas similar to `area` their median, where at least half have a figure.

    The median of other areas is ours, not published: it has no interval, count or denominator.
    """
    if benchmark != SIMILAR_AREAS:
        return line(rows, benchmark, breakdown)
    similar = catalogue.similar.get(area, ())
    group = rows[rows["area_code"].isin(similar) & (rows["breakdown"] == breakdown) & rows["value"].notna()]
    keys = ["period_start", "period_end", "period_label"]
    values = group.groupby(keys)["value"]
    medians = pd.DataFrame({"value": values.median()[values.size() * 2 >= len(similar)]}).reset_index()
    blank: dict[str, Any] = dict.fromkeys(("lower", "upper", "count", "denominator"), float("nan"))
    blank |= dict.fromkeys(("status", "flags", "published_comparison"), "")
    blank |= {"indicator": "".join(group["indicator"].unique()), "area_code": SIMILAR_AREAS, "breakdown": breakdown}
    blank |= {"note": "median of the similar areas, calculated here"}
    cells = {name: medians[name] if name in medians else blank.get(name, "") for name in rows.columns}
    median = pd.DataFrame(cells, index=medians.index)
    return median.sort_values(["period_end", "period_start"], ignore_index=True)


def shown_area(rows: pd.DataFrame, indicator: Indicator, area: str, catalogue: Catalogue) -> tuple[str, StandIn]:
    """The code of the area whose figures stand for `area`, and why it is another one or has none.

    An indicator that is published for counties only shows a district its county.
    """
    return shown_code(set(rows["area_code"].unique()), indicator, area, catalogue)


def shown_code(
    published: Collection[str], indicator: Indicator, area: str, catalogue: Catalogue
) -> tuple[str, StandIn]:
    """As `shown_area`, where figures are published for these areas."""
    if area in published:
        return area, ""
    parent = catalogue.areas[area].parent
    if indicator.geography == "county" and parent in published and catalogue.areas[parent].type == "county":
        return parent, "county"
    return area, "small areas only" if indicator.geography == "lsoa" else "none"


def in_period(rows: pd.DataFrame, start: date, end: date) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Which observations are of the very period. By plain arrays: what pandas takes for it is ten times as long."""
    starts, ends = (rows[name].to_numpy() for name in ("period_start", "period_end"))
    found: np.ndarray[Any, np.dtype[np.bool_]] = (ends == np.datetime64(end)) & (starts == np.datetime64(start))
    return found


def values_in(rows: pd.DataFrame, breakdown: str, start: date, end: date) -> dict[str, float]:
    """The values of all areas that have one, of one breakdown in the very period."""
    same = in_period(rows, start, end)
    codes, groups, values = (rows[name].to_numpy()[same] for name in ("area_code", "breakdown", "value"))
    found = zip(codes, groups, values, strict=True)
    return {code: float(value) for code, group, value in found if group == breakdown and not np.isnan(value)}


def earlier(line: pd.DataFrame, latest: "pd.Series[Any]", indicator: Indicator) -> "pd.Series[Any] | None":
    """The observation that `latest` is compared with: a year before where the season counts, otherwise the last one
    that does not overlap with it; None where there is none with a value."""
    before = line["period_end"] < latest["period_start"]
    if indicator.seasonal:
        before &= line["period_start"] == latest["period_start"] - pd.DateOffset(years=1)
    elif latest["period_start"] == latest["period_end"]:
        before = line["period_end"] < latest["period_end"]
    return last(line, before & line["value"].notna())


def flagged(line: pd.DataFrame, flag: str) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Which observations have this flag. In plain Python: for a line of some dozens a seventh of what pandas takes."""
    return np.array([flag in flags for flags in line["flags"].tolist()], dtype=bool)


def broken_between(line: pd.DataFrame, after: Any, until: Any) -> bool:
    """Whether a break lies on a period that ends after the one day and no later than the other."""
    broken = flagged(line, "break_before")
    if not broken.any():
        return False
    ends = line["period_end"][broken]
    return bool(((ends > pd.Timestamp(after)) & (ends <= pd.Timestamp(until))).any())


def cuts(line: pd.DataFrame, cadence: str) -> "pd.Series[bool]":
    """Whether an observation may not be joined with the one before it."""
    hole = line["period_end"].diff().dt.days > HOLE_DAYS.get(cadence, float("inf"))
    cut: pd.Series[bool] = line["value"].isna() | flagged(line, "break_before") | hole
    return cut


def segments(line: pd.DataFrame, cadence: str) -> list[pd.DataFrame]:
    """The stretches that may be joined by a line: cut at a missing value, before a break, and over a hole in time."""
    groups = line.groupby(cuts(line, cadence).cumsum())
    return [part for _, stretch in groups if len(part := stretch[stretch["value"].notna()])]


def points(line: pd.DataFrame, cadence: str) -> tuple[float | None, ...]:
    """The values in order, None where one is missing, and one more None wherever the line must not be joined."""
    values: list[float | None] = []
    for value, cut in zip(line["value"].tolist(), cuts(line, cadence), strict=True):
        known = None if pd.isna(value) else value
        if cut and known is not None and values and values[-1] is not None:
            values.append(None)
        values.append(known)
    return tuple(values)


def scale(line: pd.DataFrame, indicator: Indicator) -> float | None:
    """What count / denominator is multiplied by to give the values of a line (100, 1,000 …), by its largest value.

    None where they do not agree to half a unit of the last decimal.
    """
    known = line[line[["value", "count", "denominator"]].notna().all(axis=1)]
    if known.empty:
        return None
    largest = known.iloc[int(known["value"].abs().argmax())]
    if largest["value"] == 0:  # any factor fits nothing
        return 100.0 if indicator.unit.after == "%" else None
    return next((factor for factor in SCALES if agrees(largest, indicator, factor)), None)


def agrees(row: Mapping[Hashable, Any] | pd.Series, indicator: Indicator, factor: float) -> bool:
    """Whether the value of an observation is its count / denominator times the factor, as printed."""
    value, count, denominator = (
        None if pd.isna(row[name]) else float(row[name]) for name in ("value", "count", "denominator")
    )
    if count is not None and count < 0:  # no count of anything: somebody has made an error
        return False
    return statistics.agrees(value, count, denominator, factor, indicator.decimals)
