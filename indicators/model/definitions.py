"""What an indicator is: its definition with all that belongs to it, its sources, areas and periods."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Polarity = Literal["higher_is_better", "lower_is_better", "contextual"]
Cadence = Literal["monthly", "quarterly", "annual", "biennial", "decennial", "irregular", "once"]
Kind = Literal["proportion", "rate", "count", "mean", "ratio", "index", "rank", "price"]
Geography = Literal["district", "county", "lsoa"]
ProcessOn = Literal["value", "yearly-change"]  # what a process chart of the indicator shows
Evidence = Literal["sample", "complete"]  # whether figures rest on a part of those concerned, or on all of them


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of time, both ends inclusive. Sorts by date, never by label."""

    start: date
    end: date
    label: str = field(compare=False)


@dataclass(frozen=True)
class Area:
    """A place that figures are published for.

    `successor` is the code that replaced this one, or several with blanks between them where it was divided. What that
    means is told by who else names it: one area alone was given another code, several became one area together.
    """

    code: str
    name: str
    type: str  # country, region, county, district, lsoa
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""

    @property
    def successors(self) -> tuple[str, ...]:
        """The codes that replaced this one."""
        return tuple(self.successor.split())


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
class Sum:
    """Breakdowns that add up to a whole: another breakdown, the total (empty), or a number: 100 where all are shares.

    With `some` they are not all of it: each is no larger than the whole.
    """

    parts: tuple[str, ...]
    whole: str = ""
    number: float | None = None
    some: bool = False


@dataclass(frozen=True)
class Within:
    """How many there are in all: another indicator's figure for the same area, of about the same time. The total is no
    more than that, or with `same` about as many."""

    indicator: str
    same: bool = False


@dataclass(frozen=True)
class Bound:
    """The least and the most that a figure can be, by how it is made: a score from 0 to 10, a rank among so many areas.

    `breakdowns` are the lines it is true of; empty means all that no other bound of the indicator names.
    """

    least: float
    most: float
    breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rebase:
    """From this day on the process chart counts afresh: who decided it, and why."""

    day: date
    by: str
    reason: str


@dataclass(frozen=True)
class Per:
    """What a count is divided by before it is compared: a rate for so many of another indicator's figure.

    A denominator that the publisher prints beside the count is taken before the other indicator's. `limits` says
    whether the rate has a 95% interval: stocks that follow policy, such as council homes, have none.
    """

    indicator: str
    times: float
    one: str  # what the rate is for, in words: "1,000 dwellings"
    limits: bool = True


@dataclass(frozen=True)
class Among:
    """How an indicator for small areas is told of a whole area: how many of them are at or below a value.

    `said` are the words for those: "in the most deprived fifth of England".
    """

    at_most: float
    said: str


@dataclass(frozen=True)
class Ended:
    """That a series is not published any more: the last day that it speaks of, why, and what came after it."""

    day: date
    why: str
    successor: str = ""


@dataclass(frozen=True)
class Source:
    """Where figures come from, and what was done to them on the way.

    `file` is what the publisher calls the file to fetch, `address` where it is had, `steps` how, in one line;
    `first_published` is the day on which a series came out for the first time.
    """

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
    file: str = ""
    address: str = ""
    steps: str = ""
    first_published: date | None = None


@dataclass(frozen=True)
class From:
    """How an indicator is found in a publisher's file: a layout, and what must stand in it (`[[files]]`).

    `match` names descriptors of the layout and the exact text that each must have; `markers` says what symbols of
    this file mean where the layout cannot know ("..": "x"). `source` is which of the indicator's sources such a file
    is of; the only one where it has no other. A value in the file times `factor` is the value here;
    with `per_residents` the file holds records to be counted, and the value is their number per so many residents.
    """

    layout: str
    match: Mapping[str, str]
    breakdown: str = ""
    period: str = ""  # the kind of period where it is not the indicator's own
    factor: float = 1.0
    per_residents: float | None = None
    markers: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


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
    beside: tuple[str, ...] = ()  # breakdowns that are judged together with the headline, such as the other sex
    evidence: Evidence = "sample"
    size: bool = False  # how large an area is, in people, homes or jobs: nothing to compare areas by
    nominal: bool = False  # money in the prices of its year
    per: Per | None = None
    ended: Ended | None = None
    among: Among | None = None
    survey: bool = False
    overlapping: bool = False
    revised_whole: str = ""  # why every figure may change in a release, where the publisher says that it does
    compute_interval: bool = False  # from the published count and denominator, where no interval is published
    process_on: ProcessOn = "value"
    words: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    sums: tuple[Sum, ...] = ()
    within: Within | None = None
    bounds: tuple[Bound, ...] = ()
    breaks: tuple[Break, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    files: tuple[From, ...] = ()  # `[[files]]`: in which published files the indicator is found
    small_count: int = 5  # counts below this are asked about before they are published

    def bound(self, breakdown: str) -> Bound | None:
        """The bound of a line: that which names it, else the one that names none."""
        named = (each for each in self.bounds if breakdown in each.breakdowns)
        return next(named, next((each for each in self.bounds if not each.breakdowns), None))

    def origin(self, file: From) -> str:
        """The slug of the source that a published file is of; empty where it may be of one or another."""
        return file.source or (self.sources[0] if len(self.sources) == 1 else "")

    @property
    def seasonal(self) -> bool:
        """Whether a figure is to be compared with that of the same season a year before."""
        return self.cadence in ("monthly", "quarterly")

    @property
    def on_process_chart(self) -> bool:
        """Whether change is read from a process chart rather than by the trend test for yearly figures."""
        return self.seasonal and not self.overlapping
