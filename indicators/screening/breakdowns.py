"""Check of the last stage: the lines of an indicator beside each other, such as those of women and of men."""

from collections.abc import Hashable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Screened

#: Areas in which one line must be above another one, of those that have both: nearly all before, nearly none now. Of
#: all pairs of lines shipped in November 2026 none turns so from one period to the next.
_NEARLY_ALL = 0.9
#: So many areas at least must have both.
_AREAS = 5
#: Lines of an indicator that are compared: each with each.
_MOST = 60
#: Periods held that must all agree.
_BEFORE = 3
_COLUMNS = ["indicator", "breakdown", "area_code", "period_start", "period_label", "value"]


@check(
    "lines-exchanged",
    "warning",
    "change",
    title="Lines that may be exchanged",
    means="One line was above another in nearly all areas, and is now below it in nearly all.",
    mend="Look whether the file's headings, such as Male and Female, stand over the right figures.",
)
def lines_exchanged(check: Check, screened: Screened) -> Iterator[Finding]:
    """Two lines of an indicator whose order is turned round in a period of the file, told once for each indicator and
    period: the pair that most areas have."""
    rows = screened.compared
    fresh = rows.loc[rows["fresh"] & rows["value"].notna(), _COLUMNS]
    lines = fresh.groupby("indicator")["breakdown"].nunique()
    several = lines.index[(lines > 1) & (lines <= _MOST)]
    every = screened.held[_COLUMNS]
    every = every[every["indicator"].isin(several) & every["value"].notna()]
    held_by: dict[Hashable, pd.DataFrame] = dict(iter(every.groupby("indicator"))) if len(every) else {}
    for slug in several[several.isin(held_by)]:
        own = fresh[fresh["indicator"] == slug]
        names = sorted(own["breakdown"].unique())
        held = _by_period(held_by[slug], names)
        for start, new in _by_period(own, names).items():
            before = [held[day] for day in sorted(day for day in held if day < start)[-_BEFORE:]]
            if before and (pair := _turned(new, before)) is not None:
                one, other, many = names[pair[0]], names[pair[1]], pair[2]
                label = own.loc[own["period_start"] == start, "period_label"].iloc[0]
                message = f"{slug}, {label}: {_named(one)} is below {_named(other)} in nearly all of {many:,} areas"
                yield screened.finding(check, f"{message}, and was above it before.", indicator=str(slug))


def _by_period(rows: pd.DataFrame, names: list[str]) -> dict[pd.Timestamp, NDArray[np.float64]]:
    """The values of each period, by the day it begins: a row for each area, a column for each of the lines."""
    days, day = np.unique(rows["period_start"].to_numpy(), return_inverse=True)
    areas, lines = pd.factorize(rows["area_code"])[0], pd.Index(names).get_indexer(pd.Index(rows["breakdown"]))
    values, tables = rows["value"].to_numpy(dtype="float64"), {}
    for number, start in enumerate(days):
        places = np.flatnonzero((day == number) & (lines >= 0))[::-1]  # the first of several is written last
        there, area = np.unique(areas[places], return_inverse=True)
        table = np.full((len(there), len(names)), np.nan)
        table[area, lines[places]] = values[places]
        tables[pd.Timestamp(start)] = table
    return tables


def _turned(new: NDArray[np.float64], before: list[NDArray[np.float64]]) -> tuple[int, int, int] | None:
    """The positions of two lines of which the first was above the second and is now below it, and in how many areas
    both are."""
    now, number = _above(new)
    if number.max(initial=0) < _AREAS:
        return None
    always = np.all([(share >= _NEARLY_ALL) & (many >= _AREAS) for share, many in map(_above, before)], axis=0)
    turned = always & (number >= _AREAS) & (now <= 1 - _NEARLY_ALL)
    if not turned.any():
        return None
    one, other = np.unravel_index(np.argmax(np.where(turned, number, -1)), turned.shape)
    return int(one), int(other), int(number[one, other])


def _above(table: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each two lines in how large a part of the areas the first is above the second, and in how many both are."""
    one, other = table[:, :, None], table[:, None, :]
    number = (np.isfinite(one) & np.isfinite(other)).sum(axis=0)
    # what is alike in many areas, as zeros are, was above in few of them and below in few
    above = np.where(number > 0, ((one > other) + 0.5 * (one == other)).sum(axis=0) / np.maximum(number, 1), np.nan)
    return above, number


def _named(breakdown: str) -> str:
    return f"'{breakdown}'" if breakdown else "the total"
