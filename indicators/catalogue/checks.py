"""What must hold between the files of `data/`: each function yields the faults it finds, as sentences."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from indicators import periods
from indicators.errors import nearest
from indicators.model import SIMILAR_AREAS, Area, Indicator, Priority, Source, Strategy, Theme

#: From the largest to the smallest.
AREA_TYPES = ("country", "region", "county", "district", "lsoa")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


# Where a whole file could not be read, what refers to it is no fault of its own: hence the "if areas" and the like.


def indicator_faults(
    indicator: Indicator, file: str, areas: Collection[str], sources: Mapping[str, Source]
) -> Iterator[str]:
    """One definition against the areas, the sources and itself."""
    yield from _unslugged(indicator.slug, f"{file}: the file's name")
    yield from _unknown(indicator.period, periods.KINDS, f"{file}, key 'period'", "kind of period")
    if areas:
        yield from _unknown(indicator.benchmark, {*areas, SIMILAR_AREAS}, f"{file}, key 'benchmark'", "area")
    for source in indicator.sources if sources else ():
        yield from _unknown(source, sources, f"{file}, key 'sources'", "source")
    yield from _twice(indicator.sources, f"{file}, key 'sources'")
    for key in ("decimals", "lag_months"):
        if getattr(indicator, key) < 0:
            yield f"{file}, key '{key}': {getattr(indicator, key)} is below 0."
    yield from _dimension_faults(indicator, file)


def _dimension_faults(indicator: Indicator, file: str) -> Iterator[str]:
    for dimension in indicator.dimensions:
        where = f"{file}, dimensions '{dimension.key}'"
        yield from _unslugged(dimension.key, where)
        for value in dimension.values:
            yield from _unslugged(value, f"{where}, key 'values'")
    lines = {f"{dimension.key}={value}" for dimension in indicator.dimensions for value in dimension.values}
    stated = [("key 'headline'", indicator.headline)]
    stated += [(f"breaks of {rupture.day}, key 'breakdown'", rupture.breakdown) for rupture in indicator.breaks]
    for key, breakdown in stated:
        for part in breakdown.split(";") if breakdown else ():
            if part not in lines:
                yield f"{file}, {key}: '{part}' is no value of a dimension.{nearest(part, lines)}"


def area_faults(areas: Sequence[Area], file: str) -> Iterator[str]:
    """The list of areas against itself."""
    yield from _twice((area.code for area in areas), f"{file}, column 'code'")
    known = {area.code: area for area in areas}
    for area in areas:
        where = f"{file}, {area.code}"
        yield from _unknown(area.type, AREA_TYPES, f"{where}, column 'type'", "type of area")
        yield from _unknown(area.parent, known, f"{where}, column 'parent'", "area")
        yield from _unknown(area.successor, known, f"{where}, column 'successor'", "area")
        if area.successor in known and known[area.successor].successor:
            yield f"{where}, column 'successor': '{area.successor}' is an old code itself. Name today's code."
        if area.valid_from and area.valid_to and area.valid_to < area.valid_from:
            yield f"{where}, column 'valid_to': {area.valid_to} is before 'valid_from', {area.valid_from}."


def neighbour_faults(pairs: Sequence[tuple[str, str]], areas: Collection[str], file: str) -> Iterator[str]:
    """The similar areas, as pairs of an area and one that is like it, against the list of areas."""
    yield from _twice((f"{area}, {neighbour}" for area, neighbour in pairs), file)
    for area, neighbour in pairs if areas else ():
        yield from _unknown(area, areas, f"{file}, column 'area'", "area")
        yield from _unknown(neighbour, areas, f"{file}, column 'neighbour'", "area")
        if area == neighbour:
            yield f"{file}, column 'neighbour': '{area}' cannot be its own neighbour."


def strategy_faults(
    strategy: Strategy, file: str, indicators: Mapping[str, Indicator], areas: Mapping[str, Area]
) -> Iterator[str]:
    """The strategy against the indicators, the areas and itself."""
    if areas:
        yield from _unknown(strategy.area, areas, f"{file}, key 'area'", "area")
    if strategy.area in areas and areas[strategy.area].successor:
        yield f"{file}, key 'area': '{strategy.area}' is an old code. Nearest: '{areas[strategy.area].successor}'."
    if date.min < strategy.end < strategy.start:  # the least date stands for one that could not be read
        yield f"{file}, key 'end': {strategy.end} is before 'start', {strategy.start}."
    yield from _strategy_slugs(strategy, file)
    for theme in strategy.themes:
        yield from _theme_faults(theme, f"{file}, themes '{theme.slug}'", strategy, indicators)
    yield from _twice(strategy.headline, f"{file}, key 'headline'")
    for slug in strategy.headline:
        yield from _unknown(slug, indicators, f"{file}, key 'headline'", "indicator")
    for figure in strategy.figures:
        yield from _unknown(
            figure.indicator, indicators, f"{file}, figures '{figure.text}', key 'indicator'", "indicator"
        )


def _strategy_slugs(strategy: Strategy, file: str) -> Iterator[str]:
    """Slugs are anchors and parts of addresses: one of each in the whole strategy."""
    slugs = {
        "themes": [theme.slug for theme in strategy.themes],
        "priorities": [priority.slug for theme in strategy.themes for priority in theme.priorities],
        "partnerships": [partnership.slug for partnership in strategy.partnerships],
    }
    for word, found in slugs.items():
        yield from _twice(found, f"{file}, {word}, key 'slug'")
        for slug in found:
            yield from _unslugged(slug, f"{file}, {word}, key 'slug'")


def _theme_faults(theme: Theme, where: str, strategy: Strategy, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    leads = [partnership.slug for partnership in strategy.partnerships]
    yield from _unknown(theme.lead, leads, f"{where}, key 'lead'", "partnership")
    for priority in theme.priorities:
        yield from _priority_faults(priority, f"{where}, priorities '{priority.slug}'", indicators)


def _priority_faults(priority: Priority, where: str, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    if not priority.measures and priority.gap is None:
        yield f"{where}: neither a measure nor a gap. Say in 'gap' why nothing measures it and what would."
    yield from _twice((measure.indicator for measure in priority.measures), f"{where}, measures, key 'indicator'")
    for measure in priority.measures:
        place = f"{where}, measures '{measure.indicator}'"
        yield from _unknown(measure.indicator, indicators, f"{place}, key 'indicator'", "indicator")
        indicator = indicators.get(measure.indicator)
        if indicator is not None and indicator.polarity == "contextual" and measure.aim != "context":
            yield (
                f"{place}, key 'aim': '{measure.aim}' needs a good direction, but the indicator's polarity is "
                "'contextual'. Use 'context', or change the polarity in its definition."
            )


def _unknown(name: str, known: Iterable[str], where: str, what: str) -> Iterator[str]:
    """An empty name is no fault of this kind: it was left out, or has been told already."""
    if name and name not in known:
        known = list(known)
        few = f" Allowed are {', '.join(known)}." if len(known) <= 15 else ""
        yield f"{where}: there is no {what} '{name}'.{nearest(name, known) or few}"


def _unslugged(slug: str, where: str) -> Iterator[str]:
    if slug and not _SLUG.fullmatch(slug):
        fit = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")
        yield f"{where}: '{slug}' is not in small letters, digits and single hyphens. Nearest: '{fit}'."


def _twice(names: Iterable[str], where: str) -> Iterator[str]:
    for name, times in Counter(name for name in names if name).items():
        if times > 1:
            yield f"{where}: '{name}' is there {times} times."
