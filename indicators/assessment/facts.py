"""What the answers rest on: the line, its latest figure with limits, what it is held against, how fresh it all is."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from indicators import lines, statistics, wording
from indicators.assessment.freshness import Freshness, freshness
from indicators.lines import StandIn
from indicators.model import Catalogue, Indicator, Measure, Selection

#: An observation by the names of its columns.
Row = Mapping[Hashable, Any] | pd.Series
#: A published value may differ from count / denominator by so much, relatively, for rounding.
AGREES = 0.005
#: What rates and shares are given per.
SCALES = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0)


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


@dataclass(frozen=True)
class Missing:
    """A period that was published without a figure, and why there is none, as one of STATUSES."""

    period: str
    status: str


@dataclass(frozen=True)
class Facts:
    """Everything that is known of one line on a day.

    `area` is the area that the figures are about: another one than was asked for where `stand_in` says so.
    """

    indicator: Indicator
    area: str
    area_name: str
    asked_name: str
    stand_in: StandIn
    breakdown: str
    group: str  # the breakdown's name, where no total stands for the indicator
    line: pd.DataFrame  # observations of the line that were known, oldest first
    latest: Point | None
    earlier: Point | None  # what the latest figure is compared with: of the same season, or of a period apart from it
    broken_since_earlier: bool
    missing_since: Missing | None  # the last period since the latest figure that has none
    baseline: Point | None
    measure: Measure | None
    benchmark: str
    benchmark_name: str
    benchmark_value: float | None
    verdict: str  # the publisher's own comparison with the benchmark, where that is the country
    fresh: Freshness
    broken: bool  # a break lies between baseline and latest

    @cached_property
    def points(self) -> tuple[float | None, ...]:
        """The values of the line as a small line draws them: None where it is not joined."""
        return lines.points(self.line, self.indicator.cadence)


def gather(rows: pd.DataFrame, indicator: Indicator, selection: Selection, catalogue: Catalogue, on: date) -> Facts:
    """The facts of the selection's line for `rows`, the observations of one indicator that were known on `on`."""
    area, stand_in = lines.shown_area(rows, indicator, selection.area, catalogue)
    own = catalogue.strategy.area
    breakdown = selection.breakdown or indicator.headline
    line = lines.line(rows, area, breakdown)
    known = line["value"].notna()
    newest = lines.last(line, known)
    latest = None if newest is None else point(newest, indicator)
    before = None if newest is None else lines.earlier(line, newest, indicator)
    earlier = None if before is None else point(before, indicator)
    # What the strategy wants is of the line that stands for the indicator: other groups are shown, never judged.
    measure = measure_of(catalogue, indicator.slug) if breakdown == indicator.headline else None
    own = area if selection.area == own else lines.shown_area(rows, indicator, own, catalogue)[0]
    measure = measure if area == own else _without_target(measure)
    start = catalogue.strategy.start
    baseline = _baseline(line, known, indicator, measure, start) if breakdown == indicator.headline else None
    same = selection.benchmark == area or not lines.comparable(indicator)
    bench = None if latest is None or same else benchmark_value(rows, breakdown, selection.benchmark, catalogue, latest)
    return Facts(
        indicator=indicator,
        area=area,
        area_name=lines.area_name(catalogue, area),
        asked_name=lines.area_name(catalogue, selection.area),
        stand_in=stand_in,
        breakdown=breakdown,
        group=lines.breakdown_name(indicator, breakdown) if breakdown else "",
        line=line,
        latest=latest,
        earlier=earlier,
        broken_since_earlier=_broken(line, earlier, latest),
        missing_since=_missing_since(line, latest),
        baseline=baseline,
        measure=measure,
        benchmark=selection.benchmark,
        benchmark_name=lines.area_name(catalogue, selection.benchmark),
        benchmark_value=bench,
        verdict=verdict_on(latest, selection.benchmark, catalogue) if latest else "",
        fresh=freshness(latest.end if latest else None, indicator, on),
        broken=_broken(line, baseline, latest),
    )


def measure_of(catalogue: Catalogue, slug: str) -> Measure | None:
    """The measure of a judged theme that the indicator is; where it serves several priorities, the first."""
    measures = [
        measure
        for theme in catalogue.strategy.themes
        for priority in theme.priorities
        for measure in priority.measures
        if measure.indicator == slug
    ]
    return next((measure for measure in measures if measure.aim != "context"), measures[0] if measures else None)


def _without_target(measure: Measure | None) -> Measure | None:
    """The measure for another area than the strategy's own: nobody has set it a target."""
    return replace(measure, target=None, target_date=None, path=()) if measure else None


def verdict_on(latest: Point, benchmark: str, catalogue: Catalogue) -> str:
    """The publisher's own comparison of a figure with this benchmark; empty where it is with another area, or none."""
    country = benchmark in catalogue.areas and catalogue.areas[benchmark].type == "country"
    return latest.verdict if country else ""


def benchmark_value(
    rows: pd.DataFrame, breakdown: str, benchmark: str, catalogue: Catalogue, latest: Point
) -> float | None:
    """The benchmark's value in the very period of `latest`; None where it has none."""
    bench = lines.benchmark_line(rows, breakdown, benchmark, catalogue)
    same = lines.last(
        bench,
        (bench["period_end"] == pd.Timestamp(latest.end))
        & (bench["period_start"] == pd.Timestamp(latest.start))
        & bench["value"].notna(),
    )
    return None if same is None else float(same["value"])


def point(row: Row, indicator: Indicator) -> Point:
    """A row as a point, its limits computed from count and denominator where none are published and that is allowed."""
    lower, upper = _number(row["lower"]), _number(row["upper"])
    computed = lower is None or upper is None
    if computed:
        lower, upper = _computed_limits(row, indicator)
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


def scale(row: Row) -> float | None:
    """What count / denominator is multiplied by to give the value (100, 1,000 …); None where they do not agree."""
    count, denominator, value = (_number(row[name]) for name in ("count", "denominator", "value"))
    if not count or not denominator or not value:
        return None
    agreeing = (factor for factor in SCALES if abs(count / denominator * factor - value) <= AGREES * abs(value))
    return next(agreeing, None)


def _baseline(
    line: pd.DataFrame, known: "pd.Series[bool]", indicator: Indicator, measure: Measure | None, start: date
) -> Point | None:
    """The named period, else the last complete one that ended before the strategy began."""
    if measure and measure.baseline:
        fitting = line["period_end"] == pd.Timestamp(measure.baseline)
    else:
        fitting = (line["period_end"] < pd.Timestamp(start)) & ~lines.flagged(line, "incomplete")
    row = lines.last(line, known & fitting)
    return None if row is None else point(row, indicator)


def _broken(line: pd.DataFrame, before: Point | None, latest: Point | None) -> bool:
    if before is None or latest is None:
        return False
    return lines.broken_between(line, before.end, latest.end)


def _missing_since(line: pd.DataFrame, latest: Point | None) -> Missing | None:
    if latest is None:
        return None
    row = lines.last(line, (line["period_end"] > pd.Timestamp(latest.end)) & line["value"].isna())
    return None if row is None else Missing(row["period_label"], row["status"])


def _computed_limits(row: Row, indicator: Indicator) -> tuple[float | None, float | None]:
    factor = scale(row) if indicator.compute_interval else None
    if factor is None:
        return None, None
    count, denominator = float(row["count"]), float(row["denominator"])
    if indicator.kind == "proportion":
        lower, upper = statistics.proportion_interval(count, denominator)
        return float(lower) * factor, float(upper) * factor
    if indicator.kind == "rate":
        lower, upper = statistics.rate_interval(count, denominator, per=factor)
        return float(lower), float(upper)
    return None, None


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
