"""The order of the areas: what changes when a column slips, or is sorted by itself.

Areas that are high stay high: the ranks of a new period go with the mean ranks of the periods held. How closely they
go is known from the periods held; and if the figures fit better one area further up or down, they have slipped.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.screening.chance import by_chance
from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.panel import Numbers, Panel, Truths
from indicators.screening.screened import Row, Screened, named, shown
from indicators.wording import MINUS

#: Periods held whose mean ranks are what an area's rank should be, and periods that say how closely it does.
_BEFORE, _RECENT = 5, 20
#: Areas that make an order.
_AREAS = 6
#: Deviations of the correlation, after Fisher's transformation, that are still usual, and the least that it must be
#: lower. Measured on all shipped series with `python -m benchmarks.damage` (docs/decisions.md).
_USUAL, _LOWER = 2.5, 0.25
#: A line with no correlation of its own is judged by this one; the chance that it has anyway weighs as much as two.
_YOUNG, _WEIGHT = 0.3, 2
#: Areas that must have a step, deviations of all areas' changes that both of two areas must be off, and within which
#: they must be with each other's figures. Of the last five editions shipped of each
#: indicator (373) one is told so.
_PAIRED, _FAR_OFF, _CLOSE, _LEAST = 8, 4.0, 1.5, 0.005
#: The share of areas with one value from which on they have no order.
_TIED = 0.5
#: How much better the figures must fit one area further up or down, and then as well as in a line without a past.
_BETTER = 0.35
#: The correlation from which on figures stand in the order of their size.
_SORTED = 0.98

_SLIPPED = "They fit better one area further {}: has the column slipped?"
_IN_ORDER = "They stand in the order of their size: was the column sorted by itself?"


@check(
    "order-of-areas",
    "warning",
    "change",
    title="Areas in an unknown order",
    means="Which areas are high and which are low is unlike any period held: figures may stand beside the wrong area.",
    mend=ASK,
)
def order_of_areas(check: Check, screened: Screened) -> Iterator[Finding]:
    """A period whose figures are new, or nearly all others than those held, and whose areas have another order."""
    told: dict[int, tuple[str, str]] = {}
    for panel in screened.panels:
        told |= dict(list(_disordered(panel))[:1])
    rows = screened.compared
    rows = rows[rows["window"].isin(list(told)) & rows["value"].notna()].drop_duplicates("window")

    def message(row: Row) -> str:
        return told[row["window"]][0]

    def fix(row: Row) -> str:
        return told[row["window"]][1]

    yield from screened.at(check, rows, message, fix)


@check(
    "two-exchanged",
    "warning",
    "change",
    title="Two areas that may be exchanged",
    means="Each of two areas has about the figure that the other one should have by all others' change.",
    mend="Look whether their names, codes or figures have changed places.",
)
def two_exchanged(check: Check, screened: Screened) -> Iterator[Finding]:
    """New figures of two areas that are far from their own last ones, in opposite directions, and near to the other's:
    told once for each series, at the pair that fits best."""
    told: dict[tuple[int, str], str] = {}
    for panel in screened.panels:
        if screened.catalogue.indicators[panel.indicator].kind != "rank":
            told |= dict(list(_exchanged(screened, panel))[:1])
    rows = screened.compared
    rows = rows[rows["fresh"] & rows["window"].isin({window for window, _ in told})]
    here = [where in told for where in zip(rows["window"], rows["area_code"], strict=True)]
    yield from screened.at(check, rows[here], lambda row: told[row["window"], row["area_code"]])


def _exchanged(screened: Screened, panel: Panel) -> Iterator[tuple[tuple[int, str], str]]:
    """For each new period in which two areas seem to be exchanged, where the first of them stands and what is said."""
    steps = panel.steps
    usual = steps.spread[panel.past & (steps.number >= _PAIRED)]
    for place in np.flatnonzero(panel.judged & (steps.number >= _PAIRED)):
        before = panel.places_before[:, place]
        own = steps.change[:, place] - steps.common[place]
        rows = np.flatnonzero(np.isfinite(own) & panel.fresh[:, place] & (before >= 0))
        if len(rows) < 2:
            continue
        spread = max(float(steps.spread[place]), float(np.median(usual)) if len(usual) else 0.0, _LEAST)
        level = panel.logs[rows, before[rows]]
        if screened.catalogue.indicators[panel.indicator].kind == "count":
            spread = max(spread, float(np.median(by_chance(np.exp(level), np.exp(level)))) / 3)
        apart = level[None, :] - level[:, None]
        away, other = own[rows][:, None], own[rows][:, None] - apart
        far = (np.abs(away) > _FAR_OFF * spread) & (np.abs(other) < _CLOSE * spread)
        pairs = np.argwhere(far & far.T)
        if not len(pairs):
            continue
        one, two = max(pairs.tolist(), key=lambda pair: abs(float(apart[pair[0], pair[1]])))
        names = [panel.areas[rows[each]] for each in (one, two)]
        now = [shown(panel.values[rows[each], place]) for each in (one, two)]
        was = [shown(panel.values[rows[each], before[rows[each]]]) for each in (one, two)]
        first, second = map(screened.area, names)
        text = f"{named(panel.indicator, panel.breakdown)}, {panel.labels[place]}: {first} has {now[0]} and {second} "
        yield (int(panel.windows[place]), names[0]), f"{text}{now[1]}, after {was[0]} and {was[1]}."


def _disordered(panel: Panel) -> Iterator[tuple[int, tuple[str, str]]]:
    """The windows whose order is unlike that of the periods held, with the message and the fix."""
    places = np.flatnonzero(panel.rewritten & _ordered(panel.filed))
    held = np.flatnonzero((np.isfinite(panel.held).sum(axis=0) >= _AREAS) & _ordered(panel.held))
    if not len(places) or not len(held):
        return
    ranks = _ranks(panel.held)
    past: Numbers | None = None
    for place in places:
        near = held[held <= place][-_BEFORE:]
        near = near if len(near) else held[:_BEFORE]
        usual = _mean(ranks[:, near])
        values = panel.filed[:, place]
        fits = _correlation(values, usual)
        if fits is None or fits >= 1 - _LOWER:  # no order is so much closer
            continue
        past = _past(ranks[:, held[-_RECENT - 1 :]]) if past is None else past
        if not (guess := _guess(values, usual, fits, past)):
            continue
        name = named(panel.indicator, panel.breakdown)
        message = f"{name}, {panel.labels[place]}: the order of the areas is unlike that of any period held: "
        message += f"the correlation with it is {_shown(fits)}"
        message += f", where it is usually {_shown(float(np.tanh(np.median(past))))}." if len(past) else "."
        yield int(panel.windows[place]), (message, f"{guess} {ASK}" if guess != ASK else "")


def _ordered(values: Numbers) -> Truths:
    """The periods whose areas have an order: not those in which more than so many share one value, zero for the most
    part, so that which of the others come first is chance."""
    periods = [period[~np.isnan(period)] for period in values.T]
    alike = [np.unique(each, return_counts=True)[1].max() / len(each) if len(each) else 0.0 for each in periods]
    return np.array(alike) <= _TIED


def _guess(values: Numbers, usual: Numbers, fits: float, past: Numbers) -> str:
    """What may have happened to figures that fit so badly; empty where they fit as they usually do."""
    there = np.flatnonzero(np.isfinite(values))
    slipped = {}
    for shift, where in ((1, "down"), (-1, "up")):
        moved = values.copy()
        moved[there] = np.roll(values[there], shift)
        slipped[where] = _correlation(moved, usual) or -1.0
    where = max(slipped, key=lambda each: slipped[each])
    unlike = _unlike(fits, past, len(there))
    rows = np.where(np.isfinite(values), np.arange(len(values)), np.nan)
    if unlike and abs(_correlation(values, rows) or 0.0) >= _SORTED:
        return _IN_ORDER
    if slipped[where] > max(fits + _BETTER, _YOUNG):
        return _SLIPPED.format(where)
    return ASK if unlike else ""


def _unlike(fits: float, past: Numbers, number: int) -> bool:
    """Whether the correlation is lower than it is by chance and by what the line usually does."""
    if not len(past):
        return fits < _YOUNG
    chance = 1.06 / (number - 3)  # of Spearman's correlation: https://doi.org/10.1093/biomet/44.3-4.470
    center = float(np.median(past))
    spread = float(np.mean((past - center) ** 2)) if len(past) > 1 else chance
    variance = max(chance, (_WEIGHT * chance + len(past) * spread) / (_WEIGHT + len(past)))
    low = _fisher(fits) < center - _USUAL * np.sqrt(variance)
    return bool(low and fits < np.tanh(center) - _LOWER)


def _past(ranks: Numbers) -> Numbers:
    """How closely each period held went with those before it, after Fisher's transformation."""
    found = (
        _correlation(ranks[:, place], _mean(ranks[:, max(0, place - _BEFORE) : place]))
        for place in range(1, ranks.shape[1])
    )
    return np.array([_fisher(each) for each in found if each is not None])


def _ranks(values: Numbers) -> Numbers:
    return pd.DataFrame(values).rank().to_numpy()


def _mean(ranks: Numbers) -> Numbers:
    number = np.isfinite(ranks).sum(axis=1)
    return np.asarray(np.where(number > 0, np.nansum(ranks, axis=1) / np.maximum(number, 1), np.nan))


def _correlation(one: Numbers, other: Numbers) -> float | None:
    """Spearman's correlation over the areas that both have; None for too few of them, or where all are equal."""
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < _AREAS:
        return None
    ranks = _ranks(np.column_stack([one[both], other[both]]))
    away = ranks - ranks.mean(axis=0)
    size = np.sqrt((away**2).sum(axis=0)).prod()
    return float(away.prod(axis=1).sum() / size) if size > 0 else None


def _fisher(correlation: float) -> float:
    return float(np.arctanh(np.clip(correlation, -0.999, 0.999)))


def _shown(correlation: float) -> str:
    return f"{correlation:.2f}".replace("-", MINUS)
