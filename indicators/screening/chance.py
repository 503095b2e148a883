"""How likely it is that a figure is the same as another one by chance: what is beyond that has been copied.

A figure carries as much as its printed digits can tell apart: 26.64292 twice is a copy, 27 twice is nothing. What is
held of a series says more: where every tenth figure is the same as the one before, so may the next one be.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

#: Decimals beyond which digits are what binary fractions leave.
_MOST_DECIMALS = 8
#: Whole numbers that publishers round to.
_ROUND = (1000.0, 100.0, 10.0, 5.0)
#: How far a figure moves from one period to the next where nothing is known of its series, as a share of it: half of
#: the yearly changes of the shipped figures are larger than 4%, one in four is smaller than 2%.
_MOVES = 0.02
#: Pairs of figures held that show how often a series repeats itself; with fewer, the digits alone are asked.
_PAIRS = 20
#: No match tells more than this, however many digits there are.
_LEAST = 1e-6


def by_chance(now: Numbers, before: Numbers) -> Numbers:
    """How far two counts may be apart, as a logarithm, and both be of one size: three standard errors of the ratio of
    two Poisson counts, each with one more for those near zero."""
    apart: Numbers = 3 * np.sqrt(1 / (now + 1) + 1 / (before + 1))
    return apart


def decimals(values: "pd.Series[float]") -> NDArray[np.int64]:
    """The digits behind the point of each number, as short as it can be written; none where there is no number."""
    numbers = values.to_numpy(dtype="float64")
    digits = np.where(np.isnan(numbers), 0, _MOST_DECIMALS)
    for number in reversed(range(_MOST_DECIMALS)):
        digits[np.abs(np.round(numbers, number) - numbers) <= 1e-12 * np.abs(numbers)] = number
    return digits


def steps(values: "pd.Series[float]", group: "pd.Series[int]") -> Numbers:
    """For each value the smallest difference that the figures of its group can show: 0.1, 1, or 5 where all of them
    are multiples of five."""
    most = pd.Series(decimals(values), values.index).groupby(group).transform("max")
    found = 10.0 ** -most.to_numpy(dtype="float64")
    whole = (most == 0).to_numpy() & values.notna().to_numpy()
    if whole.any():
        found[whole] = _rounded(values[whole], group[whole])
    return found


def _rounded(values: "pd.Series[float]", group: "pd.Series[int]") -> Numbers:
    """To what the whole numbers of each group are rounded: 1 where some are no multiples of five, or all are zero."""
    of, groups = pd.factorize(group)
    found = np.ones(len(groups))
    nothing = np.bincount(of, values.to_numpy() != 0, len(groups)) == 0
    for number in reversed(_ROUND):
        other = np.bincount(of, values.to_numpy() % number != 0, len(groups)) > 0
        found[~other & ~nothing] = number
    steps: Numbers = found[of]
    return steps


def of_period(rows: pd.DataFrame, held: pd.DataFrame) -> Numbers:
    """For each of the rows how likely its value is to be that of another period of its line."""
    step, size = _steps(rows), rows["value"].abs().to_numpy()
    moves: Numbers = np.maximum(_MOVES * size, np.where(step >= 1, np.sqrt(size), 0.0))
    past = held[held["series"].isin(rows["series"].unique()) & held["value"].notna() & (held["value"] != 0)]
    past = past.sort_values("key")
    before = past.groupby("line")["value"].shift()
    both = past[before.notna()]
    same = (both["value"] == before[before.notna()]).groupby(both["series"]).agg(["sum", "size"])
    return _seen(_shares(step, moves), rows["series"], same)


def of_area(rows: pd.DataFrame, held: pd.DataFrame) -> Numbers:
    """For each of the rows how likely its value is to be that of another area in the same period."""
    past = held[held["series"].isin(rows["series"].unique()) & held["value"].notna()]
    spread = rows["value"].groupby(rows["window"]).transform("std").fillna(0.0)
    usual = past.groupby(["series", "window"])["value"].std().groupby("series").median()
    apart: Numbers = np.maximum(rows["series"].map(usual).fillna(spread).to_numpy(), _MOVES * rows["value"].abs())
    alike = past.groupby(["series", "window", "value"]).size().rename("number").reset_index()
    every = past.groupby(["series", "window"]).size()
    same = pd.DataFrame(
        {
            "sum": (alike["number"] * (alike["number"] - 1) / 2).groupby(alike["series"]).sum(),
            "size": (every * (every - 1) / 2).groupby("series").sum(),
        }
    )
    return _seen(_shares(_steps(rows), apart), rows["series"], same)


def told(chance: Numbers) -> Numbers:
    """What a match of that chance tells, as the number of zeros: 0.001 is 3."""
    tells: Numbers = -np.log10(chance)
    return tells


def _steps(rows: pd.DataFrame) -> Numbers:
    """The smallest difference that each value can show: a rate worked out from a count moves by what one more makes."""
    one = (rows["value"] / rows["count"].where(rows["count"] > 0)).abs().fillna(0.0).to_numpy()
    least: Numbers = np.maximum(steps(rows["value"], rows["series"]), one)
    return least


def _shares(step: Numbers, moves: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Numbers = np.where(moves > 0, step / moves, 1.0)
    return np.clip(share, _LEAST, 1.0)


def _seen(chance: Numbers, series: "pd.Series[int]", same: pd.DataFrame) -> Numbers:
    """The chance by the digits, corrected by how many of so many pairs held were the same."""
    known = same[same["size"] >= _PAIRS]
    rate = ((known["sum"] + 1) / (known["size"] + 2)).reindex(series).to_numpy()
    often = (known["sum"] > 0).astype("float64").reindex(series).to_numpy()
    seen: Numbers = np.where(often == 1, rate, np.where(often == 0, np.fmin(chance, rate), chance))
    return seen
