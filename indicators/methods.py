"""The methods in words and formulas, with the constants that the code really uses."""

import pandas as pd

from indicators import statistics


def text() -> str:
    """How the three answers are decided, as Markdown with formulas."""
    return rf"""
Version {statistics.METHOD_VERSION} of the methods. Every answer may say that it cannot say, and why.

**Intervals.** The publisher’s 95% interval is used where there is one. One is calculated only where an
indicator’s definition asks for it, from the published count and denominator, and is said to be. A share x of n uses
Wilson’s score interval, $\frac{{2x + z^2 \mp z\sqrt{{z^2 + 4x(1 - x/n)}}}}{{2(n + z^2)}}$. A count O below
{statistics.EXACT_BELOW} uses exact Poisson limits, $\tfrac12\chi^2_{{\alpha/2,\,2O}}$ and
$\tfrac12\chi^2_{{1-\alpha/2,\,2O+2}}$; from {statistics.EXACT_BELOW} on Byar’s,
$O\left(1 - \frac{{1}}{{9O}} - \frac{{z}}{{3\sqrt O}}\right)^3$ and, with $O+1$ for O and plus for the last minus,
the upper one. Survey estimates never get a calculated interval.

**On plan?** The strategy sets directions, not numbers. *No worse than at the start* and *better than at the start* set
the latest figure’s interval against the baseline, the last complete period before the strategy began: clearly worse is
off plan, clearly better is on plan, and no clear change is on plan for *no worse* and close to plan for *better*.
*In line with the benchmark* is on plan unless the figure is clearly worse; where no interval is published the
publisher’s own comparison with England stands in. If the Alliance ever sets a target T, the value expected by now lies
on the straight line from the baseline B, $E = B + e\,(T - B)$ with e the share of the time that has passed, and close
to plan is within {statistics.DEFAULT_TOLERANCE_SHARE:.0%} of the whole way. Background figures are never judged.

**Late?** The next figure is due at the end of its period plus the publisher’s usual delay. After that it is late; one
full period later the latest figure is not judged any more.

**Different from the benchmark?** Similar if the benchmark lies inside the figure’s interval, ends included; otherwise
better or worse where a direction is good, higher or lower where none is. The benchmark’s own interval is ignored. The
similar areas stand by their median, where at least half of them have a figure; it is calculated here.

**Changing?** For yearly figures, the {statistics.TREND_POINTS} latest periods that do not overlap: a weighted line
with $D = \sum w\sum wt^2 - (\sum wt)^2$, $\text{{slope}} = (\sum w\sum wty - \sum wt\sum wy)/D$ and
$\chi^2 = \text{{slope}}^2 D/\sum w$, its weights $w = 1/((U-L)/{statistics.LIMITS_WIDTH})^2$ from the 95% limits L
and U; for shares with counts r of n the chi-squared test for trend,
$\chi^2 = N(N\sum rt - R\sum nt)^2 / (R(N-R)(N\sum nt^2 - (\sum nt)^2))$. There is a trend only above
$\chi^2 = {statistics.TREND_CHI2:.2f}$ and if no single point decides its direction. For monthly and quarterly figures
of {statistics.XMR_POINTS} points or more, a process chart: the mean plus and minus {statistics.XMR_FACTOR} times the
average moving range, without moving ranges of {statistics.XMR_SCREEN} times the average or more. With fewer than
{statistics.XMR_TRIAL_BELOW} points these are trial limits. A point is unusual if it lies outside the limits, if
{statistics.RUN_LENGTH} in a row go the same way or lie on the same side of the mean, or if two of three lie near a
limit: more than {statistics.NEAR_SHARE:.0%} of the way to it.
"""


def constants() -> pd.DataFrame:
    """Every constant of the methods by name, value and source."""
    return pd.DataFrame(
        [
            {"Constant": name, "Value": f"{getattr(statistics, name):.10g}", "Source": source}
            for name, source in statistics.SOURCES.items()
        ]
    )
