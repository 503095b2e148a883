"""What a publisher's file does not say, but the definition or the figures that are held do."""

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.model import FLAGS, Catalogue, Indicator
from indicators.screening.keys import beside, positions, which

#: Taken from what is held where the value is the same and the file has no such column for the indicator.
COLUMNS = ("lower", "upper", "count", "denominator", "published_comparison")
#: Flags that stay with a value, and those that go once the publisher brings newer figures.
_LASTING, _PASSING = ("estimated", "break_before", "carried_forward"), ("provisional", "incomplete")
#: Two copies of the same figure may differ in the last of a double's digits, by the program that wrote them.
_NOISE = 1e-12


def completed(rows: pd.DataFrame, held: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The rows with the breaks of their definition and, where a value is held already, what is held about it.

    Limits and counts from another copy of the same figures, our own notes and the flags that we know of would
    otherwise be lost with every upload. Nothing is added to a value that is new or differs.
    """
    if rows.empty:
        return rows
    rows = _filled(rows, held)
    for slug in rows["indicator"].unique():
        indicator = catalogue.indicators[str(slug)]
        if indicator.breaks:
            rows = _broken(rows, held, indicator)
    return rows


def _filled(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    place = positions(rows["key"], held["key"])
    known = {name: beside(held[name], place).set_axis(rows.index) for name in ("value", "status", "note", *COLUMNS)}
    same = _equal(rows["value"], known["value"]) & (rows["status"] == known["status"])
    if not same.any():
        return rows
    rows["value"], rows["note"] = rows["value"].mask(same, known["value"]), rows["note"].mask(same, known["note"])
    for name in COLUMNS:
        number = rows[name].dtype == "float64"
        absent = rows[name].isna() if number else rows[name] == ""
        taken = same & absent.groupby(rows["indicator"]).transform("all")
        taken |= same & _equal(rows[name], known[name]) if number else False
        rows[name] = rows[name].mask(taken, known[name])
    rows["flags"] = _with_flags(rows, held, place, same)
    return rows


def _equal(one: "pd.Series[float]", other: "pd.Series[float]") -> "pd.Series[bool]":
    return (one - other).abs().le(other.abs() * _NOISE) | (one.isna() & other.isna())


def _with_flags(
    rows: pd.DataFrame, held: pd.DataFrame, place: "NDArray[np.intp]", same: "pd.Series[bool]"
) -> "pd.Series[str]":
    """The flags of the file, and those held that it cannot know: the passing ones only if it has no flags itself and
    nothing newer than what is held.

    A passing flag that a value has lost since does not come back with a file that ends before what is held: the first
    release of a quarter calls itself provisional for ever.
    """
    silent = rows["flags"].eq("").groupby(rows["series"]).transform("all")
    newest = rows["series"].map(held.groupby("series")["period_end"].max())
    last = rows.groupby("series")["period_end"].transform("max")
    stale, older = silent & (last <= newest), same & (last < newest)
    known = beside(held["flags"], place).set_axis(rows.index).fillna("").astype("str")
    flags = pd.Series("", index=rows.index, dtype="str")
    for flag in FLAGS:
        stays = flag in _LASTING or (stale if flag in _PASSING else False)
        had = which(known, partial(_has, flag))
        says = which(rows["flags"], partial(_has, flag)) & ~((older & ~had) if flag in _PASSING else False)
        there = says | (same & stays & had)
        flags = flags.mask(there, flags + " " + flag)
    return flags.str.strip()


def _has(flag: str, flags: str) -> bool:
    return flag in flags.split()


def _broken(rows: pd.DataFrame, held: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The flag on the first row of each line from the day of a break on, if the line began before it."""
    columns = ["line", "breakdown", "period_start", "value"]
    mine = (rows["indicator"] == indicator.slug).to_numpy() & rows["dated"].to_numpy()
    both = pd.concat([rows.loc[mine, columns], held.loc[held["indicator"] == indicator.slug, columns]])
    both = both[both["value"].notna()]
    flag = np.zeros(len(rows), dtype=bool)
    for rupture in indicator.breaks:
        day = pd.Timestamp(rupture.day)
        line = both if not rupture.breakdown else both[both["breakdown"] == rupture.breakdown]
        began = line.groupby("line")["period_start"].min()
        first = line[line["period_start"] >= day].groupby("line")["period_start"].min()
        if first.empty:
            continue
        after = (rows["period_start"] == rows["line"].map(first)) & (rows["line"].map(began) < day)
        flag |= mine & after.to_numpy()
    unmarked = flag & ~which(rows["flags"], partial(_has, "break_before")).to_numpy()
    rows["flags"] = rows["flags"].mask(unmarked, (rows["flags"] + " break_before").str.strip())
    return rows
