"""The answers on plan and difference in plain English, made to be read aloud; `movement` has those on change.

Every sentence holds its numbers, period and rule, in 25 words at most.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from indicators import wording
from indicators.answer_words import DIFFERENCE
from indicators.assessment.facts import Facts
from indicators.assessment.points import Point
from indicators.assessment.position import MANY, Position
from indicators.model import SIMILAR_AREAS, Aim, Indicator
from indicators.statistics import REASONS, Status

#: Why nothing is said of a difference or a change, in short.
Silence = Literal[
    "no figure",
    "counts are not compared",
    "ranks are not compared",
    "a size",
    "this is the benchmark itself",
    "no denominator",
    "outside its own limits",
    "no figure for the benchmark",
    "no margin of error",
    "fewer than five periods",
    "neighbours are too alike",
    "break in the series",
    "fewer than twelve months",
    "fewer than twelve quarters",
    "no year before",
]
#: What that means.
MEANINGS: Mapping[Silence, str] = {
    "no figure": "there is no figure",
    "this is the benchmark itself": "this is the benchmark itself",
    "no figure for the benchmark": "there is no figure to compare with",
    "no denominator": "nothing is held that this number could be divided by",
    "outside its own limits": "the figure lies outside its own limits, so one of them is wrong",
    "counts are not compared": "a bigger area has more of them, so numbers are not compared",
    "ranks are not compared": "a rank is a comparison already",
    "a size": "it says how large an area is, which is neither good nor bad",
    "no margin of error": "the publisher gives no margin of error, and there are fewer than eight periods",
    "fewer than five periods": "there are fewer than five periods that do not overlap",
    "neighbours are too alike": "each figure is so much like the one before that chance cannot be told from change",
    "break in the series": "the figures of the latest five periods are not comparable with each other",
    "fewer than twelve months": "there are fewer than twelve months in a row",
    "fewer than twelve quarters": "there are fewer than twelve quarters in a row",
    "no year before": "the figure drifts, so a process chart does not fit, and none of a year before is held",
}
#: How the latest figure stands to the start where it is apart from it, by what the statistics found.
APART: Mapping[str, str] = {"better than at the start": "better than", "worse than baseline": "worse than"}
#: The same where it is not, by the aim.
NOT_APART: Mapping[Aim, str] = {"keep": "not clearly worse than", "improve": "not clearly different from"}
#: How the latest figure stands to the benchmark, by the status that makes of it.
BESIDE_BENCHMARK = {
    "on plan": "clearly better than",
    "in line": "no clear difference from",
    "off plan": "clearly worse than",
}
#: How a publisher's verdict is said where it is no direction.
VERDICT = {"similar": "not clearly different from"}
NOT_TESTED = "Not tested: the publisher gives no margin of error."


# --- On plan? ------------------------------------------------------------------------------------------------------


def not_assessed(facts: Facts, reason: str) -> str:
    """ "Not assessed. …" with the reason in words, and the figure where there is one; "Background, not judged." """
    if reason == "contextual":
        return REASONS[reason]
    latest = facts.latest
    last = "" if latest is None else f" The latest figure is {_figure(facts, latest, facts.indicator)}."
    return f"Not assessed. {REASONS[reason]}{last}"


def plan(facts: Facts, aim: Aim, status: Status, latest: Point, baseline: Point) -> str:
    """The status of a measure with a baseline."""
    written = facts.compared.indicator if latest is facts.compared.latest else facts.indicator
    word, figure = opening(status.word, facts), _figure(facts, latest, written)
    start = f"{wording.unitless(baseline.value, written)} {baseline.when}"
    if aim == "reach" and facts.measure is not None and facts.measure.target is not None:
        expected = wording.number(status.expected, written)
        target = f"{wording.number(facts.measure.target, written)} by {wording.day(_target_day(facts))}"
        text = f"{word} {figure}, where {expected} is expected by now. The way leads from {start} to {target}."
        return _joined(text, wording.sentence(status.certainty), _calculated(facts, latest))
    text = f"{word} {figure}, {_judgement(aim, status, facts, latest)} the baseline of {start}."
    assumed = "The start has no margin of error, so that of the latest figure is taken for both."
    return _joined(
        text, assumed if status.assumed_baseline_error else "", _tolerated(facts, latest), _calculated(facts, latest)
    )


def _judgement(aim: Aim, status: Status, facts: Facts, latest: Point) -> str:
    """How the latest figure stands to the baseline; a complete count is not clearly worse, it is worse."""
    if not status.reason and status.gap >= 0:
        return "no worse than"
    apart = APART.get(status.reason)
    if apart is None:
        return NOT_APART[aim]
    counted_in_full = not latest.tested and facts.indicator.evidence == "complete"
    return apart if counted_in_full else f"clearly {apart}"


def matched(facts: Facts, status: Status) -> str:
    """The status of a measure that is to be in line with a benchmark, by interval, tolerance or complete count."""
    latest, reference, written = facts.compared.latest, facts.matched, facts.compared.indicator
    assert latest is not None
    assert reference is not None
    word, figure = opening(status.word, facts), _figure(facts, latest, written)
    other = _named(facts.indicator.benchmark, facts.matched_name, reference, written)
    if not latest.tested:
        how = relation(latest.value, reference, written)
        return _joined(f"{word} {figure}, {how} {other}.", _tolerated(facts, latest), _calculated(facts, latest))
    small = "Too small a sample to tell." if status.reason == "too small a sample to tell" else ""
    return _joined(f"{word} {figure}, {BESIDE_BENCHMARK[status.word]} {other}.", small, _calculated(facts, latest))


def matched_by_verdict(facts: Facts, word: str, verdict: str) -> str:
    """The same, resting on the publisher's own comparison because no interval is published."""
    latest, indicator = facts.compared.latest, facts.indicator
    assert latest is not None
    said = VERDICT.get(verdict, f"{verdict} than")
    other = facts.matched_name if facts.matched is None else ""
    other = other or _named(indicator.benchmark, facts.matched_name, facts.matched or 0.0, facts.compared.indicator)
    figure = _figure(facts, latest, facts.compared.indicator)
    return f"{opening(word, facts)} {figure}, {said} {other}, says the publisher."


def wrong_target(indicator: Indicator, target: float, baseline: Point) -> str:
    """What is wrong with a target that is no better than its baseline, and what to do."""
    lower = indicator.polarity == "lower_is_better"
    return (
        f"strategy.toml, measures '{indicator.slug}', key 'target': {wording.number(target, indicator)} is no better "
        f"than the baseline, {wording.number(baseline.value, indicator)} {baseline.when}. "
        f"{'Lower' if lower else 'Higher'} is better: set a target {'below' if lower else 'above'} it."
    )


def _target_day(facts: Facts) -> date:
    assert facts.measure is not None
    assert facts.measure.target_date is not None
    return facts.measure.target_date


def _tolerated(facts: Facts, latest: Point) -> str:
    """The tolerance, where it decides because there is no interval, and whose it is; else that all are counted."""
    measure, tolerance = facts.measure, facts.tolerance
    if measure is None or tolerance is None or latest.tested:
        return ""
    if measure.tolerance is not None:
        agreed = wording.difference(tolerance, 0.0, facts.compared.indicator)
        return f"The publisher gives no margin of error; a difference of {agreed} is tolerated."
    if measure.margin is not None:
        said = wording.difference(tolerance, 0.0, facts.compared.indicator)
        return f"A difference of up to {said} may be chance: a tolerance that is proposed, not agreed."
    return counted() if facts.indicator.evidence == "complete" else ""


# --- Different from the benchmark? -----------------------------------------------------------------------------------


def difference(facts: Facts, word: str) -> str:
    """The latest figure beside the benchmark's, tested by the interval."""
    latest = facts.compared.latest
    assert latest is not None
    figure, verdict = _known(facts, latest), DIFFERENCE[word].said
    text = f"{figure}, {verdict} {benchmark(facts)}." if verdict else f"{figure}, {beside(facts)}: {word}."
    return _joined(text, _calculated(facts, latest))


def verdict(facts: Facts) -> str:
    """The publisher's own comparison, shown as the publisher's."""
    latest = facts.compared.latest
    assert latest is not None
    figure, said = _known(facts, latest), VERDICT.get(facts.verdict, DIFFERENCE[facts.verdict].said)
    if facts.benchmark_value is None:
        return f"{figure}, {said or f'{facts.verdict} than'} {facts.benchmark_name}, says the publisher."
    if said:
        return f"{figure}, {said} {benchmark(facts)}, says the publisher."
    return f"{figure}, {beside(facts)}: {facts.verdict}, says the publisher."


def complete(facts: Facts) -> str:
    """The latest figure beside the benchmark's, where everybody or everything is counted."""
    latest = facts.compared.latest
    assert latest is not None
    figure, lies = _known(facts, latest), side(facts)
    return _joined(
        f"{figure}, {lies} {benchmark(facts)}.", counted(apart=lies != "level with"), _calculated(facts, latest)
    )


def placed(facts: Facts) -> str:
    """The area's place among others of its type; with the benchmark's figure where there is one, not tested."""
    latest = facts.compared.latest
    assert latest is not None
    figure = _known(facts, latest)
    if facts.benchmark_value is None:
        return _joined(f"{figure}, {place(facts)}.", _calculated(facts, latest))
    return _joined(
        f"{figure}, {beside(facts)}.", f"{wording.capital(place(facts))}.", NOT_TESTED, _calculated(facts, latest)
    )


def place(facts: Facts) -> str:
    """ "3rd highest of 22 districts"; with many areas "in the highest fifth of England’s 296 districts"."""
    where = facts.position
    assert where is not None
    kind = f"{where.of} {wording.AREA_TYPES[where.type][1]}"
    if where.of >= MANY:
        return f"in the {where.fifth} fifth of {where.country}’s {kind}"
    return f"{'joint ' if where.joint else ''}{_ordinal(where)}{where.end} of {kind}"


def _ordinal(where: Position) -> str:
    if where.rank == 1:
        return ""
    tens, ones = where.rank // 10 % 10, where.rank % 10
    ending = "th" if tens == 1 else {1: "st", 2: "nd", 3: "rd"}.get(ones, "th")
    return f"{where.rank}{ending} "


def untested(facts: Facts) -> str:
    """What is plainly true where no interval allows a test."""
    latest = facts.compared.latest
    assert latest is not None
    return _joined(f"{_known(facts, latest)}, {beside(facts)}.", NOT_TESTED, _calculated(facts, latest))


def uncompared(what: Silence) -> str:
    """That it is not a thing to compare, and why."""
    return f"Not a thing to compare: {MEANINGS[what]}."


def no_benchmark(facts: Facts) -> str:
    """Whose figure is missing, or whose list of similar areas."""
    if facts.benchmark == SIMILAR_AREAS:
        return "figures are held for too few of the similar areas"
    return f"no figure is held for {facts.benchmark_name} in this period"


def cannot_say(meaning: str) -> str:
    """ "Cannot say: …", with what the reason means."""
    return f"Cannot say: {meaning}."


# --- Shared ------------------------------------------------------------------------------------------------------


def opening(word: str, facts: Facts) -> str:
    """How a sentence begins: "Off plan:", or of an old figure "Last known: off plan,"."""
    return f"Last known: {word}," if facts.last_known else f"{wording.capital(word)}:"


def relation(value: float, other: float, written: Indicator) -> str:
    """How a figure stands to another, as both are written: "lower than"."""
    if wording.same_as_written(value, other, written):
        return "the same as"
    return "higher than" if value > other else "lower than"


def side(facts: Facts) -> Literal["above", "below", "level with"]:
    """On which side of the benchmark a complete count lies, as both are written."""
    latest, bench = facts.compared.latest, facts.benchmark_value
    assert latest is not None
    assert bench is not None
    if wording.same_as_written(latest.value, bench, facts.compared.indicator):
        return "level with"
    return "above" if latest.value > bench else "below"


def counted(*, apart: bool = True) -> str:
    """That all are counted and, where two figures are apart, that this is no accident of a sample."""
    return "All are counted, so this is no sampling accident." if apart else "All are counted."


def benchmark(facts: Facts) -> str:
    """The benchmark's figure: "England’s 22.1%", "the similar areas’ median of 20.4%"."""
    assert facts.benchmark_value is not None
    return _named(facts.benchmark, facts.benchmark_name, facts.benchmark_value, facts.compared.indicator)


def beside(facts: Facts) -> str:
    """The latest figure beside the benchmark's: "lower than England’s 22.1%"."""
    assert facts.compared.latest is not None
    assert facts.benchmark_value is not None
    how = relation(facts.compared.latest.value, facts.benchmark_value, facts.compared.indicator)
    return f"{how} {benchmark(facts)}"


def _named(code: str, name: str, value: float, written: Indicator) -> str:
    """Whose figure it is, and the figure; of a rate without its unit, as what it is for has been said."""
    whose = "the similar areas’ median of" if code == SIMILAR_AREAS else f"{name}’s"
    figure = wording.unitless(value, written) if written.kind == "rate" else wording.number(value, written)
    return f"{whose} {figure}"


def _figure(facts: Facts, point: Point, written: Indicator) -> str:
    """A figure with its limits, whose it is where that is not the area asked for, and its period; a count that is
    compared as a rate with both."""
    limits = "" if point.lower is None or point.upper is None else wording.interval(point.lower, point.upper, written)
    where = f" in {facts.area_name}" if facts.stand_in == "county" else ""
    rate = f"{wording.number(point.value, written)}{f' ({limits})' if limits else ''}"
    if facts.compared.denominator is None or written is facts.indicator or facts.latest is None:
        return f"{rate}{where} {point.when}"
    return f"{wording.number(facts.latest.value, facts.indicator)}{where} {point.when}. That is {rate}"


def _known(facts: Facts, point: Point) -> str:
    """The figure as it is compared; of an old one that it is the last known."""
    return f"{'Last known: ' if facts.last_known else ''}{_figure(facts, point, facts.compared.indicator)}"


def _calculated(facts: Facts, point: Point) -> str:
    """That an interval, or a rate, is ours and not the publisher's."""
    if facts.compared.denominator is not None and point is facts.compared.latest:
        return _divided(facts)
    return "The interval is calculated here, from count and denominator." if point.computed else ""


def _divided(facts: Facts) -> str:
    """By what a count was divided here."""
    by = facts.compared.denominator
    if by is None:
        return ""
    if by.printed:
        return "The rate is calculated here, by the publisher’s own denominator."
    return f"The rate is calculated here; divided by: {by.of}, {by.period}."


def _joined(*said: str) -> str:
    return " ".join(part for part in said if part)
