"""Counts as rates: divided by what the publisher prints beside them, else by the nearest figure that is held."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from indicators import lines, statistics
from indicators.model import Catalogue, Indicator, Unit

#: How far from a count's last day the figure may lie that it is divided by.
FURTHEST = pd.Timedelta(days=3 * 365 + 1)
#: How far the sum of districts may be from what their county has itself, as a share of that: they are then all there.
WHOLE = 0.05
#: Rates below this have two decimals, others one.
_SMALL = 10.0


@dataclass(frozen=True)
class Denominator:
    """What a count was divided by: its size, the title of the indicator that it is of and the period it is about;
    both empty where the publisher prints it beside the count."""

    size: float
    of: str
    period: str

    @property
    def printed(self) -> bool:
        """Whether it is the publisher's own."""
        return not self.period


def rated(indicator: Indicator, latest: float) -> Indicator:
    """The indicator as it is compared: a count as a rate, with decimals to the size of its latest; others as they are.

    `latest` is a rate already.
    """
    if indicator.per is None:
        return indicator
    unit = Unit(f"per {indicator.per.one}", after=f" per {indicator.per.one}", change=f" per {indicator.per.one}")
    return replace(indicator, kind="rate", unit=unit, decimals=2 if latest < _SMALL else 1, per=None)


def as_rates(
    rows: pd.DataFrame,
    indicator: Indicator,
    held: Mapping[str, pd.DataFrame],
    catalogue: Catalogue,
    asked: Collection[str] = (),
) -> pd.DataFrame:
    """The observations of an indicator with rates in place of counts; as they are where they are not to be divided.

    `rows` are of one breakdown, with the columns of OBSERVATIONS; so is what comes back, with `divided_by`, the
    period of the denominator ("" where the publisher prints it), besides. A count without a denominator has no value.
    Districts that are all there make the row of their county, where that is `asked` for and none is published: counts
    and denominators are added, never rates. Limits are the count's, divided; none for stocks, nor below zero.

    Source: Public Health England, technical guide on confidence intervals; `statistics.rate_interval`.
    """
    per = indicator.per
    if per is None:
        return rows
    sizes = _sizes(held, per.indicator, catalogue, {*rows["area_code"], *asked}, rows["period_end"])
    counted = _divided(rows, sizes)
    whole = _counties(counted, sizes, catalogue, asked)
    counted = pd.concat([counted, whole], ignore_index=True) if len(whole) else counted
    count, size = counted["value"].to_numpy(dtype=float), counted["denominator"].to_numpy(dtype=float)
    size = np.where(size > 0, size, np.nan)
    lower = upper = np.full(len(counted), np.nan)
    if per.limits:
        lower, upper = statistics.rate_interval(
            np.where(np.isnan(size) | (count < 0), np.nan, count), size, per=per.times
        )
    return counted.assign(value=count / size * per.times, count=count, lower=lower, upper=upper)


def denominator(row: "pd.Series[Any]", indicator: Indicator, catalogue: Catalogue) -> Denominator | None:
    """What the count of a row of `as_rates` was divided by; None where it was not."""
    if indicator.per is None or pd.isna(row["denominator"]):
        return None
    held = str(row["divided_by"])
    title = catalogue.indicators[indicator.per.indicator].title if held else ""
    return Denominator(float(row["denominator"]), title, held)


@dataclass(frozen=True)
class _Size:
    """A figure that counts are divided by."""

    start: pd.Timestamp
    end: pd.Timestamp
    period: str
    value: float


#: What counts of each area can be divided by.
_Sizes = Mapping[str, Sequence[_Size]]


def _sizes(
    held: Mapping[str, pd.DataFrame],
    slug: str,
    catalogue: Catalogue,
    areas: Collection[str],
    ends: "pd.Series[pd.Timestamp]",
) -> _Sizes:
    """What is held of the indicator that counts are divided by: the figures of its headline for these areas, as far as
    they are near enough to counts that end on these days."""
    if slug not in held or ends.empty:
        return {}
    rows = held[slug]
    mine = (rows["period_end"] >= ends.min() - FURTHEST) & (rows["period_end"] <= ends.max() + FURTHEST)
    mine &= (rows["breakdown"] == catalogue.indicators[slug].headline) & rows["value"].notna()
    near = rows.loc[mine, ["area_code", "period_start", "period_end", "period_label", "value"]]
    found: dict[str, list[_Size]] = {}
    for code, start, end, label, value in near[near["area_code"].isin(areas)].itertuples(index=False):
        found.setdefault(code, []).append(_Size(start, end, label, value))
    return found


def _divided(rows: pd.DataFrame, sizes: _Sizes) -> pd.DataFrame:
    """The rows with denominators: printed ones, else the held one whose period has the count's last day, else the
    nearest."""
    printed = rows["denominator"].to_numpy(dtype=float)
    pairs = zip(rows["area_code"], rows["period_end"], printed, strict=True)
    chosen = [None if size > 0 else _nearest(sizes.get(code, ()), end) for code, end, size in pairs]
    values = [size if one is None else one.value for one, size in zip(chosen, printed, strict=True)]
    return rows.assign(denominator=values, divided_by=["" if one is None else one.period for one in chosen])


def _nearest(sizes: Sequence[_Size], end: pd.Timestamp) -> _Size | None:
    """The figure whose period holds a day, else the one that ends nearest to it, at most three years away."""
    near = [size for size in sizes if abs(size.end - end) <= FURTHEST]
    return min(near, key=lambda size: (not size.start <= end <= size.end, abs(size.end - end)), default=None)


def _counties(counted: pd.DataFrame, sizes: _Sizes, catalogue: Catalogue, asked: Collection[str]) -> pd.DataFrame:
    """The rows of the counties asked for that have none of their own, added up from their districts."""
    counties = [code for code in asked if code in catalogue.areas and catalogue.areas[code].type == "county"]
    held = set(counted["area_code"].unique()) if counties else set()
    found = []
    for county in counties:
        every = (area for area in catalogue.areas.values() if area.parent == county and not area.successor)
        districts = [area.code for area in every]
        if county not in held and districts and held.issuperset(districts):
            mine = counted[counted["area_code"].isin(districts)]
            found.append(_summed(mine, county, len(districts), sizes))
    return pd.concat(found, ignore_index=True) if found else counted.iloc[:0]


def _summed(rows: pd.DataFrame, county: str, districts: int, sizes: _Sizes) -> pd.DataFrame:
    """The sums of the periods that every district has, unless they are not what the county has itself."""
    known = rows[rows["value"].notna() & rows["denominator"].notna()]
    period = ["period_start", "period_end"]
    grouped = known.groupby(period)
    sums = grouped[["value", "denominator"]].sum()[grouped.size() == districts].reset_index()
    texts = known.drop_duplicates(period).drop(columns=["value", "denominator"])
    blank: dict[str, Any] = dict.fromkeys(("lower", "upper", "count"), np.nan)
    blank |= dict.fromkeys(("published_comparison", "note", "status"), "") | {"area_code": county}
    made = sums.merge(texts, on=period).assign(**blank)[list(rows.columns)]
    own = _divided(made.assign(denominator=np.nan), sizes)["denominator"]
    return made[own.isna() | ((own - made["denominator"]).abs() <= WHOLE * own)]


def compared_rows(
    rows: pd.DataFrame,
    indicator: Indicator,
    breakdown: str,
    held: Mapping[str, pd.DataFrame],
    catalogue: Catalogue,
    asked: Collection[str],
    ends: Collection[date],
) -> pd.DataFrame:
    """The observations of a breakdown as areas are compared by them: counts that are to be divided as rates,
    of the periods that end on these days."""
    if indicator.per is None:
        return rows
    wanted = np.isin(rows["period_end"].to_numpy(), np.array(ends, dtype="datetime64[s]"))
    mine = rows[wanted & (rows["breakdown"] == breakdown).to_numpy()].reset_index(drop=True)
    return as_rates(mine, indicator, held, catalogue, asked)


def comparable(indicator: Indicator) -> bool:
    """Whether areas can be compared by it: as it is, or as a rate."""
    return not indicator.size and (indicator.per is not None or lines.comparable(indicator))
