"""What was known on a day: which observations had been published by then, and which version of the store stood.

A quarter since the store exists has what the store held at its end. For earlier ones nobody kept what stood then:
an observation counts from the day on which its period was usually published, and revisions made since are in it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

import pandas as pd

from indicators import catalogue as catalogues
from indicators import held, store
from indicators.model import Catalogue, Indicator, Measure, Priority, Selection, Theme
from indicators.period_kinds import months_later
from indicators.snapshot.quarters import Quarter


@dataclass(frozen=True)
class Stood:
    """What was known on a day: the observations of each indicator by slug, as far as an area is assessed from them, and
    the catalogue as of then.

    `stood` says that the store held just these; otherwise they are put together from what it holds today.
    """

    on: date
    stood: bool
    catalogue: Catalogue
    rows: Mapping[str, pd.DataFrame]
    resumed: frozenset[str]  # slugs of which later figures are held: what is not there was only not carried over


@dataclass(frozen=True)
class Known(Stood):
    """What was known at the end of a quarter; of one that is running, today."""

    quarter: Quarter


def gather(where: str, quarter: Quarter, catalogue: Catalogue, today: date) -> Known:
    """What was known at the end of a quarter of the strategy's own area, by the store as it is now."""
    own = Selection(catalogue.strategy.area, catalogues.country(catalogue))
    then = on_day(where, min(quarter.end, today), catalogue, own)
    return Known(then.on, then.stood, then.catalogue, then.rows, then.resumed, quarter)


def on_day(where: str, on: date, catalogue: Catalogue, selection: Selection) -> Stood:
    """What was known on a day, by the store as it is now: all from which the selection's area is assessed."""
    releases = store.history(where)
    version = version_on(releases, on)
    then, contents = as_of(catalogue, on), store.contents(where, version)
    area, benchmark = selection.area, selection.benchmark
    if version is not None:
        return Stood(on, True, then, held.around(contents, catalogue, area, benchmark), frozenset())
    built = _built(where, releases, contents)
    later = set()

    def counted(slug: str, ends: Collection[date]) -> Collection[date]:
        shipped = pd.Timestamp(built.rows(slug).last()) if built and slug in set(built) else None
        days = pd.DataFrame({"period_end": pd.to_datetime(list(ends)).astype("datetime64[s]")})
        known = published_on(days, then.indicators[slug], then, shipped) <= pd.Timestamp(on)
        if not known.all():
            later.add(slug)
        return [end.date() for end in days["period_end"][known]]

    return Stood(on, False, then, held.around(contents, catalogue, area, benchmark, counted), frozenset(later))


def _built(where: str, releases: Sequence[store.Release], contents: store.Contents) -> store.Contents | None:
    """What was shipped: what the catalogue says of a source's day is about the newest period of that."""
    built = next((release.version for release in releases if release.kind == "build"), None)
    if built is None:
        return None
    return contents if built == releases[0].version else store.contents(where, built)


def version_on(releases: Sequence[store.Release], day: date) -> int | None:
    """The version that stood at the end of a day (UTC), of releases with the latest first; None before the first.

    A release counts from the latest time that was told up to it: one that is dated before an earlier release was made
    by a clock that was wrong, and stood on no day before that.
    """
    oldest_first = releases[::-1]
    since = accumulate((release.at for release in oldest_first), max)
    stood = (release.version for release, at in zip(oldest_first, since, strict=True) if at.date() <= day)
    return max(stood, default=None)


def published_on(
    rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, shipped: pd.Timestamp | None
) -> "pd.Series[pd.Timestamp]":
    """The day from which each observation of an indicator counts as known.

    The end of its period plus the usual lag. Where the sources of the shipped figures say when they were published,
    that day counts for the newest of these, whose period ends on `shipped`, and no earlier period can have been
    published later. What was added since is not what the sources speak of. Nothing was known before the series came
    out for the first time, where all sources say when that was.
    """
    ends, lag = rows["period_end"], indicator.lag_months
    usual = ends.map({end: pd.Timestamp(months_later(end.date(), lag)) for end in ends.unique()})
    days = [catalogue.sources[slug].published for slug in indicator.sources]
    stated = [day for day in days if day is not None]
    if shipped is not None and len(stated) == len(days):
        latest = pd.Timestamp(max(stated))
        usual = usual.mask((ends == shipped) | ((ends < shipped) & (usual > latest)), latest)
    began = _first_published(indicator, catalogue)
    return usual if began is None else usual.mask(usual < began, began)


def _first_published(indicator: Indicator, catalogue: Catalogue) -> pd.Timestamp | None:
    """The day on which the first of an indicator's sources came out for the first time; None where one does not say."""
    days = [catalogue.sources[slug].first_published for slug in indicator.sources]
    known = [day for day in days if day is not None]
    return pd.Timestamp(min(known)) if known and len(known) == len(days) else None


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
