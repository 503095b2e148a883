"""Checks of the last stage: new figures are written with fewer digits or more than those held, or without limits."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Row, Screened, named, shown
from indicators.screening.together import odd_windows
from indicators.wording import count

#: So large a part of the held figures of a line's last periods have limits, where it is one that has them: the
#: publishers leave out single ones for small numbers.
_MOSTLY = 0.9
#: Periods held, counted from the last, that say how a line is published today: rounding and limits change over years.
_LATEST = 3
#: Of figures with a decimal one in ten ends in a zero that is not written: no more than the rest are sure to have it.
_SURE = 0.9
#: How likely new figures may be as round as they are if they are published as those held are: one in a thousand, which
#: is three whole numbers where all that are held have a decimal.
_CHANCE = 0.0011
#: So many different figures that end in one digit do so by chance once in 100,000 periods.
_ALIKE = 6
#: Figures held that show how many digits a series has, and the share of new ones below which a finer one is odd: where
#: most are finer, the publisher gives more digits now.
_MANY, _SOME = 20, 0.2
#: Digits behind the point that are told apart: from whole thousands to what a double still holds.
_DIGITS = range(-3, 9)
#: Two numbers are equal that differ by no more than this part of them.
_NOISE = 1e-11


@check(
    "limits-gone",
    "warning",
    "change",
    title="Limits are gone",
    means="The figures held have limits of an interval, and the new ones have none.",
    mend="Download the file with its columns of limits, or the answers 'different?' and 'changing?' may go.",
)
def limits_gone(check: Check, screened: Screened) -> Iterator[Finding]:
    """Series whose new figures have no limits at all, though those held of the same lines have: told once for each."""
    new = _new(screened)
    if new.empty:
        return
    last = _last_held(screened)
    without = (new["lower"].isna() | new["upper"].isna()).groupby(new["series"]).all()
    had = (last["lower"].notna() & last["upper"].notna()).groupby(last["series"]).mean() >= _MOSTLY
    gone = without.index[without & had.reindex(without.index, fill_value=False)]
    rows = new[new["series"].isin(gone)]
    many = rows["series"].value_counts()

    def message(row: Row) -> str:
        name = named(row["indicator"], row["breakdown"])
        return f"{name}: {_none(int(many[row['series']]))}; the figures that are held have them."

    yield from screened.at(check, rows.drop_duplicates("series"), message)


def _none(number: int) -> str:
    return f"{count(number, 'new figure has', 'new figures have')} no limits"


@check(
    "rounder-figures",
    "warning",
    "change",
    title="New figures are rounded",
    means="All new figures of the line have fewer digits than those that are held.",
    mend="Look whether the publisher rounds them now, or a spreadsheet did on the way.",
)
def rounder_figures(check: Check, screened: Screened) -> Iterator[Finding]:
    """Series whose new figures are all rounder than those held would ever be by chance: told once for each; not where
    they are another multiple of what was held, which `together` tells: times ten, 12.4 is 124."""
    new = _new(screened)
    if new.empty:
        return
    last = _last_held(screened)
    new, last = new[new["value"] != 0], last[last["value"] != 0]
    new, last = new.assign(digits=_digits(new["value"])), last.assign(digits=_digits(last["value"]))
    finest = new.groupby("series")["digits"].agg(["max", "size"])
    windows = last.assign(finer=last["digits"] > last["series"].map(finest["max"])).groupby(["series", "window"])
    share = windows["finer"].mean().groupby("series").min()
    usual = last.groupby("series")["digits"].median().reindex(finest.index)
    fewer = (usual - finest["max"]).where(usual <= 0, 1).clip(lower=1)  # zeros at the end of a whole number, at least
    chance = (1 - share.reindex(finest.index, fill_value=0.0).clip(upper=_SURE)) ** (finest["size"] * fewer)
    rows = new[new["series"].isin(chance.index[chance <= _CHANCE])]
    rows = rows[~rows["window"].isin(odd_windows(screened))] if len(rows) else rows
    held = last.drop_duplicates("line", keep="last").set_index("line")["value"]
    many = rows["series"].value_counts()

    def message(row: Row) -> str:
        number, digits = int(many[row["series"]]), int(finest["max"][row["series"]])
        kind = f"multiples of {10**-digits:,}" if digits < 0 else _decimals(digits)
        example = f"First: {screened.area(row['area_code'])}, {row['period_label']}: {shown(row['value'])}"
        beside = f" beside {shown(held[row['line']])} held" if row["line"] in held.index else ""
        subject = f"all {number:,} new figures are" if number > 1 else "the new figure is"
        return f"{named(row['indicator'], row['breakdown'])}: {subject} {kind}, those held are not. {example}{beside}."

    yield from screened.at(check, rows.drop_duplicates("series"), message)


@check(
    "one-last-digit",
    "warning",
    "change",
    title="All figures end in one digit",
    means="All figures of a period end in the same digit, as where the number of a footnote stands behind each.",
    mend="Compare some of them with the publisher's own page: a raised footnote becomes a digit when it is copied.",
)
def one_last_digit(check: Check, screened: Screened) -> Iterator[Finding]:
    """New periods whose figures, as they are written, all end in one digit that is no zero, while those of the period
    held last do not, nor would by chance: told once for each series."""
    rows = screened.placed(screened.compared[~screened.compared["known"] & screened.compared["value"].notna()])
    last = rows["text"].str.strip().str[-1:]
    rows = rows.assign(last=last.where(last.str.fullmatch("[1-9]"), ""))
    window = rows.groupby("window")["last"]
    one = (window.transform("nunique") == 1) & (window.transform("size") >= _ALIKE) & (rows["last"] != "")
    different = rows.groupby("window")["value"].transform("nunique") >= _ALIKE  # one value filled down is told as such
    held = _last_held(screened)
    ends = held["value"].map(lambda value: f"{value:.10g}"[-1:]).groupby(held["window"]).nunique()
    usual = held.loc[held["window"].map(ends) == 1, "series"].unique()
    odd = rows[one & different & ~rows["series"].isin(usual)].drop_duplicates("series")
    many = rows["window"].value_counts()

    def message(row: Row) -> str:
        name = f"{named(row['indicator'], row['breakdown'])}, {row['period_label']}"
        return f"{name}: all {int(many[row['window']]):,} figures end in {row['last']}. First: {row['text'].strip()}."

    yield from screened.at(check, odd, message)


@check(
    "finer-figures",
    "warning",
    "change",
    title="Figures with a digit too many",
    means="A few figures have more digits behind the point than all others of their line, new or held.",
    mend="Compare them with the publisher's own page: a raised footnote becomes a digit when it is copied.",
)
def finer_figures(check: Check, screened: Screened) -> Iterator[Finding]:
    """New or other figures finer than all that is held of their series and than most of those beside them."""
    rows = screened.compared
    fresh = rows[rows["fresh"] & rows["value"].notna()]
    held = screened.held[screened.held["series"].isin(fresh["series"].unique()) & screened.held["value"].notna()]
    if fresh.empty or held.empty:
        return
    known = pd.Series(_digits(held["value"]), held.index).groupby(held["series"]).agg(["max", "size"])
    known = known[known["size"] >= _MANY].rename(columns={"max": "usual"})
    fresh = fresh.assign(digits=_digits(fresh["value"])).join(known, on="series")
    fresh["finer"] = (fresh["digits"] > fresh["usual"].clip(lower=0)) & (fresh["digits"] < _DIGITS.stop)
    share = fresh.groupby("series")["finer"].transform("mean")
    odd = fresh[fresh["finer"] & (share < _SOME)]

    def message(row: Row) -> str:
        where = f"{screened.area(row['area_code'])}, {row['period_label']}"
        most = count(int(row["usual"]), "decimal") if row["usual"] > 0 else "none"
        own = f"{where}: {shown(row['value'])} has {count(int(row['digits']), 'decimal')}"
        return f"{own}, where the {row['size']:,.0f} figures held have {most} at most."

    yield from screened.at(check, odd, message)


def _decimals(digits: int) -> str:
    return f"rounded to {count(digits, 'decimal')}" if digits else "whole numbers"


def _new(screened: Screened) -> pd.DataFrame:
    """The figures of periods that are not held, of lines that are."""
    rows = screened.compared
    return rows[~rows["known"] & rows["value"].notna() & rows["line"].isin(screened.held["line"].unique())]


def _last_held(screened: Screened) -> pd.DataFrame:
    """The figures held of each series' last periods."""
    held = screened.held[screened.held["value"].notna()]
    windows = held[["series", "window", "period_end"]].drop_duplicates("window").sort_values("period_end")
    last = windows.groupby("series").tail(_LATEST)["window"]
    return held[held["window"].isin(last)]


def _digits(values: "pd.Series[float]") -> "NDArray[np.int64]":
    """The digits behind the point of each value; fewer than none for multiples of ten, a hundred or a thousand."""
    numbers = values.to_numpy(dtype="float64")
    digits = np.full(len(numbers), _DIGITS.stop, dtype="int64")
    for each in reversed(_DIGITS):
        digits[np.abs(numbers - np.round(numbers, each)) <= np.abs(numbers) * _NOISE] = each
    return digits
