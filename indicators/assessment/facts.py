"""What the answers rest on: the line, its latest figure with limits, the baseline, and how fresh it all is."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from indicators import statistics, views
from indicators.model import Catalogue, Indicator, Measure, Selection
from indicators.period_kinds import months_later

#: Months from one period to the next, for those that come regularly.
CADENCE_MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12, "biennial": 24}
#: A published value may differ from count / denominator by so much, relatively, for rounding.
AGREES = 0.005
#: What rates and shares are given per.
SCALES = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0)


@dataclass(frozen=True)
class Freshness:
    """When the next figure is due, whether it is late, and whether a whole cycle was missed. None: nothing is due."""

    due: date | None
    late: bool
    missed_cycle: bool


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


@dataclass(frozen=True)
class Facts:
    """Everything that is known of one line on a day."""

    indicator: Indicator
    area: str
    area_name: str
    group: str
    line: pd.DataFrame  # observations of the line that were known, oldest first
    latest: Point | None
    baseline: Point | None
    measure: Measure | None
    benchmark: str
    benchmark_name: str
    benchmark_value: float | None
    verdict: str  # the publisher's own comparison with the benchmark, where that is the country
    fresh: Freshness
    broken: bool  # a break lies between baseline and latest


def gather(rows: pd.DataFrame, indicator: Indicator, selection: Selection, catalogue: Catalogue, on: date) -> Facts:
    """The facts of the selection's line for `rows`, the observations of one indicator that were known on `on`."""
    area, _ = views.shown_area(rows, indicator, selection.area, catalogue)
    breakdown = selection.breakdown or indicator.headline
    line = views.line(rows, area, breakdown)
    known = line["value"].notna()
    newest = views.last(line, known)
    latest = None if newest is None else point(newest, indicator)
    # What the strategy wants is of the line that stands for the indicator: other groups are shown, never judged.
    measure = measure_of(catalogue, indicator.slug) if breakdown == indicator.headline else None
    own, _ = views.shown_area(rows, indicator, catalogue.strategy.area, catalogue)
    measure = measure if area == own else _without_target(measure)
    start = catalogue.strategy.start
    baseline = _baseline(line, known, indicator, measure, start) if breakdown == indicator.headline else None
    same = selection.benchmark == area or not views.comparable(indicator)
    bench = None if latest is None or same else benchmark_value(rows, breakdown, selection.benchmark, catalogue, latest)
    return Facts(
        indicator=indicator,
        area=area,
        area_name=views.area_name(catalogue, area),
        group=views.breakdown_name(indicator, breakdown) if breakdown else "",
        line=line,
        latest=latest,
        baseline=baseline,
        measure=measure,
        benchmark=selection.benchmark,
        benchmark_name=views.area_name(catalogue, selection.benchmark),
        benchmark_value=bench,
        verdict=verdict_on(latest, selection.benchmark, catalogue) if latest else "",
        fresh=freshness(latest.end if latest else None, indicator, on),
        broken=_broken(line, baseline, latest),
    )


def measure_of(catalogue: Catalogue, slug: str) -> Measure | None:
    """The measure of a judged theme that the indicator is; where it serves several priorities, the first."""
    found = [
        measure
        for theme in catalogue.strategy.themes
        for priority in theme.priorities
        for measure in priority.measures
        if measure.indicator == slug
    ]
    return next((measure for measure in found if measure.aim != "context"), found[0] if found else None)


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
    bench = views.benchmark_line(rows, breakdown, benchmark, catalogue)
    same = views.last(
        bench,
        (bench["period_end"] == pd.Timestamp(latest.end))
        & (bench["period_start"] == pd.Timestamp(latest.start))
        & bench["value"].notna(),
    )
    return None if same is None else float(same["value"])


def point(row: pd.Series, indicator: Indicator) -> Point:
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


def scale(row: pd.Series) -> float | None:
    """What count / denominator is multiplied by to give the value (100, 1,000 …); None where they do not agree."""
    count, denominator, value = (_number(row[name]) for name in ("count", "denominator", "value"))
    if not count or not denominator or not value:
        return None
    agreeing = (factor for factor in SCALES if abs(count / denominator * factor - value) <= AGREES * abs(value))
    return next(agreeing, None)


def freshness(latest: date | None, indicator: Indicator, on: date) -> Freshness:
    """Due: the end of the next period plus the usual lag. Late after that; a cycle is missed one period later."""
    months = CADENCE_MONTHS.get(indicator.cadence)
    if months is None or latest is None:
        return Freshness(None, late=False, missed_cycle=False)
    due = months_later(latest, months + indicator.lag_months)
    missed = months_later(latest, 2 * months + indicator.lag_months)
    return Freshness(due, late=on > due, missed_cycle=on > missed)


def _baseline(
    line: pd.DataFrame, known: "pd.Series[bool]", indicator: Indicator, measure: Measure | None, start: date
) -> Point | None:
    """The named period, else the last complete one that ended before the strategy began."""
    if measure and measure.baseline:
        fitting = line["period_end"] == pd.Timestamp(measure.baseline)
    else:
        fitting = (line["period_end"] < pd.Timestamp(start)) & ~line["flags"].str.contains("incomplete")
    found = views.last(line, known & fitting)
    return None if found is None else point(found, indicator)


def _broken(line: pd.DataFrame, baseline: Point | None, latest: Point | None) -> bool:
    if baseline is None or latest is None:
        return False
    after = (line["period_end"] > pd.Timestamp(baseline.end)) & (line["period_end"] <= pd.Timestamp(latest.end))
    return bool(line["flags"][after].str.contains("break_before").any())


def _computed_limits(row: pd.Series, indicator: Indicator) -> tuple[float | None, float | None]:
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
