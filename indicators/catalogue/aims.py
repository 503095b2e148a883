"""What a measure must say for its aim to be judged, and what it may not: each function yields the faults it finds.

No number is invented: a target stands there with its day and with who set it and when; a baseline other than the
usual one stands there with its reason.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from indicators.model import Aim, Measure

_BASELINE = ("baseline", "baseline_of")
_TOLERANCE = ("tolerance", "margin", "set_by", "set_on")
#: The keys that only some aims have a use for, by aim.
_USED: Mapping[Aim, tuple[str, ...]] = MappingProxyType(
    {
        "reach": ("target", "target_date", "path", *_BASELINE, "also", *_TOLERANCE),
        "keep": (*_BASELINE, "also", *_TOLERANCE),
        "improve": (*_BASELINE, "also", *_TOLERANCE),
        "match": ("also", *_TOLERANCE),
        "context": (),
    }
)

#: What must be there, by what asks for it, and what is then said.
_QUOTED = (("words", "place"), "Quote what the strategy says, and tell where it stands.")
_SET = (("target", "target_date", "set_by", "set_on"), "The aim 'reach' needs a number, its day, who set it and when.")


def measure_faults(measure: Measure, where: str, began: date, judged: bool) -> Iterator[str]:
    """One measure against its aim, in a strategy that `began` on that day; `judged` says whether its theme is."""
    if judged:
        yield from _missing(measure, *_QUOTED, where)
    if measure.aim in _USED:  # an aim that could not be read has been told already
        yield from _useless(measure, where)
    if measure.aim == "reach":
        yield from _missing(measure, *_SET, where)
        yield from _order_faults(measure, where, began)
    if measure.tolerance is not None and measure.tolerance < 0:
        yield f"{where}, key 'tolerance': {measure.tolerance:g} is below 0."
    if measure.margin is not None and measure.margin.half_width <= 0:
        yield f"{where}, margin, key 'half_width': {measure.margin.half_width:g} is not above 0."
    yield from _also_faults(measure, where)
    yield from _baseline_faults(measure, where)


def _also_faults(measure: Measure, where: str) -> Iterator[str]:
    """Further aims: known, of those that need no number of their own, each once."""
    allowed = ("keep", "improve", "match")
    for aim in dict.fromkeys(measure.also):
        if aim not in allowed:
            yield f"{where}, key 'also': '{aim}' is not one of {', '.join(allowed)}."
        elif aim == measure.aim:
            yield f"{where}, key 'also': '{aim}' is the aim already."
        elif (times := measure.also.count(aim)) > 1:
            yield f"{where}, key 'also': '{aim}' is there {times} times."


def _missing(measure: Measure, keys: tuple[str, ...], why: str, where: str) -> Iterator[str]:
    for key in keys:
        if not _said(measure, key):
            yield f"{where}: key '{key}' is missing. {why}"


def _useless(measure: Measure, where: str) -> Iterator[str]:
    further = {key for aim in measure.also for key in _USED.get(aim, ()) if key != "also"}
    used = {*_USED[measure.aim], *further}
    for key in _USED["reach"]:
        if _said(measure, key) and key not in used:
            aims = ", ".join(f"'{aim}'" for aim, keys in _USED.items() if key in keys)
            yield f"{where}, key '{key}': the aim '{measure.aim}' has no use for it. Aims that have are {aims}."
    for key in ("set_by", "set_on"):
        if _said(measure, key) and key in used and measure.aim != "reach" and measure.tolerance is None:
            yield f"{where}, key '{key}': there is no 'tolerance' that somebody has set."


def _baseline_faults(measure: Measure, where: str) -> Iterator[str]:
    named = measure.baseline is not None or _said(measure, "baseline_of")
    if named and not _said(measure, "baseline_reason"):
        yield f"{where}: key 'baseline_reason' is missing. Say why this period and not the last before the strategy."
    if not named and _said(measure, "baseline_reason"):
        yield f"{where}: key 'baseline' is missing. 'baseline_reason' needs the day on which its period ends."


def _order_faults(measure: Measure, where: str, began: date) -> Iterator[str]:
    """Baseline or start of the strategy, milestones, target: each must come after the one before."""
    days = [("'baseline'", measure.baseline) if measure.baseline else ("the strategy's 'start'", began)]
    days += [(f"path {number}, key 'day'", milestone.day) for number, milestone in enumerate(measure.path, start=1)]
    if measure.target_date is not None:
        days.append(("key 'target_date'", measure.target_date))
    for (before, early), (name, late) in pairwise(days):
        if date.min < late <= early:  # the least date stands for one that could not be read
            yield f"{where}, {name}: {late} is not after {before}, {early}."


def _said(measure: Measure, key: str) -> bool:
    value = getattr(measure, key)
    return bool(value.strip()) if isinstance(value, str) else value not in (None, ())
