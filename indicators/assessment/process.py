"""A monthly or quarterly line as a process chart: which stretch of it, and the limits of that."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators import lines, statistics
from indicators.assessment.freshness import CADENCE_MONTHS
from indicators.model import Indicator, Unit


@dataclass(frozen=True)
class Process:
    """A process chart's points and limits, and the indicator as it is charted: its value, or its yearly change."""

    indicator: Indicator
    points: pd.DataFrame
    limits: pd.DataFrame

    @property
    def current(self) -> pd.DataFrame:
        """The limits since the last rebase."""
        latest: pd.DataFrame = self.limits[self.limits["group"] == self.limits["group"].max()]
        return latest

    @property
    def fit(self) -> statistics.Fit:
        """Whether a process chart fits the points that the latest limits are taken from."""
        return statistics.process_fit(self.current["value"].to_numpy(), (self.current["rule"] != "none").to_numpy())


def process(line: pd.DataFrame, indicator: Indicator) -> Process:
    """The process chart of a monthly or quarterly line: its last stretch without a gap, a hole or a break.

    Prices drift, so that every month would be unusual: their change on the same period a year before is charted.
    """
    points, charted = process_stretch(line, indicator), indicator
    if indicator.process_on == "yearly-change":
        lag = a_year(indicator)
        points = _finite(points.assign(value=points["value"].pct_change(lag) * 100).iloc[lag:])
        charted = replace(indicator, unit=Unit("%", after="%"), decimals=1, kind="ratio")
    limits = statistics.xmr(points["value"].to_numpy(), rebase=rebases(points, indicator))
    return Process(charted, points, limits)


def a_year(indicator: Indicator) -> int:
    """How many points of a monthly or quarterly line make a year."""
    return 12 // CADENCE_MONTHS[indicator.cadence]


def _finite(points: pd.DataFrame) -> pd.DataFrame:
    """The points behind the last change from zero, of which nobody can say how many per cent it is."""
    endless = np.flatnonzero(~np.isfinite(points["value"].to_numpy(dtype=float)))
    return points.iloc[endless[-1] + 1 if endless.size else 0 :].reset_index(drop=True)


def process_stretch(line: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The last stretch of a line without a missing value, a hole in time or a break, up to its latest value."""
    known = line[line["value"].notna()[::-1].cummax()[::-1]].reset_index(drop=True)
    stretch = lines.cuts(known, indicator.cadence).cumsum()
    last = known[(stretch == stretch.max()) & known["value"].notna()] if len(known) else known
    return last.reset_index(drop=True)


def rebases(stretch: pd.DataFrame, indicator: Indicator) -> tuple[int, ...]:
    """The positions at which the definition's rebases begin a new group."""
    starts = [int((stretch["period_start"] < pd.Timestamp(rebase.day)).sum()) for rebase in indicator.rebases]
    return tuple(sorted({start for start in starts if 0 < start < len(stretch)}))
