"""What was known on a day: which observations had been published by then, and which version of the store stood.

A quarter since the store exists has what the store held at its end. For earlier ones nobody kept what stood then:
an observation counts from the day on which its period was usually published, and revisions made since are in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from indicators import store
from indicators.model import Catalogue, Indicator, Measure, Priority, Theme
from indicators.snapshot.quarters import Quarter


@dataclass(frozen=True)
class Known:
    """What was known at the end of a quarter: the observations of each indicator by slug, and the catalogue as of then.

    `stood` says that the store held just these; otherwise they are put together from what it holds today.
    """

    quarter: Quarter
    on: date  # the quarter's last day; of one that is running, today
    stood: bool
    catalogue: Catalogue
    rows: Mapping[str, pd.DataFrame]


def gather(where: str, quarter: Quarter, catalogue: Catalogue, today: date) -> Known:
    """What was known at the end of a quarter, by the store as it is now."""
    on = min(quarter.end, today)
    version = version_on(store.history(where), on)
    then, stood = as_of(catalogue, on), version is not None
    rows = {
        str(slug): held if stood else held[published_on(held, then.indicators[str(slug)], then) <= pd.Timestamp(on)]
        for slug, held in store.read(where, version).groupby("indicator")
        if slug in then.indicators
    }
    return Known(quarter, on, stood, then, rows)


def version_on(releases: Sequence[store.Release], day: date) -> int | None:
    """The version that stood at the end of a day (UTC), of releases with the latest first; None before the first."""
    return next((release.version for release in releases if release.at.date() <= day), None)


def published_on(rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue) -> "pd.Series[pd.Timestamp]":
    """The day from which each observation of an indicator counts as known.

    The end of its period plus the usual lag. Where the sources say when they were published, that day counts for the
    newest period, and no earlier period can have been published later.
    """
    usual = _later(rows["period_end"], indicator.lag_months)
    days = [catalogue.sources[slug].published for slug in indicator.sources]
    stated = [day for day in days if day is not None]
    if rows.empty or len(stated) < len(days):
        return usual
    latest = pd.Timestamp(max(stated))
    newest = rows["period_end"] == rows["period_end"].max()
    return usual.mask((usual > latest) | newest, latest)


def _later(ends: "pd.Series[pd.Timestamp]", months: int) -> "pd.Series[pd.Timestamp]":
    """So many months after each day; from the last day of a month to the last day of another."""
    later = ends + pd.DateOffset(months=months)
    return later.mask(ends.dt.is_month_end, later + pd.offsets.MonthEnd(0))


def as_of(catalogue: Catalogue, on: date) -> Catalogue:
    """The catalogue without what people set later: a target or tolerance counts from the day on which it was set."""
    themes = tuple(_theme(theme, on) for theme in catalogue.strategy.themes)
    return replace(catalogue, strategy=replace(catalogue.strategy, themes=themes))


def _theme(theme: Theme, on: date) -> Theme:
    return replace(theme, priorities=tuple(_priority(priority, on) for priority in theme.priorities))


def _priority(priority: Priority, on: date) -> Priority:
    return replace(priority, measures=tuple(_measure(measure, on) for measure in priority.measures))


def _measure(measure: Measure, on: date) -> Measure:
    if measure.set_on is None or measure.set_on <= on:
        return measure
    return replace(measure, target=None, target_date=None, path=(), tolerance=None, set_by="", set_on=None)
