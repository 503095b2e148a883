"""What a heading of a table of areas says: a period, flags such as [p] and (r), notes; and what it is without them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indicators.errors import PeriodError
from indicators.formats.tabular import period_and_flags, plain
from indicators.periods import KINDS, parse

_NOTE = re.compile(r"\s*[\[(]notes?\b[^\])]*[\])]", re.IGNORECASE)
#: A footnote's digit is stuck to a word ("Area Code1", "Total³") or stands behind a period ("2017-18 2").
_STUCK = re.compile(r"(?:(?<=[a-z]{3})|(?<=\)))\d{1,2}(?:,\d{1,2})*$|[¹²³⁴-⁹⁰]+$")
_BEHIND = re.compile(r" \d{1,2}(?:,\d{1,2})*$")
#: "As at 30 June 2015 (Q1)" and "2018-19 P".
_AS_AT = re.compile(r"^as (?:at|of|on) ", re.IGNORECASE)
_QUARTER = re.compile(r"\s*\(Q[1-4]\)$", re.IGNORECASE)
_LETTER = re.compile(r" ([PR])$")
#: A number of five homes is no year, though it is read as one: periods have a year of this century or the last, or a
#: month and two digits.
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d{3})|[A-Za-z]{3}[- ]\d\d$")


@dataclass(frozen=True)
class Heading:
    """A column's heading: its place, its text with blanks tidied, what is left without notes and flags, the flags
    (`p`, `r`…), and the period that it is; empty where it is none."""

    place: int
    text: str
    bare: str
    flags: str
    period: str


def headings(row: Sequence[str]) -> list[Heading]:
    """The headings of a row, empty ones too."""
    return [heading(place, text) for place, text in enumerate(row)]


def heading(place: int, text: str) -> Heading:
    """What a heading says."""
    bare, flags = period_and_flags(without_notes(text))
    dated = _QUARTER.sub("", _AS_AT.sub("", bare))
    letter = _LETTER.search(dated)
    if letter and is_period(dated[: letter.start()]):
        dated, flags = dated[: letter.start()], " ".join(filter(None, (flags, letter[1].lower())))
    if not is_period(dated):
        dated = _BEHIND.sub("", dated)
    return Heading(place, plain(text), bare, flags, dated if is_period(dated) else "")


def without_notes(text: str) -> str:
    """A text without its notes: "Other public sector [note 5]", "Area Code1"."""
    return _STUCK.sub("", plain(_NOTE.sub("", plain(text)))).strip()


@lru_cache(maxsize=4096)
def is_period(text: str) -> bool:
    """Whether a text names a period of this century or the last, of any kind."""
    return bool(_DATED.search(text)) and any(_reads_as(text, kind) for kind in KINDS)


def _reads_as(text: str, kind: str) -> bool:
    try:
        parse(text, kind)
    except PeriodError:
        return False
    return True
