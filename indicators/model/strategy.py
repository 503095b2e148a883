"""What the strategy wants: themes, priorities, measures with their aims, and the figures it states."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Aim = Literal["reach", "keep", "improve", "match", "context"]


@dataclass(frozen=True)
class Milestone:
    """A value to be reached by a day, on the way to a target."""

    day: date
    value: float


@dataclass(frozen=True)
class Margin:
    """Half the width of a published 95% interval of one period of the same survey or count: how exactly it can tell.

    In the unit of the indicator; `period` is the one it was published for, `source` where it stands.
    """

    half_width: float
    period: str
    source: str


@dataclass(frozen=True)
class Measure:
    """An indicator in the service of a priority, with what the strategy wants of it.

    `words` are the strategy's own, `place` is where they stand. A target needs its day, who set it and when;
    a baseline other than the last complete period before the strategy began needs its reason. `also` are aims that
    the same words set beside the first: the worst of the answers counts. `baseline_of` names another indicator of the
    same survey whose line has the baseline. A `margin` gives a tolerance that is proposed until somebody of the
    strategy's partners has accepted it: a `tolerance` with `set_by` and `set_on`.
    """

    indicator: str
    aim: Aim
    words: str = ""
    place: str = ""
    note: str = ""
    tolerance: float | None = None
    baseline: date | None = None  # the day the baseline's period ends
    baseline_reason: str = ""
    baseline_of: str = ""
    also: tuple[Aim, ...] = ()
    margin: Margin | None = None
    target: float | None = None
    target_date: date | None = None
    set_by: str = ""
    set_on: date | None = None
    path: tuple[Milestone, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Why a priority has no measure, or not a full one: what is missing and which dataset would fill it."""

    reason: str
    missing: str
    would_fill: str


@dataclass(frozen=True)
class Priority:
    """What a partnership set out to do. It has measures, or says plainly why it has none."""

    slug: str
    name: str
    summary: str
    measures: tuple[Measure, ...] = ()
    gap: Gap | None = None


@dataclass(frozen=True)
class Partnership:
    """Who works together, and what they lead on."""

    slug: str
    name: str
    role: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """A theme of the strategy, or one of its background sections (`judged` false: shown, never judged)."""

    slug: str
    title: str
    summary: str
    icon: str
    judged: bool
    lead: str = ""  # slug of a partnership
    priorities: tuple[Priority, ...] = ()
    commitments: tuple[str, ...] = ()
    achievements: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatedFigure:
    """A figure that the strategy's own text states, to be held against the published series.

    `start` and `end` are the first and last day it is about; several periods between them stand by their mean.
    """

    text: str
    place: str
    indicator: str = ""
    value: float | None = None
    breakdown: str = ""
    start: date | None = None
    end: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Strategy:
    """The whole strategy document, as far as a dashboard can carry it."""

    title: str
    organisation: str
    area: str
    start: date
    end: date
    period_note: str
    vision: str
    characteristics: tuple[str, ...]
    themes: tuple[Theme, ...]
    partnerships: tuple[Partnership, ...]
    figures: tuple[StatedFigure, ...]
    headline: tuple[str, ...] = ()  # indicators of the headline cards, in order
