"""On plan? The latest figure against what the strategy wants of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from indicators import statistics
from indicators.assessment import sentences
from indicators.assessment.answer import NOT_ASSESSED, Answer, Ground
from indicators.assessment.facts import Facts
from indicators.assessment.points import Point
from indicators.errors import CatalogueError
from indicators.model import Aim

#: What a publisher's verdict is called where a measure is to be in line with the benchmark.
MATCHED = {"better": "on plan", "similar": "in line", "worse": "off plan"}


@dataclass(frozen=True)
class Judgement:
    """The answer, how certain its word is, and the value that was to be reached; None where there is none."""

    answer: Answer
    certainty: str = ""
    expected: float | None = None


def plan(facts: Facts, on: date) -> Judgement:
    """The judgement of a line by every aim that the strategy has for it: the worst counts.

    A target that is no better than its baseline is a CatalogueError.
    """
    _check_target(facts)
    measure = facts.measure
    if measure is None or measure.aim == "context" or facts.indicator.polarity == "contextual":
        return _none(facts, "contextual")
    if facts.latest is None:
        suppressed = len(facts.line) and facts.line["status"].iloc[-1] == "c"
        return _none(facts, "suppressed" if suppressed else "no data")
    return worst([_by_aim(aim, facts, on) for aim in (measure.aim, *measure.also)])


def worst(judged: Sequence[Judgement]) -> Judgement:
    """The worst of several judgements, with the sentences of all that say something; the first where none does, with
    the sentences of all."""
    said = [one for one in judged if one.answer.given] or list(judged)
    lowest = min(said, key=lambda one: statistics.WORDS.index(one.answer.word))
    sentence = " ".join(dict.fromkeys(one.answer.sentence for one in (lowest, *said)))
    return replace(lowest, answer=replace(lowest.answer, sentence=sentence))


def _by_aim(aim: Aim, facts: Facts, on: date) -> Judgement:
    return _match(facts) if aim == "match" else _since_baseline(aim, facts, on)


def _since_baseline(aim: Aim, facts: Facts, on: date) -> Judgement:
    """Against the baseline, or on the way from it to a target. What no newer figure would mend is said first."""
    latest, baseline = _figures(aim, facts)
    assert facts.measure is not None
    if baseline is None:
        return _none(facts, "no baseline")
    if facts.broken:
        return _none(facts, "break in the series since the baseline")
    status = statistics.status(
        latest.value,
        aim=aim,
        polarity=facts.indicator.polarity,
        baseline=baseline.value,
        target=facts.measure.target,
        elapsed=_elapsed(facts, on),
        lower=latest.lower,
        upper=latest.upper,
        tolerance=facts.tolerance,
        ended=facts.measure.target_date is not None and on > facts.measure.target_date,
        baseline_lower=baseline.lower,
        baseline_upper=baseline.upper,
    )
    if status.word == NOT_ASSESSED:
        return _none(facts, status.reason)
    if "incomplete" in latest.flags:
        return _none(facts, "latest period incomplete")
    if baseline.end >= latest.start:
        return _none(facts, "baseline after the latest figure")
    sentence = sentences.plan(facts, aim, status, latest, baseline)
    expected = None if math.isnan(status.expected) else status.expected
    return Judgement(Answer(status.word, sentence, ground=_ground(facts, latest)), status.certainty, expected)


def _figures(aim: Aim, facts: Facts) -> tuple[Point, Point | None]:
    """The latest figure and the baseline as they are judged: as rates, where the count has a denominator; but on the
    way to a target as they are published, which is what somebody has set a number for."""
    assert facts.latest is not None
    if aim == "reach" or facts.compared.latest is None:
        return facts.latest, facts.baseline
    return facts.compared.latest, facts.compared.baseline


def _match(facts: Facts) -> Judgement:
    """In line with the benchmark of the definition, whichever one is looked at; the publisher's verdict serves too."""
    latest, verdict, reference = facts.compared.latest, facts.matched_verdict, facts.matched
    if latest is not None and not latest.tested and verdict in MATCHED:
        word = MATCHED[verdict]
        answer = Answer(word, sentences.matched_by_verdict(facts, word, verdict), ground="publisher")
        return _complete(facts, Judgement(answer, expected=reference))
    if latest is None or reference is None:
        return _none(facts, "no benchmark")
    status = statistics.status(
        latest.value,
        aim="match",
        polarity=facts.indicator.polarity,
        lower=latest.lower,
        upper=latest.upper,
        benchmark=reference,
        tolerance=facts.tolerance,
    )
    if status.word == NOT_ASSESSED:
        return _none(facts, status.reason)
    answer = Answer(status.word, sentences.matched(facts, status), ground=_ground(facts, latest))
    return _complete(facts, Judgement(answer, status.certainty, reference))


def _complete(facts: Facts, judged: Judgement) -> Judgement:
    """The judgement, or that the latest period is not over yet."""
    assert facts.latest is not None
    return _none(facts, "latest period incomplete") if "incomplete" in facts.latest.flags else judged


def _ground(facts: Facts, latest: Point) -> Ground:
    if latest.tested:
        return "tested"
    return "complete" if facts.indicator.evidence == "complete" else "not tested"


def _none(facts: Facts, reason: str) -> Judgement:
    return Judgement(Answer(NOT_ASSESSED, sentences.not_assessed(facts, reason), reason))


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
