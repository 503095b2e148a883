"""The level of single figures where a line is too young, or stands behind a gap, for its changes to be known.

`outliers` needs seven changes of a line, or eight other areas, and no gap. Everything else is held against the last
figure of its line with a wider limit; a line of which nothing is held against the other areas; and what has nothing
to be held against is said.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from indicators.screening.chance import by_chance
from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.pace import pace
from indicators.screening.panel import GAP, Numbers, Panel, Places, Truths, middle
from indicators.screening.screened import Screened, named, shown
from indicators.screening.together import odd_steps, percent
from indicators.wording import count

#: What a single figure may be of the last one held, as a logarithm, beside what the areas usually differ by: twice, or
#: half. Measured on all shipped series with `python -m benchmarks.damage` (docs/decisions.md).
_FAR = float(np.log(2))
#: Deviations of the areas' changes that are usual on top of it.
_USUAL = 5.0
#: The same where so many other areas have that very step that their own spread is known, wide as the gap may be. Of
#: 1,618 periods shipped with nine areas or more, each held against the third before it, one has an area so far away.
_NEAR, _SURELY = float(np.log(1.25)), 8.0
#: Changes of a line after which `outliers` knows it.
_KNOWN = 7
#: Areas whose middle change is taken off, and other areas from which on `outliers` compares with them.
_SOME, _OTHERS = 4, 8
#: How far a line of which nothing is held may be from the lowest and highest figure held: three times.
_RANGE = 3.0
#: Periods are too far from all held to be compared with it where they are farther than that is long, and so many days.
_LONG = 3653.0
#: A count of which so many are held is not zero by chance, and so many periods must show that a line is calm.
_FEW, _CALM = 20.0, 3
#: Reasons told in one sentence.
_LISTED = 3

#: The part of all places from which on a rank has leapt: of the ranks shipped none has.
_PLACES = 0.5

Where = tuple[int, str]


@check(
    "far-level",
    "warning",
    "change",
    title="Far from the last figure held",
    means="After a gap, or in a line of few periods, the figure is far from the one before it, or from all held.",
    mend=ASK,
)
def far_level(check: Check, screened: Screened) -> Iterator[Finding]:
    """New figures that `outliers` cannot judge and that are far from the last one of their line: the first of each."""
    told: dict[Where, str] = {}
    for panel in screened.panels:
        told |= _vanished(screened, panel) | _far(screened, panel) | _outside(screened, panel)
    if not told:
        return
    rows = screened.compared
    rows = rows[~rows["known"] & rows["window"].isin({window for window, _ in told})]
    here = [where in told for where in zip(rows["window"], rows["area_code"], strict=True)]
    yield from screened.at(check, rows[here], lambda row: told[row["window"], row["area_code"]])


def _far(screened: Screened, panel: Panel) -> dict[Where, str]:
    """What is said of the first figure of each line that is far from the one before it."""
    if screened.catalogue.indicators[panel.indicator].kind == "rank":
        return _leapt(screened, panel)
    steps, before = panel.steps, panel.places_before
    there = np.isfinite(steps.change)
    rows = np.arange(len(panel.areas))[:, None]
    earlier = np.maximum(before, 0)
    judged = there & (panel.fresh | panel.fresh[rows, earlier]) & ~_seen(panel, there)
    judged[:, odd_steps(panel)] = False
    if not judged.any():
        return {}
    days = panel.starts - panel.starts[earlier]
    gap = np.maximum(np.nan_to_num(days / panel.usual_days, nan=1.0), 1.0)
    center, wider = _paced(panel, np.where(judged & (steps.number < _SOME) & (gap > GAP), gap, 0.0))
    common = np.where(steps.number >= _SOME, steps.common, center)
    past = steps.spread[panel.past & (steps.number >= _SOME)]
    usual = float(np.median(past)) if len(past) else 0.0
    spread = np.maximum(np.where(steps.number >= _SOME, steps.spread, 0.0), usual)
    alone = _FAR + _USUAL * spread * np.sqrt(gap) + wider
    among = np.where(steps.number > _OTHERS, _NEAR + _SURELY * steps.spread, np.inf)
    limit = np.minimum(alone, among) + _chance(screened, panel, earlier)
    far = judged & (np.abs(steps.change - common) > limit)
    told: dict[Where, str] = {}
    for area, place in zip(*np.nonzero(far), strict=True):
        new = place if panel.fresh[area, place] else before[area, place]
        where = int(panel.windows[new]), panel.areas[area]
        if not any(code == panel.areas[area] for _, code in told):
            told[where] = _jump(screened, panel, area, place)
    return told


def _paced(panel: Panel, gaps: Numbers) -> tuple[Numbers, Numbers]:
    """How far the line by itself goes over each gap of so many steps, and how much more is usual; nothing where there
    is no gap, which is zero steps."""
    center, wider = np.zeros_like(gaps), np.zeros_like(gaps)
    rounded = np.round(gaps).astype(np.intp)
    for steps in np.unique(rounded[rounded > 0]):
        here = rounded == steps
        center[here], wider[here] = pace(panel, int(steps))
    return center, wider


def _leapt(screened: Screened, panel: Panel) -> dict[Where, str]:
    """The same of ranks, whose ratios say nothing: from 1 to 2 is one place, as from 301 to 302 is. Far is more than
    half of all places, beside what the areas do together."""
    held = panel.held[np.isfinite(panel.held)]
    bound = screened.catalogue.indicators[panel.indicator].bound(panel.breakdown)
    now, before = panel.values, np.take_along_axis(panel.values, np.maximum(panel.places_before, 0), axis=1)
    moved = np.where((panel.places_before >= 0) & panel.fresh, now - before, np.nan)
    if not len(held) or not np.isfinite(moved).any():
        return {}
    places = bound.most - bound.least if bound else float(held.max() - held.min())
    leapt = np.abs(moved - middle(moved)) > _PLACES * places
    told: dict[Where, str] = {}
    for area, place in zip(*np.nonzero(leapt), strict=True):
        was = f"{shown(before[area, place])} in {panel.labels[panel.places_before[area, place]]}"
        text = f"{_at(screened, panel, area, place)}: rank {shown(now[area, place])} after {was}."
        told.setdefault((int(panel.windows[place]), panel.areas[area]), text)
    return told


def _seen(panel: Panel, there: Truths) -> Truths:
    """Which steps `outliers` judges: by the line's own changes, or by those of other areas, and none behind a gap."""
    long = there.sum(axis=1)[:, None] >= _KNOWN
    seen: Truths = (long | (panel.steps.number > _OTHERS)) & (panel.gaps <= GAP) & ~panel.breaks
    return seen


def _chance(screened: Screened, panel: Panel, earlier: Places) -> Numbers:
    """How far two counts are apart by chance alone, as a logarithm: few are worth little."""
    if screened.catalogue.indicators[panel.indicator].kind != "count":
        return np.zeros_like(panel.values)
    now, before = np.abs(panel.values), np.abs(np.take_along_axis(panel.values, earlier, axis=1))
    return by_chance(now, before)


def _jump(screened: Screened, panel: Panel, area: int, place: int) -> str:
    before = panel.places_before[area, place]
    change, common = panel.steps.change[area, place], panel.steps.common[place]
    now, was = (shown(panel.values[area, each]) for each in (place, before))
    text = f"{_at(screened, panel, area, place)}: {now} after {was} in "
    text += f"{panel.labels[before]}: {percent(change)}"
    many = int(panel.steps.number[place])
    return text + (f", where the middle one of {many} areas changed by {percent(common)}." if many >= _SOME else ".")


def _at(screened: Screened, panel: Panel, area: int, place: int) -> str:
    return f"{named(panel.indicator, panel.breakdown)}: {screened.area(panel.areas[area])}, {panel.labels[place]}"


def _vanished(screened: Screened, panel: Panel) -> dict[Where, str]:
    """What is said of a zero behind a gap or in a young line, of which no figure held is nearly so small."""
    held = np.where(np.isfinite(panel.held), panel.held, np.nan)
    number = np.isfinite(held).sum(axis=1)
    least = _FEW if screened.catalogue.indicators[panel.indicator].kind == "count" else 0.0
    low, high = (
        of(np.where(np.isfinite(held), held, empty), axis=1, initial=empty)
        for of, empty in ((np.min, np.inf), (np.max, -np.inf))
    )
    calm = (number >= _CALM) & (low > least) & (low * 2 >= high)
    unseen = (panel.gaps > GAP) | (number < _KNOWN)[:, None]
    gone = panel.fresh & (panel.values == 0) & calm[:, None] & unseen
    told: dict[Where, str] = {}
    for area in np.flatnonzero(gone.any(axis=1)):
        place = int(np.argmax(gone[area]))
        ends = f"{shown(low[area])} and {shown(high[area])}"
        text = f"{_at(screened, panel, int(area), place)}: 0, where all that is held lies between {ends}."
        told[int(panel.windows[place]), panel.areas[area]] = text
    return told


def _outside(screened: Screened, panel: Panel) -> dict[Where, str]:
    """What is said of the first figure of each line of which nothing is held, and that no other area is near to."""
    ends = _nearest(screened, panel)
    lines = (~np.isfinite(panel.held)).all(axis=1, keepdims=True)
    if ends is None or not lines.any():
        return {}
    away = _away(panel)
    center, wider = _paced(panel, np.abs(away))
    low, high = (end * np.exp(np.sign(away) * center) for end in ends)
    limit = _RANGE * np.exp(wider)
    size = np.abs(panel.values)
    out: Truths = panel.fresh & lines & ~_beyond(panel) & ((size > high * limit) | ((size < low / limit) & (size > 0)))
    told: dict[Where, str] = {}
    for area in np.flatnonzero(out.any(axis=1)):
        place = int(np.argmax(out[area]))
        text = f"{_at(screened, panel, int(area), place)}: "
        text += f"{shown(panel.values[area, place])}, where all that is held lies between {_ends(ends)}."
        told[int(panel.windows[place]), panel.areas[area]] = text
    return told


def _ends(ends: tuple[float, float]) -> str:
    return " and ".join(map(shown, ends))


def _away(panel: Panel) -> Numbers:
    """How many usual steps each period is after all that is held, or before it as a negative number; none within it,
    or where nothing says what a step is."""
    held = panel.starts[np.isfinite(panel.held).any(axis=0)]
    if not len(held) or not np.isfinite(panel.usual_days):
        return np.zeros(len(panel.starts))
    days = np.maximum(panel.starts - held.max(), 0.0) - np.maximum(held.min() - panel.starts, 0.0)
    away: Numbers = np.where(np.abs(days) > GAP * panel.usual_days, days / panel.usual_days, 0.0)
    return away


def _beyond(panel: Panel) -> Truths:
    """The periods that are so long before or after all that is held that it says nothing of them."""
    held = panel.starts[np.isfinite(panel.held).any(axis=0)]
    if not len(held):
        return np.zeros(len(panel.starts), dtype=bool)
    days = np.maximum(panel.starts - held.max(), held.min() - panel.starts)
    beyond: Truths = days > max(float(np.ptp(held)), _LONG)
    return beyond


def _nearest(screened: Screened, panel: Panel) -> tuple[float, float] | None:
    """The lowest and the highest size held of the series, else of the indicator's other series; None for what depends
    on how large an area or a group is."""
    if screened.catalogue.indicators[panel.indicator].kind in ("count", "rank"):
        return None
    held = np.abs(panel.held[np.isfinite(panel.held)])
    if np.isfinite(panel.held).any(axis=1).sum() < _SOME:
        of = screened.held["indicator"] == panel.indicator
        held = screened.held.loc[of, "value"].dropna().abs().to_numpy()
    held = held[held > 0]
    return (float(held.min()), float(held.max())) if len(held) else None


@check(
    "not-compared",
    "note",
    "change",
    title="Not compared with anything",
    means="Nothing is held that these figures could be compared with, so a wrong one would not be noticed.",
    mend="Compare some of them with the publisher's own page.",
)
def not_compared(check: Check, screened: Screened) -> Iterator[Finding]:
    """How many new figures of an indicator have nothing held beside them, and why; not where the store is empty."""
    if screened.first:
        return
    whys: dict[str, Counter[str]] = {}
    for panel in screened.panels:
        reasons = _reasons(screened, panel) if _nearest(screened, panel) is None else _too_long(panel)
        if any(reasons.values()):
            whys.setdefault(panel.indicator, Counter()).update(reasons)
    for slug, reasons in whys.items():
        many = count(sum(reasons.values()), "figure")
        message = f"{slug}: {many} could not be compared with anything held: {_listed(reasons)}."
        yield screened.finding(check, message, indicator=slug)


def _reasons(screened: Screened, panel: Panel) -> Mapping[str, int]:
    """Why figures of lines of which nothing is held cannot be compared, and how many."""
    alone = ~np.isfinite(panel.held).any(axis=1)
    numbers = panel.fresh.sum(axis=1)
    if not (screened.held["indicator"] == panel.indicator).any():
        return {"nothing is held of it": int(numbers.sum())}
    if alone.all():
        series = (screened.held["series"] == panel.series).any()
        why = "no period of this length is held" if series else f"nothing is held for {panel.breakdown or 'the total'}"
        return {why: int(numbers.sum())}
    return {
        f"nothing is held for {screened.area(panel.areas[area])}": int(numbers[area])
        for area in np.flatnonzero(alone & (numbers > 0))
    }


def _too_long(panel: Panel) -> Mapping[str, int]:
    """How many figures of lines of which nothing is held are so long before or after all that is."""
    alone = ~np.isfinite(panel.held).any(axis=1, keepdims=True)
    return {"nothing is held of about that time": int((panel.fresh & alone & _beyond(panel)).sum())}


def _listed(reasons: Mapping[str, int]) -> str:
    first = "; ".join(list(reasons)[:_LISTED])
    return first + (f"; and for {len(reasons) - _LISTED} more reasons of the kind" if len(reasons) > _LISTED else "")
