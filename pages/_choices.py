"""Choices that live in the address, and nowhere else: a copied link always opens the same view."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import streamlit as st

from indicators import catalogue as catalogues
from indicators import lines, succession, wording
from indicators.markup import Markup, code, markup, typed
from indicators.model import SIMILAR_AREAS
from pages import _reads as reads

#: What is chosen of the one and says nothing of another: it goes when another is chosen.
OF_ONE = {"indicator": ("group", "by", "period", "from", "to")}


def chosen(name: str, options: Sequence[str], default: str) -> str:
    """What the address says, where it is one of the options."""
    asked = st.query_params.get(name, default)
    return asked if asked in options else default


def _say_unknown(label: str, name: str, options: Sequence[str], shown: str) -> None:
    """That the address asks for something that cannot be chosen here, and what is shown instead."""
    asked = st.query_params.get(name, "")
    if asked and asked not in options:
        said = ":material/link_off: {}: there is no {} to choose here, so {} is shown."
        st.caption(markup(said, label, quoted(asked), shown))


def quoted(text: str) -> Markup:
    """What somebody typed, cut to a length that can be read."""
    line = " ".join(text.split())
    return code(f"{line[:60]}…" if len(line) > 60 else line)


def choose(label: str, name: str, options: Sequence[str], default: str, names: Callable[[str], str]) -> str:
    """A list to choose one from, kept in the address under `name`."""
    st.session_state[f"{name}-choice"] = chosen(name, options, default)
    st.selectbox(
        typed(label),
        options,
        format_func=names,
        key=f"{name}-choice",
        on_change=_remember,
        args=(name, default),
    )
    _say_unknown(label, name, options, names(default))
    return chosen(name, options, default)


def switch(label: str, name: str, options: Mapping[str, str], default: str) -> str:
    """A few options side by side, kept in the address under `name`."""
    st.session_state[f"{name}-choice"] = chosen(name, list(options), default)
    st.segmented_control(
        typed(label),
        list(options),
        format_func=lambda option: typed(options[option]),
        key=f"{name}-choice",
        on_change=_remember,
        args=(name, default),
        required=True,
        label_visibility="collapsed",
    )
    return chosen(name, list(options), default)


def choose_years(years: Sequence[int]) -> tuple[int | None, int | None]:
    """The first and last year to show, in the sidebar; None where all are shown."""
    options = [str(year) for year in years]
    if len(options) < 2:
        return None, None
    first, last = chosen("from", options, options[0]), chosen("to", options, options[-1])
    if first > last:
        first, last = options[0], options[-1]
    key, ends = "years-choice", (options[0], options[-1])
    st.session_state[key] = (first, last)
    st.sidebar.select_slider("Years", options, value=ends, key=key, on_change=_remember_years, args=(key, *ends))
    return (None, None) if (first, last) == (options[0], options[-1]) else (int(first), int(last))


def choose_area() -> None:
    """The area. An old code leads to its successor; one that cannot be chosen here is said."""
    codes, asked = areas(), st.query_params.get("area", "")
    if asked in reads.catalogue().areas and catalogues.current_code(reads.catalogue(), asked) in codes:
        asked = catalogues.current_code(reads.catalogue(), asked)
        if asked != st.query_params["area"]:
            st.query_params["area"] = asked
    choose("Area", "area", codes, reads.catalogue().strategy.area, _offered)


def _offered(code: str) -> str:
    """An area as it is offered: with its last day where it is no more."""
    gone = succession.abolished(reads.catalogue(), code)
    return f"{name(code)} (until {wording.day(gone.until)})" if gone and gone.until else name(code)


def choose_benchmark() -> None:
    """The benchmark that everything is compared with; why there are no similar areas, where none are listed."""
    options = benchmarks(area())
    choose("Compare with", "benchmark", options, default_benchmark(), name)
    if SIMILAR_AREAS not in options:
        st.caption(typed(catalogues.UNLISTED.format(name(area()))))


@cache
def areas() -> tuple[str, ...]:
    """The codes of the areas that can be chosen."""
    return tuple(place.code for place in catalogues.selectable_areas(reads.catalogue()))


@cache
def benchmarks(area: str) -> tuple[str, ...]:
    """The larger areas, the largest first, then the areas similar to this one, where a list of them is held."""
    catalogue = reads.catalogue()
    larger = [place for place in catalogue.areas.values() if place.type in lines.LARGER]
    ordered = sorted(larger, key=lambda place: lines.LARGER.index(place.type), reverse=True)
    return (*(place.code for place in ordered), *([SIMILAR_AREAS] if catalogue.similar.get(area) else []))


@cache
def default_benchmark() -> str:
    """The country."""
    return catalogues.country(reads.catalogue())


def area() -> str:
    """The chosen area's code."""
    return chosen("area", areas(), reads.catalogue().strategy.area)


def benchmark() -> str:
    """The chosen benchmark: a code, or the similar areas."""
    return chosen("benchmark", benchmarks(area()), default_benchmark())


def name(code: str) -> str:
    """What an area is called."""
    return lines.area_name(reads.catalogue(), code)


def carried(**more: str) -> dict[str, str]:
    """The sidebar's choices that are not the default, and `more`: what a link to another page takes along."""
    choices = {"area": (area(), reads.catalogue().strategy.area), "benchmark": (benchmark(), default_benchmark())}
    taken = {name: choice for name, (choice, default) in choices.items() if choice != default}
    return taken | {name: value for name, value in more.items() if value}


def _remember(name: str, default: str) -> None:
    _write(name, st.session_state[f"{name}-choice"], default)
    for other in OF_ONE.get(name, ()):
        st.query_params.pop(other, None)


def _remember_years(key: str, first: str, last: str) -> None:
    chosen_first, chosen_last = st.session_state[key]
    _write("from", chosen_first, first)
    _write("to", chosen_last, last)


def _write(name: str, value: str | None, default: str) -> None:
    if value is None or value == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value
