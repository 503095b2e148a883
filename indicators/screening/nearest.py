"""For a measure that no definition asks for, the definition that comes nearest, and what the two do not agree on."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indicators.formats import Reading
from indicators.model import Catalogue, From
from indicators.screening.matching import sources_of
from indicators.screening.selections import Difference, differences, narrows_alike, tidied

#: Measures times definitions that are held against each other: a second of work at most.
_PAIRS = 100_000
#: Texts as they may come again in a file with a thousand measures.
_REMEMBERED = 1 << 15
#: Words that two texts may share by chance, and the least letters of others.
_COMMON = {"the", "and", "for", "per", "all", "with", "from", "total", "number", "value", "aged", "years"}
_LETTERS = 3
#: The part of their words that a measure and what a definition asks for first must share. With less, every dataset
#: about housing in England is near every other.
_LEAST = 0.25


@dataclass(frozen=True)
class Nearest:
    """An indicator that a measure nearly is: its slug and line, where they differ, and how alike they are (0 to 1)."""

    indicator: str
    breakdown: str
    differences: tuple[Difference, ...]
    alike: float


def ranked(reading: Reading, positions: Sequence[int], catalogue: Catalogue) -> list[tuple[int, Nearest | None]]:
    """The measures at these positions with what comes nearest to each, the most alike first, then as in the file.

    None where no definition for this layout has a word in common with it. Of very many measures the first are ranked.
    """
    sources = [(indicator.slug, source) for indicator, source in sources_of(reading.layout, catalogue)]
    many = _PAIRS // max(len(sources), 1)
    found = [(place, _nearest(reading.measures[place], reading, sources)) for place in positions[:many]]
    found.sort(key=lambda pair: -pair[1].alike if pair[1] else 0)
    return [*found, *((place, None) for place in positions[many:])]


def measure_in_words(descriptors: Mapping[str, str]) -> str:
    """What a file says that it measures, in one line."""
    return "; ".join(text for text in descriptors.values() if text) or "a measure without a name"


def nearest_in_words(found: Nearest | None) -> str:
    """Which definition comes nearest, and what it expects that the file has not; that none does."""
    if found is None:
        return "No definition comes near it."
    line = f" ({found.breakdown})" if found.breakdown else ""
    expects = "; ".join(map(_expected, found.differences))
    return f"Nearest: {found.indicator}{line}" + (f", which expects {expects}." if expects else ".")


def _expected(each: Difference) -> str:
    wanted = f"{each.key} '{each.expected}'" if each.expected else f"no {each.key}"
    given = f"'{each.found}'" if each.found else "none"
    return f"{wanted} (in the file: {given})"


def _nearest(measure: Mapping[str, str], reading: Reading, sources: Sequence[tuple[str, From]]) -> Nearest | None:
    alike = [(_alike(measure, source, reading.selections), place) for place, (_, source) in enumerate(sources)]
    best, place = max(alike, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    if not best:
        return None
    slug, source = sources[place]
    unlike = tuple(differences(measure, source.match, reading.selections))
    return Nearest(slug, source.breakdown, unlike, best)


def _alike(measure: Mapping[str, str], source: From, selections: Collection[str]) -> float:
    """How much of what a definition asks for a measure has. Nothing, where it has too little of the first: that says
    what is measured, and "%" is a unit of everything."""
    shares = [
        1.0
        if name in selections and narrows_alike(text, measure.get(name, ""))
        else _shared(text, measure.get(name, ""))
        for name, text in source.match.items()
    ]
    return sum(shares) / len(shares) if shares and shares[0] >= _LEAST else 0.0


@lru_cache(_REMEMBERED)
def _shared(one: str, other: str) -> float:
    """The part of their words that two texts have in common; 1 if they are the same."""
    if tidied(one) == tidied(other):
        return 1.0
    mine, theirs = _words(one), _words(other)
    both = mine & theirs
    return len(both) / len(mine | theirs) if both else 0.0


@lru_cache(_REMEMBERED)
def _words(text: str) -> frozenset[str]:
    return frozenset(
        word for word in re.findall(r"[^\W\d_]+", tidied(text)) if len(word) >= _LETTERS and word not in _COMMON
    )
