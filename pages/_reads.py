"""Cached reads. Everything depends on where the store is, what it holds and the catalogue's hash: these are the key.

What it holds is told by its version and by the hash of that version's entry in its log: a store that was replaced or
restored may be at the same version.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from typing import ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from indicators import catalogue as catalogues
from indicators import charts, clock, held, methods, stated, store, views
from indicators import releases as listed
from indicators.assessment import Assessment, assess
from indicators.errors import StoreError, UserError
from indicators.model import Catalogue, Selection

P = ParamSpec("P")
R = TypeVar("R")
Key = tuple[int, str, str, str]
today = clock.today
#: Why the server could not build the store when it started, by where that should be.
_UNBUILT: dict[str, str] = {}
#: The key that the run of a page in this thread began with.
_OF_THE_RUN: ContextVar[Key | None] = ContextVar("key", default=None)


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator that remembers so many answers. Looking one up takes a microsecond, in Streamlit's caches a fifth of
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
    grouped = catalogues.sources_table(catalogue()).groupby("Publisher")
    return {str(publisher): table.drop(columns="Publisher") for publisher, table in grouped}


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


def state(key: Key) -> store.State:
    """What the store held in the version of a key."""
    return store.State(key[0], key[3])


def _current_key() -> Key:
    """The key as it is now. Refuses a store that is not there: a page never builds one."""
    where = store.location()
    try:
        now = store.state(where)
    except StoreError as error:
        if _UNBUILT.get(where, str(error)) == str(error):
            raise
        told = f"{error} The server could not build it when it started: {_UNBUILT[where]}"
        raise StoreError(told) from error
    _UNBUILT.pop(where, None)
    return now.version, catalogue().hash, where, now.sha256


def unbuilt(error: UserError) -> None:
    """Remember why the server could not build the store, to say it on every page while there is none."""
    _UNBUILT[store.location()] = str(error)


@remembered(3)
@st.cache_resource(max_entries=3, show_spinner=False)
def observations(key: Key) -> Mapping[str, pd.DataFrame]:
    """The observations of each indicator of the catalogue, as the store holds them in this version, and what can be
    rebuilt of them for areas that others became. An indicator is read when it is asked for."""
    return held.Whole(contents(key), catalogue())


@remembered(3)
def contents(key: Key) -> store.Contents:
    """What the store holds in this version, as yet unread."""
    return store.contents(key[2], state(key))


@remembered(3)
def releases(key: Key) -> list[store.Release]:
    """Every release up to this version, the latest first."""
    store.same(key[2], state(key))
    return [release for release in store.history(key[2]) if release.version <= key[0]]


@remembered(200)
def revisions(key: Key, slug: str) -> pd.DataFrame:
    """The releases that changed an indicator, as a table."""
    return listed.revisions(releases(key), slug)


def rows(slug: str) -> pd.DataFrame:
    """The observations of one indicator that has some."""
    return observations(key())[slug]


@remembered(60)
@st.cache_resource(max_entries=60, show_spinner="Deciding the three answers for every indicator")
def assessments(key: Key, area: str, benchmark: str, on: date) -> Mapping[str, Assessment]:
    """The three answers of every indicator that has figures, for one area and benchmark on a day."""
    selection, around = Selection(area, benchmark), held.around(contents(key), catalogue(), area, benchmark)
    return {
        slug: assess(rows, catalogue().indicators[slug], selection, catalogue(), on, around)
        for slug, rows in around.items()
    }


@remembered(300)
def shown(key: Key, view: views.View, on: date) -> views.Shown:
    """What a view shows, with the three answers for what is chosen in it."""
    return views.show(view, observations(key)[view.slug], catalogue(), on, observations(key))


@remembered(100)
def chart(key: Key, view: views.View, on: date, mode: charts.Mode) -> charts.Chart | None:
    """The chart of a view, remembered: making it takes longer than sending it. None without a value."""
    return shown(key, view, on).chart(mode)


@remembered(500)
def groups(key: Key, slug: str, area: str) -> Mapping[str, str]:
    """The breakdowns of an indicator that the area has rows for, and what they are called."""
    return views.groups(observations(key)[slug], catalogue().indicators[slug], area)


@remembered(500)
def ends(key: Key, view: views.View) -> Mapping[str, str]:
    """The periods that a view can show, latest first."""
    return views.ends(observations(key)[view.slug], view)


@remembered(200)
def years(key: Key, slug: str) -> list[int]:
    """The years in which periods of an indicator end, oldest first."""
    return views.years(observations(key)[slug])


@remembered(200)
def stated_figures(key: Key, slug: str = "") -> pd.DataFrame:
    """What the strategy's text states about an indicator, or about all, beside what is published."""
    return stated.table(catalogue(), observations(key), slug)


def mode() -> charts.Mode:
    """The theme that the browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def warm() -> None:
    """Read what the first visitor will need. What cannot be read is told by the page, to whoever opens it."""
    with suppress(UserError):
        _first_answers(key(), catalogue().strategy.area, catalogues.country(catalogue()), today())


@st.cache_resource(max_entries=1, show_spinner=False)  # inside of it others show no progress: nobody is there to see it
def _first_answers(key: Key, area: str, benchmark: str, on: date) -> None:
    assessments(key, area, benchmark, on)
