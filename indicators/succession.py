"""Figures of an area for the time before it was there: rebuilt from the areas that became it.

Which areas became which stands in areas.csv, as successors with dates. Counts and denominators are added; shares and
rates are worked out anew from them, with limits; a county's figures are taken over whole where its districts became
one council. What cannot be added (a median, the mean of a survey, an index, a rank) stays with the areas that had it.
Where the publisher has a figure for the new area, that is the one.

Functions take the observations of one indicator (a pandas frame with the columns of OBSERVATIONS).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from indicators import lines, statistics
from indicators.model import FLAGS, KEY, Catalogue, Indicator

#: Why the figures of the areas that became one are not added up: some parts of it belonged to areas that were divided;
#: by what the figure is; because it was asked of a sample of each; because the publisher prints no counts; because what
#: is printed is not the counts' own quotient.
Refusal = Literal["divided", "kind", "survey", "no counts", "other counts"]

#: The flag of a row that was rebuilt.
REBUILT = "rebuilt"

_ADDED, _QUOTIENT = ("count",), ("proportion", "rate", "ratio")
_MOMENT = ["breakdown", "period_start", "period_end"]
_NUMBERS = ["value", "count", "denominator"]


@dataclass(frozen=True)
class Abolished:
    """The last day of an area that is no more, where it is known, and the names of those that took its place."""

    until: date | None
    became: tuple[str, ...]


@dataclass(frozen=True)
class Origin:
    """What a line has of the time before its area was there.

    `parts` are the names of the areas that became this one, `instead` that of the county whose place it took; `until`
    is the label of the last period that was rebuilt, empty where none was, and `taken_over` says that these are the
    county's. `refused` is why nothing is added up.
    """

    parts: tuple[str, ...]
    instead: str
    until: str
    taken_over: bool
    refused: Refusal | None


def abolished(catalogue: Catalogue, code: str) -> Abolished | None:
    """What became of an area; None where it is there, be it under another code."""
    if not catalogue.abolished(code):
        return None
    area = catalogue.areas[code]
    return Abolished(area.valid_to, tuple(catalogue.areas[each].name for each in area.successors))


def origin(
    line: pd.DataFrame, rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, code: str
) -> Origin | None:
    """Where the early figures of a line of `rows` come from; None for an area that none became, and where there is
    nothing to say: none of the areas that became this one has a figure either."""
    parts, county = origins(catalogue, code), catalogue.instead.get(code, "")
    if not rows["area_code"].isin([*parts, county]).any():
        return None
    made = line[lines.flagged(line, REBUILT)]
    names = tuple(sorted(catalogue.areas[each].name for each in parts))
    instead = catalogue.areas[county].name if county else ""
    until = str(made["period_label"].iloc[-1]) if len(made) else ""
    taken_over = bool(len(made)) and county in set(rows["area_code"].unique())
    return Origin(names, instead, until, taken_over, refusal(rows, indicator, catalogue, code))


def by_indicator(rows: pd.DataFrame, catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    """Observations of several indicators as a frame for each of the catalogue: by today's codes of the areas, and with
    what can be rebuilt."""
    known = ((str(slug), mine) for slug, mine in with_todays_codes(rows, catalogue).groupby("indicator", sort=True))
    return {
        slug: with_rebuilt(mine.reset_index(drop=True), catalogue.indicators[slug], catalogue)
        for slug, mine in known
        if slug in catalogue.indicators
    }


def lost(held: Mapping[str, pd.DataFrame], catalogue: Catalogue, code: str) -> dict[str, Refusal | None]:
    """By the slug of an indicator why an area has no figure of it that areas have which became it; `held` as
    `by_indicator` gives it. None where it is but that they never all have one for the same period."""
    before = {*origins(catalogue, code), catalogue.instead.get(code, "")}
    return {
        slug: refusal(rows, catalogue.indicators[slug], catalogue, code)
        for slug, rows in held.items()
        if lines.shown_area(rows, catalogue.indicators[slug], code, catalogue)[1] == "none"
        and rows["area_code"].isin(before).any()
    }


def with_todays_codes(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The observations of areas that have another code now under that code, where it has none of that period itself."""
    codes = [code for code in rows["area_code"].unique() if code in catalogue.areas]
    other = {code: catalogue.current(code) for code in codes if catalogue.current(code) != code}
    if not other:
        return rows
    old = rows["area_code"].isin(other)
    moved = pd.concat([rows[~old], rows[old].assign(area_code=rows.loc[old, "area_code"].map(other))])
    return moved.drop_duplicates(list(KEY)).reset_index(drop=True)


def with_rebuilt(rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue) -> pd.DataFrame:
    """The observations, and after them those that can be rebuilt for areas that others became, flagged `rebuilt`.

    A period is rebuilt where every area that became the new one has a figure and the new one has no row.
    """
    there = {code for code in rows["area_code"].unique() if code in _concerned(catalogue)}
    mine, every = None, [rows]
    for level in _oldest_first(catalogue):
        codes = [code for code in level if _can_be_made(code, there, catalogue)]
        if not codes:
            continue
        mine = rows[rows["area_code"].isin(there)] if mine is None else mine
        found = [_taken_over(mine, codes, catalogue), _added_up(mine, codes, indicator, catalogue)]
        made = pd.concat([each for each in found if len(each)] or [mine.iloc[:0]])
        if len(made):
            own = pd.MultiIndex.from_frame(mine[mine["area_code"].isin(codes)][["area_code", *_MOMENT]])
            moments = pd.MultiIndex.from_frame(made[["area_code", *_MOMENT]])
            made = made[~moments.isin(own) & ~moments.duplicated()].sort_values("area_code", kind="stable")
            mine, every = pd.concat([mine, made], ignore_index=True), [*every, made]
            there |= set(made["area_code"].unique())
    return pd.concat(every, ignore_index=True) if len(every) > 1 else rows


def _can_be_made(code: str, there: Collection[str], catalogue: Catalogue) -> bool:
    """Whether all the areas that became this one have rows, or the county whose place it took."""
    parts = catalogue.merged.get(code, ())
    return catalogue.instead.get(code) in there or (bool(parts) and all(part in there for part in parts))


def _concerned(catalogue: Catalogue) -> frozenset[str]:
    """The codes of all areas that became others or that others became."""
    parts = (code for codes in catalogue.merged.values() for code in codes)
    return frozenset((*catalogue.merged, *parts, *catalogue.instead, *catalogue.instead.values()))


def origins(catalogue: Catalogue, code: str) -> tuple[str, ...]:
    """The codes of the areas that became this one, also of those that did in part; nothing for most areas."""
    return (*catalogue.merged.get(code, ()), *catalogue.parted.get(code, ()))


def refusal(rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, code: str) -> Refusal | None:
    """Why nothing is added up for an area that others became; None where it is, or where none did."""
    parts = catalogue.merged.get(code, ())
    if code in catalogue.parted:
        return "divided"
    known = rows[rows["area_code"].isin(parts) & rows["value"].notna()]
    if known.empty or indicator.kind in _ADDED:
        return None
    if indicator.kind not in _QUOTIENT:
        return "kind"
    if indicator.survey:
        return "survey"
    if not known[["count", "denominator"]].notna().all(axis=1).any():
        return "no counts"
    return None if lines.scale(known, indicator) is not None else "other counts"


def _oldest_first(catalogue: Catalogue) -> Iterator[list[str]]:
    """The areas that others became, those first that themselves became others in the same way."""
    waiting = {*catalogue.merged, *catalogue.instead}
    while waiting:
        ready = {code for code in waiting if waiting.isdisjoint(catalogue.merged.get(code, ()))} or waiting
        yield sorted(ready)
        waiting = waiting - ready


def _taken_over(rows: pd.DataFrame, codes: Sequence[str], catalogue: Catalogue) -> pd.DataFrame:
    """The rows of the counties whose place areas took, under the codes of these."""
    became = {catalogue.instead[code]: code for code in codes if code in catalogue.instead}
    mine = rows[rows["area_code"].isin(became)]
    notes = {county: f"Of {catalogue.areas[county].name}, whose place it took." for county in became}
    return mine.assign(
        area_code=mine["area_code"].map(became),
        flags=[_flags([*flags.split(), REBUILT]) for flags in mine["flags"]],
        note=mine["area_code"].map(notes),
    )


def _added_up(rows: pd.DataFrame, codes: Sequence[str], indicator: Indicator, catalogue: Catalogue) -> pd.DataFrame:
    """For each of these areas a row for each breakdown and period of which every area that became it has a figure."""
    if indicator.kind not in (*_ADDED, *_QUOTIENT):
        return rows.iloc[:0]
    parts = {code: catalogue.merged[code] for code in codes if code in catalogue.merged}
    became = {part: code for code, those in parts.items() for part in those}
    known = rows[rows["area_code"].isin(became) & rows["value"].notna()]
    known = known.assign(into=known["area_code"].map(became))
    factors: dict[str, float | None] = {}
    for code, mine in known.groupby("into"):
        if refusal(mine, indicator, catalogue, str(code)) is None:
            factors[str(code)] = None if indicator.kind in _ADDED else lines.scale(mine, indicator)
    known = known[known["into"].isin(factors)]
    if indicator.kind not in _ADDED:
        told = [(row, factors[row["into"]]) for row in known.to_dict("records")]
        known = known[[factor is not None and lines.agrees(row, indicator, factor) for row, factor in told]]
    if known.empty:
        return rows.iloc[:0]
    grouped = known.groupby(["into", *_MOMENT], sort=False)
    sizes = grouped.size()
    whole = sizes == sizes.index.get_level_values("into").map({code: len(those) for code, those in parts.items()})
    sums = grouped[_NUMBERS].sum().where(grouped[_NUMBERS].count().eq(sizes, axis=0))[whole]
    texts = grouped.agg({"period_label": "first", "flags": " ".join, "status": "max"})[whole]
    made = pd.concat([sums, texts], axis=1).reset_index().rename(columns={"into": "area_code"})
    made = made.assign(lower=np.nan, upper=np.nan)
    printed = set(known.loc[known["lower"].notna(), "into"])
    for code, factor in factors.items():
        if factor is not None:
            made = _quotients(made, made["area_code"] == code, indicator, factor, code in printed)
    made = made[made["value"].notna()]
    names = {code: ", ".join(sorted(catalogue.areas[part].name for part in those)) for code, those in parts.items()}
    flags = [_flags([*flags.split(), REBUILT]) for flags in made["flags"]]
    notes = [f"From {names[code]}." for code in made["area_code"]]
    made = made.assign(indicator=indicator.slug, published_comparison="", flags=flags, note=notes)
    return made[list(rows.columns)]


def _quotients(
    made: pd.DataFrame, mine: "pd.Series[bool]", indicator: Indicator, factor: float, limits: bool
) -> pd.DataFrame:
    """The rows with the values of some of them worked out from counts and denominators, and limits where the figures
    that they were added from have some."""
    value = made["count"] / made["denominator"] * factor
    made = made.assign(value=made["value"].where(~mine, value))
    if not mine.any() or not (indicator.compute_interval or limits):
        return made
    lower, upper = (pd.Series(each, made.index) for each in _limits(made, indicator, factor))
    return made.assign(lower=made["lower"].where(~mine, lower), upper=made["upper"].where(~mine, upper))


def _limits(made: pd.DataFrame, indicator: Indicator, factor: float) -> tuple[Any, Any]:
    """95% limits of shares and rates, by their counts."""
    count, denominator = made["count"].to_numpy(dtype=float), made["denominator"].to_numpy(dtype=float)
    if indicator.kind == "proportion":
        lower, upper = statistics.proportion_interval(np.where(count > denominator, np.nan, count), denominator)
        return lower * factor, upper * factor
    if indicator.kind == "rate":
        return statistics.rate_interval(count, denominator, per=factor)
    return np.nan, np.nan


def _flags(names: list[str]) -> str:
    """Flags of several rows together, each once, in the order of FLAGS."""
    return " ".join(flag for flag in FLAGS if flag in names)
