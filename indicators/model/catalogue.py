"""Everything in `data/` but the figures, and what a person has chosen of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.model.definitions import Area, Indicator, Source
from indicators.model.strategy import Strategy


@dataclass(frozen=True)
class Selection:
    """What a person has chosen to look at. `benchmark` is an area code, or SIMILAR_AREAS."""

    area: str
    benchmark: str
    breakdown: str = ""
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True)
class Catalogue:
    """Everything in `data/` but the figures. `hash` changes with any byte of it."""

    indicators: Mapping[str, Indicator]
    areas: Mapping[str, Area]
    similar: Mapping[str, tuple[str, ...]]  # by area, the codes of the areas most like it; none where no list is held
    sources: Mapping[str, Source]
    strategy: Strategy
    hash: str
