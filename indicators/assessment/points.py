"""Observations as the answers use them: a figure with its limits, published or computed; and one that is missing."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from indicators import lines, statistics, wording
from indicators.model import Indicator

#: An observation by the names of its columns.
Row = Mapping[Hashable, Any] | pd.Series


@dataclass(frozen=True)
class Point:
    """One observation as the answers use it. Limits are the publisher's, or computed where `computed` says so."""

    value: float
    period: str
    start: date
    end: date
    lower: float | None
    upper: float | None
    computed: bool
    status: str
    flags: str
    verdict: str  # the publisher's own comparison with the country

    @property
    def when(self) -> str:
        """Its period in a sentence: "in 2018/19"."""
        return wording.when(self.period, self.end)

    @property
    def tested(self) -> bool:
        """Whether it has limits that it can be held against others by."""
        return self.lower is not None and self.upper is not None

    @property
    def outside_its_limits(self) -> bool:
        """Whether the value lies outside its own limits: then somebody has made an error."""
        return (self.lower is not None and self.value < self.lower) or (
            self.upper is not None and self.value > self.upper
        )


@dataclass(frozen=True)
class Missing:
    """A period that was published without a figure, and why there is none, as one of STATUSES."""

    period: str
    status: str


def point(row: Row, indicator: Indicator, factor: float | None = None) -> Point:
    """A row as a point, its limits computed from count and denominator where none are published and that is allowed.

    `factor` is the line's `scale`; without it limits are only as published.
    """
    lower, upper = _number(row["lower"]), _number(row["upper"])
    computed = lower is None or upper is None
    if computed:
        lower, upper = _computed_limits(row, indicator, factor)
    return Point(
        value=float(row["value"]),
        period=row["period_label"],
        start=row["period_start"].date(),
        end=row["period_end"].date(),
        lower=lower,
        upper=upper,
        computed=computed and lower is not None,
        status=row["status"],
        flags=row["flags"],
        verdict=row["published_comparison"],
    )


def scale(line: pd.DataFrame, indicator: Indicator) -> float | None:
    """What count / denominator is multiplied by to give the values of a line (100, 1,000 …), by its largest value.

    None where they do not agree, or where no interval is to be computed.
    """
    return lines.scale(line, indicator) if indicator.compute_interval else None


def _computed_limits(row: Row, indicator: Indicator, factor: float | None) -> tuple[float | None, float | None]:
    if factor is None or not indicator.compute_interval or not lines.agrees(row, indicator, factor):
        return None, None
    count, denominator = float(row["count"]), float(row["denominator"])
    if indicator.kind == "proportion":
        if count > denominator:
            return None, None
        lower, upper = statistics.proportion_interval(count, denominator)
        return float(lower) * factor, float(upper) * factor
    if indicator.kind == "rate":
        lower, upper = statistics.rate_interval(count, denominator, per=factor)
        return float(lower), float(upper)
    return None, None


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
