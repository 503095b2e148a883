"""Which indicators a file's measures are: by `[[files]]` of the definitions, or by the tidy layout's own columns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from indicators.formats import Reading
from indicators.model import Catalogue, From, Indicator
from indicators.screening.selections import differences, tidied

#: The one layout that names indicators and breakdowns as we do.
TIDY = "tidy"
#: The column of pairs that no row needs.
ORIGIN = "origin"
#: What stands for `[[files]]` there: the rows themselves name indicator and breakdown.
_AS_IT_IS = From(TIDY, {})


@dataclass(frozen=True, slots=True)
class Pair:
    """A measure of a file, by its position, and the line of an indicator that it is; `origin` is the slug of the source
    that such files are of, empty where the definition does not say it."""

    measure: int
    indicator: str
    breakdown: str
    kind: str
    factor: float
    per_residents: float
    source: From
    origin: str


def pairs(reading: Reading, catalogue: Catalogue, said: str = "") -> list[Pair]:
    """Every measure with every indicator that it serves, in the file's order. A measure may serve none, or several.

    One of which the file does not say what it counts serves none by itself; where the analyst has `said` which
    indicator it is, and it could be that one, it serves that one alone.
    """
    index = _Index(sources_of(reading.layout, catalogue), reading)
    return [
        _pair(position, indicator, source, measure.get("breakdown", "") if reading.layout == TIDY else source.breakdown)
        for position, measure in enumerate(reading.measures)
        for indicator, source in (
            _tidy(measure, catalogue) if reading.layout == TIDY else _serving(position, reading, index, said)
        )
    ]


def sources_of(layout: str, catalogue: Catalogue) -> list[tuple[Indicator, From]]:
    """What the definitions look for in files of a layout, each with its indicator."""
    return [
        (indicator, source)
        for indicator in catalogue.indicators.values()
        for source in indicator.files
        if source.layout == layout
    ]


def could_be(reading: Reading, catalogue: Catalogue) -> tuple[str, ...]:
    """The slugs of the indicators that a measure without a name could be, by everything else that the file says."""
    every = sources_of(reading.layout, catalogue)
    found = (_possible(reading.measures[place], reading, every) for place in reading.unnamed)
    return tuple(sorted({indicator.slug for possible in found for indicator, _ in possible}))


def as_frame(pairs: list[Pair]) -> pd.DataFrame:
    """The pairs as a frame; `pair` is a pair's position."""
    names = ("measure", "indicator", "breakdown", "kind", "factor", "per_residents", ORIGIN)
    frame = pd.DataFrame([[getattr(pair, name) for name in names] for pair in pairs], columns=list(names))
    types = {"measure": "int64", "indicator": "str", "breakdown": "str", "kind": "str", ORIGIN: "str"}
    return frame.astype(types | {"factor": "float64", "per_residents": "float64"}).assign(pair=range(len(pairs)))


def is_breakdown(breakdown: str, indicator: Indicator) -> bool:
    """Whether the definition has that line: no breakdown, or values of its dimensions."""
    lines = {f"{dimension.key}={value}" for dimension in indicator.dimensions for value in dimension.values}
    return all(part in lines for part in breakdown.split(";")) if breakdown else True


def unknown_lines(rows: pd.DataFrame, catalogue: Catalogue) -> list[int]:
    """The `series` of rows whose breakdown is none of their indicator's."""
    series = rows.drop_duplicates("series")[["series", "indicator", "breakdown"]]
    known = catalogue.indicators
    return [key for key, slug, text in series.itertuples(index=False) if not is_breakdown(text, known[slug])]


class _Index:
    """What definitions look for, by one descriptor of each: a file may have thousands of measures."""

    def __init__(self, sources: Sequence[tuple[Indicator, From]], reading: Reading) -> None:
        self.every = sources
        self._found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, (_, source) in enumerate(sources):
            plain = [name for name in source.match if name not in reading.selections]
            key = (plain[0], tidied(source.match[plain[0]])) if plain else ("", "")
            self._found[key].append(place)
        self._names = dict.fromkeys(name for name, _ in self._found)

    def near(self, measure: Mapping[str, str]) -> list[tuple[Indicator, From]]:
        """Those that a measure can be, in the order of the catalogue."""
        keys = ((name, tidied(measure.get(name, ""))) for name in self._names)
        return [self.every[place] for place in sorted(place for key in keys for place in self._found.get(key, ()))]


def _serving(position: int, reading: Reading, index: _Index, said: str) -> Sequence[tuple[Indicator, From]]:
    measure = reading.measures[position]
    if position in reading.unnamed:
        mine = [(indicator, source) for indicator, source in index.every if indicator.slug == said]
        return _possible(measure, reading, mine)[:1]
    if not any(measure.values()):  # a file that says nothing of what it counts is nobody's
        return []
    return [
        (indicator, source)
        for indicator, source in index.near(measure)
        if not any(differences(measure, source.match, reading.selections))
    ]


def _possible(
    measure: Mapping[str, str], reading: Reading, sources: Sequence[tuple[Indicator, From]]
) -> list[tuple[Indicator, From]]:
    """Those that a measure without a name agrees with in everything else; first what is made for such a file, then
    the whole of an indicator before its parts."""
    agreeing = [
        (indicator, source)
        for indicator, source in sources
        if not any(differences(measure, source.match, reading.selections, leaving_out=reading.named_by))
    ]
    name = measure.get(reading.named_by, "")
    return sorted(agreeing, key=lambda pair: (pair[1].match.get(reading.named_by) != name, bool(pair[1].breakdown)))


def _tidy(measure: Mapping[str, str], catalogue: Catalogue) -> Iterator[tuple[Indicator, From]]:
    indicator = catalogue.indicators.get(measure.get("indicator", ""))
    if indicator is not None:
        yield indicator, _AS_IT_IS


def _pair(position: int, indicator: Indicator, source: From, breakdown: str) -> Pair:
    per_residents = float("nan") if source.per_residents is None else source.per_residents
    kind = source.period or indicator.period
    origin = "" if source is _AS_IT_IS else indicator.origin(source)
    return Pair(position, indicator.slug, breakdown, kind, source.factor, per_residents, source, origin)
