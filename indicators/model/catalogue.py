"""Everything in `data/` but the figures, and what a person has chosen of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

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

    @cached_property
    def merged(self) -> Mapping[str, tuple[str, ...]]:
        """By the code of an area those of the areas that became it together."""
        return merged_areas(self.areas)

    @cached_property
    def instead(self) -> Mapping[str, str]:
        """By the code of an area that of the one of another type that it took the place of as a whole: of a county
        whose districts became one council."""
        alone = (area for area in self.areas.values() if _alone(area, self.areas))
        return {area.successor: area.code for area in alone if area.type != self.areas[area.successor].type}

    @cached_property
    def parted(self) -> Mapping[str, tuple[str, ...]]:
        """By the code of an area those of the areas of its type of which it became a part and others the rest."""
        divided = [area for area in self.areas.values() if len(area.successors) > 1]
        pairs = [(code, area) for area in divided for code in area.successors if self.areas[code].type == area.type]
        return {code: tuple(area.code for each, area in pairs if each == code) for code, _ in pairs}

    def current(self, code: str) -> str:
        """Today's code of an area that has been given another one; its own where it has none, or is no more."""
        return todays_code(self.areas[code], self.areas, self.merged)

    def abolished(self, code: str) -> bool:
        """Whether an area is no more: merged with others, divided, or gone into one of another type. One that has but
        another code is not."""
        return bool(self.areas[code].successors) and self.current(code) == code


def merged_areas(areas: Mapping[str, Area]) -> dict[str, tuple[str, ...]]:
    """By the code of an area those of the areas of its type that became it on one day: two at least, and each of them
    nothing else."""
    parts: dict[tuple[str, date | None], list[str]] = {}
    for area in areas.values():
        if _alone(area, areas) and areas[area.successor].type == area.type:
            parts.setdefault((area.successor, area.valid_to), []).append(area.code)
    return {successor: tuple(codes) for (successor, _), codes in parts.items() if len(codes) > 1}


def todays_code(area: Area, areas: Mapping[str, Area], merged: Mapping[str, tuple[str, ...]]) -> str:
    """As `Catalogue.current`; `merged` is what `merged_areas` gives."""
    same = _alone(area, areas) and areas[area.successor].type == area.type
    return area.successor if same and area.code not in merged.get(area.successor, ()) else area.code


def _alone(area: Area, areas: Mapping[str, Area]) -> bool:
    return len(area.successors) == 1 and area.successor in areas
