"""Is a measure on plan? Its latest value against what the strategy wants of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indicators.statistics.arguments import ROUNDING, SIGNS, check_limits, choice, number, numbers
from indicators.statistics.comparison import apart, compare, error_of_difference
from indicators.statistics.statuses import WORDS, Standing, Status, Unassessed

#: Where `reach` has no tolerance of its own: close to plan is within this share of the way from baseline to target.
DEFAULT_TOLERANCE_SHARE = 0.1

#: A figure that is not clearly different from its benchmark rests on too small a sample to tell where half of its
#: interval is wider than this share of the value.
SMALL_SAMPLE_SHARE = 0.2


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
    baseline_lower: float
    baseline_upper: float

    @property
    def width(self) -> float:
        """The width of the value's interval; nan without one."""
        return self.upper - self.lower

    @property
    def baseline_width(self) -> float:
        """The width of the baseline's interval; nan without one."""
        return self.baseline_upper - self.baseline_lower

    @property
    def has_interval(self) -> bool:
        return not math.isnan(self.width)

    @property
    def outside_its_limits(self) -> bool:
        """Whether the value or the baseline lies outside its own limits: then somebody has made an error."""
        return _outside(self.value, self.lower, self.upper) or _outside(
            self.baseline, self.baseline_lower, self.baseline_upper
        )

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
    baseline_lower: float | None = None,
    baseline_upper: float | None = None,
) -> Status:
    """The status of a value x with 95% limits against a baseline B, a target T or a benchmark, all in one unit.

    With s = 1 where higher is better and −1 where lower is, and the gap d = s·(x − reference):

    - `reach`: expected now is E = B + elapsed·(T − B), with `elapsed` the share of the way that should be done by
      now, clipped to 0–1. `target met` if s·(x − T) ≥ 0; else by d = s·(x − E) `on plan` (d ≥ 0), `close to plan`
      (−τ ≤ d < 0) or `off plan`, with τ the tolerance or 10% of |T − B|. With `ended`: `target met` or
      `target missed`. Uncertain if the limits would be called otherwise.
    - `keep`: `off plan` if clearly worse than B, else `on plan`.
    - `improve`: `on plan` if clearly better than B, `off plan` if clearly worse, else `close to plan`.
    - `match`: `on plan` if clearly better than the benchmark, `off plan` if clearly worse, else `in line`; with too
      small a sample to tell where half the interval is wider than a fifth of the value.
    - `context`: never assessed, and no more is a contextual polarity.

    Clearly better or worse than a benchmark: it lies outside the interval. Than B, which is a sample as x is:
    |x − B| > 1.959964·√(se_x² + se_B²), se = (U − L)/3.92; a baseline without limits is taken to be as uncertain as
    x, and the status says so. Where x has no interval: by more than the tolerance, which may be 0 where everybody
    is counted. A figure outside its own limits is not assessed.

    Baseline and latest period must not overlap, which is for the caller to know. Refuses an unknown aim or polarity,
    limits the wrong way round, a negative tolerance and, for `reach`, a target on the wrong side of the baseline or
    at it, and a missing `elapsed` before the end.

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
        baseline_lower=number("baseline_lower", baseline_lower),
        baseline_upper=number("baseline_upper", baseline_upper),
    )
    _check(case, aim)
    if aim == "context" or polarity == "contextual":
        return _not_assessed("contextual")
    if math.isnan(case.value):
        return _not_assessed("no data")
    return _not_assessed("outside its own limits") if case.outside_its_limits else AIMS[aim](case)


def _check(case: _Case, aim: str) -> None:
    check_limits(numbers("lower", case.lower), numbers("upper", case.upper))
    baseline_limits = numbers("baseline_lower", case.baseline_lower), numbers("baseline_upper", case.baseline_upper)
    check_limits(*baseline_limits, prefix="baseline_")
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


def _outside(value: float, lower: float, upper: float) -> bool:
    """Whether a value lies outside its limits; nothing lies outside of limits that are not there."""
    return value < lower or value > upper


def _keep(case: _Case) -> Status:
    words = {"better": "on plan", "similar": "on plan", "worse": "off plan"}
    return _since_baseline(case, words, similar="")


def _improve(case: _Case) -> Status:
    words = {"better": "on plan", "similar": "close to plan", "worse": "off plan"}
    return _since_baseline(case, words, similar="no clear change since the baseline")


def _since_baseline(case: _Case, words: Mapping[str, str], similar: Standing) -> Status:
    """The status by whether the value is clearly better or worse than the baseline."""
    if math.isnan(case.baseline):
        return _not_assessed("no baseline")
    reasons: dict[str, Standing] = {
        "better": "better than at the start",
        "similar": similar,
        "worse": "worse than baseline",
    }
    if not case.has_interval:
        return _by_tolerance(case, case.baseline, words, reasons)
    assumed = math.isnan(case.baseline_width)
    error = error_of_difference(case.width, case.width if assumed else case.baseline_width)
    gap = case.gap(case.baseline)
    standing = "similar"
    if apart(gap, error, max(abs(case.value), abs(case.baseline))):
        standing = "better" if gap > 0 else "worse"
    return Status(words[standing], case.baseline, gap, reason=reasons[standing], assumed_baseline_error=assumed)


def _match(case: _Case) -> Status:
    words = {"better": "on plan", "similar": "in line", "worse": "off plan"}
    reasons: dict[str, Standing] = {
        "better": "better than the benchmark",
        "similar": "too small a sample to tell" if _small_sample(case) else "similar to the benchmark",
        "worse": "worse than the benchmark",
    }
    if math.isnan(case.benchmark):
        return _not_assessed("no benchmark")
    if not case.has_interval:
        return _by_tolerance(case, case.benchmark, words, reasons)
    standing = compare(case.value, case.lower, case.upper, case.benchmark, case.polarity)
    return Status(words[standing], case.benchmark, case.gap(case.benchmark), reason=reasons[standing])


def _small_sample(case: _Case) -> bool:
    """Whether the interval is too wide for "not clearly different" to mean much."""
    return case.has_interval and case.width / 2 > SMALL_SAMPLE_SHARE * abs(case.value) + case.slack


def _by_tolerance(case: _Case, reference: float, words: Mapping[str, str], reasons: Mapping[str, Standing]) -> Status:
    """The status by whether the value is better or worse than a reference by more than the tolerance."""
    if math.isnan(case.tolerance):
        return _not_assessed("no interval and no tolerance")
    reach = case.tolerance + case.slack
    standing = compare(case.value, case.value - reach, case.value + reach, reference, case.polarity)
    return Status(words[standing], reference, case.gap(reference), reason=reasons[standing])


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
