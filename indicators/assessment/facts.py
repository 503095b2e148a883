"""What the answers rest on: the line, its latest figure with limits, what it is held against, how fresh it all is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from indicators import lines, statistics, succession
from indicators.assessment import rates
from indicators.assessment.freshness import Freshness, freshness
from indicators.assessment.points import Missing, Point, point, scale
from indicators.assessment.position import Position, position
from indicators.assessment.rates import Denominator
from indicators.assessment.small_areas import Share, shares
from indicators.lines import StandIn
from indicators.model import SIMILAR_AREAS, Catalogue, Ended, Indicator, Measure, Selection
from indicators.succession import Abolished, Origin

#: Observations by the slug of their indicator.
Held = Mapping[str, pd.DataFrame]
#: What a publisher's "higher" and "lower" are where a direction is good.
VERDICTS: Mapping[str, Mapping[str, str]] = {
    "higher_is_better": {"higher": "better", "lower": "worse"},
    "lower_is_better": {"higher": "worse", "lower": "better"},
    "contextual": {},
}


@dataclass(frozen=True)
class Compared:
    """The figures as they are compared: as they are or, where a count is divided, as rates.

    `indicator` says how they are written; `denominator` is what the latest count was divided by, None where it was
    not. The benchmark's figures are those of the very periods of the latest figure and of the baseline.
    """

    indicator: Indicator
    latest: Point | None
    baseline: Point | None
    benchmark: float | None
    benchmark_then: float | None
    denominator: Denominator | None


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
    compared: Compared
    matched: float | None  # the figure of the definition's benchmark, which `match` asks for
    matched_name: str
    matched_verdict: str  # the publisher's own comparison with that benchmark, in words for good and bad
    position: Position | None
    verdict: str  # the publisher's own comparison with the benchmark, where that is the country
    shares: tuple[Share, ...]  # of small areas, the latest first, where the indicator is published for these only
    fresh: Freshness
    abolished: Abolished | None  # what became of the area whose figures these are, where it is no more
    origin: Origin | None  # of an area that others became
    broken: bool  # a break lies between baseline and latest

    @cached_property
    def points(self) -> tuple[float | None, ...]:
        """The values of the line as a small line draws them: None where it is not joined."""
        return lines.points(self.line, self.indicator.cadence)

    @property
    def benchmark_value(self) -> float | None:
        """What the benchmark has, as it is compared."""
        return self.compared.benchmark

    @property
    def last_known(self) -> bool:
        """Whether the latest figure is an old one: a newer one is overdue by more than a cycle, or none comes."""
        return self.fresh.missed_cycle

    @property
    def tolerance(self) -> float | None:
        """What somebody has agreed to tolerate; else what is proposed, from how exactly the survey can tell; for
        complete counts nothing, as they have no chance in them."""
        if self.measure is None:
            return None
        if self.measure.tolerance is not None:
            return self.measure.tolerance
        if self.measure.margin is not None:
            width = self.measure.margin.half_width
            return statistics.proposed_tolerance(width, width)
        return 0.0 if self.indicator.evidence == "complete" else None


def gather(
    rows: pd.DataFrame,
    indicator: Indicator,
    selection: Selection,
    catalogue: Catalogue,
    on: date,
    held: Held | None = None,
) -> Facts:
    """The facts of the selection's line for `rows`, the observations of one indicator that were known on `on`.

    `held` are the observations of other indicators known then, which counts are divided by.
    """
    held = held or {}
    area, stand_in = lines.shown_area(rows, indicator, selection.area, catalogue)
    gone = succession.abolished(catalogue, area)
    breakdown = selection.breakdown or indicator.headline
    line = lines.line(rows, area, breakdown)
    newest = lines.last(line, line["value"].notna())
    factor = scale(line, indicator)
    latest = None if newest is None else point(newest, indicator, factor)
    before = None if newest is None else lines.earlier(line, newest, indicator)
    earlier = None if before is None else point(before, indicator, factor)
    judged = breakdown in (indicator.headline, *indicator.beside)
    measure = _measure(rows, indicator, selection, catalogue, area) if judged else None
    baseline = _baseline(line, area, indicator, measure, catalogue, held) if judged else None
    chosen = replace(selection, area=area, breakdown=breakdown)
    asked = {area, selection.benchmark, indicator.benchmark}
    ends = [point.end for point in (latest, baseline) if point is not None]
    compared = rates.compared_rows(rows, indicator, breakdown, held, catalogue, asked, ends)
    now, then = (_values(compared, breakdown, when) for when in (latest, baseline))
    bench = [benchmark_value(values, indicator, selection.benchmark, area, catalogue) for values in (now, then)]
    shown = _compared(compared, indicator, latest, baseline, chosen, catalogue)
    shown = replace(shown, benchmark=bench[0], benchmark_then=bench[1])
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
        compared=shown,
        matched=benchmark_value(now, indicator, indicator.benchmark, area, catalogue),
        matched_name=lines.area_name(catalogue, indicator.benchmark),
        matched_verdict=_matched_verdict(latest, indicator, catalogue),
        position=position(now, shown.indicator, area, catalogue),
        verdict=verdict_on(latest, selection.benchmark, catalogue) if latest else "",
        shares=shares(rows, indicator, selection.area, catalogue),
        fresh=freshness(latest.end if latest else None, _until(indicator, gone), on, _published(line)),
        abolished=gone,
        origin=succession.origin(line, rows, indicator, catalogue, area),
        broken=_broken(line, baseline, latest),
    )


def _until(indicator: Indicator, gone: Abolished | None) -> Indicator:
    """The indicator as it is due for an area: no period that ends after the area was abolished is."""
    if gone is None or gone.until is None:
        return indicator
    day = gone.until if indicator.ended is None else min(gone.until, indicator.ended.day)
    return replace(indicator, ended=Ended(day, why=""))


def _compared(
    rows: pd.DataFrame,
    indicator: Indicator,
    latest: Point | None,
    baseline: Point | None,
    chosen: Selection,
    catalogue: Catalogue,
) -> Compared:
    """The area's own figures as they are compared; `chosen` has the area and the breakdown that are shown."""
    if indicator.per is None or latest is None:
        return Compared(indicator, latest, baseline, None, None, None)
    line = lines.line(rows, chosen.area, chosen.breakdown)
    newest, start = _same_period(line, latest), None if baseline is None else _same_period(line, baseline)
    if newest is None:
        return Compared(indicator, None, None, None, None, None)
    written = rates.rated(indicator, float(newest["value"]))
    first = None if start is None else replace(point(start, written), computed=True)
    rate = replace(point(newest, written), computed=not pd.isna(newest["lower"]))
    return Compared(written, rate, first, None, None, rates.denominator(newest, indicator, catalogue))


def _measure(
    rows: pd.DataFrame, indicator: Indicator, selection: Selection, catalogue: Catalogue, area: str
) -> Measure | None:
    """What the strategy wants of the lines that stand for the indicator: other groups are shown, never judged."""
    measure, own = measure_of(catalogue, indicator.slug), catalogue.strategy.area
    mine = area if selection.area == own else lines.shown_area(rows, indicator, own, catalogue)[0]
    return measure if area == mine else _without_target(measure)


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


def _matched_verdict(latest: Point | None, indicator: Indicator, catalogue: Catalogue) -> str:
    verdict = verdict_on(latest, indicator.benchmark, catalogue) if latest else ""
    return VERDICTS[indicator.polarity].get(verdict, verdict)


def _values(rows: pd.DataFrame, breakdown: str, when: Point | None) -> Mapping[str, float]:
    """The values of all areas in the very period of a figure."""
    return {} if when is None else lines.values_in(rows, breakdown, when.start, when.end)


def benchmark_value(
    values: Mapping[str, float], indicator: Indicator, benchmark: str, area: str, catalogue: Catalogue
) -> float | None:
    """The value of the benchmark of an area, of the values of all areas in a period: for similar areas their median,
    where at least half of them have one. None for the area itself, and for what is not compared."""
    if benchmark == area or not rates.comparable(indicator):
        return None
    if benchmark != SIMILAR_AREAS:
        return values.get(benchmark)
    similar = catalogue.similar.get(area, ())
    known = [values[code] for code in similar if code in values]
    return float(np.median(known)) if known and 2 * len(known) >= len(similar) else None


def _same_period(line: pd.DataFrame, when: Point) -> "pd.Series[Any] | None":
    """The row of a line with a value in the very period."""
    return lines.last(
        line, lines.in_period(line, when.start, when.end) & ~np.isnan(line["value"].to_numpy(dtype=float))
    )


def _baseline(
    line: pd.DataFrame, area: str, indicator: Indicator, measure: Measure | None, catalogue: Catalogue, held: Held
) -> Point | None:
    """The named period, of another indicator's line where the measure says so, else the last complete period that
    ended before the strategy began."""
    if measure and measure.baseline_of:
        indicator = catalogue.indicators[measure.baseline_of]
        if indicator.slug not in held:
            return None
        line = lines.line(held[indicator.slug], area, indicator.headline)
    if measure and measure.baseline:
        fitting = line["period_end"] == pd.Timestamp(measure.baseline)
    else:
        before = line["period_end"] < pd.Timestamp(catalogue.strategy.start)
        fitting = before & ~lines.flagged(line, "incomplete")
    row = lines.last(line, line["value"].notna() & fitting)
    return None if row is None else point(row, indicator, scale(line, indicator))


def _broken(line: pd.DataFrame, before: Point | None, latest: Point | None) -> bool:
    if before is None or latest is None:
        return False
    return lines.broken_between(line, before.end, latest.end)


def _published(line: pd.DataFrame) -> tuple[date, date] | None:
    """The first and the last day of the latest period that the publisher gave, with a figure or without."""
    if line.empty:
        return None
    return line["period_start"].iloc[-1].date(), line["period_end"].iloc[-1].date()


def _missing_since(line: pd.DataFrame, latest: Point | None) -> Missing | None:
    if latest is None:
        return None
    row = lines.last(line, (line["period_end"] > pd.Timestamp(latest.end)) & line["value"].isna())
    return None if row is None else Missing(row["period_label"], row["status"])
