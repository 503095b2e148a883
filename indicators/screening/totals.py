"""Checks of the last stage: parts that do not add up to their total, a county that is not what its districts are."""

from collections.abc import Collection, Iterator
from functools import partial

import numpy as np
import pandas as pd

from indicators.model import Sum, Within
from indicators.screening import chance
from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Row, Screened, named, shown
from indicators.wording import count

#: Parts may miss their whole by half of the last digit of each, and by this share of it: of the 3,000 sums in the
#: shipped figures none misses it by more than 0.14%.
_SHARE = 0.005
#: Figures that a line needs to tell to what it is rounded; with fewer, its whole series is asked.
_LINE = 8
#: Periods held in which districts and county must have agreed, this closely, before a new one can be odd, and how far
#: apart it then is. Of the 76 shipped sums over ten districts the farthest, net additions, is 0.06% away.
_PERIODS, _AGREE, _APART = 3, 0.05, 0.1
#: What counts are rounded to at most, by publishers who round.
_ROUNDED = 5.0
#: Kinds whose figure for a county lies between those of its districts.
_BETWEEN = ("proportion", "rate", "mean", "ratio", "price")

#: What a total lies within is counted on another day, and a little otherwise: the census's people by age are half a per
#: cent off the mid-year estimate at most. It is taken from no more than three years away, as a rate's denominator is.
ACROSS, _NEAR_IN_TIME = 0.05, pd.Timedelta(days=3 * 366)

PLACE = ["area_code", "period_start", "period_end"]


@check(
    "parts-and-total",
    "warning",
    "change",
    title="Parts do not add up",
    means="The parts of a figure come to another number than the whole of the same area and period.",
    mend="Look which of them the publisher has otherwise.",
)
def parts_and_total(check: Check, screened: Screened) -> Iterator[Finding]:
    """Areas and periods in which the parts of a definition's `sums` miss their whole, or its total is more than there
    are of them `within` another indicator: told once for each."""
    rows = screened.compared
    fresh = rows[rows["fresh"]]
    for slug in fresh["indicator"].unique():
        indicator = screened.catalogue.indicators[str(slug)]
        own = fresh[fresh["indicator"] == slug]
        within = indicator.within if indicator.kind == "count" else None  # of a share it is the denominator: `bases`
        every = _together(screened, own) if indicator.sums or within else own.iloc[:0]
        for each in indicator.sums:
            wrong, compared = _missed(every, each, _wholes(every, each))
            if len(wrong):
                yield from _told(check, screened, rows, wrong, (*each.parts, each.whole), _summed(each), compared)
        if within is not None and len(every):
            total = Sum(("",), some=not within.same)
            wrong, compared = _missed(every, total, _of_another(screened, every, within))
            if len(wrong):
                yield from _told(check, screened, rows, wrong, ("",), _counted(within), compared)


def _together(screened: Screened, fresh: pd.DataFrame) -> pd.DataFrame:
    """All figures of the areas and periods that have new ones: those of the file, else those held; by how much each
    may be rounded, and whether it is `fresh`."""
    columns = [*PLACE, "key", "line", "series", "indicator", "breakdown", "value"]
    parts = [part[columns] for part in (screened.sound, screened.beside, screened.held)]
    every = pd.concat(parts).drop_duplicates("key")
    every = every[every["indicator"].isin(fresh["indicator"].unique())]
    by_line, by_series = (_steps(every, name) for name in ("line", "series"))
    many = every.groupby("line")["key"].transform("size") >= _LINE
    every = every.assign(step=np.where(many, by_line, by_series), fresh=every["key"].isin(fresh["key"]))
    return every.merge(fresh[PLACE].drop_duplicates(), on=PLACE)


def _steps(rows: pd.DataFrame, group: str) -> chance.Numbers:
    return chance.steps(rows["value"].fillna(0.0), rows[group])


def _wholes(rows: pd.DataFrame, sum_: Sum) -> pd.DataFrame:
    """The whole of each place: its `value`, by how much it may be off as `own`, and whether it `is_new`."""
    if sum_.number is not None:
        places = rows[PLACE].drop_duplicates()
        return places.assign(value=sum_.number, own=0.0, is_new=False).set_index(PLACE)
    whole = rows[rows["breakdown"] == sum_.whole].set_index(PLACE)
    return whole[["value", "step", "fresh"]].rename(columns={"step": "own", "fresh": "is_new"})


def _of_another(screened: Screened, rows: pd.DataFrame, within: Within) -> pd.DataFrame:
    """The same of the other indicator's figure that is nearest in time, where one is near."""
    found = another(screened, rows, within.indicator).to_frame()
    return found.assign(is_new=False, own=2 * ACROSS * found["value"])


def another(screened: Screened, rows: pd.DataFrame, slug: str) -> "pd.Series[float]":
    """For each place of the rows the total of another indicator that is nearest in time, where one is near."""
    held = screened.known.of([slug])
    held = held[(held["breakdown"] == "") & held["value"].notna()]
    places = rows[PLACE].drop_duplicates().sort_values("period_end")
    others = held[["area_code", "period_end", "value"]].sort_values("period_end")
    both = pd.merge_asof(places, others, on="period_end", by="area_code", direction="nearest", tolerance=_NEAR_IN_TIME)
    found: pd.Series[float] = both.dropna(subset="value").set_index(PLACE)["value"]
    return found


def _missed(rows: pd.DataFrame, sum_: Sum, wholes: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The places where parts miss their whole, with the number that they come to; and how many can be compared.

    Where a part is not there or has no value, the others are still no more than the whole.
    """
    parts = rows[rows["breakdown"].isin(sum_.parts)]
    every = parts.groupby(PLACE).agg(
        sum=("value", "sum"),
        max=("value", "max"),
        number=("value", "count"),
        step=("step", "sum"),
        new=("fresh", "any"),
    )
    every = every.join(wholes, how="inner")
    every = every[every["value"].notna() & (every["number"] > 0) & (every["new"] | every["is_new"])]
    comes = every["max"] if sum_.some else every["sum"]
    allowed = (every["step"] + every["own"]) / 2 + _SHARE * every["value"].abs()
    whole_is_less = comes - every["value"] > allowed
    complete = (every["number"] == len(sum_.parts)) & (not sum_.some)
    wrong = whole_is_less | (complete & ((every["value"] - comes) > allowed))
    return every.assign(comes=comes)[wrong].reset_index(), len(every)


def _summed(sum_: Sum) -> tuple[str, str]:
    """What is wrong, and the two numbers."""
    whole = sum_.whole or "the total"
    if sum_.some:
        return f"have a part that is larger than {whole}", "{} of {}"
    return f"have parts that do not add up to {whole}", "{}, where {} is the whole"


def _counted(within: Within) -> tuple[str, str]:
    """The same of a total that lies within another indicator."""
    if within.same:
        return f"are not about as many as {within.indicator}", "{}, where {} is held"
    return f"are more than there are in all, by {within.indicator}", "{}, where {} is held"


def _told(
    check: Check,
    screened: Screened,
    rows: pd.DataFrame,
    wrong: pd.DataFrame,
    lines: Collection[str],
    words: tuple[str, str],
    compared: int,
) -> Iterator[Finding]:
    """One finding, at the first new figure of these lines in the first place."""
    first = wrong.iloc[0]
    mine = rows[rows["breakdown"].isin(lines) & rows["fresh"]]
    mine = mine.merge(wrong[PLACE].head(1), on=PLACE).head(1)
    numbers = words[1].format(shown(round(first["comes"], 6)), shown(first["value"]))

    def message(row: Row) -> str:
        where = f"{screened.area(row['area_code'])}, {row['period_label']}"
        many = f"{row['indicator']}: {len(wrong):,} of {count(compared, 'place and period', 'places and periods')}"
        return f"{many} {words[0]}. First: {where}: {numbers}."

    yield from screened.at(check, mine, message)


@check(
    "county-and-districts",
    "warning",
    "change",
    title="County unlike its districts",
    means="The figure of a county is not the sum of its districts, or lies outside all of theirs, as it never did.",
    mend=ASK,
)
def county_and_districts(check: Check, screened: Screened) -> Iterator[Finding]:
    """New periods in which a county is no more what its districts were in those held: told once for each series."""
    rows = screened.compared
    fresh = rows[rows["fresh"] & rows["value"].notna()]
    if fresh.empty:
        return
    parts = [
        part[["key", "series", "window", "indicator", "area_code", "value"]]
        for part in (rows, screened.beside, screened.held)
    ]
    every = pd.concat(parts).drop_duplicates("key")
    every = every[every["series"].isin(fresh["series"].unique())]
    kinds = every["indicator"].map({slug: each.kind for slug, each in screened.catalogue.indicators.items()})
    there = set(every["area_code"].unique())
    for county, districts in _counties(screened).items():
        if not there.issuperset([county, *districts]):
            continue
        counts = _compared(every[kinds == "count"], county, districts)
        odd = _odd(counts, counts["sum"], counts["sum"], fresh, _ROUNDED * (len(districts) + 1) / 2)
        others = _compared(every[kinds.isin(_BETWEEN)], county, districts)
        odd = pd.concat([odd, _odd(others, others["min"], others["max"], fresh, 0.0)]).drop_duplicates("series")
        first = fresh[fresh["window"].isin(odd["window"]) & fresh["area_code"].isin([county, *districts])]
        first = first.assign(part=first["area_code"] != county).sort_values("part", kind="stable")
        first = first.drop_duplicates("window")
        first = first.merge(odd[["window", "own", "low", "high"]], on="window")
        yield from screened.at(check, first, partial(_unlike, screened, county))


def _counties(screened: Screened) -> dict[str, list[str]]:
    """The districts of each county of today."""
    areas = screened.catalogue.areas
    counties: dict[str, list[str]] = {code: [] for code, area in areas.items() if area.type == "county"}
    for code, area in areas.items():
        if area.type == "district" and not area.successor and area.parent in counties:
            counties[area.parent].append(code)
    return {county: districts for county, districts in counties.items() if len(districts) > 1}


def _compared(rows: pd.DataFrame, county: str, districts: list[str]) -> pd.DataFrame:
    """Each window in which the county (`own`) and all of its districts have a figure."""
    mine = rows[rows["area_code"].isin(districts)].groupby(["series", "window"])["value"]
    each = mine.agg(["sum", "min", "max", "count"])
    each = each[each["count"] == len(districts)]
    own = rows.loc[rows["area_code"] == county, ["window", "value"]].rename(columns={"value": "own"})
    return each.reset_index().merge(own, on="window").dropna(subset="own")


def _odd(
    each: pd.DataFrame, low: "pd.Series[float]", high: "pd.Series[float]", fresh: pd.DataFrame, least: float
) -> pd.DataFrame:
    """The new windows in which the county is far outside the two limits, where in those held it never was."""
    away = (low - each["own"]).clip(lower=(each["own"] - high).clip(lower=0))
    size = each["own"].abs().clip(lower=high.abs())
    each = each.assign(low=low, high=high, new=each["window"].isin(fresh["window"].unique()))
    agreed = (away <= _AGREE * size) & ~each["new"]
    known = (~each["new"]).groupby(each["series"]).transform("sum")
    usual = (agreed.groupby(each["series"]).transform("sum") == known) & (known >= _PERIODS)
    odd: pd.DataFrame = each[usual & each["new"] & (away > _APART * size) & (away > least)]
    return odd


def _unlike(screened: Screened, county: str, row: Row) -> str:
    name = named(row["indicator"], row["breakdown"])
    start = f"{name}, {row['period_label']}: {screened.area(county)} has {shown(row['own'])}"
    if row["low"] == row["high"]:
        return f"{start}, its districts come to {shown(row['low'])}."
    return f"{start}, its districts lie between {shown(row['low'])} and {shown(row['high'])}."
