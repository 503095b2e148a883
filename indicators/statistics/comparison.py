"""Is a figure different from its benchmark, or from another figure that is as uncertain as itself?"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from indicators.statistics.arguments import ROUNDING, SIGNS, check_limits, choice, number, numbers
from indicators.statistics.intervals import LIMITS_WIDTH, normal_quantile

#: Two figures are clearly different where chance alone would set them so far apart in fewer than 1 of 20 cases.
CLEARLY = 0.95

#: What a value below, and one above, its benchmark is called.
_VERDICTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "higher_is_better": ("worse", "better"),
        "lower_is_better": ("better", "worse"),
        "contextual": ("lower", "higher"),
    }
)


def compare(
    value: float | None, lower: float | None, upper: float | None, benchmark: float | None, polarity: str
) -> str:
    """`similar`, `better`, `worse`, `higher`, `lower` or `not_compared`: the value's interval against a benchmark.

    `similar` if lower ≤ benchmark ≤ upper, all in the same unit; the benchmark's own interval is ignored. Otherwise
    the side on which the benchmark lies, by polarity; `higher` and `lower` for a contextual one. Anything missing:
    `not_compared`, and so is a value outside its own limits, which is an error of somebody's. That an area is not
    compared with itself is for the caller, who knows the areas. Refuses limits the wrong way round and an unknown
    polarity.

    Source: OHID Fingertips, comparison with a benchmark by 95% confidence intervals.

    >>> compare(17.3, 16.1, 18.6, 22.1, "lower_is_better")
    'better'
    """
    choice("polarity", polarity, SIGNS)
    figure, low, high = estimate("value", value, lower, upper)
    against = number("benchmark", benchmark)
    # Missing limits, and a value outside its own, are not around the value.
    if math.isnan(against) or not low <= figure <= high:
        return "not_compared"
    if low <= against <= high:
        return "similar"
    return _VERDICTS[polarity][low > against]


def compare_two(
    value: float | None,
    lower: float | None,
    upper: float | None,
    earlier: float | None,
    earlier_lower: float | None,
    earlier_upper: float | None,
    polarity: str,
) -> str:
    """`similar`, `better`, `worse`, `higher`, `lower` or `not_compared`: a figure against an uncertain earlier one.

    Clearly different where |x − B| > 1.959964·√(se_x² + se_B²), with se = (U − L)/3.92 from the 95% limits of each,
    all in one unit; then the side of the earlier figure on which the value lies, by polarity. To hold the new
    interval against the old value alone would call 16.6% of unchanged figures changed, not 5%. The two must not
    share a day, which is for the caller to know. Anything missing, or a value outside its own limits:
    `not_compared`. Refuses limits the wrong way round and an unknown polarity.

    Source: the difference of two independent estimates; this dashboard's methods, "Both ends are uncertain".

    >>> compare_two(16.70, 12.73, 21.51, 23.63, 18.61, 29.57, "lower_is_better")
    'similar'
    """
    choice("polarity", polarity, SIGNS)
    figure, low, high = estimate("value", value, lower, upper)
    before, before_low, before_high = estimate("earlier", earlier, earlier_lower, earlier_upper)
    if not (low <= figure <= high and before_low <= before <= before_high):
        return "not_compared"
    error = error_of_difference(high - low, before_high - before_low)
    if not apart(figure - before, error, max(abs(figure), abs(before))):
        return "similar"
    return _VERDICTS[polarity][figure > before]


def proposed_tolerance(half_width_now: float | None, half_width_then: float | None) -> float:
    """How far apart two readings of one survey must be to tell them apart: √(h₁² + h₀²).

    From half the width of the 95% interval of each, in the unit of the value; nan where one is missing. A proposal
    until somebody of the Alliance has accepted it. Refuses a negative width.

    Source: the difference of two independent estimates; this dashboard's methods, "Tolerance".

    >>> round(proposed_tolerance(4.1, 4.1), 1)
    5.8
    """
    now, then = number("half_width_now", half_width_now), number("half_width_then", half_width_then)
    for name, width in (("half_width_now", now), ("half_width_then", then)):
        if width < 0:
            raise ValueError(f"{name}: {width:.15g} is negative")
    return math.nan if math.isnan(now) or math.isnan(then) else math.hypot(now, then)


def estimate(name: str, value: float | None, lower: float | None, upper: float | None) -> tuple[float, float, float]:
    """A value and its limits, nan for what is missing. Refuses limits the wrong way round."""
    prefix = "" if name == "value" else f"{name}_"
    low, high = number(f"{prefix}lower", lower), number(f"{prefix}upper", upper)
    check_limits(numbers("lower", low), numbers("upper", high), prefix)
    return number(name, value), low, high


def error_of_difference(width: float, other: float) -> float:
    """The standard error of the difference of two independent estimates, from the widths of their 95% intervals."""
    return math.hypot(width, other) / LIMITS_WIDTH


def apart(difference: float, error: float, size: float) -> bool:
    """Whether a difference of numbers of that size is more than chance at 95%, and more than arithmetic rounds."""
    return abs(difference) > normal_quantile(CLEARLY) * error + ROUNDING * size
