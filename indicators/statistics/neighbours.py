"""How alike neighbouring points of a series are. Tests and limits for independent points mislead where they are."""

import numpy as np

from indicators.statistics.arguments import ROUNDING, Numbers


def lag1(values: Numbers, group: Numbers | None = None, scale: float | None = None) -> float:
    """The lag-1 autocorrelation of a series, Σ(x_i − m)(x_(i+1) − m) / Σ(x_i − m)², m the mean of a point's group.

    Pairs within a group alone, all groups in one ratio; a missing point (nan) makes no pair. 0 where the points
    differ by no more than arithmetic rounds numbers of size `scale`, by default the largest of them; nan without any.

    Source: Box and Jenkins, Time series analysis, the usual estimator r₁.
    """
    groups = np.zeros(values.size) if group is None else group
    present = ~np.isnan(values)
    if not present.any():
        return float("nan")
    apart = values.copy()
    for each in np.unique(groups[present]):
        apart[groups == each] -= values[(groups == each) & present].mean()
    size = float(np.abs(values[present]).max()) if scale is None else scale
    if float(np.abs(apart[present]).max()) <= ROUNDING * size:
        return 0.0
    pairs = (apart[1:] * apart[:-1])[groups[1:] == groups[:-1]]
    return float(np.nansum(pairs) / (apart[present] ** 2).sum())
