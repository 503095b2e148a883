"""Every sentence that the shipped catalogue can produce for the ten districts, held against the rules of plain text."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd
import pytest

from indicators import answer_words, views, wording
from indicators import catalogue as catalogues
from indicators.assessment import Assessment, assess, process, words
from indicators.assessment.answer import CANNOT_SAY, NOT_ASSESSED, UNCOMPARED
from indicators.assessment.change import direction_points, trend_points, yearly_means, years
from indicators.assessment.points import Point
from indicators.assessment.process import a_year, process_stretch
from indicators.model import SIMILAR_AREAS, Catalogue, Indicator, Selection
from indicators.statistics import DIRECTION_POINTS, REASONS, WORDS, mann_kendall
from tests.build import COUNTY, ENGLAND, OWN, REGION

TODAY = date(2026, 11, 23)
#: The end of the strategy: most figures were fresh then, so that more is judged.
THEN = date(2020, 12, 31)

#: What no sentence may hold, by what is wrong with it.
FAULTS = {
    "a change with a minus sign": r"\b(increase|decrease|rise|fall|up|down|higher|lower) (of |by )?[-−]",
    "a hyphen for a minus sign": r"(?<![\w–])-\d",
    "minus zero": r"[-−][^\d\s]?0(?:[.,]0+)*(?!\d|[.,]\d)",
    "one of many": r"(?<![\d.,])1 (?!in |to |per |times )[a-z]+s\b",
    "a double space": r"\s\s",
    "a program's word": r"\b(nan|NaN|NaT|None|inf|null|True|False)\b",
    "two full stops": r"\.\.",
    "a space before a stop": r"\s[,.;:)]",
    "an empty bracket": r"\(\s*\)|\(\s",
    "in a day": r"\bin \d{1,2} [A-Z]",
    "in year ending": r"\bin year ending\b",
    "a word twice": r"\b(\w+) \1\b",
    "a wrong article": r"\b[Aa] (?=[aeiouAEIOU]|8|11 |18 )|\b[Aa]n (?![aeiouAEIOU8]|1[18]\b)",
    "a limit without a number": r"limits of (?!(up to )?[£−]*\d)",
    "a label without a preposition": r"\b(in|on) (in|on|the in|the on)\b",
    "a code": r"\b[EWSN]\d{8}\b|_",
    "a direction twice": r"(lower|higher) than .*: (lower|higher)\b",
    "higher and similar": r"(lower|higher) than .*: similar",
    "a median in brackets": r"\(median\)",
    "an interval that is not there": r"no interval is published",
}
#: When: a label as `wording.when` has it, a day, and from how many points.
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
PERIODS = re.compile(
    rf"(?:in|on|by|for) (?:the )?(?:year ending )?(?:\d{{1,2}} )?(?:{MONTH} )?(?:to {MONTH} )?"
    r"\d{4}(?:[–/]\d{2,4})?(?: to \d{4}/\d{2})?(?: Census)?|from \d+ (?:months|quarters)"
)
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
#: Sentences end with a full stop, a space and a capital letter or a figure.
END = re.compile(r"(?<=[.!?]) (?=[A-Z0-9£])")
LONGEST = 25
QUESTIONS = ("plan", "difference", "change")
#: What an answer on change is that is read from a process chart, and from ten years.
CHARTED = ("no unusual change", "unusually high", "unusually low", "above its average", "below its average")
DIRECTIONS = ("rising", "falling", "no clear direction")


def language_faults(sentence: str) -> Iterator[str]:
    """What is wrong with a sentence as English."""
    yield from (what for what, pattern in FAULTS.items() if re.search(pattern, sentence))
    if not sentence.endswith(".") or sentence.endswith(".."):
        yield "no single full stop at the end"
    if not re.match(r"[A-Z£\d−]", sentence):
        yield "no capital or figure at the beginning"
    yield from (f"more than {LONGEST} words" for part in END.split(sentence) if len(part.split()) > LONGEST)


@pytest.mark.parametrize(
    "sentence",
    [
        "An increase of −0.3%.",
        "Up -0.3%.",
        "There were 1 years.",
        "It is −0.0% now.",
        "It is −£0 now.",
        "Two  spaces.",
        "It is nan%.",
        "Two stops..",
        "One stop , too far.",
        "Limits of () in 2019.",
        "10.9% in 31 March 2024.",
        "10.9% in year ending June 2025.",
        "All the the figures.",
        "A increase.",
        "An decrease.",
        "With limits of  from 12 months.",
        "with a small letter.",
        "No stop",
        "England’s E92000001.",
        "11.7%, lower than England’s 14.3%: lower.",
        "70.2%, higher than England’s 68.0%: similar.",
        "No figure for similar areas (median).",
        "Not tested, as no interval is published.",
        f"It says {'very ' * 25}much.",
    ],
)
def test_the_faults_are_found(sentence: str) -> None:
    assert list(language_faults(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "17.3% (16.1% to 18.6%) in 2019, lower than England’s 22.1%: better.",
        "−£5 on 31 March 2024, an increase of £10 on 1 year before.",
        "A change of −0.3% in the year ending June 2025, with limits of −0.5% to 0.1%.",
        "£359,432 in 2010–12.",
    ],
)
def test_good_sentences_have_none(sentence: str) -> None:
    assert list(language_faults(sentence)) == []


# The numbers of a sentence


def numbers(sentence: str, one: Assessment) -> list[str]:
    """The numbers that are values of the indicator: without periods, units and numbers of points."""
    told, facts = sentence, one.facts
    units = {text for of in (facts.indicator, facts.compared.indicator) for text in (of.unit.after, of.unit.after_one)}
    for text in (*PERIODS.findall(sentence), *sorted(units, key=len, reverse=True)):
        told = told.replace(text, " | ") if text.strip() else told
    return NUMBER.findall(told)


def written(values: Iterable[float | None], indicator: Indicator) -> set[str]:
    """Values as they are written, without unit and sign."""
    return {wording.plain(value, indicator.decimals).lstrip("−") for value in values if value is not None}


def of_points(points: Iterable[Point | None], indicator: Indicator) -> set[str]:
    """Figures with their limits, as they are written."""
    return written((each for one in points if one for each in (one.value, one.lower, one.upper)), indicator)


def expected_numbers(one: Assessment, question: str) -> set[str]:
    """Every number that the sentence may hold, as it has to be written."""
    facts, rated = one.facts, one.facts.compared.indicator
    if question == "change":
        return set() if one.change.reason else change_numbers(one)
    told = of_points([facts.latest], facts.indicator) | of_points([facts.compared.latest], rated)
    if facts.compared.denominator:
        told |= set(NUMBER.findall(facts.compared.denominator.period))
    if question == "plan":
        told |= of_points([facts.baseline], facts.indicator) | of_points([facts.compared.baseline], rated)
        told |= written([facts.matched, facts.tolerance], rated)
        return told
    place = facts.position
    return told | written([facts.benchmark_value], rated) | ({str(place.rank), str(place.of)} if place else set())


def change_numbers(one: Assessment) -> set[str]:
    """What an answer on change may hold: two ends and the way between them, limits, Sen's slope with its limits."""
    line, indicator = one.facts.line, one.facts.indicator
    if one.change.word in CHARTED:
        charted = process(line, indicator)
        last = charted.limits.iloc[-1]
        return written([last["value"], last["lower"], last["upper"]], charted.indicator)
    if one.change.ground == "complete":
        assert one.facts.earlier is not None
        assert one.facts.latest is not None
        return moved(one.facts.earlier.value, one.facts.latest.value, indicator)
    if one.change.ground == "not tested":
        values = process_stretch(line, indicator)["value"].tolist()
        return moved(values[-1 - a_year(indicator)], values[-1], indicator)
    if one.change.word not in DIRECTIONS:
        values = trend_points(line, indicator).points["value"].tolist()
        return moved(values[0], values[-1], indicator)
    points = direction_points(line)
    if indicator.on_process_chart:
        means = yearly_means(process_stretch(line, indicator), indicator)
        points = means.tail(DIRECTION_POINTS).reset_index(drop=True)
    found = mann_kendall(points["value"].to_numpy(), times=years(points))
    slopes = [abs(slope) for slope in (found.slope, found.slope_lower, found.slope_upper)]
    largest = max(slopes[1:])
    paces = {wording.slope(pace, indicator, bare=True, among=among) for pace in slopes for among in (pace, largest)}
    ends = written([points["value"].iloc[0], points["value"].iloc[-1]], indicator)
    return ends | {number for pace in paces for number in NUMBER.findall(pace)}


def moved(before: float, after: float, indicator: Indicator) -> set[str]:
    """Two figures and the way between them."""
    way = wording.change(before, after, indicator).removesuffix(indicator.unit.after)
    return written([before, after], indicator) | set(NUMBER.findall(way))


def content_faults(one: Assessment, question: str) -> Iterator[str]:
    """What is wrong with the numbers of a sentence, and what is missing from it. Where groups are judged together, the
    sentence is about each of them."""
    answer, latest, compared = getattr(one, question), one.facts.latest, one.facts.compared.latest
    allowed = {number for each in (one, *one.beside) for number in expected_numbers(each, question)}
    yield from (f"{number} is no value" for number in numbers(answer.sentence, one) if number not in allowed)
    if latest is None or not answer.given or answer.word == UNCOMPARED or question == "change":
        return
    needed = {"its period": latest.when, "its value": wording.number(latest.value, one.facts.indicator)}
    if compared is not None and compared.lower is not None and compared.upper is not None:
        needed["its interval"] = wording.interval(compared.lower, compared.upper, one.facts.compared.indicator)
        needed["who computed it"] = "calculated here" if compared.computed else ""
    yield from (f"{what} is missing: {words}" for what, words in needed.items() if words not in answer.sentence)


def answer_faults(one: Assessment, question: str) -> Iterator[str]:
    """What is wrong with a word and its reason."""
    answer = getattr(one, question)
    if answer.word not in answer_words.WORDS:
        yield f"'{answer.word}' is no word"
    if answer.word != UNCOMPARED and answer.given == bool(answer.reason):
        yield f"'{answer.word}' with the reason '{answer.reason}'"
    if not answer.given and answer.ground not in ("", "not tested"):
        yield f"no answer that rests on '{answer.ground}'"
    if question == "plan" and answer.word not in WORDS:
        yield f"'{answer.word}' is no status"
    if question == "plan" and answer.reason and REASONS[answer.reason] not in answer.sentence:
        yield f"the sentence does not say '{REASONS[answer.reason]}'"
    opening = f"last known: {answer.word}," if answer.last_known else f"{answer.word}:"
    if question == "plan" and answer.given and opening not in answer.sentence.lower():
        yield f"the sentence does not say '{opening}'"


def beside(one: Assessment, began: date) -> Iterator[str]:
    """The sentences that stand beside the three answers."""
    told = (words.since_start(one, began), words.summary(one), words.small_print(one), words.age(one))
    yield from (sentence for sentence in told if sentence)


def every_fault(
    rows: pd.DataFrame, catalogue: Catalogue, areas: list[str], benchmarks: list[str], groups: bool, on: date
) -> tuple[list[str], set[str]]:
    """Every fault of the assessments of all indicators, and the words that they give."""
    faults, given, began = [], set(), catalogue.strategy.start
    known = rows[rows["period_end"] <= pd.Timestamp(on)]
    every = {str(slug): mine for slug, mine in known.groupby("indicator")}
    for slug, held in every.items():
        indicator = catalogue.indicators[slug]
        for area in areas:
            chosen = views.groups(held, indicator, area) if groups else {indicator.headline: ""}
            for benchmark, group in ((benchmark, group) for benchmark in benchmarks for group in chosen):
                one = assess(held, indicator, Selection(area, benchmark, group), catalogue, on, every)
                found = [(sentence, fault) for sentence in beside(one, began) for fault in language_faults(sentence)]
                for question in QUESTIONS:
                    answer = getattr(one, question)
                    given.add(answer.word)
                    wrong = (*language_faults(answer.sentence), *content_faults(one, question))
                    found += [(answer.sentence, fault) for fault in (*wrong, *answer_faults(one, question))]
                faults += [f"{slug} {area} {benchmark} {group}: {fault}: {sentence}" for sentence, fault in found]
    return faults, given


def districts(catalogue: Catalogue) -> list[str]:
    """The ten districts of the county."""
    return [area.code for area in catalogues.selectable_areas(catalogue) if area.parent == COUNTY]


@pytest.mark.slow("860 assessments for each benchmark, and on another day")
@pytest.mark.parametrize(
    ("benchmark", "on"), [(ENGLAND, TODAY), (REGION, TODAY), (COUNTY, TODAY), (SIMILAR_AREAS, TODAY), (ENGLAND, THEN)]
)
def test_every_indicator_for_the_ten_districts(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame, benchmark: str, on: date
) -> None:
    ten = districts(shipped_catalogue)
    assert len(ten) == 10
    faults, given = every_fault(shipped_rows, shipped_catalogue, ten, [benchmark], groups=False, on=on)
    assert faults == []
    assert given >= {"on plan", "close to plan", "off plan", NOT_ASSESSED, CANNOT_SAY}
    assert given >= {"no significant change", "no unusual change", "rising", "falling", "no clear direction"}
    assert benchmark != ENGLAND or given >= {"better", "worse", "similar", "higher", "lower", "above", "below"}
    assert benchmark != ENGLAND or given >= {"position", UNCOMPARED, "in line", "up on the year"}
    assert (benchmark, on) != (ENGLAND, TODAY) or "down on the year" in given


@pytest.mark.slow("hundreds of assessments")
def test_every_benchmark_and_group_for_the_borough(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    benchmarks = [ENGLAND, REGION, COUNTY, SIMILAR_AREAS]
    faults, _ = every_fault(shipped_rows, shipped_catalogue, [OWN], benchmarks, groups=True, on=TODAY)
    assert faults == []


@pytest.mark.slow("249 assessments")
def test_the_country_region_and_county_can_be_looked_at_too(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    faults, _ = every_fault(
        shipped_rows, shipped_catalogue, [ENGLAND, REGION, COUNTY], [ENGLAND], groups=False, on=TODAY
    )
    assert faults == []
