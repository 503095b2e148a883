"""What the statistics accept as arguments, and how they refuse the rest: the argument's name, then the value."""

import math
from collections.abc import Collection, Mapping
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: +1 where a higher value is better, -1 where a lower one is, 0 where no direction is good.
SIGNS: Mapping[str, int] = MappingProxyType({"higher_is_better": 1, "lower_is_better": -1, "contextual": 0})

#: Two results of arithmetic count as equal within this share of the numbers that went in. Published figures have
#: far fewer digits, and 1 + 0.8 * 3 must not miss 3.4 by the sixteenth.
ROUNDING = 1e-12


def numbers(name: str, values: npt.ArrayLike) -> Numbers:
    """The values as an array of floats, None as nan. Refuses what is no number, and infinity."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}") from error
    refuse(np.isinf(array), name, array, "is not a finite number")
    return array


def number(name: str, value: float | None) -> float:
    """One number, None as nan. Refuses what `numbers` refuses, and anything with more than one value."""
    array = numbers(name, math.nan if value is None else value)
    if array.ndim:
        raise ValueError(f"{name}: {value!r} is not one number")
    return float(array)


def one_series(name: str, array: Numbers) -> Numbers:
    """The array itself, if it is one series."""
    if array.ndim != 1:
        raise ValueError(f"{name}: {array.ndim} dimensions, where one series has 1")
    return array


def ascending(name: str, positions: npt.ArrayLike, points: int) -> Numbers:
    """The positions of so many points as floats, if none is missing and each is above the one before."""
    array = one_series(name, numbers(name, positions))
    if array.size != points:
        raise ValueError(f"{name}: {array.size} positions for {points} points")
    refuse(np.isnan(array), name, array, "is not a position")
    for before, position in pairwise(array):
        if position <= before:
            raise ValueError(f"{name}: {position:.15g} comes after {before:.15g}; positions ascend")
    return array


def choice(name: str, value: str, allowed: Collection[str]) -> str:
    """The value itself, if it is one of those allowed."""
    if value not in allowed:
        raise ValueError(f"{name}: {value!r} is not one of {', '.join(allowed)}")
    return value


def refuse(wrong: Flags, name: str, values: Numbers, why: str) -> None:
    """Raise for the first value at which `wrong` holds."""
    if wrong.any():
        value = np.broadcast_to(values, wrong.shape)[wrong][0]
        raise ValueError(f"{name}: {value:.15g} {why}")


def check_shapes(**arrays: Numbers) -> None:
    """Refuse arrays of unequal length. A single number goes with any array."""
    shapes = {name: array.shape for name, array in arrays.items() if array.ndim}
    first = next(iter(shapes), "")
    for name, shape in shapes.items():
        if shape != shapes[first]:
            raise ValueError(f"{name}: shape {shape} does not go with {first}: shape {shapes[first]}")


def check_counts(count: Numbers, denominator: Numbers | None = None) -> None:
    """Refuse negative counts and denominators. Whether a count may exceed its denominator is another matter."""
    refuse(count < 0, "count", count, "is negative")
    if denominator is not None:
        check_shapes(count=count, denominator=denominator)
        refuse(denominator < 0, "denominator", denominator, "is negative")


def check_shares(count: Numbers, denominator: Numbers) -> None:
    """Refuse counts and denominators that cannot make a proportion."""
    check_counts(count, denominator)
    over = count > denominator
    if over.any():
        limit = np.broadcast_to(denominator, over.shape)[over][0]
        refuse(over, "count", count, f"is above its denominator {limit:.15g}")


def check_limits(lower: Numbers, upper: Numbers, prefix: str = "") -> None:
    """Refuse limits the wrong way round. `prefix` is what stands before `lower` and `upper` in the argument's name."""
    check_shapes(lower=lower, upper=upper)
    crossed = lower > upper
    if crossed.any():
        limit = np.broadcast_to(upper, crossed.shape)[crossed][0]
        refuse(crossed, f"{prefix}lower", lower, f"is above {prefix}upper {limit:.15g}")
