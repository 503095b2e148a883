"""What a file says it measures beside what a definition asks for: which of their texts say another thing.

Publishers change the case of letters, the order of what was chosen, white space, dashes and the edition behind a title
from one release to the next, and name what leaves nothing out ("Analysis: standard; Age: All ages") or do not. None of
that is another measure. Whatever narrows the figures is.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

#: Between the parts of a selection, and between the key and the value of a part.
_BETWEEN, _KEY = ";", ":"
#: Texts as they may come again in a file with a thousand measures.
_REMEMBERED = 1 << 15

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
#: Which edition a title is of, at its end: "(2021 geography)", " - 2023 edition". The year alone is none: it may be
#: what the figures are about.
_EDITION = re.compile(r"[\s,:-]*[(\[]?\b(?:19|20)\d\d(?:[-/]\d\d)? (?:edition|geography|boundaries)\b[)\]]?$")
_SPACED_DASH = re.compile(r"\s*-\s*")

#: Values that leave nothing out, whatever was chosen.
_WHOLE = ("", "none", "standard", "total", "all", "value", "number", "both sexes", "persons", "people")
#: Words for everything, and what may stand beside them: "All persons", "Total, number". Any other word narrows ("All
#: other theft offences", "Total in employment"), but for the key's own ("Tenure: All categories: Tenure").
_EVERY = {"all", "total", "every", "both"}
_ANYBODY = {"persons", "people", "categories", "usual", "residents", "number", "value"}


@dataclass(frozen=True)
class Difference:
    """A key that a definition and a file do not agree on. What one of them does not say is an empty text."""

    key: str
    expected: str
    found: str


@lru_cache(_REMEMBERED)
def tidied(text: str) -> str:
    """The text so that what editions differ in differs no more: case, blanks, dashes, quotation marks, year."""
    plain = unicodedata.normalize("NFKC", _DASHES.sub("-", text).translate(_QUOTES)).casefold()
    return _EDITION.sub("", _SPACED_DASH.sub("-", " ".join(plain.split())))


@lru_cache(_REMEMBERED)
def parts_of(selection: str) -> Mapping[str, tuple[str, str]]:
    """The parts of a selection by their tidied keys: what they are called, and their value.

    A part without a key ("Aged 16 to 64") is its own key. A key that is there twice has both its values.
    """
    parts: dict[str, tuple[str, str]] = {}
    for part in sorted(selection.split(_BETWEEN), key=tidied):
        key, given, value = part.partition(_KEY)
        name, text = (key.strip(), value.strip()) if given else ("", part.strip())
        own = tidied(name) or tidied(text)
        before = parts[own][1] if own in parts else text
        parts[own] = (name, before if tidied(before) == tidied(text) else f"{before}, {text}")
    return parts


@lru_cache(_REMEMBERED)
def narrowing(selection: str) -> frozenset[str]:
    """The tidied keys of the parts of a selection that leave something out: of "Sex: Total; Age: 16-64" the age."""
    parts = parts_of(selection).items()
    return frozenset(key for key, (name, text) in parts if not _leaves_nothing_out(tidied(name), tidied(text)))


def _leaves_nothing_out(key: str, value: str) -> bool:
    if value in _WHOLE:
        return True
    words = set(re.findall(r"[\w']+", value))
    if not words & _EVERY:
        return False
    rest = words - _EVERY - _ANYBODY
    return not rest or _singular(rest) == _singular(re.findall(r"[\w']+", key))


def _singular(words: Collection[str]) -> set[str]:
    """The words without the endings of a plural: "ages" is "age", "sexes" is "sex"."""
    return {re.sub(r"(?<=[xs])es$|(?<=[^s])s$", "", word) for word in words}


def differences(
    measure: Mapping[str, str], match: Mapping[str, str], selections: Collection[str], leaving_out: str = ""
) -> Iterator[Difference]:
    """Where a measure's descriptors say another thing than a definition's `match`, in the order of the definition.

    What narrows a measure and is not in `match` differs, too. `leaving_out` is a descriptor that is not looked at.
    """
    for name, expected in match.items():
        if name == leaving_out:
            continue
        if name in selections:
            yield from _unlike(name, expected, measure.get(name, ""))
        elif name not in measure or tidied(measure[name]) != tidied(expected):
            yield Difference(name, expected, measure.get(name, ""))
    for name in selections:
        if name not in match:
            yield from _unlike(name, "", measure.get(name, ""))


@lru_cache(_REMEMBERED)
def narrows_alike(expected: str, found: str) -> bool:
    """Whether two selections leave out the same."""
    return not any(_unlike("", expected, found))


def _unlike(name: str, expected: str, found: str) -> Iterator[Difference]:
    """The parts of two selections that are not the same, each under its own key or, without one, the descriptor."""
    asked, has = parts_of(expected), parts_of(found)
    narrowed = narrowing(expected) | narrowing(found)
    for key in (each for each in dict.fromkeys((*asked, *has)) if each in narrowed):
        (asked_key, wanted), (found_key, given) = asked.get(key, ("", "")), has.get(key, ("", ""))
        if tidied(wanted) != tidied(given):
            yield Difference(asked_key or found_key or name, wanted, given)
