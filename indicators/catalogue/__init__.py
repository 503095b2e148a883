"""`data/` but the figures -> one `Catalogue`, strictly: a fault in any file is told, all of them at once.

The definitions, the strategy, the areas, the similar areas and the sources are read by the fields of the
dataclasses in `model` (`reading.py`) and then held against one another (`checks.py`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indicators.catalogue import checks, reading
from indicators.catalogue.folders import (
    AREAS,
    DATA,
    DEFINITIONS,
    NEIGHBOURS,
    SETTING,
    SOURCES,
    STRATEGY,
    Folders,
    chosen,
)
from indicators.catalogue.search import corrected, search
from indicators.catalogue.sources import LINKED, Fetch, fetching, sources_table
from indicators.errors import CatalogueError, UnknownName, nearest
from indicators.model import (
    SIMILAR_AREAS,
    Area,
    Catalogue,
    Indicator,
    Measure,
    Priority,
    Selection,
    Source,
    Strategy,
    Theme,
)

#: Why there are no similar areas to compare an area with.
UNLISTED = "No list of areas similar to {} is held here."


@dataclass(frozen=True)
class Neighbour:
    """A row of neighbours.csv: an area, one that is like it, and who says so."""

    area: str
    neighbour: str
    source: str


def load(folder: Path | None = None) -> Catalogue:
    """The catalogue in `folder`; without one that in the `data/` beside the package, with the folder over it that
    INDICATORS_DATA names.

    CatalogueError with every fault found, if there is one: nothing is read in part.
    """
    folders = chosen() if folder is None else Folders(folder)
    faults: list[str] = folders.strange()
    indicators, sources = _indicators(folders, faults), _sources(folders, faults)
    areas = reading.rows(Area, folders.file(AREAS), folders.told(AREAS), faults)
    neighbours = reading.rows(Neighbour, folders.file(NEIGHBOURS), folders.told(NEIGHBOURS), faults)
    name = folders.told(STRATEGY)
    table = reading.toml(folders.file(STRATEGY), name, faults)
    strategy = reading.blank(Strategy) if table is None else reading.record(Strategy, table, name, faults)
    faults += _between(folders, indicators, sources, areas, neighbours, strategy)
    if faults:
        raise CatalogueError(faults)
    similar: dict[str, tuple[str, ...]] = {}
    for pair in neighbours:
        similar[pair.area] = (*similar.get(pair.area, ()), pair.neighbour)
    return Catalogue(indicators, {area.code: area for area in areas}, similar, sources, strategy, digest(files(folder)))


def files(folder: Path | None = None) -> dict[str, bytes]:
    """The bytes of every file that the catalogue is read from, by name and in the order of the names."""
    folders = chosen() if folder is None else Folders(folder)
    return {name: folders.file(name).read_bytes() for name in _names(folders)}


def figures(folder: Path | None = None) -> list[Path]:
    """The files of shipped figures, in the order of their names; of one's own where they lie over shipped ones."""
    return (chosen() if folder is None else Folders(folder)).figures()


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names, lengths and bytes, so that nothing can slide from file to file: a catalogue's `hash`."""
    total = hashlib.sha256()
    for name, content in files.items():
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def themes_of(catalogue: Catalogue, slug: str) -> list[tuple[Theme, Priority, Measure]]:
    """Every place in the strategy that the indicator serves, in the strategy's order. UnknownName if there is none."""
    if slug not in catalogue.indicators:
        raise UnknownName(f"There is no indicator '{slug}'.{nearest(slug, catalogue.indicators)}")
    return [
        (theme, priority, measure)
        for theme in catalogue.strategy.themes
        for priority in theme.priorities
        for measure in priority.measures
        if measure.indicator == slug
    ]


def measured(theme: Theme) -> list[str]:
    """The slugs of a theme's measures, each once, in the order of its priorities."""
    return list(dict.fromkeys(measure.indicator for priority in theme.priorities for measure in priority.measures))


def current_code(catalogue: Catalogue, code: str) -> str:
    """Today's code of the area, where it has another one now. UnknownName if there is no such area."""
    if code not in catalogue.areas:
        raise UnknownName(f"There is no area '{code}'.{nearest(code, catalogue.areas)}")
    return catalogue.current(code)


def country(catalogue: Catalogue) -> str:
    """The code of the country: what everything is compared with unless something else is chosen."""
    return next(area.code for area in catalogue.areas.values() if area.type == "country")


def check_benchmark(catalogue: Catalogue, chosen: Selection) -> None:
    """UnknownName where the similar areas of an area are asked for of which no list is held."""
    if chosen.benchmark == SIMILAR_AREAS and not catalogue.similar.get(chosen.area):
        name = catalogue.areas[chosen.area].name
        raise UnknownName(f"{UNLISTED.format(name)} Compare with a larger area instead.")


def selectable_areas(catalogue: Catalogue) -> list[Area]:
    """The areas a person may choose: the strategy's own, those of the same county, the similar ones, others of its
    type, then the larger ones up to the country, each group by name; last those that are no more. No old codes, no
    small areas."""
    own = catalogue.areas[catalogue.strategy.area]
    similar = catalogue.similar.get(own.code, ())

    def group(area: Area) -> int:
        if catalogue.abolished(area.code):
            return 20
        if area.type != own.type:
            return 10 - checks.AREA_TYPES.index(area.type)  # county, region, country
        return 0 if area == own else 1 if area.parent == own.parent else 2 if area.code in similar else 3

    smaller = checks.AREA_TYPES.index(own.type) + 1
    chosen = (area for area in catalogue.areas.values() if area.type in checks.AREA_TYPES[:smaller])
    there = (area for area in chosen if catalogue.current(area.code) == area.code)
    return sorted(there, key=lambda area: (group(area), area.name))


def _names(folders: Folders) -> list[str]:
    return sorted([STRATEGY, AREAS, NEIGHBOURS, SOURCES, *folders.names(DEFINITIONS)])


def _indicators(folders: Folders, faults: list[str]) -> dict[str, Indicator]:
    """By slug. A file that cannot be read stands as a blank, so that what refers to it is no fault of its own."""
    indicators = {}
    for file in folders.names(DEFINITIONS):
        path, name = folders.file(file), folders.told(file)
        table, given = reading.toml(path, name, faults), {"slug": path.stem}
        indicators[path.stem] = (
            reading.blank(Indicator) if table is None else reading.record(Indicator, table, name, faults, given)
        )
    if not indicators:
        faults.append("definitions: there is no file of an indicator, definitions/<slug>.toml.")
    return indicators


def _sources(folders: Folders, faults: list[str]) -> dict[str, Source]:
    sources, name = {}, folders.told(SOURCES)
    for slug, table in (reading.toml(folders.file(SOURCES), name, faults) or {}).items():
        if isinstance(table, dict):
            sources[slug] = reading.record(Source, table, f"{name}, '{slug}'", faults, {"slug": slug})
        else:
            faults.append(f"{name}: '{slug}' stands outside a table. Put it below the [name] of its source.")
    return sources


def _between(
    folders: Folders,
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
    areas: list[Area],
    neighbours: list[Neighbour],
    strategy: Strategy,
) -> Iterable[str]:
    """The faults that only show when the files are held against one another."""
    by_code = {area.code: area for area in areas}
    for slug, indicator in indicators.items():
        name = folders.told(f"definitions/{slug}.toml")
        yield from checks.indicator_faults(indicator, name, by_code, sources)
        yield from checks.denominator_faults(indicator, name, indicators)
    yield from checks.area_faults(areas, folders.told(AREAS))
    pairs = [(pair.area, pair.neighbour) for pair in neighbours]
    yield from checks.neighbour_faults(pairs, by_code, folders.told(NEIGHBOURS))
    yield from checks.strategy_faults(strategy, folders.told(STRATEGY), indicators, by_code)
