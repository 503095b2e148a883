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
the latest figure x against the baseline B, the last complete period before the strategy began: clearly worse is off
plan, clearly better is on plan, and no clear change is on plan for *no worse* and close to plan for *better*. Both are
samples, so *clearly* means $|x - B| > z\sqrt{{se_x^2 + se_B^2}}$ with $se = (U-L)/{statistics.LIMITS_WIDTH}$ from the
95% limits L and U of each and z for {statistics.CLEARLY:.0%}; a baseline without limits is taken to be as uncertain as
the figure, and that is said. *In line with the benchmark* is on plan if the figure is clearly better, off plan if it is
clearly worse, and otherwise in line; where half its interval is wider than {statistics.SMALL_SAMPLE_SHARE:.0%} of the
value, the sample is too small to tell. Where no interval is published the publisher’s own comparison with England
stands in, or a tolerance: one that is proposed is $\sqrt{{h_1^2 + h_0^2}}$, with h half the width of a published
interval of the same survey. Where everybody is counted no tolerance is needed. If the Alliance ever sets a target T,
the value expected by now lies on the straight line from the baseline B, $E = B + e\,(T - B)$ with e the share of the
time that has passed, and close to plan is within {statistics.DEFAULT_TOLERANCE_SHARE:.0%} of the whole way. Where the
pace of at least {statistics.DIRECTION_FEWEST} figures would lead by the target’s date is a projection, never a status:
from the latest figure at either limit of Sen’s slope. Background figures are never judged.

**Late?** The next figure is due at the end of its period plus the publisher’s usual delay. After that it should be out
by now, and is not held here; it may well be published. One full period later all answers are the *last known* ones,
and are counted apart. A series that has ended says so and is never late.

**Different from the benchmark?** By the strongest evidence there is. *Tested*: similar if the benchmark lies inside the
figure’s interval, ends included; otherwise better or worse where a direction is good, higher or lower where none is;
the benchmark’s own interval is ignored. *The publisher’s verdict*, where the publisher compares and gives no interval.
*A complete count*, where all are counted: above or below, which is no sampling accident and is not judged by chance. *A
position* among at least ten areas of the same type that are held here, counted from the nearer end: a fact, no test.
What remains is the difference as printed, not tested. The similar areas are the area’s own list, without itself; they
stand by their median, where at least half of them have a figure, which is calculated here.

A count is compared as a rate, divided by what the publisher prints beside it, else by the figure of its area that holds
or is nearest to its last day, at most three years away; its limits are the count’s, divided. A sum over the districts
of a county adds counts and denominators. Sizes, such as the population, are not things to compare.

**Changing?** For yearly figures with intervals, the {statistics.TREND_POINTS} latest periods that do not overlap and
lie within {statistics.TREND_YEARS} years, each at its true place t in time: a weighted line with
$D = \sum w\sum wt^2 - (\sum wt)^2$, $\text{{slope}} = (\sum w\sum wty - \sum wt\sum wy)/D$ and
$\chi^2 = \text{{slope}}^2 D/\sum w$, its weights $w = 1/((U-L)/{statistics.LIMITS_WIDTH})^2$ from the 95% limits L
and U; for shares with counts r of n the chi-squared test for trend,
$\chi^2 = N(N\sum rt - R\sum nt)^2 / (R(N-R)(N\sum nt^2 - (\sum nt)^2))$. There is a trend only above
$\chi^2 = {statistics.TREND_CHI2:.2f}$ and if no single point decides its direction.

Where no interval is published, the direction of the latest {statistics.DIRECTION_POINTS} years, with at least
{statistics.DIRECTION_FEWEST} figures: Mann and Kendall’s test, $S = \sum_{{i<j}} \mathrm{{sign}}(y_j - y_i)$, with p
exact for {statistics.DIRECTION_EXACT} figures or fewer without ties, else from $z = (|S|-1)/\sqrt V$ and
$V = (n(n-1)(2n+5) - \sum g(g-1)(2g+5))/18$ over groups of g equal figures. There is a direction below
p = {1 - statistics.DIRECTION_CONFIDENCE:.2g}. The pace is Sen’s slope, the median of all $(y_j - y_i)/(t_j - t_i)$,
with its {statistics.SLOPE_CONFIDENCE:.0%} limits. Nothing is stated where the lag-1 correlation of what is left beside
Sen’s line is above {statistics.DIRECTION_LAG1:.2g}; in ten figures such neighbours seldom show.

For monthly and quarterly figures of {statistics.XMR_POINTS} points or more, a process chart: the mean plus and minus
{statistics.XMR_FACTOR} times the average moving range, without moving ranges of {statistics.XMR_SCREEN} times the
average or more, unless only ranges of zero are left. With fewer than {statistics.XMR_TRIAL_BELOW} points these are
trial limits. A point meets a rule if it lies outside the limits, if {statistics.RUN_LENGTH} in a row go the same way or
lie on the same side of the mean, or if two of three lie near a limit: more than {statistics.NEAR_SHARE:.0%} of the way
to it. Those that only lie on one side are above or below their average, and are not called unusual. There is no chart
where it does not fit: where the lag-1 correlation of the points is above
{statistics.FIT_LAG1:.2g}, or more than {statistics.FIT_FLAGGED:.0%} of them meet a rule.

**How often is that chance?** Some answers are. Of figures that are no different from the benchmark about
{_alarms("different from the benchmark")} are called different; of figures that have not changed since the start about
{_alarms("changed since the baseline")} are called changed, where it would be
{_alarms("changed since the baseline, taken as exact")} if the baseline were taken as exact. A recent trend is seen in
{_alarms("recent trend")}, and a direction over ten years in {_alarms("direction over ten years")}, of series that go
nowhere. That was counted in a simulation of independent figures. Where neighbours are alike it happens more often.
"""


def _alarms(rule: str) -> str:
    """The share of false alarms of a rule among independent figures."""
    return f"{statistics.FALSE_ALARMS[rule][0]:.1%}"


def false_alarms() -> pd.DataFrame:
    """How often each rule sees something where nothing is, by how alike neighbouring figures are."""
    heads = [f"Correlation {each:.1f}" for each in statistics.FALSE_ALARM_CORRELATIONS]
    return pd.DataFrame(
        [
            {
                "Rule": rule[0].upper() + rule[1:],
                **{head: f"{share:.1%}" for head, share in zip(heads, shares, strict=True)},
            }
            for rule, shares in statistics.FALSE_ALARMS.items()
        ]
    )


def changes() -> pd.DataFrame:
    """What each version of the methods decides otherwise than the one before, and why."""
    return pd.DataFrame(
        [{"Version": version, "What changed": what, "Why": why} for version, what, why in statistics.CHANGES]
    )


def constants() -> pd.DataFrame:
    """Every constant of the methods by name, value and source."""
    return pd.DataFrame(
        [
            {"Constant": name, "Value": f"{getattr(statistics, name):.10g}", "Source": source}
            for name, source in statistics.SOURCES.items()
        ]
    )
