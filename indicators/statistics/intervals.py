"""Confidence intervals from a published count and denominator, never for survey estimates, and what they rest on."""

import math

import numpy as np
import numpy.typing as npt
from scipy import special

from indicators.statistics.arguments import (
    Numbers,
    check_counts,
    check_limits,
    check_shapes,
    check_shares,
    number,
    numbers,
    refuse,
)

#: Below this many events the Poisson limits are exact, from it on Byar's. Moving it breaks dozens of the limits
#: that OHID publishes. Source: Public Health England, technical guide on confidence intervals.
EXACT_BELOW = 10

#: The standard errors between 95% limits, 2 × 1.96 as OHID Fingertips has it, not 2 × the exact quantile.
LIMITS_WIDTH = 3.92


def proportion_interval(
    count: npt.ArrayLike, denominator: npt.ArrayLike, confidence: float = 0.95
) -> tuple[Numbers, Numbers]:
    """Wilson score interval of a proportion: lower and upper limits as shares between 0 and 1.

    (2x + z² ∓ z·√(z² + 4x(1 − x/n))) / (2(n + z²)), with x the count, n the denominator and z the normal quantile
    of 0.5 + confidence/2. Limits have the shape of the arguments; nan where a number is missing or n is 0.
    Refuses a negative count, a count above its denominator, arrays of unequal length and a confidence outside 0–1.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209–212.

    >>> lower, upper = proportion_interval(65, 100)
    >>> round(float(lower), 4), round(float(upper), 4)
    (0.5525, 0.7364)
    """
    z = normal_quantile(confidence)
    x, n = numbers("count", count), numbers("denominator", denominator)
    check_shares(x, n)
    n = np.where(n == 0, np.nan, n)
    centre, scale = 2 * x + z**2, 2 * (n + z**2)
    spread = z * np.sqrt(z**2 + 4 * x * (n - x) / n)
    share = x / n
    # The limits meet the value at 0 and at n; the last bit of rounding must not carry them past it.
    lower = np.clip((centre - spread) / scale, 0, share)
    upper = np.clip((centre + spread) / scale, share, 1)
    return lower, upper


def count_interval(count: npt.ArrayLike, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """Interval of a number of events: lower and upper limits, in events.

    Exact Poisson limits below 10 events, Byar's from 10 on; nan for nan, and a lower limit of 0 for no events.
    Refuses a negative count and a confidence outside 0–1.

    Source: Garwood (1936), Biometrika 28, 437–442; Breslow and Day (1987), Statistical methods in cancer
    research II, page 69; the switch at 10 as in Public Health England's technical guide on confidence intervals.

    >>> lower, upper = count_interval([5, 65])
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([1.6235, 50.1632], [11.6683, 82.8491])
    """
    normal_quantile(confidence)
    events = numbers("count", count)
    check_counts(events)
    lower, upper = byars_limits(np.maximum(events, EXACT_BELOW), confidence)
    exact_lower, exact_upper = exact_limits(np.minimum(events, EXACT_BELOW), confidence)
    few = events < EXACT_BELOW
    return np.where(few, exact_lower, lower), np.where(few, exact_upper, upper)


def rate_interval(
    count: npt.ArrayLike, denominator: npt.ArrayLike, per: float = 1.0, confidence: float = 0.95
) -> tuple[Numbers, Numbers]:
    """Interval of a rate: the limits of the count divided by the denominator, times `per`.

    In the unit of the rate, say per 100,000 people with `per=100_000`; nan where a number is missing or there is
    nobody that anything could happen to. More events than people are allowed. Refuses a negative count or
    denominator, events with a denominator of 0, arrays of unequal length, `per` not above 0, and a confidence
    outside 0–1.

    Source: as `count_interval`.

    >>> lower, upper = rate_interval(20, 100, per=100_000)
    >>> round(float(lower), 1), round(float(upper), 1)
    (12211.4, 30889.9)
    """
    events, people, factor = numbers("count", count), numbers("denominator", denominator), number("per", per)
    check_counts(events, people)
    refuse((events > 0) & (people == 0), "count", events, "events with a denominator of 0")
    if not factor > 0:
        raise ValueError(f"per: {per} is not above 0")
    lower, upper = count_interval(events, confidence)
    people = np.where(people == 0, np.nan, people)
    return lower / people * factor, upper / people * factor


def sample_size(p: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike) -> Numbers:
    """How many people a published share with 95% limits was measured of: n = p(1 − p)(3.92/(U − L))².

    All three as shares between 0 and 1. Only for a share whose definition says that its sample serves another one:
    what is then calculated is "derived here". nan where a number is missing or the limits are no width apart.
    Refuses shares outside 0–1, limits the wrong way round and arrays of unequal length.

    Source: the standard error √(p(1 − p)/n) turned round; this dashboard's methods, "Sister series".

    >>> round(float(sample_size(0.35, 0.323, 0.377)))
    1199
    """
    share, low, high = numbers("p", p), numbers("lower", lower), numbers("upper", upper)
    for name, array in (("p", share), ("lower", low), ("upper", high)):
        refuse((array < 0) | (array > 1), name, array, "is not a share between 0 and 1")
    check_shapes(p=share, lower=low, upper=high)
    check_limits(low, high)
    width = np.where(high > low, high - low, np.nan)
    people: Numbers = np.asarray(share * (1 - share) * (LIMITS_WIDTH / width) ** 2)
    return people


def agrees(
    value: float | None, count: float | None, denominator: float | None, times: float = 1.0, decimals: int = 0
) -> bool:
    """Whether a printed value is count ÷ denominator, times `times`, to half a unit of its last printed decimal.

    So that an interval calculated from the two belongs to that value. False where a number is missing or the
    denominator is 0: nothing is there to agree. Refuses negative counts and denominators, and `times` not above 0.

    Source: this dashboard's methods, "Intervals".

    >>> agrees(0.3, 5, 1_900, times=100, decimals=1), agrees(0.4, 5, 1_900, times=100, decimals=1)
    (True, False)
    """
    printed, events, people = number("value", value), number("count", count), number("denominator", denominator)
    check_counts(numbers("count", events), numbers("denominator", people))
    if not times > 0:
        raise ValueError(f"times: {times} is not above 0")
    if not people > 0:
        return False
    calculated = events / people * times
    half = 0.5 * 10.0**-decimals
    # A five in the next place is rounded either way, and the last bits of arithmetic must not decide it. Some of them,
    # and no share of the value: where many decimals are printed, that would be more than a unit. nan is never within.
    bits = 4 * math.ulp(max(abs(printed), abs(calculated)))
    return abs(printed - calculated) <= half + bits


def exact_limits(count: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    """Exact Poisson limits, χ²(α/2, 2O)/2 and χ²(1 − α/2, 2O + 2)/2, with O the count and α = 1 − confidence."""
    tail = (1 - confidence) / 2
    # Half a chi-squared quantile with 2a degrees of freedom is the gamma quantile with shape a.
    lower = np.where(count > 0, special.gammaincinv(count, tail), np.where(count == 0, 0.0, np.nan))
    upper = np.asarray(special.gammainccinv(count + 1, tail))
    return lower, upper


def byars_limits(count: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    """Byar's limits, O(1 − 1/(9O) − z/(3√O))³ and, with P = O + 1, P(1 − 1/(9P) + z/(3√P))³, for counts above 0."""
    z, more = normal_quantile(confidence), count + 1
    lower = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return lower, upper


def normal_quantile(confidence: float) -> float:
    """z, the normal quantile of 0.5 + confidence/2: 1.959964 for 0.95. Refuses a confidence outside 0–1, such as 95."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence: {confidence} is not between 0 and 1; 95% is written 0.95")
    return float(-special.ndtri((1 - confidence) / 2))
