"""Which indicators a file's measures are: by `[[files]]` of the definitions, or by the tidy layout's own columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.formats import Reading
from indicators.model import Catalogue, From, Indicator

#: The one layout that names indicators and breakdowns as we do.
TIDY = "tidy"
#: What stands for `[[files]]` there: the rows themselves name indicator and breakdown.
_AS_IT_IS = From(TIDY, {})


@dataclass(frozen=True, slots=True)
class Pair:
    """A measure of a file, by its position, and the line of an indicator that it is."""

    measure: int
    indicator: str
    breakdown: str
    kind: str
    factor: float
    per_residents: float
    source: From


def pairs(reading: Reading, catalogue: Catalogue) -> list[Pair]:
    """Every measure with every indicator that it serves, in the file's order. A measure may serve none, or several."""
    own = [
        (indicator, source)
        for indicator in catalogue.indicators.values()
        for source in indicator.files
        if source.layout == reading.layout
    ]
    return [
        _pair(position, indicator, source, measure.get("breakdown", "") if reading.layout == TIDY else source.breakdown)
        for position, measure in enumerate(reading.measures)
        for indicator, source in (_tidy(measure, catalogue) if reading.layout == TIDY else _matching(measure, own))
    ]


def as_frame(pairs: list[Pair]) -> pd.DataFrame:
    """The pairs as a frame; `pair` is a pair's position."""
    names = ("measure", "indicator", "breakdown", "kind", "factor", "per_residents")
    frame = pd.DataFrame([[getattr(pair, name) for name in names] for pair in pairs], columns=list(names))
    types = {"measure": "int64", "indicator": "str", "breakdown": "str", "kind": "str"}
    return frame.astype(types | {"factor": "float64", "per_residents": "float64"}).assign(pair=range(len(pairs)))


def is_breakdown(breakdown: str, indicator: Indicator) -> bool:
    """Whether the definition has that line: no breakdown, or values of its dimensions."""
    lines = {f"{dimension.key}={value}" for dimension in indicator.dimensions for value in dimension.values}
    return all(part in lines for part in breakdown.split(";")) if breakdown else True


def _matching(measure: Mapping[str, str], own: list[tuple[Indicator, From]]) -> Iterator[tuple[Indicator, From]]:
    for indicator, source in own:
        if all(measure.get(name) == text for name, text in source.match.items()):
            yield indicator, source


def _tidy(measure: Mapping[str, str], catalogue: Catalogue) -> Iterator[tuple[Indicator, From]]:
    indicator = catalogue.indicators.get(measure.get("indicator", ""))
    if indicator is not None:
        yield indicator, _AS_IT_IS


def _pair(position: int, indicator: Indicator, source: From, breakdown: str) -> Pair:
    per_residents = float("nan") if source.per_residents is None else source.per_residents
    kind = source.period or indicator.period
    return Pair(position, indicator.slug, breakdown, kind, source.factor, per_residents, source)
