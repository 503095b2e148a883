"""The answers in plain English, made to be read aloud. Every sentence holds its numbers, period and rule."""

import math
from datetime import date

import pandas as pd

from indicators import wording
from indicators.assessment.facts import Facts, Point
from indicators.model import SIMILAR_AREAS, Indicator
from indicators.statistics import REASONS, XMR_TRIAL_BELOW, Status

#: What the short reasons for saying nothing mean.
MEANINGS = {
    "no figure": "there is no figure",
    "counts are not compared": "a count depends on how many people live in an area, so counts are not compared",
    "ranks are not compared": "a rank says only how many areas come before, so ranks are not compared",
    "no interval published": "no interval is published for all five periods, so a change cannot be told from chance",
    "fewer than five periods": "there are fewer than five periods that do not overlap",
    "a figure is missing": "one of the latest five periods has no figure",
    "break in the series": "the figures of the latest five periods are not comparable with each other",
    "a gap in the periods": "the latest five figures do not follow on each other",
    "fewer than twelve months": "there are fewer than twelve months in a row",
    "fewer than twelve quarters": "there are fewer than twelve quarters in a row",
}
RULES = {
    "none": "no rule of the process chart is met",
    "outside": "it lies outside the limits",
    "trend": "seven points in a row have gone the same way",
    "two_in_three": "two of three points lie near a limit",
    "run": "seven points in a row lie on the same side of the mean",
}


def not_assessed(facts: Facts, reason: str) -> str:
    """ "Not assessed. …" with the reason in words, and the figure where there is one."""
    figure = "" if facts.latest is None else f" The latest figure is {_figure(facts.latest, facts.indicator)}."
    return f"Not assessed. {REASONS[reason]}{figure}"


def plan(facts: Facts, status: Status) -> str:
    """The status of a measure with a baseline, in a sentence."""
    latest, baseline, indicator = facts.latest, facts.baseline, facts.indicator
    assert latest is not None
    assert baseline is not None
    word, figure = wording.sentence(status.word)[:-1], f"{_figure(latest, indicator)}{_computed(latest)}"
    before = f"{wording.number(baseline.value, indicator)} {wording.when(baseline.period)}"
    if math.isnan(status.expected) or facts.measure is None or facts.measure.target is None:
        return f"{word}: {figure}, {_judgement(facts, status)} the baseline of {before}."
    expected = wording.number(status.expected, indicator)
    target = f"{wording.number(facts.measure.target, indicator)} by {wording.day(_target_day(facts))}"
    text = f"{word}: {figure}, where {expected} is expected by now on the way from {before} to {target}."
    return f"{text} {wording.sentence(status.certainty)}" if status.certainty else text


def match(facts: Facts, word: str, name: str, benchmark: float) -> str:
    """The status of a measure that is to be in line with a benchmark, by interval or tolerance."""
    latest, indicator = facts.latest, facts.indicator
    assert latest is not None
    beside = "at least in line with" if word == "on plan" else "clearly worse than"
    figure = _figure(latest, indicator)
    return (
        f"{wording.sentence(word)[:-1]}: {figure}{_computed(latest)} is {beside} {name}’s "
        f"{wording.number(benchmark, indicator)}."
    )


def match_by_verdict(facts: Facts, word: str, name: str) -> str:
    """The same, resting on the publisher's own comparison because no interval is published."""
    latest = facts.latest
    assert latest is not None
    verdict = f"better than {name}" if latest.verdict == "better" else f"{latest.verdict} to {name}"
    verdict = f"worse than {name}" if latest.verdict == "worse" else verdict
    return f"{wording.sentence(word)[:-1]}: {_figure(latest, facts.indicator)}; the publisher’s own verdict: {verdict}."


def difference(facts: Facts, word: str) -> str:
    """The latest figure beside the benchmark's, tested by the interval."""
    latest, indicator = facts.latest, facts.indicator
    assert latest is not None
    verdict = {
        "similar": "not clearly different",
        "better": "better",
        "worse": "worse",
        "higher": "clearly higher",
        "lower": "clearly lower",
    }[word]
    return f"{_figure(latest, indicator)}{_computed(latest)}, {_beside(facts)}: {verdict}."


def verdict(facts: Facts) -> str:
    """The publisher's own comparison, shown as the publisher's."""
    latest = facts.latest
    assert latest is not None
    beside = f", {_beside(facts)}" if facts.benchmark_value is not None else ""
    word = "similar" if latest.verdict == "similar" else latest.verdict
    return f"{_figure(latest, facts.indicator)}{beside}: {word}, by the publisher’s own comparison."


def untested(facts: Facts) -> str:
    """What is plainly true where no interval allows a test."""
    latest = facts.latest
    assert latest is not None
    figure = _figure(latest, facts.indicator)
    return f"{figure}, {_beside(facts)}; no interval is published, so the difference is not tested."


def cannot_say(reason: str) -> str:
    """ "Cannot say: …", with what the reason means."""
    return f"Cannot say: {MEANINGS.get(reason, reason)}."


def change(facts: Facts, points: pd.DataFrame, word: str, chi2: float) -> str:
    """The recent trend over five periods, with both ends and the test."""
    indicator = facts.indicator
    first, last = points.iloc[0], points.iloc[-1]
    ends = f"{wording.number(first['value'], indicator)} {wording.when(first['period_label'])}"
    moved = wording.change(first["value"], last["value"], indicator)
    now = f"{wording.number(last['value'], indicator)} {wording.when(last['period_label'])}"
    test = "more than chance would explain" if word != "no significant change" else "no more than chance would explain"
    how = f"from {ends} to {now}"
    if moved == "no change":
        return f"{wording.sentence(word)[:-1]} over five periods: {how}."
    return f"{wording.sentence(word)[:-1]} over five periods: {moved}, {how}; {test}."


def process(points: pd.DataFrame, indicator: Indicator, last: pd.Series, word: str) -> str:
    """The latest month or quarter beside the limits of the process chart, and the rule it meets."""
    change = "a change on the year before of " if indicator.process_on == "yearly-change" else ""
    figure = f"{change}{wording.number(last['value'], indicator)} {wording.when(points['period_label'].iloc[-1])}"
    limits = wording.interval(float(last["lower"]), float(last["upper"]), indicator)
    trial = "trial limits" if len(points) < XMR_TRIAL_BELOW else "limits"
    steps = "months" if indicator.cadence == "monthly" else "quarters"
    season = "" if indicator.process_on == "yearly-change" else " The season is not taken out."
    return (
        f"{wording.sentence(word)[:-1]}: {figure}, with {trial} of {limits} from {len(points)} {steps}; "
        f"{RULES[str(last['rule'])]}.{season}"
    )


def _figure(point: Point, indicator: Indicator) -> str:
    interval = (
        "" if point.lower is None or point.upper is None else wording.interval(point.lower, point.upper, indicator)
    )
    return (
        f"{wording.number(point.value, indicator)}{f' ({interval})' if interval else ''} {wording.when(point.period)}"
    )


def _computed(point: Point) -> str:
    return " (interval calculated here from count and denominator)" if point.computed else ""


def _beside(facts: Facts) -> str:
    latest, indicator = facts.latest, facts.indicator
    assert latest is not None
    assert facts.benchmark_value is not None
    if wording.same_as_written(latest.value, facts.benchmark_value, indicator):
        word = "the same as"
    else:
        word = "higher than" if latest.value > facts.benchmark_value else "lower than"
    whose = "the similar areas’ median of" if facts.benchmark == SIMILAR_AREAS else f"{facts.benchmark_name}’s"
    return f"{word} {whose} {wording.number(facts.benchmark_value, indicator)}"


def _judgement(facts: Facts, status: Status) -> str:
    """How the latest figure stands to the baseline, for `keep` and `improve`."""
    better = "better than at the start" in status.reason
    if status.word == "off plan":
        return "clearly worse than"
    if status.word == "close to plan":
        return "not clearly different from"
    if facts.measure and facts.measure.aim == "keep":
        return "clearly better than" if better else "no worse than"
    return "clearly better than"


def _target_day(facts: Facts) -> date:
    assert facts.measure is not None
    assert facts.measure.target_date is not None
    return facts.measure.target_date
