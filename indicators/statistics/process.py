"""Is a monthly or quarterly series changing? Individual values and moving ranges: the XmR chart.

For series of 12 points or more; never annual ones, never overlapping windows, and a seasonal series only as its
twelve-month change or with the season said. All that is the caller's to know.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.statistics.arguments import ROUNDING, Flags, Numbers, check_shapes, numbers, one_series
from indicators.statistics.neighbours import lag1

#: From the average moving range to three sigma: 3 / 1.128. Source: Wheeler, Understanding Variation.
XMR_FACTOR = 2.66

#: Moving ranges of so many times their average and more are dropped (D4). Source: Wheeler, Understanding Variation.
XMR_SCREEN = 3.267

#: Where a near limit lies between the mean and a limit. Source: NHS England, Making Data Count.
NEAR_SHARE = 2 / 3

#: How many points in a row are a trend or a run. Source: NHS England, Making Data Count.
RUN_LENGTH = 7

#: Series with fewer points get no XmR chart; with fewer than XMR_TRIAL_BELOW the limits are called trial limits.
XMR_POINTS = 12
XMR_TRIAL_BELOW = 13

#: A chart does not fit where the points' lag-1 correlation, or the share of points that meet a rule, is above this.
FIT_LAG1 = 0.6
FIT_FLAGGED = 1 / 3

Unfit = Literal["", "neighbours are too alike", "too many points flagged"]


@dataclass(frozen=True)
class Limits:
    """Mean, limits and near limits of one group of points, in the unit of the values."""

    mean: float
    lower: float
    upper: float
    lower_near: float
    upper_near: float


def xmr(values: npt.ArrayLike, rebase: Sequence[int] = (), screen: bool = True) -> pd.DataFrame:
    """One row per point: `value, group, mean, lower, upper, lower_near, upper_near, moving_range, rule`.

    Mean ± 2.66·AMR, near limits at two thirds of that, in the unit of the values; AMR is the average of the moving
    ranges |x_i − x_(i−1)|, with `screen` without those of 3.267·AMR and more, dropped once, unless that leaves only
    ranges of 0. `rule` is the first that applies:

    - `outside`: strictly outside a limit;
    - `trend`: of seven points in a row, each strictly higher, or each strictly lower, than the one before;
    - `two_in_three`: beyond a near limit, as is another of three points in a row on that side of the mean; a point
      outside the limit is beyond the near one too;
    - `run`: of seven points in a row strictly on one side of the mean;
    - `none`.

    `rebase` holds the positions, 1 to n − 1 and ascending, at which a new group starts; neither limits nor rules
    cross it. A missing point is nan, has no rule, and interrupts whatever needs points in a row. Rows keep the index
    of a Series. Refuses values that are not one series, and positions out of range or out of order.

    Source: Wheeler, Understanding Variation; rules as in NHS England, Making Data Count (for two in three see issue
    194 of NHSRplotthedots).

    >>> points = xmr([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])
    >>> points[["lower", "mean", "upper"]].round(2).iloc[0].to_list()
    [-0.72, 1.94, 4.6]
    >>> points["rule"][4]
    'outside'
    """
    series = one_series("values", numbers("values", values))
    starts = _starts(rebase, series.size)
    groups = [_group(number, points, screen) for number, points in enumerate(np.split(series, starts))]
    table = pd.concat(groups, ignore_index=True)
    return table.set_index(values.index) if isinstance(values, pd.Series) else table


@dataclass(frozen=True)
class Fit:
    """Whether a process chart fits a series, why not, and the two shares that decide it.

    `autocorrelation` is that of neighbouring points about the mean of their group; `flagged` is the share of the
    points that meet a rule. `reason` is empty where the chart fits.
    """

    fits: bool
    reason: Unfit
    autocorrelation: float
    flagged: float


def process_fit(values: npt.ArrayLike, flagged: npt.ArrayLike, group: npt.ArrayLike | None = None) -> Fit:
    """Whether a process chart fits: its points must not drift, or all that it says is that they do.

    It does not where the lag-1 correlation of the points is above 0.6, or where more than a third of them meet a
    rule. `flagged` says of each point whether it meets one. `group` is the group that each point belongs to, as
    `xmr` has it: neighbours across a rebase are no neighbours, and every point is held against the mean of its own
    group, or a step that has been rebased would look like a drift. A missing point (nan) is neither counted nor
    anybody's neighbour. Nothing stands in the way where there is no point. Refuses values that are not one series,
    and arrays of unequal length.

    Source: this dashboard's methods, "A process chart must fit".

    >>> drifting = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    >>> process_fit(drifting, xmr(drifting)["rule"] != "none").reason
    'neighbours are too alike'
    """
    series = one_series("values", numbers("values", values))
    marks = one_series("flagged", numbers("flagged", flagged))
    groups = np.zeros(series.size) if group is None else numbers("group", group)
    check_shapes(values=series, flagged=marks, group=groups)
    present = ~np.isnan(series)
    autocorrelation = lag1(series, groups)
    share = float(marks[present].mean()) if present.any() else 0.0
    reason: Unfit = ""
    if autocorrelation > FIT_LAG1:
        reason = "neighbours are too alike"
    elif share > FIT_FLAGGED:
        reason = "too many points flagged"
    return Fit(not reason, reason, autocorrelation, share)


def process_limits(values: Numbers, screen: bool = True) -> Limits:
    """Mean and limits of one group of points, missing ones left out; nan where there is nothing to take them from."""
    present = values[~np.isnan(values)]
    mean = float(present.mean()) if present.size else np.nan
    reach = XMR_FACTOR * _average_range(np.abs(np.diff(values)), screen)
    near = NEAR_SHARE * reach
    return Limits(mean, mean - reach, mean + reach, mean - near, mean + near)


def rules(values: Numbers, limits: Limits) -> npt.NDArray[np.object_]:
    """The first rule that each point of one group falls under, or `none`."""
    names = np.full(values.size, "none", dtype=object)
    for rule, applies in reversed(list(_RULES.items())):
        names[applies(values, limits)] = rule
    return names


def _starts(rebase: Sequence[int], points: int) -> list[int]:
    starts = list(rebase)
    for before, position in zip([0, *starts], starts, strict=False):
        if not 0 < position < points:
            raise ValueError(f"rebase: {position} is not a position from 1 to {points - 1}")
        if position <= before:
            raise ValueError(f"rebase: {position} comes after {before}; positions ascend")
    return starts


def _group(number: int, values: Numbers, screen: bool) -> pd.DataFrame:
    limits = process_limits(values, screen)
    return pd.DataFrame(
        {
            "value": values,
            "group": np.full(values.size, number),
            **{name: np.full(values.size, each) for name, each in vars(limits).items()},
            "moving_range": np.abs(np.diff(values, prepend=np.nan)),
            "rule": rules(values, limits),
        }
    )


def _average_range(ranges: Numbers, screen: bool) -> float:
    present = ranges[~np.isnan(ranges)]
    if not present.size:
        return float("nan")
    average = float(present.mean())
    rest = present[present < XMR_SCREEN * average] if screen else present
    # Without a range above 0 the limits would collapse onto the mean, and every point would lie outside them.
    return float(rest.mean()) if rest.any() else average


def _beyond(values: Numbers, lower: float, upper: float) -> Numbers:
    """+1 above `upper`, -1 below `lower`, else 0. Strictly, and by more than arithmetic rounds."""
    slack = ROUNDING * float(np.max(np.abs(values), initial=0.0, where=~np.isnan(values)))
    above, below = values > upper + slack, values < lower - slack
    return above.astype(np.float64) - below.astype(np.float64)


def _outside(values: Numbers, limits: Limits) -> Flags:
    outside: Flags = _beyond(values, limits.lower, limits.upper) != 0
    return outside


def _trend(values: Numbers, limits: Limits) -> Flags:
    steps = np.nan_to_num(np.sign(np.diff(values)))
    return _members(_all_alike(steps, RUN_LENGTH - 1), RUN_LENGTH, values.size)


def _two_in_three(values: Numbers, limits: Limits) -> Flags:
    near = _beyond(values, limits.lower_near, limits.upper_near) != 0
    sides = _beyond(values, limits.mean, limits.mean)
    enough = _windows(near.astype(np.float64), 3).sum(axis=1) >= 2
    flags: Flags = _members(_all_alike(sides, 3) & enough, 3, values.size) & near
    return flags


def _run(values: Numbers, limits: Limits) -> Flags:
    sides = _beyond(values, limits.mean, limits.mean)
    return _members(_all_alike(sides, RUN_LENGTH), RUN_LENGTH, values.size)


def _windows(values: Numbers, length: int) -> Numbers:
    """Every stretch of so many values in a row, one a row."""
    if values.size < length:
        return np.empty((0, length))
    windows: Numbers = np.lib.stride_tricks.sliding_window_view(values, length)
    return windows


def _all_alike(signs: Numbers, length: int) -> Flags:
    """For every stretch of so many signs: whether all are +1, or all are -1."""
    alike: Flags = np.abs(_windows(signs, length).sum(axis=1)) == length
    return alike


def _members(holds: Flags, length: int, points: int) -> Flags:
    """Which points belong to any stretch of `length` points that holds; `holds` is by the stretch's first point."""
    flags: Flags = np.zeros(points, dtype=np.bool_)
    for first in np.flatnonzero(holds):
        flags[first : first + length] = True
    return flags


_RULES: Mapping[str, Callable[[Numbers, Limits], Flags]] = MappingProxyType(
    {"outside": _outside, "trend": _trend, "two_in_three": _two_in_three, "run": _run}
)
