"""Since the strategy began: one descriptive sentence, tested where both ends have limits."""

from dataclasses import dataclass
from datetime import date

from indicators import statistics, wording
from indicators.assessment.change import judged_polarity
from indicators.assessment.facts import Facts
from indicators.assessment.movement import INFLATION
from indicators.assessment.points import Point
from indicators.assessment.sentences import counted
from indicators.model import SIMILAR_AREAS

#: What a test of both ends found, in a sentence.
FOUND = {
    "better": "Clearly better.",
    "worse": "Clearly worse.",
    "higher": "Clearly higher.",
    "lower": "Clearly lower.",
    "similar": "No clear difference between the two.",
}


@dataclass(frozen=True)
class SinceStart:
    """The baseline and the latest figure, those of the benchmark in the same periods, and what a test of both ends
    found: a key of FOUND, empty where it was not tested."""

    baseline: Point
    latest: Point
    benchmark_then: float | None
    benchmark_now: float | None
    word: str


def since_start(facts: Facts) -> SinceStart | None:
    """What has become of the baseline; None without one, across a break or a rebase, and between periods that overlap.

    A season is not tested against another one.
    """
    compared, indicator = facts.compared, facts.indicator
    latest, baseline = compared.latest, compared.baseline
    if latest is None or baseline is None or facts.broken or baseline.end >= latest.start:
        return None
    if any(baseline.end < rebase.day <= latest.end for rebase in indicator.rebases):
        return None
    word = statistics.compare_two(
        latest.value,
        latest.lower,
        latest.upper,
        baseline.value,
        baseline.lower,
        baseline.upper,
        judged_polarity(indicator),
    )
    other_season = indicator.seasonal and baseline.start.month != latest.start.month
    word = "" if other_season or word == "not_compared" else word
    return SinceStart(baseline, latest, compared.benchmark_then, compared.benchmark, word)


def sentence(facts: Facts, began: date) -> str:
    """The same in words: "16.4% in 2014/15, before the strategy; 16.9% in 2024/25. …"; empty where there is nothing."""
    since = since_start(facts)
    if since is None:
        return ""
    written = facts.compared.indicator
    start = "before the strategy" if since.baseline.end < began else "at the start"
    then = f"{wording.number(since.baseline.value, written)} {since.baseline.when}"
    now = f"{wording.unitless(since.latest.value, written)} {since.latest.when}"
    where = f" in {facts.area_name}" if facts.stand_in == "county" else ""
    said = [f"{wording.capital(then)}{where}, {start}; {now}.", _beside(facts, since)]
    untested = counted(apart=False) if facts.indicator.evidence == "complete" else "Not tested."
    said += [FOUND.get(since.word, untested), INFLATION if facts.indicator.nominal else ""]
    return " ".join(part for part in said if part)


def _beside(facts: Facts, since: SinceStart) -> str:
    """What the benchmark did in the same time; empty where it has no figure for both."""
    if since.benchmark_then is None or since.benchmark_now is None:
        return ""
    written = facts.compared.indicator
    whose = "The similar areas’ median" if facts.benchmark == SIMILAR_AREAS else facts.benchmark_name
    then, now = (wording.unitless(one, written) for one in (since.benchmark_then, since.benchmark_now))
    if wording.same_as_written(since.benchmark_then, since.benchmark_now, written):
        return f"{whose} stayed at {now}."
    return f"{whose} went from {then} to {now} in that time."
