"""What a card, a table's row, a page's first lines or a chart's title says of an assessment, in words.

Plain words say which of two figures is higher, as both are written; they claim no more than the answer beside them.
Every function returns an empty text where there is nothing to say.
"""

from indicators import wording
from indicators.assessment import sentences
from indicators.assessment.answers import CANNOT_SAY, Assessment
from indicators.lines import StandIn


def name(one: Assessment) -> str:
    """The indicator's title, with the group that stands for it."""
    group = f" ({one.facts.group})" if one.facts.group else ""
    return f"{one.facts.indicator.title}{group}"


def value(one: Assessment) -> str:
    """The latest figure: "17.3%"."""
    return wording.number(one.facts.latest.value, one.facts.indicator) if one.facts.latest else ""


def period(one: Assessment) -> str:
    """The period of the latest figure: "2018/19"."""
    return one.facts.latest.period if one.facts.latest else ""


def interval(one: Assessment) -> str:
    """The published 95% interval of the latest figure: "16.1% to 18.6%"."""
    latest = one.facts.latest
    if latest is None or latest.computed or latest.lower is None or latest.upper is None:
        return ""
    return wording.interval(latest.lower, latest.upper, one.facts.indicator)


def compared(one: Assessment) -> str:
    """The latest figure beside the benchmark's: "lower than England’s 22.1%", "no clear difference from England’s
    22.1%", "lower than England’s 22.1%, not tested"."""
    if one.facts.benchmark_value is None:
        return ""
    if one.difference.word == "similar":
        return f"no clear difference from {sentences.benchmark(one.facts)}"
    return f"{sentences.beside(one.facts)}{', not tested' if _untested(one) else ''}"


def changed(one: Assessment) -> str:
    """The change since the earlier figure: "up 0.3 percentage points since 2018"."""
    latest, earlier = one.facts.latest, one.facts.earlier
    if latest is None or earlier is None or one.facts.broken_since_earlier:
        return ""
    change = wording.change(earlier.value, latest.value, one.facts.indicator)
    return f"{change} {wording.since(earlier.period, earlier.end)}"


def summary(one: Assessment) -> str:
    """Area, latest figure, comparison and change, in a sentence or two."""
    latest = one.facts.latest
    if latest is None:
        return ""
    where = f"{one.facts.area_name}{f' ({one.facts.group})' if one.facts.group else ''}"
    between = f" ({interval(one)})" if interval(one) else ""
    beside = f", {compared(one)}" if compared(one) else ""
    text = f"{where}: {value(one)}{between} {latest.when}{beside}."
    return f"{text} {wording.sentence(changed(one))}" if changed(one) else text


def title(one: Assessment) -> str:
    """What stands over a chart of the latest figures: the comparison, else the change, else the figure."""
    latest = one.facts.latest
    if latest is None:
        return one.facts.indicator.title
    return wording.title(name(one), _comparison(one) or changed(one) or f"{value(one)} {latest.when}")


def process_title(one: Assessment) -> str:
    """What stands over a process chart, which is about the process and not about the latest figure."""
    return name(one) if one.change.word == CANNOT_SAY else wording.title(name(one), one.change.word)


def reason(one: Assessment) -> str:
    """Why the figures are another area's, or why there are none."""
    facts = one.facts
    if facts.stand_in:
        return standing_in(facts.stand_in, facts.asked_name, facts.area_name)
    if facts.latest is not None:
        return ""
    if facts.line.empty:
        return f"No figure is held for {facts.group or 'All'} here."
    last = facts.line.iloc[-1]
    return f"No value: {last['period_label']} is {wording.marker_meaning(last['status'])}."


def standing_in(case: StandIn, asked: str, shown: str) -> str:
    """Why the figures of the area `shown` stand for the area `asked`, or why there are none, in a sentence."""
    if case == "county":
        return f"This is published for counties only, so {shown} is shown instead of {asked}."
    if case == "small areas only":
        return f"This is published for small areas only; there is no figure for {asked} as a whole."
    return f"No figure is held for {asked}: the source has none, or none was carried over." if case else ""


def missing_since(one: Assessment) -> str:
    """The last period since the latest figure that was published without one, and why."""
    missing = one.facts.missing_since
    return f"{missing.period}: {wording.marker_meaning(missing.status)}." if missing else ""


def _comparison(one: Assessment) -> str:
    """The comparison without the benchmark's figure: "lower than England"."""
    if one.difference.word == "similar":
        return f"no clear difference from {one.facts.benchmark_name}"
    if one.facts.benchmark_value is None:
        return ""
    return f"{sentences.relation(one.facts)} {one.facts.benchmark_name}{', not tested' if _untested(one) else ''}"


def _untested(one: Assessment) -> bool:
    return (one.difference.word, one.difference.reason) == (CANNOT_SAY, "no interval published")
