"""The answers in plain English, made to be read aloud. Every sentence holds its numbers, period and rule."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Literal

import pandas as pd

from indicators import wording
from indicators.answer_words import DIFFERENCE
from indicators.assessment.facts import Facts, Point
from indicators.model import SIMILAR_AREAS, Indicator
from indicators.statistics import REASONS, TREND_REASONS, XMR_TRIAL_BELOW, Status

#: Why nothing is said of a difference or a change, in short.
Silence = Literal[
    "no figure",
    "counts are not compared",
    "ranks are not compared",
    "this is the benchmark itself",
    "no interval published",
    "fewer than five periods",
    "a figure is missing",
    "break in the series",
    "a gap in the periods",
    "fewer than twelve months",
    "fewer than twelve quarters",
]
#: What that means.
MEANINGS: Mapping[Silence, str] = {
    "no figure": "there is no figure",
    "this is the benchmark itself": "this is the benchmark itself",
    "counts are not compared": "a count depends on how many people live in an area, so counts are not compared",
    "ranks are not compared": "a rank says only how many areas come before, so ranks are not compared",
    "no interval published": "no interval is published for each of the five periods, so a change cannot be told "
    "from chance",
    "fewer than five periods": "there are fewer than five periods that do not overlap",
    "a figure is missing": "one of the latest five periods has no figure",
    "break in the series": "the figures of the latest five periods are not comparable with each other",
    "a gap in the periods": "the latest five figures do not follow on each other",
    "fewer than twelve months": "there are fewer than twelve months in a row",
    "fewer than twelve quarters": "there are fewer than twelve quarters in a row",
}
#: What the trend test found, by the reason why there is no trend.
TESTS = {
    "": "more than chance would explain",
    TREND_REASONS["weak"]: "no more than chance would explain",
    TREND_REASONS["fragile"]: TREND_REASONS["fragile"],
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
    latest, indicator = facts.latest, facts.indicator
    figure = "" if latest is None else f" The latest figure is {_figure(latest, indicator)}{_computed(latest)}."
    return f"Not assessed. {REASONS[reason]}{figure}"


def plan(facts: Facts, status: Status) -> str:
    """The status of a measure with a baseline, in a sentence."""
    latest, baseline, indicator = facts.latest, facts.baseline, facts.indicator
    assert latest is not None
    assert baseline is not None
    word, figure = wording.capital(status.word), f"{_figure(latest, indicator)}{_computed(latest)}"
    before = f"{wording.number(baseline.value, indicator)} {baseline.when}"
    if math.isnan(status.expected) or facts.measure is None or facts.measure.target is None:
        return f"{word}: {figure}, {_judgement(facts, status)} the baseline of {before}{_tolerated(facts)}."
    expected = wording.number(status.expected, indicator)
    target = f"{wording.number(facts.measure.target, indicator)} by {wording.day(_target_day(facts))}"
    text = f"{word}: {figure}, where {expected} is expected by now on the way from {before} to {target}."
    return f"{text} {wording.sentence(status.certainty)}" if status.certainty else text


def match(facts: Facts, word: str, name: str, benchmark: float) -> str:
    """The status of a measure that is to be in line with a benchmark, by interval or tolerance."""
    latest, indicator = facts.latest, facts.indicator
    assert latest is not None
    beside = "at least in line with" if word == "on plan" else "clearly worse than"
    figure = f"{_figure(latest, indicator)}{_computed(latest)}"
    whose = possessive(indicator.benchmark, name)
    other = f"{whose} {wording.number(benchmark, indicator)}{_tolerated(facts)}"
    return f"{wording.capital(word)}: {figure} is {beside} {other}."


def match_by_verdict(facts: Facts, word: str, verdict: str, name: str) -> str:
    """The same, resting on the publisher's own comparison because no interval is published."""
    latest = facts.latest
    assert latest is not None
    comparison = f"{verdict} {'to' if verdict == 'similar' else 'than'} {name}"
    return f"{wording.capital(word)}: {_figure(latest, facts.indicator)}; the publisher’s own verdict: {comparison}."


def difference(facts: Facts, word: str) -> str:
    """The latest figure beside the benchmark's, tested by the interval."""
    latest, indicator = facts.latest, facts.indicator
    assert latest is not None
    return f"{_figure(latest, indicator)}{_computed(latest)}, {beside(facts)}: {DIFFERENCE[word].said or word}."


def verdict(facts: Facts) -> str:
    """The publisher's own comparison, shown as the publisher's."""
    latest = facts.latest
    assert latest is not None
    other = f", {beside(facts)}" if facts.benchmark_value is not None else ""
    return f"{_figure(latest, facts.indicator)}{other}: {facts.verdict}, by the publisher’s own comparison."


def untested(facts: Facts) -> str:
    """What is plainly true where no interval allows a test."""
    latest = facts.latest
    assert latest is not None
    figure = _figure(latest, facts.indicator)
    return f"{figure}, {beside(facts)}; no interval is published, so the difference is not tested."


def wrong_target(indicator: Indicator, target: float, baseline: Point) -> str:
    """What is wrong with a target that is no better than its baseline, and what to do."""
    lower = indicator.polarity == "lower_is_better"
    return (
        f"strategy.toml, measures '{indicator.slug}', key 'target': {wording.number(target, indicator)} is no better "
        f"than the baseline, {wording.number(baseline.value, indicator)} {baseline.when}. "
        f"{'Lower' if lower else 'Higher'} is better: set a target {'below' if lower else 'above'} it."
    )


def relation(facts: Facts) -> str:
    """How the latest figure stands to the benchmark's, as both are written: "lower than"."""
    assert facts.latest is not None
    assert facts.benchmark_value is not None
    if wording.same_as_written(facts.latest.value, facts.benchmark_value, facts.indicator):
        return "the same as"
    return "higher than" if facts.latest.value > facts.benchmark_value else "lower than"


def benchmark(facts: Facts) -> str:
    """The benchmark's figure: "England’s 22.1%", "the similar areas’ median of 20.4%"."""
    assert facts.benchmark_value is not None
    whose = possessive(facts.benchmark, facts.benchmark_name)
    return f"{whose} {wording.number(facts.benchmark_value, facts.indicator)}"


def beside(facts: Facts) -> str:
    """The latest figure beside the benchmark's: "lower than England’s 22.1%"."""
    return f"{relation(facts)} {benchmark(facts)}"


def possessive(benchmark: str, name: str) -> str:
    """Whose figure a benchmark's is: "England’s"."""
    return "the similar areas’ median of" if benchmark == SIMILAR_AREAS else f"{name}’s"


def cannot_say(meaning: str) -> str:
    """ "Cannot say: …", with what the reason means."""
    return f"Cannot say: {meaning}."


def change(facts: Facts, points: pd.DataFrame, word: str, reason: str) -> str:
    """The recent trend over five periods, with both ends and the test; `reason` says why there is none."""
    indicator = facts.indicator
    first, last = points.iloc[0], points.iloc[-1]
    ends = f"{wording.number(first['value'], indicator)} {wording.when(first['period_label'], first['period_end'])}"
    moved = wording.change(first["value"], last["value"], indicator)
    now = f"{wording.number(last['value'], indicator)} {wording.when(last['period_label'], last['period_end'])}"
    # A share is tested by its counts, everything else by its intervals.
    computed = "" if facts.latest is None or indicator.kind == "proportion" else _computed(facts.latest)
    how = f"{'' if moved == 'no change' else f'{moved}, '}from {ends} to {now}{computed}"
    return f"{wording.capital(word)} over five periods: {how}; {TESTS[reason]}."


def process(group: pd.DataFrame, indicator: Indicator, when: str, word: str) -> str:
    """The latest month or quarter beside the limits of the process chart, and the rule it meets.

    `group` are the points that the limits are taken from, as `statistics.xmr` returns them; `when` says when that was.
    """
    last = group.iloc[-1]
    change = "a change on the year before of " if indicator.process_on == "yearly-change" else ""
    figure = f"{change}{wording.number(last['value'], indicator)} {when}"
    limits = wording.usual(float(last["lower"]), float(last["upper"]), indicator)
    trial = "trial limits" if len(group) < XMR_TRIAL_BELOW else "limits"
    steps = "months" if indicator.cadence == "monthly" else "quarters"
    season = "" if indicator.process_on == "yearly-change" else " The season is not taken out."
    return (
        f"{wording.capital(word)}: {figure}, with {trial} of {limits} from {len(group)} {steps}; "
        f"{RULES[str(last['rule'])]}.{season}"
    )


def _figure(point: Point, indicator: Indicator) -> str:
    interval = (
        "" if point.lower is None or point.upper is None else wording.interval(point.lower, point.upper, indicator)
    )
    return f"{wording.number(point.value, indicator)}{f' ({interval})' if interval else ''} {point.when}"


def _computed(point: Point) -> str:
    return " (interval calculated here from count and denominator)" if point.computed else ""


def _tolerated(facts: Facts) -> str:
    """The tolerance, where it decides because there is no interval."""
    latest, measure = facts.latest, facts.measure
    if measure is None or measure.tolerance is None or latest is None or latest.lower is not None:
        return ""
    difference = wording.difference(measure.tolerance, 0.0, facts.indicator)
    return f"; no interval is published, and a difference of {difference} is tolerated"


def _judgement(facts: Facts, status: Status) -> str:
    """How the latest figure stands to the baseline, for `keep` and `improve`."""
    better = status.reason == "better than at the start"
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
