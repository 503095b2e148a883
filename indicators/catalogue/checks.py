"""What must hold between the files of `data/`: each function yields the faults it finds, as sentences."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from indicators import periods
from indicators.catalogue import aims
from indicators.errors import nearest
from indicators.model import (
    SIMILAR_AREAS,
    Area,
    Indicator,
    Measure,
    Priority,
    Source,
    StatedFigure,
    Strategy,
    Theme,
    merged_areas,
    todays_code,
)

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
    for source in {each.source: None for each in indicator.files if each.source}:
        yield from _unknown(source, indicator.sources, f"{file}, files, key 'source'", "source of this indicator")
    for key in ("decimals", "lag_months"):
        if getattr(indicator, key) < 0:
            yield f"{file}, key '{key}': {getattr(indicator, key)} is below 0."
    yield from _dimension_faults(indicator, file)
    yield from _computed_faults(indicator, file)
    yield from _rate_faults(indicator, file)


def _rate_faults(indicator: Indicator, file: str) -> Iterator[str]:
    """What a count is divided by, and that sizes and counts are told apart."""
    if indicator.per is not None:
        if indicator.kind not in ("count", ""):
            yield f"{file}, key 'per': only a 'count' is divided, and the kind is '{indicator.kind}'."
        if indicator.per.times <= 0:
            yield f"{file}, per, key 'times': {indicator.per.times:g} is not above 0."
        if indicator.size:
            yield f"{file}, key 'per': a size is not compared, so it is not divided either. Leave out one of the two."
    if indicator.survey and indicator.evidence == "complete":
        yield f"{file}, key 'evidence': a survey asks a part of the people, so it is not 'complete'."


def _computed_faults(indicator: Indicator, file: str) -> Iterator[str]:
    """What may be worked out from the figures, and from where on."""
    if indicator.survey and indicator.compute_interval:
        yield f"{file}, key 'compute_interval': the interval of a survey is never worked out from its counts."
    if indicator.process_on == "yearly-change" and indicator.cadence and not indicator.seasonal:
        yield f"{file}, key 'process_on': 'yearly-change' is for months and quarters, not for '{indicator.cadence}'."
    days = [rebase.day.isoformat() for rebase in indicator.rebases if rebase.day > date.min]
    yield from _twice(days, f"{file}, rebases, key 'day'")


def denominator_faults(indicator: Indicator, file: str, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """That what a count is divided by is another indicator's count, and that there is one that it lies within."""
    if indicator.within is not None:
        yield from _unknown(indicator.within.indicator, indicators, f"{file}, within, key 'indicator'", "indicator")
    if indicator.per is None:
        return
    where = f"{file}, per, key 'indicator'"
    yield from _unknown(indicator.per.indicator, indicators, where, "indicator")
    other = indicators.get(indicator.per.indicator)
    if other is not None and other.kind not in ("count", ""):
        yield f"{where}: '{other.slug}' is no count, its kind is '{other.kind}'."


def _dimension_faults(indicator: Indicator, file: str) -> Iterator[str]:
    for dimension in indicator.dimensions:
        where = f"{file}, dimensions '{dimension.key}'"
        yield from _unslugged(dimension.key, where)
        for value in dimension.values:
            yield from _unslugged(value, f"{where}, key 'values'")
    stated = [("key 'headline'", indicator.headline), *(("key 'beside'", each) for each in indicator.beside)]
    stated += [(f"breaks of {rupture.day}, key 'breakdown'", rupture.breakdown) for rupture in indicator.breaks]
    for bound in indicator.bounds:
        stated += [("bounds", breakdown) for breakdown in bound.breakdowns]
        if bound.least >= bound.most:
            yield f"{file}, bounds: the least, {bound.least:g}, is not below the most, {bound.most:g}."
    for each in indicator.sums:
        stated += [("sums", breakdown) for breakdown in (*each.parts, each.whole)]
        if each.whole and each.number is not None:
            yield f"{file}, sums: the parts add up to '{each.whole}' or to {each.number:g}. Leave out one of the two."
    for key, breakdown in stated:
        yield from _breakdown_faults(breakdown, indicator, f"{file}, {key}")


def _breakdown_faults(breakdown: str, indicator: Indicator, where: str) -> Iterator[str]:
    lines = {f"{dimension.key}={value}" for dimension in indicator.dimensions for value in dimension.values}
    for part in breakdown.split(";") if breakdown else ():
        if part not in lines:
            yield f"{where}: '{part}' is no value of a dimension.{nearest(part, lines)}"


def area_faults(areas: Sequence[Area], file: str) -> Iterator[str]:
    """The list of areas against itself."""
    yield from _twice((area.code for area in areas), f"{file}, column 'code'")
    known = {area.code: area for area in areas}
    parts = merged_areas(known)
    for area in areas:
        where = f"{file}, {area.code}"
        yield from _unknown(area.type, AREA_TYPES, f"{where}, column 'type'", "type of area")
        yield from _unknown(area.parent, known, f"{where}, column 'parent'", "area")
        yield from _succession_faults(area, known, parts, f"{where}, column 'successor'")
        if area.valid_from and area.valid_to and area.valid_to < area.valid_from:
            yield f"{where}, column 'valid_to': {area.valid_to} is before 'valid_from', {area.valid_from}."


def _succession_faults(
    area: Area, known: Mapping[str, Area], parts: Mapping[str, tuple[str, ...]], where: str
) -> Iterator[str]:
    """What replaced an area: areas that exist, and by today's code where theirs has changed since."""
    for code in area.successors:
        yield from _unknown(code, known, where, "area")
        if code == area.code:
            yield f"{where}: '{code}' cannot replace itself."
        elif code in known and (today := todays_code(known[code], known, parts)) != code:
            yield f"{where}: '{code}' is an old code itself. Name today's code, '{today}'."
    if area.successors and not area.valid_to and area.code in parts.get(area.successor, ()):
        yield f"{where}: areas that became '{area.successor}' together need the last day of each as 'valid_to'."


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
    if (
        strategy.area in areas
        and (today := todays_code(areas[strategy.area], areas, merged_areas(areas))) != strategy.area
    ):
        yield f"{file}, key 'area': '{strategy.area}' is an old code. Nearest: '{today}'."
    if date.min < strategy.end < strategy.start:  # the least date stands for one that could not be read
        yield f"{file}, key 'end': {strategy.end} is before 'start', {strategy.start}."
    yield from _strategy_slugs(strategy, file)
    for theme in strategy.themes:
        yield from _theme_faults(theme, f"{file}, themes '{theme.slug}'", strategy, indicators)
    yield from _twice(strategy.headline, f"{file}, key 'headline'")
    for slug in strategy.headline:
        yield from _unknown(slug, indicators, f"{file}, key 'headline'", "indicator")
    for figure in strategy.figures:
        yield from _figure_faults(figure, f"{file}, figures '{figure.text}'", indicators)


def _figure_faults(figure: StatedFigure, where: str, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """A number that is held against a series needs the days it is about."""
    yield from _unknown(figure.indicator, indicators, f"{where}, key 'indicator'", "indicator")
    indicator = indicators.get(figure.indicator)
    if indicator is not None and indicator.title:  # one without is a blank in the place of a file with faults
        yield from _breakdown_faults(figure.breakdown, indicator, f"{where}, key 'breakdown'")
    if figure.indicator and figure.value is not None:
        for key in ("start", "end"):
            if getattr(figure, key) is None:
                yield f"{where}: key '{key}' is missing. Say which days the figure is about, to have it compared."
    if figure.start and figure.end and date.min < figure.end < figure.start:
        yield f"{where}, key 'end': {figure.end} is before 'start', {figure.start}."


def _strategy_slugs(strategy: Strategy, file: str) -> Iterator[str]:
    """Slugs are anchors and parts of addresses: one of each in the whole strategy."""
    slugs = {
        "themes": [theme.slug for theme in strategy.themes],
        "priorities": [priority.slug for theme in strategy.themes for priority in theme.priorities],
        "partnerships": [partnership.slug for partnership in strategy.partnerships],
    }
    for word, names in slugs.items():
        yield from _twice(names, f"{file}, {word}, key 'slug'")
        for slug in names:
            yield from _unslugged(slug, f"{file}, {word}, key 'slug'")


def _theme_faults(theme: Theme, where: str, strategy: Strategy, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    leads = [partnership.slug for partnership in strategy.partnerships]
    yield from _unknown(theme.lead, leads, f"{where}, key 'lead'", "partnership")
    for priority in theme.priorities:
        within = f"{where}, priorities '{priority.slug}'"
        yield from _priority_faults(priority, within)
        for measure in priority.measures:
            place = f"{within}, measures '{measure.indicator}'"
            yield from _direction_faults(measure, place, indicators)
            yield from _unknown(measure.baseline_of, indicators, f"{place}, key 'baseline_of'", "indicator")
            yield from aims.measure_faults(measure, place, strategy.start, theme.judged)


def _priority_faults(priority: Priority, where: str) -> Iterator[str]:
    if not priority.measures and priority.gap is None:
        yield f"{where}: neither a measure nor a gap. Say in 'gap' why nothing measures it and what would."
    yield from _twice((measure.indicator for measure in priority.measures), f"{where}, measures, key 'indicator'")


def _direction_faults(measure: Measure, where: str, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    yield from _unknown(measure.indicator, indicators, f"{where}, key 'indicator'", "indicator")
    indicator = indicators.get(measure.indicator)
    if indicator is not None and indicator.polarity == "contextual" and measure.aim not in ("context", ""):
        yield (
            f"{where}, key 'aim': '{measure.aim}' needs a good direction, but the indicator's polarity is "
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
