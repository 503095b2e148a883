"""The nouns of the project as frozen dataclasses, and the one schema of observations. No input, no output.

Terms are those of `docs/glossary.md`. Everything here is plain data: `catalogue` makes these objects
from the files in `data/`, everything else reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

import pyarrow as pa

Polarity = Literal["higher_is_better", "lower_is_better", "contextual"]
Cadence = Literal["monthly", "quarterly", "annual", "biennial", "decennial", "irregular", "once"]
Kind = Literal["proportion", "rate", "count", "mean", "ratio", "index", "rank", "price"]
Geography = Literal["district", "county", "lsoa"]
ProcessOn = Literal["value", "yearly-change"]  # what a process chart of the indicator shows
Aim = Literal["reach", "keep", "improve", "match", "context"]

#: One row per indicator, area, period and breakdown. Fixed: files, store, export and charts all use these names.
OBSERVATIONS = pa.schema(
    [
        pa.field("indicator", pa.string(), nullable=False),  # slug
        pa.field("area_code", pa.string(), nullable=False),  # ONS nine-character code
        pa.field("period_start", pa.date32(), nullable=False),
        pa.field("period_end", pa.date32(), nullable=False),  # inclusive
        pa.field("period_label", pa.string(), nullable=False),
        pa.field("breakdown", pa.string(), nullable=False),  # "" for the headline, else "sex=female"
        pa.field("value", pa.float64()),  # null when missing; zero is a value
        pa.field("lower", pa.float64()),  # 95% interval, as published
        pa.field("upper", pa.float64()),
        pa.field("count", pa.float64()),
        pa.field("denominator", pa.float64()),
        pa.field("status", pa.string(), nullable=False),  # "" or one of STATUSES
        pa.field("flags", pa.string(), nullable=False),  # names from FLAGS, separated by a space
        pa.field("published_comparison", pa.string(), nullable=False),  # "" or one of COMPARISONS
        pa.field("note", pa.string(), nullable=False),
    ]
)

#: What makes an observation the same observation. A duplicate is an error.
KEY = ("indicator", "area_code", "period_start", "period_end", "breakdown")

#: Why a value is missing or weak, in the publisher's meaning, with the words shown to people.
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "c": "confidential: the publisher withholds it so that nobody can be recognised",
        "x": "not available from the publisher",
        "z": "not applicable",
        "u": "unreliable: to be read with caution",
        "low": "rounds to zero",
    }
)

#: What is special about a value that is there.
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "provisional": "the publisher will revise it",
        "incomplete": "the period is not complete yet",
        "estimated": "estimated by the publisher",
        "break_before": "not comparable with the periods before it",
        "carried_forward": "carried forward by the publisher from an earlier period, not measured again",
    }
)

#: The publisher's own verdict on the value against England.
COMPARISONS = ("better", "similar", "worse", "higher", "lower")

#: Stands for the group of similar areas where a benchmark is asked for; not an ONS code.
SIMILAR_AREAS = "similar"


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of time, both ends inclusive. Sorts by date, never by label."""

    start: date
    end: date
    label: str = field(compare=False)


@dataclass(frozen=True)
class Area:
    """A place that figures are published for. `successor` is the code that replaced this one."""

    code: str
    name: str
    type: str  # country, region, county, district, lsoa
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""


@dataclass(frozen=True)
class Unit:
    """How a value is written: `before` and `after` stand round the number, `name` on its own.

    `after_one` is the singular, where it differs: "1 year", "2 years"; `change` stands behind a difference of two
    values, where that is not the same: "7.9 out of 10", but "up 0.3 points".
    """

    name: str
    before: str = ""
    after: str = ""
    after_one: str = ""
    change: str | None = None


@dataclass(frozen=True)
class Dimension:
    """What an indicator can be broken down by: its key in `breakdown`, its label, its values in order."""

    key: str
    label: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Break:
    """From this day on the series is not comparable with what came before, and why.

    `breakdown` confines the break to one line of the series; empty means all of them.
    """

    day: date
    reason: str
    breakdown: str = ""


@dataclass(frozen=True)
class Rebase:
    """From this day on the process chart counts afresh: who decided it, and why."""

    day: date
    by: str
    reason: str


@dataclass(frozen=True)
class Source:
    """Where figures come from, and what was done to them on the way."""

    slug: str
    publisher: str
    dataset: str
    page: str
    licence: str
    attribution: str
    retrieved: date
    processing: str
    published: date | None = None  # None where the publisher's file does not say
    vintage: str = ""


@dataclass(frozen=True)
class From:
    """How an indicator is found in a publisher's file: a layout, and what must stand in it (`[[files]]`).

    `match` names descriptors of the layout and the exact text that each must have; `markers` says what symbols of
    this file mean where the layout cannot know ("..": "x"). A value in the file times `factor` is the value here;
    with `per_residents` the file holds records to be counted, and the value is their number per so many residents.
    """

    layout: str
    match: Mapping[str, str]
    breakdown: str = ""
    period: str = ""  # the kind of period where it is not the indicator's own
    factor: float = 1.0
    per_residents: float | None = None
    markers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Indicator:
    """One measure: what it is, how it is written, how often it comes, what it cannot tell."""

    slug: str
    title: str
    measure: str  # what is measured, as the plain subtitle of every chart
    description: str
    method: str
    limits: tuple[str, ...]
    unit: Unit
    decimals: int
    polarity: Polarity
    kind: Kind
    period: str  # one of periods.KINDS
    cadence: Cadence
    lag_months: int
    sources: tuple[str, ...]
    benchmark: str
    geography: Geography = "district"
    headline: str = ""  # the breakdown that stands for the indicator where no total is published
    survey: bool = False
    overlapping: bool = False
    compute_interval: bool = False  # from the published count and denominator, where no interval is published
    process_on: ProcessOn = "value"
    words: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    breaks: tuple[Break, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    files: tuple[From, ...] = ()  # `[[files]]`: in which published files the indicator is found
    small_count: int = 5  # counts below this are asked about before they are published

    @property
    def seasonal(self) -> bool:
        """Whether a figure is to be compared with that of the same season a year before."""
        return self.cadence in ("monthly", "quarterly")

    @property
    def on_process_chart(self) -> bool:
        """Whether change is read from a process chart rather than by the trend test for yearly figures."""
        return self.seasonal and not self.overlapping


@dataclass(frozen=True)
class Milestone:
    """A value to be reached by a day, on the way to a target."""

    day: date
    value: float


@dataclass(frozen=True)
class Measure:
    """An indicator in the service of a priority, with what the strategy wants of it.

    `words` are the strategy's own, `place` is where they stand. A target needs its day, who set it and when;
    a baseline other than the last complete period before the strategy began needs its reason.
    """

    indicator: str
    aim: Aim
    words: str = ""
    place: str = ""
    note: str = ""
    tolerance: float | None = None
    baseline: date | None = None  # the day the baseline's period ends
    baseline_reason: str = ""
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
    similar: tuple[str, ...]  # codes of the areas most like the strategy's own
    sources: Mapping[str, Source]
    strategy: Strategy
    hash: str
