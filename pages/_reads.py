"""Cached reads. Everything depends on the store's version and the catalogue's hash alone: that pair is the key."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from indicators import catalogue as catalogues
from indicators import charts, published, store, summary, views
from indicators.assessment import Assessment, Process, assess, drawn_plan, process
from indicators.errors import UserError
from indicators.model import Catalogue, Selection
from indicators.statistics import XMR_POINTS

Key = tuple[int, str]
#: The views of an indicator that are drawn as a chart.
DRAWN = ("over-time", "areas", "breakdown", "process")


@st.cache_resource(show_spinner=False)
def catalogue() -> Catalogue:
    """The files in `data/`, read once for the life of the server."""
    return catalogues.load()


def key() -> Key:
    """The store's current version and the catalogue's hash. Builds the store where there is none yet."""
    where = store.location()
    if not store.exists(where):
        with st.status("Building the store from data/published", expanded=True) as status:
            bar = st.progress(0.0)

            def show(share: float, name: str) -> None:
                bar.progress(share, text=name)

            published.build(where, catalogue(), show)
            status.update(label="The store is built", state="complete", expanded=False)
    return store.version(where), catalogue().hash


@st.cache_resource(max_entries=3, show_spinner=False)
def observations(key: Key) -> Mapping[str, pd.DataFrame]:
    """The observations of each indicator of the catalogue, as the store holds them in this version."""
    frame = store.read(store.location(), version=key[0])
    grouped = frame.groupby("indicator", sort=True)
    known = catalogue().indicators
    return {str(slug): rows.reset_index(drop=True) for slug, rows in grouped if slug in known}


def all_observations(key: Key) -> pd.DataFrame:
    """Everything that the store holds in this version."""
    return store.read(store.location(), version=key[0])


@st.cache_resource(max_entries=3, show_spinner=False)
def releases(key: Key) -> list[store.Release]:
    """Every release, the latest first."""
    return store.history(store.location())


def rows(slug: str) -> pd.DataFrame:
    """The observations of one indicator that has some."""
    return observations(key())[slug]


@st.cache_resource(max_entries=200, show_spinner=False)
def summaries(key: Key, area: str, benchmark: str) -> Mapping[str, summary.Summary]:
    """Every indicator that has figures in a nutshell, for one area and benchmark."""
    selection = Selection(area, benchmark)
    return {
        slug: summary.summarise(held, catalogue().indicators[slug], selection, catalogue())
        for slug, held in observations(key).items()
    }


@st.cache_resource(max_entries=200, show_spinner=False)
def assessments(key: Key, area: str, benchmark: str, on: date) -> Mapping[str, Assessment]:
    """The three answers of every indicator that has figures, for one area and benchmark on a day."""
    selection = Selection(area, benchmark)
    return {
        slug: assess(held, catalogue().indicators[slug], selection, catalogue(), on)
        for slug, held in observations(key).items()
    }


@st.cache_resource(max_entries=1000, show_spinner=False)
def assessed(key: Key, slug: str, selection: Selection, on: date) -> Assessment:
    """The three answers of one indicator, for the breakdown that is chosen."""
    return assess(observations(key)[slug], catalogue().indicators[slug], selection, catalogue(), on)


@st.cache_resource(max_entries=1000, show_spinner=False)
def summarised(key: Key, slug: str, selection: Selection) -> summary.Summary:
    """One indicator in a nutshell, for the breakdown that is chosen."""
    return summary.summarise(observations(key)[slug], catalogue().indicators[slug], selection, catalogue())


@st.cache_resource(max_entries=500, show_spinner=False)
def frame(key: Key, view: str, slug: str, selection: Selection, end: str, dimension: str) -> pd.DataFrame:
    """The one frame behind a view: chart, table and file are made from it."""
    held, indicator = observations(key)[slug], catalogue().indicators[slug]
    if view == "areas":
        return views.areas(held, indicator, selection, pd.Timestamp(end), catalogue())
    if view == "breakdown":
        return views.breakdowns(held, indicator, selection, pd.Timestamp(end), catalogue(), dimension)
    return views.over_time(held, indicator, selection, catalogue())


@st.cache_resource(max_entries=500, show_spinner=False)
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


def charted_process(key: Key, slug: str, selection: Selection) -> Process:
    """The chosen area's line as a process chart."""
    shown = frame(key, "process", slug, selection, "", "")
    return process(shown[shown["role"] == "area"].reset_index(drop=True), catalogue().indicators[slug])


def plan_of(key: Key, slug: str, selection: Selection) -> charts.Plan | None:
    """What the strategy wants of the line, as it is drawn; nothing for a line that is not judged."""
    found = drawn_plan(assessed(key, slug, selection, today()))
    return charts.Plan(*found) if found else None


def _drawable(shown: pd.DataFrame, view: str) -> bool:
    of_the_area = shown if view == "areas" else shown[shown["role"] == "area"]
    return view in DRAWN and bool(of_the_area["value"].notna().any())


def today() -> date:
    """The day on which answers are given."""
    return datetime.now(tz=UTC).date()


def mode() -> charts.Mode:
    """The theme that the browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def warm() -> None:
    """Read what the first visitor will need. What cannot be read is told by the page, to whoever opens it."""
    with suppress(UserError):
        where = store.location()
        if not store.exists(where):
            published.build(where, catalogue())
        area = catalogue().strategy.area
        summaries(key(), area, catalogues.country(catalogue()))
        assessments(key(), area, catalogues.country(catalogue()), today())
