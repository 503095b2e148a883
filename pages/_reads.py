"""Cached reads. Everything depends on where the store is, its version and the catalogue's hash: these are the key."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from typing import ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from indicators import catalogue as catalogues
from indicators import charts, clock, listings, methods, shipped, store, summary, views
from indicators import releases as listed
from indicators.assessment import Assessment, Process, assess, drawn_plan, process
from indicators.errors import UserError
from indicators.model import Catalogue, Selection
from indicators.statistics import XMR_POINTS

P = ParamSpec("P")
R = TypeVar("R")
Key = tuple[int, str, str]
today = clock.today
#: The views of an indicator that are drawn as a chart.
DRAWN = ("over-time", "areas", "breakdown", "process")
#: The key that the run of a page in this thread began with.
_OF_THE_RUN: ContextVar[Key | None] = ContextVar("key", default=None)


def kept(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator that keeps so many answers. Looking one up takes a microsecond, in Streamlit's caches a fifth of
    a millisecond. What takes long has a cache of Streamlit's behind it: it is made once for all who wait for it."""

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        return cast(Callable[P, R], lru_cache(maxsize=most)(function))

    return decorated


@cache
def catalogue() -> Catalogue:
    """The files in `data/`, read once for the life of the server."""
    return catalogues.load()


@cache
def sources() -> Mapping[str, pd.DataFrame]:
    """The sources of each publisher."""
    grouped = listings.sources(catalogue()).groupby("Publisher")
    return {str(publisher): found.drop(columns="Publisher") for publisher, found in grouped}


@cache
def constants() -> pd.DataFrame:
    """Every constant of the methods with its source."""
    return methods.constants()


def begin() -> None:
    """Start a run: whatever it reads is of the version that is the current one now, whoever publishes meanwhile."""
    _OF_THE_RUN.set(_current_key())


def key() -> Key:
    """The key that the run began with. Outside of a run the current one."""
    return _OF_THE_RUN.get() or _current_key()


def _current_key() -> Key:
    """The key as it is now. Builds the store where there is none yet."""
    where = store.location()
    if not store.exists(where):
        with st.status("Building the store from data/published", expanded=True) as status:
            bar = st.progress(0.0)

            def show(share: float, name: str) -> None:
                bar.progress(share, text=name)

            shipped.build(where, catalogue(), show)
            status.update(label="The store is built", state="complete", expanded=False)
    return store.version(where), catalogue().hash, where


@kept(3)
@st.cache_resource(max_entries=3, show_spinner=False)
def observations(key: Key) -> Mapping[str, pd.DataFrame]:
    """The observations of each indicator of the catalogue, as the store holds them in this version."""
    frame = store.read(key[2], version=key[0])
    grouped = frame.groupby("indicator", sort=True)
    known = catalogue().indicators
    return {str(slug): rows.reset_index(drop=True) for slug, rows in grouped if slug in known}


def all_observations(key: Key) -> pd.DataFrame:
    """Everything that the store holds in this version."""
    return store.read(key[2], version=key[0])


@kept(3)
def releases(key: Key) -> list[store.Release]:
    """Every release up to this version, the latest first."""
    return [release for release in store.history(key[2]) if release.version <= key[0]]


@kept(200)
def revisions(key: Key, slug: str) -> pd.DataFrame:
    """The releases that changed an indicator, as a table."""
    return listed.revisions(releases(key), slug)


def rows(slug: str) -> pd.DataFrame:
    """The observations of one indicator that has some."""
    return observations(key())[slug]


@kept(60)
@st.cache_resource(max_entries=60, show_spinner="Summing up every indicator")
def summaries(key: Key, area: str, benchmark: str) -> Mapping[str, summary.Summary]:
    """Every indicator that has figures in a nutshell, for one area and benchmark."""
    selection = Selection(area, benchmark)
    return {
        slug: summary.summarise(held, catalogue().indicators[slug], selection, catalogue())
        for slug, held in observations(key).items()
    }


@kept(60)
@st.cache_resource(max_entries=60, show_spinner="Deciding the three answers for every indicator")
def assessments(key: Key, area: str, benchmark: str, on: date) -> Mapping[str, Assessment]:
    """The three answers of every indicator that has figures, for one area and benchmark on a day."""
    selection = Selection(area, benchmark)
    return {
        slug: assess(held, catalogue().indicators[slug], selection, catalogue(), on)
        for slug, held in observations(key).items()
    }


@kept(500)
def assessed(key: Key, slug: str, selection: Selection, on: date) -> Assessment:
    """The three answers of one indicator, for the breakdown that is chosen."""
    return assess(observations(key)[slug], catalogue().indicators[slug], selection, catalogue(), on)


@kept(500)
def summarised(key: Key, slug: str, selection: Selection) -> summary.Summary:
    """One indicator in a nutshell, for the breakdown that is chosen."""
    return summary.summarise(observations(key)[slug], catalogue().indicators[slug], selection, catalogue())


@kept(300)
def frame(key: Key, view: str, slug: str, selection: Selection, end: str, dimension: str) -> pd.DataFrame:
    """The one frame behind a view: chart, table and file are made from it."""
    held, indicator = observations(key)[slug], catalogue().indicators[slug]
    if view == "areas":
        return views.areas(held, indicator, selection, pd.Timestamp(end), catalogue())
    if view == "breakdown":
        return views.breakdowns(held, indicator, selection, pd.Timestamp(end), catalogue(), dimension)
    return views.over_time(held, indicator, selection, catalogue())


@kept(300)
def figures(key: Key, view: str, slug: str, selection: Selection, end: str, dimension: str) -> pd.DataFrame:
    """The frame of a view as people read it, on the page and in files."""
    return views.readable(frame(key, view, slug, selection, end, dimension), catalogue().indicators[slug])


@kept(100)
def chart(
    key: Key, view: str, slug: str, selection: Selection, end: str, dimension: str, title: str, mode: charts.Mode
) -> charts.Chart | None:
    """The figure with its text alternative, kept: making it takes longer than sending it. None without a value."""
    shown, indicator = frame(key, view, slug, selection, end, dimension), catalogue().indicators[slug]
    if not _drawable(shown, view):
        return None
    if view == "process" and len(charted_process(key, slug, selection).points) < XMR_POINTS:
        return None
    if view == "areas":
        return charts.areas(shown, indicator, title, mode)
    if view == "breakdown":
        return charts.breakdown(shown, indicator, title, mode)
    if view == "process":
        charted = charted_process(key, slug, selection)
        return charts.process(charted.points, charted.limits, charted.indicator, title, mode)
    return charts.trend(shown, indicator, catalogue().strategy, title, mode, plan_of(key, slug, selection))


@kept(100)
def charted_process(key: Key, slug: str, selection: Selection) -> Process:
    """The chosen area's line as a process chart."""
    shown = frame(key, "process", slug, selection, "", "")
    return process(shown[shown["role"] == "area"].reset_index(drop=True), catalogue().indicators[slug])


@kept(100)
def process_figures(key: Key, slug: str, selection: Selection) -> pd.DataFrame:
    """The points and limits of a process chart as people read them."""
    return listings.process_table(charted_process(key, slug, selection))


@kept(500)
def groups(key: Key, slug: str, area: str) -> Mapping[str, str]:
    """The breakdowns of an indicator that the area has rows for, and what they are called."""
    return views.groups(observations(key)[slug], catalogue().indicators[slug], area)


@kept(500)
def ends(key: Key, slug: str, group: str) -> Mapping[str, str]:
    """The periods in which some area has a value of the group, latest first."""
    held = observations(key)[slug]
    return views.ends(held[held["breakdown"] == group])


@kept(500)
def ends_of_dimension(key: Key, slug: str, dimension: str, area: str) -> Mapping[str, str]:
    """The periods in which the area has a value in some category of the dimension, latest first."""
    held = observations(key)[slug]
    return views.ends(held[held["breakdown"].str.startswith(f"{dimension}=")], area)


@kept(200)
def holders(key: Key, slug: str, dimension: str) -> list[str]:
    """The areas that have a value in some category of the dimension."""
    return views.holders(observations(key)[slug], dimension, catalogue())


@kept(200)
def years(key: Key, slug: str) -> list[int]:
    """The years in which periods of an indicator end, oldest first."""
    return views.years(observations(key)[slug])


@kept(200)
def stated(key: Key, slug: str = "") -> pd.DataFrame:
    """What the strategy's text states about an indicator, or about all, beside what is published."""
    return listings.stated_figures(catalogue().strategy, catalogue(), observations(key), slug)


def plan_of(key: Key, slug: str, selection: Selection) -> charts.Plan | None:
    """What the strategy wants of the line, as it is drawn; nothing for a line that is not judged."""
    found = drawn_plan(assessed(key, slug, selection, today()))
    return charts.Plan(*found) if found else None


def _drawable(shown: pd.DataFrame, view: str) -> bool:
    of_the_area = shown if view == "areas" else shown[shown["role"] == "area"]
    return view in DRAWN and bool(of_the_area["value"].notna().any())


def mode() -> charts.Mode:
    """The theme that the browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def warm() -> None:
    """Read what the first visitor will need. What cannot be read is told by the page, to whoever opens it."""
    with suppress(UserError):
        where = store.location()
        if not store.exists(where):
            shipped.build(where, catalogue())
        _first_answers(key(), catalogue().strategy.area, catalogues.country(catalogue()), today())


@st.cache_resource(max_entries=1, show_spinner=False)  # inside of it others show no progress: nobody is there to see it
def _first_answers(key: Key, area: str, benchmark: str, on: date) -> None:
    summaries(key, area, benchmark)
    assessments(key, area, benchmark, on)
