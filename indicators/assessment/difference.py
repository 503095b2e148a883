"""Different from the benchmark? By the strongest evidence there is, and by none stronger."""

from indicators import statistics
from indicators.assessment import sentences
from indicators.assessment.answer import CANNOT_SAY, UNCOMPARED, Answer
from indicators.assessment.facts import Facts
from indicators.assessment.sentences import Silence


def difference(facts: Facts) -> Answer:
    """The answer by an interval, else by the publisher's verdict, else by what is counted in full, else by the area's
    position; what remains is the difference as it is printed, and that nobody has tested it."""
    hindrance = _hindrance(facts)
    if hindrance is not None:
        return hindrance
    latest, bench = facts.compared.latest, facts.benchmark_value
    if latest is not None and latest.tested and bench is not None:
        polarity = facts.indicator.polarity
        word = statistics.compare(latest.value, latest.lower, latest.upper, bench, polarity)
        return Answer(word, sentences.difference(facts, word), ground="tested")
    if facts.verdict:
        return Answer(facts.verdict, sentences.verdict(facts), ground="publisher")
    if bench is not None and facts.indicator.evidence == "complete":
        return Answer(sentences.side(facts), sentences.complete(facts), ground="complete")
    if facts.position is not None:
        return Answer("position", sentences.placed(facts), ground="position", shown=sentences.place(facts))
    if bench is None:
        return _unsaid("no figure for the benchmark", sentences.no_benchmark(facts))
    return Answer(CANNOT_SAY, sentences.untested(facts), "no margin of error", ground="not tested")


def _hindrance(facts: Facts) -> Answer | None:
    """Why areas cannot be compared by it at all; None where they can."""
    indicator, latest = facts.indicator, facts.latest
    if latest is None:
        return cannot_say("no figure")
    if indicator.size or indicator.kind == "rank":
        what: Silence = "ranks are not compared" if indicator.kind == "rank" else "a size"
        return Answer(UNCOMPARED, sentences.uncompared(what), what)
    if indicator.kind == "count" and indicator.per is None:
        return cannot_say("counts are not compared")
    if facts.benchmark == facts.area:
        return cannot_say("this is the benchmark itself")
    compared = facts.compared.latest
    if compared is None:
        return cannot_say("no denominator")
    return cannot_say("outside its own limits") if compared.outside_its_limits else None


def cannot_say(reason: Silence) -> Answer:
    """The answer that there is none, with its reason in short and in a sentence."""
    return _unsaid(reason, sentences.MEANINGS[reason])


def _unsaid(reason: Silence, meaning: str) -> Answer:
    return Answer(CANNOT_SAY, sentences.cannot_say(meaning), reason)
