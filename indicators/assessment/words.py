"""What a card, a table's row, a page's first lines or a chart's title says of an assessment, in words.

Plain words say which of two figures is higher, as both are written; they claim no more than the answer beside them.
Every function returns an empty text where there is nothing to say.
"""

from collections.abc import Mapping
from datetime import date

from indicators import wording
from indicators.assessment import age as ages
from indicators.assessment import projection as way
from indicators.assessment import sentences
from indicators.assessment import since_start as start
from indicators.assessment.answers import Assessment
from indicators.lines import StandIn
from indicators.succession import Abolished, Origin, Refusal

#: Grounds of an answer on which a difference is printed, and not tested.
UNTESTED = ("position", "not tested")


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
    22.1%", "below England’s 73.2%", "lower than England’s 22.1%, not tested". Of a count the rate stands before it."""
    facts = one.facts
    if facts.benchmark_value is None or facts.compared.latest is None or not one.difference.ground:
        return ""
    rate = wording.number(facts.compared.latest.value, facts.compared.indicator) if facts.compared.denominator else ""
    return f"{rate}{', ' if rate else ''}{_beside(one, sentences.benchmark(facts))}"


def changed(one: Assessment) -> str:
    """The change since the earlier figure: "up 0.3 percentage points since 2018, not tested"."""
    latest, earlier = one.facts.latest, one.facts.earlier
    if latest is None or earlier is None or one.facts.broken_since_earlier:
        return ""
    change = wording.change(earlier.value, latest.value, one.facts.indicator)
    tested = "" if one.facts.indicator.evidence == "complete" else ", not tested"
    return f"{change} {wording.since(earlier.period, earlier.end)}{tested}"


def summary(one: Assessment) -> str:
    """Area, latest figure, comparison and what has been tested of its change, in a sentence or two."""
    latest = one.facts.latest
    if latest is None:
        return ""
    where = f"{one.facts.area_name}{f' ({one.facts.group})' if one.facts.group else ''}"
    between = f" ({interval(one)})" if interval(one) else ""
    beside = "" if one.difference.ground in UNTESTED else compared(one)
    rated = one.facts.compared.denominator is not None
    figure = f"{where}: {value(one)}{between} {latest.when}"
    said = [figure, f"That is {beside}"] if rated and beside else [f"{figure}, {beside}" if beside else figure]
    said += [wording.capital(one.change.text)] if one.change.ground == "tested" else []
    return " ".join(f"{part}." for part in said)


def small_print(one: Assessment) -> str:
    """What nobody has tested: the comparison and the move since the figure before; empty where there is neither."""
    said = [compared(one) if one.difference.ground in UNTESTED else "", changed(one)]
    return " ".join(wording.sentence(part) for part in said if part)


def since_start(one: Assessment, began: date) -> str:
    """What has become of the figure since the strategy began; of each group that is judged, one after another."""
    every = [(each.facts.group, start.sentence(each.facts, began)) for each in (one, *one.beside)]
    return " ".join(f"{group}. {said}" if one.beside else said for group, said in every if said)


def projected(one: Assessment) -> str:
    """Where the pace of the last ten years would lead by a target's date; empty without a target."""
    return way.sentence(one.facts)


def title(one: Assessment) -> str:
    """What stands over a chart of all years: the comparison, else the tested change, else the move, else the figure."""
    latest = one.facts.latest
    if latest is None:
        return one.facts.indicator.title
    tested = one.change.word if one.change.ground == "tested" else ""
    return wording.title(name(one), _comparison(one) or tested or changed(one) or f"{value(one)} {latest.when}")


def process_title(one: Assessment) -> str:
    """What stands over a process chart, which is about the process and not about the latest figure."""
    return name(one) if not one.change.given else wording.title(name(one), one.change.word)


def neighbourhoods(one: Assessment) -> str:
    """How many small areas are where the definition looks: "2 of 69 in the most deprived fifth of England in 2025; 1 of
    67 in 2019"; empty where it asks for none."""
    facts = one.facts
    if facts.indicator.among is None or not facts.shares:
        return ""
    latest, *before = [f"{share.number} of {share.of}" for share in facts.shares]
    when = [wording.when(share.period, share.end) for share in facts.shares]
    said = [f"{latest} {facts.indicator.among.said} {when[0]}"]
    return "; ".join([*said, *(f"{text} {period}" for text, period in zip(before, when[1:], strict=True))])


def reason(one: Assessment) -> str:
    """Why the figures are another area's, or why there are none."""
    facts = one.facts
    if facts.stand_in == "none" and facts.origin is not None:
        return not_rebuilt(facts.asked_name, facts.origin)
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


def age(one: Assessment) -> str:
    """That newer figures should be out and are not held, or that the series has ended; empty where neither is so."""
    return ages.age(one.facts)


def abolished(name: str, gone: Abolished) -> str:
    """Until when an area is one, and what it is a part of from then on."""
    return ages.abolished(name, gone)


def missing_since(one: Assessment) -> str:
    """The last period since the latest figure that was published without one, and why."""
    missing = one.facts.missing_since
    return f"{missing.period}: {wording.marker_meaning(missing.status)}." if missing else ""


def origin(one: Assessment) -> str:
    """Whose figures stand for the time before the area was there, or why none do; empty for most areas."""
    facts = one.facts
    if facts.origin is None:
        return ""
    parts, county = wording.listed(facts.origin.parts), facts.origin.instead
    if facts.origin.taken_over:
        return f"Figures up to {facts.origin.until} are those of {county}, whose place {facts.area_name} took."
    if facts.origin.until:
        return f"Figures up to {facts.origin.until} are rebuilt here, from those of {parts}."
    return f"Earlier figures of {parts} are not added up: {not_added(facts.origin.refused)}." if parts else ""


def not_rebuilt(name: str, origin: Origin) -> str:
    """That an area has no figure though those that became it have some, and why."""
    parts, why = wording.listed(origin.parts), not_added(origin.refused)
    return f"No figure is held for {name}: those of {parts} are not added up. {wording.sentence(why)}"


def not_added(refused: Refusal | None) -> str:
    """Why the figures of areas that became one are not added up."""
    return _REFUSED[refused] if refused else "they are not all there for one period"


_REFUSED: Mapping[Refusal, str] = {
    "divided": "parts of one of them went to other areas",
    "kind": "what is measured has no sum",
    "survey": "they are estimates from a sample of each",
    "no counts": "the publisher gives no counts to add",
    "other counts": "the counts that are printed do not give the figures",
}


def _comparison(one: Assessment) -> str:
    """The comparison without the benchmark's figure: "lower than England"."""
    similar = one.difference.word == "similar"  # which the publisher says without the benchmark's figure too
    return _beside(one, one.facts.benchmark_name) if similar or compared(one) else ""


def _beside(one: Assessment, benchmark: str) -> str:
    """How the figure stands to the benchmark, by what the answer rests on."""
    facts = one.facts
    if one.difference.word == "similar":
        return f"no clear difference from {benchmark}"
    assert facts.compared.latest is not None
    assert facts.benchmark_value is not None
    if one.difference.ground == "complete":
        return f"{sentences.side(facts)} {benchmark}"
    how = sentences.relation(facts.compared.latest.value, facts.benchmark_value, facts.compared.indicator)
    untested = one.difference.ground in UNTESTED
    return f"{how} {benchmark}{', not tested' if untested else ''}"
