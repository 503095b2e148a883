"""Is a measure on plan? Its latest value against what the strategy wants of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from indicators.statistics.arguments import ROUNDING, SIGNS, check_limits, choice, number, numbers
from indicators.statistics.comparison import compare

#: Where `reach` has no tolerance of its own: close to plan is within this share of the way from baseline to target.
DEFAULT_TOLERANCE_SHARE = 0.1

#: The words of a status, from the worst to the best; the last one stands beside them.
WORDS = ("target missed", "off plan", "close to plan", "on plan", "target met", "not assessed")

Unassessed = Literal[
    "contextual",
    "no data",
    "no target",
    "no baseline",
    "no benchmark",
    "no interval and no tolerance",
    "baseline after the latest figure",
    "suppressed",
    "latest period incomplete",
    "break in the series since the baseline",
    "published too late",
]
#: What a status rests on; empty where the word says it all.
Standing = Literal[
    "better than at the start",
    "no clear change since the baseline",
    "worse than baseline",
    "better than the benchmark",
    "similar to the benchmark",
    "worse than the benchmark",
    "",
]

#: Why a measure is not assessed, with the sentence shown to people. `status` finds the first six by itself.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "contextual": "It is shown as background and never judged.",
        "no data": "There is no figure.",
        "no target": "Nobody has set a target.",
        "no baseline": "There is no figure from before the strategy to compare with.",
        "no benchmark": "There is no figure to be in line with.",
        "no interval and no tolerance": "No interval is published, and no tolerance has been agreed.",
        "baseline after the latest figure": "There is no figure after the baseline’s period yet.",
        "suppressed": "The publisher withholds the figure.",
        "latest period incomplete": "The latest period is not complete yet.",
        "break in the series since the baseline": "The figures are not comparable with the baseline.",
        "published too late": "A new figure is more than one full cycle overdue.",
    }
)


@dataclass(frozen=True)
class Status:
    """A measure's standing: a word of WORDS, the value to be at, the gap to it, how certain, and why.

    `gap` is positive on the good side of `expected`, in the unit of the measure. `certainty` is empty, or names the
    words that the published interval allows. `not assessed` has one of REASONS; every other word a Standing.
    """

    word: str
    expected: float = math.nan
    gap: float = math.nan
    certainty: str = ""
    reason: Unassessed | Standing = ""

    def __post_init__(self) -> None:
        choice("word", self.word, WORDS)
        if self.word == "not assessed":
            choice("reason", self.reason, REASONS)
        elif self.reason:
            choice("reason", self.reason, get_args(Standing))


@dataclass(frozen=True)
class _Case:
    """What a status is made from; nan for what is missing."""

    value: float
    polarity: str
    baseline: float
    target: float
    elapsed: float
    lower: float
    upper: float
    benchmark: float
    tolerance: float
    ended: bool

    @property
    def has_interval(self) -> bool:
        return not (math.isnan(self.lower) or math.isnan(self.upper))

    @property
    def slack(self) -> float:
        """What arithmetic may round by."""
        sizes = (self.value, self.baseline, self.target, self.benchmark)
        return ROUNDING * max(abs(size) for size in sizes if not math.isnan(size))

    def gap(self, reference: float, value: float | None = None) -> float:
        """How far the value lies on the good side of the reference."""
        return SIGNS[self.polarity] * ((self.value if value is None else value) - reference)


def status(
    value: float | None,
    *,
    aim: str,
    polarity: str,
    baseline: float | None = None,
    target: float | None = None,
    elapsed: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    benchmark: float | None = None,
    tolerance: float | None = None,
    ended: bool = False,
) -> Status:
    """The status of a value x with 95% limits against a baseline B, a target T or a benchmark, all in one unit.

    With s = 1 where higher is better and −1 where lower is, and the gap d = s·(x − reference):

    - `reach`: expected now is E = B + elapsed·(T − B), with `elapsed` the share of the way that should be done by
      now, clipped to 0–1. `target met` if s·(x − T) ≥ 0; else by d = s·(x − E) `on plan` (d ≥ 0), `close to plan`
      (−τ ≤ d < 0) or `off plan`, with τ the tolerance or 10% of |T − B|. With `ended`: `target met` or
      `target missed`. Uncertain if the limits would be called otherwise.
    - `keep`: `off plan` if clearly worse than B, else `on plan`.
    - `improve`: `on plan` if clearly better than B, `off plan` if clearly worse, else `close to plan`.
    - `match`: `off plan` if clearly worse than the benchmark, else `on plan`.
    - `context`: never assessed, and no more is a contextual polarity.

    Clearly means that the reference lies outside the interval or, where none is published, further from x than the
    tolerance. Refuses an unknown aim or polarity, limits the wrong way round, a negative tolerance and, for `reach`,
    a target on the wrong side of the baseline or at it, and a missing `elapsed` before the end.

    Source: this dashboard's methods, "Status against the strategy".

    >>> now = status(
    ...     78.6, aim="reach", polarity="higher_is_better", baseline=72, target=80, elapsed=0.6, lower=72, upper=85.2
    ... )
    >>> now.word, round(now.expected, 1), round(now.gap, 1), now.certainty
    ('on plan', 76.8, 1.8, 'uncertain: could be off plan to target met')
    """
    choice("aim", aim, AIMS)
    choice("polarity", polarity, SIGNS)
    case = _Case(
        value=number("value", value),
        polarity=polarity,
        baseline=number("baseline", baseline),
        target=number("target", target),
        elapsed=number("elapsed", elapsed),
        lower=number("lower", lower),
        upper=number("upper", upper),
        benchmark=number("benchmark", benchmark),
        tolerance=number("tolerance", tolerance),
        ended=ended,
    )
    _check(case, aim)
    if aim == "context" or polarity == "contextual":
        return _not_assessed("contextual")
    return _not_assessed("no data") if math.isnan(case.value) else AIMS[aim](case)


def _check(case: _Case, aim: str) -> None:
    check_limits(numbers("lower", case.lower), numbers("upper", case.upper))
    if case.tolerance < 0:
        raise ValueError(f"tolerance: {case.tolerance:.15g} is negative")
    if aim == "reach" and case.gap(case.baseline, case.target) <= 0 and case.polarity != "contextual":
        raise ValueError(
            f"target: {case.target:.15g} is no better than the baseline {case.baseline:.15g} ({case.polarity})"
        )


def _not_assessed(reason: Unassessed) -> Status:
    return Status("not assessed", reason=reason)


def _reach(case: _Case) -> Status:
    if math.isnan(case.target):
        return _not_assessed("no target")
    if math.isnan(case.baseline) and not case.ended:
        return _not_assessed("no baseline")
    expected = _expected(case)
    words = [_reach_word(case, each, expected) for each in (case.value, case.lower, case.upper)]
    certainty = _certainty(words) if case.has_interval else ""
    worse = case.gap(case.baseline) < -case.slack
    return Status(words[0], expected, case.gap(expected), certainty, "worse than baseline" if worse else "")


def _expected(case: _Case) -> float:
    """Where a straight path from baseline to target is by now."""
    if case.ended:
        return case.target
    if math.isnan(case.elapsed):
        raise ValueError("elapsed: nan; aim 'reach' needs the share of the time that has passed")
    return case.baseline + min(max(case.elapsed, 0.0), 1.0) * (case.target - case.baseline)


def _reach_word(case: _Case, value: float, expected: float) -> str:
    if case.gap(case.target, value) >= -case.slack:
        return "target met"
    if case.ended:
        return "target missed"
    default = DEFAULT_TOLERANCE_SHARE * abs(case.target - case.baseline)
    tolerance = default if math.isnan(case.tolerance) else case.tolerance
    gap = case.gap(expected, value)
    if gap >= -case.slack:
        return "on plan"
    return "close to plan" if gap >= -tolerance - case.slack else "off plan"


def _certainty(words: list[str]) -> str:
    worst, best = min(words, key=WORDS.index), max(words, key=WORDS.index)
    return "" if worst == best else f"uncertain: could be {worst} to {best}"


def _keep(case: _Case) -> Status:
    words = {"better": "on plan", "similar": "on plan", "worse": "off plan"}
    return _against(case, case.baseline, "no baseline", words, _since_baseline(similar=""))


def _improve(case: _Case) -> Status:
    words = {"better": "on plan", "similar": "close to plan", "worse": "off plan"}
    return _against(
        case, case.baseline, "no baseline", words, _since_baseline(similar="no clear change since the baseline")
    )


def _match(case: _Case) -> Status:
    words = {"better": "on plan", "similar": "on plan", "worse": "off plan"}
    reasons: dict[str, Standing] = {
        "better": "better than the benchmark",
        "similar": "similar to the benchmark",
        "worse": "worse than the benchmark",
    }
    return _against(case, case.benchmark, "no benchmark", words, reasons)


def _since_baseline(similar: Standing) -> dict[str, Standing]:
    return {"better": "better than at the start", "similar": similar, "worse": "worse than baseline"}


def _against(
    case: _Case, reference: float, if_missing: Unassessed, words: Mapping[str, str], reasons: Mapping[str, Standing]
) -> Status:
    """The status by whether the value is clearly better or worse than a reference."""
    if math.isnan(reference):
        return _not_assessed(if_missing)
    lower, upper = (case.lower, case.upper) if case.has_interval else _band(case)
    standing = compare(case.value, lower, upper, reference, case.polarity)
    if standing == "not_compared":
        return _not_assessed("no interval and no tolerance")
    return Status(words[standing], reference, case.gap(reference), reason=reasons[standing])


def _band(case: _Case) -> tuple[float, float]:
    """What counts as no different from the value where no interval is published; nan without a tolerance."""
    reach = case.tolerance + case.slack
    return case.value - reach, case.value + reach


#: One small function per aim of the strategy.
AIMS: Mapping[str, Callable[[_Case], Status]] = MappingProxyType(
    {
        "reach": _reach,
        "keep": _keep,
        "improve": _improve,
        "match": _match,
        "context": lambda case: _not_assessed("contextual"),
    }
)
