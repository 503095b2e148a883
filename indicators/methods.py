"""The methods in words and formulas, with the constants that the code really uses."""

import pandas as pd

from indicators import statistics


def text() -> str:
    """How the three answers are decided, as Markdown with formulas."""
    return rf"""
Version {statistics.METHOD_VERSION} of the methods. Every answer may say that it cannot say, and why.

**Intervals.** The publisher’s 95% interval is used where there is one. One is calculated only for rates of recorded
crime, from the published count and population, and is said to be. A share uses Wilson’s score interval,
$\frac{{2x + z^2 \mp z\sqrt{{z^2 + 4x(1 - x/n)}}}}{{2(n + z^2)}}$; a count below {statistics.EXACT_BELOW} uses exact
Poisson limits and from {statistics.EXACT_BELOW} on Byar’s. Survey estimates never get a calculated interval.

**On plan?** The strategy sets directions, not numbers. *No worse than at the start* and *better than at the start* set
the latest figure’s interval against the baseline, the last complete period before the strategy began: clearly worse is
off plan, clearly better is on plan, and no clear change is on plan for *no worse* and close to plan for *better*.
*In line with the benchmark* is on plan unless the figure is clearly worse; where no interval is published the
publisher’s own comparison with England stands in. If the Alliance ever sets a target, the value expected by now lies on
the straight line from baseline to target, and close to plan is within
{statistics.DEFAULT_TOLERANCE_SHARE:.0%} of the whole way. Background figures are never judged. A figure more than one
full cycle overdue is not judged either.

**Different from the benchmark?** Similar if the benchmark lies inside the figure’s interval, ends included; otherwise
better or worse where a direction is good, higher or lower where none is. The benchmark’s own interval is ignored.

**Changing?** For yearly figures, the {statistics.TREND_POINTS} latest periods that do not overlap: a weighted line, or
for shares with counts a chi-squared test for trend. There is a trend only above
$\chi^2 = {statistics.TREND_CHI2:.2f}$ and if no single point decides its direction. For monthly and quarterly figures
of {statistics.XMR_POINTS} points or more, a process chart: the mean plus and minus {statistics.XMR_FACTOR} times the
average moving range, without moving ranges of {statistics.XMR_SCREEN} times the average or more. A point is unusual if
it lies outside the limits, if {statistics.RUN_LENGTH} in a row go the same way or lie on the same side of the mean, or
if two of three lie near a limit.
"""


def constants() -> pd.DataFrame:
    """Every constant of the methods by name, value and source."""
    return pd.DataFrame(
        [
            {"Constant": name, "Value": f"{getattr(statistics, name):.10g}", "Source": source}
            for name, source in statistics.SOURCES.items()
        ]
    )
