"""How fresh an indicator is: when its next figure is due, whether it is late, and which periods should be out."""

from dataclasses import dataclass
from datetime import date

from indicators import period_kinds, wording
from indicators.model import Indicator
from indicators.period_kinds import months_later

#: Months from one period to the next, for those that come regularly.
CADENCE_MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12, "biennial": 24}


@dataclass(frozen=True)
class Freshness:
    """When the next figure is due, whether it is late, and whether a whole cycle was missed. None: nothing is due.

    A series that has `ended` is never late; `missed_cycle` says of it too that its latest figure is an old one.
    `missing` are the names of the first and the last of the `several` periods that should be out and are not held,
    as a sentence has them; one name where it is one period, none where it is of another kind than the indicator's.
    """

    due: date | None
    late: bool
    missed_cycle: bool
    ended: bool = False
    missing: tuple[str, ...] = ()
    several: int = 0  # how many periods should be out


def freshness(
    latest: date | None, indicator: Indicator, on: date, published: tuple[date, date] | None = None
) -> Freshness:
    """Due: the end of the next period plus the usual lag. Late after that; a cycle is missed one period later.

    `latest` is the last day of the latest period with a figure, `published` the first and the last day of the latest
    one that the publisher gave at all: a period without a figure is not one that should still come.
    """
    months = CADENCE_MONTHS.get(indicator.cadence)
    if months is None or latest is None:
        return Freshness(None, late=False, missed_cycle=False, ended=indicator.ended is not None)
    missed = on > months_later(latest, 2 * months + indicator.lag_months)
    start, latest = (None, latest) if published is None else published
    if indicator.ended is not None and months_later(latest, months) > indicator.ended.day:
        return Freshness(None, late=False, missed_cycle=missed, ended=True)
    due = months_later(latest, months + indicator.lag_months)
    out = _out(latest, indicator, on, months)
    names = tuple(dict.fromkeys(_name(start, latest, step * months, indicator) for step in sorted({1, out}) if out))
    return Freshness(
        due, late=on > due, missed_cycle=missed, missing=names if all(names) else (), several=out if on > due else 0
    )


def _out(latest: date, indicator: Indicator, on: date, months: int) -> int:
    """How many periods after the latest should be out."""
    steps = 0
    while months_later(latest, (steps + 1) * months + indicator.lag_months) < on:
        end = months_later(latest, (steps + 1) * months)
        if indicator.ended is not None and end > indicator.ended.day:
            break
        steps += 1
    return steps


def _name(start: date | None, end: date, months: int, indicator: Indicator) -> str:
    """What the period is called that comes so many months later: "2019/20", "the year ending June 2025"; empty where it
    is none of the indicator's kind."""
    if start is None:
        return ""
    first, last = (months_later(day, months) for day in (start, end))
    try:
        return wording.called(period_kinds.label(first, last, indicator.period), last)
    except ValueError:
        return ""
