"""A snapshot as plain data: everything that its page and its files show, already in words. No input, no output.

It is frozen as JSON, so every field is text, a number, or made of these; fields are only ever added, with a default,
so that what was frozen years ago can still be read.
"""

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Literal, get_args, get_origin

import orjson

from indicators import wording
from indicators.assessment import Answer
from indicators.errors import UserError
from indicators.model import Polarity
from indicators.snapshot.quarters import Quarter

#: Of this file's own layout, so that a later program knows what it reads.
LAYOUT = 1
#: What a field is called in the file, where that is not its name: it was frozen so.
_KEYS = {"reported": "findings"}


@dataclass(frozen=True)
class Comment:
    """What an officer says about an indicator in a quarter, and what is done about it. Plain text."""

    by: str
    at: str  # "12 July 2018, 14:05 UTC"
    text: str
    action: str = ""


@dataclass(frozen=True)
class Point:
    """One period of the line: the day it ends, its name, its value; None where it is missing."""

    end: str
    period: str
    value: float | None

    @property
    def when(self) -> str:
        """Its period in a sentence: "in 2018/19"."""
        return wording.when(self.period, date.fromisoformat(self.end))


@dataclass(frozen=True)
class Reported:
    """What was known of one indicator: the figure, the three answers, the line behind it."""

    slug: str
    title: str
    actual: str  # as it is written: "16.4%"; empty without a figure
    period: str
    end: str  # the day on which that period ends
    interval: str
    area: str  # another one where the figure is published for that only
    expected: str
    plan: Answer
    certainty: str
    difference: Answer
    change: Answer
    aim: str  # of the measure: what is judged
    target: str  # as set by somebody, with day and name; empty where none is
    due: str
    late: bool
    points: tuple[float | None, ...]  # of the small line; None where it is not joined
    series: tuple[Point, ...]
    written: tuple[str, ...]  # the values of `series` as they are written
    sources: tuple[str, ...]  # slugs
    comment: Comment | None = None
    baseline: str = ""  # what is counted from, with its period
    flags: str = ""  # what is special about the figure, in words: "provisional"
    start: str = ""  # the day on which the period begins; empty in what was signed before it was kept
    broken: str = ""  # the last day of the first period since the last break; empty where the series has none
    carried: bool = False  # the publisher repeats an earlier figure
    polarity: Polarity = "contextual"  # by which a change is judged
    began: str = ""  # what has become of the figure since the strategy began, in sentences

    @property
    def when(self) -> str:
        """The period of the figure in a sentence: "in 2018/19"."""
        return wording.when(self.period, date.fromisoformat(self.end))

    def follows(self, earlier: "Reported") -> bool:
        """Whether the figure can be set beside an earlier one: no break lies between, and they share no day."""
        return earlier.end >= self.broken and (not self.start or earlier.end < self.start)

    @property
    def needs_comment(self) -> bool:
        """Whether somebody must say why before the quarter can be signed off."""
        return self.plan.word in ("off plan", "target missed")


@dataclass(frozen=True)
class Line:
    """An indicator in the service of a priority, with what the strategy wants of it there."""

    slug: str
    aim: str
    asked: str  # the aim in words: "no worse than at the start"
    quoted: str  # the strategy's own words, with their place


@dataclass(frozen=True)
class Part:
    """A priority with its indicators; what is not measured says why."""

    name: str
    lines: tuple[Line, ...]
    gap: str = ""
    would_fill: str = ""


@dataclass(frozen=True)
class Section:
    """A theme: who leads it, its priorities."""

    title: str
    lead: str
    judged: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Change:
    """Something that is not as it was in another snapshot."""

    kind: str  # one of comparing.KINDS
    slug: str
    title: str
    sentence: str


@dataclass(frozen=True)
class SourceLine:
    """Where figures come from."""

    publisher: str
    dataset: str
    page: str
    attribution: str
    licence: str


@dataclass(frozen=True)
class Signature:
    """Who signed and when; of a correction which snapshot it takes the place of, and why."""

    by: str
    at: str
    corrects: str = ""
    reason: str = ""
    number: int = 0  # of the sign-offs of its quarter, from 0


@dataclass(frozen=True)
class Snapshot:
    """What was known of every indicator at the end of a quarter, and what had changed since the one before."""

    quarter: str  # "2018Q2"
    label: str  # "2018 Q2"
    months: str  # "April to June 2018"
    on: str  # the day whose knowledge it holds
    running: bool  # the quarter has not ended yet
    basis: str  # in a sentence, how what was known is known
    area: str
    organisation: str
    strategy: str
    benchmark: str
    sections: tuple[Section, ...]
    reported: dict[str, Reported]  # by slug
    compared_with: str  # the label of the quarter before; empty for the first
    changes: tuple[Change, ...]
    sources: tuple[SourceLine, ...]
    method: str
    catalogue: str  # hash
    observations: str  # hash of what the answers rest on
    signed: Signature | None = None
    stood: bool = True  # the figures are those that the store held then; otherwise they were put together later
    answered: tuple[str, ...] = ()  # how many of the three answers are given, in sentences
    layout: int = LAYOUT
    hash: str = field(default="", compare=False)  # of everything else

    @property
    def order(self) -> tuple[str, float]:
        """Sorts snapshots by their day; of one quarter by their sign-offs, a draft after all of these."""
        return self.on, self.signed.number if self.signed else float("inf")

    @property
    def end(self) -> date:
        """The quarter's last day."""
        return Quarter(int(self.quarter[:4]), int(self.quarter[-1])).end

    @property
    def uncommented(self) -> list[Reported]:
        """What stands in the way of a sign-off: indicators off plan that nobody has commented on."""
        return [one for one in self.reported.values() if one.needs_comment and one.comment is None]


class Unreadable(UserError):
    """The bytes are not a snapshot that this program can read."""


def to_json(snapshot: Snapshot) -> bytes:
    """The snapshot as JSON, always the same bytes for the same content: fields and indicators in their own order."""
    record = {_KEYS.get(one.name, one.name): getattr(snapshot, one.name) for one in fields(snapshot)}
    return orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def from_json(content: bytes) -> Snapshot:
    """The snapshot that was written so. Unreadable where it is none, or of a later layout."""
    try:
        record = orjson.loads(content)
        if record["layout"] > LAYOUT:
            raise Unreadable(f"This snapshot has layout {record['layout']}: a later version of the dashboard made it.")
        snapshot: Snapshot = _structured(Snapshot, record | {name: record[key] for name, key in _KEYS.items()})
    except (orjson.JSONDecodeError, KeyError, TypeError) as fault:
        raise Unreadable("This is not a snapshot that can be read.") from fault
    return snapshot


def _structured(hint: Any, content: Any) -> Any:
    """What was a `hint` before it was JSON, as one again; TypeError where it was none. Unknown keys are passed over."""
    if type(content) is hint or (hint is float and type(content) is int):
        return hint(content)
    inner = get_args(hint)
    if get_origin(hint) is Literal and content in inner:
        return content
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(content, dict):
        known = [one for one in fields(hint) if one.name in content]
        return hint(**{one.name: _structured(one.type, content[one.name]) for one in known})
    if type(None) in inner:
        return None if content is None else _structured(inner[0], content)
    if get_origin(hint) is tuple and isinstance(content, list):
        return tuple([_structured(inner[0], item) for item in content])
    if get_origin(hint) is dict and isinstance(content, dict):
        return {name: _structured(inner[1], item) for name, item in content.items()}
    raise TypeError(f"{content!r} is no {hint}")
