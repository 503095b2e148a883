"""What all areas do at once: a new period beside the one before it, held against what the line has done so far.

What hits one area stands out among the others (`outliers`); a whole column in another unit, or last year's figures with
a supplement, does not. So the middle change of all areas is measured against the middle changes of the periods held.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

import numpy as np
from scipy import special

from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.panel import GAP, SCALE, Numbers, Panel, middle, resolution
from indicators.screening.screened import Row, Screened, named
from indicators.wording import MINUS

#: Deviations of the common change that are still usual, and the share of the level that always is. Measured on all
#: shipped series with `python -m benchmarks.damage` (docs/decisions.md): with 2 deviations one edition in eleven was
#: told, with 3 a third of all columns ×1.25 passed. They are those of a normal distribution; a deviation that is known
#: of few changes may be out itself, so the limit is as improbable in Student's, of so many degrees of freedom more
#: than there are changes.
_USUAL, _SHARE, _FREE = 2.5, 0.05, 4
#: How far the common change of a line without a past goes in a year: what half of the shipped lines stay below. It
#: weighs as much as so many changes of the line's own.
_YOUNG, _WEIGHT = 0.05, 2
#: The years that such a step is taken for at least and at most.
_YEARS = (0.25, 10.0)
#: An unusual change of the past, as those of 2020, widens what is usual as one of so many usual ones does.
_CUT = 3.0
#: Across a break a line may do more, but hardly this much, as a logarithm: of 62 breaks that ship six are beyond it.
_BREAK = float(np.log(1.5))
#: Past changes from which on there is a middle one, and below which the file's own changes say what is usual too.
_SOME, _FEW = 3, 6
#: What a line did more changes ago than these says little of what it does now.
_RECENT = 12
#: Steps of less than so many days have a season: the same step of so many years, of which so large a part has one
#: direction, says what it is; steps are the same that many days apart at most, in a year of so many.
_SHORT, _SEASONS, _ONE_WAY, _SAME, _YEAR = 200, 6, 2 / 3, 20, 365.25
#: After how many steps at most the areas may be back where they were before an unusual one.
_BACK = 2
#: Areas that must have moved alike, the share of them, and how many times as far they were apart in the past.
_ALIKE, _MOSTLY, _APART = 5, 0.9, 4.0
#: Ratios that have a name, and how far from it, as a logarithm, they are still called so.
_NAMED = {
    2.0: "2",
    52 / 12: "4.33, the weeks of a month",
    7.0: "7, the days of a week",
    10.0: "10",
    12.0: "12, the months of a year",
    52.0: "52, the weeks of a year (365/7)",
    100.0: "100",
    1000.0: "1,000",
}
_NEAR = 0.15
_DAYS = {"yearly": 365, "quarterly": 91, "monthly": 30.5, "weekly": 7, "daily": 1}


@dataclass(frozen=True)
class _Usual:
    """What the common change to a period should be, and how far from it is still usual, as logarithms: `narrow` is as
    far as would be if the deviation were known."""

    middle: float
    limit: float
    narrow: float


@check(
    "common-change",
    "warning",
    "change",
    title="All areas changed alike",
    means="The areas together have changed far more than this line usually does, or all by exactly the same ratio.",
    mend=ASK,
)
def common_change(check: Check, screened: Screened) -> Iterator[Finding]:
    """The first new period of each run whose common change is unlike those of the line: told once for each series."""
    told: dict[int, tuple[str, str]] = {}
    for panel in _panels(screened):
        told |= dict(_told(screened, panel))
    rows = screened.compared
    rows = rows[~rows["known"] & rows["value"].notna() & rows["window"].isin(list(told))].drop_duplicates("window")

    def message(row: Row) -> str:
        return told[row["window"]][0]

    def fix(row: Row) -> str:
        return told[row["window"]][1]

    yield from screened.at(check, rows, message, fix)


def odd_windows(screened: Screened) -> list[int]:
    """The windows of the new periods at which it is told."""
    return [int(panel.windows[_place(panel, place)]) for panel in _panels(screened) for place in odd_steps(panel)]


def _panels(screened: Screened) -> tuple[Panel, ...]:
    """All panels; none of a file that does not say what it counts, whose size `unnamed.unlike_held` judges."""
    return () if screened.reading.unnamed else screened.panels


def odd_steps(panel: Panel) -> list[int]:
    """The positions of the periods whose step is unlike the line's, the first of each run of new periods alone."""
    if panel not in _ODD:
        _ODD[panel] = _odd_steps(panel)
    return _ODD[panel]


#: What was found for the panels that several checks ask of, as long as they are there.
_ODD: WeakKeyDictionary[Panel, list[int]] = WeakKeyDictionary()


def _odd_steps(panel: Panel) -> list[int]:
    odd: list[int] = []
    places = np.flatnonzero(panel.judged)
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    for run in runs:
        odd += [int(place) for place in run if _unusual(panel, place) or _uniform(panel, place)][:1]
    return odd


def _unusual(panel: Panel, place: int) -> bool:
    """Whether the areas together do what the line does not do, neither at this time of the year nor on its way back."""
    usual = _usual(panel, place)
    far = abs(float(panel.steps.common[place]) - usual.middle) > usual.limit
    return bool(far and not _of_the_season(panel, place, usual) and not _way_back(panel, place, usual))


def _of_the_season(panel: Panel, place: int, usual: _Usual) -> bool:
    """Whether the areas did so in the same quarter or month of the years before."""
    if not panel.usual_days < _SHORT or panel.gaps[place] > GAP:
        return False
    away = (panel.starts[place] - panel.starts) % _YEAR
    same = np.flatnonzero(panel.past & (np.minimum(away, _YEAR - away) < _SAME))[-_SEASONS:]
    change, past = float(panel.steps.common[place]), panel.steps.common[same]
    alike = len(past) >= _SOME and np.mean(np.sign(past) == np.sign(change)) >= _ONE_WAY
    return bool(alike and abs(change - float(np.median(past))) <= usual.limit)


def _way_back(panel: Panel, place: int, usual: _Usual) -> bool:
    """Whether the areas return to where they were held before an unusual change the other way, as after 2020."""
    change = float(panel.steps.common[place])
    if panel.gaps[place] > GAP or not panel.new[place]:
        return False
    for step in np.flatnonzero(panel.past[:place])[-_BACK:]:
        left = float(panel.steps.common[step])
        if left * change < 0 and abs(left - usual.middle) > usual.narrow:
            before = panel.logs[:, int(panel.steps.origin[step])]
            if abs(float(middle((panel.logs[:, place] - before)[:, None])[0])) <= usual.limit:
                return True
    return False


def _told(screened: Screened, panel: Panel) -> Iterator[tuple[int, tuple[str, str]]]:
    """The windows at which something is told, with the message and the fix."""
    for place in odd_steps(panel):
        new = _place(panel, place)
        yield int(panel.windows[new]), (_message(screened, panel, place), _fix(panel, place, backwards=new != place))


def _place(panel: Panel, step: int) -> int:
    """The position of the new period of a step: the one that it leads to, or the one that it comes from."""
    return step if panel.new[step] else int(panel.steps.origin[step])


def _usual(panel: Panel, place: int) -> _Usual:
    """The middle of the past changes, and so many deviations from it: what spread the past changes have, as far as
    there are any, and never less than what the spread between areas lets their median err. Over a gap of so many steps
    the middle is as many times as far away, and the deviation as many times as large, squared."""
    past = _past(panel, place)
    gap = float(panel.gaps[place])
    center = float(np.median(past)) if len(past) >= _SOME else 0.0
    years = float(np.clip(np.nan_to_num(panel.usual_days, nan=365.0) / 365, *_YEARS))
    variance = (_WEIGHT * _YOUNG**2 * years + len(past) * _variance(past, center)) / (_WEIGHT + len(past))
    spread, number = panel.steps.spread[place], panel.steps.number[place]
    variance = max(variance, np.pi / 2 * spread**2 / number) * gap
    limit, narrow = (_SHARE + times * float(np.sqrt(variance)) for times in (_deviations(len(past)), _USUAL))
    return _Usual(center * gap, max(limit, _BREAK) if panel.breaks[place] else limit, narrow)


@cache
def _deviations(number: int) -> float:
    """How many deviations are usual where the deviation is known of that number of changes; of none it is that of all
    other lines, and known well."""
    return float(special.stdtrit(number + _FREE, special.ndtr(_USUAL))) if number else _USUAL


def _past(panel: Panel, place: int) -> Numbers:
    """The latest common changes beside the one to this period."""
    return panel.steps.common[panel.others(place, _FEW)][-_RECENT:]


def _variance(past: Numbers, center: float) -> float:
    away = np.abs(past - center)
    if len(past) >= _SOME:
        away = np.minimum(away, _CUT * max(SCALE * float(np.median(away)), 1e-3))
    return float(np.mean(away**2)) if len(past) else 0.0


def _uniform(panel: Panel, place: int) -> bool:
    """Whether nearly all areas changed by one ratio, but for rounding, though they never did before."""
    change = panel.steps.change[:, place]
    there = np.isfinite(change)
    past = panel.steps.spread[panel.past]
    common = float(panel.steps.common[place])
    if there.sum() < _ALIKE or not len(past):
        return False
    now, before = panel.values[:, place], panel.values[:, int(panel.steps.origin[place])]
    error = (_rounding(now) + _rounding(before))[there]
    usual_error = float(np.nanmedian(error))
    alike = np.mean(np.abs(change[there] - common) <= error + 1e-9) >= _MOSTLY
    return bool(alike and abs(common) > 2 * usual_error and past.min() > _APART * usual_error)


def _rounding(values: Numbers) -> Numbers:
    """How far a value may be from what it was before it was rounded, as a logarithm."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(0.5 * resolution(values[np.isfinite(values)]) / np.abs(values))


def _message(screened: Screened, panel: Panel, place: int) -> str:
    change, common = panel.steps.change[:, place], float(panel.steps.common[place])
    of = named(panel.indicator, panel.breakdown)
    span = f"from {panel.labels[int(panel.steps.origin[place])]} to {panel.labels[place]}"
    there = np.flatnonzero(np.isfinite(change))
    if len(there) == 1:
        who = f"{screened.area(panel.areas[there[0]])} changed by {percent(common)}"
    elif np.all(np.sign(change[there]) == np.sign(common)):
        who = f"All {len(there):,} areas changed by about {percent(common)}"
    else:
        who = f"The middle one of {len(there):,} areas changed by about {percent(common)}"
    alike = f". They all changed by the same ratio, while {_apart(panel)}" if _uniform(panel, place) else ""
    return f"{of}: {who} {span}; {_history(panel, place)}{alike}."


def _apart(panel: Panel) -> str:
    """How far apart the changes of the areas have been in the past."""
    half = float(np.median(panel.steps.spread[panel.past])) / SCALE
    return f"half of the areas are usually more than {100 * np.expm1(half):.2g}% away from the middle one"


def _history(panel: Panel, place: int) -> str:
    """What the line has done so far, in words."""
    past = _past(panel, place)
    name = next((each for each, days in _DAYS.items() if abs(panel.usual_days / days - 1) < 0.1), "")
    changes = f"{name} changes" if name else "changes"
    if len(past) >= _SOME:
        low, high = np.quantile(past, (0.25, 0.75))
        said = f"half of this line's {changes} lie between {percent(low)} and {percent(high)}"
    elif len(past):
        said = f"this line's {changes} so far: {', '.join(percent(each) for each in past)}"
    else:
        said = "no other change of this line is held"
    if len(past) and panel.gaps[place] > GAP:
        said += f", and this one is over {panel.gaps[place]:.0f} such steps"
    return said


def _fix(panel: Panel, place: int, backwards: bool) -> str:
    """What it may be: a factor that has a name, and where it is written down."""
    size = float(panel.steps.common[place]) - _usual(panel, place).middle
    named = min(_NAMED, key=lambda factor: abs(abs(size) - np.log(factor)))
    if abs(abs(size) - np.log(named)) > _NEAR:
        return ""
    too_small = (size < 0) != backwards
    factor = named if too_small else 1 / named
    guess = f"Is it a factor of {_NAMED[named]}?"
    return f"{guess} If the publisher has changed the unit, write factor = {factor:.4g} under [[files]]. {ASK}"


def percent(change: float) -> str:
    """A change as a logarithm, as people read it: −90%."""
    size = 100 * np.expm1(change)
    return f"{size:+,.{0 if abs(size) >= 10 else 1}f}%".replace("-", MINUS)
