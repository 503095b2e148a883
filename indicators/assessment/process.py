"""A monthly or quarterly line as a process chart: which stretch of it, and the limits of that."""

from dataclasses import dataclass, replace

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


def process(line: pd.DataFrame, indicator: Indicator) -> Process:
    """The process chart of a monthly or quarterly line: its last stretch without a gap, a hole or a break.

    Prices drift, so that every month would be unusual: their change on the same period a year before is charted.
    """
    points, charted = process_stretch(line, indicator), indicator
    if indicator.process_on == "yearly-change":
        lag = 12 // CADENCE_MONTHS[indicator.cadence]
        points = points.assign(value=points["value"].pct_change(lag) * 100).iloc[lag:].reset_index(drop=True)
        charted = replace(indicator, unit=Unit("%", after="%"), decimals=1, kind="ratio")
    limits = statistics.xmr(points["value"].to_numpy(), rebase=rebases(points, indicator))
    return Process(charted, points, limits)


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
