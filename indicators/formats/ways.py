"""How new figures of each indicator get in: by files of publishers as they are downloaded, or by the tidy template."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.formats.layout import Layout
from indicators.model import Catalogue, From, Indicator

#: The layout that takes any indicator's figures.
TEMPLATE = "tidy"


@dataclass(frozen=True)
class Way:
    """A layout in which an indicator's figures are read, and what must stand in its files, one text for each line."""

    layout: str
    wanted: tuple[str, ...]


def ways_in(indicator: Indicator) -> tuple[Way, ...]:
    """Every layout that the definition names, in its order. Where it names none, the tidy template is the way."""
    layouts = dict.fromkeys(file.layout for file in indicator.files)
    found = [Way(name, tuple(_wanted(file) for file in indicator.files if file.layout == name)) for name in layouts]
    return tuple(found) or (Way(TEMPLATE, ()),)


def ways_table(catalogue: Catalogue, layouts: Mapping[str, Layout]) -> pd.DataFrame:
    """A row for each indicator and layout, by the indicator's title."""
    rows = [
        {
            "Indicator": indicator.title,
            "Its files": layouts[way.layout].TITLE,
            "What must stand in them": _first(way),
        }
        for indicator in sorted(catalogue.indicators.values(), key=lambda each: each.title.casefold())
        for way in ways_in(indicator)
    ]
    return pd.DataFrame(rows)


def _wanted(file: From) -> str:
    return "; ".join(f"{name}: {text}" for name, text in file.match.items() if text)


def _first(way: Way) -> str:
    """What the first line of an indicator needs, and how many lines more there are."""
    more = len(way.wanted) - 1
    return (way.wanted[0] + (f" (and {more} more)" if more > 0 else "")) if way.wanted else ""
