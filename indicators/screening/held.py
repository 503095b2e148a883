"""What a file's rows are beside the figures that are held: in another unit, revised by far, or not there any more."""

import numpy as np
import pandas as pd

from indicators.screening.chance import Numbers, steps
from indicators.screening.keys import positions
from indicators.screening.panel import SCALE

#: What a file in another unit is times what is held.
FACTORS = (100.0, 1000.0, 0.01, 0.001)
#: How far the ratio may be from such a factor, as a logarithm: for the same period, and for one that follows.
_NEAR, _NEAR_LATER = 0.005, 0.15
#: Below this a count can grow a hundredfold by itself.
_LEAST = 20
#: A revision is far when it is more than this many times the usual change of its line from one period to the next,
#: and no less than this share of the figure, and more than chance moves a count.
_USUAL, _SHARE, _CHANCE = 4.0, 0.2, 3.0
#: Changes that a line must have behind it to know what is usual; with fewer, three tenths more or less
#: are far.
_HISTORY, _FAR = 4, 0.3
#: So many figures, and so large a part of those revised, times one factor: nobody revises so, but a unit is another.
_FEW, _MOSTLY = 3, 0.9
#: Less than this is no factor: figures of two digits that are all a little higher look like one.
_FACTOR = 0.05


def in_other_unit(rows: pd.DataFrame, held: pd.DataFrame, counts: list[str]) -> pd.DataFrame:
    """The rows that seem to be in another unit, with the factor as `times` and the figure held as `beside`.

    `rows` as compared with what is held. A period that is held is measured against its own value, a new one against
    the last value of its line; `counts` are the indicators whose small figures may grow a hundredfold.
    """
    last = held[held["value"] > 0].drop_duplicates("line", keep="last").set_index("line")["value"]
    value, known = rows["value"].to_numpy(), rows["held_value"].to_numpy()
    same = known > 0
    other = np.where(same, known, rows["line"].map(last).to_numpy(dtype="float64"))
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.log10(np.where(value > 0, value, np.nan) / other)
    steady = ~rows["indicator"].isin(counts).to_numpy() | ((value >= _LEAST) & (other >= _LEAST))
    times = np.full(len(rows), np.nan)
    for factor in FACTORS:
        far = np.abs(size - np.log10(factor))
        times[(same & (far < _NEAR)) | (~same & steady & (far < _NEAR_LATER))] = factor
    odd = ~np.isnan(times)
    changed: pd.DataFrame = rows[odd].assign(times=times[odd], beside=other[odd])
    return changed


def revised(rows: pd.DataFrame) -> pd.DataFrame:
    """The values held that the file has otherwise; `rows` as compared with what is held."""
    both = rows["known"] & rows["fresh"] & rows["value"].notna() & rows["held_value"].notna()
    return rows[both]


def revised_by_far(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Of the revised values those that are farther from what is held than their line moves, or that nearly all of a
    period are by one `factor`."""
    other = revised(rows)
    if other.empty:
        return other.assign(factor=np.nan)
    other = other.assign(factor=_common(other))
    far: pd.DataFrame = other[_is_far(other, held) | other["factor"].notna()]
    return far


def _common(rows: pd.DataFrame) -> Numbers:
    """For each revised value the factor by which nearly all of its period are revised; missing where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (rows["value"] / rows["held_value"]).replace([np.inf, -np.inf], np.nan)
    factor = ratio.groupby(rows["window"]).transform("median")
    rounded = steps(rows["value"], rows["series"]) / 2 + factor.abs() * steps(rows["held_value"], rows["series"]) / 2
    off = (rows["value"] - factor * rows["held_value"]).abs()
    moved = (rows["value"] - rows["held_value"]).abs() > rounded
    group = ((off <= rounded) & moved).groupby(rows["window"])
    one = (group.transform("mean") >= _MOSTLY) & (group.transform("sum") >= _FEW)
    told: Numbers = factor.where(one & (off <= rounded) & ((factor - 1).abs() >= _FACTOR)).to_numpy()
    return told


def _is_far(rows: pd.DataFrame, held: pd.DataFrame) -> "pd.Series[bool]":
    """Which revised values are farther from those held than their line moves."""
    past = held[held["value"].notna()].sort_values("key")
    moves = past.groupby("line")["value"].diff().abs().groupby(past["line"]).agg(["median", "count"])
    usual = rows["line"].map(moves["median"].where(moves["count"] >= _HISTORY)) * SCALE * _USUAL
    size = rows[["value", "held_value"]].abs()
    share = np.where(usual.isna(), _FAR, _SHARE) * size.max(axis=1)
    whole = steps(rows["value"], rows["series"]) >= 1
    chance = np.where(whole, _CHANCE * np.sqrt(size.max(axis=1) + 1), 0.0)
    away = (rows["value"] - rows["held_value"]).abs()
    far: pd.Series[bool] = (away > usual.fillna(0.0)) & (away > share) & (away > chance)
    return far


def withdrawn(rows: pd.DataFrame, held: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The rows held that neither the file nor the `others` of its upload have, of the file's own lines between its
    first and its last period."""
    series = rows.groupby("series")
    first, last = series["period_start"].min(), series["period_end"].max()
    mine = held[held["line"].isin(rows["line"].unique())]
    if mine.empty:
        return mine
    inside = (mine["period_start"] >= mine["series"].map(first)) & (mine["period_end"] <= mine["series"].map(last))
    there = positions(mine["key"], pd.concat([rows["key"], others["key"]]).drop_duplicates()) >= 0
    return mine[inside & ~there]
