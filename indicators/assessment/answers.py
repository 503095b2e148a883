"""The three answers, decided by the functions of `statistics` from the facts."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from indicators import lines, statistics
from indicators.assessment import facts as fact
from indicators.assessment import sentences
from indicators.assessment.facts import Facts, Point
from indicators.assessment.process import process
from indicators.assessment.sentences import Silence
from indicators.errors import CatalogueError
from indicators.model import Cadence, Catalogue, Indicator, Kind, Selection

CANNOT_SAY = "cannot say"
NOT_ASSESSED = "not assessed"
#: Kinds of figures that depend on the size of an area.
INCOMPARABLE: Mapping[Kind, Silence] = {"count": "counts are not compared", "rank": "ranks are not compared"}
#: Of series that are too short for a process chart.
TOO_SHORT: Mapping[Cadence, Silence] = {
    "monthly": "fewer than twelve months",
    "quarterly": "fewer than twelve quarters",
}
#: What a publisher's "higher" and "lower" are where a direction is good.
VERDICTS: Mapping[str, Mapping[str, str]] = {
    "higher_is_better": {"higher": "better", "lower": "worse"},
    "lower_is_better": {"higher": "worse", "lower": "better"},
    "contextual": {},
}


@dataclass(frozen=True)
class Answer:
    """A word, why there is none where the word says so, and the sentence that holds numbers, period and rule."""

    word: str
    sentence: str
    reason: str = ""


@dataclass(frozen=True)
class Assessment:
    """An indicator for an area on a day: its facts and the three answers."""

    facts: Facts
    plan: Answer
    certainty: str
    expected: float | None
    difference: Answer
    change: Answer
    on: date


def assess(
    rows: pd.DataFrame, indicator: Indicator, selection: Selection, catalogue: Catalogue, on: date
) -> Assessment:
    """The assessment of the selection's line on a day. `rows` are the observations of the indicator known that day.

    A target that is no better than its baseline is a CatalogueError.
    """
    facts = fact.gather(rows, indicator, selection, catalogue, on)
    plan, certainty, expected = _plan(facts, rows, catalogue, on)
    return Assessment(facts, plan, certainty, expected, _difference(facts), _change(facts), on)


def counted(assessments: Iterable[Assessment]) -> dict[str, int]:
    """How many assessments have each status word, and of those how many are uncertain. No score is made of it."""
    every = list(assessments)
    words = Counter(one.plan.word for one in every)
    return dict(words) | {"uncertain": sum(bool(one.certainty) for one in every)}


def cannot_say(reason: Silence) -> Answer:
    """The answer that there is none, with its reason in short and in a sentence."""
    return _unsaid(reason, sentences.MEANINGS[reason])


def _unsaid(reason: str, meaning: str) -> Answer:
    return Answer(CANNOT_SAY, sentences.cannot_say(meaning), reason)


# --- On plan? ---------------------------------------------------------------------------------------------------


def _plan(facts: Facts, rows: pd.DataFrame, catalogue: Catalogue, on: date) -> tuple[Answer, str, float | None]:
    reason = _unassessable(facts)
    measure, latest = facts.measure, facts.latest
    _check_target(facts)
    if reason or measure is None or latest is None:
        return Answer(NOT_ASSESSED, sentences.not_assessed(facts, reason), reason), "", None
    if measure.aim == "match":
        return _match(facts, rows, catalogue)
    baseline = facts.baseline
    assert baseline is not None  # `_unassessable` has seen to it
    status = statistics.status(
        latest.value,
        aim=measure.aim,
        polarity=facts.indicator.polarity,
        baseline=baseline.value,
        target=measure.target,
        elapsed=_elapsed(facts, on),
        lower=latest.lower,
        upper=latest.upper,
        tolerance=measure.tolerance,
        ended=measure.target_date is not None and on > measure.target_date,
    )
    reason = status.reason if status.word == NOT_ASSESSED else ""
    text = sentences.not_assessed(facts, reason) if reason else sentences.plan(facts, status)
    return Answer(status.word, text, reason), status.certainty, None if math.isnan(status.expected) else status.expected


def _match(facts: Facts, rows: pd.DataFrame, catalogue: Catalogue) -> tuple[Answer, str, float | None]:
    """In line with the benchmark of the definition, whichever one is looked at; the publisher's verdict serves too."""
    indicator, latest = facts.indicator, facts.latest
    assert latest is not None
    benchmark = fact.benchmark_value(rows, indicator.headline, indicator.benchmark, catalogue, latest)
    name, verdict = lines.area_name(catalogue, indicator.benchmark), _verdict(facts, latest, catalogue)
    if latest.lower is None and verdict:
        word = "off plan" if verdict == "worse" else "on plan"
        return Answer(word, sentences.match_by_verdict(facts, word, verdict, name)), "", benchmark
    if benchmark is None or facts.area == indicator.benchmark:
        return Answer(NOT_ASSESSED, sentences.not_assessed(facts, "no benchmark"), "no benchmark"), "", None
    tolerance = facts.measure.tolerance if facts.measure else None
    status = statistics.status(
        latest.value,
        aim="match",
        polarity=indicator.polarity,
        lower=latest.lower,
        upper=latest.upper,
        benchmark=benchmark,
        tolerance=tolerance,
    )
    if status.word == NOT_ASSESSED:
        return Answer(NOT_ASSESSED, sentences.not_assessed(facts, status.reason), status.reason), "", None
    return Answer(status.word, sentences.match(facts, status.word, name, benchmark)), status.certainty, benchmark


def _verdict(facts: Facts, latest: Point, catalogue: Catalogue) -> str:
    """The publisher's comparison with the definition's benchmark, in words for good and bad."""
    verdict = fact.verdict_on(latest, facts.indicator.benchmark, catalogue)
    return VERDICTS[facts.indicator.polarity].get(verdict, verdict)


def _check_target(facts: Facts) -> None:
    """Refuses a target that is no better than the baseline it is held against."""
    indicator, measure, baseline = facts.indicator, facts.measure, facts.baseline
    if measure is None or measure.target is None or baseline is None:
        return
    if indicator.polarity == "contextual" or facts.broken:
        return  # nothing is held against it
    gap = measure.target - baseline.value
    if (gap <= 0) if indicator.polarity == "higher_is_better" else (gap >= 0):
        raise CatalogueError([sentences.wrong_target(indicator, measure.target, baseline)])


def _unassessable(facts: Facts) -> str:
    """The first reason of the fixed list why nothing can be judged; empty where it can."""
    measure, latest, baseline = facts.measure, facts.latest, facts.baseline
    if measure is None or measure.aim == "context" or facts.indicator.polarity == "contextual":
        return "contextual"
    if latest is None:
        suppressed = len(facts.line) and facts.line["status"].iloc[-1] == "c"
        return "suppressed" if suppressed else "no data"
    if "incomplete" in latest.flags:
        return "latest period incomplete"
    if facts.fresh.missed_cycle:
        return "published too late"
    if measure.aim == "match":
        return ""
    if baseline is None:
        return "no baseline"
    if baseline.end >= latest.end:
        return "baseline after the latest figure"
    return "break in the series since the baseline" if facts.broken else ""


def _elapsed(facts: Facts, on: date) -> float | None:
    """The share of the time from the baseline's end to the target date that has passed on `on`; None without one."""
    measure, baseline = facts.measure, facts.baseline
    if measure is None or baseline is None or measure.target_date is None or measure.target is None:
        return None
    if measure.path:
        reached = [step.value for step in measure.path if step.day <= on]
        return (reached[-1] - baseline.value) / (measure.target - baseline.value) if reached else 0.0
    share = (on - baseline.end).days / (measure.target_date - baseline.end).days
    return min(max(share, 0.0), 1.0)


def drawn_plan(one: Assessment) -> tuple[float, str, tuple[tuple[date, float], ...]] | None:
    """The baseline's value and label and the days and values on the way to a target; None where nothing is judged."""
    measure, baseline = one.facts.measure, one.facts.baseline
    if measure is None or baseline is None or measure.aim in ("context", "match") or one.facts.broken:
        return None
    if measure.target is None or measure.target_date is None:
        return baseline.value, baseline.period, ()
    steps = [(step.day, step.value) for step in measure.path]
    return (
        baseline.value,
        baseline.period,
        ((baseline.end, baseline.value), *steps, (measure.target_date, measure.target)),
    )


# --- Different from the benchmark? ------------------------------------------------------------------------------


def _difference(facts: Facts) -> Answer:
    latest, indicator = facts.latest, facts.indicator
    if latest is None:
        return cannot_say("no figure")
    if indicator.kind in INCOMPARABLE:
        return cannot_say(INCOMPARABLE[indicator.kind])
    if facts.benchmark == facts.area:
        return cannot_say("this is the benchmark itself")
    if facts.benchmark_value is None and not facts.verdict:
        return _unsaid(without := f"no figure for {facts.benchmark_name}", without)
    if facts.verdict and (latest.lower is None or facts.benchmark_value is None):
        return Answer(facts.verdict, sentences.verdict(facts))
    assert facts.benchmark_value is not None  # or there is a verdict, and that was taken
    if latest.lower is None or latest.upper is None:
        return Answer(CANNOT_SAY, sentences.untested(facts), "no interval published")
    word = statistics.compare(latest.value, latest.lower, latest.upper, facts.benchmark_value, indicator.polarity)
    return Answer(word, sentences.difference(facts, word))


# --- Changing? --------------------------------------------------------------------------------------------------


def _change(facts: Facts) -> Answer:
    if facts.latest is None:
        return cannot_say("no figure")
    if facts.indicator.on_process_chart:
        return _process(facts, facts.latest)
    points, reason = trend_points(facts.line, facts.indicator)
    if reason:
        return cannot_say(reason)
    trend = _trend(points, facts.indicator)
    if trend is None:
        return cannot_say("no interval published")
    if trend.direction == "cannot_be_calculated":
        return _unsaid(trend.reason, trend.reason)
    word = trend.in_words(facts.indicator.polarity)
    return Answer(word, sentences.change(facts, points, word, trend.reason))


def trend_points(line: pd.DataFrame, indicator: Indicator) -> tuple[pd.DataFrame, Silence | Literal[""]]:
    """The five latest periods that do not overlap and follow on each other, oldest first; else the reason why not."""
    wanted = statistics.TREND_POINTS
    places: list[int] = []
    starts, ends = line["period_start"].to_numpy(), line["period_end"].to_numpy()
    for place in range(len(line) - 1, -1, -1):
        if not places or ends[place] < starts[places[-1]]:
            places.append(place)
        if len(places) == wanted:
            break
    chosen = line.iloc[places[::-1]]
    if len(chosen) < wanted:
        return chosen, "fewer than five periods"
    if chosen["value"].isna().any():
        return chosen, "a figure is missing"
    if lines.flagged(line.iloc[places[-1] + 1 : places[0] + 1], "break_before").any():  # overlapping ones between too
        return chosen, "break in the series"
    if _hole(chosen, indicator):
        return chosen, "a gap in the periods"
    return chosen, ""


def _trend(points: pd.DataFrame, indicator: Indicator) -> statistics.Trend | None:
    """The recent trend of five points; None where there are neither counts nor intervals to test it by."""
    counts = points[["count", "denominator"]]
    if indicator.kind == "proportion" and not indicator.survey and counts.notna().all(axis=None):
        return statistics.recent_trend(
            points["value"].to_numpy(),
            count=counts["count"].to_numpy(),
            denominator=counts["denominator"].to_numpy(),
            kind="proportion",
        )
    limits = [fact.point(row, indicator) for row in points.to_dict("records")]
    lower, upper = (np.array([getattr(point, side) for point in limits], dtype=float) for side in ("lower", "upper"))
    if np.isnan(lower).any() or np.isnan(upper).any():
        return None
    return statistics.recent_trend(points["value"].to_numpy(), lower=lower, upper=upper)


def _process(facts: Facts, latest: Point) -> Answer:
    """The latest point of the last unbroken stretch, read against the limits of a process chart."""
    charted = process(facts.line, facts.indicator)
    limits = charted.limits[charted.limits["group"] == charted.limits["group"].max()]  # since the last rebase
    if len(limits) < statistics.XMR_POINTS:
        return cannot_say(TOO_SHORT[facts.indicator.cadence])
    word = _process_word(limits, facts.indicator)
    return Answer(word, sentences.process(limits, charted.indicator, latest.when, word))


def _process_word(limits: pd.DataFrame, indicator: Indicator) -> str:
    """What the latest point is: unusual on its side of the mean, or on the move where seven have gone the same way."""
    last, before = limits.iloc[-1], limits.iloc[-2]
    if last["rule"] == "none":
        return "no unusual change"
    if last["rule"] == "trend":
        direction = "increasing" if last["value"] > before["value"] else "decreasing"
        return statistics.Trend(direction, np.nan, np.nan, "").in_words(indicator.polarity)
    return "unusually high" if last["value"] > last["mean"] else "unusually low"


def _hole(chosen: pd.DataFrame, indicator: Indicator) -> bool:
    """Whether periods are passed over: one that begins the day after the one before follows on it, however long."""
    if indicator.cadence not in lines.HOLE_DAYS:
        return True
    between = (chosen["period_start"] - chosen["period_end"].shift()).dt.days
    step = chosen["period_end"].diff().dt.days
    return bool(((between > 1) & (step > lines.HOLE_DAYS[indicator.cadence])).any())
