"""The series that have new periods, each as one table of areas by periods: what is judged over all areas at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.screening.keys import which

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Truths = NDArray[np.bool_]

#: Days of a mean month: periods of as many months are of one kind.
_MONTH = 365.25 / 12
#: A step of more than this many usual ones is a gap.
GAP = 1.5
#: Median deviations are scaled to standard deviations of a normal distribution.
SCALE = 1.4826
#: What a panel is made of.
_PLAIN = ("series", "window", "area", "months", "period_start", "period_end", "value", "filed", "fresh", "broken")
_TEXTS = ("indicator", "breakdown", "area_code", "period_label")
#: Decimals that are looked for.
_DECIMALS = 6


@dataclass(frozen=True)
class Steps:
    """From the period before to each period, by period: `change` of each area as a logarithm (areas by periods), the
    `common` change that is the middle one, its `spread` between areas, the `number` of areas, the usual `origin` (the
    position of the period before, -1 for none) and the `days` between."""

    change: Numbers
    common: Numbers
    spread: Numbers
    number: Places
    origin: Places
    days: Numbers


@dataclass(frozen=True, eq=False)
class Panel:
    """The figures of one indicator, breakdown and length of period: those held, and those of the file.

    `values` has a row for each area, in the order of the file, and a column for each period, in order of time;
    missing where there is no figure. They are those held, and the file's where none is: `fresh` says where. `filed`
    are the file's, revised ones among them. `breaks` are the periods before which the series breaks.
    """

    series: int
    indicator: str
    breakdown: str
    areas: list[str]
    labels: list[str]
    windows: Places
    starts: Numbers
    values: Numbers
    fresh: Truths
    filed: Numbers
    breaks: Truths

    @cached_property
    def new(self) -> Truths:
        """The periods of which nearly nothing is held: more than half of the figures are the file's."""
        there = np.isfinite(self.values)
        new: Truths = 2 * (self.fresh & there).sum(axis=0) > there.sum(axis=0)
        return new

    @cached_property
    def held(self) -> Numbers:
        """The values without those of the file."""
        return np.where(self.fresh, np.nan, self.values)

    @cached_property
    def rewritten(self) -> Truths:
        """The periods of which more than half of the file's figures are new, or others than are held."""
        there = np.isfinite(self.filed)
        other = there & (self.fresh | (self.filed != self.values))
        rewritten: Truths = 2 * other.sum(axis=0) > there.sum(axis=0)
        return rewritten

    @cached_property
    def logs(self) -> Numbers:
        """The logarithms of the sizes of the values; none of a zero."""
        return np.log(np.abs(np.where(self.values == 0, np.nan, self.values)))

    @cached_property
    def places_before(self) -> Places:
        """For each area and period, the position of the period before that has a figure; -1 where there is none."""
        return _before(np.isfinite(self.logs))

    @cached_property
    def steps(self) -> Steps:
        """The changes from period to period."""
        before = self.places_before
        there = np.isfinite(self.logs) & (before >= 0)
        earlier = np.take_along_axis(self.logs, np.maximum(before, 0), axis=1)
        change = np.where(there, self.logs - earlier, np.nan)
        origin = middle(np.where(there, before, np.nan))
        place = np.where(np.isfinite(origin), origin, -1).astype(np.intp)
        common = middle(change)
        days = np.where(place >= 0, self.starts - self.starts[np.maximum(place, 0)], np.nan)
        return Steps(change, common, SCALE * middle(np.abs(change - common)), there.sum(axis=0), place, days)

    @cached_property
    def judged(self) -> Truths:
        """The steps into a new period, or out of one; none where nothing is held."""
        origin = self.steps.origin
        judged: Truths = (self.new | ((origin >= 0) & self.new[np.maximum(origin, 0)])) & (self.steps.number > 0)
        return judged if np.isfinite(self.held).any() else np.zeros_like(judged)

    @cached_property
    def usual_days(self) -> float:
        """The days of a usual step: the median of those that are not judged, else of all; missing without any."""
        known = (self.steps.number > 0) & ~self.judged
        days = self.steps.days[known if known.any() else self.steps.number > 0]
        return float(np.median(days)) if len(days) else np.nan

    @cached_property
    def gaps(self) -> Numbers:
        """How many usual steps each step is, at least one."""
        return np.maximum(np.nan_to_num(self.steps.days / self.usual_days, nan=1.0), 1.0)

    @cached_property
    def past(self) -> Truths:
        """The steps that say what is usual: between periods held, neither across a break nor a gap."""
        return self._calm & ~self.judged

    def others(self, place: int, few: int) -> Truths:
        """The same, and where there are so few, all other steps between new periods too."""
        if self.past.sum() >= few:
            return self.past
        origin = self.steps.origin
        between = self.new & (origin >= 0) & self.new[np.maximum(origin, 0)]
        both: Truths = self.past | (self._calm & between & (np.arange(len(origin)) != place))
        return both

    @cached_property
    def _calm(self) -> Truths:
        calm: Truths = (self.steps.number > 0) & ~self.breaks & (self.gaps <= GAP)
        return calm


def middle(numbers: Numbers) -> Numbers:
    """The median of each column over the rows that have a number; missing where none has."""
    if not len(numbers):
        return np.full(numbers.shape[1], np.nan)
    ordered = np.sort(numbers, axis=0)  # what is missing comes last; five times as fast as nanmedian is
    last = np.maximum(np.count_nonzero(~np.isnan(numbers), axis=0) - 1, 0)
    columns = np.arange(numbers.shape[1])
    return np.asarray((ordered[last // 2, columns] + ordered[(last + 1) // 2, columns]) / 2, dtype="float64")


def resolution(numbers: Numbers) -> float:
    """The last decimal place that the numbers have, as a number: 0.1 for 12.4 and 7."""
    for decimals in range(_DECIMALS):
        if np.allclose(numbers, np.round(numbers, decimals), rtol=0, atol=10.0 ** -(decimals + 3)):
            return float(10.0**-decimals)
    return float(10.0**-_DECIMALS)


def panels(compared: pd.DataFrame, held: pd.DataFrame, beside: pd.DataFrame) -> Iterator[Panel]:
    """A panel for each series and length of period that has a new figure in the file, or another one than is held.

    `compared` are the file's rows beside what is held, `beside` those of the other files of its upload.
    """
    new = compared.loc[compared["fresh"] & compared["value"].notna(), "series"].unique()
    if not len(new):
        return
    columns = ["series", "window", "key", "indicator", "breakdown", "area_code", "period_start", "period_end"]
    columns += ["period_label", "value", "flags"]
    mine = compared[compared["series"].isin(new)]
    mine = mine.assign(filed=mine["value"], value=mine["value"].where(~mine["known"], mine["held_value"]))
    mine = mine.assign(fresh=~mine["known"])[[*columns, "filed", "fresh"]]
    others = (rows.loc[rows["series"].isin(new), columns] for rows in (held, beside))
    rows = pd.concat([mine, *(each.assign(filed=np.nan, fresh=False) for each in others)], ignore_index=True)
    rows = rows.drop_duplicates("key")
    rows = rows[rows["value"].notna()]
    months = ((rows["period_end"] - rows["period_start"]).dt.days.to_numpy() / _MONTH).round()
    broken = which(rows["flags"], lambda flags: "break_before" in flags)
    rows = rows.assign(months=months, broken=broken, area=pd.factorize(rows["area_code"])[0])
    order = np.lexsort((months, rows["series"].to_numpy()))  # which keeps the order of the file
    cells = {name: rows[name].to_numpy()[order] for name in (*_PLAIN, *_TEXTS)}
    cuts = (np.diff(cells["series"]) != 0) | (np.diff(cells["months"]) != 0)
    ends = [0, *(np.flatnonzero(cuts) + 1), len(order)]
    for start, end in pairwise(ends):
        part = {name: column[start:end] for name, column in cells.items()}
        if np.isfinite(part["filed"]).any():
            yield _panel(part)


def _panel(rows: dict[str, Any]) -> Panel:
    """The panel of the rows of one series and length of period, as columns."""
    _, first, place = np.unique(rows["window"], return_index=True, return_inverse=True)
    order = np.lexsort([rows["period_start"][first], rows["period_end"][first]])
    first, place = first[order], np.argsort(order)[place]
    filed = np.isfinite(rows["filed"])
    fullest = np.bincount(place[filed]).argmax()  # its areas in the order of the file, then the others
    codes = pd.unique(np.concatenate([rows["area"][filed & (place == fullest)], rows["area"]]))
    areas = pd.Index(codes).get_indexer(pd.Index(rows["area"]))
    shape = len(codes), len(first)
    values, theirs, fresh = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    values[areas, place], theirs[areas, place], fresh[areas, place] = rows["value"], rows["filed"], rows["fresh"]
    broken = np.zeros(len(first), dtype=bool)
    broken[place[rows["broken"].astype(bool)]] = True
    names = dict(zip(areas, rows["area_code"], strict=True))
    return Panel(
        series=int(rows["series"][0]),
        indicator=str(rows["indicator"][0]),
        breakdown=str(rows["breakdown"][0]),
        areas=[str(names[area]) for area in range(len(codes))],
        labels=[str(label) for label in rows["period_label"][first]],
        windows=rows["window"][first],
        starts=rows["period_start"][first].astype("datetime64[D]").astype("float64"),
        values=values,
        fresh=fresh,
        filed=theirs,
        breaks=broken,
    )


def _before(there: Truths) -> Places:
    """For each cell the position of the last one before it in its row that is there; -1 where none is."""
    last = np.maximum.accumulate(np.where(there, np.arange(there.shape[1]), -1), axis=1)
    return np.concatenate([np.full((len(there), 1), -1), last[:, :-1]], axis=1).astype(np.intp)
