"""Values that are far from what their line has done so far, or from what other areas do in the same period.

Both look at changes from one period to the next, because areas differ in size and series have trends: a change is
measured against the median change, in units of the median deviation from it, which no single odd value can stretch.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.screening.chance import by_chance
from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.keys import which
from indicators.screening.panel import GAP, SCALE
from indicators.screening.screened import Row, Screened, shown
from indicators.screening.together import odd_windows
from indicators.screening.values import SENTINELS
from indicators.wording import MINUS

#: Median deviations, scaled to standard deviations of a normal distribution, that are still usual. Of the 47,513
#: figures shipped in November 2026, screened as if each were new, 42 are further away; with 8 it was 21, with 4 it
#: was 54.
_USUAL = 5.0
#: And those from which on a change is not simply one of the others.
_APART = 3.0
#: Changes that a line must have behind it, and other areas that must have one, to know what is usual.
_HISTORY, _AREAS = 6, 8
#: Changes of less than this share of the line's own level are never odd, however calm the line has been.
_SHARE = 0.05
#: Kinds whose changes are compared as ratios: areas differ in size.
_BY_RATIO = ("count", "rate", "price", "mean", "ratio")


AREA_OUTLIER = Check(
    "area-outlier",
    "warning",
    "change",
    title="Unlike the other areas",
    means="The change is far from that of all other areas in the same period.",
    mend=ASK,
)


@check(
    "history-outlier",
    "warning",
    "change",
    title="Unlike the line's own history",
    means="The change is far larger than any usual one of this line, and other areas did not move alike.",
    mend=ASK,
)
def outliers(check: Check, screened: Screened) -> Iterator[Finding]:
    """New values whose change is unlike any of their line's own (and not shared by other areas, nor told of all areas
    at once by `together`), or unlike theirs."""
    new = _new(screened)
    if new.empty or not _known(every := _together(screened, new)):
        return
    rows = _judged(screened, new, every)
    here = rows["odd_here"] & ~rows["window"].isin(odd_windows(screened))
    there = rows["odd_there"] & ~here
    yield from screened.at(check, rows[here], lambda row: f"{_jump(screened, row)}: {_history(row)}.")
    yield from screened.at(AREA_OUTLIER, rows[there], lambda row: f"{_jump(screened, row)}: {_others(row)}.")


def _jump(screened: Screened, row: Row) -> str:
    now, before = shown(row["value"]), shown(row["before"])
    return f"{screened.area(row['area_code'])}, {row['period_label']}: {now} after {before} in {row['label_before']}"


def _history(row: Row) -> str:
    return f"{_change(row, row['change'])}, where half of this line's changes are {_half(row, 'own')}"


def _others(row: Row) -> str:
    theirs = f"half of the {row['others']:.0f} other areas' changes are {_half(row, 'all')}"
    return f"{_change(row, row['change'])}, where {theirs}"


def _half(row: Row, whose: str) -> str:
    middle, spread = row[f"middle_{whose}"], row[f"spread_{whose}"] / SCALE
    return f"between {_change(row, middle - spread)} and {_change(row, middle + spread)}"


def _change(row: Row, change: float) -> str:
    text = f"{100 * np.expm1(change):+,.1f}%" if row["by_ratio"] else f"{round(change, 4):+,.10g}"
    return text.replace("-", MINUS)


def _new(screened: Screened) -> pd.DataFrame:
    """The values that are not held, but for ranks, and for those that another check tells already."""
    rows = screened.compared
    new = rows[rows["fresh"] & rows["value"].notna()]
    ranks = [slug for slug, indicator in screened.catalogue.indicators.items() if indicator.kind == "rank"]
    elsewhere = new["key"].isin(screened.other_unit["key"]) | new["key"].isin(screened.far_revised["key"])
    elsewhere |= new["value"].isin(SENTINELS)
    return new[~elsewhere & ~new["indicator"].isin(ranks)]


def _known(rows: pd.DataFrame) -> bool:
    """Whether any line or period has as many values as it takes to know what is usual."""
    return bool(rows["line"].value_counts().max() > _HISTORY + 1 or rows["window"].value_counts().max() > _AREAS)


def _judged(screened: Screened, new: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """The new values of the file that are odd among `every`, with their changes and what is odd about them."""
    rows = _with_limits(_with_changes(every, screened))
    odd = rows[rows["odd_here"] | rows["odd_there"]].set_index("key")
    names = ["odd_here", "odd_there", "before", "label_before", "change", "by_ratio", "others"]
    names += [f"{name}_{whose}" for name in ("middle", "spread") for whose in ("own", "all")]
    return new[new["key"].isin(odd.index)].join(odd[names], on="key")


def _together(screened: Screened, new: pd.DataFrame) -> pd.DataFrame:
    """All values of the series that have new ones: those of the file, and those held for other periods and areas."""
    columns = ["key", "line", "series", "window", "indicator", "period_start", "period_end"]
    columns += ["period_label", "value", "flags"]
    series = new["series"].unique()
    parts = [
        rows.loc[rows["series"].isin(series), columns] for rows in (screened.sound, screened.held, screened.beside)
    ]
    both = pd.concat(parts).drop_duplicates("key")
    return both[both["value"].notna()].sort_values("key", ignore_index=True)


def _with_changes(rows: pd.DataFrame, screened: Screened) -> pd.DataFrame:
    """With the value before, the change from it, and the least change that can be odd; none across a break or a gap."""
    known = screened.catalogue.indicators
    scaled = rows["indicator"].isin([slug for slug, each in known.items() if each.kind in _BY_RATIO])
    counted = rows["indicator"].isin([slug for slug, each in known.items() if each.kind == "count"])
    line = rows.groupby("line")
    positive = line["value"].transform("min") > 0
    rows["by_ratio"] = scaled & positive
    level = rows["value"].where(~rows["by_ratio"], np.log(rows["value"].where(rows["value"] > 0)))
    change = level.groupby(rows["line"]).diff()
    step = rows["period_start"].groupby(rows["line"]).diff().dt.days
    gap = step > GAP * step.groupby(rows["line"]).transform("median")
    rows["change"] = change.mask(gap | which(rows["flags"], lambda flags: "break_before" in flags))
    rows["before"], rows["label_before"] = line["value"].shift(), line["period_label"].shift()
    # A line with a zero has no ratios, so its changes are on another scale than those of its neighbours.
    rows["change_own"] = rows["change"]
    rows["change_all"] = rows["change"].where(rows["by_ratio"] | ~scaled)
    pair = rows[["value", "before"]].abs()
    chance = (3 * np.sqrt(pair.max(axis=1) + 1)).where(counted, 0)  # as many more or less of so few
    share = _SHARE + pd.Series(by_chance(pair["value"].to_numpy(), pair["before"].to_numpy()), rows.index).where(
        counted, 0
    )
    rows["least"] = share.where(rows["by_ratio"], _SHARE * line["value"].transform("median").abs() + chance)
    return rows


def _with_limits(rows: pd.DataFrame) -> pd.DataFrame:
    """With the usual changes of the line (`own`) and of all areas in the period (`all`), and what is odd."""
    for whose, group in (("own", "line"), ("all", "window")):
        change, by = rows[f"change_{whose}"], rows[group]
        rows[f"middle_{whose}"] = change.groupby(by).transform("median")
        rows[f"away_{whose}"] = (change - rows[f"middle_{whose}"]).abs()
        rows[f"spread_{whose}"] = rows[f"away_{whose}"].groupby(by).transform("median") * SCALE
        rows[f"number_{whose}"] = change.groupby(by).transform("count")
    rows["others"] = rows["number_all"] - 1
    known, compared = rows["number_own"] > _HISTORY, rows["others"] >= _AREAS
    alike = compared & ~_beyond(rows, "all", _APART) & rows["change_all"].notna()
    odd = known & _beyond(rows, "own", _USUAL) & ~alike
    # the way back from an odd value is no second one
    rows["odd_here"] = odd & ~odd.groupby(rows["line"]).shift(fill_value=False)
    rows["odd_there"] = compared & _beyond(rows, "all", _USUAL) & (~known | _beyond(rows, "own", _APART))
    return rows


def _beyond(rows: pd.DataFrame, whose: str, times: float) -> "pd.Series[bool]":
    return rows[f"away_{whose}"] > times * rows[f"spread_{whose}"] + rows["least"]
