"""Indicators by what people type: their own words, in any case, singular or plural."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from indicators.model import Catalogue, Indicator

_IRREGULAR = {"children": "child", "people": "person", "men": "man", "women": "woman", "lives": "life"}

#: How far a match is from the best: the beginning of a word, or its inside ("weight" in "overweight", but also
#: "rent" in "apprentice"), which counts from this length on and less than a whole word in the last of the texts.
_BEGINNING, _INSIDE, _INSIDE_FROM = 1, 10, 3

#: How alike a mistyped word and the one that is meant must be, from 0 to 1: "homless" is 0.93 of "homeless", but
#: "loss" is no more than 0.75 of "lost". They begin with the same letter: recycling is not cycling.
_ALIKE = 0.8

#: A text of more words than this is not corrected: each unknown one is held against every word of the catalogue.
_FEW = 8


def search(catalogue: Catalogue, text: str) -> list[str]:
    """Slugs of the indicators in which every word of `text` is found, the best first; none for an empty text.

    Looked at in this order: title and slug, everyday words, measure, themes and priorities, publisher. The inside of a
    word comes last.
    """
    query = _stems(text)
    if not query:
        return []
    ranked = []
    for slug, indicator in catalogue.indicators.items():
        distance = _distance(query, [_stems(part) for part in _parts(catalogue, indicator)])
        if distance is not None:
            exact = query in (_stems(indicator.title), _stems(slug))
            phrase = any(query == _stems(words) for words in indicator.words)
            ranked.append((not exact, distance, not phrase, indicator.title, slug))
    return [slug for *_, slug in sorted(ranked)]


def corrected(catalogue: Catalogue, text: str) -> str:
    """`text` with the nearest word of the catalogue in the place of each that is nowhere in it.

    Empty where `text` finds something as it is, or would find nothing so either, or has more than a few words.
    """
    typed = _words(text)
    if len(typed) > _FEW or search(catalogue, text):
        return ""
    indicators = catalogue.indicators.values()
    known = {word for indicator in indicators for part in _parts(catalogue, indicator) for word in _words(part)}
    stems = {_singular(word) for word in known}
    words = [word if [*_matches(_singular(word), stems)] else _nearest(word, known) for word in typed]
    correction = " ".join(words)
    return correction if search(catalogue, correction) else ""


def _nearest(word: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(word, [one for one in known if one[0] == word[0]], 1, _ALIKE)), word)


def _parts(catalogue: Catalogue, indicator: Indicator) -> Iterator[str]:
    """The texts that are searched, the weightiest first."""
    yield f"{indicator.title} {indicator.slug}"
    yield " ".join(indicator.words)
    yield indicator.measure
    yield " ".join(_served(catalogue, indicator.slug))
    yield " ".join(catalogue.sources[source].publisher for source in indicator.sources)


def _served(catalogue: Catalogue, slug: str) -> Iterator[str]:
    for theme in catalogue.strategy.themes:
        for priority in theme.priorities:
            if any(measure.indicator == slug for measure in priority.measures):
                yield f"{theme.title} {priority.name}"


def _distance(query: list[str], parts: list[list[str]]) -> int | None:
    """How far the query is from the texts, 0 being whole words in the first; None if a word is nowhere."""
    total = 0
    for word in query:
        nearest = min(
            (2 * weight + how for weight, part in enumerate(parts) for how in _matches(word, part)), default=None
        )
        if nearest is None:
            return None
        total += nearest
    return total


def _matches(word: str, part: Iterable[str]) -> Iterator[int]:
    for whole in part:
        if whole == word:
            yield 0
        elif whole.startswith(word):
            yield _BEGINNING
        elif len(word) >= _INSIDE_FROM and word in whole:
            yield _INSIDE


def _stems(text: str) -> list[str]:
    return [_singular(word) for word in _words(text)]


def _words(text: str) -> list[str]:
    """The words of a text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’")
    return re.findall(r"[^\W_]+", plain)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
