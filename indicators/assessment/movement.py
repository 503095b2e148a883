"""The answers on change in plain English: five periods, ten years, months and quarters, and complete counts."""

from typing import Any

import pandas as pd

from indicators import wording
from indicators.assessment.facts import Facts
from indicators.assessment.points import Point
from indicators.assessment.sentences import counted as all_counted
from indicators.assessment.sentences import opening
from indicators.model import Indicator
from indicators.statistics import TREND_REASONS, XMR_TRIAL_BELOW, Direction

#: What the trend test found, by the reason why there is no trend.
TESTS = {
    "": "That is more than chance would explain.",
    TREND_REASONS["weak"]: "Taken together, the five figures show no clear trend.",
    TREND_REASONS["fragile"]: f"{wording.capital(TREND_REASONS['fragile'])}.",
}
RULES = {
    "none": "no rule of the process chart is met",
    "outside": "it lies outside the limits",
    "trend": "seven points in a row have gone the same way",
    "two_in_three": "two of three points lie near a limit",
    "run": "seven points in a row lie on the same side of the mean",
}
INFLATION = "Before inflation."
_NUMBERS = {8: "eight", 9: "nine", 10: "ten"}


def trend(facts: Facts, points: pd.DataFrame, word: str, reason: str, passed: str) -> str:
    """The recent trend over five periods, with both ends and the test; `reason` says why there is none, `passed`
    which period among them has no figure."""
    indicator = facts.indicator
    first, last = points.iloc[0], points.iloc[-1]
    moved = wording.change(first["value"], last["value"], indicator)
    how = f"{'' if moved == 'no change' else f'{moved}, '}{_ends(first, last, indicator)}"
    # A share is tested by its counts, everything else by its intervals.
    ours = facts.latest is not None and facts.latest.computed and indicator.kind != "proportion"
    said = [
        f"{opening(f'{word} over five periods', facts)} {how}. {TESTS[reason]}",
        f"There is no figure for {passed}." if passed else "",
        "The intervals are calculated here." if ours else "",
        INFLATION if indicator.nominal else "",
    ]
    return " ".join(part for part in said if part)


def direction(
    facts: Facts, points: pd.DataFrame, found: Direction, *, years: bool, means: bool = False, passed: str = ""
) -> str:
    """Where eight to ten periods have gone, with Sen's slope and its limits. `years` says that they are years in a row,
    `means` that they are yearly means, `passed` which period among them has no figure."""
    indicator = facts.indicator
    first, last = points.iloc[0], points.iloc[-1]
    span = f"over {_NUMBERS[found.n]} {'years' if years else 'periods'}"
    gap = f"There is no figure for {passed}." if passed else ""
    drift = "The figure drifts, so a process chart does not fit; these are yearly means." if means else ""
    if found.word == "no clear direction":
        text = f"{opening(f'{found.word} {span}', facts)} {_unclear(found, indicator)} a year."
    else:
        ends = _ends(first, last, indicator)
        size = wording.slope(abs(found.slope), indicator)
        limits = sorted((abs(found.slope_lower), abs(found.slope_upper)))
        between = " to ".join(wording.slope(value, indicator, bare=True, among=limits[1]) for value in limits)
        text = f"{opening(f'{found.word} {span}', facts)} {ends}. That is about {size} a year ({between})."
    return " ".join(part for part in (text, gap, drift, INFLATION if indicator.nominal else "") if part)


def process(facts: Facts, group: pd.DataFrame, indicator: Indicator, when: str, word: str) -> str:
    """The latest month or quarter beside the limits of the process chart, and the rule it meets.

    `group` are the points that the limits are taken from, as `statistics.xmr` returns them, `indicator` says how they
    are written; `when` says when that was.
    """
    last = group.iloc[-1]
    change = "a change on the year before of " if indicator.process_on == "yearly-change" else ""
    figure = f"{change}{wording.number(last['value'], indicator)} {when}"
    limits = wording.usual(float(last["lower"]), float(last["upper"]), indicator)
    trial = "trial limits" if len(group) < XMR_TRIAL_BELOW else "limits"
    steps = "months" if indicator.cadence == "monthly" else "quarters"
    season = "" if indicator.process_on == "yearly-change" else " The season is not taken out."
    text = f"{opening(word, facts)} {figure}, with {trial} of {limits} from {len(group)} {steps}."
    return f"{text} {wording.capital(RULES[str(last['rule'])])}.{season}"


def way(before: float, last: float, indicator: Indicator) -> str:
    """Which way a figure has gone, as it is written: "up", "down", "level"."""
    if wording.same_as_written(before, last, indicator):
        return "level"
    return "up" if last > before else "down"


def counted(facts: Facts, before: Point, last: Point, word: str) -> str:
    """What a complete count has done since the figure before."""
    indicator = facts.indicator
    ends = (
        f"from {wording.unitless(before.value, indicator)} {before.when} to {wording.number(last.value, indicator)} "
        f"{last.when}"
    )
    moved = word if word == "level" else wording.change(before.value, last.value, indicator)
    prices = f" {INFLATION}" if indicator.nominal else ""
    return f"{opening(moved, facts)} {ends}. {all_counted(apart=word != 'level')}{prices}"


def yearly(facts: Facts, before: "pd.Series[Any]", last: "pd.Series[Any]") -> str:
    """What a figure that no process chart fits has done in a year."""
    indicator = facts.indicator
    step = "month to month" if indicator.cadence == "monthly" else "quarter to quarter"
    moved = opening(f"{wording.change(before['value'], last['value'], indicator)} on the year", facts)
    ends = _ends(before, last, indicator)
    prices = f" {INFLATION}" if indicator.nominal else ""
    return f"{moved} {ends}. The figure drifts from {step}, so a process chart does not fit.{prices}"


def _ends(first: "pd.Series[Any]", last: "pd.Series[Any]", indicator: Indicator) -> str:
    """ "from 36,270 on 31 March 2015 to 38,260 homes on 31 March 2024": what is counted is said once."""
    before, now = (wording.when(row["period_label"], row["period_end"]) for row in (first, last))
    start, end = wording.unitless(first["value"], indicator), wording.number(last["value"], indicator)
    return f"from {start} {before} to {end} {now}"


def _unclear(found: Direction, indicator: Indicator) -> str:
    """The range of the slope; where it leaves no change out by a hair, that the test, which is stricter, does not."""
    low, high = found.slope_lower, found.slope_upper
    least, most = sorted((abs(low), abs(high)))
    if low <= 0 <= high:
        start = wording.slope(low, indicator, signed=True, bare=True, among=most)
        return f"between {start} and {wording.slope(high, indicator, signed=True, among=most)}"
    likely = "rise" if low > 0 else "fall"
    start = wording.slope(least, indicator, bare=True)  # written as whole it might be no rise at all
    return f"not sure enough of a {likely} of {start} to {wording.slope(most, indicator)}"
