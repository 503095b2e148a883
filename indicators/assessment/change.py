"""Changing? By five figures with intervals, else by ten years without them, else by a process chart that fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from indicators import lines, statistics
from indicators.assessment import movement, sentences
from indicators.assessment.answer import CANNOT_SAY, Answer
from indicators.assessment.facts import Facts
from indicators.assessment.points import Point, point, scale
from indicators.assessment.process import a_year, process, process_stretch, rebases
from indicators.assessment.sentences import Silence
from indicators.model import Cadence, Indicator, Polarity

#: Of series that are too short for a process chart.
TOO_SHORT: Mapping[Cadence, Silence] = {
    "monthly": "fewer than twelve months",
    "quarterly": "fewer than twelve quarters",
}
_YEAR = 365.25


def change(facts: Facts) -> Answer:
    """The first of the tests that fits the series and says something."""
    if facts.latest is None:
        return _cannot_say("no figure")
    if facts.indicator.on_process_chart:
        return _process(facts, facts.latest)
    answer = _trend(facts)
    if answer.given:
        return answer
    direction = _direction(facts, direction_points(facts.line))
    return direction or _counted(facts) or answer


def judged_polarity(indicator: Indicator) -> Polarity:
    """The polarity that a change is judged by: none for money in the prices of its year, which rises with prices."""
    return "contextual" if indicator.nominal else indicator.polarity


def _cannot_say(reason: Silence) -> Answer:
    return Answer(CANNOT_SAY, sentences.cannot_say(sentences.MEANINGS[reason]), reason)


def _counted(facts: Facts) -> Answer | None:
    """What a complete count has done since the figure before: a fact, as there is no sampling chance in it."""
    latest, earlier = facts.latest, facts.earlier
    if facts.indicator.evidence != "complete" or latest is None or earlier is None or facts.broken_since_earlier:
        return None
    word = movement.way(earlier.value, latest.value, facts.indicator)
    return Answer(word, movement.counted(facts, earlier, latest, word), ground="complete")


# --- Five figures with intervals -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chosen:
    """The periods that a trend is read from, oldest first; with their positions in years where one is passed over."""

    points: pd.DataFrame
    times: Sequence[float] | None
    reason: Silence | Literal[""] = ""


def trend_points(line: pd.DataFrame, indicator: Indicator) -> Chosen:
    """The five latest periods with a figure that do not overlap, and why they make no trend where they do not."""
    places = _apart(line, statistics.TREND_POINTS)
    chosen = line.iloc[places]
    if len(places) < statistics.TREND_POINTS:
        return Chosen(chosen, None, "fewer than five periods")
    if lines.flagged(line.iloc[places[0] + 1 : places[-1] + 1], "break_before").any():  # overlapping ones between too
        return Chosen(chosen, None, "break in the series")
    return Chosen(chosen, years(chosen) if hole(chosen, indicator) else None)


def _apart(line: pd.DataFrame, most: int) -> list[int]:
    """The places of the latest periods with a figure that do not overlap, at most so many, oldest first."""
    places: list[int] = []
    starts, ends = line["period_start"].to_numpy(), line["period_end"].to_numpy()
    known = line["value"].notna().to_numpy()
    for place in range(len(line) - 1, -1, -1):
        if known[place] and (not places or ends[place] < starts[places[-1]]):
            places.append(place)
        if len(places) == most:
            break
    return places[::-1]


def years(points: pd.DataFrame) -> list[float]:
    """How many years after the first each period ends."""
    first = points["period_end"].iloc[0]
    return [years_between(first, end) for end in points["period_end"]]


def years_between(first: date, day: date) -> float:
    """How many years lie between two days."""
    return (day - first).days / _YEAR


def hole(chosen: pd.DataFrame, indicator: Indicator) -> bool:
    """Whether periods are passed over: one that begins the day after the one before follows on it, however long."""
    if indicator.cadence not in lines.HOLE_DAYS:
        return True
    starts, ends = (chosen[name].to_numpy().astype("datetime64[D]") for name in ("period_start", "period_end"))
    between, step = starts[1:] - ends[:-1], ends[1:] - ends[:-1]
    days = np.timedelta64(1, "D")
    return bool(((between > days) & (step > lines.HOLE_DAYS[indicator.cadence] * days)).any())


def _trend(facts: Facts) -> Answer:
    chosen = trend_points(facts.line, facts.indicator)
    if chosen.reason:
        return _cannot_say(chosen.reason)
    trend = _tested(chosen, facts)
    if trend is None:
        return _cannot_say("no margin of error")
    if trend.direction == "cannot_be_calculated":
        return Answer(CANNOT_SAY, sentences.cannot_say(trend.reason), trend.reason)
    word = trend.in_words(judged_polarity(facts.indicator))
    passed = _passed_over(facts.line, chosen.points) if chosen.times else ""
    sentence = movement.trend(facts, chosen.points, word, trend.reason, passed)
    return Answer(word, sentence, ground="tested")


def _passed_over(line: pd.DataFrame, points: pd.DataFrame) -> str:
    """The last period among these points that has no figure; empty where there is none, or its row is not held."""
    first, last = points["period_end"].iloc[0], points["period_end"].iloc[-1]
    within = line[(line["period_end"] > first) & (line["period_end"] < last) & line["value"].isna()]
    return str(within["period_label"].iloc[-1]) if len(within) else ""


def _tested(chosen: Chosen, facts: Facts) -> statistics.Trend | None:
    """The recent trend of five points; None where there are neither counts nor intervals to test it by, and where all
    are counted: there is no chance in it to test."""
    if facts.indicator.evidence == "complete":
        return None
    points, indicator, times = chosen.points, facts.indicator, chosen.times
    count, denominator = (points[name].to_numpy(dtype=float) for name in ("count", "denominator"))
    counted = bool(((count >= 0) & (count <= denominator)).all())  # not where one is missing, or an error
    if indicator.kind == "proportion" and not indicator.survey and counted:
        return statistics.recent_trend(
            points["value"].to_numpy(),
            count=count,
            denominator=denominator,
            kind="proportion",
            times=times,
        )
    factor = scale(facts.line, indicator)
    if factor is None and points["lower"].isna().any():
        return None
    limits = [point(row, indicator, factor) for row in points.to_dict("records")]
    lower, upper = (np.array([getattr(point, side) for point in limits], dtype=float) for side in ("lower", "upper"))
    if np.isnan(lower).any() or np.isnan(upper).any():
        return None
    return statistics.recent_trend(points["value"].to_numpy(), lower=lower, upper=upper, times=times)


# --- Ten years without intervals -----------------------------------------------------------------------------------


def direction_points(line: pd.DataFrame) -> pd.DataFrame:
    """The latest ten periods with a figure that do not overlap, since the last break, oldest first."""
    broken = np.flatnonzero(lines.flagged(line, "break_before"))
    since = line.iloc[broken[-1] :] if broken.size else line
    return since.iloc[_apart(since, statistics.DIRECTION_POINTS)].reset_index(drop=True)


def _direction(facts: Facts, points: pd.DataFrame, *, means: bool = False) -> Answer | None:
    """The direction of eight to ten periods; None where there are fewer, or neighbours are too alike to tell."""
    if len(points) < statistics.DIRECTION_FEWEST:
        return None
    found = statistics.mann_kendall(points["value"].to_numpy(), times=years(points))
    if found.word == "cannot be calculated":
        return _cannot_say("neighbours are too alike")
    whole = means or (facts.indicator.cadence == "annual" and not hole(points, facts.indicator))
    passed = "" if whole else _passed_over(facts.line, points)
    sentence = movement.direction(facts, points, found, years=whole, means=means, passed=passed)
    return Answer(found.word, sentence, ground="tested")


# --- Process charts ------------------------------------------------------------------------------------------------


def _process(facts: Facts, latest: Point) -> Answer:
    """The latest point of the last unbroken stretch, read against the limits of a process chart that fits."""
    charted = process(facts.line, facts.indicator)
    limits = charted.current
    if len(limits) < statistics.XMR_POINTS:
        return _cannot_say(TOO_SHORT[facts.indicator.cadence])
    if not charted.fit.fits:
        return _drifting(facts)
    word = _process_word(limits, facts.indicator)
    return Answer(word, movement.process(facts, limits, charted.indicator, latest.when, word), ground="tested")


def _process_word(limits: pd.DataFrame, indicator: Indicator) -> str:
    """What the latest point is: unusual on its side of the mean, for long on one side of it, or on the move where
    seven have gone the same way."""
    last, before = limits.iloc[-1], limits.iloc[-2]
    above = last["value"] > last["mean"]
    if last["rule"] == "none":
        return "no unusual change"
    if last["rule"] == "trend":
        direction = "increasing" if last["value"] > before["value"] else "decreasing"
        return statistics.Trend(direction, np.nan, np.nan, "").in_words(judged_polarity(indicator))
    if last["rule"] == "run":
        return "above its average" if above else "below its average"
    return "unusually high" if above else "unusually low"


def _drifting(facts: Facts) -> Answer:
    """What a series does that no process chart fits: its direction by yearly means since the last rebase, else the
    change over a year."""
    stretch = process_stretch(facts.line, facts.indicator)
    points = stretch.iloc[max(rebases(stretch, facts.indicator), default=0) :]
    means = yearly_means(points, facts.indicator)
    if len(means) >= statistics.DIRECTION_FEWEST:
        found = _direction(facts, means.tail(statistics.DIRECTION_POINTS).reset_index(drop=True), means=True)
        if found is not None and found.given:
            return found
    step = a_year(facts.indicator)
    if len(points) <= step:
        return _cannot_say("no year before")
    before, last = points.iloc[-1 - step], points.iloc[-1]
    return Answer(
        f"{movement.way(before['value'], last['value'], facts.indicator)} on the year",
        movement.yearly(facts, before, last),
        ground="not tested",
    )


def yearly_means(points: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The means of the calendar years that have all their months or quarters, as a line of yearly periods."""
    year = points["period_end"].dt.year
    grouped = points.groupby(year)["value"]
    means = grouped.mean()[grouped.size() == a_year(indicator)]
    ends = pd.to_datetime([f"{one}-12-31" for one in means.index])
    return pd.DataFrame({"value": means.to_numpy(), "period_label": means.index.astype(str), "period_end": ends})
