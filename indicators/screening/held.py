"""What a file's rows are beside the figures that are held: in another unit, or not there any more."""

import numpy as np
import pandas as pd

from indicators.screening.keys import positions

#: What a file in another unit is times what is held.
FACTORS = (100.0, 1000.0, 0.01, 0.001)
#: How far the ratio may be from such a factor, as a logarithm: for the same period, and for one that follows.
_NEAR, _NEAR_LATER = 0.005, 0.15
#: Below this a count can grow a hundredfold by itself.
_LEAST = 20


def in_other_unit(rows: pd.DataFrame, held: pd.DataFrame, counts: list[str]) -> pd.DataFrame:
    """The rows that seem to be in another unit, with the factor as `times` and the figure held as `beside`.

    `rows` as compared with what is held. A period that is held is measured against its own value, a new one against
    the last value of its line; `counts` are the indicators whose small figures may grow a hundredfold.
    """
    last = held[held["value"].fillna(0) > 0].drop_duplicates("line", keep="last").set_index("line")["value"]
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
