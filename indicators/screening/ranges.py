"""Checks of figures against a range: that of all that is held of their line, and of what a rank can be."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from indicators.model import Bound
from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Row, Screened, named, shown
from indicators.screening.together import odd_windows
from indicators.screening.values import SENTINELS

#: Figures that must be held to know a range. Of 875 periods shipped in November 2026 with as many before them, one has
#: a figure further outside than the range is wide: those who claimed benefits in 2009.
_HELD = 50
#: The same of one area's counts, and how many standard errors of the largest they may be above it on top.
_OF_LINE, _CHANCE = 8, 3.0
#: Areas that may share their ranks: so many, and so large a part. Of ranks shipped of more places than _MANY to an
#: area none has a tie. With fewer places, as deciles have, most areas share theirs.
_TIES, _TIED, _MANY = 4, 0.1, 3


@check(
    "beyond-held",
    "warning",
    "change",
    title="Beyond everything held",
    means="The figure is further outside the range of all that is held of its line than that range is wide.",
    mend=ASK,
)
def beyond_held(check: Check, screened: Screened) -> Iterator[Finding]:
    """New figures that no area has had in any period, by far; of counts, which differ as areas do, those that their own
    area has never had: also after a gap, where no change can be judged. Nothing is said of ranks, nor of what another
    check tells more exactly: another unit, a large revision, a change of all areas."""
    rows = screened.compared
    new = rows[rows["fresh"] & rows["value"].notna()]
    if new.empty:
        return
    told = [*screened.other_unit["key"], *screened.far_revised["key"]]
    new = new[~new["key"].isin(told) & ~new["window"].isin(odd_windows(screened))]
    held = screened.held[screened.held["series"].isin(new["series"].unique()) & screened.held["value"].notna()]
    known = screened.catalogue.indicators
    like = [slug for slug, each in known.items() if each.kind not in ("count", "rank") and not each.size]
    counted = [slug for slug, each in known.items() if each.kind == "count"]
    far = pd.concat(
        [
            _beyond(new[new["indicator"].isin(like)], held, "series", _HELD),
            _beyond(new[new["indicator"].isin(counted)], held, "line", _OF_LINE),
        ]
    )

    def message(row: Row) -> str:
        text = f"{screened.area(row['area_code'])}, {row['period_label']}: {shown(row['value'])} is far outside"
        return f"{text} the {shown(row['least'])} to {shown(row['most'])} of the {row['figures']:,.0f} figures held."

    yield from screened.at(check, far, message)


def _beyond(new: pd.DataFrame, held: pd.DataFrame, by: str, figures: int) -> pd.DataFrame:
    """The new figures further outside the range of so many held than that is wide; of a line's counts by more than
    chance, too."""
    known = held.groupby(by)["value"].agg(least="min", most="max", figures="count")
    new = new.join(known[known["figures"] >= figures], on=by)
    wide = new["most"] - new["least"]
    if by == "line":
        wide = wide + _CHANCE * np.sqrt(new["most"] + 1)
    return new[(new["value"] > new["most"] + wide) | (new["value"] < new["least"] - wide)]


@check(
    "out-of-bounds",
    "error",
    "meaning",
    title="Outside what it can be",
    means="By how it is made the figure lies between two numbers that the definition names, and this one does not.",
    mend="Look whether this is the right column and unit; if the publisher has changed the scale, correct [[bounds]].",
)
def out_of_bounds(check: Check, screened: Screened) -> Iterator[Finding]:
    """Figures that are no possible score or rank by the `bounds` of their definition."""
    rows = screened.sound[screened.sound["value"].notna() & ~screened.sound["value"].isin(SENTINELS)]
    for slug in rows["indicator"].unique():
        indicator = screened.catalogue.indicators[str(slug)]
        for bound in indicator.bounds:
            own = rows[rows["indicator"] == slug]
            own = own[own["breakdown"].map(indicator.bound) == bound]
            outside = own[~own["value"].between(bound.least, bound.most)]
            yield from screened.at(check, outside, partial(_outside, bound))


def _outside(bound: Bound, row: Row) -> str:
    ends = f"{row['indicator']} lies between {shown(bound.least)} and {shown(bound.most)}"
    return f"{ends}, and {shown(row['value'])} does not."


@check(
    "broken-rank",
    "error",
    "meaning",
    title="Rank with a fraction",
    means="Ranks are whole numbers.",
    mend="Look whether this is the column of the ranks, and not that of a score or a share.",
)
def broken_rank(check: Check, screened: Screened) -> Iterator[Finding]:
    """Figures of ranks, or of groups by rank, that are no whole numbers."""
    rows = screened.sound
    ranks = [slug for slug, each in screened.catalogue.indicators.items() if each.kind == "rank"]
    odd = rows[rows["indicator"].isin(ranks) & rows["value"].notna() & (rows["value"] % 1 != 0)]
    yield from screened.at(check, odd, lambda row: f"{shown(row['value'])} is no whole number, as ranks are.")


@check(
    "shared-ranks",
    "warning",
    "meaning",
    title="Ranks that several areas share",
    means="Each place is given once, but for a tie here and there: a digit may be gone, or the ranks rounded.",
    mend=ASK,
)
def shared_ranks(check: Check, screened: Screened) -> Iterator[Finding]:
    """Periods in which several areas have a rank that another has too, of lines with more places than areas."""
    rows = screened.compared
    ranks = [slug for slug, each in screened.catalogue.indicators.items() if each.kind == "rank"]
    rows = rows[rows["indicator"].isin(ranks) & rows["value"].notna()]
    for _, own in rows.groupby("window"):
        first = own.iloc[0]
        bound = screened.catalogue.indicators[first["indicator"]].bound(first["breakdown"])
        places = bound.most - bound.least + 1 if bound else 0
        shared = own[own["value"].duplicated(keep=False)]
        if own["fresh"].any() and len(shared) >= max(_TIES, _TIED * len(own)) and places > _MANY * len(own):
            name = f"{named(first['indicator'], first['breakdown'])}, {first['period_label']}"
            message = f"{name}: {len(shared):,} of {len(own):,} areas have a rank that another has too."
            yield from screened.at(check, shared.head(1), message)
