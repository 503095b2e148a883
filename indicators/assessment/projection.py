"""The way to a target: where the pace of the last ten years would lead, and what the target needs. Never a status."""

import math

from indicators import statistics, wording
from indicators.assessment.change import direction_points, years, years_between
from indicators.assessment.facts import Facts


def projection(facts: Facts) -> statistics.Projection | None:
    """Where the pace of the comparable periods leads by the target's date; None without a target, with fewer than eight
    such periods, and after the date."""
    measure = facts.measure
    if measure is None or measure.target is None or measure.target_date is None or facts.latest is None:
        return None
    points = direction_points(facts.line)
    if len(points) < statistics.DIRECTION_FEWEST:
        return None
    target_time = years_between(points["period_end"].iloc[0].date(), measure.target_date)
    found = statistics.projection(points["value"].to_numpy(), measure.target, target_time, times=years(points))
    return None if found.reason else found


def sentence(facts: Facts) -> str:
    """ "At the pace of the last ten years 14% to 19% on 31 December 2030. …"; empty where there is no projection."""
    found, measure = projection(facts), facts.measure
    if found is None or measure is None or measure.target is None or measure.target_date is None:
        return ""
    indicator = facts.indicator
    low, high = (wording.number(value, indicator) for value in sorted((found.lower, found.upper)))
    needed = wording.slope(abs(found.needed), indicator)
    pace = "" if math.isnan(found.paces) else f", {found.paces:.1f} times that pace"
    day = wording.day(measure.target_date)
    return (
        f"A projection, no status: at the pace of the last ten years {low} to {high} on {day}. "
        f"The target of {wording.number(measure.target, indicator)} needs {needed} a year{pace}."
    )
