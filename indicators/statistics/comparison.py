"""Is a figure different from its benchmark?"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from indicators.statistics.arguments import SIGNS, check_limits, choice, number, numbers

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
    `not_compared`. That an area is not compared with itself is for the caller, who knows the areas. Refuses limits
    the wrong way round and an unknown polarity.

    Source: OHID Fingertips, comparison with a benchmark by 95% confidence intervals.

    >>> compare(17.3, 16.1, 18.6, 22.1, "lower_is_better")
    'better'
    """
    choice("polarity", polarity, SIGNS)
    check_limits(numbers("lower", number("lower", lower)), numbers("upper", number("upper", upper)))
    figure, low, high = number("value", value), number("lower", lower), number("upper", upper)
    against = number("benchmark", benchmark)
    if any(math.isnan(each) for each in (figure, low, high, against)):
        return "not_compared"
    if low <= against <= high:
        return "similar"
    return _VERDICTS[polarity][low > against]
